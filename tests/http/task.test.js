// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tasks over HTTP, from a conclusion to confirmed (G2; rules 24, 35).
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { startServer, until } from './server.js'
import { documentOf, meetingOf, pdf, problem } from './make.js'

let server, chair, secretary, doer, member, stranger, meeting, conclusion, secret, unit
const idOf = person => person.session.person.id
const day = shift => new Date(Date.now() + 7 * 3600e3 + shift * 864e5).toISOString().slice(0, 10)
const post = (person, id, act, body, status = 200) => person.json('POST', `/api/tasks/${id}/${act}`, body, status)
const give = (body, person = secretary, status = 201) => person.json('POST', `/api/meetings/${meeting.id}/tasks`, body, status)

before(async () => {
  server = await startServer({ sample: true })
  ;[chair, secretary, doer, member, stranger] = await Promise.all(['chutri', 'thuky', 'donvi3.lanhdao', 'donvi1.lanhdao', 'donvi6.chuyenvien'].map(account => server.signIn(account)))
  unit = doer.session.person.positions[0].unit
  meeting = await meetingOf(chair, { title: 'Giao ban có nhiệm vụ', invitees: [idOf(member)], secretary_ids: [idOf(secretary)] })
  await chair.json('PUT', `/api/meetings/${meeting.id}/agenda`, { items: [{ title: 'Quy hoạch' }, { title: 'Nhân sự kín', restricted: true, circle: [] }] })
  meeting = await chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  await chair.json('POST', `/api/meetings/${meeting.id}/start`, undefined, 200)
  const say = body => secretary.json('POST', `/api/meetings/${meeting.id}/conclusions`, body)
  conclusion = await say({ item_id: meeting.agenda[0].id, text: 'Rà soát quy hoạch xã', lead_unit_id: unit.id, due_on: day(10) })
  secret = await say({ item_id: meeting.agenda[1].id, text: 'Bổ nhiệm ông Nguyễn Văn A', lead_unit_id: unit.id, due_on: day(5) })
})
after(() => server?.stop())

test('task__goes_from_a_conclusion_to_confirmed_and_keeps_all_of_it (rule 35)', async () => {
  const made = await give({ conclusion_id: conclusion.id })
  assert.deepEqual([made.title, made.lead_unit.id, made.due_on, made.conclusion.id, made.item.title, made.meeting.id], ['Rà soát quy hoạch xã', unit.id, day(10), conclusion.id, 'Quy hoạch', meeting.id])
  const mine = await doer.json('GET', `/api/tasks/${made.id}`)
  assert.equal(mine.meeting, null, 'a meeting one is not in is not named (A4)')
  await post(doer, made.id, 'accept')
  const evidence = await documentOf(doer, { bytes: pdf(1), subject: 'Báo cáo rà soát' })
  const told = await post(doer, made.id, 'progress', { percent: 60, words: 'Đã xong 6 xã', document_id: evidence.id, version: 1 })
  assert.deepEqual([told.percent, told.steps.at(-1).document.document_id], [60, evidence.id])
  assert.equal((await chair.get(`/api/documents/${evidence.id}/versions/1`)).status, 200, 'those who confirm may read the evidence')
  assert.equal((await member.get(`/api/documents/${evidence.id}`)).status, 404, 'others may not by that')
  await post(doer, made.id, 'extension', { until: day(20), words: 'Chờ số liệu' })
  const longer = await post(chair, made.id, 'extension/grant', { until: day(15) })
  assert.deepEqual([longer.due_on, longer.steps.at(-1).before.due_on, longer.steps.at(-1).after.due_on], [day(15), day(10), day(15)])
  await post(doer, made.id, 'report', { words: 'Đã hoàn thành' })
  await post(secretary, made.id, 'return', { words: 'Thiếu bản đồ' })
  await post(doer, made.id, 'report', { words: 'Đã bổ sung bản đồ' })
  const done = await post(secretary, made.id, 'confirm', {})
  assert.deepEqual([done.state, done.late, done.may], ['done', false, []])
  assert.deepEqual(done.steps.map(step => step.kind), ['made', 'accepted', 'progress', 'extension_asked', 'extension_granted', 'reported', 'returned', 'reported', 'confirmed'])
})

test('task__of_a_restricted_item_leaks_nothing_to_anybody_outside (rule 24)', async () => {
  const refused = await problem(await secretary.post(`/api/meetings/${meeting.id}/tasks`, { conclusion_id: secret.id }))
  assert.deepEqual([refused.http, refused.slug, refused.field], [422, 'missing-field', 'title'])
  const made = await give({ conclusion_id: secret.id, title: 'Chuẩn bị hồ sơ' })
  assert.equal(made.item.title, 'Nhân sự kín')
  assert.equal((await problem(await member.get(`/api/tasks/${made.id}`))).http, 404)
  const seen = JSON.stringify([await member.json('GET', '/api/tasks?limit=200'), await member.json('GET', '/api/tasks/board'), await member.json('GET', '/api/notices')])
  assert.ok(!seen.includes('Chuẩn bị hồ sơ') && !seen.includes(made.id))
  const given = JSON.stringify([await doer.json('GET', `/api/tasks/${made.id}`), await doer.json('GET', '/api/tasks'), await doer.json('GET', '/api/notices'), await doer.json('GET', '/api/home')])
  assert.ok(given.includes('Chuẩn bị hồ sơ'))
  for (const hidden of ['Nhân sự kín', 'Bổ nhiệm', 'Giao ban có nhiệm vụ', meeting.id]) assert.ok(!given.includes(hidden), hidden)
  assert.equal((await problem(await stranger.post(`/api/tasks/${made.id}/accept`))).http, 404)
})

test('task__bad_input_gives_the_field', async () => {
  const wrong = async (body, person = secretary) => { const said = await problem(await person.post(`/api/meetings/${meeting.id}/tasks`, body)); return [said.http, said.slug, said.field] }
  assert.deepEqual(await wrong({ title: 'x', due_on: day(3) }), [422, 'missing-field', 'lead_unit_id'])
  assert.deepEqual(await wrong({ title: 'x', lead_unit_id: unit.id }), [422, 'missing-field', 'due_on'])
  assert.deepEqual(await wrong({ title: 'x', lead_unit_id: unit.id, due_on: day(-2) }), [422, 'wrong-value', 'due_on'])
  assert.deepEqual(await wrong({ title: 'x', lead_unit_id: randomUUID(), due_on: day(2) }), [422, 'unknown-reference', 'lead_unit_id'])
  assert.deepEqual(await wrong({ title: 'x', lead_unit_id: unit.id, due_on: day(2), person_id: idOf(chair) }), [409, 'conflict', 'person_id'])
  assert.deepEqual(await wrong({ title: 'x', lead_unit_id: unit.id, due_on: day(2), conclusion_id: randomUUID() }), [422, 'unknown-reference', 'conclusion_id'])
  assert.equal((await wrong({ title: 'x', lead_unit_id: unit.id, due_on: day(2) }, member))[0], 403)
  assert.equal((await wrong({ title: 'x', lead_unit_id: unit.id, due_on: day(2) }, stranger))[0], 404)
})

test('task__sent_twice_by_a_tablet_is_one (idempotency)', async () => {
  const headers = { 'idempotency-key': randomUUID() }
  const body = { title: 'Gửi hai lần', lead_unit_id: unit.id, due_on: day(4) }
  const [one, two] = [await secretary.json('POST', `/api/meetings/${meeting.id}/tasks`, body, 201, headers), await secretary.json('POST', `/api/meetings/${meeting.id}/tasks`, body, 201, headers)]
  assert.equal(one.id, two.id)
})

test('task__change_on_a_lost_race_is_refused_and_chasing_is_once_a_day', async () => {
  const made = await give({ title: 'Báo cáo tuần', lead_unit_id: unit.id, due_on: day(4), person_id: idOf(doer) })
  const change = (version, body) => secretary.patch(`/api/tasks/${made.id}`, body, { 'if-match': `"${version}"` })
  assert.equal((await change(made.edit_version, { due_on: day(6), words: 'Theo lịch mới' })).status, 200)
  assert.equal((await change(made.edit_version, { due_on: day(7) })).status, 412)
  const chased = await post(chair, made.id, 'chase', { words: 'Đề nghị sớm gửi' })
  assert.ok(chased.chase_after && chased.chased_at)
  assert.deepEqual((await problem(await chair.post(`/api/tasks/${made.id}/chase`, {}))).slug, 'conflict')
  const notices = await doer.json('GET', '/api/notices')
  const told = notices.items.find(notice => notice.kind === 'task_chased')
  assert.deepEqual([told.task.id, told.reason, told.meeting_id], [made.id, 'Đề nghị sớm gửi', null])
  assert.equal((await problem(await doer.post(`/api/tasks/${made.id}/chase`, {}))).http, 403)
  assert.equal((await post(secretary, made.id, 'withdraw', { words: 'Trùng việc' })).state, 'withdrawn')
})

test('task__home_and_board_say_what_is_due_and_what_is_overdue (H3)', async () => {
  const made = await give({ title: 'Đã quá hạn', lead_unit_id: unit.id, due_on: day(1), person_id: idOf(doer) })
  server.sql(`update app.task set due_on = '${day(-3)}' where id = '${made.id}'`)
  const home = await doer.json('GET', '/api/home')
  assert.deepEqual([home.tasks_to_do[0].title, home.tasks_to_do[0].days_over], ['Đã quá hạn', 3])
  const board = await secretary.json('GET', '/api/tasks/board?of=given')
  assert.ok(board.counts.overdue >= 1)
  assert.equal(board.by_unit[0].unit.id, unit.id)
  const list = await secretary.json('GET', '/api/tasks?of=given&column=overdue&limit=1')
  assert.equal(list.items[0].title, 'Đã quá hạn')
  assert.equal((await problem(await secretary.get('/api/tasks?column=late'))).field, 'column')
})

test('task__event_comes_to_those_who_do_it', async () => {
  const controller = new AbortController()
  const stream = await fetch(`${server.origin}/api/events?subject=person:${idOf(doer)}`, { headers: { cookie: doer.cookie }, signal: controller.signal })
  let heard = ''
  const listening = (async () => { for await (const piece of stream.body) heard += Buffer.from(piece).toString() })().catch(() => {})
  const made = await give({ title: 'Có sự kiện', lead_unit_id: unit.id, due_on: day(4) })
  await until(() => heard.includes(made.id) && heard.includes('"tasks"'), 'the event')
  controller.abort()
  await listening
})
