// SPDX-License-Identifier: GPL-3.0-or-later
//
// What changed between two versions (C5), through the real renderer.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root, startServer } from './server.js'
import { documentOf, grantTo, pdf, problem, versionOf } from './make.js'

let server, author, reader, stranger
before(async () => {
  server = await startServer({ sample: true })
  author = await server.signIn('chuyenvien')
  reader = await server.signIn('thuky')
  stranger = await server.signIn('donvi5.chuyenvien')
})
after(() => server?.stop())

const who = ['Van phong', 'So Noi vu', 'Ban To chuc', 'Thanh tra', 'Kho bac', 'Phong Tai chinh', 'Chi cuc Thue']
/** Paragraphs of a regulation, each like no other. */
const regulation = () => Array.from({ length: 60 }, (_, i) => i % 4 === 0
  ? `Dieu so ${i / 4 + 1} ve ${who[i % 7]}`
  : `${who[i % 7]} chuan bi tai lieu so ${i * 7 + 100} truoc phien hop va nop cho nguoi chu tri cham nhat ngay ${i % 28 + 1} thang ${i % 12 + 1} nam 2020.`)

/** Pages of so many lines, each of at most so many letters; each page bears its number on top. */
function pages (paragraphs, letters, lines) {
  const all = paragraphs.flatMap(paragraph => paragraph.split(' ').reduce((rows, word) => {
    if (rows.at(-1).length + word.length + 1 > letters) rows.push(word)
    else rows[rows.length - 1] = rows.at(-1) ? `${rows.at(-1)} ${word}` : word
    return rows
  }, ['']))
  return Array.from({ length: Math.ceil(all.length / lines) }, (_, page) => [String(page + 1), ...all.slice(page * lines, (page + 1) * lines)])
}

const compared = (person, document, from, to) => person.json('GET', `/api/documents/${document.id}/versions/${from}/compare/${to}`)

test('compare__lists_what_was_changed_and_nothing_else', async () => {
  const old = regulation()
  const next = regulation()
  next[5] = next[5].replace('chuan bi', 'thu thap')
  next[18] = next[18].replace('ngay 19 thang 7', 'ngay 27 thang 11')
  next.splice(30, 0, 'Moi co quan lap danh sach nguoi du hop va gui ve ban to chuc bang thu dien tu.')
  next.splice(45, 1)
  const document = await documentOf(author, { bytes: pdf(pages(old, 80, 40)) })
  await versionOf(author, document.id, pdf(pages(next, 62, 33)))
  const { from, to, changes, flow, pages: pairs } = await compared(author, document, 1, 2)
  assert.deepEqual([from, to], [1, 2])
  assert.deepEqual(changes.map(({ number, kind, old, new: now }) => [number, kind, old?.text ?? null, now?.text ?? null]), [
    [1, 'replaced', 'chuan bi', 'thu thap'],
    [2, 'replaced', '19 thang 7', '27 thang 11'],
    [3, 'added', null, next[30]],
    [4, 'removed', old[44], null]
  ].map(([number, kind, ...texts]) => [number, kind, ...texts]))
  for (const { old: was, new: now } of changes) {
    for (const place of [...(was?.places ?? []), ...(now?.places ?? [])]) assert.ok(place.page >= 1 && place.quads.every(({ w, h }) => w > 0 && h > 0))
  }
  const said = kinds => flow.filter(({ kind }) => kinds.includes(kind)).map(({ text }) => text).join(' ').replaceAll('\n', ' ')
  assert.equal(said(['same', 'removed']), old.join(' '))
  assert.equal(said(['same', 'added']), next.join(' '))
  assert.ok(pairs.some(({ differs }) => differs === 'text'))
})

test('compare__of_a_reflow_is_nothing', async () => {
  const document = await documentOf(author, { bytes: pdf(pages(regulation(), 80, 40)) })
  await versionOf(author, document.id, pdf(pages(regulation(), 60, 30)))
  for (const [from, to] of [[1, 2], [2, 1], [1, 1]]) {
    const { changes, pages: pairs } = await compared(author, document, from, to)
    assert.deepEqual(changes, [])
    assert.ok(pairs.every(({ differs }) => differs === 'no'))
  }
})

test('compare__is_kept_and_known_by_its_etag', async () => {
  const document = await documentOf(author, { bytes: pdf(2, 'Trang so') })
  await versionOf(author, document.id, pdf(2, 'Trang moi'))
  const url = `/api/documents/${document.id}/versions/1/compare/2`
  const reply = await author.get(url)
  assert.equal(reply.status, 200)
  assert.match(reply.headers.get('cache-control'), /private, no-cache/)
  const text = await reply.text()
  assert.equal(await (await author.get(url)).text(), text)
  assert.equal((await author.get(url, { 'if-none-match': reply.headers.get('etag') })).status, 304)
})

test('compare__needs_both_versions_to_be_there_for_the_reader', async () => {
  const document = await documentOf(author, { bytes: pdf(1, 'Ban mot') })
  await versionOf(author, document.id, pdf(1, 'Ban hai'))
  await grantTo(author, document.id, [reader.session.person.id, 'read', 2])
  const at = (from, to) => `/api/documents/${document.id}/versions/${from}/compare/${to}`
  assert.equal((await author.get(at(1, 2))).status, 200)
  assert.equal((await reader.get(at(2, 2))).status, 200)
  for (const [person, from, to] of [[reader, 1, 2], [reader, 2, 1], [stranger, 1, 2], [author, 1, 3], [author, 9, 1]]) {
    const { http, slug } = await problem(await person.get(at(from, to)))
    assert.deepEqual([http, slug], [404, 'not-found'])
  }
})

test('compare__of_a_file_without_pages_says_so', async () => {
  const document = await documentOf(author, { bytes: pdf(1, 'Ban mot') })
  await versionOf(author, document.id, Buffer.from('Chỉ là chữ.\n'), 'ghi-chu.txt')
  for (const [from, to] of [[1, 2], [2, 1]]) {
    const { http, slug } = await problem(await author.get(`/api/documents/${document.id}/versions/${from}/compare/${to}`))
    assert.deepEqual([http, slug], [422, 'no-pages'])
  }
})

test('compare__of_a_broken_file_is_a_clear_error', async () => {
  const document = await documentOf(author, { bytes: pdf(1, 'Ban mot') })
  await versionOf(author, document.id, Buffer.concat([pdf(1).subarray(0, 60), Buffer.alloc(200, 0x20)]))
  const { http, slug } = await problem(await author.get(`/api/documents/${document.id}/versions/1/compare/2`))
  assert.deepEqual([http, slug], [422, 'pdf-damaged'])
})

test('compare__keeps_the_two_heads_of_a_letter_apart', async () => {
  const bytes = readFileSync(path.join(root, 'deploy/sample/cong-van-xin-y-kien.pdf'))
  const document = await documentOf(author, { bytes })
  await versionOf(author, document.id, bytes)
  const { changes, flow } = await compared(author, document, 1, 2)
  assert.deepEqual(changes, [])
  const parts = flow.map(({ text }) => text)
  assert.deepEqual(parts.slice(0, 8), [
    'ỦY BAN NHÂN DÂN TỈNH AN LẠC', 'VĂN PHÒNG', 'Số: 745/VP-HCTC', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc',
    'An Lạc, ngày 07 tháng 9 năm 2026', 'V/v lấy ý kiến dự thảo Quy chế tổ chức', 'họp không giấy'
  ])
})
