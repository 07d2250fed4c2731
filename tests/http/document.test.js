// SPDX-License-Identifier: GPL-3.0-or-later
//
// Documents, who may see them, and the places where one stopped reading (B1, A4).
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { startServer } from './server.js'
import { documentOf, grantTo, pdf, problem, versionOf } from './make.js'

let server, author, colleague, stranger, admin
before(async () => {
  server = await startServer({ sample: true })
  author = await server.signIn('chuyenvien')
  colleague = await server.signIn('vanthu')
  stranger = await server.signIn('donvi3.chuyenvien')
  admin = await server.signIn('quantri')
})
after(() => server?.stop())

const sees = async (person, id) => (await person.get(`/api/documents/${id}`)).status
const lists = async (person, id) => (await person.json('GET', '/api/documents?limit=200')).items.some(item => item.id === id)

test('document__needs_only_type_and_subject', async () => {
  const reply = await author.post('/api/documents', { type: 'CV', subject: 'Về việc thử nghiệm' })
  assert.equal(reply.status, 201)
  const made = await reply.json()
  assert.match(made.id, /^[0-9a-f-]{36}$/)
  assert.deepEqual([made.latest_version, made.may_edit, made.author.id], [0, true, author.session.person.id])
})

test('document__keeps_all_its_metadata', async () => {
  const facts = { type: 'QĐ', subject: 'Về việc thành lập Tổ công tác', number: '12', symbol: 'QĐ-UBND', issued_on: '2026-11-20', issuer: 'Ủy ban nhân dân tỉnh', signer_name: 'Trần Quốc Thắng', signer_position: 'Chánh Văn phòng', recipients: ['Như Điều 3', 'Lưu: VT'], urgency: 'very_urgent', secrecy: null, due_on: '2026-12-01', direction: 'outgoing', description: 'Ghi chú' }
  const { id } = await documentOf(author, facts)
  const kept = await author.json('GET', `/api/documents/${id}`)
  for (const [name, value] of Object.entries(facts)) assert.deepEqual(kept[name], value, name)
})

test('document__type_outside_the_catalogue_is_refused_with_its_field', async () => {
  const { slug, field } = await problem(await author.post('/api/documents', { type: 'XYZ', subject: 'Không có loại' }))
  assert.deepEqual([slug, field], ['unknown-reference', 'type'])
})

test('document__change_is_guarded_against_a_lost_race', async () => {
  const { id, edit_version: read } = await documentOf(author)
  const changed = await author.json('PATCH', `/api/documents/${id}`, { subject: 'Người thứ nhất' }, 200, { 'if-match': `"${read}"` })
  assert.ok(changed.edit_version > read)
  const lost = await problem(await author.patch(`/api/documents/${id}`, { subject: 'Người thứ hai' }, { 'if-match': `"${read}"` }))
  assert.deepEqual([lost.http, lost.slug], [412, 'lost-race'])
  assert.equal((await author.json('GET', `/api/documents/${id}`)).subject, 'Người thứ nhất')
})

test('new_document__is_seen_by_its_author_and_nobody_else', async () => {
  const { id } = await documentOf(author, { bytes: pdf(1) })
  assert.equal(await sees(author, id), 200)
  for (const person of [colleague, stranger, admin]) {
    assert.equal(await sees(person, id), 404)
    assert.equal(await lists(person, id), false)
  }
})

test('grant__to_a_person_lets_them_read_and_not_change', async () => {
  const { id } = await documentOf(author, { bytes: pdf(1) })
  await grantTo(author, id, [colleague.session.person.id])
  assert.equal(await sees(colleague, id), 200)
  assert.equal(await lists(colleague, id), true)
  assert.equal((await colleague.get(`/api/documents/${id}/versions/1/file`)).status, 200)
  assert.equal(await sees(stranger, id), 404)
  for (const reply of [await colleague.patch(`/api/documents/${id}`, { subject: 'Sửa' }), await colleague.post(`/api/documents/${id}/versions?filename=a.pdf`, pdf(1)), await colleague.put(`/api/documents/${id}/grants`, { grants: [] })]) {
    assert.deepEqual(await problem(reply).then(({ http, slug }) => [http, slug]), [403, 'not-allowed'])
  }
})

test('grant__to_edit_lets_them_add_a_version', async () => {
  const { id } = await documentOf(author, { bytes: pdf(1) })
  await grantTo(author, id, [colleague.session.person.id, 'edit'])
  assert.equal((await versionOf(colleague, id, pdf(2))).number, 2)
})

test('grant__to_a_unit_reaches_its_people', async () => {
  const unit = stranger.session.person.positions[0].unit.id
  const { id } = await documentOf(author, { bytes: pdf(1) })
  await grantTo(author, id, [unit])
  assert.equal(await sees(stranger, id), 200)
  assert.equal(await sees(colleague, id), 404)
})

test('grant__of_one_version_hides_the_others', async () => {
  const { id } = await documentOf(author, { bytes: pdf(1) })
  await versionOf(author, id, pdf(2))
  await grantTo(author, id, [colleague.session.person.id, 'read', 1])
  const { items } = await colleague.json('GET', `/api/documents/${id}/versions`)
  assert.deepEqual(items.map(item => item.number), [1])
  assert.equal((await colleague.json('GET', `/api/documents/${id}`)).latest_version, 1)
  for (const path of ['', '/file', '/pages', '/pages/1/image', '/pages/1/text', '/threads', '/outline']) {
    assert.equal((await colleague.get(`/api/documents/${id}/versions/2${path}`)).status, 404, path)
  }
})

test('grant__taken_back_ends_the_sight_of_it', async () => {
  const { id } = await documentOf(author, { bytes: pdf(1) })
  await grantTo(author, id, [colleague.session.person.id])
  await grantTo(author, id)
  assert.equal(await sees(colleague, id), 404)
  assert.equal(await sees(author, id), 200)
})

test('grant__to_nobody_known_is_refused_with_its_place', async () => {
  const { id } = await documentOf(author)
  const { slug, field } = await problem(await author.put(`/api/documents/${id}/grants`, { grants: [{ principal_id: randomUUID(), right: 'read' }] }))
  assert.deepEqual([slug, field], ['unknown-reference', 'grants.0.principal_id'])
})

test('reading_place__is_remembered_per_person', async () => {
  const { id } = await documentOf(author, { bytes: pdf(5) })
  await author.json('PUT', `/api/documents/${id}/reading`, { version: 1, page: 4 })
  const { reading } = await author.json('GET', `/api/documents/${id}`)
  assert.deepEqual([reading.version, reading.page], [1, 4])
  await grantTo(author, id, [colleague.session.person.id])
  assert.equal((await colleague.json('GET', `/api/documents/${id}`)).reading, null)
})

test('documents__are_found_with_and_without_diacritics_and_paged', async () => {
  const mark = `Kế hoạch ${randomUUID().slice(0, 8)}`
  for (let i = 0; i < 3; i++) await documentOf(author, { subject: `${mark} ${i}` })
  const bare = mark.normalize('NFD').replace(/\p{M}/gu, '')
  assert.equal((await author.json('GET', `/api/documents?q=${encodeURIComponent(bare)}`)).items.length, 3)
  const first = await author.json('GET', `/api/documents?q=${encodeURIComponent(mark)}&limit=2`)
  assert.equal(first.items.length, 2)
  const second = await author.json('GET', `/api/documents?q=${encodeURIComponent(mark)}&limit=2&after=${first.next}`)
  assert.deepEqual([second.items.length, second.next], [1, null])
})

test('idempotency_key__makes_one_document_and_is_not_reused', async () => {
  const key = { 'idempotency-key': randomUUID() }
  const [first, second] = [await author.json('POST', '/api/documents', { type: 'CV', subject: 'Một lần' }, 201, key), await author.json('POST', '/api/documents', { type: 'CV', subject: 'Một lần' }, 201, key)]
  assert.equal(second.id, first.id)
  assert.equal((await problem(await author.post('/api/documents', { type: 'CV', subject: 'Khác' }, key))).slug, 'key-reused')
})
