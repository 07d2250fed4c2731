// SPDX-License-Identifier: GPL-3.0-or-later
//
// Conclusions (F10; rules 24, 34): written by chair and secretary while the meeting runs, told at once, never lost between two writers.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { startServer, until } from './server.js'
import { documentOf, meetingOf, pdf, problem } from './make.js'

let server, chair, secretary, member, other, meeting, place
before(async () => {
  server = await startServer({ sample: true })
  ;[chair, secretary, member, other] = await Promise.all(['chutri', 'thuky', 'snv.lanhdao', 'stc.lanhdao'].map(name => server.signIn(name)))
  const people = [chair, member, other].map(person => person.session.person.id)
  meeting = await meetingOf(secretary, { chair_id: people[0], secretary_ids: [secretary.session.person.id], invitees: people.slice(1) })
  await secretary.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  place = `/api/meetings/${meeting.id}/conclusions`
})
after(() => server?.stop())

async function listen (person, ...subjects) {
  const control = new AbortController()
  const reply = await fetch(`${server.origin}/api/events?${subjects.map(subject => `subject=${subject}`).join('&')}`, { headers: { cookie: person.cookie }, signal: control.signal })
  assert.equal(reply.status, 200)
  const heard = { text: '', close: () => control.abort() }
  ;(async () => { for await (const part of reply.body.pipeThrough(new TextDecoderStream())) heard.text += part })().catch(() => {})
  await until(() => heard.text.includes('hello'), 'hello')
  return heard
}

test('conclusion__only_while_it_runs_and_by_chair_and_secretary', async () => {
  const early = await problem(await secretary.post(place, { text: 'Sớm' }))
  assert.deepEqual([early.http, early.slug], [409, 'wrong-state'])
  await chair.json('POST', `/api/meetings/${meeting.id}/start`, undefined, 200)
  assert.equal((await problem(await member.post(place, { text: 'Của tôi' }))).slug, 'not-allowed')
  for (const [field, body] of [['text', { text: '' }], ['text', { text: 'a'.repeat(10001) }], ['item_id', { text: 'a', item_id: randomUUID() }], ['lead_unit_id', { text: 'a', lead_unit_id: randomUUID() }],
    ['due_on', { text: 'a', due_on: '2026-02-30' }], ['documents.0.document_id', { text: 'a', documents: [{ document_id: randomUUID(), version: 1 }] }]]) {
    const wrong = await problem(await secretary.post(place, body))
    assert.deepEqual([wrong.http, wrong.field], [422, field])
  }
})

test('draft__is_heard_by_those_who_prepare_and_stated_by_all', async () => {
  const heard = await listen(member, `meeting:${meeting.id}`, `person:${member.session.person.id}`)
  const chairs = await listen(chair, `person:${chair.session.person.id}`)
  const draft = await secretary.json('POST', place, { text: 'Giao Sở Nội vụ', draft: true, item_id: meeting.agenda[0].id })
  await until(() => chairs.text.includes('Giao Sở Nội vụ'), 'the draft at the chair')
  assert.ok(!heard.text.includes('Giao Sở Nội vụ') && !heard.text.includes('change'), heard.text)
  assert.equal((await member.json('GET', place)).items.length, 0)
  const saved = await secretary.json('PATCH', `/api/conclusions/${draft.id}`, { text: 'Giao Sở Nội vụ tham mưu.' }, 200, { 'if-match': '"1"' })
  assert.equal(saved.edit_version, 2)
  const raced = await problem(await chair.ask('PATCH', `/api/conclusions/${draft.id}`, { text: 'Lời khác' }, { 'if-match': '"1"' }))
  assert.deepEqual([raced.http, raced.slug], [412, 'lost-race'])
  await chair.json('PATCH', `/api/conclusions/${draft.id}`, { draft: false }, 200, { 'if-match': '"2"' })
  await until(() => heard.text.includes('Giao Sở Nội vụ tham mưu.'), 'the conclusion in the event itself')
  const list = await member.json('GET', place)
  assert.deepEqual([list.items.map(one => one.text), list.may_write], [['Giao Sở Nội vụ tham mưu.'], false])
  heard.close()
  chairs.close()
})

test('file__of_a_conclusion_is_read_by_all_who_read_it', async () => {
  const doc = await documentOf(secretary, { bytes: pdf(1), subject: 'Phụ lục kết luận' })
  assert.equal((await member.get(`/api/documents/${doc.id}/versions/1/file`)).status, 404)
  await secretary.json('POST', place, { text: 'Ban hành kèm phụ lục.', documents: [{ document_id: doc.id, version: 1 }] })
  assert.equal((await member.get(`/api/documents/${doc.id}/versions/1/file`)).status, 200)
})

test('conclusion__on_a_restricted_item_is_nowhere_for_those_outside (rule 24)', async () => {
  const agenda = await secretary.json('POST', `/api/meetings/${meeting.id}/agenda`, { title: 'Mục kín', restricted: true, circle: [member.session.person.id] })
  const doc = await documentOf(secretary, { bytes: pdf(1), subject: 'Hồ sơ kín' })
  const before_ = await other.json('GET', place)
  const heard = await listen(other, `meeting:${meeting.id}`, `person:${other.session.person.id}`)
  const inside = await listen(member, `person:${member.session.person.id}`)
  const one = await secretary.json('POST', place, { text: 'Kết luận kín', item_id: agenda.items.at(-1).id, documents: [{ document_id: doc.id, version: 1 }] })
  await until(() => inside.text.includes('circle'), 'the circle is told')
  assert.deepEqual(await other.json('GET', place), before_)
  assert.ok(!heard.text.includes('change'), heard.text)
  assert.equal((await member.json('GET', place)).items.find(two => two.id === one.id).text, 'Kết luận kín')
  assert.deepEqual(await Promise.all([member, other].map(async person => (await person.get(`/api/documents/${doc.id}/versions/1/file`)).status)), [200, 404])
  for (const [method, path, body] of [['PATCH', '', { text: 'x' }], ['DELETE', ''], ['PUT', '/place', {}]]) assert.equal((await other.ask(method, `/api/conclusions/${one.id}${path}`, body)).status, 404)
  heard.close()
  inside.close()
})

test('fifty_writers_at_once__lose_nothing_silently', async () => {
  const one = await secretary.json('POST', place, { text: 'Gốc' })
  const replies = await Promise.all(Array.from({ length: 50 }, (_, i) => (i % 2 ? chair : secretary).ask('PATCH', `/api/conclusions/${one.id}`, { text: `Lời ${i}` }, { 'if-match': '"1"' })))
  const statuses = replies.map(reply => reply.status)
  assert.equal(statuses.filter(status => status === 200).length, 1)
  assert.equal(statuses.filter(status => status === 412).length, 49)
  const kept = await replies[statuses.indexOf(200)].json()
  assert.equal((await member.json('GET', place)).items.find(two => two.id === one.id).text, kept.text)
})
