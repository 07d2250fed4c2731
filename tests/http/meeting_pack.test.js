// SPDX-License-Identifier: GPL-3.0-or-later
//
// The meeting pack (E8, K6, rule 24): read by two readers, the papers' text untouched, links and bookmarks leading where they should, the same bytes when built again,
// nothing in it that is not for its reader, and a page in place of what cannot be taken.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import * as mupdf from 'mupdf'
import { root, samples as beside, startServer, until } from './server.js'
import { documentOf, grantTo, pdf, problem, sha256, versionOf } from './make.js'

const samples = process.env.NGHISU_SAMPLES ?? beside
const own = name => readFileSync(path.join(root, 'tests/data', name))
const run = (tool, ...args) => execFileSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 })

let server, secretary, member, colleague, stranger, folder
before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'meeting-pack-'))
  server = await startServer({ sample: true })
  secretary = await server.signIn('thuky')
  member = await server.signIn('donvi1.lanhdao')
  colleague = await server.signIn('donvi2.lanhdao')
  stranger = await server.signIn('donvi5.chuyenvien')
})
after(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** On what was there; everybody signs in anew. */
async function startedAgain () {
  server = await startServer({ sample: true, folder: server.folder, port: server.port })
  member = await server.signIn('donvi1.lanhdao')
  secretary = await server.signIn('thuky')
  colleague = await server.signIn('donvi2.lanhdao')
  stranger = await server.signIn('donvi5.chuyenvien')
}

const paper = async (bytes, subject, facts = {}) => ({ document_id: (await documentOf(secretary, { bytes, subject, ...facts })).id, version: 1 })

/** A published meeting of these items, member and colleague invited. */
async function published (items, title = 'Phiên họp tháng 11') {
  const meeting = await secretary.json('POST', '/api/meetings', { title, starts_at: new Date(Date.now() + 864e5).toISOString(), chair_id: secretary.session.person.id })
  const { items: agenda } = await secretary.json('PUT', `/api/meetings/${meeting.id}/agenda`, { items })
  await secretary.json('PUT', `/api/meetings/${meeting.id}/invitees`, { invitees: [member, colleague].map(one => ({ principal_id: one.session.person.id, role: 'member' })) })
  await secretary.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  return { id: meeting.id, agenda }
}

const ask = (person, meeting) => person.json('POST', `/api/meetings/${meeting}/pack`, undefined, 200)
const state = (person, meeting) => person.json('GET', `/api/meetings/${meeting}/pack`)

/** Asks, waits, takes; the file's bytes, its place for other tools, and what was said of it. */
async function packOf (person, meeting, name) {
  await ask(person, meeting)
  const said = await until(async () => {
    const now = await state(person, meeting)
    assert.notEqual(now.state, 'failed', server.printed)
    return now.state === 'done' && now
  }, 'the pack', 120000)
  const reply = await person.get(`/api/meetings/${meeting}/pack/file`)
  assert.equal(reply.status, 200)
  const bytes = Buffer.from(await reply.arrayBuffer())
  const file = path.join(folder, `${name}.pdf`)
  writeFileSync(file, bytes)
  return { bytes, file, said, reply }
}

const words = text => text.replace(/\s+/g, ' ').trim()
const pageText = (file, page) => words(run('pdftotext', '-raw', '-f', page, '-l', page, file, '-'))
const labelsOf = bytes => {
  const document = mupdf.Document.openDocument(bytes, 'application/pdf')
  return Array.from({ length: document.countPages() }, (_, i) => document.loadPage(i).getLabel())
}
const numbersOf = bytes => labelsOf(bytes).filter(label => !/^[ivx]+$/.test(label))

test('pack__opens_in_two_readers_with_cover_agenda_numbers_links_and_bookmarks', async () => {
  const { id } = await published([
    { title: 'Khai mạc' },
    { title: 'Báo cáo kinh tế', papers: [await paper(pdf(3, 'Kinh te'), 'Báo cáo quý III'), await paper(own('outline.pdf'), 'Đề án có mục lục')] },
    { title: 'Phụ lục', level: 1, papers: [await paper(own('rotated.pdf'), 'Bảng biểu xoay ngang')] }
  ])
  const { bytes, file, said, reply } = await packOf(member, id, 'first')
  assert.equal(said.sha256, sha256(bytes))
  assert.equal(said.bytes, bytes.length)
  assert.match(reply.headers.get('content-disposition'), /attachment/)
  assert.match(run('qpdf', '--check', file), /No syntax or stream encoding errors/)

  const info = run('pdfinfo', file)
  const document = mupdf.Document.openDocument(bytes, 'application/pdf')
  const count = document.countPages()
  assert.equal(Number(info.match(/Pages:\s+(\d+)/)[1]), count, 'both readers count the same')
  const labels = labelsOf(bytes)
  const front = labels.filter(label => /^[ivx]+$/.test(label)).length
  assert.ok(front >= 2, 'cover and agenda')
  assert.deepEqual(labels.slice(front), Array.from({ length: count - front }, (_, i) => String(i + 1)))
  assert.match(pageText(file, 1), /BỘ TÀI LIỆU HỌP Phiên họp tháng 11/)
  assert.match(pageText(file, 2), /CHƯƠNG TRÌNH HỌP.*Khai mạc.*Báo cáo quý III.*1–3/)
  for (let at = front; at < count; at++) {
    const item = at < front + said.pages_total - Number(run('pdfinfo', path.join(root, 'tests/data/rotated.pdf')).match(/Pages:\s+(\d+)/)[1]) ? '2' : '2.1'
    assert.match(pageText(file, at + 1), new RegExp(`Mục ${item.replace('.', '\\.')} · ${labels[at]}( |$)`), `the number on page ${at + 1}`)
  }

  // the agenda's links, and the way back from each number
  const targets = document.loadPage(1).getLinks().map(link => document.resolveLink(link))
  assert.deepEqual([...new Set(targets)].sort((a, b) => a - b).slice(0, 2), [front, front + 3])
  assert.equal(document.resolveLink(document.loadPage(front).getLinks()[0]), 1)

  const outline = document.loadOutline()
  assert.deepEqual(outline.map(one => one.title), ['Trang bìa', 'Chương trình họp', '1. Khai mạc', '2. Báo cáo kinh tế'])
  const second = outline[3]
  assert.equal(second.page, front)
  assert.deepEqual(second.down.map(one => one.title), ['Báo cáo quý III', 'Đề án có mục lục', '2.1. Phụ lục'])
  const inner = mupdf.Document.openDocument(own('outline.pdf'), 'application/pdf').loadOutline()
  assert.deepEqual(second.down[1].down.map(one => [one.title, one.page]), inner.map(one => [one.title, one.page + front + 3]), "a paper's own bookmarks lead to the same pages of it")
})

test('pack__a_paper_is_assembled_not_drawn: its text and size stay, letter by letter', async () => {
  const names = ['text.pdf', 'colour.pdf', 'scan.pdf', 'encrypted-open.pdf', 'outline.pdf']
  const { id } = await published([{ title: 'Nội dung', papers: await Promise.all(names.map(name => paper(own(name), name))) }])
  const { bytes, file } = await packOf(member, id, 'text')
  let at = labelsOf(bytes).findIndex(label => label === '1') + 1
  for (const name of names) {
    const original = path.join(root, 'tests/data', name)
    for (let page = 1; page <= Number(run('pdfinfo', original).match(/Pages:\s+(\d+)/)[1]); page++, at++) {
      assert.equal(pageText(file, at).replace(/ ?Mục 1 · \d+$/, ''), pageText(original, page), `${name}, page ${page}`)
    }
  }
  const sizes = names.map(name => own(name).length).reduce((a, b) => a + b, 0)
  assert.ok(bytes.length < sizes + 120000, `${bytes.length} of ${sizes}`)
})

test('pack__two_builds_of_the_same_inputs_are_the_same_bytes (K6)', async () => {
  const { id } = await published([{ title: 'Một', papers: [await paper(pdf(5), 'Tài liệu một'), await paper(own('outline.pdf'), 'Tài liệu hai')] }], 'Họp lặp lại')
  const { said, bytes } = await packOf(member, id, 'once')
  const same = await packOf(colleague, id, 'shared')
  assert.equal(same.said.made_at, said.made_at, 'readers with the same rights share one')
  await server.stop({ keep: true })
  rmSync(path.join(server.folder, 'data/cache'), { recursive: true })
  await startedAgain()
  assert.deepEqual((await problem(await member.get(`/api/meetings/${id}/pack/file`))).slug, 'wrong-state', 'evicted: it is built again')
  const again = await packOf(member, id, 'again')
  assert.equal(sha256(again.bytes), sha256(bytes))
})

test('rule_24__pack__a_restricted_item_is_in_the_pack_of_its_circle_only', async () => {
  const { id } = await published([
    { title: 'Chung', papers: [await paper(pdf(2), 'Báo cáo chung')] },
    { title: 'Nhân sự riêng', restricted: true, circle: [member.session.person.id], papers: [await paper(pdf(3, 'Rieng'), 'Đề án nhân sự')] },
    { title: 'Sau đó', papers: [await paper(pdf(2), 'Báo cáo sau')] }
  ])
  const [inside, outside] = [await packOf(member, id, 'inside'), await packOf(colleague, id, 'outside')]
  assert.deepEqual(numbersOf(inside.bytes), ['1', '2', 'R1-1', 'R1-2', 'R1-3', '3', '4'])
  assert.deepEqual(numbersOf(outside.bytes), ['1', '2', '3', '4'], 'the same numbers for all, without a gap')
  assert.match(pageText(inside.file, 5), /Rieng 1 Mục R1 · R1-1/)
  const text = run('pdftotext', outside.file, '-')
  assert.ok(!/riêng|Rieng|nhân sự|R1|giới hạn|không dùng/i.test(text), text)
  const raw = run('qpdf', '--qdf', '--object-streams=disable', outside.file, '-')
  assert.ok(!raw.includes('Rieng'))
  assert.notEqual(inside.said.hash, outside.said.hash)
  assert.equal(outside.said.papers, 2)
  // rights are checked again at the taking
  await secretary.json('PATCH', `/api/agenda-items/${(await secretary.json('GET', `/api/meetings/${id}/agenda`)).items.find(item => item.title === 'Nhân sự riêng').id}`, { circle: [] })
  const late = await problem(await member.get(`/api/meetings/${id}/pack/file`))
  assert.deepEqual([late.http, late.slug], [409, 'conflict'])
  assert.equal((await state(member, id)).changed, true)
  assert.deepEqual(numbersOf((await packOf(member, id, 'after')).bytes), ['1', '2', '3', '4'])
  const last = await problem(await stranger.get(`/api/meetings/${id}/pack/file`))
  assert.equal(last.http, 404)
  assert.equal((await problem(await stranger.post(`/api/meetings/${id}/pack`))).http, 404)
  assert.equal((await problem(await stranger.get(`/api/meetings/${id}/pack`))).http, 404)
})

test('pack__a_newer_version_inserts_12a_and_a_late_paper_numbers_on', async () => {
  const changed = await paper(pdf([['mot'], ['hai'], ['ba']]), 'Tờ trình sửa đổi')
  const { id, agenda } = await published([{ title: 'Một', papers: [changed] }, { title: 'Hai', papers: [await paper(pdf(2), 'Ổn định')] }])
  assert.deepEqual(numbersOf((await packOf(member, id, 'v1')).bytes), ['1', '2', '3', '4', '5'])
  const pinned = async version => {
    const { items } = await secretary.json('GET', `/api/meetings/${id}/agenda`)
    await secretary.json('PATCH', `/api/papers/${items[0].papers[0].id}`, { version })
  }
  await versionOf(secretary, changed.document_id, pdf([['mot'], ['chen vao'], ['hai'], ['ba'], ['them']]))
  await pinned(2)
  const told = await state(member, id)
  assert.deepEqual([told.state, told.changed], ['none', true], 'a newer pack is due')
  const second = await packOf(member, id, 'v2')
  assert.deepEqual(numbersOf(second.bytes), ['1', '1a', '2', '3', '3a', '4', '5'], 'what stands on a page keeps its number')
  assert.match(pageText(second.file, 5), /^hai Mục 1 · 2$/)
  await versionOf(secretary, changed.document_id, pdf([['mot']]))
  await pinned(3)
  await secretary.json('POST', `/api/agenda-items/${agenda[1].id}/papers`, { document_id: (await documentOf(secretary, { bytes: pdf(2), subject: 'Bổ sung' })).id, version: 1 })
  const third = await packOf(member, id, 'v3')
  assert.deepEqual(numbersOf(third.bytes), ['1', '4', '5', '6', '7', 'cuối'])
  assert.match(run('pdftotext', third.file, '-'), /Trang không dùng: 1a, 2–3, 3a\./)
})

test('pack__what_cannot_be_taken_has_a_page_saying_so_and_the_rest_goes_on', async () => {
  const word = samples ? readFileSync(path.join(samples, 'decree/Phuluc1.docx')) : null
  const hostile = samples ? readdirSync(path.join(samples, 'pdf-hostile')).map(name => [name, readFileSync(path.join(samples, 'pdf-hostile', name))]).filter(([, bytes]) => bytes.subarray(0, 1024).includes('%PDF-')) : []
  const papers = [await paper(pdf(1, 'Dau'), 'Trang đầu'), await paper(own('encrypted.pdf'), 'Có mật khẩu'), await paper(own('damaged.pdf'), 'Bị hỏng')]
  if (word) papers.push(await paper(word, 'Tệp Word', { filename: 'phu-luc.docx' }))
  for (const [name, bytes] of hostile) papers.push(await paper(bytes, name))
  papers.push(await paper(pdf(1, 'Cuoi'), 'Trang cuối'))
  const { id } = await published([{ title: 'Đủ loại', papers }])
  const { bytes, file } = await packOf(member, id, 'hostile')
  assert.match(run('qpdf', '--check', file), /File is not encrypted/)
  const text = run('pdftotext', file, '-')
  assert.match(words(text), /Dau 1/)
  assert.match(words(text), /Cuoi 1/)
  assert.match(words(text), /Có mật khẩu Không ghép được vào bộ tài liệu: tệp có mật khẩu\./)
  assert.match(words(text), /Bị hỏng Không ghép được vào bộ tài liệu: tệp bị hỏng\./)
  if (word) assert.match(words(text), /Tệp Word Không ghép được vào bộ tài liệu: tệp không phải là PDF\./)
  assert.ok(numbersOf(bytes).length >= papers.length, 'each paper has at least a page')
  const outline = mupdf.Document.openDocument(bytes, 'application/pdf').loadOutline()
  assert.equal(outline.at(-1).down.length, papers.length)
})

test('B13__pack__a_secret_paper_is_a_page_without_its_title', async () => {
  const { id } = await published([{ title: 'Nội dung', papers: [await paper(pdf(2, 'Mo'), 'Công khai'), await paper(pdf(4, 'Kin'), 'Phương án tác chiến', { secrecy: 'secret' })] }])
  const { file, bytes } = await packOf(member, id, 'secret')
  const text = words(run('pdftotext', file, '-'))
  assert.ok(!/tác chiến|Kin \d/.test(text), text)
  assert.match(text, /Tài liệu mật, không đưa vào bộ tài liệu\./)
  assert.deepEqual(numbersOf(bytes), ['1', '2', '3'])
  assert.ok(!run('qpdf', '--qdf', '--object-streams=disable', file, '-').includes('(Kin'))
})

test('pack__only_of_a_published_meeting_and_in_pieces', async () => {
  const draft = await secretary.json('POST', '/api/meetings', { title: 'Dự thảo', starts_at: new Date(Date.now() + 864e5).toISOString() })
  assert.equal((await problem(await secretary.post(`/api/meetings/${draft.id}/pack`))).slug, 'wrong-state')
  const { id } = await published([{ title: 'Không có tài liệu' }])
  const early = await problem(await member.get(`/api/meetings/${id}/pack/file`))
  assert.deepEqual([early.http, early.slug], [409, 'wrong-state'])
  const { bytes, reply } = await packOf(member, id, 'empty')
  assert.equal(numbersOf(bytes).length, 0)
  const part = await member.get(`/api/meetings/${id}/pack/file`, { range: 'bytes=10-19' })
  assert.equal(part.status, 206)
  assert.deepEqual(Buffer.from(await part.arrayBuffer()), bytes.subarray(10, 20))
  assert.equal((await member.get(`/api/meetings/${id}/pack/file`, { 'if-none-match': reply.headers.get('etag') })).status, 304)
  assert.equal(server.sql(`select count(*) from app.audit where action = 'meeting-pack-taken' and subject_id = '${id}'`), '2')
})

test('pack__is_finished_by_the_next_server_when_one_dies', async () => {
  const papers = await Promise.all(Array.from({ length: 12 }, (_, i) => paper(pdf(40, `So ${i}`), `Báo cáo ${i + 1}`)))
  const { id } = await published([{ title: 'Nhiều', papers }])
  await ask(member, id)
  await until(async () => ['running', 'done'].includes((await state(member, id)).state), 'the building', 30000)
  await server.kill()
  await startedAgain()
  await until(async () => (await state(member, id)).state === 'done', 'the pack after the restart', 60000)
  assert.equal(numbersOf((await packOf(member, id, 'restarted')).bytes).length, 480)
})

test('pack__of_a_real_agenda: the decree, letters with signatures, scans and thirty more; two builds are the same bytes', { skip: !samples && 'no samples' }, async () => {
  const signed = readdirSync(path.join(samples, 'pdf-signed')).map(name => path.join(samples, 'pdf-signed', name))
  const others = readdirSync(path.join(samples, 'pdf')).filter(name => name.endsWith('.pdf')).slice(0, 40).map(name => path.join(samples, 'pdf', name))
  const decree = path.join(root, 'tests/data/decree.pdf') // Decree 30/2020/NĐ-CP, out of its Word file by LibreOffice
  const files = [decree, ...signed, ...others]
  const papers = []
  for (const file of files) papers.push(await paper(readFileSync(file), path.basename(file)))
  const { id } = await published([
    { title: 'Nghị định và công văn', papers: papers.slice(0, signed.length + 1) }, { title: 'Tài liệu khác', papers: papers.slice(signed.length + 1, 20) }, { title: 'Kèm theo', level: 1, papers: papers.slice(20) }
  ], 'Phiên họp thường kỳ')
  const { bytes, file, said } = await packOf(member, id, 'real')
  assert.match(run('qpdf', '--check', file), /PDF Version/)
  const text = words(run('pdftotext', file, '-'))
  assert.match(text, /Văn bản có chữ ký số; bản ghép ở đây không giữ giá trị của chữ ký/)
  const document = mupdf.Document.openDocument(bytes, 'application/pdf')
  const found = new Map()
  const walk = list => list?.forEach(one => { found.set(one.title, one.page); walk(one.down) })
  walk(document.loadOutline())
  let same = 0
  for (const original of files) {
    const first = found.get(path.basename(original))
    assert.ok(first >= 2, original)
    let pages = 0
    try { pages = Number(run('pdfinfo', original).match(/Pages:\s+(\d+)/)[1]) } catch { continue }
    if (/Không ghép được/.test(pageText(file, first + 1))) continue
    for (let page = 1; page <= Math.min(pages, 5); page++) {
      const got = words(pageText(file, first + page).replace(/Mục [\d.]+ · \d+/, '')) // what lies on a page as an annotation comes after its number
      if (got === pageText(original, page)) same++
      else assert.equal(got.replace(/ /g, '').length, pageText(original, page).replace(/ /g, '').length, `${original}, page ${page}`)
    }
  }
  assert.ok(same > 40, `${same} pages read the same`)
  const article = found.get('decree.pdf')
  assert.match(pageText(file, article + 1), /NGHỊ ĐỊNH/)
  for (let page = 1; page <= 20; page++) assert.match(pageText(file, article + page), new RegExp(`Mục 1 · ${page}( |$)`))

  await server.stop({ keep: true })
  rmSync(path.join(server.folder, 'data/cache'), { recursive: true })
  await startedAgain()
  assert.equal((await problem(await member.get(`/api/meetings/${id}/pack/file`))).slug, 'wrong-state', 'evicted: it is built again')
  const again = await packOf(member, id, 'real-again')
  assert.notEqual(again.said.made_at, said.made_at, 'it was built again')
  assert.equal(sha256(again.bytes), sha256(bytes))
})
