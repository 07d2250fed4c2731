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
const news = (person, document) => person.json('GET', `/api/documents/${document}/news`)
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
