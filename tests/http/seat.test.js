// SPDX-License-Identifier: GPL-3.0-or-later
//
// Seat maps of rooms, and who sits where in a meeting (A5, E10).
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { startServer } from './server.js'
import { meetingOf, problem } from './make.js'

let server, chair, secretary, member, leader, officer, stranger, admin
const idOf = person => person.session.person.id
before(async () => {
  server = await startServer({ sample: true })
  ;[chair, secretary, member, leader, officer, stranger, admin] = await Promise.all(['chutri', 'thuky', 'snv.lanhdao', 'donvi1.lanhdao', 'donvi1.chuyenvien', 'donvi6.chuyenvien', 'quantri'].map(account => server.signIn(account)))
})
after(() => server?.stop())

const chairAt = (label, x, y, more = {}) => ({ id: randomUUID(), kind: 'chair', label, x, y, w: 3, h: 2, angle: 0, head: false, ...more })
const mapOf = room => `/api/rooms/${room.id}/map`
async function roomWith (seats, width = 40, height = 28) {
  const room = await admin.json('POST', '/api/catalogues/room', { name: `Phòng thử ${randomUUID().slice(0, 8)}` })
  const map = await admin.json('PUT', mapOf(room), { width, height, seats }, 200)
  return { ...room, map }
}
const plain = () => [chairAt('CT', 18, 1, { head: true }), chairAt('A1', 10, 6), chairAt('A2', 20, 6), chairAt('A3', 30, 6), { id: randomUUID(), kind: 'table', label: '', x: 10, y: 4, w: 20, h: 2, angle: 0, head: false }]
let days = 0 // a room is held by one meeting at a time
async function meetingIn (room, invitees = [member, leader], facts = {}) {
  const meeting = await meetingOf(chair, { room_id: room.id, secretary_ids: [idOf(secretary)], invitees: invitees.map(idOf), starts_at: new Date(Date.now() + ++days * 86400000).toISOString(), ...facts })
  await chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  return meeting
}
const seatsOf = meeting => `/api/meetings/${meeting.id}/seats`
const place = (seat, person) => ({ seat_id: seat.id, person_id: idOf(person) })
const put = (meeting, places, { by = secretary, status = 200, version } = {}) => by.json('PUT', seatsOf(meeting), { places }, status, version === undefined ? {} : { 'if-match': `"${version}"` })
const wrong = async (meeting, places, by = secretary) => { const found = await problem(await by.put(seatsOf(meeting), { places })); return [found.slug, found.field] }
const seatOf = (seating, person) => seating.people.find(one => one.person?.id === idOf(person))?.seat_id ?? null

test('room_map__is_drawn_by_administrators_and_seen_by_all', async () => {
  const room = await admin.json('POST', '/api/catalogues/room', { name: 'Phòng chưa vẽ' })
  assert.deepEqual(await member.json('GET', mapOf(room)), { room_id: room.id, room_name: 'Phòng chưa vẽ', width: 40, height: 28, seats: [], edit_version: 0 })
  const seats = plain()
  assert.equal((await problem(await secretary.put(mapOf(room), { width: 40, height: 28, seats }))).slug, 'not-allowed')
  const saved = await admin.json('PUT', mapOf(room), { width: 40, height: 28, seats }, 200, { 'if-match': '"0"' })
  assert.deepEqual(saved.seats, seats)
  assert.equal((await problem(await admin.put(mapOf(room), { width: 40, height: 28, seats: [] }, { 'if-match': '"0"' }))).slug, 'lost-race')
  assert.equal((await member.get(`/api/rooms/${randomUUID()}/map`)).status, 404)
  const issuer = (await member.json('GET', '/api/catalogues/document-type')).items[0]
  assert.equal((await member.get(`/api/rooms/${issuer.id}/map`)).status, 404)
})

test('room_map__refuses_what_cannot_stand_in_a_room_by_field', async () => {
  const room = await roomWith([])
  const refused = async (...seats) => { const found = await problem(await admin.put(mapOf(room), { width: 40, height: 28, seats })); return [found.slug, found.field] }
  const one = chairAt('A1', 0, 0)
  assert.deepEqual(await refused(one, chairAt('A1', 5, 5)), ['duplicate', 'seats.0.label'])
  assert.deepEqual(await refused(one, { ...chairAt('A2', 5, 5), id: one.id }), ['duplicate', 'seats.0.id'])
  assert.deepEqual(await refused(chairAt('', 0, 0)), ['missing-field', 'seats.0.label'])
  assert.deepEqual(await refused(chairAt('A1', 38, 0)), ['out-of-range', 'seats.0.x'])
  assert.deepEqual(await refused(chairAt('A1', 0, 0, { angle: 45 })), ['wrong-value', 'seats.0.angle'])
  assert.deepEqual(await refused(chairAt('A1', 0, 0, { kind: 'sofa' })), ['wrong-value', 'seats.0.kind'])
  assert.deepEqual(await refused(chairAt('A1', 0, 0, { head: true }), chairAt('A2', 9, 0, { head: true })), ['conflict', 'seats.0.head'])
  const other = await roomWith([one])
  assert.deepEqual(await refused(one), ['conflict', 'seats.0.id'])
  assert.equal((await member.json('GET', mapOf(other))).seats.length, 1)
  assert.equal((await member.json('GET', mapOf(room))).seats.length, 0)
})

test('seats__are_given_by_who_prepares_and_seen_by_who_comes', async () => {
  const room = await roomWith(plain())
  const [head, a1, a2, a3] = room.map.seats
  const meeting = await meetingIn(room)
  const empty = await secretary.json('GET', seatsOf(meeting))
  assert.deepEqual(empty.people.map(one => [one.person.id, one.role, one.seat_id]), [[idOf(chair), 'chair', null], [idOf(member), 'member', null], [idOf(leader), 'member', null], [idOf(secretary), 'secretary', null]])
  assert.deepEqual((await member.json('GET', seatsOf(meeting))).people.map(one => one.person.id), [idOf(member)], 'who has no seat is told of themselves only')
  const seating = await put(meeting, [place(head, chair), place(a1, member), place(a2, leader)])
  assert.deepEqual([seating.may_place, seating.edit_version], [true, 1])
  const mine = await member.json('GET', seatsOf(meeting))
  assert.equal(mine.may_place, false)
  assert.deepEqual(mine.people.map(one => [one.person.id, one.seat_id, one.mine]), [[idOf(chair), head.id, false], [idOf(member), a1.id, true], [idOf(leader), a2.id, false]])
  assert.deepEqual(await member.json('GET', `/api/meetings/${meeting.id}/my-seat`), { label: 'A1', chairs: 4, placed: 3 })
  assert.equal((await secretary.json('GET', `/api/meetings/${meeting.id}/my-seat`)).label, null)
  assert.deepEqual(await wrong(meeting, [place(a3, member)], member), ['not-allowed', undefined])
  assert.equal((await stranger.get(seatsOf(meeting))).status, 404)
  assert.equal((await stranger.put(seatsOf(meeting), { places: [] })).status, 404)
})

test('seats__refuse_by_field_what_cannot_be', async () => {
  const room = await roomWith(plain()), other = await roomWith(plain())
  const [head, a1] = room.map.seats
  const meeting = await meetingIn(room)
  assert.deepEqual(await wrong(meeting, [place(a1, member), place(a1, leader)]), ['duplicate', 'places.0.seat_id'])
  assert.deepEqual(await wrong(meeting, [place(a1, member), place(head, member)]), ['duplicate', 'places.0.person_id'])
  assert.deepEqual(await wrong(meeting, [place(a1, stranger)]), ['unknown-reference', 'places.0.person_id'])
  assert.deepEqual(await wrong(meeting, [{ seat_id: a1.id, unit_id: member.session.person.positions[0].unit.id }]), ['unknown-reference', 'places.0.unit_id'])
  assert.deepEqual(await wrong(meeting, [{ seat_id: a1.id }]), ['missing-field', 'places.0.person_id'])
  assert.deepEqual(await wrong(meeting, [place({ id: randomUUID() }, member)]), ['unknown-reference', 'places.0.seat_id'])
  assert.deepEqual(await wrong(meeting, [place(other.map.seats[1], member)]), ['unknown-reference', 'places.0.seat_id'])
  assert.deepEqual(await wrong(meeting, [place(room.map.seats[4], member)]), ['unknown-reference', 'places.0.seat_id'], 'nobody sits on a table')
  assert.equal((await secretary.json('GET', seatsOf(meeting))).edit_version, 0, 'nothing was kept')
})

test('seats__of_two_secretaries_are_not_mixed', async () => {
  const room = await roomWith(plain())
  const [, a1, a2] = room.map.seats
  const meeting = await meetingIn(room)
  const two = await Promise.all([chair, secretary].map((by, i) => by.put(seatsOf(meeting), { places: [place([a1, a2][i], member)] }, { 'if-match': '"0"' })))
  assert.deepEqual(two.map(reply => reply.status).sort(), [200, 412])
  const kept = await secretary.json('GET', seatsOf(meeting))
  assert.equal(seatOf(kept, member), [a1, a2][two.findIndex(reply => reply.status === 200)].id)
})

test('seat__of_a_member_is_their_substitutes (rule 23)', async () => {
  const room = await roomWith(plain())
  const meeting = await meetingIn(room)
  await put(meeting, [place(room.map.seats[1], leader), place(room.map.seats[2], member)])
  await leader.json('PUT', `/api/meetings/${meeting.id}/answer`, { answer: 'substituted', substitute_id: idOf(officer) }, 200)
  const seen = await officer.json('GET', seatsOf(meeting))
  const row = seen.people.find(one => one.person.id === idOf(leader))
  assert.deepEqual([row.substitute.id, row.mine, row.seat_id], [idOf(officer), true, room.map.seats[1].id])
  assert.equal((await leader.json('GET', seatsOf(meeting))).people.some(one => one.mine), false)
  for (const [person, label] of [[officer, 'A1'], [leader, null]]) assert.equal((await person.json('GET', `/api/meetings/${meeting.id}/my-seat`)).label, label)
  await member.json('PUT', `/api/meetings/${meeting.id}/answer`, { answer: 'declined', reason: 'Ốm' }, 200)
  const away = (await secretary.json('GET', seatsOf(meeting))).people.find(one => one.person?.id === idOf(member))
  assert.deepEqual([away.away, away.seat_id], [true, room.map.seats[2].id], 'who declines is shown so and not moved')
})

test('seats__taken_off_the_map_leave_people_without_a_seat_and_move_nobody', async () => {
  const room = await roomWith(plain())
  const [head, a1, a2, a3] = room.map.seats
  const [coming, held] = [await meetingIn(room), await meetingIn(room)]
  for (const meeting of [coming, held]) await put(meeting, [place(head, chair), place(a1, member), place(a2, leader)])
  await chair.json('POST', `/api/meetings/${held.id}/start`, undefined, 200)
  await chair.json('POST', `/api/meetings/${held.id}/end`, undefined, 200)
  const before = await secretary.json('GET', seatsOf(coming))
  await admin.json('PUT', mapOf(room), { width: 40, height: 28, seats: [head, { ...a2, x: 5 }, { ...a3, label: 'A1' }] }, 200)
  const now = await secretary.json('GET', seatsOf(coming))
  assert.ok(now.revision > before.revision, 'those who look are told')
  assert.deepEqual([seatOf(now, chair), seatOf(now, member), seatOf(now, leader)], [head.id, null, a2.id])
  assert.equal(now.people.find(one => one.person?.id === idOf(member)).lost_label, 'A1')
  assert.equal(now.seats.some(seat => seat.id === a1.id), false)
  const past = await secretary.json('GET', seatsOf(held))
  assert.equal(seatOf(past, member), a1.id, 'where they sat')
  assert.equal(past.may_place, false)
  assert.deepEqual(await wrong(held, []), ['wrong-state', undefined])
  // the same seat put back is theirs again
  await admin.json('PUT', mapOf(room), { width: 40, height: 28, seats: [head, a1, a2] }, 200)
  assert.equal(seatOf(await secretary.json('GET', seatsOf(coming)), member), a1.id)
})

test('seats__of_a_meeting_that_changes_its_room_are_given_anew', async () => {
  const [room, other] = [await roomWith(plain()), await roomWith(plain())]
  const meeting = await meetingIn(room)
  await put(meeting, [place(room.map.seats[1], member)])
  await chair.json('PATCH', `/api/meetings/${meeting.id}`, { room_id: other.id }, 200)
  const now = await secretary.json('GET', seatsOf(meeting))
  const row = now.people.find(one => one.person?.id === idOf(member))
  assert.deepEqual([row.seat_id, row.lost_label, now.seats.length], [null, 'A1', 5])
  await chair.json('PATCH', `/api/meetings/${meeting.id}`, { room_id: null }, 200)
  const none = await secretary.json('GET', seatsOf(meeting))
  assert.deepEqual([none.room_id, none.width, none.seats], [null, 0, []])
})

test('unit__has_a_seat_until_it_names_its_people', async () => {
  const room = await roomWith(plain())
  const unit = leader.session.person.positions[0].unit.id
  const meeting = await meetingOf(chair, { room_id: room.id, starts_at: new Date(Date.now() + 86400000).toISOString() })
  await chair.json('PUT', `/api/meetings/${meeting.id}/invitees`, { invitees: [{ principal_id: unit, role: 'member' }] })
  await chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  const seating = await put(meeting, [{ seat_id: room.map.seats[1].id, unit_id: unit }], { by: chair })
  assert.equal(seating.people.find(one => one.unit?.id === unit).seat_id, room.map.seats[1].id)
  await leader.json('PUT', `/api/meetings/${meeting.id}/units/${unit}/attendees`, { person_ids: [idOf(leader)] }, 200)
  const named = await chair.json('GET', seatsOf(meeting))
  assert.deepEqual(named.people.map(one => [one.person.id, one.seat_id]), [[idOf(chair), null], [idOf(leader), null]])
})

test('map_of_1000_seats__is_kept_and_filled_in_good_time', async () => {
  const seats = Array.from({ length: 1000 }, (_, i) => chairAt(`${String.fromCharCode(65 + Math.floor(i / 40))}${i % 40 + 1}`, (i % 40) * 4, 6 + Math.floor(i / 40) * 3))
  let began = Date.now()
  const room = await roomWith(seats, 160, 100)
  const drawn = Date.now() - began
  assert.equal(room.map.seats.length, 1000)
  const people = server.sql(`with p as (insert into app.person (account, full_name) select 'ghe' || n, 'Đại biểu ' || n from generate_series(1, 990) n returning id) select json_agg(id) from p`)
  const meeting = await meetingIn(room)
  server.sql(`insert into app.meeting_invitee (meeting_id, principal_id, kind, role, position) select '${meeting.id}', x::uuid, 'person', 'member', 10 + ord from json_array_elements_text('${people}') with ordinality t (x, ord)`)
  const places = JSON.parse(people).map((person_id, i) => ({ seat_id: seats[i].id, person_id }))
  began = Date.now()
  const seating = await put(meeting, places)
  const filled = Date.now() - began
  assert.equal(seating.people.filter(one => one.seat_id).length, 990)
  began = Date.now()
  await member.json('GET', seatsOf(meeting))
  const read = Date.now() - began
  console.log(`# 1,000 seats: drawn in ${drawn} ms, filled in ${filled} ms, read in ${read} ms`)
  assert.ok(drawn < 3000 && filled < 3000 && read < 2000, `${drawn}, ${filled}, ${read} ms`)
})
