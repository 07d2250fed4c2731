// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a secret vote promises when things go wrong and to one who looks at everything afterwards (F6, K7; rule 32): kill -9 loses no acknowledged ballot, and
// nothing that is left links a person to a ballot better than chance. tests/long/secret.test.js does it with 200 votes.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { startServer } from '../http/server.js'
import { ballotOf, crowd, drop, paperTake, runningMeeting, secretVote, step } from '../http/voter.js'
import { forms, holdVote, scan } from './linking.js'
import { unlinked } from './unlinked.js'

const keysOf = (server, vote) => { const folder = path.join(server.folder, 'data/store/keys/votes'); return existsSync(folder) ? readdirSync(folder).filter(name => name.startsWith(vote.id)) : [] }

test('kill_9_while_ballots_come__loses_none_that_was_acknowledged (rules 30, 31)', { timeout: 900000 }, async t => {
  let server = await startServer({ sample: true })
  const folder = server.folder
  try {
    const people = crowd(server, 24)
    const meeting = runningMeeting(server, people)
    const vote = await step(meeting, await secretVote(meeting), 'hand-out')
    const { public_key: key } = await meeting.chair.json('GET', `/api/votes/${vote.id}/papers`)
    const papers = await Promise.all(people.map(person => paperTake(person, vote, key)))
    await step(meeting, vote, 'box/open')
    const ballots = await Promise.all(papers.map((paper, i) => ballotOf(vote, paper, [i % 3])))
    const acknowledged = new Map() // place → receipt
    const again = async () => { const fresh = await startServer({ folder, port: server.port }); people.forEach(person => { person.server = fresh }); return fresh }
    for (let round = 0; round < 4; round++) {
      const database = server.postmaster()
      const send = ballots.map(async (ballot, i) => {
        await new Promise(resolve => setTimeout(resolve, Math.random() * 300))
        try {
          const reply = await drop(server, vote, ballot)
          const said = await reply.text()
          if (reply.status === 201) { if (acknowledged.has(i)) assert.equal(said, acknowledged.get(i)); acknowledged.set(i, said) }
        } catch { /* the server is gone in the middle: nothing was promised */ }
      })
      await new Promise(resolve => setTimeout(resolve, 60 + Math.random() * 150))
      if (round % 2) process.kill(database, 'SIGKILL')
      await server.kill()
      await Promise.all(send)
      server = await again()
      const { box } = await people[0].json('GET', `/api/votes/${vote.id}`)
      assert.ok(box.returned >= acknowledged.size, `${acknowledged.size} were acknowledged, ${box.returned} are in the box`)
    }
    t.diagnostic(`${acknowledged.size} of ${ballots.length} ballots acknowledged between four kills`)
    for (const [i, ballot] of ballots.entries()) {
      const reply = await drop(server, vote, ballot)
      assert.equal(reply.status, 201)
      const said = await reply.text()
      if (acknowledged.has(i)) assert.equal(said, acknowledged.get(i), 'the same receipt')
    }
    // The count too may be killed: it is whole or it was not.
    const counting = meeting.chair.post(`/api/votes/${vote.id}/count`).catch(() => null)
    await new Promise(resolve => setTimeout(resolve, Math.random() * 60))
    await server.kill()
    await counting
    server = await again()
    const now = await meeting.chair.json('GET', `/api/votes/${vote.id}`)
    const { result } = now.state === 'closed' ? now : await step(meeting, vote, 'count')
    assert.deepEqual([result.handed_out, result.returned, result.valid, ...result.counts.map(({ count }) => count)], [24, 24, 24, 8, 8, 8])
    await server.kill('SIGTERM')
    server = await again() // whatever a kill left of the keys is swept at the start
    for (let i = 0; i < 100 && keysOf(server, vote).length; i++) await new Promise(resolve => setTimeout(resolve, 100))
    assert.deepEqual(keysOf(server, vote), [])
  } finally { await server.stop() }
})

test('box__tells_nothing_on_disk_while_it_is_open_and_its_keys_are_nowhere_after_the_count (rule 32)', { timeout: 300000 }, async () => {
  const server = await startServer({ sample: true, arguments: ['--log-level', 'debug'] })
  try {
    const folder = path.join(server.folder, 'data')
    const keys = {}
    const vote = await holdVote(server, crowd(server, 6), {
      between: async ({ vote, truth }) => {
        server.sql('checkpoint')
        const looked = Object.assign({}, ...truth.map(({ paper, serial }, i) => ({ ...forms(`serial ${i}`, serial.subarray(1)), ...forms(`paper ${i}`, paper.paper) })))
        assert.deepEqual([...scan(folder, looked, { log: server.printed }).entries()].map(([name, [{ file }]]) => `${name} in ${file}`), [], 'an open box')
        Object.assign(keys, forms('box key', readFileSync(path.join(folder, 'store/keys/votes', `${vote.id}.box`))))
        assert.ok(scan(folder, keys).has('box key raw'), 'the search finds what is there')
      }
    })
    server.sql('checkpoint')
    assert.deepEqual([...scan(folder, keys, { log: server.printed }).keys()], [])
    assert.equal(vote.truth.every(({ serial }) => scan(folder, { serial: Buffer.from(serial, 'hex') }).size > 0), true, 'the published list is there')
    const audit = server.sql(`select string_agg(action, ' ' order by id) from app.audit where detail ->> 'vote_id' = '${vote.id}'`)
    assert.equal(audit, 'vote-created vote-opened secret-box-opened vote-closed vote-published', 'no row for a paper or a ballot')
    assert.ok(!server.printed.includes('/box"') && !server.printed.includes('secret_ballot'), 'no line of the log for a ballot')
    assert.ok(server.printed.includes('/count"'), 'while others have theirs')
  } finally { await server.stop() }
})

test('what_is_left_of_secret_votes__links_nobody_better_than_chance (rule 32, K7)', { timeout: 900000 }, t => unlinked(t, { votes: 10, control: 3, least: 5, most: 9 }))
