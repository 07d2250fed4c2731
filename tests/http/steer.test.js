// SPDX-License-Identifier: GPL-3.0-or-later
//
// Steering (F2; rules 20, 24, 25): adjourning to another day, two chairs at once, items that are gone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer } from './server.js'
import { meetingOf, problem } from './make.js'

let server, chair, clerk, member, stranger
before(async () => {
  server = await startServer({ sample: true })
  ;[chair, clerk, member, stranger] = await Promise.all(['chutri', 'thuky', 'donvi2.lanhdao', 'donvi6.chuyenvien'].map(account => server.signIn(account)))
})
after(() => server?.stop())

async function running (facts = {}) {
  const meeting = await meetingOf(chair, { invitees: [member.session.person.id], secretary_ids: [clerk.session.person.id], items: ['Mục một', 'Mục hai', 'Mục ba'], ...facts })
  await chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  return chair.json('POST', `/api/meetings/${meeting.id}/start`, undefined, 200)
}
const inDays = (days, hour = 8) => new Date(Math.floor(Date.now() / 864e5) * 864e5 + days * 864e5 + (hour - 7) * 36e5).toISOString()
const adjourn = (person, meeting, body) => person.ask('POST', `/api/meetings/${meeting.id}/adjourn`, body)

test('adjourned__stays_paused_and_goes_on_another_day_as_a_sitting_of_its_own (rule 20)', async () => {
  const meeting = await running()
  const at = inDays(3)
  const rested = await chair.json('POST', `/api/meetings/${meeting.id}/adjourn`, { resumes_at: at, reason: 'Hết giờ làm việc' }, 200)
  assert.deepEqual([rested.state, rested.resumes_at, rested.current_since, rested.current_item_id], ['paused', at, null, meeting.current_item_id])
  assert.deepEqual(rested.sittings.map(one => [one.number, one.started_at !== null, one.ended_at !== null]), [[1, true, true], [2, false, false]])
  const day = at.slice(0, 10)
  const shown = await member.json('GET', `/api/calendar?from=${day}&to=${day}`)
  assert.deepEqual(shown.items.filter(one => one.id === meeting.id).map(one => [one.sitting, one.starts_at]), [[2, at]])
  const { items } = await member.json('GET', '/api/notices')
  const told = items.find(one => one.kind === 'adjourned' && one.meeting_id === meeting.id)
  assert.deepEqual([told.starts_at, told.reason], [at, 'Hết giờ làm việc'])
  const gone = await chair.json('POST', `/api/meetings/${meeting.id}/resume`, undefined, 200)
  assert.deepEqual([gone.state, gone.resumes_at, gone.current_item_id], ['in_progress', null, meeting.current_item_id])
  assert.ok(gone.sittings[1].started_at)
})

test('adjourned__the_calendar_file_is_an_event_of_its_own_on_that_day (I2)', async () => {
  const meeting = await running()
  const file = async () => (await member.ask('GET', `/api/meetings/${meeting.id}/calendar.ics`)).text()
  const before = await file()
  const at = inDays(4)
  await chair.json('POST', `/api/meetings/${meeting.id}/adjourn`, { resumes_at: at }, 200)
  const after = await file()
  const uid = text => text.match(/^UID:(.*?)\r?$/m)[1]
  assert.equal(uid(after).replace('-2@', '@'), uid(before))
  assert.ok(after.includes(`DTSTART:${at.replace(/[-:]|\.\d+/g, '')}`), after)
})

test('adjourning__bad_input_is_named', async () => {
  const meeting = await running()
  for (const [body, slug, field] of [[{}, 'missing-field', 'resumes_at'], [{ resumes_at: 'mai' }, 'wrong-value', 'resumes_at'],
    [{ resumes_at: '2020-01-01T00:00:00Z' }, 'wrong-value', 'resumes_at'], [{ resumes_at: inDays(500) }, 'out-of-range', 'resumes_at'],
    [{ resumes_at: inDays(2), resumes_until: inDays(1) }, 'wrong-value', 'resumes_until'], [{ resumes_at: inDays(2), reason: 'x'.repeat(501) }, 'out-of-range', 'reason']]) {
    const told = await problem(await adjourn(chair, meeting, body))
    assert.deepEqual([told.field, ['too-long', 'wrong-type'].includes(told.slug) ? slug : told.slug], [field, slug], JSON.stringify(body).slice(0, 80))
  }
  assert.equal((await problem(await adjourn(member, meeting, { resumes_at: inDays(2) }))).slug, 'not-allowed')
  assert.equal((await problem(await adjourn(stranger, meeting, { resumes_at: inDays(2) }))).http, 404)
  assert.equal((await chair.json('GET', `/api/meetings/${meeting.id}`)).state, 'in_progress', 'nothing was changed')
})

test('two_chairs_pressing_next_at_once__the_meeting_goes_on_by_one', async () => {
  const meeting = await running()
  const [, second] = meeting.agenda
  const to = (person, item) => person.ask('POST', `/api/meetings/${meeting.id}/current`, { item_id: item.id })
  const replies = await Promise.all(Array.from({ length: 10 }, (_, i) => to(i % 2 ? chair : clerk, second)))
  assert.deepEqual([...new Set(replies.map(reply => reply.status))], [200], 'the same twice is the same')
  const now = await chair.json('GET', `/api/meetings/${meeting.id}`)
  assert.equal(now.current_item_id, second.id)
  assert.equal(now.revision, meeting.revision + 1, 'and only one step was told')
})

test('two_chairs_pressing_start_pause_and_end_at_once__one_wins_and_nothing_happens_twice (rule 20)', async () => {
  const meeting = await meetingOf(chair, { invitees: [member.session.person.id], secretary_ids: [clerk.session.person.id] })
  await chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  for (const step of ['start', 'pause', 'resume', 'end']) {
    const replies = await Promise.all([chair, clerk, chair, clerk].map(person => person.ask('POST', `/api/meetings/${meeting.id}/${step}`)))
    assert.deepEqual(replies.map(reply => reply.status).sort(), [200, 409, 409, 409], step)
  }
  const ended = await chair.json('GET', `/api/meetings/${meeting.id}`)
  assert.deepEqual([ended.state, ended.sittings.length, ended.sittings[0].ended_at !== null], ['ended', 1, true])
})

test('two_chairs_adjourning_at_once__one_sitting_is_planned', async () => {
  const meeting = await running()
  const replies = await Promise.all([2, 2, 3, 3].map((days, i) => adjourn(i % 2 ? chair : clerk, meeting, { resumes_at: inDays(days) })))
  assert.deepEqual([...new Set(replies.map(reply => reply.status))], [200])
  const { sittings, resumes_at: at } = await chair.json('GET', `/api/meetings/${meeting.id}`)
  assert.equal(sittings.length, 2)
  assert.ok([inDays(2), inDays(3)].includes(at))
})

test('member_removed_while_speaking__has_the_floor_no_more_whatever_the_chair_presses_at_that_moment (rules 25, 27)', async () => {
  const meeting = await running({ invitees: [member.session.person.id, stranger.session.person.id] })
  await chair.json('PUT', `/api/meetings/${meeting.id}/desks/speech`, { state: 'open' })
  const { waiting: [{ id: speech }] } = await member.json('POST', `/api/meetings/${meeting.id}/speeches`, { queue: 'speech', topic: 'Về thu ngân sách' })
  await chair.json('POST', `/api/speeches/${speech}/call`, undefined, 200)
  const [taken, ...pressed] = await Promise.all([
    clerk.ask('PUT', `/api/meetings/${meeting.id}/invitees`, { invitees: [{ principal_id: stranger.session.person.id, role: 'member' }] }),
    ...['stop', 'resume', 'stop'].map(step => chair.ask('POST', `/api/speeches/${speech}/${step}`)), member.ask('POST', `/api/speeches/${speech}/end`)
  ])
  assert.equal(taken.status, 200)
  for (const reply of pressed) assert.ok([200, 404, 409].includes(reply.status), `${reply.status}`)
  const floor = await chair.json('GET', `/api/meetings/${meeting.id}/floor`)
  assert.deepEqual([floor.speaking, floor.waiting.length, floor.spoken.map(one => one.person.id)], [null, 0, [member.session.person.id]])
  assert.equal((await member.ask('GET', `/api/meetings/${meeting.id}/floor`)).status, 404)
  assert.equal((await chair.json('POST', `/api/meetings/${meeting.id}/end`, undefined, 200)).state, 'ended', 'and the meeting can end')
})

test('moving_to_an_item_that_is_not_there__is_refused_by_its_field_and_changes_nothing', async () => {
  const meeting = await meetingOf(chair, { invitees: [member.session.person.id], items: ['Mục một', 'Mục hai'] })
  const deleted = meeting.agenda[1].id
  await chair.json('PUT', `/api/meetings/${meeting.id}/agenda`, { items: [{ id: meeting.agenda[0].id, title: 'Mục một' }] })
  await chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  const started = await chair.json('POST', `/api/meetings/${meeting.id}/start`, undefined, 200)
  const other = await running()
  for (const item of [deleted, other.agenda[0].id, '00000000-0000-7000-8000-000000000000']) {
    const told = await problem(await chair.ask('POST', `/api/meetings/${meeting.id}/current`, { item_id: item }))
    assert.deepEqual([told.slug, told.field], ['unknown-reference', 'item_id'])
  }
  const now = await chair.json('GET', `/api/meetings/${meeting.id}`)
  assert.deepEqual([now.revision, now.current_item_id], [started.revision, started.current_item_id])
})
