// SPDX-License-Identifier: GPL-3.0-or-later
//
// Calendars, conflicts and rooms given once, through the API (E1): bad spans, days of an office whose clocks change, over midnight.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { startServer } from './server.js'
import { meetingOf, problem } from './make.js'

let server, secretary, chair, leader, officer, rooms
const idOf = person => person.session.person.id
before(async () => {
  server = await startServer({ sample: true, arguments: ['--zone', 'Europe/Berlin'] })
  ;[secretary, chair, leader, officer] = await Promise.all(['thuky', 'chutri', 'donvi1.lanhdao', 'donvi1.chuyenvien'].map(account => server.signIn(account)))
  rooms = (await secretary.json('GET', '/api/catalogues/room')).items
})
after(() => server?.stop())

const plan = (person, title, starts_at, ends_at, facts = {}) => meetingOf(person, { title, starts_at, ends_at, chair_id: idOf(person), ...facts })
const publish = (person, meeting, status = 200) => person.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, status)
const titles = async (person, from, to, of) => (await person.json('GET', `/api/calendar?from=${from}&to=${to}${of ? `&of=${of}` : ''}`)).items.map(item => item.title)
const wrong = async (person, url) => { const found = await problem(await person.get(url)); return [found.http, found.slug, found.field] }
const clashes = (person, query) => person.json('GET', `/api/meetings/conflicts?${new URLSearchParams(query)}`)

test('calendar__bad_spans_and_bad_ids_are_refused_by_field', async () => {
  const bad = async query => (await wrong(secretary, `/api/calendar?${query}`)).slice(1)
  assert.deepEqual(await bad('from=2031-03-01'), ['missing-field', 'to'])
  assert.deepEqual(await bad('to=2031-03-01'), ['missing-field', 'from'])
  assert.deepEqual(await bad('from=2031-02-29&to=2031-03-01'), ['wrong-value', 'from'])
  assert.deepEqual(await bad('from=2031-03-02&to=2031-03-01'), ['wrong-value', 'to'])
  assert.deepEqual(await bad('from=2031-03-01&to=2031-05-02'), ['out-of-range', 'to'])
  assert.deepEqual(await bad('from=0001-01-01&to=9999-12-31'), ['out-of-range', 'to'])
  assert.deepEqual(await bad('from=2031-03-01&to=2031-03-02&of=unit'), ['wrong-value', 'of'])
  assert.deepEqual(await bad('from=2031-03-01&to=2031-03-02&of=unit:1%27or%271'), ['wrong-value', 'of'])
  for (const kind of ['unit', 'person', 'room']) assert.deepEqual(await bad(`from=2031-03-01&to=2031-03-02&of=${kind}:${randomUUID()}`), ['unknown-reference', 'of'])
  assert.deepEqual(await bad('from=2031-03-01&to=2031-03-02&when=now'), ['unknown-field', 'when'])
  assert.equal((await secretary.get('/api/calendar?from=9999-12-31&to=9999-12-31')).status, 200)
  assert.equal((await secretary.get('/api/calendar?from=0001-01-01&to=0001-01-01')).status, 200)
})

test('calendar__a_day_is_the_offices_when_its_clocks_change', async () => {
  // Berlin: 30 March 2031 has 23 hours (+01:00 to +02:00 at 2), 26 October 25.
  await plan(chair, 'Cuối ngày mùa đông', '2031-03-29T23:30:00+01:00', '2031-03-29T23:45:00+01:00')
  await plan(chair, 'Đầu ngày đổi giờ', '2031-03-30T00:30:00+01:00', '2031-03-30T00:45:00+01:00')
  await plan(chair, 'Cuối ngày đổi giờ', '2031-03-30T23:30:00+02:00', '2031-03-30T23:45:00+02:00')
  await plan(chair, 'Hôm sau', '2031-03-31T00:00:00+02:00', '2031-03-31T00:30:00+02:00')
  assert.deepEqual(await titles(chair, '2031-03-30', '2031-03-30'), ['Đầu ngày đổi giờ', 'Cuối ngày đổi giờ'])
  assert.deepEqual(await titles(chair, '2031-03-29', '2031-03-29'), ['Cuối ngày mùa đông'])
  await plan(chair, 'Giờ đầu lặp lại', '2031-10-26T02:30:00+02:00', '2031-10-26T02:15:00+01:00')
  await plan(chair, 'Cuối ngày dài', '2031-10-26T23:30:00+01:00', '2031-10-26T23:59:00+01:00')
  assert.deepEqual(await titles(chair, '2031-10-26', '2031-10-26'), ['Giờ đầu lặp lại', 'Cuối ngày dài'])
  assert.deepEqual(await titles(chair, '2031-10-27', '2031-10-27'), [])
})

test('calendar__over_midnight_and_over_new_year_is_on_both_days', async () => {
  await plan(chair, 'Giao thừa', '2031-12-31T22:00:00+01:00', '2032-01-01T02:00:00+01:00')
  await plan(chair, 'Đến đúng nửa đêm', '2031-12-30T22:00:00+01:00', '2031-12-31T00:00:00+01:00')
  assert.deepEqual(await titles(chair, '2032-01-01', '2032-01-31'), ['Giao thừa'])
  assert.deepEqual(await titles(chair, '2031-12-31', '2031-12-31'), ['Giao thừa'])
  assert.deepEqual(await titles(chair, '2031-12-01', '2031-12-30'), ['Đến đúng nửa đêm'])
})

test('calendar__without_an_end_says_until_when_it_is_taken_to_last', async () => {
  await plan(chair, 'Không hẹn giờ xong', '2031-06-02T09:00:00+02:00')
  const [row] = (await chair.json('GET', '/api/calendar?from=2031-06-02&to=2031-06-02')).items
  assert.deepEqual([row.ends_at, row.until, row.my_role], [null, '2031-06-02T08:00:00.000Z', 'chair'])
})

test('room__busy_and_conflicts_tell_of_what_is_hidden_by_times_alone', async () => {
  const room = rooms[0]
  const hidden = await plan(leader, 'Họp kín của xã', '2031-07-01T09:00:00+02:00', '2031-07-01T11:00:00+02:00', { room_id: room.id, invitees: [idOf(officer)] })
  assert.deepEqual((await secretary.json('GET', `/api/calendar?from=2031-07-01&to=2031-07-01&of=room:${room.id}`)).busy, []) // a draft of others is nothing
  await publish(leader, hidden)
  const at = { starts_at: '2031-07-01T07:00:00.000Z', until: '2031-07-01T09:00:00.000Z' }
  const reply = await secretary.get(`/api/calendar?from=2031-07-01&to=2031-07-01&of=room:${room.id}`)
  const text = await reply.text()
  assert.deepEqual(JSON.parse(text).busy, [at])
  assert.ok(!text.includes('kín') && !text.includes(hidden.id))
  assert.deepEqual((await officer.json('GET', `/api/calendar?from=2031-07-01&to=2031-07-01&of=room:${room.id}`)).busy, [])
  const query = new URLSearchParams({ starts_at: '2031-07-01T10:00:00+02:00', room_id: room.id })
  for (const person of [officer, leader, secretary]) query.append('people', idOf(person))
  const found = await secretary.json('GET', `/api/meetings/conflicts?${query}`)
  assert.deepEqual(found.room, [{ ...at, meeting_id: null, title: null }])
  assert.deepEqual(found.people.map(one => [one.person.id, one.title, one.meeting_id]), [[idOf(officer), null, null], [idOf(leader), null, null]])
  assert.equal((await leader.json('GET', `/api/meetings/conflicts?${query}`)).room[0].title, 'Họp kín của xã')
  assert.deepEqual(await wrong(officer, `/api/meetings/conflicts?${query}`), [403, 'not-allowed', undefined])
})

test('conflicts__bad_ones_are_refused_by_field', async () => {
  const bad = async query => (await wrong(secretary, `/api/meetings/conflicts?${query}`)).slice(1)
  assert.deepEqual(await bad(''), ['missing-field', 'starts_at'])
  assert.deepEqual(await bad('starts_at=2031-07-01'), ['wrong-value', 'starts_at'])
  assert.deepEqual(await bad('starts_at=2031-07-01T10:00:00Z&ends_at=2031-07-01T10:00:00Z'), ['wrong-value', 'ends_at'])
  assert.deepEqual(await bad('starts_at=2031-07-01T10:00:00Z&ends_at=2032-07-01T10:00:00Z'), ['out-of-range', 'ends_at'])
  assert.deepEqual(await bad('starts_at=2031-07-01T10:00:00Z&people=x'), ['wrong-value', 'people.0'])
  assert.deepEqual(await bad(`starts_at=2031-07-01T10:00:00Z&room_id=${randomUUID()}`), ['unknown-reference', 'room_id'])
  assert.deepEqual(await clashes(secretary, { starts_at: '2031-07-09T10:00:00Z' }), { room: [], people: [] })
})

test('room__is_not_given_twice_and_the_refusal_says_when_it_is_taken', async () => {
  const room = rooms[1].id
  const [first, second] = await Promise.all([plan(chair, 'Trước', '2031-08-01T09:00:00+02:00', '2031-08-01T10:00:00+02:00', { room_id: room }),
    plan(leader, 'Sau', '2031-08-01T09:30:00+02:00', null, { room_id: room })])
  const outcomes = await Promise.all([chair.post(`/api/meetings/${first.id}/publish`), leader.post(`/api/meetings/${second.id}/publish`)])
  assert.deepEqual(outcomes.map(reply => reply.status).sort(), [200, 409])
  const refused = await problem(outcomes.find(reply => reply.status === 409))
  assert.deepEqual([refused.slug, refused.field], ['conflict', 'room_id'])
  const won = outcomes[0].status === 200 ? '2031-08-01T07:00:00.000Z/2031-08-01T08:00:00.000Z' : '2031-08-01T07:30:00.000Z/2031-08-01T08:30:00.000Z'
  assert.ok(refused.detail.endsWith(won), refused.detail)
  assert.ok(!/Trước|Sau/.test(JSON.stringify(refused)))
})
