// SPDX-License-Identifier: GPL-3.0-or-later
//
// Made from /api/openapi.json: what every route does with a body or a query string that is wrong. Each problem has its slug and its field.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { startServer } from './server.js'
import { describe_, operations, problem, valueOf } from './make.js'

let server, admin, description, all
before(async () => {
  server = await startServer({ sample: true })
  admin = await server.signIn('quantri')
  description = await describe_(server)
  all = operations(description)
})
after(() => server?.stop())

/* What is named by a word or a secret and not by an id. */
const WORDS = { catalogue: 'room', name: 'invitation', queue: 'speech', token: 'A'.repeat(43) }
const fill = path => path.replaceAll(/\{(\w+)\}/g, (_, name) => WORDS[name] ?? (name.length === 1 ? '1' : randomUUID()))
const FITTING = { date: '2026-12-01', 'date-time': '2026-12-01T01:00:00Z', uuid: randomUUID() }
const url = operation => fill(operation.path)
const schemaOf = schema => schema.$ref ? description.components.schemas[schema.$ref.split('/').at(-1)] : schema
const firstType = schema => [schema.type].flat()[0]
const send = (operation, body, headers) => admin.ask(operation.method, url(operation), body, headers)
const judged = async (reply, what) => {
  const { http, slug, field } = await problem(reply).catch(error => { throw new Error(`${what}: ${error.message}`) })
  return { http, slug, field }
}
const raw = (operation, bytes) => admin.ask(operation.method, url(operation), bytes, { 'content-type': 'application/json' })

test('every_operation__has_a_name_of_its_own', () => {
  assert.equal(new Set(all.map(operation => operation.id)).size, all.length)
  assert.ok(all.length > 60)
})

test('body_that_is_not_json__is_bad_json_on_every_route', async () => {
  for (const operation of all.filter(({ body }) => body)) {
    for (const text of ['{', '', '{"a":1,"a":2}', '['.repeat(1000), 'null x']) {
      const what = `${operation.id} ${text.slice(0, 20)}`
      const { http } = await judged(await raw(operation, Buffer.from(text)), what)
      assert.ok(http === 400 || http === 422, `${what}: ${http}`)
    }
    assert.deepEqual(await judged(await raw(operation, Buffer.from('{')), operation.id), { http: 400, slug: 'bad-json', field: undefined }, operation.id)
  }
})

test('body_that_is_not_utf8__is_not_utf8_on_every_route', async () => {
  for (const operation of all.filter(({ body }) => body)) {
    const { http, slug } = await judged(await raw(operation, Buffer.concat([Buffer.from('{"x":"'), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('"}')])), operation.id)
    assert.deepEqual([http, slug], [400, 'not-utf8'], operation.id)
  }
})

test('unknown_field__is_refused_by_name_on_every_route', async () => {
  for (const operation of all.filter(({ body }) => body)) {
    const value = { ...valueOf(description, operation.body), khong_co_truong_nay: 1 }
    assert.deepEqual(await judged(await send(operation, value), operation.id), { http: 422, slug: 'unknown-field', field: 'khong_co_truong_nay' }, operation.id)
  }
})

test('missing_field__is_refused_by_name_on_every_route', async () => {
  for (const operation of all.filter(({ body }) => body)) {
    const value = valueOf(description, operation.body)
    for (const name of schemaOf(operation.body).required ?? []) {
      const { [name]: dropped, ...rest } = value
      assert.deepEqual(await judged(await send(operation, rest), operation.id), { http: 422, slug: 'missing-field', field: name }, operation.id)
    }
  }
})

test('wrong_type__is_refused_by_name_on_every_route', async () => {
  for (const operation of all.filter(({ body }) => body)) {
    for (const [name, field] of Object.entries(schemaOf(operation.body).properties)) {
      const wrong = firstType(field) === 'string' ? 7 : firstType(field) === 'object' || field.$ref || field.anyOf?.some(one => one.$ref) ? 'x' : { a: 1 }
      const value = { ...valueOf(description, operation.body), [name]: wrong }
      assert.deepEqual(await judged(await send(operation, value), `${operation.id} ${name}`), { http: 422, slug: 'wrong-type', field: name }, `${operation.id} ${name}`)
    }
  }
})

test('text_too_long_and_number_out_of_range__are_refused_by_name_on_every_route', async () => {
  for (const operation of all.filter(({ body }) => body)) {
    for (const [name, field] of Object.entries(schemaOf(operation.body).properties)) {
      const cases = []
      if (firstType(field) === 'string' && field.maxLength) cases.push(['ă'.repeat(field.maxLength + 1), 'too-long'])
      if (firstType(field) === 'integer' && field.maximum < Number.MAX_SAFE_INTEGER) cases.push([field.maximum + 1, 'out-of-range'], [field.minimum - 1, 'out-of-range'])
      if (firstType(field) === 'array') cases.push([Array(field.maxItems + 1).fill(valueOf(description, field.items)), 'too-long'])
      if (field.enum) cases.push(['khong-co', 'wrong-value'])
      if (field.format === 'uuid' || field.format === 'date' || field.format === 'date-time') cases.push(['2026-13-45', 'wrong-value'])
      for (const [wrong, slug] of cases) {
        const body = { ...valueOf(description, operation.body), [name]: wrong }
        if (JSON.stringify(body).length > 900000) continue // the door's own limit
        assert.deepEqual(await judged(await send(operation, body), `${operation.id} ${name}`), { http: 422, slug, field: name }, `${operation.id} ${name} ${slug}`)
      }
    }
  }
})

test('query_string__is_checked_like_a_body', async () => {
  for (const operation of all.filter(({ method }) => method === 'GET')) {
    const unknown = await judged(await admin.get(`${url(operation)}?khong_co=1`), operation.id)
    assert.deepEqual(unknown, { http: 422, slug: 'unknown-field', field: 'khong_co' }, operation.id)
    for (const { name, schema } of operation.parameters.filter(parameter => parameter.in === 'query')) {
      if (schema.type !== 'integer' && !schema.enum && schema.format !== 'uuid' && schema.format !== 'date') continue
      const required = operation.parameters.filter(other => other.in === 'query' && other.required && other.name !== name).map(other => `&${other.name}=${other.schema.enum?.[0] ?? FITTING[other.schema.format] ?? 'xxxxxx'}`).join('')
      const { http, field } = await judged(await admin.get(`${url(operation)}?${name}=sai${required}`), `${operation.id} ${name}`)
      assert.deepEqual([http, field], [422, name], `${operation.id} ${name}`)
    }
  }
})

test('path__that_is_no_id_is_not_there', async () => {
  for (const operation of all.filter(({ path, method }) => path.includes('{') && method === 'GET')) {
    for (const bad of ['x', "1'%20or%201=1", '..%2f..%2fetc', '%00', '-1', '0']) {
      const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name) => name === 'catalogue' ? 'KHONG' : bad)
      const reply = await admin.get(path)
      assert.ok([400, 404].includes(reply.status), `${operation.id} ${bad}: ${reply.status}`)
      await reply.arrayBuffer()
    }
  }
})

test('unknown_path_and_method__are_problems_too', async () => {
  assert.equal((await problem(await admin.get('/api/khong-co'))).slug, 'not-found')
  assert.equal((await problem(await admin.del('/api/health'))).slug, 'method-not-allowed')
})

test('body_beyond_the_limit__is_refused', async () => {
  const reply = await admin.post('/api/documents', { type: 'CV', subject: 'x'.repeat(2_000_000) }).catch(() => null)
  if (reply) assert.ok([413, 422].includes((await problem(reply)).http))
})
