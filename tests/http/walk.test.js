// SPDX-License-Identifier: GPL-3.0-or-later
//
// Made from /api/openapi.json: every route that names a thing, as every role without a grant. It gets the answer that a random id gets, and nothing more (A4, A7).
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { startServer } from './server.js'
import { describe_, documentOf, meetingOf, operations, pdf, valueOf } from './make.js'

const roles = ['quantri', 'chutri', 'thuky', 'vanthu', 'chuyenvien', 'donvi4.lanhdao', 'donvi4.chuyenvien']
/* What every signed-in person may know (A1, A2, A5); walked in people.test.js. */
const common = new Set(['person', 'unit', 'position', 'entry', 'catalogue'])

common.add('name') // of a wording: for administrators, invitation.test.js

let server, description, walked, ids
before(async () => {
  server = await startServer({ sample: true })
  description = await describe_(server)
  walked = operations(description).filter(({ path }) => [...path.matchAll(/\{(\w+)\}/g)].some(([, name]) => name.length > 1 && !common.has(name)))
  const owner = await server.signIn('donvi1.lanhdao')
  const document = await documentOf(owner, { bytes: pdf(2, 'Bi mat'), subject: 'Không ai khác được biết', filename: 'rieng.pdf' })
  await owner.json('POST', `/api/documents/${document.id}/versions?filename=phu-luc.csv&part=attachment`, Buffer.from('a,b\n1,2\n'))
  const thread = await owner.json('POST', `/api/documents/${document.id}/versions/2/threads`, { page: 1, body: 'Lời riêng' })
  const note = await owner.json('PUT', `/api/notes/${randomUUID()}`, { document_id: document.id, version: 1, page: 1, kind: 'text', audience: 'readers', colour: 'red', body: 'Ghi chú riêng' }, 200)
  const meeting = await meetingOf(owner, { papers: [[document.id, 2]], title: 'Cuộc họp kín' })
  const remark = await owner.json('POST', `/api/agenda-items/${meeting.agenda[0].id}/comments`, { kind: 'comment', audience: 'all', body: 'Ý kiến riêng' })
  const template = await owner.json('POST', '/api/meeting-templates', { name: 'Mẫu riêng của đơn vị', meeting_id: meeting.id })
  const running = await meetingOf(owner, { title: 'Cuộc họp kín đang diễn ra' })
  for (const step of ['publish', 'start']) await owner.json('POST', `/api/meetings/${running.id}/${step}`, undefined, 200)
  const floor = await owner.json('POST', `/api/meetings/${running.id}/speeches`, { queue: 'speech', topic: 'Lời kín' })
  const vote = await owner.json('POST', `/api/meetings/${running.id}/votes`, { item_id: running.agenda[0].id, title: 'Biểu quyết kín' })
  const conclusion = await owner.json('POST', `/api/meetings/${running.id}/conclusions`, { text: 'Kết luận kín' })
  const task = await owner.json('POST', `/api/meetings/${running.id}/tasks`, { title: 'Nhiệm vụ kín', lead_unit_id: owner.session.person.positions[0].unit.id, due_on: '2099-01-01' })
  await owner.json('POST', `/api/meetings/${running.id}/attendance`, { state: 'room' }, 200)
  await owner.json('PUT', `/api/meetings/${running.id}/chat`, { open: true })
  const message = await owner.json('POST', `/api/meetings/${running.id}/chat`, { body: 'Lời trao đổi kín' })
  const over = await meetingOf(owner, { title: 'Cuộc họp kín đã kết thúc' })
  for (const step of ['publish', 'start', 'end']) await owner.json('POST', `/api/meetings/${over.id}/${step}`, undefined, 200)
  const minutes = await owner.json('POST', `/api/meetings/${over.id}/minutes`, {})
  await owner.json('POST', `/api/minutes/${minutes.id}/circulate`, { until: new Date(Date.now() + 86400e3).toISOString() }, 200)
  const said = await owner.json('POST', `/api/minutes-blocks/${minutes.blocks[0].id}/comments`, { body: 'Góp ý kín' })
  const proposal = await owner.json('POST', '/api/proposals', { unit_id: owner.session.person.positions[0].unit.id, title: 'Đề xuất kín', meeting_id: meeting.id })
  const upload = await owner.json('POST', '/api/uploads', { filename: 'rieng.pdf', bytes: 1000 })
  ids = {
    document: document.id, thread: thread.id, comment: thread.comments[0].id, note: note.id, meeting: meeting.id, item: meeting.agenda[0].id, paper: meeting.agenda[0].papers[0].id,
    proposal: proposal.id,
    token: 'A'.repeat(43),
    upload: upload.id, session: owner.session.id, person: owner.session.person.id, queue: 'speech', speech: floor.waiting[0].id, vote: vote.id, template: template.id,
    conclusion: conclusion.id, task: task.id, message: message.id, minutes: minutes.id, block: minutes.blocks[0].id, said: said.id,
    remark: remark.id, unit: owner.session.person.positions[0].unit.id, n: '2', p: '1', k: '1'
  }
})
after(() => server?.stop())

const fixed = { queue: 'speech', n: '2', p: '1', k: '1', token: 'B'.repeat(43) }
const random = { ...Object.fromEntries(['document', 'thread', 'comment', 'note', 'meeting', 'item', 'paper', 'upload', 'session', 'person', 'speech', 'vote', 'template', 'proposal', 'remark', 'unit', 'conclusion', 'minutes', 'block', 'said', 'task', 'message'].map(name => [name, randomUUID()])), ...fixed }

async function answer (person, operation, values) {
  const named = operation.path.startsWith('/api/item-comments/') ? { ...values, comment: values.remark } : operation.path.startsWith('/api/minutes-comments/') ? { ...values, comment: values.said } : values
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name) => named[name] ?? assert.fail(`the walk knows no ${name}`))
  const query = operation.parameters.filter(parameter => parameter.in === 'query' && (parameter.required || parameter.name === 'filename'))
    .map(({ name, schema }) => `${name}=${schema.type === 'integer' ? 0 : 'x.pdf'}`).join('&')
  const body = operation.body ? valueOf(description, operation.body) : operation.stream ? pdf(1) : undefined
  const reply = await person.ask(operation.method, path + (query ? `?${query}` : ''), body)
  const text = (await reply.text()).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID').replace(/"instance":"[^"]*"/, '') // the request's own number
  return { status: reply.status, text, etag: reply.headers.get('etag') }
}

test('walk__covers_every_route_that_names_a_thing', () => {
  assert.ok(walked.length >= 48, `${walked.length} routes`)
})

for (const role of roles) {
  test(`${role}__without_a_grant_gets_404_and_learns_nothing_on_every_route`, async () => {
    const person = await server.signIn(role)
    for (const operation of walked) {
      const [there, nowhere] = [await answer(person, operation, ids), await answer(person, operation, random)]
      assert.equal(there.status, 404, `${operation.id}: ${there.status} ${there.text.slice(0, 200)}`)
      assert.deepEqual(there, nowhere, operation.id)
    }
  })
}

test('nobody__signed_out_gets_401_on_every_route_that_is_not_open', async () => {
  for (const operation of operations(description).filter(({ open }) => !open)) {
    const values = { ...random, person: randomUUID(), unit: randomUUID(), position: randomUUID(), entry: randomUUID(), catalogue: 'room', name: 'invitation' }
    const { status, text } = await answer(server.nobody, operation, values)
    assert.equal(status, 401, `${operation.id}: ${text.slice(0, 200)}`)
  }
})

test('things_of_others__are_not_in_lists_search_or_home', async () => {
  for (const role of roles) {
    const person = await server.signIn(role)
    for (const path of ['/api/documents?limit=200', '/api/documents?q=khong+ai+khac', '/api/meetings?limit=200', '/api/meetings?q=kin', '/api/home']) {
      const text = await (await person.get(path)).text()
      for (const name of ['document', 'meeting']) assert.ok(!text.includes(ids[name]), `${role} ${path}`)
    }
  }
})
