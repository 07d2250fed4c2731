// SPDX-License-Identifier: GPL-3.0-or-later
//
// The chat beside a meeting (F8): opened and closed by the chair, written by those who are there, told with one small event that needs no request.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { pause, startServer, until } from './server.js'
import { meetingOf, problem } from './make.js'

let server, chair, first, second, meeting
const at = () => `/api/meetings/${meeting.id}/chat`
const idOf = person => person.session.person.id
before(async () => {
  server = await startServer({ sample: true })
  ;[chair, first, second] = await Promise.all(['chutri', 'donvi1.lanhdao', 'donvi2.lanhdao'].map(account => server.signIn(account)))
  const made = await meetingOf(chair, { title: 'Họp có trao đổi', invitees: [idOf(first), idOf(second)] })
  for (const step of ['publish', 'start']) meeting = await chair.json('POST', `/api/meetings/${made.id}/${step}`, undefined, 200)
  await first.json('POST', `/api/meetings/${meeting.id}/attendance`, { state: 'room' }, 200)
})
after(() => server?.stop())

async function listen (person) {
  const control = new AbortController()
  const reply = await fetch(`${server.origin}/api/events?subject=meeting:${meeting.id}`, { headers: { cookie: person.cookie }, signal: control.signal })
  const heard = { text: '', close: () => control.abort() }
  ;(async () => { for await (const part of reply.body.pipeThrough(new TextDecoderStream())) heard.text += part })().catch(() => {})
  await until(() => heard.text.includes('hello'), 'hello')
  heard.text = ''
  return heard
}
const changes = heard => [...heard.text.matchAll(/data: (\{.*\})/g)].map(([, text]) => JSON.parse(text)).filter(({ kind }) => kind === 'chat')

test('chat__is_off_until_the_chair_opens_it (F8)', async () => {
  assert.deepEqual(await first.json('GET', at()).then(({ open, may_write, items }) => [open, may_write, items]), [false, false, []])
  assert.equal((await problem(await first.ask('POST', at(), { body: 'Xin chào' }))).slug, 'conflict')
  assert.equal((await problem(await first.ask('PUT', at(), { open: true }))).slug, 'not-allowed')
  assert.equal((await chair.json('PUT', at(), { open: true }, 200)).open, true)
  assert.equal((await first.json('GET', at())).may_write, true)
})

test('message__reaches_everybody_as_one_event_with_its_words', async () => {
  const heard = await listen(second)
  const sent = await first.json('POST', at(), { body: '  Đề nghị gửi số liệu  ' })
  assert.equal(sent.body, 'Đề nghị gửi số liệu')
  await until(() => changes(heard).length === 1, 'the event')
  const [{ patch, revision }] = changes(heard)
  assert.deepEqual(patch.message, sent)
  const copy = await second.json('GET', at())
  assert.deepEqual([copy.revision, copy.items], [revision, [sent]])
  heard.close()
})

test('message__bad_input_names_its_field', async () => {
  for (const [body, slug] of [[{}, 'missing-field'], [{ body: '' }, 'missing-field'], [{ body: 'a'.repeat(1001) }, 'too-long'], [{ body: 7 }, 'wrong-type'], [{ body: 'a', item_id: meeting.agenda[0].id }, 'unknown-field']]) {
    const told = await problem(await first.ask('POST', at(), body))
    assert.ok(told.slug === slug || (body.body === '' && told.field === 'body'), JSON.stringify(told))
  }
})

test('message__of_the_absent_is_refused_and_of_the_hasty_slowed_down', async () => {
  assert.equal((await problem(await second.ask('POST', at(), { body: 'Tôi vắng' }))).slug, 'not-allowed')
  const slugs = new Set()
  for (let i = 0; i < 4; i++) { const reply = await first.ask('POST', at(), { body: `Tin ${i}` }); if (reply.status !== 201) slugs.add((await problem(reply)).slug) }
  assert.deepEqual([...slugs], ['too-many-tries'])
})

test('message__is_taken_back_by_its_writer_and_hidden_by_the_chair_with_a_trace', async () => {
  await pause(1100)
  const mine = await first.json('POST', at(), { body: 'Viết nhầm' })
  assert.equal((await problem(await second.ask('DELETE', `/api/chat-messages/${mine.id}`))).slug, 'not-allowed')
  const heard = await listen(second)
  assert.deepEqual(await first.json('DELETE', `/api/chat-messages/${mine.id}`, undefined, 200).then(({ body, taken_back }) => [body, taken_back]), [null, true])
  await until(() => changes(heard).length === 1, 'the event')
  assert.ok(!heard.text.includes('Viết nhầm'))
  assert.equal(server.sql(`select count(*) from app.chat_message c where c::text like '%Viết nhầm%'`), '0')
  await pause(1100)
  const other = await first.json('POST', at(), { body: 'Lời không hay' })
  await until(() => changes(heard).length === 2, 'the event')
  heard.text = ''
  assert.equal((await problem(await first.ask('PUT', `/api/chat-messages/${other.id}/hidden`, { hidden: true }))).slug, 'not-allowed')
  const hidden = await chair.json('PUT', `/api/chat-messages/${other.id}/hidden`, { hidden: true }, 200)
  assert.deepEqual([hidden.body, hidden.hidden_by.full_name], ['Lời không hay', chair.session.person.full_name])
  await until(() => changes(heard).length === 1, 'the event')
  assert.ok(!heard.text.includes('Lời không hay'))
  assert.equal((await second.json('GET', at())).items.at(-1).body, null)
  assert.equal((await chair.json('GET', at())).items.at(-1).body, 'Lời không hay')
  heard.close()
})

test('chat__is_not_there_for_those_not_invited_and_ends_with_the_chairs_word', async () => {
  const stranger = await server.signIn('donvi6.chuyenvien')
  for (const [method, path, body] of [['GET', at()], ['POST', at(), { body: 'a' }], ['PUT', at(), { open: true }]]) assert.equal((await stranger.ask(method, path, body)).status, 404, method)
  await chair.json('PUT', at(), { open: false }, 200)
  await pause(1100)
  assert.equal((await problem(await first.ask('POST', at(), { body: 'Còn nữa' }))).slug, 'conflict')
  assert.ok((await first.json('GET', at())).items.length >= 2, 'what was written stays to be read')
})
