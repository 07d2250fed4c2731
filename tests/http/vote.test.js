// SPDX-License-Identifier: GPL-3.0-or-later
//
// Votes through the API (F5; rules 29 to 33): fifty tablets at once, each tapping twice; closing among the ballots; the server restarted during a vote.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { pause, startServer, until } from './server.js'
import { documentOf, meetingOf, pdf, problem } from './make.js'

const CROWD = 50
let server, chair, first, second, guest, crowd, meeting, item
before(async () => {
  server = await startServer({ sample: true })
  chair = await server.signIn('chutri')
  first = await server.signIn('donvi1.lanhdao')
  second = await server.signIn('donvi2.lanhdao')
  guest = await server.signIn('vanthu')
  crowd = people(CROWD)
  const paper = await documentOf(chair, { bytes: pdf(2), subject: 'Dự thảo nghị quyết' })
  const made = await meetingOf(chair, { papers: [[paper.id, 1]], title: 'Phiên biểu quyết' })
  await chair.json('PUT', `/api/meetings/${made.id}/invitees`, {
    invitees: [...[first, second, ...crowd].map(one => ({ principal_id: one.session.person.id, role: 'member' })), { principal_id: guest.session.person.id, role: 'guest' }]
  })
  for (const step of ['publish', 'start']) await chair.json('POST', `/api/meetings/${made.id}/${step}`, undefined, 200)
  meeting = await chair.json('GET', `/api/meetings/${made.id}`)
  item = meeting.agenda[0]
  for (const one of [chair, first, second, guest]) await one.json('POST', `/api/meetings/${meeting.id}/attendance`, { state: 'room' }, 200)
  server.sql(`insert into app.attendance (meeting_id, person_id, state, method, confirmed, said_by)
    select '${meeting.id}', id, 'room', 'secretary', true, '${chair.session.person.id}' from app.person where account like 'dai-bieu-%'`)
})
after(() => server?.stop())

/** People with a session each, without a password to hash. */
function people (count) {
  const tokens = Array.from({ length: count }, () => randomBytes(32).toString('base64url'))
  const rows = server.sql(`with p as (insert into app.person (account, full_name, must_change_password) select 'dai-bieu-' || n, 'Đại biểu ' || n, false from generate_series(1, ${count}) n returning id, account),
      s as (insert into app.session (person_id, token_hash, idle_hours, expires_at)
            select p.id, t.hash, 8, now() + interval '8 hours' from p join unnest(array[${tokens.map(token => `'${createHash('sha256').update(token).digest('hex')}'`)}]) with ordinality t (hash, n) on p.account = 'dai-bieu-' || t.n)
    select account, id from p`).split('\n').map(line => line.split('|'))
  const name = chair.cookie.split('=')[0]
  return tokens.map((token, index) => {
    const id = rows.find(([account]) => account === `dai-bieu-${index + 1}`)[1]
    return Object.assign(Object.create(Object.getPrototypeOf(chair)), { server, cookie: `${name}=${token}`, session: { person: { id } } })
  })
}
const prepare = (facts = {}) => chair.json('POST', `/api/meetings/${meeting.id}/votes`, { item_id: item.id, title: 'Thông qua dự thảo nghị quyết', ...facts })
const step = (vote, name, who = chair) => who.json('POST', `/api/votes/${vote.id}/${name}`, undefined, 200)
const open = async facts => step(await prepare(facts), 'open')
const cast = (who, vote, n = 0, headers, more) => who.post(`/api/votes/${vote.id}/ballots`, { option_ids: [vote.options[n].id], ...more }, headers)
const finish = async vote => { const closed = await step(vote, 'close'); await step(vote, 'publish'); return closed }
async function listen (who) {
  const control = new AbortController()
  const reply = await fetch(`${server.origin}/api/events?subject=meeting:${meeting.id}`, { headers: { cookie: who.cookie }, signal: control.signal })
  const heard = { text: '', close: () => control.abort(), get changes () { return [...heard.text.matchAll(/^data: (.*)$/gm)].map(([, line]) => JSON.parse(line)).filter(one => one.kind === 'vote') } }
  ;(async () => { for await (const part of reply.body.pipeThrough(new TextDecoderStream())) heard.text += part })().catch(() => {})
  await until(() => heard.text.includes('hello'), 'hello')
  return heard
}

test('vote__is_prepared_by_who_prepares_and_bad_input_names_its_field (rule 29)', async () => {
  const vote = await prepare({ paper_id: item.papers[0].id, page: 1 })
  assert.deepEqual([vote.state, vote.majority, vote.majority_of, vote.paper.version], ['created', 'half', 'members', 1])
  for (const [facts, slug, field] of [[{ majority: 'most' }, 'wrong-value', 'majority'], [{ method: 'choose_one' }, 'missing-field', 'options'], [{ most_choices: 0 }, 'out-of-range', 'most_choices'],
    [{ item_id: randomUUID() }, 'unknown-reference', 'item_id'], [{ title: ' ' }, 'missing-field', 'title'], [{ colour: 'red' }, 'unknown-field', 'colour'], [{ secret: true, live_counts: true }, 'conflict', 'live_counts']]) {
    const refused = await problem(await chair.post(`/api/meetings/${meeting.id}/votes`, { item_id: item.id, title: 'x', ...facts }))
    assert.deepEqual([refused.slug, refused.field], [slug, field], JSON.stringify(facts))
  }
  assert.equal((await problem(await first.post(`/api/meetings/${meeting.id}/votes`, { item_id: item.id, title: 'x' }))).slug, 'not-allowed')
  assert.equal((await first.get(`/api/votes/${vote.id}`)).status, 404, 'what is prepared is not there for members')
  const stale = await problem(await chair.patch(`/api/votes/${vote.id}`, { title: 'Khác' }, { 'if-match': '"9"' }))
  assert.equal(stale.slug, 'lost-race')
  assert.equal((await chair.del(`/api/votes/${vote.id}`)).status, 204)
})

test('ready_check__counts_those_who_tap_once_each', async () => {
  const vote = await prepare()
  await step(vote, 'ready-check')
  const heard = await listen(chair)
  await Promise.all([first, second, ...crowd.slice(0, 8), first].map(one => one.json('POST', `/api/votes/${vote.id}/ready`, undefined, 200)))
  await until(() => heard.changes.some(one => one.patch.ready === 10), 'the count of those ready')
  heard.close()
  assert.equal((await chair.json('GET', `/api/votes/${vote.id}`)).ready, 10)
  await chair.del(`/api/votes/${vote.id}`)
})

test('ballots__of_fifty_tablets_at_once_each_twice_count_once (rule 30)', async () => {
  const vote = await open({ live_counts: true })
  const heard = await listen(first)
  // every one from two devices in the same moment, the same choice; every tenth with another choice on the second device
  const replies = await Promise.all(crowd.flatMap((one, index) => [cast(one, vote, index % 3), cast(one, vote, index % 10 === 0 ? (index + 1) % 3 : index % 3)]))
  const taken = new Map()
  for (const [index, reply] of replies.entries()) {
    const number = index >> 1
    if (reply.status === 201) taken.set(number, [...(taken.get(number) ?? []), (await reply.json()).option_ids[0]])
    else assert.equal((await problem(reply)).slug, 'duplicate', 'another choice is refused')
  }
  assert.equal(taken.size, CROWD)
  for (const [number, options] of taken) assert.equal(options.length, number % 10 === 0 ? 1 : 2, 'the same again is the same')
  await until(() => heard.changes.some(one => one.patch?.voted === CROWD), 'the live count')
  const told = heard.changes.filter(one => one.patch?.vote_id).length
  assert.ok(told < CROWD / 2, `${told} events for ${CROWD} ballots (a tick, not one each)`)
  heard.close()
  const { result } = await finish(vote)
  assert.equal(result.voted, CROWD)
  const wanted = vote.options.map(option => [...taken.values()].filter(options => options[0] === option.id).length)
  assert.deepEqual(result.counts.map(({ count }) => count), wanted)
  assert.equal(server.sql(`select count(*) from app.ballot where vote_id = '${vote.id}'`), String(CROWD))
})

test('ballot__sent_again_under_its_key_is_answered_the_same_also_after_closing (rule 30)', async () => {
  const vote = await open()
  const key = { 'idempotency-key': randomUUID() }
  const one = await (await cast(first, vote, 0, key)).json()
  assert.deepEqual(await (await cast(first, vote, 0, key)).json(), one)
  await finish(vote)
  assert.deepEqual(await (await cast(first, vote, 0, key)).json(), one)
  assert.equal((await problem(await cast(first, vote, 1, key))).slug, 'key-reused')
  assert.equal((await problem(await cast(second, vote, 0))).slug, 'wrong-state', 'after closing (rule 31)')
})

test('closing__among_fifty_ballots_counts_each_that_was_acknowledged_and_takes_none_after (rule 31)', async () => {
  for (let round = 0; round < 3; round++) {
    const vote = await open()
    const ballots = crowd.map(async (one, index) => {
      await pause(index * 2 + Math.random() * 20)
      const reply = await cast(one, vote, index % 2)
      return reply.status === 201 ? (await reply.json()).option_ids[0] : (await problem(reply)).slug
    })
    await pause(30 + round * 20)
    const closed = await step(vote, 'close')
    const outcomes = await Promise.all(ballots)
    const acknowledged = outcomes.filter(outcome => outcome !== 'wrong-state')
    assert.equal(closed.result.voted, acknowledged.length, 'as many as were told so')
    assert.deepEqual(closed.result.counts.map(({ count }) => count), vote.options.map(({ id }) => acknowledged.filter(chosen => chosen === id).length))
    assert.equal((await chair.json('GET', `/api/votes/${vote.id}`)).mandates.filter(({ voted }) => voted).length, acknowledged.length)
    assert.equal(server.sql(`select count(*) from app.ballot where vote_id = '${vote.id}'`), String(acknowledged.length))
    await step(vote, 'publish')
  }
})

test('ballot__with_an_option_that_is_not_there_or_of_who_may_not_vote_is_refused (rule 30)', async () => {
  const vote = await open()
  const strange = await problem(await first.post(`/api/votes/${vote.id}/ballots`, { option_ids: [randomUUID()] }))
  assert.deepEqual([strange.slug, strange.field], ['unknown-reference', 'option_ids'])
  assert.equal((await problem(await first.post(`/api/votes/${vote.id}/ballots`, { option_ids: [] }))).field, 'option_ids')
  assert.equal((await problem(await first.post(`/api/votes/${vote.id}/ballots`, { option_ids: [vote.options[0].id], mandate_id: second.session.person.id }))).slug, 'not-allowed')
  assert.equal((await problem(await cast(guest, vote))).slug, 'not-allowed')
  assert.equal((await guest.json('GET', `/api/votes/${vote.id}`)).why_not, 'guest')
  await chair.json('PUT', `/api/meetings/${meeting.id}/attendance/${second.session.person.id}`, { state: 'excused', reason: 'Việc gấp' })
  assert.equal((await problem(await cast(second, vote))).slug, 'not-allowed', 'only who is present')
  await second.json('POST', `/api/meetings/${meeting.id}/attendance`, { state: 'room' }, 200)
  assert.equal((await cast(second, vote)).status, 201)
  const there = await problem(await chair.put(`/api/meetings/${meeting.id}/attendance/${second.session.person.id}`, { state: 'absent' }))
  assert.deepEqual([there.slug, there.field], ['conflict', 'state'], 'who voted was there (rule 22)')
  assert.equal((await problem(await chair.post(`/api/meetings/${meeting.id}/end`))).field, 'vote', 'rule 25')
  await finish(vote)
})

test('marking_absent__among_ballots_never_leaves_a_voter_absent (rule 22)', async () => {
  const vote = await open()
  const outcomes = await Promise.all(crowd.slice(0, 12).map(async one => {
    const [ballot, mark] = await Promise.all([cast(one, vote), chair.put(`/api/agenda-items/${item.id}/attendance/${one.session.person.id}`, { present: false })])
    return [ballot.status, mark.status]
  }))
  for (const outcome of outcomes) assert.ok([[201, 409], [403, 200]].some(fit => String(fit) === String(outcome)), `${outcome}`)
  await finish(vote)
  server.sql(`delete from app.item_attendance where item_id = '${item.id}' and not present`)
})

test('acts__two_chairs_pressing_at_once_are_one (rule 29)', async () => {
  const vote = await prepare()
  const opened = await Promise.all([1, 2, 3].map(() => chair.post(`/api/votes/${vote.id}/open`)))
  assert.deepEqual(opened.map(({ status }) => status).sort(), [200, 409, 409])
  const closed = await Promise.all([1, 2, 3].map(() => chair.post(`/api/votes/${vote.id}/close`)))
  assert.deepEqual(closed.map(({ status }) => status).sort(), [200, 409, 409])
  await step(vote, 'publish')
})

test('clock__of_a_tablet_that_differs_by_an_hour_matters_nowhere', async () => {
  const vote = await open()
  const wrong = { date: new Date(Date.now() - 3600e3).toUTCString() }
  assert.equal((await cast(first, vote, 0, wrong)).status, 201)
  const { at } = await (await cast(first, vote, 0)).json()
  assert.ok(Math.abs(Date.parse(at) - Date.now()) < 120e3, 'times are the server\'s')
  await finish(vote)
})

test('substitute__votes_where_the_type_of_meeting_says_so_and_the_principal_then_cannot (rules 23, 30)', async () => {
  const admin = await server.signIn('quantri')
  const type = (await chair.json('GET', '/api/catalogues/meeting-type')).items.at(-1).id
  const made = await meetingOf(chair, { title: 'Có người dự thay', type_id: type, invitees: [first.session.person.id, second.session.person.id] })
  await chair.json('POST', `/api/meetings/${made.id}/publish`, undefined, 200)
  const colleague = (await first.json('GET', `/api/meetings/${made.id}/colleagues`)).items[0]
  await first.json('PUT', `/api/meetings/${made.id}/answer`, { answer: 'substituted', substitute_id: colleague.id })
  const account = server.sql(`select account from app.person where id = '${colleague.id}'`)
  const other = await server.signIn(account)
  await chair.json('POST', `/api/meetings/${made.id}/start`, undefined, 200)
  for (const one of [chair, second, other]) await one.json('POST', `/api/meetings/${made.id}/attendance`, { state: 'room' }, 200)
  const hold = async votes => {
    const rules = await admin.json('GET', `/api/meeting-types/${type}/rules`)
    await admin.json('PUT', `/api/meeting-types/${type}/rules`, { substitutes: rules.substitutes, substitute_votes: votes, vote_words: 'approve' })
    const prepared = await chair.json('POST', `/api/meetings/${made.id}/votes`, { item_id: made.agenda[0].id, title: 'Bỏ phiếu' })
    assert.equal(prepared.words, 'approve', 'the words are the meeting type\'s')
    return step(prepared, 'open')
  }
  let vote = await hold(false)
  assert.equal((await problem(await cast(other, vote))).slug, 'not-allowed')
  assert.equal((await other.json('GET', `/api/votes/${vote.id}`)).why_not, 'substitute')
  await finish(vote)
  vote = await hold(true)
  const ballot = await (await cast(other, vote)).json()
  assert.equal(ballot.mandate_id, first.session.person.id)
  assert.equal((await problem(await cast(first, vote))).slug, 'not-allowed')
  assert.equal((await first.json('GET', `/api/votes/${vote.id}`)).why_not, 'substituted')
  const closed = await finish(vote)
  assert.equal(closed.mandates.find(({ person }) => person.id === first.session.person.id).voter.id, colleague.id)
  // withdrawn before the start: not there any more
  const next = await meetingOf(chair, { title: 'Rút người dự thay', type_id: type, invitees: [first.session.person.id] })
  await chair.json('POST', `/api/meetings/${next.id}/publish`, undefined, 200)
  await first.json('PUT', `/api/meetings/${next.id}/answer`, { answer: 'substituted', substitute_id: colleague.id })
  await first.json('PUT', `/api/meetings/${next.id}/answer`, { answer: 'confirmed' })
  await chair.json('POST', `/api/meetings/${next.id}/start`, undefined, 200)
  await first.json('POST', `/api/meetings/${next.id}/attendance`, { state: 'room' }, 200)
  vote = await step(await chair.json('POST', `/api/meetings/${next.id}/votes`, { item_id: next.agenda[0].id, title: 'Một' }), 'open')
  assert.equal((await cast(other, vote)).status, 404, 'a substitute who was withdrawn')
  assert.equal((await cast(first, vote)).status, 201)
})

test('register__as_pdf_says_who_chose_what (rule 31)', async () => {
  const vote = await open({ paper_id: item.papers[0].id })
  await cast(first, vote, 2, {}, { words: 'Cần thêm số liệu' })
  assert.equal((await chair.get(`/api/votes/${vote.id}/file`)).status, 409)
  await finish(vote)
  const reply = await second.get(`/api/votes/${vote.id}/file`)
  assert.equal(reply.headers.get('content-type'), 'application/pdf')
  const words = execFileSync('pdftotext', ['-layout', '-', '-'], { input: Buffer.from(await reply.arrayBuffer()) }).toString().replaceAll(/\s+/g, ' ')
  for (const wanted of ['KẾT QUẢ BIỂU QUYẾT', 'Dự thảo nghị quyết (phiên bản 1)', 'Ý kiến khác', 'Cần thêm số liệu', 'KHÔNG THÔNG QUA', 'cần 27 trên 53']) assert.ok(words.includes(wanted), `${wanted} in ${words.slice(0, 1500)}`)
})

test('server__killed_during_a_vote_keeps_every_ballot_it_acknowledged_and_goes_on (rule 31)', async () => {
  const vote = await open()
  const taken = []
  const ballots = crowd.map(async (one, index) => {
    await pause(index * 4)
    const reply = await cast(one, vote).catch(() => null)
    if (reply?.status === 201) taken.push(one.session.person.id)
  })
  await until(() => taken.length >= 10, 'some ballots')
  await server.kill()
  await Promise.all(ballots)
  const folder = server.folder
  server = await startServer({ sample: true, folder })
  for (const one of [chair, first, second, guest, ...crowd]) one.server = server
  const again = await chair.json('GET', `/api/votes/${vote.id}`)
  assert.equal(again.state, 'open')
  for (const one of crowd) assert.equal((await cast(one, vote)).status, 201, 'sent again, or for the first time')
  const { result } = await finish(vote)
  assert.equal(result.voted, CROWD)
})
