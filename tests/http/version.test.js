// SPDX-License-Identifier: GPL-3.0-or-later
//
// Versions and their exact bytes (B2, B4).
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { pause, startServer, until } from './server.js'
import { documentOf, pdf, problem, sha256, versionOf } from './make.js'

let server, author
before(async () => {
  server = await startServer({ sample: true })
  author = await server.signIn('chuyenvien')
})
after(() => server?.stop())

const bytesOf = async (person, url, headers) => Buffer.from(await (await person.get(url, headers)).arrayBuffer())
/** A PDF that is also big: what follows the end does not matter to its pages. */
const big = size => Buffer.concat([pdf(2), Buffer.from('\n%'), Buffer.from(randomBytes(Math.ceil(size * 3 / 4)).toString('base64')).subarray(0, size)])

test('version__comes_back_byte_for_byte_and_says_what_it_is', async () => {
  const bytes = pdf(3)
  const { id, version } = await documentOf(author, { bytes, note: 'Trình lần đầu' })
  assert.equal(version.number, 1)
  assert.equal(version.sha256, sha256(bytes))
  assert.equal(version.bytes, bytes.length)
  assert.equal(version.pages, 3)
  assert.equal(version.media, 'application/pdf')
  assert.equal(version.note, 'Trình lần đầu')
  assert.match(version.commit, /^[0-9a-f]{40}$/)
  const reply = await author.get(`/api/documents/${id}/versions/1/file`)
  assert.equal(reply.headers.get('content-type'), 'application/pdf')
  assert.match(reply.headers.get('content-disposition'), /^inline/)
  assert.match(reply.headers.get('cache-control'), /private/)
  assert.deepEqual(Buffer.from(await reply.arrayBuffer()), bytes)
})

test('version__is_answered_by_range_and_not_modified', async () => {
  const bytes = big(300000)
  const { id } = await documentOf(author, { bytes })
  const url = `/api/documents/${id}/versions/1/file`
  const whole = await author.get(url)
  const etag = whole.headers.get('etag')
  assert.deepEqual(Buffer.from(await whole.arrayBuffer()), bytes)
  for (const [range, from, to] of [['bytes=0-9', 0, 10], ['bytes=65530-65545', 65530, 65546], ['bytes=-100', bytes.length - 100, bytes.length], [`bytes=${bytes.length - 5}-`, bytes.length - 5, bytes.length]]) {
    const reply = await author.get(url, { range })
    assert.equal(reply.status, 206, range)
    assert.equal(reply.headers.get('content-range'), `bytes ${from}-${to - 1}/${bytes.length}`)
    assert.deepEqual(Buffer.from(await reply.arrayBuffer()), bytes.subarray(from, to))
  }
  const beyond = await author.get(url, { range: `bytes=${bytes.length}-` })
  assert.equal(beyond.status, 416)
  await beyond.arrayBuffer()
  assert.equal((await author.get(url, { 'if-none-match': etag })).status, 304)
  const stale = await author.get(url, { range: 'bytes=0-9', 'if-range': '"another"' })
  assert.equal(stale.status, 200)
  assert.equal((await stale.arrayBuffer()).byteLength, bytes.length)
})

test('history__keeps_every_version_with_author_and_reason', async () => {
  const first = pdf(1, 'Ban mot')
  const second = pdf(2, 'Ban hai')
  const { id } = await documentOf(author, { bytes: first, note: 'Một' })
  await versionOf(author, id, second, 'ban-hai.pdf', 'Hai')
  const { items } = await author.json('GET', `/api/documents/${id}/versions`)
  assert.deepEqual(items.map(({ number, note, pages }) => [number, note, pages]), [[2, 'Hai', 2], [1, 'Một', 1]])
  assert.equal(items[0].author.id, author.session.person.id)
  assert.deepEqual(await bytesOf(author, `/api/documents/${id}/versions/1/file`), first)
  assert.deepEqual(await bytesOf(author, `/api/documents/${id}/versions/2/file`), second)
})

test('restore__brings_an_old_version_back_as_a_new_one', async () => {
  const first = pdf(2, 'Cu')
  const { id } = await documentOf(author, { bytes: first })
  await versionOf(author, id, pdf(1, 'Moi'))
  const restored = await author.json('POST', `/api/documents/${id}/versions/1/restore`, { note: 'Lấy lại bản đầu' })
  assert.deepEqual([restored.number, restored.restored_from, restored.sha256, restored.pages], [3, 1, sha256(first), 2])
  assert.deepEqual(await bytesOf(author, `/api/documents/${id}/versions/3/file`), first)
  assert.equal((await problem(await author.post(`/api/documents/${id}/versions/9/restore`, { note: 'Không có' }))).http, 404)
})

test('attachment__joins_the_newest_version_as_a_new_one_and_is_carried_on', async () => {
  const main = pdf(2)
  const table = Buffer.from('Xã,Thu\nBình Minh,12\n'.repeat(20))
  const { id } = await documentOf(author, { bytes: main })
  const added = await author.json('POST', `/api/documents/${id}/versions?filename=${encodeURIComponent('Bảng số liệu.csv')}&part=attachment`, table)
  assert.equal(added.number, 2)
  assert.equal(added.sha256, sha256(main))
  assert.equal(added.pages, 2)
  assert.deepEqual(added.attachments.map(({ number, filename, sha256 }) => [number, filename, sha256]), [[1, 'Bảng số liệu.csv', sha256(table)]])
  const third = await versionOf(author, id, pdf(1))
  assert.equal(third.attachments.length, 1)
  const reply = await author.get(`/api/documents/${id}/versions/3/attachments/1/file`)
  assert.match(reply.headers.get('content-disposition'), /^attachment/)
  assert.deepEqual(Buffer.from(await reply.arrayBuffer()), table)
  assert.equal((await problem(await author.get(`/api/documents/${id}/versions/1/attachments/1/file`))).http, 404)
})

test('attachment__needs_a_main_file_first', async () => {
  const { id } = await documentOf(author)
  const reply = await author.post(`/api/documents/${id}/versions?filename=a.pdf&part=attachment`, pdf(1))
  assert.equal((await problem(reply)).slug, 'wrong-state')
})

test('file__that_is_empty_is_refused_and_leaves_nothing', async () => {
  const { id } = await documentOf(author)
  const { http, slug } = await problem(await author.post(`/api/documents/${id}/versions?filename=rong.pdf`, Buffer.alloc(0)))
  assert.deepEqual([http, slug], [422, 'empty-file'])
  assert.deepEqual((await author.json('GET', `/api/documents/${id}/versions`)).items, [])
})

test('file__that_is_not_what_it_says_is_refused_by_content', async () => {
  const { id } = await documentOf(author)
  for (const [name, bytes] of [['anh.pdf', Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('0000000d494844520000000100000001080600000 01f15c489'.replaceAll(' ', ''), 'hex')])],
    ['chuong-trinh.pdf', Buffer.from('\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0', 'latin1')], ['chuong-trinh.exe', Buffer.concat([Buffer.from('MZ'), randomBytes(200)])], ['chu.pdf', Buffer.from('Đây chỉ là chữ, không phải PDF.\n')]]) {
    const { http, slug } = await problem(await author.post(`/api/documents/${id}/versions?filename=${name}`, bytes))
    assert.deepEqual([http, slug], [415, 'wrong-media'], name)
  }
  assert.deepEqual((await author.json('GET', `/api/documents/${id}/versions`)).items, [])
})

test('pdf__that_is_damaged_is_kept_and_says_why_it_has_no_pages', async () => {
  const bytes = Buffer.from('%PDF-1.7\nđây không còn là một tệp đọc được\n'.repeat(30))
  const { id, version } = await documentOf(author, { bytes, filename: 'hong.pdf' })
  assert.equal(version.pages, null)
  assert.equal(version.pages_problem, 'pdf-damaged')
  assert.deepEqual(await bytesOf(author, `/api/documents/${id}/versions/1/file`), bytes)
  assert.equal((await problem(await author.get(`/api/documents/${id}/versions/1/pages`))).slug, 'pdf-damaged')
})

test('file_name__of_a_person_never_becomes_a_path_and_comes_back_whole', async () => {
  const { id } = await documentOf(author)
  for (const name of ['../../etc/passwd.pdf', '.git/config.pdf', 'Quyết định số 12 (bản cuối) "mới".pdf', `${'ờ'.repeat(150)}.pdf`]) {
    const version = await versionOf(author, id, pdf(1), name)
    assert.ok(!version.filename.includes('/'), version.filename)
    const reply = await author.get(`/api/documents/${id}/versions/${version.number}/file`)
    assert.equal(reply.status, 200)
    assert.match(reply.headers.get('content-disposition'), /filename\*=UTF-8''/)
    await reply.arrayBuffer()
  }
  const missing = await problem(await author.post(`/api/documents/${id}/versions`, pdf(1)))
  assert.deepEqual([missing.http, missing.slug, missing.field], [422, 'missing-field', 'filename'])
})

test('upload__in_parts_goes_on_after_a_restart_of_the_server', async () => {
  const bytes = big(2_000_000)
  const { id } = await documentOf(author)
  const upload = await author.json('POST', '/api/uploads', { filename: 'lon.pdf', bytes: bytes.length })
  assert.equal(upload.offset, 0)
  const half = 1_000_000
  assert.equal((await author.json('PATCH', `/api/uploads/${upload.id}?offset=0`, bytes.subarray(0, half))).offset, half)
  const early = await problem(await author.post(`/api/documents/${id}/versions?upload=${upload.id}`))
  assert.equal(early.slug, 'broken-upload')
  const again = await problem(await author.patch(`/api/uploads/${upload.id}?offset=0`, bytes.subarray(0, half)))
  assert.deepEqual([again.http, again.slug], [409, 'broken-upload'])
  const beyond = await problem(await author.patch(`/api/uploads/${upload.id}?offset=${half}`, Buffer.concat([bytes.subarray(half), Buffer.from('x')])))
  assert.equal(beyond.slug, 'broken-upload')

  await server.stop({ keep: true })
  const old = server
  server = await startServer({ sample: true, folder: old.folder })
  author = Object.assign(author, { server })
  assert.equal((await author.json('GET', `/api/uploads/${upload.id}`)).offset, half)
  assert.equal((await author.json('PATCH', `/api/uploads/${upload.id}?offset=${half}`, bytes.subarray(half))).offset, bytes.length)
  const version = await author.json('POST', `/api/documents/${id}/versions?upload=${upload.id}&note=xong`)
  assert.deepEqual([version.sha256, version.filename], [sha256(bytes), 'lon.pdf'])
  assert.deepEqual(await bytesOf(author, `/api/documents/${id}/versions/1/file`), bytes)
  assert.equal((await problem(await author.get(`/api/uploads/${upload.id}`))).http, 404)
})

test('upload__belongs_to_one_person', async () => {
  const upload = await author.json('POST', '/api/uploads', { filename: 'cua-toi.pdf', bytes: 100 })
  const other = await server.signIn('vanthu')
  for (const reply of [await other.get(`/api/uploads/${upload.id}`), await other.patch(`/api/uploads/${upload.id}?offset=0`, Buffer.alloc(10)), await other.del(`/api/uploads/${upload.id}`)]) {
    assert.equal((await problem(reply)).http, 404)
  }
  const { id } = await documentOf(other)
  const { slug, field } = await problem(await other.post(`/api/documents/${id}/versions?upload=${upload.id}`))
  assert.deepEqual([slug, field], ['unknown-reference', 'upload'])
  assert.equal((await author.del(`/api/uploads/${upload.id}`)).status, 204)
})

test('upload__broken_off_in_the_middle_stores_nothing', async () => {
  const { id } = await documentOf(author)
  const { hostname, port, host } = new URL(server.origin)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.on('error', () => {})
  socket.write(`POST /api/documents/${id}/versions?filename=do-dang.pdf HTTP/1.1\r\nHost: ${host}\r\nCookie: ${author.cookie}\r\nContent-Length: 5000000\r\n\r\n`)
  socket.write(pdf(1))
  await pause(300)
  socket.destroy()
  await pause(300)
  assert.deepEqual((await author.json('GET', `/api/documents/${id}/versions`)).items, [])
  const version = await until(() => versionOf(author, id, pdf(1)).catch(() => null), 'a version after the broken one')
  assert.equal(version.number, 1)
})

test('versions__written_at_the_same_time_all_get_a_number_of_their_own', async () => {
  const { id } = await documentOf(author)
  const all = await Promise.all(Array.from({ length: 6 }, (_, i) => versionOf(author, id, pdf(1, `Song song ${i}`), `${i}.pdf`)))
  assert.deepEqual(all.map(version => version.number).sort(), [1, 2, 3, 4, 5, 6])
  for (const version of all) assert.equal(sha256(await bytesOf(author, `/api/documents/${id}/versions/${version.number}/file`)), version.sha256)
})

test('idempotency_key__makes_one_version_of_a_request_sent_twice', async () => {
  const { id } = await documentOf(author)
  const url = `/api/documents/${id}/versions?filename=mot-lan.pdf`
  const key = { 'idempotency-key': 'tablet-1-gui-lai' }
  const [first, second] = [await author.json('POST', url, pdf(1), 201, key), await author.json('POST', url, pdf(1), 201, key)]
  assert.deepEqual(second, first)
  assert.equal((await author.json('GET', `/api/documents/${id}/versions`)).items.length, 1)
})

test('idempotency_key__of_a_version_made_from_an_upload_answers_again_when_the_upload_is_used_up', async () => {
  const bytes = pdf(1)
  const { id } = await documentOf(author)
  const upload = await author.json('POST', '/api/uploads', { filename: 'mot-lan.pdf', bytes: bytes.length })
  await author.json('PATCH', `/api/uploads/${upload.id}?offset=0`, bytes)
  const url = `/api/documents/${id}/versions?upload=${upload.id}`
  const key = { 'idempotency-key': 'tablet-1-tu-tep-tai-len' }
  const [first, second] = [await author.json('POST', url, undefined, 201, key), await author.json('POST', url, undefined, 201, key)]
  assert.deepEqual(second, first)
  assert.equal((await problem(await author.post(url))).slug, 'unknown-reference')
})

test('restore__brings_the_attachments_of_that_version_back', async () => {
  const { id } = await documentOf(author, { bytes: pdf(1) })
  const table = Buffer.from('a,b\n1,2\n')
  await author.json('POST', `/api/documents/${id}/versions?filename=bang.csv&part=attachment`, table)
  await author.json('POST', `/api/documents/${id}/versions/1/restore`, { note: 'Bỏ phụ lục' })
  const back = await author.json('POST', `/api/documents/${id}/versions/2/restore`, { note: 'Lấy lại phụ lục' })
  assert.deepEqual([back.number, back.attachments.length], [4, 1])
  assert.deepEqual((await author.json('GET', `/api/documents/${id}/versions/3`)).attachments, [])
  assert.deepEqual(await bytesOf(author, `/api/documents/${id}/versions/4/attachments/1/file`), table)
})
