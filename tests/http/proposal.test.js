// SPDX-License-Identifier: GPL-3.0-or-later
//
// Items that units propose, through the API (E4).
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { startServer } from './server.js'
import { documentOf, meetingOf, pdf, problem } from './make.js'

let server, secretary, chair, leader, other, officer, admin, unit, host
const unitOf = person => person.session.person.positions[0].unit
before(async () => {
  server = await startServer({ sample: true })
  ;[secretary, chair, leader, other, officer, admin] = await Promise.all(['thuky', 'chutri', 'donvi1.lanhdao', 'donvi2.lanhdao', 'donvi1.chuyenvien', 'quantri'].map(account => server.signIn(account)))
  unit = unitOf(leader).id
  host = unitOf(chair).id
})
after(() => server?.stop())

const propose = (more = {}, person = leader, status = 201) => person.json('POST', '/api/proposals', { unit_id: unit, title: 'Xây trường mới', host_unit_id: host, ...more }, status)
const act = (person, proposal, name, body, status = 200) => person.json('POST', `/api/proposals/${proposal.id}/${name}`, body, status)
const wrong = async reply => { const found = await problem(await reply); return [found.slug, found.field] }
const waiting = async person => (await person.json('GET', '/api/proposals?waiting=true')).items.map(one => one.id)

test('proposal__bad_ones_are_refused_by_field', async () => {
  const send = body => wrong(leader.post('/api/proposals', { unit_id: unit, title: 'Tên', host_unit_id: host, ...body }))
  assert.deepEqual(await send({ title: '' }), ['missing-field', 'title'])
  assert.deepEqual(await send({ title: '   ' }), ['missing-field', 'title'])
  assert.deepEqual(await send({ title: 'x'.repeat(501) }), ['too-long', 'title'])
  assert.deepEqual(await send({ unit_id: randomUUID() }), ['unknown-reference', 'unit_id'])
  assert.deepEqual(await send({ host_unit_id: randomUUID() }), ['unknown-reference', 'host_unit_id'])
  assert.deepEqual(await send({ host_unit_id: null }), ['missing-field', 'host_unit_id'])
  assert.deepEqual(await send({ meeting_id: randomUUID() }), ['unknown-reference', 'meeting_id'])
  assert.deepEqual(await send({ presenter_id: randomUUID() }), ['unknown-reference', 'presenter_id'])
  assert.deepEqual((await send({ minutes: 1441 }))[1], 'minutes')
  assert.deepEqual((await send({ wished_on: '2026-02-30' }))[1], 'wished_on')
  assert.deepEqual((await send({ kind: 'party' }))[1], 'kind')
  assert.deepEqual(await send({ papers: [{ document_id: randomUUID(), version: 1 }] }), ['unknown-reference', 'papers.0.document_id'])
  assert.deepEqual(await wrong(officer.post('/api/proposals', { unit_id: unit, title: 'Tên', host_unit_id: host })), ['not-allowed', undefined])
  assert.deepEqual(await wrong(leader.get('/api/proposals?state=lost')), ['wrong-value', 'state'])
})

test('proposal__goes_its_way_returned_mended_accepted', async () => {
  const paper = await documentOf(leader, { bytes: pdf(2), subject: 'Tờ trình xây trường' })
  const made = await propose({ papers: [{ document_id: paper.id, version: 1 }], minutes: 15, explanation: 'Trường cũ xuống cấp', wished_on: '2026-12-20' })
  assert.equal(made.may.decide, false)
  assert.ok((await waiting(secretary)).includes(made.id))
  assert.ok(!(await waiting(other)).includes(made.id))
  assert.equal((await other.json('GET', '/api/proposals')).items.length, 0)
  assert.deepEqual(await wrong(secretary.post(`/api/proposals/${made.id}/return`, {})), ['missing-field', 'reason'])
  const returned = await act(secretary, made, 'return', { reason: 'Chưa rõ nguồn vốn' })
  assert.equal(returned.state, 'returned')
  assert.deepEqual(await wrong(leader.patch(`/api/proposals/${made.id}`, { minutes: 20 }, { 'if-match': `"${made.edit_version}"` })), ['lost-race', undefined])
  const mended = await leader.json('PATCH', `/api/proposals/${made.id}`, { explanation: 'Ngân sách xã' }, 200, { 'if-match': `"${returned.edit_version}"` })
  assert.deepEqual([mended.state, mended.reason, mended.papers.length], ['proposed', null, 1])
  const meeting = await meetingOf(secretary, { chair_id: chair.session.person.id })
  const accepted = await act(secretary, made, 'accept', { meeting_id: meeting.id })
  assert.equal(accepted.meeting.id, meeting.id)
  const item = (await chair.json('GET', `/api/meetings/${meeting.id}`)).agenda.at(-1)
  assert.deepEqual([item.id, item.title, item.minutes, item.late, item.presenting_unit.id, item.papers[0].state], [accepted.item_id, 'Xây trường mới', 15, false, unit, 'submitted'])
  // its papers go the way of all papers (E5)
  await chair.json('POST', `/api/papers/${item.papers[0].id}/return`, { reason: 'Thiếu phụ lục' }, 200)
  await leader.json('POST', `/api/agenda-items/${item.id}/submissions`, { document_id: paper.id, version: 1 })
  await chair.json('POST', `/api/papers/${item.papers[0].id}/approve`, undefined, 200)
  assert.deepEqual(await wrong(secretary.post(`/api/proposals/${made.id}/accept`, { meeting_id: meeting.id })), ['wrong-state', undefined])
  // a draft is not there for who proposed
  const seen = (await leader.json('GET', '/api/proposals')).items.find(one => one.id === made.id)
  assert.deepEqual([seen.state, seen.meeting, seen.item_id], ['accepted', null, null])
})

test('accept__only_into_a_meeting_that_one_prepares', async () => {
  const made = await propose()
  const theirs = await meetingOf(other, { title: 'Họp của đơn vị khác' })
  assert.deepEqual(await wrong(secretary.post(`/api/proposals/${made.id}/accept`, { meeting_id: theirs.id })), ['unknown-reference', 'meeting_id'])
  const invited = await meetingOf(other, { invitees: [secretary.session.person.id] })
  await other.json('POST', `/api/meetings/${invited.id}/publish`, undefined, 200)
  assert.deepEqual(await wrong(secretary.post(`/api/proposals/${made.id}/accept`, { meeting_id: invited.id })), ['not-allowed', undefined])
  assert.equal((await other.post(`/api/proposals/${made.id}/accept`, { meeting_id: theirs.id })).status, 404)
  assert.ok((await waiting(secretary)).includes(made.id))
  await act(leader, made, 'withdraw')
  assert.equal((await secretary.post(`/api/proposals/${made.id}/return`, { reason: 'x' })).status, 404)
})

test('accept__into_a_published_meeting_is_late_and_moves_nothing (rule 21)', async () => {
  const meeting = await meetingOf(secretary, { chair_id: chair.session.person.id, invitees: [leader.session.person.id] })
  await secretary.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  const made = await propose({ meeting_id: meeting.id, host_unit_id: null })
  assert.ok((await waiting(secretary)).includes(made.id))
  assert.equal((await secretary.json('GET', `/api/proposals?meeting=${meeting.id}`)).items.length, 1)
  await act(secretary, made, 'accept', { meeting_id: meeting.id })
  const agenda = (await leader.json('GET', `/api/meetings/${meeting.id}`)).agenda
  assert.deepEqual(agenda.map(item => [item.number, item.late]), [['1', false], ['2', false], ['3', true]])
  await chair.json('POST', `/api/meetings/${meeting.id}/start`, undefined, 200)
  await chair.json('POST', `/api/meetings/${meeting.id}/end`, undefined, 200)
  assert.deepEqual(await wrong(leader.post('/api/proposals', { unit_id: unit, title: 'Muộn', meeting_id: meeting.id })), ['unknown-reference', 'meeting_id'])
})

test('accept__two_at_once_make_one_item', async () => {
  const meeting = await meetingOf(secretary, { chair_id: chair.session.person.id })
  const made = await propose()
  const replies = await Promise.all([secretary, chair].map(person => person.post(`/api/proposals/${made.id}/accept`, { meeting_id: meeting.id })))
  assert.deepEqual(replies.map(reply => reply.status).sort(), [200, 409])
  assert.equal((await chair.json('GET', `/api/meetings/${meeting.id}`)).agenda.length, 3)
})

test('postpone__to_another_meeting_waits_there', async () => {
  const [first, next] = await Promise.all([meetingOf(secretary, { invitees: [leader.session.person.id], chair_id: chair.session.person.id }), meetingOf(secretary, { title: 'Kỳ sau', chair_id: chair.session.person.id })])
  await secretary.json('POST', `/api/meetings/${first.id}/publish`, undefined, 200)
  const made = await propose({ meeting_id: first.id })
  assert.deepEqual(await wrong(secretary.post(`/api/proposals/${made.id}/postpone`, { meeting_id: first.id })), ['conflict', 'meeting_id'])
  await act(secretary, made, 'postpone', { meeting_id: next.id, reason: 'Kỳ này đã đủ' })
  assert.deepEqual((await secretary.json('GET', `/api/proposals?meeting=${next.id}`)).items.map(one => [one.id, one.state, one.may.decide]), [[made.id, 'postponed', true]])
  const seen = (await leader.json('GET', '/api/proposals')).items.find(one => one.id === made.id)
  assert.deepEqual([seen.state, seen.reason, seen.meeting], ['postponed', 'Kỳ này đã đủ', null])
  await secretary.json('DELETE', `/api/meetings/${next.id}`, undefined, 204)
  assert.ok((await waiting(chair)).includes(made.id), 'with its meeting gone the host unit decides')
})

test('proposal__of_a_dissolved_unit_is_presented_by_what_followed_it', async () => {
  const director = await server.signIn('snv.lanhdao')
  const unit2 = unitOf(director).id
  const made = await propose({ unit_id: unit2, title: 'Của đơn vị cũ' }, director)
  await admin.json('POST', `/api/units/${unit2}/dissolve`, { on: new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10), successor_id: unit }, 200)
  assert.deepEqual((await wrong(leader.post('/api/proposals', { unit_id: unit2, title: 'Tên', host_unit_id: host })))[1], 'unit_id')
  const meeting = await meetingOf(secretary, { chair_id: chair.session.person.id })
  await act(secretary, made, 'accept', { meeting_id: meeting.id })
  assert.equal((await secretary.json('GET', `/api/meetings/${meeting.id}`)).agenda.at(-1).presenting_unit.id, unit)
})
