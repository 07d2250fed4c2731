// SPDX-License-Identifier: GPL-3.0-or-later
//
// Meetings and their steps (E2, E3, E5, F2; rules 10, 20, 21).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer } from './server.js'
import { documentOf, meetingOf, pdf, problem, versionOf } from './make.js'

let server, chair, secretary, member, stranger
before(async () => {
  server = await startServer({ sample: true })
  chair = await server.signIn('chutri')
  secretary = await server.signIn('thuky')
  member = await server.signIn('donvi1.lanhdao')
  stranger = await server.signIn('donvi6.chuyenvien')
})
after(() => server?.stop())

const step = (person, meeting, name, body, status = 200) => person.json('POST', `/api/meetings/${meeting.id}/${name}`, body, status)
const refused = async (person, meeting, name, body) => (await problem(await person.post(`/api/meetings/${meeting.id}/${name}`, body))).slug
const idOf = person => person.session.person.id

test('sample__has_a_meeting_today_and_one_past', async () => {
  const today = await member.json('GET', '/api/meetings?when=today')
  assert.ok(today.items.some(item => item.state === 'invited'))
  const past = await member.json('GET', '/api/meetings?when=past')
  assert.ok(past.items.some(item => item.state === 'ended'))
  const held = await member.json('GET', `/api/meetings/${past.items[0].id}`)
  assert.ok(Date.parse(held.ended_at) < Date.now() - 86400000, held.ended_at)
  assert.ok(held.agenda.every(item => item.number))
})

test('meeting__goes_from_draft_to_ended_and_wrong_steps_change_nothing', async () => {
  const meeting = await meetingOf(chair, { invitees: [idOf(member)] })
  const [first, second] = meeting.agenda
  for (const name of ['start', 'pause', 'resume', 'end']) assert.equal(await refused(chair, meeting, name), 'wrong-state', name)
  assert.equal((await chair.json('GET', `/api/meetings/${meeting.id}`)).state, 'draft')
  assert.equal((await step(chair, meeting, 'publish')).state, 'invited')
  assert.equal(await refused(chair, meeting, 'publish'), 'wrong-state')
  assert.equal((await step(chair, meeting, 'start')).state, 'in_progress')
  assert.equal(await refused(chair, meeting, 'cancel'), 'wrong-state')
  assert.equal((await step(chair, meeting, 'current', { item_id: second.id })).current_item_id, second.id)
  assert.equal((await step(chair, meeting, 'current', { item_id: first.id })).current_item_id, first.id)
  assert.equal((await step(chair, meeting, 'pause')).state, 'paused')
  assert.equal((await step(chair, meeting, 'resume')).state, 'in_progress')
  const ended = await step(chair, meeting, 'end')
  assert.equal(ended.state, 'ended')
  for (const name of ['publish', 'start', 'pause', 'resume', 'end', 'cancel']) assert.equal(await refused(chair, meeting, name), 'wrong-state', name)
  assert.equal(await refused(chair, meeting, 'current', { item_id: first.id }), 'wrong-state')
  assert.equal((await chair.json('GET', `/api/meetings/${meeting.id}`)).revision, ended.revision)
})

test('meeting__is_cancelled_only_before_it_starts', async () => {
  const meeting = await meetingOf(chair)
  await step(chair, meeting, 'publish')
  assert.equal((await step(chair, meeting, 'cancel')).state, 'cancelled')
  assert.equal(await refused(chair, meeting, 'start'), 'wrong-state')
})

test('draft__is_deleted_and_nothing_later_is', async () => {
  const draft = await meetingOf(chair)
  assert.equal((await chair.del(`/api/meetings/${draft.id}`)).status, 204)
  assert.equal((await chair.get(`/api/meetings/${draft.id}`)).status, 404)
  const published = await meetingOf(chair)
  await step(chair, published, 'publish')
  assert.equal((await problem(await chair.del(`/api/meetings/${published.id}`))).slug, 'wrong-state')
})

test('publishing__numbers_the_agenda_and_freezes_it', async () => {
  const meeting = await meetingOf(chair, { items: ['Một', 'Hai', 'Ba'] })
  assert.ok(meeting.agenda.every(item => item.number === null))
  const published = await step(chair, meeting, 'publish')
  assert.deepEqual(published.agenda.map(item => [item.title, item.number]), [['Một', '1'], ['Hai', '2'], ['Ba', '3']])
  const frozen = await problem(await chair.put(`/api/meetings/${meeting.id}/agenda`, { items: [] }))
  assert.equal(frozen.slug, 'wrong-state')
  const { items } = await chair.json('POST', `/api/meetings/${meeting.id}/agenda`, { title: 'Bổ sung' })
  assert.deepEqual(items.map(item => [item.title, item.late]), [['Một', false], ['Hai', false], ['Ba', false], ['Bổ sung', true]])
  assert.deepEqual(items.slice(0, 3).map(item => item.number), ['1', '2', '3'])
})

test('invitee__sees_a_published_meeting_and_its_papers_and_others_do_not', async () => {
  const paper = await documentOf(chair, { bytes: pdf(2) })
  const meeting = await meetingOf(chair, { papers: [[paper.id, 1]], invitees: [idOf(member)] })
  assert.equal((await member.get(`/api/meetings/${meeting.id}`)).status, 404)
  assert.equal((await member.get(`/api/documents/${paper.id}`)).status, 404)
  await step(chair, meeting, 'publish')
  const seen = await member.json('GET', `/api/meetings/${meeting.id}`)
  assert.deepEqual([seen.my_role, seen.may.steer, seen.agenda[0].papers[0].document_id], ['member', false, paper.id])
  assert.equal((await member.get(`/api/documents/${paper.id}/versions/1/file`)).status, 200)
  assert.equal((await stranger.get(`/api/meetings/${meeting.id}`)).status, 404)
  assert.equal((await stranger.get(`/api/documents/${paper.id}`)).status, 404)
})

test('unit_invited__means_its_people', async () => {
  const meeting = await meetingOf(chair, { invitees: [stranger.session.person.positions[0].unit.id] })
  await step(chair, meeting, 'publish')
  assert.equal((await stranger.get(`/api/meetings/${meeting.id}`)).status, 200)
})

test('paper__stays_pinned_and_says_that_a_newer_version_exists', async () => {
  const paper = await documentOf(chair, { bytes: pdf(1) })
  const meeting = await meetingOf(chair, { papers: [[paper.id, 1]], invitees: [idOf(member)] })
  await step(chair, meeting, 'publish')
  await versionOf(chair, paper.id, pdf(2))
  const own = (await chair.json('GET', `/api/meetings/${meeting.id}`)).agenda[0].papers[0]
  assert.deepEqual([own.version, own.newer_version], [1, 2])
  const theirs = (await member.json('GET', `/api/meetings/${meeting.id}`)).agenda[0].papers[0]
  assert.deepEqual([theirs.version, theirs.newer_version], [1, null])
  const { items } = await chair.json('PATCH', `/api/papers/${own.id}`, { version: 2 })
  assert.deepEqual([items[0].papers[0].version, items[0].papers[0].newer_version], [2, null])
})

test('member__cannot_steer', async () => {
  const meeting = await meetingOf(chair, { invitees: [idOf(member)] })
  await step(chair, meeting, 'publish')
  for (const [name, body] of [['start'], ['cancel'], ['current', { item_id: meeting.agenda[0].id }], ['end']]) assert.equal(await refused(member, meeting, name, body), 'not-allowed', name)
})

test('item__of_another_meeting_cannot_become_current', async () => {
  const [meeting, other] = [await meetingOf(chair), await meetingOf(chair)]
  await step(chair, meeting, 'publish')
  await step(chair, meeting, 'start')
  const { slug, field } = await problem(await chair.post(`/api/meetings/${meeting.id}/current`, { item_id: other.agenda[0].id }))
  assert.deepEqual([slug, field], ['unknown-reference', 'item_id'])
})

test('home__shows_the_running_meeting_first_and_what_is_to_read', async () => {
  const paper = await documentOf(chair, { bytes: pdf(1), subject: 'Tài liệu cần đọc' })
  const meeting = await meetingOf(chair, { papers: [[paper.id, 1]], invitees: [idOf(member)], secretary_ids: [idOf(secretary)] })
  await step(chair, meeting, 'publish')
  await step(chair, meeting, 'start')
  const home = await member.json('GET', '/api/home')
  assert.ok(home.running.some(row => row.id === meeting.id))
  assert.ok(home.to_read.some(row => row.document_id === paper.id))
})
