// SPDX-License-Identifier: GPL-3.0-or-later
//
// Statistics over HTTP and as a workbook, taken apart with unzip (H1; rule 24).
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { startServer } from './server.js'
import { meetingOf, problem } from './make.js'

let server, chair, member, other, admin, folder
const idOf = person => person.session.person.id
const figures = (stat, person) => stat.people.find(row => row.person.id === idOf(person))?.figures

before(async () => {
  server = await startServer({ sample: true })
  folder = mkdtempSync(path.join(tmpdir(), 'nghisu-sheet-'))
  ;[chair, member, other, admin] = await Promise.all(['chutri', 'donvi1.lanhdao', 'donvi2.lanhdao', 'quantri'].map(account => server.signIn(account)))
  const meeting = await meetingOf(chair, { title: 'Họp để thống kê', online: true, invitees: [idOf(member), idOf(other)] })
  const at = `/api/meetings/${meeting.id}`
  await chair.json('PUT', `${at}/agenda`, { items: [{ title: 'Mục chung' }, { title: 'Mục kín', restricted: true, circle: [idOf(other)] }] })
  const { agenda } = await chair.json('POST', `${at}/publish`, undefined, 200)
  await chair.json('POST', `${at}/start`, undefined, 200)
  await chair.json('POST', `${at}/current`, { item_id: agenda[0].id }, 200)
  await member.json('POST', `${at}/attendance`, { state: 'room' }, 200)
  await other.json('POST', `${at}/attendance`, { state: 'online' }, 200)
  await chair.json('PUT', `${at}/desks/speech`, { state: 'open' }, 200)
  const speak = async person => {
    const floor = await person.json('POST', `${at}/speeches`, { queue: 'speech', topic: 'Góp ý' })
    const mine = floor.waiting.find(entry => entry.person.id === idOf(person))
    await chair.json('POST', `/api/speeches/${mine.id}/call`, undefined, 200)
    await chair.json('POST', `/api/speeches/${mine.id}/end`, undefined, 200)
  }
  await speak(member)
  await chair.json('POST', `${at}/current`, { item_id: agenda[1].id }, 200)
  await speak(other)
  await chair.json('POST', `${at}/end`, undefined, 200)
})
after(async () => { await server?.stop(); if (folder) rmSync(folder, { recursive: true, force: true }) })

test('statistics__count_who_came_and_spoke_for_oneself_and_for_who_prepared', async () => {
  const mine = await member.json('GET', '/api/statistics?of=me')
  assert.deepEqual([mine.meetings, mine.totals.invited, mine.totals.room, mine.totals.speeches], [1, 1, 1, 1])
  assert.equal(mine.by_period.reduce((sum, row) => sum + row.figures.invited, 0), 1)
  const prepared = await chair.json('GET', '/api/statistics?of=prepared')
  assert.deepEqual([figures(prepared, other).online, figures(prepared, other).speeches, figures(prepared, chair).unrecorded >= 1], [1, 1, true])
})

test('statistics__of_a_leader_tell_nothing_of_a_restricted_item (rule 24)', async () => {
  const circle = await other.json('GET', '/api/statistics?of=me')
  assert.equal(circle.totals.speeches, 1, 'who is in the circle')
  server.sql(`insert into app.role_grant (person_id, role, unit_id) values ('${idOf(member)}', 'leader', null) on conflict do nothing`)
  const outside = await member.json('GET', '/api/statistics?of=unit')
  assert.equal(figures(outside, other).online, 1)
  assert.equal(figures(outside, other).speeches, 0, 'a leader of everything who is outside it')
  assert.ok(!JSON.stringify(outside).includes('Mục kín') && !JSON.stringify(outside).includes('Họp để thống kê'), 'nor is anything named')
  server.sql(`delete from app.role_grant where person_id = '${idOf(member)}' and unit_id is null`)
})

test('statistics__of_others_are_not_there_without_a_role (A4, A7)', async () => {
  const all = await admin.json('GET', '/api/statistics')
  assert.deepEqual([all.of, all.may, all.totals.invited], ['me', ['me'], 0])
  const unit = other.session.person.positions[0].unit.id
  const refused = await problem(await admin.get(`/api/statistics?of=unit&unit=${unit}`))
  assert.deepEqual([refused.http, refused.slug, refused.field], [422, 'unknown-reference', 'unit'])
  const wrong = await problem(await admin.get('/api/statistics?from=2026-02-01&to=2026-01-01'))
  assert.deepEqual([wrong.http, wrong.field], [422, 'to'])
  assert.equal((await problem(await admin.get('/api/statistics?step=day'))).field, 'step')
  assert.equal((await server.nobody.get('/api/statistics')).status, 401)
})

/** Cells of a sheet by their place; strings are inline, for the book is written row by row. */
function cellsOf (xml) {
  const cells = {}
  for (const [, place, attributes, body] of xml.matchAll(/<c r="([A-Z]+\d+)"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
    const text = body?.match(/<t[^>]*>(.*?)<\/t>/s)?.[1]
    cells[place] = { type: attributes.match(/t="(\w+)"/)?.[1] ?? 'n', value: text ?? body?.match(/<v>(.*?)<\/v>/)?.[1], formula: body?.match(/<f>(.*?)<\/f>/)?.[1], style: attributes.match(/s="(\d+)"/)?.[1] }
  }
  return cells
}

test('workbook__has_real_numbers_and_dates_a_frozen_head_and_vietnamese_words', async () => {
  const reply = await chair.get('/api/statistics/file?of=prepared')
  assert.equal(reply.status, 200)
  assert.equal(reply.headers.get('content-type'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  assert.equal(reply.headers.get('cache-control'), 'private, no-store')
  assert.match(decodeURIComponent(reply.headers.get('content-disposition')), /attachment;.*Thống kê cuộc họp \d{4}-01-01 - \d{4}-\d\d-\d\d\.xlsx/)
  const file = path.join(folder, 'a.xlsx')
  writeFileSync(file, Buffer.from(await reply.arrayBuffer()))
  execFileSync('unzip', ['-tq', file])
  const part = name => execFileSync('unzip', ['-p', file, name], { encoding: 'utf8' })
  assert.match(part('xl/workbook.xml'), /Theo người.*Theo đơn vị.*Theo thời gian.*Theo loại cuộc họp/s)
  const people = part('xl/worksheets/sheet1.xml')
  assert.match(people, /<pane [^>]*ySplit="6"[^>]*state="frozen"/)
  const cells = cellsOf(people)
  assert.deepEqual(['A6', 'B6', 'C6', 'D6', 'P6'].map(place => cells[place].value), ['STT', 'Họ và tên', 'Đơn vị', 'Được mời', 'Đã biểu quyết'])
  const row = Object.keys(cells).find(place => place.startsWith('B') && cells[place].value === other.session.person.full_name).slice(1)
  assert.deepEqual([cells[`D${row}`], cells[`F${row}`]].map(cell => [cell.type, cell.value]), [['n', '1'], ['n', '1']], 'numbers, not text')
  assert.match(Object.values(cells).find(cell => cell.formula).formula, /^SUM\(D7:D\d+\)$/)
  const periods = cellsOf(part('xl/worksheets/sheet3.xml'))
  assert.equal(periods.B6.value, 'Tháng')
  assert.ok(periods.B7.type === 'n' && Number(periods.B7.value) > 40000, 'a date is a serial number')
  assert.match(part('xl/styles.xml'), /formatCode="mm\/yyyy"/)
})

test('workbook__a_name_that_looks_like_a_formula_stays_a_name', async () => {
  server.sql(`update app.person set full_name = '=1+1' where id = '${idOf(other)}'`)
  const file = path.join(folder, 'b.xlsx')
  writeFileSync(file, Buffer.from(await (await chair.get('/api/statistics/file?of=prepared&step=quarter')).arrayBuffer()))
  const cells = cellsOf(execFileSync('unzip', ['-p', file, 'xl/worksheets/sheet1.xml'], { encoding: 'utf8' }))
  const cell = Object.values(cells).find(one => one.value === '=1+1')
  assert.equal(cell.type, 'inlineStr')
  assert.equal(cell.formula, undefined)
})
