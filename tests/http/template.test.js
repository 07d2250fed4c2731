// SPDX-License-Identifier: GPL-3.0-or-later
//
// Templates, copies of earlier meetings, series, and the rules of meeting types through the API (E1, rule 23).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer } from './server.js'
import { documentOf, meetingOf, pdf, problem } from './make.js'

let server, admin, secretary, chair, leader, officer, colleague, meeting, template
const idOf = person => person.session.person.id
const unitOf = person => person.session.person.positions[0].unit.id
before(async () => {
  server = await startServer({ sample: true })
  ;[admin, secretary, chair, leader, officer, colleague] = await Promise.all(['quantri', 'thuky', 'chutri', 'donvi1.lanhdao', 'donvi1.chuyenvien', 'donvi2.lanhdao'].map(account => server.signIn(account)))
  const document = await documentOf(secretary, { bytes: pdf(1), subject: 'Tài liệu không vào bản sao' })
  meeting = await meetingOf(secretary, {
    papers: [[document.id, 1]], invitees: [unitOf(leader), idOf(colleague)], title: 'Giao ban tháng', starts_at: '2027-01-31T01:00:00Z', ends_at: '2027-01-31T03:00:00Z', chair_id: idOf(chair), secretary_ids: [idOf(secretary)]
  })
})
after(() => server?.stop())

const make = (person, body, status = 201) => person.json('POST', '/api/meetings/from', body, status)
const wrong = async (person, body) => { const found = await problem(await person.post('/api/meetings/from', body)); return [found.http, found.slug, found.field] }
const starts = '2027-01-31T01:00:00Z'
const get = (person, path) => person.json('GET', path)

test('make__bad_ones_are_refused_by_field', async () => {
  const repeat = more => ({ title: 'Chuỗi', starts_at: starts, repeat: { every: 'week', ...more } })
  assert.deepEqual(await wrong(secretary, repeat({ count: 0 })), [422, 'out-of-range', 'repeat.count'])
  assert.deepEqual(await wrong(secretary, repeat({ count: 54 })), [422, 'out-of-range', 'repeat.count'])
  assert.deepEqual(await wrong(secretary, repeat({})), [422, 'missing-field', 'repeat.count'])
  assert.deepEqual(await wrong(secretary, repeat({ count: 3, until: '2027-05-01' })), [409, 'conflict', 'repeat.count'])
  assert.deepEqual(await wrong(secretary, repeat({ until: '2027-01-30' })), [422, 'wrong-value', 'repeat.until'])
  assert.deepEqual(await wrong(secretary, repeat({ until: '2030-01-30' })), [422, 'out-of-range', 'repeat.until'])
  assert.deepEqual(await wrong(secretary, repeat({ until: '2027-02-30' })), [422, 'wrong-value', 'repeat.until'])
  assert.deepEqual(await wrong(secretary, repeat({ every: 'day', count: 2 })), [422, 'wrong-value', 'repeat.every'])
  assert.deepEqual(await wrong(secretary, { starts_at: starts }), [422, 'missing-field', 'title'])
  assert.deepEqual(await wrong(secretary, { title: 'x' }), [422, 'missing-field', 'starts_at'])
  assert.deepEqual(await wrong(secretary, { title: 'x', starts_at: starts, ends_at: starts }), [422, 'wrong-value', 'ends_at'])
  assert.deepEqual(await wrong(secretary, { meeting_id: idOf(chair), starts_at: starts }), [422, 'unknown-reference', 'meeting_id'])
  assert.deepEqual(await wrong(secretary, { meeting_id: meeting.id, template_id: meeting.id, starts_at: starts }), [409, 'conflict', 'meeting_id'])
  assert.deepEqual(await wrong(leader, { meeting_id: meeting.id, starts_at: starts }), [422, 'unknown-reference', 'meeting_id'])
  assert.deepEqual(await wrong(officer, { title: 'x', starts_at: starts }), [403, 'not-allowed', undefined])
})

test('copy__has_agenda_and_invitees_and_no_papers', async () => {
  const made = await make(secretary, { meeting_id: meeting.id, starts_at: '2027-03-01T02:00:00Z' })
  assert.deepEqual([made.meetings.length, made.left_out, made.skipped], [1, [], []])
  const copy = await get(secretary, `/api/meetings/${made.meetings[0].id}`)
  assert.deepEqual([copy.state, copy.title, copy.ends_at, copy.papers], ['draft', 'Giao ban tháng', '2027-03-01T04:00:00.000Z', 0])
  assert.deepEqual(copy.agenda.map(item => [item.title, item.papers.length]), [['Mục một', 0], ['Mục hai', 0]])
  assert.deepEqual(copy.invitees.map(one => one.principal_id), [unitOf(leader), idOf(colleague)])
  assert.equal(copy.chair.id, idOf(chair))
})

test('copy__leaves_out_a_dissolved_unit_and_a_locked_person_and_says_so', async () => {
  const units = await Promise.all(['Phòng cũ', 'Phòng mất', 'Phòng mới'].map(name => admin.json('POST', '/api/units', { name, on: '2020-01-01' })))
  const person = await admin.json('POST', '/api/people', { account: 'nghi.viec', full_name: 'Người Nghỉ Việc', password: 'mat-khau-rat-dai' })
  const source = await meetingOf(secretary, { invitees: [...units.map(unit => unit.id), person.id], title: 'Họp cũ' })
  await admin.json('POST', `/api/units/${units[0].id}/dissolve`, { on: '2024-01-01', successor_id: units[2].id }, 200)
  await admin.json('POST', `/api/units/${units[1].id}/dissolve`, { on: '2024-01-01' }, 200)
  const held = await admin.json('GET', `/api/people/${person.id}`)
  assert.equal((await admin.ask('PATCH', `/api/people/${person.id}`, { state: 'locked' }, { 'If-Match': `"${held.edit_version}"` })).status, 200)
  const made = await make(secretary, { meeting_id: source.id, starts_at: starts })
  const told = made.left_out.map(note => [note.name, note.why, note.instead]).sort()
  assert.deepEqual(told, [['Người Nghỉ Việc', 'locked', null], ['Phòng cũ', 'replaced', 'Phòng mới'], ['Phòng mất', 'dissolved', null]])
  const copy = await get(secretary, `/api/meetings/${made.meetings[0].id}`)
  assert.deepEqual(copy.invitees.map(one => one.principal_id), [units[2].id])
})

test('template__is_kept_for_the_unit_and_not_there_for_others', async () => {
  template = await secretary.json('POST', '/api/meeting-templates', { name: 'Mẫu giao ban', meeting_id: meeting.id, chair: 'position' })
  assert.deepEqual([template.name, template.items, template.invitees, template.minutes, template.chair_by, template.chair.id], ['Mẫu giao ban', 2, 2, 120, 'position', idOf(chair)])
  assert.ok(!JSON.stringify(template).includes('Tài liệu không vào bản sao'))
  const path = `/api/meeting-templates/${template.id}`
  for (const person of [leader, officer, admin]) {
    assert.deepEqual((await get(person, '/api/meeting-templates')).items, [])
    assert.equal((await person.get(path)).status, 404)
    assert.equal((await person.ask('PATCH', path, { name: 'x' })).status, 404)
    assert.equal((await person.ask('DELETE', path)).status, 404)
  }
  assert.deepEqual(await wrong(leader, { template_id: template.id, starts_at: starts }), [422, 'unknown-reference', 'template_id'])
  const refused = async (person, body) => { const found = await problem(await person.post('/api/meeting-templates', body)); return [found.slug, found.field] }
  assert.deepEqual(await refused(leader, { name: 'x', meeting_id: meeting.id }), ['unknown-reference', 'meeting_id'])
  assert.deepEqual(await refused(secretary, { name: 'x', meeting_id: meeting.id, unit_id: unitOf(leader) }), ['unknown-reference', 'unit_id'])
  assert.deepEqual(await refused(secretary, { name: 'x'.repeat(201), meeting_id: meeting.id }), ['too-long', 'name'])
  assert.deepEqual(await refused(officer, { name: 'x', meeting_id: meeting.id }), ['not-allowed', undefined])
})

test('template__makes_meetings_until_retired', async () => {
  const made = await make(secretary, { template_id: template.id, starts_at: '2027-02-10T07:00:00Z', title: 'Giao ban tháng 2' })
  const one = await get(secretary, `/api/meetings/${made.meetings[0].id}`)
  assert.deepEqual([one.title, one.ends_at, one.agenda.length, one.chair.id], ['Giao ban tháng 2', '2027-02-10T09:00:00.000Z', 2, idOf(chair)])
  const path = `/api/meeting-templates/${template.id}`
  const change = (body, version) => secretary.ask('PATCH', path, body, { 'If-Match': `"${version}"` })
  assert.equal((await problem(await change({ active: false }, 9))).slug, 'lost-race')
  assert.equal((await change({ active: false, name: 'Mẫu cũ' }, template.edit_version)).status, 200)
  assert.deepEqual(await wrong(secretary, { template_id: template.id, starts_at: starts }), [422, 'unknown-reference', 'template_id'])
  assert.equal((await secretary.ask('DELETE', path)).status, 204)
  assert.equal((await secretary.get(path)).status, 404)
})

test('series__of_the_31st_falls_on_last_days_and_skips_holidays', async () => {
  const repeat = { every: 'month_same_day', count: 4 }
  const days = await get(secretary, '/api/meeting-dates?starts_at=2027-01-31T01:00:00Z&every=month_same_day&count=4')
  assert.deepEqual(days.items.map(day => [day.on, day.skipped]), [['2027-01-31', false], ['2027-02-28', false], ['2027-03-31', false], ['2027-04-30', true]])
  const made = await make(secretary, { meeting_id: meeting.id, starts_at: starts, repeat })
  assert.deepEqual(made.meetings.map(one => one.starts_at), days.items.filter(day => !day.skipped).map(day => day.starts_at))
  assert.deepEqual(made.skipped, [{ on: '2027-04-30', holiday: days.items[3].holiday }])
  const [first, second] = made.meetings
  const series = await get(secretary, `/api/meetings/${second.id}/series`)
  assert.deepEqual([series.every, series.items.map(one => one.id)], ['month_same_day', made.meetings.map(one => one.id)])
  assert.equal((await leader.get(`/api/meetings/${second.id}/series`)).status, 404)
  await secretary.json('POST', `/api/meetings/${second.id}/publish`, undefined, 200)
  assert.deepEqual((await get(leader, `/api/meetings/${second.id}/series`)).items.map(one => one.id), [second.id])
  assert.equal((await leader.ask('DELETE', `/api/meetings/${second.id}/series`)).status, 403)
  const moved = await secretary.json('PATCH', `/api/meetings/${first.id}/series`, { starts_at: '2027-02-01T07:00:00Z', ends_at: '2027-02-01T08:00:00Z' }, 200)
  assert.deepEqual([moved.changed, moved.untouched.map(one => [one.id, one.why])], [2, [[second.id, 'wrong-state']]])
  assert.deepEqual((await get(secretary, `/api/meetings/${first.id}/series`)).items.map(one => one.starts_at), ['2027-02-01T07:00:00.000Z', '2027-02-28T01:00:00.000Z', '2027-04-01T07:00:00.000Z'])
  const cut = await secretary.json('DELETE', `/api/meetings/${second.id}/series`, undefined, 200)
  assert.deepEqual([cut.changed, cut.untouched.length], [1, 1])
  assert.equal((await problem(await secretary.ask('PATCH', `/api/meetings/${meeting.id}/series`, { room_id: null }))).slug, 'wrong-state')
  assert.deepEqual((await get(secretary, `/api/meetings/${meeting.id}/series`)), { every: null, items: [] })
})

test('series__over_new_year_and_asked_twice_is_made_once', async () => {
  const body = { title: 'Qua năm', starts_at: '2026-12-29T01:00:00Z', repeat: { every: 'week', count: 3, holidays: 'keep' } }
  const key = { 'Idempotency-Key': '0b7a4f0e-7a33-4d0f-9f0c-0d6c7a1c9d11' }
  const [once, twice] = [await secretary.ask('POST', '/api/meetings/from', body, key), await secretary.ask('POST', '/api/meetings/from', body, key)]
  const made = await once.json()
  assert.deepEqual(made.meetings.map(one => one.starts_at.slice(0, 10)), ['2026-12-29', '2027-01-05', '2027-01-12'])
  assert.deepEqual(await twice.json(), made)
})

test('series__53_with_a_long_agenda_is_made_in_time', async () => {
  const long = await meetingOf(secretary, { items: Array.from({ length: 300 }, (_, n) => `Mục ${n + 1}`), invitees: [unitOf(leader)] })
  const began = Date.now()
  const made = await make(secretary, { meeting_id: long.id, starts_at: '2027-01-04T01:00:00Z', repeat: { every: 'week', count: 53, holidays: 'keep' } })
  assert.equal(made.meetings.length, 53)
  assert.ok(Date.now() - began < 10000, `${Date.now() - began} ms`)
})

test('rules__of_a_type_are_the_administrators_and_decide_who_is_sent (rule 23)', async () => {
  const type = (await get(admin, '/api/catalogues/meeting-type')).items[0]
  const path = `/api/meeting-types/${type.id}/rules`
  assert.deepEqual(await get(officer, path), { substitutes: 'agency', substitute_votes: false, vote_words: 'agree', edit_version: 0 })
  assert.equal((await officer.put(path, { substitutes: 'none', substitute_votes: false })).status, 403)
  assert.equal((await problem(await admin.put(path, { substitutes: 'all', substitute_votes: false }))).field, 'substitutes')
  assert.equal((await admin.get(`/api/meeting-types/${idOf(admin)}/rules`)).status, 404)
  const invited = await meetingOf(secretary, { invitees: [idOf(leader)], type_id: type.id })
  await secretary.json('POST', `/api/meetings/${invited.id}/publish`, undefined, 200)
  const offered = async () => (await get(leader, `/api/meetings/${invited.id}/colleagues`)).items.length
  assert.ok(await offered() > 0)
  assert.equal((await admin.ask('PUT', path, { substitutes: 'none', substitute_votes: false }, { 'If-Match': '"0"' })).status, 200)
  assert.equal(await offered(), 0)
  const refused = await problem(await leader.put(`/api/meetings/${invited.id}/answer`, { answer: 'substituted', substitute_id: idOf(officer) }))
  assert.deepEqual([refused.slug, refused.field], ['not-allowed', 'substitute_id'])
  assert.equal((await admin.ask('PUT', path, { substitutes: 'agency', substitute_votes: true }, { 'If-Match': '"0"' })).status, 412)
  assert.equal((await admin.ask('PUT', path, { substitutes: 'agency', substitute_votes: true }, { 'If-Match': '"1"' })).status, 200)
  assert.ok(await offered() > 0)
})
