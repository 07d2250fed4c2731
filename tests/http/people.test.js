// SPDX-License-Identifier: GPL-3.0-or-later
//
// People, positions, roles, the dated tree of units, catalogues (A1, A2, A5, A7).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer } from './server.js'
import { problem } from './make.js'

let server, admin, officer
before(async () => {
  server = await startServer({ sample: true })
  admin = await server.signIn('quantri')
  officer = await server.signIn('chuyenvien')
})
after(() => server?.stop())

const day = offset => new Date(Date.now() + offset * 86400000).toISOString().slice(0, 10)
let count = 0
const unit = facts => admin.json('POST', '/api/units', { name: `Phòng Thử nghiệm ${++count}`, on: '2026-01-01', ...facts })

test('welcome__lists_the_sample_accounts_only_with_sample_data', async () => {
  const { sample_accounts: accounts, sample_password: password } = await server.nobody.json('GET', '/api/welcome')
  for (const account of ['quantri', 'chutri', 'thuky', 'vanthu', 'chuyenvien', 'donvi1.lanhdao', 'donvi6.chuyenvien']) assert.ok(accounts.some(sample => sample.account === account), account)
  assert.equal(password, 'hop-khong-giay')
})

test('unit__is_renamed_on_a_date_and_keeps_its_name_of_before', async () => {
  const made = await unit({ name: 'Phòng Tên cũ' })
  await admin.json('POST', `/api/units/${made.id}/rename`, { name: 'Phòng Tên mới', on: '2026-07-01' }, 200)
  const find = async on => (await admin.json('GET', `/api/units?on=${on}`)).items.find(item => item.id === made.id)?.name
  assert.equal(await find('2026-06-30'), 'Phòng Tên cũ')
  assert.equal(await find('2026-07-01'), 'Phòng Tên mới')
  assert.equal(await find('2025-12-31'), undefined)
  const { history } = await admin.json('GET', `/api/units/${made.id}`)
  assert.equal(history.length, 2)
})

test('unit__merged_into_a_successor_is_gone_from_that_day', async () => {
  const [old, next] = [await unit(), await unit()]
  const gone = await admin.json('POST', `/api/units/${old.id}/dissolve`, { on: '2026-09-01', successor_id: next.id }, 200)
  assert.equal(gone.successor.id, next.id)
  const ids = async on => (await admin.json('GET', `/api/units?on=${on}`)).items.map(item => item.id)
  assert.ok((await ids('2026-08-31')).includes(old.id))
  assert.ok(!(await ids('2026-09-01')).includes(old.id))
})

test('unit__cannot_stand_below_itself', async () => {
  const [upper, lower] = [await unit(), await unit()]
  await admin.json('POST', `/api/units/${lower.id}/move`, { parent_id: upper.id }, 200)
  const { http } = await problem(await admin.post(`/api/units/${upper.id}/move`, { parent_id: lower.id }))
  assert.ok([409, 422].includes(http), String(http))
})

test('unit_import__tells_per_line_what_is_wrong_and_does_nothing_until_told', async () => {
  const rows = [{ code: 'NK.1', name: 'Đơn vị nhập một', parent_code: '' }, { code: 'NK.2', name: '' }, { code: 'NK.3', name: 'Ba', parent_code: 'KHONG.CO' }]
  const report = await admin.json('POST', '/api/units/import', { dry_run: true, rows }, 200)
  assert.deepEqual([report.lines, report.problems.map(problem => problem.line)], [3, [2, 3]])
  const there = async () => (await admin.json('GET', '/api/units')).items.some(item => item.code === 'NK.1')
  assert.equal(await there(), false)
  const done = await admin.json('POST', '/api/units/import', { dry_run: false, rows: rows.slice(0, 1) }, 200)
  assert.equal(done.created, 1)
  assert.equal(await there(), true)
})

test('position__is_dated_and_gives_its_role_only_while_held', async () => {
  const { items: titles } = await admin.json('GET', '/api/catalogues/title')
  const { items: units } = await admin.json('GET', '/api/units')
  const { id } = await admin.json('POST', '/api/people', { account: 'co.chuc.vu', full_name: 'Có Chức Vụ', password: 'mot-mat-khau-dau' })
  const position = await admin.json('POST', `/api/people/${id}/positions`, { unit_id: units.find(item => item.code === 'AL.VP').id, title_id: titles.find(title => title.name === 'Chánh Văn phòng').id, from: day(-30) })
  assert.ok((await admin.json('GET', `/api/people/${id}`)).roles.some(({ role }) => role === 'leader'))
  await admin.json('POST', `/api/positions/${position.id}/end`, { on: day(-2) }, 200)
  const after = await admin.json('GET', `/api/people/${id}`)
  assert.ok(!after.roles.some(({ role }) => role === 'leader'))
})

test('account__is_unique', async () => {
  const { http, slug, field } = await problem(await admin.post('/api/people', { account: 'chuyenvien', full_name: 'Trùng', password: 'mot-mat-khau-dau' }))
  assert.deepEqual([http, slug, field], [409, 'duplicate', 'account'])
})

test('officer__sees_people_and_units_and_changes_none', async () => {
  const { items } = await officer.json('GET', '/api/people?q=nguyen')
  assert.ok(items.length > 0)
  const person = items[0].id
  const { items: units } = await officer.json('GET', '/api/units')
  const asked = [await officer.patch(`/api/people/${person}`, { full_name: 'Đổi' }), await officer.put(`/api/people/${person}/roles`, { roles: [{ role: 'system_admin' }] }), await officer.post('/api/units', { name: 'Tự lập' }),
    await officer.post(`/api/units/${units[0].id}/rename`, { name: 'Đổi tên' }), await officer.post('/api/catalogues/room', { name: 'Phòng riêng' }), await officer.del(`/api/people/${person}/sessions`)]
  for (const reply of asked) assert.deepEqual(await problem(reply).then(({ http, slug }) => [http, slug]), [403, 'not-allowed'], reply.url)
})

test('administrator__administers_and_does_not_thereby_read_documents', async () => {
  const { items } = await officer.json('GET', '/api/documents')
  assert.ok(items.length > 0)
  for (const item of items.filter(document => document.author.id === officer.session.person.id)) {
    const reply = await admin.get(`/api/documents/${item.id}`)
    if (reply.ok) assert.ok((await admin.json('GET', `/api/documents/${item.id}/grants`)).grants.length > 0, 'seen without a grant')
    else assert.equal(reply.status, 404)
  }
})

test('catalogue__has_the_twenty_nine_types_and_takes_more', async () => {
  const { items } = await officer.json('GET', '/api/catalogues/document-type')
  assert.equal(items.filter(item => !item.own).length, 29)
  for (const code of ['NQ', 'QĐ', 'CT', 'TTr', 'CĐ', 'CV', 'ThC']) assert.ok(items.some(item => item.code === code), code)
  const own = await admin.json('POST', '/api/catalogues/document-type', { code: 'PL', name: 'Phụ lục' })
  assert.equal(own.own, true)
  assert.equal((await problem(await admin.post('/api/catalogues/document-type', { code: 'PL', name: 'Trùng' }))).slug, 'duplicate')
  assert.equal((await officer.get('/api/catalogues/khong-co')).status, 404)
})

test('principals__are_found_for_pickers_without_diacritics', async () => {
  const { items } = await officer.json('GET', '/api/principals?q=so%20noi%20vu')
  assert.ok(items.some(item => item.kind === 'unit' && item.name === 'Sở Nội vụ'))
})
