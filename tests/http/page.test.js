// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pages as pictures and words, and the comment threads on them (C1).
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { startServer } from './server.js'
import { documentOf, grantTo, pdf, problem, sha256 } from './make.js'

let server, author, reader, stranger, document
before(async () => {
  server = await startServer({ sample: true })
  author = await server.signIn('chuyenvien')
  reader = await server.signIn('thuky')
  stranger = await server.signIn('donvi5.chuyenvien')
  document = await documentOf(author, { bytes: pdf(3, 'Trang so') })
  await grantTo(author, document.id, [reader.session.person.id])
})
after(() => server?.stop())

const at = (path, id = document.id) => `/api/documents/${id}/versions/1${path}`

test('pages__are_counted_and_measured', async () => {
  const { count, pages } = await reader.json('GET', at('/pages'))
  assert.equal(count, 3)
  assert.deepEqual(pages, Array(3).fill({ width: 595, height: 842 }))
})

test('page_image__is_a_picture_of_the_width_asked_and_cached_by_etag', async () => {
  const reply = await reader.get(at('/pages/1/image?width=800'))
  assert.equal(reply.status, 200)
  assert.match(reply.headers.get('content-type'), /^image\/(png|jpeg)$/)
  assert.match(reply.headers.get('cache-control'), /private, no-cache/)
  const bytes = Buffer.from(await reply.arrayBuffer())
  assert.equal(bytes.readUInt32BE(16), 800)
  assert.equal((await reader.get(at('/pages/1/image?width=800'), { 'if-none-match': reply.headers.get('etag') })).status, 304)
  const rounded = Buffer.from(await (await reader.get(at('/pages/1/image?width=790'))).arrayBuffer())
  assert.deepEqual(rounded, bytes)
})

test('page_image__of_a_region_is_drawn_sharper', async () => {
  const reply = await reader.get(at('/pages/1/image?width=1000&region=0,0,0.5,0.25'))
  assert.equal(reply.status, 200)
  const bytes = Buffer.from(await reply.arrayBuffer())
  assert.equal(bytes.readUInt32BE(16), 1000)
  for (const region of ['0,0,1', '0,0,2,1', 'a,b,c,d1', '0.9,0,0.5,0.5', '0,0,0,0.1', 'nan,0,1,1']) {
    const { http, field } = await problem(await reader.get(at(`/pages/1/image?region=${region}`)))
    assert.deepEqual([http, field], [422, 'region'], region)
  }
})

test('page_image__of_a_secret_document_bears_its_readers_name_and_is_kept_nowhere', async () => {
  const words = pdf(2, 'Mat')
  const secret = await documentOf(author, { bytes: words, secrecy: 'secret' })
  await grantTo(author, secret.id, [reader.session.person.id])
  const pictures = []
  for (const [picture, person] of ['image?width=800', 'image?width=160', 'image?width=800&region=0.25,0.25,0.5,0.5'].flatMap(picture => [[picture, author], [picture, reader]])) {
    const reply = await person.get(at(`/pages/1/${picture}`, secret.id))
    assert.equal(reply.status, 200)
    assert.deepEqual([reply.headers.get('etag'), reply.headers.get('cache-control')], [null, 'private, no-store'], picture)
    pictures.push(sha256(Buffer.from(await reply.arrayBuffer())))
  }
  assert.equal(new Set(pictures).size, 6, 'each person and each part has a picture of its own')
  // the same page of a document that is not secret, drawn without a name
  const open = await documentOf(author, { bytes: words })
  const bare = await author.get(at('/pages/1/image?width=800', open.id))
  assert.ok(bare.headers.get('etag'))
  assert.ok(!pictures.includes(sha256(Buffer.from(await bare.arrayBuffer()))))
  const kept = readdirSync(path.join(server.folder, 'data/cache'), { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath ?? entry.path, entry.name))
  assert.ok(kept.some(file => file.includes(sha256(words))), 'the page without a name is kept')
  for (const file of kept) assert.ok(!pictures.includes(sha256(readFileSync(file))), file)
})

test('secret_document__its_bare_file_is_for_who_may_change_it', async () => {
  const secret = await documentOf(author, { bytes: pdf(1, 'Tran'), secrecy: 'secret' })
  await grantTo(author, secret.id, [reader.session.person.id])
  assert.equal((await author.get(at('/file', secret.id))).status, 200)
  const refused = await problem(await reader.get(at('/file', secret.id)))
  assert.deepEqual([refused.http, refused.slug], [403, 'not-allowed'])
  await author.json('PATCH', `/api/documents/${secret.id}`, { secrecy: null })
  assert.equal((await reader.get(at('/file', secret.id))).status, 200)
})

test('page_image__of_a_secret_document_names_the_minute_at_the_office', async () => {
  const secret = await documentOf(author, { bytes: pdf(1, 'Gio'), secrecy: 'confidential' })
  const picture = async () => sha256(Buffer.from(await (await author.get(at('/pages/1/image?width=1000', secret.id))).arrayBuffer()))
  const first = await picture()
  server.sql("update app.setting set value = 'Pacific/Auckland' where key = 'zone'")
  const elsewhere = await picture()
  server.sql("update app.setting set value = 'Asia/Ho_Chi_Minh' where key = 'zone'")
  assert.notEqual(elsewhere, first)
})

test('page_text__holds_the_words_and_their_boxes', async () => {
  const { page, width, lines } = await reader.json('GET', at('/pages/2/text'))
  assert.deepEqual([page, Math.round(width)], [2, 595])
  const words = lines.flatMap(line => line.words)
  assert.deepEqual(words.map(word => word.t), ['Trang', 'so', '2'])
  assert.ok(words.every(word => word.w > 0 && word.h > 0 && word.x >= 72 && word.y < 842))
})

test('page_text_and_list__are_not_sent_twice', async () => {
  for (const path of ['/pages', '/pages/2/text', '/outline']) {
    const reply = await reader.get(at(path))
    const etag = reply.headers.get('etag')
    await reply.arrayBuffer()
    assert.ok(etag, path)
    assert.equal((await reader.get(at(path), { 'if-none-match': etag })).status, 304, path)
  }
})

test('outline__of_a_file_without_bookmarks_is_empty', async () => {
  assert.deepEqual(await reader.json('GET', at('/outline')), { items: [] })
})

test('page__past_the_end_is_not_there', async () => {
  for (const path of ['/pages/4/image', '/pages/4/text', '/pages/0/image', '/pages/99999999999/image', '/pages/x/text']) assert.equal((await problem(await reader.get(at(path)))).http, 404, path)
})

test('page__of_a_file_without_pages_says_so', async () => {
  const text = await documentOf(author, { bytes: Buffer.from('Chỉ có chữ.\n'.repeat(10)), filename: 'chu.txt' })
  assert.deepEqual([text.version.pages, text.version.pages_problem], [null, 'no-pages'])
  assert.deepEqual(await problem(await author.get(at('/pages', text.id))).then(({ http, slug }) => [http, slug]), [422, 'no-pages'])
})

test('thread__is_read_by_all_who_see_the_document_and_by_nobody_else', async () => {
  const thread = await author.json('POST', at('/threads'), { page: 2, body: 'Đề nghị làm rõ', quote: 'Trang so 2', quads: [{ x: 72, y: 120, w: 90.5, h: 24 }] })
  assert.deepEqual([thread.page, thread.comments.length, thread.comments[0].mine], [2, 1, true])
  const answered = await reader.json('POST', `/api/threads/${thread.id}/comments`, { body: 'Đã làm rõ' })
  assert.deepEqual(answered.comments.map(comment => comment.body), ['Đề nghị làm rõ', 'Đã làm rõ'])
  const { items } = await author.json('GET', at('/threads?page=2'))
  assert.ok(items.some(item => item.id === thread.id && item.comments.length === 2))
  assert.ok(!(await author.json('GET', at('/threads?page=1'))).items.some(item => item.id === thread.id))
  assert.equal((await stranger.get(at('/threads'))).status, 404)
  assert.equal((await stranger.post(`/api/threads/${thread.id}/comments`, { body: 'Chen vào' })).status, 404)
})

test('comment__is_changed_and_taken_back_only_by_its_author', async () => {
  const thread = await author.json('POST', at('/threads'), { page: 1, body: 'Lời đầu' })
  const { id } = thread.comments[0]
  assert.equal((await problem(await reader.patch(`/api/comments/${id}`, { body: 'Sửa hộ' }))).slug, 'not-allowed')
  const changed = await author.json('PATCH', `/api/comments/${id}`, { body: 'Lời đã sửa' })
  assert.equal(changed.comments[0].body, 'Lời đã sửa')
  assert.ok(changed.comments[0].edited_at)
  const gone = await author.json('DELETE', `/api/comments/${id}`)
  assert.equal(gone.comments[0].deleted, true)
  assert.notEqual(gone.comments[0].body, 'Lời đã sửa')
})

test('thread__is_settled_and_opened_again', async () => {
  const { id } = await author.json('POST', at('/threads'), { page: 1, body: 'Cần thống nhất' })
  const settled = await reader.json('POST', `/api/threads/${id}/resolve`, undefined, 200)
  assert.equal(settled.resolved_by.id, reader.session.person.id)
  assert.equal((await reader.json('POST', `/api/threads/${id}/reopen`, undefined, 200)).resolved_at, null)
})

test('thread__on_a_page_that_is_not_there_is_refused', async () => {
  const reply = await author.post(at('/threads'), { page: 9, body: 'Ngoài trang' })
  assert.equal((await problem(reply)).field, 'page')
})
