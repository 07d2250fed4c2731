// SPDX-License-Identifier: GPL-3.0-or-later
//
// One who has everything that is left of secret votes (tables with their hidden columns, the write-ahead log, data files, the store, logs, events) tries to
// say whose ballot is whose. For one vote an order of persons (as their papers were handed out, by whatever trace) is laid beside an order of ballots (by
// whatever trace), first on first, second on second. Chance alone hits once a vote, whatever its size: a shuffled row has one fixed point on average, with
// a variance of one. So of V votes the hits have mean V and deviation sqrt(V); and the rank correlation of a vote of n has mean 0 and variance 1/(n-1).
import { readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { ballotOf, drop, paperTakeQuickly, runningMeeting, secretVote, step } from '../http/voter.js'

const files = folder => readdirSync(folder).flatMap(name => {
  const whole = path.join(folder, name)
  try { const facts = statSync(whole); return facts.isDirectory() ? files(whole) : facts.isFile() ? [whole] : [] } catch { return [] } // it went away meanwhile
}).toSorted()

/** A file of the write-ahead log without the heads of its pages, which may stand in the middle of a row. */
function logged (bytes) {
  const pages = []
  for (let at = 0; at < bytes.length; at += 8192) pages.push(bytes.subarray(at + (at ? 24 : 40), at + 8192))
  return Buffer.concat(pages)
}

/** Where each pattern ({name: Buffer}) first stands, in order of the files' names and places: Map name → [{file, at}], one a file. */
export function scan (folder, patterns, extra = {}) {
  const heads = new Uint8Array(1 << 24), by = new Map(), found = new Map()
  const head = (bytes, at) => bytes[at] << 16 | bytes[at + 1] << 8 | bytes[at + 2]
  for (const [name, bytes] of Object.entries(patterns)) {
    const key = head(bytes, 0)
    heads[key] = 1
    by.set(key, [...(by.get(key) ?? []), [name, bytes]])
  }
  const look = (file, bytes) => {
    const here = new Set()
    for (let at = 0; at + 3 < bytes.length; at++) {
      const key = bytes[at] << 16 | bytes[at + 1] << 8 | bytes[at + 2]
      if (!heads[key]) continue
      for (const [name, pattern] of by.get(key)) {
        if (here.has(name) || bytes.compare(pattern, 0, pattern.length, at, Math.min(bytes.length, at + pattern.length)) !== 0) continue
        here.add(name)
        found.set(name, [...(found.get(name) ?? []), { file, at }])
      }
    }
  }
  for (const file of files(folder)) { let bytes; try { bytes = readFileSync(file) } catch { continue } look(path.relative(folder, file), file.includes('pg_wal') ? logged(bytes) : bytes) }
  for (const [file, text] of Object.entries(extra)) look(file, Buffer.from(text))
  return found
}

/** The forms in which bytes may have been written down. */
export const forms = (name, bytes) => ({ [`${name} raw`]: Buffer.from(bytes), [`${name} hex`]: Buffer.from(Buffer.from(bytes).toString('hex')), [`${name} base64`]: Buffer.from(Buffer.from(bytes).toString('base64url')) })

/** A vote of people who come and go in one order: each receives a paper when the one before has, and drops the ballot when the one before has. The worst
    there is for secrecy, and what a quick and a slow hand do. leak: what a thoughtless server would have written as each ballot came. */
export async function holdVote (server, people, { leak = false, between } = {}) {
  const meeting = runningMeeting(server, people)
  const vote = await step(meeting, await secretVote(meeting), 'hand-out')
  const { public_key: key } = await meeting.chair.json('GET', `/api/votes/${vote.id}/papers`)
  const truth = []
  const order = people.map(person => [Math.random(), person]).toSorted((a, b) => a[0] - b[0]).map(([, person]) => person)
  for (const person of order) {
    const paper = await paperTakeQuickly(person, vote, key)
    truth.push({ person: person.session.person.id, paper, places: [Math.floor(Math.random() * 3)] })
  }
  await step(meeting, vote, 'box/open')
  for (const one of truth) {
    const ballot = await ballotOf(vote, one.paper, one.places)
    const reply = await drop(server, vote, ballot)
    if (reply.status !== 201) throw new Error(`a ballot was refused: ${reply.status} ${await reply.text()}`)
    one.serial = Buffer.from(ballot.serial, 'base64url')
  }
  if (leak) {
    server.sql(`create table if not exists public.leak (vote uuid, serial bytea, option uuid);
      grant all on public.leak to public`)
    server.sql(`do $$ begin ${truth.map(one => `insert into public.leak values ('${vote.id}', '\\x${one.serial.toString('hex')}', '${vote.options[one.places[0]].id}'); commit;`).join('\n')} end $$`)
  }
  await between?.({ meeting, vote, truth })
  const { result } = await step(meeting, vote, 'count')
  await step(meeting, vote, 'publish')
  const expected = vote.options.map((_, place) => truth.filter(({ places }) => places[0] === place).length)
  if (JSON.stringify(result.counts.map(({ count }) => count)) !== JSON.stringify(expected)) throw new Error(`counted ${JSON.stringify(result.counts)} instead of ${expected}`)
  return { id: vote.id, meeting, truth: truth.map(({ person, serial }) => ({ person, serial: serial.toString('hex') })), leak }
}

const rows = (server, query) => { const text = server.sql(query); return text ? text.split('\n').map(line => line.split('|')) : [] }
const ranks = order => new Map(order.map((name, i) => [name, i]))

/** Orders of persons and of ballots that anything left behind gives of this vote, each under the name of the trace. */
export function traces (server, vote, hits) {
  const place = name => (hits.get(name) ?? []).filter(({ file }) => file.includes('pg_wal')).map(({ file, at }) => `${file} ${String(at).padStart(12, '0')}`)
  const byPlace = (names, of, which) => names.map(name => [place(of(name)).at(which) ?? '', name]).filter(([at]) => at).toSorted(([a], [b]) => a < b ? -1 : 1).map(([, name]) => name)
  const paper = order => rows(server, `select person_id from app.ballot_paper where vote_id = '${vote.id}' order by ${order}`).map(([id]) => id)
  const table = vote.leak ? 'public.leak' : 'app.secret_ballot', column = vote.leak ? 'vote' : 'vote_id'
  const ballots = order => rows(server, `select encode(serial, 'hex') from ${table} where ${column} = '${vote.id}' order by ${order}`).map(([hex]) => hex)
  const serials = vote.truth.map(({ serial }) => serial)
  const persons = vote.truth.map(({ person }) => person).toSorted()
  return {
    persons: {
      'papers by place': paper('ctid'), 'papers by transaction': paper('xmin::text::bigint'), 'papers in the log': byPlace(persons, id => `paper ${vote.id} ${id}`, 0),
      'mandates by place': rows(server, `select person_id from app.vote_mandate where vote_id = '${vote.id}' order by ctid`).map(([id]) => id), 'by id': persons
    },
    ballots: {
      'ballots by place': ballots('ctid'), 'ballots by transaction': ballots('xmin::text::bigint, ctid'), 'first in the log': byPlace(serials, serial => `serial ${serial}`, 0),
      'last in the log': byPlace(serials, serial => `serial ${serial}`, -1), 'by serial': serials.toSorted()
    }
  }
}

/** Every pair of traces over all votes: {persons, ballots, hits, of, z, rho}. z: how far the hits are above chance, in deviations; rho: of the correlation. */
export function attack (server, votes, hits) {
  const all = votes.map(vote => ({ vote, ...traces(server, vote, hits) }))
  const out = []
  for (const persons of Object.keys(all[0].persons)) {
    for (const ballots of Object.keys(all[0].ballots)) {
      let right = 0, people = 0, tried = 0, rho = 0, spread = 0
      for (const { vote, ...of } of all) {
        const [rows, cards] = [of.persons[persons], of.ballots[ballots]]
        if (rows.length !== vote.truth.length || cards.length !== vote.truth.length) continue // this trace tells nothing whole of it
        const mine = new Map(vote.truth.map(({ person, serial }) => [person, serial])), at = ranks(cards), n = rows.length
        tried++
        people += n
        let squares = 0
        rows.forEach((person, i) => { const d = at.get(mine.get(person)) - i; squares += d * d; if (d === 0) right++ })
        rho += 1 - 6 * squares / (n * (n * n - 1))
        spread += 1 / (n - 1)
      }
      if (tried) out.push({ persons, ballots, votes: tried, hits: right, of: people, z: (right - tried) / Math.sqrt(tried), rho: rho / Math.sqrt(spread) })
    }
  }
  return out
}

/** What is looked for in files: every serial, and what is known to stand beside a name. */
export function patterns (server, votes) {
  const out = {}
  for (const vote of votes) {
    for (const { serial } of vote.truth) out[`serial ${serial}`] = Buffer.from(serial, 'hex').subarray(1) // 04 begins every one
    for (const [id, hash] of rows(server, `select person_id, encode(blinded_hash, 'hex') from app.ballot_paper where vote_id = '${vote.id}'`)) out[`paper ${vote.id} ${id}`] = Buffer.from(hash, 'hex')
  }
  return out
}
