// SPDX-License-Identifier: GPL-3.0-or-later
//
// The promise of K7 as a test that can fail: many votes whose people receive and return in one order, then every trace against every other (linking.js). Beside
// them a few control votes of the same kind, of which a thoughtless table was kept: the same attack must find nearly all of those.
import assert from 'node:assert/strict'
import path from 'node:path'
import { startServer } from '../http/server.js'
import { crowd } from '../http/voter.js'
import { attack, holdVote, patterns, scan } from './linking.js'

/* Of 25 pairs of traces, each looked at from three sides, chance passes this once in about 2,500 runs (normal tail beyond 4.4, times 75). */
const BOUND = 4.4

export async function unlinked (t, { votes: count, control, least, most }) {
  const server = await startServer({ sample: true, arguments: ['--log-level', 'debug'] })
  const heard = [], logged = []
  server.child.stderr.on('data', bytes => logged.push(bytes))
  const streams = new AbortController()
  try {
    server.sql("alter system set wal_keep_size = '8GB'") // nothing of the log is recycled before we have read it
    server.sql("alter system set wal_compression = off")
    server.sql('select pg_reload_conf()')
    const people = crowd(server, most)
    const sizes = Array.from({ length: count + control }, (_, i) => least + (i * 7 + Math.floor(Math.random() * 3)) % (most - least + 1))
    const held = []
    for (const [i, size] of sizes.entries()) {
      held.push(await holdVote(server, people.slice(0, size), {
        leak: i >= count,
        between: async ({ meeting, vote }) => { // what a member hears until the count
          const stream = await fetch(`${server.origin}/api/events?subject=meeting:${meeting.id}`, { headers: { cookie: meeting.people[1].cookie }, signal: streams.signal })
          const reader = stream.body.pipeThrough(new TextDecoderStream()).getReader()
          ;(async () => { try { for (;;) { const { value, done } = await reader.read(); if (done) return; heard.push(value) } } catch { /* closed at the end */ } })()
          const shown = await meeting.people[1].json('GET', `/api/votes/${vote.id}`)
          assert.deepEqual([shown.counts, shown.result], [null, null])
        }
      }))
    }
    server.sql('checkpoint')
    const folder = path.join(server.folder, 'data')
    const hits = scan(folder, patterns(server, held), { 'server.log': Buffer.concat(logged).toString(), events: heard.join('') })
    const elsewhere = new Set([...hits].filter(([name]) => name.startsWith('serial')).flatMap(([, places]) => places.map(({ file }) => file.replace(/[0-9A-F]{24}|\d+/g, '*'))))
    assert.ok(logged.length > count, 'the log told everything it can')
    assert.ok(![...elsewhere].some(file => /^(server\.log|events|database\.log|store)/.test(file)), `serials in ${[...elsewhere]}`)
    const found = attack(server, held.slice(0, count), hits)
    const known = attack(server, held.slice(count), hits)
    const best = found.toSorted((a, b) => b.z - a.z)[0], leaked = known.toSorted((a, b) => b.hits - a.hits)[0]
    t.diagnostic(`${count} votes, ${held.slice(0, count).reduce((sum, { truth }) => sum + truth.length, 0)} ballots, ${found.length} pairs of traces; serials stand in ${[...elsewhere].join(', ')}`)
    t.diagnostic(`best against the real thing: ${best.persons} with ${best.ballots}, ${best.hits} of ${best.of} right, chance ${best.votes} (z ${best.z.toFixed(2)}); widest correlation ${Math.max(...found.map(({ rho }) => Math.abs(rho))).toFixed(2)} deviations`)
    t.diagnostic(`best against the control: ${leaked.persons} with ${leaked.ballots}, ${leaked.hits} of ${leaked.of} right`)
    for (const wanted of ['papers by place', 'papers in the log']) assert.ok(found.some(({ persons }) => persons === wanted), `the attack read ${wanted}`)
    for (const wanted of ['ballots by place', 'ballots by transaction', 'first in the log']) assert.ok(found.some(({ ballots }) => ballots === wanted), `the attack read ${wanted}`)
    for (const { persons, ballots, z, rho } of found) assert.ok(z < BOUND && Math.abs(rho) < BOUND, `${persons} with ${ballots}: hits ${z.toFixed(2)}, correlation ${rho.toFixed(2)} deviations from chance`)
    for (const ballots of ['ballots by place', 'ballots by transaction', 'first in the log']) {
      const pair = known.find(other => other.persons === 'papers by place' && other.ballots === ballots)
      assert.ok(pair && pair.hits >= 0.95 * pair.of, `the attack finds the control's: ${ballots}, ${pair?.hits} of ${pair?.of}`)
    }
  } finally {
    streams.abort()
    await server.stop()
  }
}
