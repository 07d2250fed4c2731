// SPDX-License-Identifier: GPL-3.0-or-later
//
// What changed since I last read (C6): told by the page, less what was seen since, until marked as read.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer } from './server.js'
import { documentOf, grantTo, pdf, problem, versionOf } from './make.js'

let server, author, reader, stranger
before(async () => {
  server = await startServer({ sample: true })
  author = await server.signIn('chuyenvien')
  reader = await server.signIn('thuky')
  stranger = await server.signIn('donvi5.chuyenvien')
})
after(() => server?.stop())

const page = name => Array.from({ length: 12 }, (_, i) => `${name} dong thu ${i} noi ve viec ${name}${i} cua phong ${name}${i * 7}`)
const whole = (person, document) => person.json('GET', `/api/documents/${document}/news`)
const news = async (...of) => {
  const { last_version, newest_version, changed_pages } = await whole(...of)
  return { last_version, newest_version, changed_pages }
}
const read = (person, document, version, at, changes = {}) => person.json('PUT', `/api/documents/${document}/reading`, { version, page: at, ...changes }, 200)

test('news__are_the_pages_that_changed_and_were_not_seen_since', async () => {
  const pages = ['mot', 'hai', 'ba', 'bon'].map(page)
  const { id } = await documentOf(author, { bytes: pdf(pages) })
  await grantTo(author, id, [reader.session.person.id])
  assert.deepEqual(await news(reader, id), { last_version: null, newest_version: 1, changed_pages: [] })
  await read(reader, id, 1, 2)
  assert.deepEqual(await news(reader, id), { last_version: 1, newest_version: 1, changed_pages: [] })

  const next = [page('moi'), ...pages.map(lines => [...lines])] // a page comes before all, and on what is now page 3 a word changes
  next[2][5] = next[2][5].replace('noi ve', 'sua doi')
  await versionOf(author, id, pdf(next))
  assert.deepEqual(await news(reader, id), { last_version: 1, newest_version: 2, changed_pages: [1, 3] })
  assert.deepEqual(await news(author, id), { last_version: null, newest_version: 2, changed_pages: [] })
  await read(reader, id, 2, 3)
  assert.deepEqual((await news(reader, id)).changed_pages, [1])
  await read(reader, id, 2, 4, { read: true })
  assert.deepEqual(await news(reader, id), { last_version: 2, newest_version: 2, changed_pages: [] })
})

test('news__of_versions_without_pages_are_none_and_of_another_kind_all', async () => {
  const { id } = await documentOf(author, { bytes: Buffer.from('chỉ là chữ'), filename: 'ghi.csv' })
  await read(author, id, 1, 1)
  await versionOf(author, id, Buffer.from('chữ khác'), 'ghi.csv')
  assert.deepEqual(await news(author, id), { last_version: 1, newest_version: 2, changed_pages: [] })
  await versionOf(author, id, pdf(2))
  assert.deepEqual(await news(author, id), { last_version: 1, newest_version: 3, changed_pages: [1, 2] })
})

test('news__of_a_document_of_others_are_not_there', async () => {
  const { id } = await documentOf(author, { bytes: pdf(1) })
  assert.equal((await problem(await stranger.get(`/api/documents/${id}/news`))).http, 404)
})

test('seen_pages__are_told_several_at_once_and_given_back', async () => {
  const { id } = await documentOf(author, { bytes: pdf(6) })
  await grantTo(author, id, [reader.session.person.id])
  await read(reader, id, 1, 2, { seen: [1, 2, 3, 5] })
  assert.deepEqual((await whole(reader, id)).seen_pages, [{ from: 1, to: 3 }, { from: 5, to: 5 }])
  await versionOf(author, id, pdf(6, 'Khac'))
  const { seen_pages, changed_pages, comparable } = await whole(reader, id)
  assert.deepEqual([seen_pages, changed_pages, comparable], [[], [1, 2, 3, 4, 5, 6], true])
  await read(reader, id, 2, 6, { seen: [1, 2] })
  assert.deepEqual((await whole(reader, id)).changed_pages, [3, 4, 5])
  for (const seen of [[0], ['x'], [20001], 3, new Array(1001).fill(1)]) {
    const found = await problem(await reader.put(`/api/documents/${id}/reading`, { version: 2, page: 1, seen }))
    assert.deepEqual([found.http, found.field.startsWith('seen')], [422, true], JSON.stringify(seen).slice(0, 40))
  }
})

test('list_and_home__show_what_is_new_and_what_changed', async () => {
  const { id } = await documentOf(author, { bytes: pdf(3), subject: 'Đề án theo dõi thay đổi' })
  await grantTo(author, id, [reader.session.person.id])
  const shown = async () => {
    const listed = await Promise.all(['', '&unread=true', '&unread=false'].map(async more => (await reader.json('GET', `/api/documents?limit=200${more}`)).items.find(row => row.id === id)))
    const home = (await reader.json('GET', '/api/home')).to_read.find(row => row.document_id === id)
    return [listed[0].news, Boolean(listed[1]), Boolean(listed[2]), home && [home.version, home.news, home.read_page]]
  }
  assert.deepEqual(await shown(), ['new', true, false, [1, 'new', null]])
  await read(reader, id, 1, 3)
  assert.deepEqual(await shown(), [null, false, true, undefined])
  await versionOf(author, id, pdf(4))
  assert.deepEqual(await shown(), ['changed', true, false, [2, 'changed', null]])
  assert.deepEqual((await author.json('GET', `/api/documents/${id}`)).news, null)
  await read(reader, id, 2, 1, { read: true })
  assert.deepEqual(await shown(), [null, false, true, undefined])
  assert.equal((await problem(await reader.get('/api/documents?unread=perhaps'))).field, 'unread')
})
