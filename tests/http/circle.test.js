// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rule 24 on every route there is: what a member outside a restricted item's circle is answered does not change by a byte when the item comes, is talked
// about and moves on. Made from /api/openapi.json, so that a new route is asked too.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { pause, startServer, until } from './server.js'
import { describe_, documentOf, operations, pdf, valueOf } from './make.js'

const WORDS = ['Mục rất kín', 'Hồ sơ nhân sự kín', 'kin-dao.pdf', 'Tuyetkhongloword', 'Lời bàn kín', 'Phương án kín']
/** Times and keys of the moment, and the versions of answers that others' acts raise. */
const moment = text => text.replaceAll(/"(at|server_time|updated_at|fetched_at|last_used_at|last_seen_at|expires_at|token|key|instance)": ?"[^"]*"/g, '"$1":""')
  .replaceAll(/DTSTAMP:\w+/g, 'DTSTAMP:')

let server, description, secretary, inside, outside, meeting, open, secret, ids, room, type, template, token, screen
before(async () => {
  server = await startServer({ sample: true })
  description = await describe_(server)
  secretary = await server.signIn('donvi1.lanhdao')
  inside = await server.signIn('donvi2.lanhdao')
  outside = await server.signIn('donvi3.lanhdao')
  open = await documentOf(secretary, { bytes: pdf(2, 'Chung'), subject: 'Báo cáo chung', filename: 'chung.pdf' })
  secret = await documentOf(secretary, { bytes: pdf(2, 'Tuyetkhongloword'), subject: 'Hồ sơ nhân sự kín', filename: 'kin-dao.pdf' })
  room = (await secretary.json('GET', '/api/catalogues/room')).items[0].id
  type = (await secretary.json('GET', '/api/catalogues/meeting-type')).items[0].id
  const made = await secretary.json('POST', '/api/meetings', { title: 'Họp Ban', room_id: room, starts_at: new Date(Date.now() + 2 * 86400e3).toISOString(), chair_id: secretary.session.person.id })
  await secretary.json('PUT', `/api/meetings/${made.id}/agenda`, {
    items: [{ title: 'Mục chung', minutes: 20, papers: [{ document_id: open.id, version: 1 }] }, { title: 'Mục sau', minutes: 10 }]
  })
  await secretary.json('PUT', `/api/meetings/${made.id}/invitees`, { invitees: [inside, outside].map(({ session }) => ({ principal_id: session.person.id, role: 'member' })) })
  meeting = await secretary.json('POST', `/api/meetings/${made.id}/publish`, undefined, 200)
  template = (await outside.json('POST', '/api/meeting-templates', { meeting_id: meeting.id, name: 'Mẫu' })).id
  token = (await outside.json('POST', '/api/feed', { language: 'vi' })).path.split('/')[3]
  screen = (await secretary.json('POST', `/api/meetings/${meeting.id}/wall`)).path.split('/')[2]
  await outside.json('POST', `/api/meetings/${meeting.id}/pack`, undefined, 200)
  await until(async () => (await outside.json('GET', `/api/meetings/${meeting.id}/pack`)).state === 'done', 'the pack', 120000)
})
after(() => server?.stop())

const common = () => ({
  document: open.id, meeting: meeting.id, item: meeting.agenda[0].id, paper: meeting.agenda[0].papers[0].id, n: '1', p: '1', k: '1',
  person: secretary.session.person.id, unit: outside.session.person.positions[0].unit.id, catalogue: 'room', session: outside.session.id, entry: room, template, token
})
const day = shift => new Date(Date.now() + shift * 86400e3).toISOString().slice(0, 10)
/** What a call is asked with whose parameters cannot be guessed from their types. */
const asked = () => new Map([
  ['calendarGet', ['me', `unit:${common().unit}`, `person:${inside.session.person.id}`, `person:${secretary.session.person.id}`, `room:${room}`].map(of => `from=${day(-1)}&to=${day(30)}&of=${of}`)],
  ['meetingConflicts', [`starts_at=${meeting.starts_at}&room_id=${room}&people=${inside.session.person.id}&people=${secretary.session.person.id}`]],
  ['seriesPreview', [`starts_at=${meeting.starts_at}&every=week&count=3`]],
  ['principalSearch', ['q=kin', 'q=Tuyetkhongloword', `q=${encodeURIComponent('Hồ sơ')}`]],
  ['proposalList', ['', `meeting=${meeting.id}`]]
])
/** These are somebody else's to ask, or of what is not there; whatever else answers with an error here is not really asked. */
const not_theirs = {
  403: ['conclusionFile', 'minutesExtractFile', 'meetingMailGet', 'personSessionList', 'rollCodeGet', 'wallGet', 'wordTemplateList'], // who prepares, the person, who steers, who administers
  404: ['invitationPaperGet', 'attachmentFile', 'uploadGet', 'voteGet', 'voteFile', 'secretPapersGet', 'secretListGet', 'secretSealGet', 'recordBundle', 'itemRecordBundle', 'wallPage', 'minutesFile', 'taskGet'] // who prepares; there is none
}
/** Values that a query parameter is asked with: the secret's own words where words are taken. */
const queries = operation => {
  if (asked().has(operation.id)) return asked().get(operation.id)
  const required = operation.parameters.filter(({ in: where, required: must }) => where === 'query' && must)
  const fixed = new Map([['from', '2020-01-01'], ['subject', `meeting:${meeting.id}`], ['pages', '1-2']])
  const base = required.map(({ name, schema }) => `${name}=${encodeURIComponent(fixed.get(name) ?? (schema.enum?.[0] ?? (schema.type === 'integer' ? 1 : schema.format === 'uuid' ? meeting.id : schema.format === 'date' ? '2026-12-01' : schema.format === 'date-time' ? new Date(Date.now() + 86400e3).toISOString() : 'x')))}`)
  const words = operation.parameters.some(({ name }) => name === 'q') ? ['kin', 'Tuyetkhongloword', 'Hồ sơ nhân sự'] : []
  return [base.join('&'), ...words.map(q => [...base, `q=${encodeURIComponent(q)}`].join('&'))]
}

/** Every GET that outside can make: what it is answered. */
async function world (person) {
  const answers = new Map()
  for (const operation of operations(description).filter(({ method, path }) => method === 'GET' && path !== '/api/events' && path !== '/api/wall/{token}/events' && !path.endsWith('/image'))) {
    const values = { ...common(), ...(operation.id === 'typeRulesGet' ? { entry: type } : {}), ...(operation.path.startsWith('/api/wall/') ? { token: screen } : {}) }
    const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name) => values[name] ?? randomUUIDOnce(name))
    for (const query of queries(operation)) {
      const reply = await person.get(path + (query ? `?${query}` : ''))
      const text = moment(printed(Buffer.from(await reply.arrayBuffer())))
      answers.set(`${operation.id} ${names.join(',')} ${query}`, `${reply.status} ${text}`)
    }
  }
  return answers
}
const once = new Map()
const randomUUIDOnce = name => once.get(name) ?? once.set(name, randomUUID()).get(name)

/** A register bears the minute it was printed at: of such a file its words are looked at, without the times of day. */
const printed = bytes => /\/CreationDate \(\d{14}Z\)/.test(bytes.toString('latin1')) && bytes.subarray(0, 4).equals(Buffer.from('%PDF'))
  ? execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes }).toString('latin1').replaceAll(/\d{1,2}:\d{2}/g, '').replaceAll(/[ \t]+/g, ' ')
  : bytes.toString('latin1')
const difference = (name, was, is) => {
  const at = [...was].findIndex((letter, index) => letter !== is[index])
  return `${name}: …${was.slice(Math.max(0, at - 60), at + 60)}… became …${is.slice(Math.max(0, at - 60), at + 60)}…`
}

/** What is new on this person's stream of the meeting and of themselves. */
async function listen (person) {
  const control = new AbortController()
  const reply = await fetch(`${server.origin}/api/events?subject=meeting:${meeting.id}&subject=person:${person.session.person.id}`, { headers: { cookie: person.cookie }, signal: control.signal })
  assert.equal(reply.status, 200)
  const heard = { text: '', close: () => control.abort() }
  ;(async () => { for await (const part of reply.body.pipeThrough(new TextDecoderStream())) heard.text += part })().catch(() => {})
  await until(() => heard.text.includes('hello'), 'hello')
  await pause(300)
  heard.text = ''
  return heard
}

test('restricted_item__changes_no_answer_of_any_route_for_those_outside (rule 24)', async () => {
  await world(outside) // what asking itself leaves behind (pages drawn, reading places) is there before
  await pause(500)
  const before_ = await world(outside)
  assert.ok(before_.size >= 70, `${before_.size} answers`)
  for (const [name, answer] of before_) {
    const [call, status] = [name.split(' ')[0], answer.slice(0, 3)]
    assert.ok(status === '200' || not_theirs[status]?.includes(call), `${name} is not really asked: ${answer.slice(0, 200)}`)
  }
  const [heardOutside, heardInside] = [await listen(outside), await listen(inside)]

  const agenda = await secretary.json('POST', `/api/meetings/${meeting.id}/agenda`, {
    title: 'Mục rất kín', minutes: 15, restricted: true, circle: [inside.session.person.id], papers: [{ document_id: secret.id, version: 1 }]
  })
  const item = agenda.items.at(-1)
  assert.equal(item.number, 'R1')
  await inside.json('POST', `/api/agenda-items/${item.id}/comments`, { kind: 'question', audience: 'all', body: 'Lời bàn kín' })
  await inside.json('PUT', `/api/agenda-items/${item.id}/note`, { body: 'Lời bàn kín' }, 200)
  const thread = await inside.json('POST', `/api/documents/${secret.id}/versions/1/threads`, { page: 1, body: 'Lời bàn kín' })
  await secretary.json('PATCH', `/api/agenda-items/${item.id}`, { title: 'Mục rất kín, sửa', minutes: 25 }, 200)
  await secretary.json('POST', `/api/documents/${secret.id}/versions?filename=kin-dao.pdf&note=hai`, pdf(3, 'Tuyetkhongloword'))
  await secretary.json('PATCH', `/api/papers/${item.papers[0].id}`, { version: 2 }, 200)
  const vote = await secretary.json('POST', `/api/meetings/${meeting.id}/votes`, { item_id: item.id, title: 'Phương án kín', paper_id: item.papers[0].id })
  ids = { item: item.id, paper: item.papers[0].id, document: secret.id, thread: thread.id, comment: thread.comments[0].id, vote: vote.id }
  ids.remark = (await inside.json('GET', `/api/meetings/${meeting.id}/comments`)).items[0].id
  await until(() => heardInside.text.includes('circle'), 'the circle is told')
  await pause(2500) // what works in the background has had its time

  const after_ = await world(outside)
  for (const [name, was] of before_) assert.ok(after_.get(name) === was, difference(name, was, after_.get(name)))
  assert.ok(!/change|circle/.test(heardOutside.text), `outside heard: ${heardOutside.text}`)
  for (const heard of [heardOutside, heardInside]) heard.close()
  for (const [name, answer] of after_) for (const word of WORDS) assert.ok(!Buffer.from(answer, 'latin1').toString().includes(word), `${word} in ${name}`)
  // and it is there for those inside
  const theirs = await inside.json('GET', `/api/meetings/${meeting.id}`)
  assert.deepEqual(theirs.agenda.map(({ number }) => number), ['1', '2', 'R1'])
  assert.equal((await inside.get(`/api/documents/${secret.id}/versions/2/file`)).status, 200)
})

test('restricted_item__is_nowhere_for_those_outside_on_any_route_that_names_a_thing (rule 24)', async () => {
  const nowhere = Object.fromEntries(Object.keys(ids).map(name => [name, randomUUID()]))
  const named = operations(description).filter(({ path }) => [...path.matchAll(/\{(\w+)\}/g)].some(([, name]) => name in ids))
  assert.ok(named.length >= 30, `${named.length} routes`)
  for (const operation of named) {
    const [there, none] = await Promise.all([ids, nowhere].map(async mine => {
      const values = { ...common(), ...mine, ...(operation.path.startsWith('/api/item-comments/') ? { comment: mine.remark } : {}) }
      const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name) => values[name] ?? randomUUIDOnce(name))
      const query = operation.parameters.filter(parameter => parameter.in === 'query' && (parameter.required || parameter.name === 'filename'))
        .map(({ name, schema }) => `${name}=${schema.type === 'integer' ? 0 : 'x.pdf'}`).join('&')
      const body = operation.body ? valueOf(description, operation.body) : operation.stream ? pdf(1) : undefined
      const reply = await outside.ask(operation.method, path + (query ? `?${query}` : ''), body)
      const text = (await reply.text()).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID').replace(/"instance":"[^"]*"/, '')
      return `${reply.status} ${text}`
    }))
    assert.equal(there.slice(0, 3), '404', `${operation.id}: ${there.slice(0, 200)}`)
    assert.equal(there, none, operation.id)
  }
})

test('restricted_item__when_the_meeting_comes_to_it_others_stand_on_nothing (rule 24)', async () => {
  await secretary.json('POST', `/api/meetings/${meeting.id}/start`, undefined, 200)
  const heard = await listen(outside)
  await secretary.json('POST', `/api/meetings/${meeting.id}/current`, { item_id: ids.item }, 200)
  await until(() => heard.text.includes('current'), 'the step')
  heard.close()
  assert.ok(!heard.text.includes(ids.item), heard.text)
  assert.equal((await outside.json('GET', `/api/meetings/${meeting.id}`)).current_item_id, null)
  assert.equal((await inside.json('GET', `/api/meetings/${meeting.id}`)).current_item_id, ids.item)
  const wall = await (await server.nobody.get(`/api/wall/${screen}`)).text()
  assert.equal(JSON.parse(wall).apart, true)
  for (const word of [...WORDS, ids.item, 'R1']) assert.ok(!wall.includes(word), `${word} on the wall`)
})

test('restricted_item__a_vote_on_it_is_held_in_its_circle (rules 24, 30)', async () => {
  for (const one of [secretary, inside, outside]) await one.json('POST', `/api/meetings/${meeting.id}/attendance`, { state: 'room' }, 200)
  const heard = await listen(outside)
  const vote = await secretary.json('POST', `/api/votes/${ids.vote}/open`, undefined, 200)
  await inside.json('POST', `/api/votes/${ids.vote}/ballots`, { option_ids: [vote.options[0].id] })
  assert.equal((await outside.post(`/api/votes/${ids.vote}/ballots`, { option_ids: [vote.options[0].id] })).status, 404)
  await pause(1500) // the tick has told
  const closed = await secretary.json('POST', `/api/votes/${ids.vote}/close`, undefined, 200)
  assert.deepEqual([closed.result.members, closed.result.entitled, closed.result.voted], [2, 2, 1], 'the chair and one member are its circle')
  await secretary.json('POST', `/api/votes/${ids.vote}/publish`, undefined, 200)
  assert.equal((await inside.json('GET', `/api/meetings/${meeting.id}/votes`)).items.length, 1)
  assert.deepEqual((await outside.json('GET', `/api/meetings/${meeting.id}/votes`)).items, [])
  heard.close()
  assert.ok(!/"vote"|Phương án kín/.test(heard.text), heard.text)
})
