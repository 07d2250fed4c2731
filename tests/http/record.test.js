// SPDX-License-Identifier: GPL-3.0-or-later
//
// What happened in a meeting, and its sealed record (G3; rules 24, 34), over the API.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { meetingOf, problem } from './make.js'
import { startServer } from './server.js'

let server, chair, inside, outside, stranger
before(async () => {
  server = await startServer({ sample: true })
  chair = await server.signIn('donvi1.lanhdao')
  inside = await server.signIn('donvi2.lanhdao')
  outside = await server.signIn('donvi3.lanhdao')
  stranger = await server.signIn('donvi4.lanhdao')
})
after(() => server?.stop())

const step = (person, meeting, name, body) => person.json('POST', `/api/meetings/${meeting}/${name}`, body, 200)

test('events__are_what_happened_newest_first_and_page_by_key (rule 34)', async () => {
  const meeting = await meetingOf(chair, { invitees: [inside, outside].map(({ session }) => session.person.id) })
  assert.equal((await problem(await chair.get(`/api/meetings/${meeting.id}/events`))).http, 404, 'a draft has none')
  await step(chair, meeting.id, 'publish')
  await step(chair, meeting.id, 'start')
  await inside.json('POST', `/api/meetings/${meeting.id}/attendance`, { state: 'room' }, 200)
  await step(chair, meeting.id, 'current', { item_id: meeting.agenda[1].id })
  await step(chair, meeting.id, 'end')
  const all = await outside.json('GET', `/api/meetings/${meeting.id}/events`)
  assert.deepEqual(all.items.map(({ kind }) => kind), ['meeting-ended', 'meeting-moved', 'attendance-said', 'meeting-started', 'meeting-published'])
  assert.equal(all.next, null)
  assert.equal(all.items[1].item.title, 'Mục hai')
  assert.equal(all.items[2].person.full_name, inside.session.person.full_name)
  const paged = []
  for (let after = ''; after !== null;) {
    const page = await outside.json('GET', `/api/meetings/${meeting.id}/events?limit=2${after && `&after=${after}`}`)
    paged.push(...page.items)
    after = page.next
  }
  assert.deepEqual(paged, all.items)
  assert.equal((await problem(await outside.get(`/api/meetings/${meeting.id}/events?after=x`))).field, 'after')
  assert.equal((await problem(await stranger.get(`/api/meetings/${meeting.id}/events`))).http, 404)
})
