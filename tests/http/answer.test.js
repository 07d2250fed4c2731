// SPDX-License-Identifier: GPL-3.0-or-later
//
// Answers to an invitation through the API (E6, rule 23).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer } from './server.js'
import { meetingOf, problem } from './make.js'

let server, chair, member, leader, officer, stranger, meeting
const idOf = person => person.session.person.id
before(async () => {
  server = await startServer({ sample: true })
  ;[chair, member, leader, officer, stranger] = await Promise.all(['chutri', 'snv.lanhdao', 'donvi1.lanhdao', 'donvi1.chuyenvien', 'donvi6.chuyenvien'].map(account => server.signIn(account)))
  meeting = await meetingOf(chair, { invitees: [idOf(member), idOf(leader)] })
  await chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
})
after(() => server?.stop())

const place = () => `/api/meetings/${meeting.id}`
const answer = (person, body, status = 200) => person.json('PUT', `${place()}/answer`, body, status)
const wrong = async (person, body) => { const found = await problem(await person.put(`${place()}/answer`, body)); return [found.slug, found.field] }

test('answer__bad_ones_are_refused_by_field', async () => {
  assert.deepEqual(await wrong(member, { answer: 'perhaps' }), ['wrong-value', 'answer'])
  assert.deepEqual(await wrong(member, {}), ['missing-field', 'answer'])
  assert.deepEqual(await wrong(member, { answer: 'declined' }), ['missing-field', 'reason'])
  assert.deepEqual(await wrong(member, { answer: 'substituted', substitute_id: idOf(leader) }), ['conflict', 'substitute_id'])
  assert.deepEqual(await wrong(member, { answer: 'substituted', substitute_id: idOf(stranger) }), ['wrong-value', 'substitute_id'])
  assert.deepEqual(await wrong(member, { answer: 'confirmed', substitute_id: idOf(stranger) }), ['conflict', 'substitute_id'])
  assert.equal((await problem(await stranger.put(`${place()}/answer`, { answer: 'confirmed' }))).status, 404)
  assert.equal((await member.json('GET', place())).expected.find(one => one.person.id === idOf(member)).answer, null)
})

test('substitute__has_the_meeting_until_withdrawn', async () => {
  assert.equal((await officer.get(place())).status, 404)
  assert.deepEqual((await leader.json('GET', `${place()}/colleagues?q=hau`)).items.map(one => one.id), [idOf(officer)])
  await answer(leader, { answer: 'substituted', substitute_id: idOf(officer) })
  assert.equal((await officer.json('GET', place())).my_role, 'substitute')
  assert.equal((await officer.json('GET', '/api/home')).upcoming.concat((await officer.json('GET', '/api/home')).today).some(one => one.id === meeting.id), true)
  await answer(leader, { answer: 'confirmed' })
  assert.equal((await officer.get(place())).status, 404)
})

test('answer__is_closed_by_the_start', async () => {
  await chair.json('POST', `${place()}/start`, undefined, 200)
  assert.deepEqual(await wrong(leader, { answer: 'declined', reason: 'Ốm' }), ['wrong-state', undefined])
  assert.equal((await leader.json('GET', place())).may.answer, false)
})
