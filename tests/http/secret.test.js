// SPDX-License-Identifier: GPL-3.0-or-later
//
// Secret votes (F6, K7; rules 22, 30 to 32): papers, the box, the count, and what is refused. That nobody is found out is tests/faults/secret.test.js.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, writeFileSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { problem } from './make.js'
import { root, startServer } from './server.js'
import { ballotOf, crowd, drop, paperMake, paperTake, runningMeeting, secretVote, step, takeRaw } from './voter.js'

let server, people
before(async () => {
  server = await startServer({ sample: true })
  people = crowd(server, 60)
})
after(() => server?.stop())

const begun = async (count, facts) => {
  const meeting = runningMeeting(server, people.slice(0, count))
  const made = await secretVote(meeting, facts)
  const vote = await step(meeting, made, 'hand-out')
  const { public_key: key } = await meeting.chair.json('GET', `/api/votes/${vote.id}/papers`)
  return { meeting, vote, key }
}
const refused = async (reply, status, slug, field) => assert.deepEqual((({ http, slug: s, field: f }) => [http, s, f])(await problem(reply)), [status, slug, field])
const keys = () => { const folder = path.join(server.folder, 'data/store/keys/votes'); return existsSync(folder) ? readdirSync(folder) : [] }

test('secret_vote__goes_from_papers_to_a_result_with_the_words_of_the_paper_ballot (F6, rule 31)', async () => {
  const { meeting, vote, key } = await begun(8)
  assert.equal(vote.state, 'open')
  assert.deepEqual([vote.box.phase, vote.box.handed_out, vote.box.returned], ['handing_out', 0, 0])
  const papers = await Promise.all(meeting.people.slice(0, 7).map(person => paperTake(person, vote, key)))
  const opened = await step(meeting, vote, 'box/open')
  assert.deepEqual([opened.box.phase, opened.box.handed_out], ['box', 7])
  const marks = [[0], [0], [0], [1], [], [0, 1]] // the seventh keeps their paper
  for (const [i, places] of marks.entries()) assert.equal((await drop(server, vote, await ballotOf(vote, papers[i], places))).status, 201)
  const now = await meeting.people[3].json('GET', `/api/votes/${vote.id}`)
  assert.deepEqual([now.box.returned, now.counts, now.result], [6, null, null], 'only how many came back is known while the box is open (rule 32)')
  await refused(await meeting.chair.post(`/api/votes/${vote.id}/count`), 409, 'conflict', 'ends_at')
  await step(meeting, vote, 'last-call', { seconds: 10 })
  server.sql(`update app.secret_vote set ends_at = now() - interval '6 seconds' where vote_id = '${vote.id}'`) // ten seconds and the grace went by
  const counted = await step(meeting, vote, 'count')
  const { handed_out: out, returned, valid, invalid, blank, counts, voted } = counted.result
  assert.deepEqual({ out, returned, valid, invalid, blank, voted }, { out: 7, returned: 6, valid: 4, invalid: 1, blank: 1, voted: 6 })
  assert.deepEqual(counts.map(({ count }) => count), [3, 1, 0])
  assert.equal(counted.result.passed, false, 'three of eight members are no majority')
  await step(meeting, vote, 'publish')
  const list = await meeting.people[5].json('GET', `/api/votes/${vote.id}/ballots`)
  assert.equal(list.ballots.length, 6)
  assert.deepEqual(list.ballots.map(({ serial }) => serial), list.ballots.map(({ serial }) => serial).toSorted((a, b) => Buffer.compare(Buffer.from(a, 'base64url'), Buffer.from(b, 'base64url'))), 'in order of serial')
  assert.deepEqual(list.names.map(({ name }) => name).toSorted(), meeting.people.slice(0, 7).map(({ session }) => session.person.full_name).toSorted(), 'who received a paper is published')
})

test('key_of_the_papers__is_gone_when_the_box_opens_and_the_boxs_when_it_is_counted (K7)', async () => {
  const { meeting, vote, key } = await begun(2)
  assert.deepEqual(keys().filter(name => name.startsWith(vote.id)).toSorted(), [`${vote.id}.box`, `${vote.id}.paper`])
  const papers = await Promise.all(meeting.people.map(person => paperTake(person, vote, key)))
  await step(meeting, vote, 'box/open')
  assert.deepEqual(keys().filter(name => name.startsWith(vote.id)), [`${vote.id}.box`])
  for (const paper of papers) await drop(server, vote, await ballotOf(vote, paper, [0]))
  await step(meeting, vote, 'count') // all came back: nobody is cut off, nothing need be announced
  assert.deepEqual(keys().filter(name => name.startsWith(vote.id)), [])
})

test('paper__is_one_a_mandate_and_the_same_asked_again_is_the_same (rule 30)', async () => {
  const { meeting, vote, key } = await begun(3)
  const [one, two] = [await paperMake(key), await paperMake(key)]
  const person = meeting.people[1]
  const replies = await Promise.all(Array.from({ length: 50 }, (_, i) => takeRaw(person, vote, person.session.person.id, i % 2 ? one.blinded : two.blinded)))
  const given = await Promise.all(replies.map(async reply => [reply.status, (await reply.json()).signature]))
  assert.equal(given.filter(([status]) => status === 201).length, 25)
  assert.equal(given.filter(([status]) => status === 409).length, 25)
  assert.equal(new Set(given.map(([, signature]) => signature).filter(Boolean)).size, 1)
  await refused(await takeRaw(person, vote, meeting.people[2].session.person.id, one.blinded), 403, 'not-allowed', 'mandate_id')
  await refused(await takeRaw(person, vote, person.session.person.id, 'A'.repeat(341) + '!'), 422, 'wrong-value', 'blinded')
  await refused(await takeRaw(meeting.people[2], vote, meeting.people[2].session.person.id, '_'.repeat(342)), 422, 'wrong-value', 'blinded')
  assert.equal((await takeRaw(people[40], vote, people[40].session.person.id, one.blinded)).status, 404, 'for a stranger there is no such vote')
  server.sql(`update app.attendance set state = 'absent' where meeting_id = '${meeting.id}' and person_id = '${meeting.people[2].session.person.id}'`)
  await refused(await takeRaw(meeting.people[2], vote, meeting.people[2].session.person.id, one.blinded), 403, 'not-allowed', 'attendance')
  await step(meeting, vote, 'box/open')
  assert.equal((await takeRaw(person, vote, person.session.person.id, given.find(([status]) => status === 201) && (given[0][0] === 201 ? two : one).blinded)).status, 201, 'a tablet that did not hear the answer asks again')
  await refused(await takeRaw(meeting.chair, vote, meeting.chair.session.person.id, one.blinded), 409, 'wrong-state', undefined)
})

test('who_holds_several_mandates__gets_a_paper_for_each (rules 23, 30)', async () => {
  const meeting = runningMeeting(server, people.slice(0, 3))
  const [, principal, substitute] = meeting.people.map(({ session }) => session.person.id)
  server.sql(`set search_path = app, pg_temp; insert into meeting_type_rule (type_id, substitutes, substitute_votes) select m.type_id, 'agency', true from meeting m where m.id = '${meeting.id}' on conflict (type_id) do update set substitute_votes = true;
    update invitation_answer set answer = 'substituted', substitute_id = '${substitute}' where meeting_id = '${meeting.id}' and person_id = '${principal}'`)
  const vote = await step(meeting, await secretVote(meeting), 'hand-out')
  const { public_key: key, mine } = await meeting.people[2].json('GET', `/api/votes/${vote.id}/papers`)
  assert.deepEqual(mine.map(({ mandate }) => mandate.id).toSorted(), [principal, substitute].toSorted())
  const papers = [await paperTake(meeting.people[2], vote, key, principal), await paperTake(meeting.people[2], vote, key, substitute), await paperTake(meeting.chair, vote, key)]
  await refused(await takeRaw(meeting.people[1], vote, principal, (await paperMake(key)).blinded), 403, 'not-allowed', 'mandate_id')
  await step(meeting, vote, 'box/open')
  for (const paper of papers) assert.equal((await drop(server, vote, await ballotOf(vote, paper, [0]))).status, 201)
  assert.equal((await step(meeting, vote, 'count')).result.returned, 3)
  server.sql('update app.meeting_type_rule set substitute_votes = false')
})

test('ballot__forged_replayed_changed_late_or_with_an_option_that_is_not_there__is_refused (rules 30, 31)', async () => {
  const { meeting, vote, key } = await begun(5)
  const other = await begun(5)
  const papers = await Promise.all(meeting.people.slice(0, 4).map(person => paperTake(person, vote, key)))
  const good = await ballotOf(vote, papers[0], [0])
  await refused(await drop(server, vote, good), 409, 'wrong-state', undefined)
  await step(meeting, vote, 'box/open')
  const swap = (ballot, name, at = 20) => ({ ...ballot, [name]: ballot[name].slice(0, at) + (ballot[name][at] === 'A' ? 'B' : 'A') + ballot[name].slice(at + 1) })
  await refused(await drop(server, vote, swap(good, 'paper')), 422, 'wrong-value', 'paper')
  await refused(await drop(server, vote, swap(good, 'prefix')), 422, 'wrong-value', 'paper')
  await refused(await drop(server, vote, swap(good, 'serial')), 422, 'wrong-value', 'paper')
  await refused(await drop(server, vote, swap(good, 'signature')), 422, 'wrong-value', 'signature')
  await refused(await drop(server, vote, { ...good, option_ids: [vote.options[1].id] }), 422, 'wrong-value', 'signature')
  await refused(await drop(server, vote, { ...good, option_ids: [other.vote.options[0].id] }), 422, 'unknown-reference', 'option_ids')
  await refused(await drop(server, vote, { ...good, serial: 'A'.repeat(86) + '=' }), 422, 'wrong-value', 'serial')
  await refused(await drop(server, vote, { ...good, when: 1 }), 422, 'unknown-field', 'when')
  const foreign = await paperTake(other.meeting.people[0], other.vote, other.key)
  await refused(await drop(server, vote, await ballotOf(vote, foreign, [0])), 422, 'wrong-value', 'paper') // a paper of another vote
  const unsigned = await paperMake(key)
  await refused(await drop(server, vote, await ballotOf(vote, { ...unsigned, paper: papers[0].paper }, [0])), 422, 'wrong-value', 'paper')
  await refused(await drop(server, { id: people[0].session.person.id }, good), 404, 'not-found', undefined)
  for (const headers of [{ cookie: meeting.chair.cookie }, { authorization: 'Bearer abc' }, { 'idempotency-key': 'x' }]) await refused(await drop(server, vote, good, headers), 400, 'bad-request', undefined)
  await refused(await drop(server, vote, good, { origin: 'https://elsewhere.example' }), 403, 'foreign-origin', undefined)
  const first = await (await drop(server, vote, good)).json()
  assert.deepEqual(await (await drop(server, vote, await ballotOf(vote, papers[0], [0]))).json(), first, 'the same choice again is the same')
  await refused(await drop(server, vote, await ballotOf(vote, papers[0], [1])), 409, 'duplicate', 'serial')
  await meeting.chair.json('POST', `/api/votes/${vote.id}/pause`, undefined, 200)
  await refused(await drop(server, vote, await ballotOf(vote, papers[1], [1])), 409, 'wrong-state', undefined)
  await meeting.chair.json('POST', `/api/votes/${vote.id}/resume`, undefined, 200)
  assert.equal((await drop(server, vote, await ballotOf(vote, papers[1], [1]))).status, 201)
  await step(meeting, vote, 'last-call', { seconds: 30 })
  assert.equal((await drop(server, vote, await ballotOf(vote, papers[2], []))).status, 201, 'until the announced end it is taken')
  server.sql(`update app.secret_vote set ends_at = now() - interval '6 seconds' where vote_id = '${vote.id}'`)
  await refused(await drop(server, vote, await ballotOf(vote, papers[3], [0])), 409, 'wrong-state', undefined)
  assert.equal((await step(meeting, vote, 'count')).result.returned, 3)
  await refused(await drop(server, vote, await ballotOf(vote, papers[3], [0])), 409, 'wrong-state', undefined)
  await refused(await drop(server, vote, await ballotOf(vote, papers[0], [1])), 409, 'duplicate', 'serial')
  assert.deepEqual(await (await drop(server, vote, good)).json(), first, 'a tablet that did not hear the answer hears it after the count too')
})

test('steps__are_the_chairs_and_in_their_order (rules 20, 29)', async () => {
  const meeting = runningMeeting(server, people.slice(0, 3))
  const vote = await secretVote(meeting)
  const member = meeting.people[1]
  for (const name of ['hand-out', 'box/open', 'count']) {
    const reply = await member.post(`/api/votes/${vote.id}/${name}`)
    assert.equal(reply.status, 404, name) // what is only prepared is not there for members
    assert.equal((await people[50].post(`/api/votes/${vote.id}/${name}`)).status, 404)
  }
  for (const name of ['box/open', 'count', 'close']) assert.equal((await meeting.chair.post(`/api/votes/${vote.id}/${name}`)).status, 409, name)
  await refused(await meeting.chair.post(`/api/votes/${vote.id}/open`), 409, 'conflict', 'secret')
  const replies = await Promise.all(Array.from({ length: 6 }, () => meeting.chair.post(`/api/votes/${vote.id}/hand-out`)))
  assert.deepEqual(replies.map(({ status }) => status).toSorted(), [200, 409, 409, 409, 409, 409], 'two chairs pressing at once')
  const { public_key: key } = await member.json('GET', `/api/votes/${vote.id}/papers`)
  const paper = await paperTake(member, vote, key) // with the key that won
  for (const name of ['hand-out', 'box/open', 'count']) await refused(await member.post(`/api/votes/${vote.id}/${name}`), 403, 'not-allowed', undefined)
  await refused(await meeting.chair.post(`/api/votes/${vote.id}/last-call`, { seconds: 30 }), 409, 'wrong-state', undefined)
  await refused(await meeting.chair.post(`/api/votes/${vote.id}/close`), 409, 'conflict', 'secret')
  await refused(await member.post(`/api/votes/${vote.id}/ballots`, { option_ids: [vote.options[0].id] }), 409, 'conflict', 'vote')
  await step(meeting, vote, 'box/open')
  await refused(await meeting.chair.post(`/api/votes/${vote.id}/last-call`, { seconds: 5 }), 422, 'out-of-range', 'seconds')
  await step(meeting, vote, 'last-call', { seconds: 60 })
  const { box: { ends_at: end } } = await step(meeting, vote, 'last-call', { seconds: 10 })
  assert.ok(Date.parse(end) > Date.now() + 30000, 'an end that was announced is not brought forward')
  await drop(server, vote, await ballotOf(vote, paper, [0]))
  await refused(await member.get(`/api/votes/${vote.id}/ballots`), 409, 'wrong-state', undefined)
  const counts = await Promise.all(Array.from({ length: 4 }, () => meeting.chair.post(`/api/votes/${vote.id}/count`)))
  assert.deepEqual(counts.map(({ status }) => status).toSorted(), [200, 409, 409, 409])
  assert.equal((await people[50].get(`/api/votes/${vote.id}/ballots`)).status, 404)
})

test('fifty_at_once__receive_vote_and_are_all_counted (rules 30, 31)', async () => {
  const { meeting, vote, key } = await begun(51, { method: 'choose_several', words: undefined, options: ['Bà An', 'Ông Bình', 'Bà Chi'], most_choices: 2, majority_of: 'voting' })
  const papers = await Promise.all(meeting.people.map(person => paperTake(person, vote, key)))
  await step(meeting, vote, 'box/open')
  const expected = [0, 0, 0]
  await Promise.all(papers.map(async (paper, i) => {
    const [mine, other] = [[[0], [1], [0, 2], [1, 2], []][i % 5], [[1], [2], [0], [], [0, 1]][i % 5]]
    const ballot = await ballotOf(vote, paper, mine)
    const replies = await Promise.all([drop(server, vote, ballot), drop(server, vote, ballot), drop(server, vote, await ballotOf(vote, paper, other))])
    const statuses = replies.map(({ status }) => status)
    assert.ok(['201 201 409', '409 409 201'].includes(statuses.join(' ')), `one choice a paper, whichever came first: ${statuses}`)
    for (const place of statuses[0] === 201 ? mine : other) expected[place]++
  }))
  const { result } = await step(meeting, vote, 'count')
  assert.deepEqual([result.handed_out, result.returned, result.valid + result.blank, result.invalid], [51, 51, 51, 0])
  assert.deepEqual(result.counts.map(({ count }) => count), expected)
})

test('list__is_counted_again_by_the_script_of_docs_and_a_changed_letter_is_found (K7)', async () => {
  const { meeting, vote, key } = await begun(6)
  const papers = await Promise.all(meeting.people.map(person => paperTake(person, vote, key)))
  await step(meeting, vote, 'box/open')
  const receipts = []
  for (const [i, paper] of papers.entries()) receipts.push(await (await drop(server, vote, await ballotOf(vote, paper, [[0], [0], [1], [2], [], [0, 1]][i]))).json())
  await step(meeting, vote, 'count')
  await step(meeting, vote, 'publish')
  const folder = mkdtempSync(path.join(tmpdir(), 'nghisu-count-'))
  const keep = async (name, url, person = meeting.people[2]) => { const text = await (await person.get(url)).text(); writeFileSync(path.join(folder, name), text); return text }
  const text = await keep('ballots.json', `/api/votes/${vote.id}/ballots`)
  await keep('ballots.sig', `/api/votes/${vote.id}/ballots/seal`)
  await keep('signers', '/api/allowed-signers')
  writeFileSync(path.join(folder, 'receipt.txt'), receipts[0].receipt)
  writeFileSync(path.join(folder, 'receipt.sig'), receipts[0].seal + '\n')
  const script = (...args) => execFileSync(process.execPath, [path.join(root, 'docs/count-ballots.mjs'), ...args], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  writeFileSync(path.join(folder, 'saved.txt'), `${receipts[1].receipt}${receipts[1].seal}\n`) // as the page saves it
  assert.match(script('ballots.json', '--signers', 'signers', '--receipt', 'saved.txt'), /receipt's seal\s+good/)
  const said = script('ballots.json', '--seal', 'ballots.sig', '--signers', 'signers', '--receipt', 'receipt.txt')
  for (const line of [/Tán thành\s+2/, /Không tán thành\s+1/, /Không biểu quyết\s+1/, /handed out\s+6/, /returned\s+6/, /valid\s+4/, /invalid\s+1/, /blank\s+1/, /seal\s+good/, /receipt\s+counted/]) assert.match(said, line)
  const verify = (file, signature) => execFileSync('ssh-keygen', ['-Y', 'verify', '-f', 'signers', '-I', 'store@nghisu.invalid', '-n', 'nghisu-vote', '-s', signature], { cwd: folder, input: file, encoding: 'utf8' })
  assert.match(verify(text, 'ballots.sig'), /Good "nghisu-vote" signature/)
  assert.match(verify(receipts[0].receipt, 'receipt.sig'), /Good "nghisu-vote" signature/)
  const list = JSON.parse(text)
  const tampered = (change) => { const copy = structuredClone(list); change(copy); writeFileSync(path.join(folder, 'changed.json'), JSON.stringify(copy)); return () => script('changed.json') }
  assert.throws(tampered(copy => { copy.ballots[0].option_ids = [vote.options[2].id, vote.options[0].id].filter(id => id !== copy.ballots[0].option_ids[0]).slice(0, 1) }), /signature/)
  assert.throws(tampered(copy => { copy.ballots.push(copy.ballots[0]) }), /twice/)
  assert.throws(tampered(copy => { copy.ballots[1].paper = copy.ballots[0].paper }), /paper/)
  assert.throws(tampered(copy => { copy.handed_out = 3 }), /names|more/)
  assert.throws(() => verify(text.replace('"handed_out":6', '"handed_out":7'), 'ballots.sig'))
})
