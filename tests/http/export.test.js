// SPDX-License-Identifier: GPL-3.0-or-later
//
// Copies to take away (C9): notes drawn into the pages or added as annotations, a watermark, the original byte for byte, and who took what.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { root, samples, startServer } from './server.js'
import { documentOf, grantTo, pdf, problem, versionOf } from './make.js'

let server, author, reader, stranger, unit
const folder = mkdtempSync(path.join(tmpdir(), 'nghisu-export-'))
before(async () => {
  server = await startServer({ sample: true })
  author = await server.signIn('chuyenvien')
  reader = await server.signIn('thuky')
  stranger = await server.signIn('donvi6.chuyenvien')
  unit = author.session.person.positions[0].unit.id
})
after(async () => {
  rmSync(folder, { recursive: true, force: true })
  await server?.stop()
})

/* Colours of web/src/notes/notes.css. */
const LIGHT = { yellow: [0xff, 0xe8, 0x73], green: [0xb4, 0xed, 0xb8] }
const STRONG = { blue: [0x14, 0x57, 0xb8], red: [0xc0, 0x1f, 0x2e], black: [0x14, 0x24, 0x2a] }

const url = (document, query = '', n = 1) => `/api/documents/${document}/versions/${n}/export${query}`
async function taken (person, document, query, n = 1) {
  const reply = await person.get(url(document, query, n))
  assert.equal(reply.status, 200, `${query}: ${reply.status} ${reply.status === 200 ? '' : await reply.clone().text()}`)
  return { bytes: Buffer.from(await reply.arrayBuffer()), headers: reply.headers }
}
const note = (person, document, changes) => person.json('PUT', `/api/notes/${randomUUID()}`,
  { document_id: document, version: 1, page: 1, kind: 'highlight', audience: 'private', colour: 'yellow', quads: [{ x: 60, y: 100, w: 100, h: 14 }], ...changes })

let files = 0
const kept = bytes => {
  const file = path.join(folder, `${files++}.pdf`)
  writeFileSync(file, bytes)
  return file
}
const run = (program, ...args) => execFileSync(program, args, { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] })
const wordsOf = (bytes, ...args) => run('pdftotext', ...args, kept(bytes), '-').toString()
const infoOf = bytes => run('pdfinfo', kept(bytes)).toString()
const pagesOf = bytes => Number(infoOf(bytes).match(/Pages:\s+(\d+)/)[1])

/** A page as pixels, one a point; what it shows at a place. */
function pictureOf (bytes, page = 1) {
  const ppm = run('pdftoppm', '-r', '72', '-cropbox', '-f', String(page), '-l', String(page), kept(bytes))
  const head = ppm.subarray(0, 20).toString('latin1').match(/^P6\s(\d+) (\d+)\s255\s/)
  const [width, height] = [Number(head[1]), Number(head[2])]
  const pixels = ppm.subarray(head[0].length)
  return { width, height, at: (x, y) => [...pixels.subarray((Math.floor(y) * width + Math.floor(x)) * 3, (Math.floor(y) * width + Math.floor(x)) * 3 + 3)], pixels }
}
function shows (picture, x, y, colour, what) {
  const seen = picture.at(x, y)
  assert.ok(seen.every((value, i) => Math.abs(value - colour[i]) <= 24), `${what} at ${x},${y}: ${seen} instead of ${colour}`)
}
const inked = picture => { let count = 0; for (let i = 0; i < picture.pixels.length; i += 3) if (picture.pixels[i] < 250) count++; return count }

/** Notes of every kind on one page, away from its words. */
async function noted (bytes = pdf(2), facts = {}) {
  const { id } = await documentOf(author, { bytes, filename: 'Tờ trình số 12.pdf', ...facts })
  await note(author, id, { body: 'Đề nghị làm rõ nguồn kinh phí', exact: 'trích dẫn được đánh dấu' })
  await note(author, id, { kind: 'underline', colour: 'blue', quads: [{ x: 60, y: 140, w: 100, h: 14 }] })
  await note(author, id, { kind: 'strike', colour: 'red', quads: [{ x: 60, y: 180, w: 100, h: 14 }] })
  await note(author, id, { kind: 'ink', colour: 'black', width: 6, quads: [], strokes: [{ points: [100, 300, 0.5, 150, 300, 0.5, 200, 300, 0.5, 250, 300, 0.5] }] })
  await note(author, id, { kind: 'text', colour: 'green', quads: [{ x: 300, y: 400, w: 20, h: 20 }], body: 'Cần bổ sung ý kiến của Sở Tài chính' })
  return id
}
function everyKindIsSeen (picture) {
  shows(picture, 90, 107, LIGHT.yellow, 'highlight')
  shows(picture, 100, 153, STRONG.blue, 'underline')
  shows(picture, 100, 188, STRONG.red, 'strike')
  shows(picture, 175, 300, STRONG.black, 'ink')
  shows(picture, 309, 404, LIGHT.green, 'text note')
}

test('export__without_notes_and_mark_is_the_original_byte_for_byte', async () => {
  const bytes = pdf(3)
  const { id } = await documentOf(author, { bytes, filename: 'Tờ trình số 12.pdf' })
  const copy = await taken(author, id, '')
  assert.ok(copy.bytes.equals(bytes))
  assert.equal(copy.headers.get('content-type'), 'application/pdf')
  assert.match(copy.headers.get('content-disposition'), /^attachment;.*filename\*=UTF-8''T%E1%BB%9D%20tr%C3%ACnh%20s%E1%BB%91%2012\.pdf/)
  assert.match(copy.headers.get('cache-control'), /no-store/)
})

test('export__burnt_in_draws_every_kind_of_note_at_its_place_and_keeps_the_words', async () => {
  const id = await noted()
  const { bytes, headers } = await taken(author, id, '?notes=burnt')
  assert.equal(decodeURIComponent(headers.get('content-disposition').match(/filename\*=UTF-8''([^;]+)/)[1]), 'Tờ trình số 12 (có ghi chú).pdf')
  everyKindIsSeen(pictureOf(bytes))
  assert.equal(pagesOf(bytes), 3)
  const words = wordsOf(bytes)
  assert.match(words, /Kiem tra 1/)
  assert.match(words, /Kiem tra 2/)
  const list = wordsOf(bytes, '-f', '3')
  for (const text of ['Ghi chú', 'Trang 1', author.session.person.full_name, 'trích dẫn được đánh dấu', 'Đề nghị làm rõ nguồn kinh phí', 'Cần bổ sung ý kiến của Sở Tài chính']) assert.ok(list.includes(text), `${text} is not in ${list}`)
  assert.ok(!/\/Annots/.test(bytes.toString('latin1')))
})

test('export__words_below_a_highlight_can_still_be_read', async () => {
  const { id } = await documentOf(author, { bytes: pdf(1, 'HHHHHHHH') })
  await note(author, id, { quads: [{ x: 60, y: 110, w: 300, h: 40 }] })
  for (const notes of ['burnt', 'annotations']) {
    const picture = pictureOf((await taken(author, id, `?notes=${notes}`)).bytes)
    shows(picture, 65, 115, LIGHT.yellow, notes)
    const black = [...Array(300).keys()].filter(x => picture.at(60 + x, 135).every(value => value < 80)).length
    assert.ok(black > 20, `${notes}: ${black} dark points of the words`)
  }
})

test('export__of_the_same_notes_is_the_same_bytes', async () => {
  const id = await noted()
  const [one, other] = [await taken(author, id, '?notes=burnt'), await taken(author, id, '?notes=burnt')]
  assert.ok(one.bytes.equals(other.bytes))
})

test('export__as_annotations_keeps_every_byte_of_the_original_and_adds_real_annotations', async () => {
  const original = pdf(2)
  const id = await noted(original)
  const { bytes } = await taken(author, id, '?notes=annotations')
  assert.ok(bytes.subarray(0, original.length).equals(original))
  everyKindIsSeen(pictureOf(bytes))
  assert.equal(pagesOf(bytes), 2)
  const added = bytes.subarray(original.length).toString('latin1')
  const utf16 = text => '<FEFF' + [...Buffer.from(text, 'utf16le').swap16()].map(byte => byte.toString(16).padStart(2, '0')).join('').toUpperCase() + '>'
  for (const kind of ['Highlight', 'Underline', 'StrikeOut', 'Ink', 'Text']) assert.equal(added.split(`/Subtype/${kind}/`).length, 2, kind)
  assert.ok(added.includes('/Contents' + utf16('Đề nghị làm rõ nguồn kinh phí')))
  assert.equal(added.split('/T' + utf16(author.session.person.full_name)).length, 6)
  assert.match(added, /\/QuadPoints\[ 60\.00 742\.00 160\.00 742\.00 60\.00 728\.00 160\.00 728\.00\]/)
  assert.match(added, /\/InkList\[\[ 100\.00 542\.00/)
})

test('export__as_annotations_stands_right_on_pages_that_are_turned', async () => {
  for (const turn of [0, 90, 180, 270]) {
    const original = tabled(pdf(1).toString('latin1').replace('/MediaBox [0 0 595 842]', `/MediaBox [0 0 700 900] /CropBox [10 20 605 862] /Rotate ${turn}`))
    const id = await noted(original)
    for (const notes of ['burnt', 'annotations']) {
      const picture = pictureOf((await taken(author, id, `?notes=${notes}`)).bytes)
      assert.deepEqual([picture.width, picture.height], turn % 180 ? [842, 595] : [595, 842])
      everyKindIsSeen(picture)
    }
  }
})

/** The text of a PDF with its table written anew. */
function tabled (text) {
  const body = text.slice(0, text.lastIndexOf('xref\n0'))
  const offsets = [...body.matchAll(/^(\d+) 0 obj/gm)].map(found => found.index)
  return Buffer.from(`${body}xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${offsets.map(offset => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}trailer\n<< /Size ${offsets.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`, 'latin1')
}

test('export__as_annotations_of_a_file_whose_table_is_broken_mends_it', async () => {
  const broken = Buffer.from(pdf(2).toString('latin1').replace('%PDF-1.4\n', '%PDF-1.4\n%moved by this line\n'), 'latin1')
  const id = await noted(broken)
  const { bytes } = await taken(author, id, '?notes=annotations')
  assert.equal(pagesOf(bytes), 2)
  everyKindIsSeen(pictureOf(bytes))
  assert.match(wordsOf(bytes), /Kiem tra 2/)
})

test('export__gives_only_the_notes_that_its_reader_sees', async () => {
  const id = await noted()
  await grantTo(author, id, [reader.session.person.id])
  await note(author, id, { audience: 'readers', body: 'Cho tất cả người đọc', quads: [{ x: 60, y: 220, w: 50, h: 14 }] })
  await note(reader, id, { body: 'Riêng thư ký', quads: [{ x: 60, y: 260, w: 50, h: 14 }] })
  const words = wordsOf((await taken(reader, id, '?notes=burnt')).bytes)
  assert.ok(words.includes('Cho tất cả người đọc') && words.includes('Riêng thư ký'))
  assert.ok(!words.includes('Đề nghị làm rõ nguồn kinh phí'))
  assert.ok(!wordsOf((await taken(author, id, '?notes=burnt')).bytes).includes('Riêng thư ký'))
  for (const query of ['', '?notes=burnt', '?notes=annotations', '?mark=true']) assert.equal((await problem(await stranger.get(url(id, query)))).http, 404)
})

test('export__of_a_note_without_a_place_lists_it_with_its_quotation', async () => {
  const id = await noted(pdf([['Ngan sach nam nay tang them muoi hai phan tram'], ['Trang hai']]))
  await note(author, id, { exact: 'Ngan sach nam nay tang', body: 'Con số này từ đâu', quads: [{ x: 60, y: 54, w: 120, h: 12 }] })
  await versionOf(author, id, pdf([['Noi dung khac han khong con gi'], ['Van ban moi'], ['Ba trang']]))
  const tray = (await author.json('GET', `/api/documents/${id}/versions/2/notes`)).items.filter(({ place }) => place.how === 'tray')
  assert.ok(tray.length > 0)
  const { bytes } = await taken(author, id, '?notes=burnt', 2)
  const list = wordsOf(bytes, '-f', '4')
  for (const text of ['Ghi chú chưa tìm được chỗ', 'Ngan sach nam nay tang', 'Con số này từ đâu', 'của phiên bản 1']) assert.ok(list.includes(text), `${text} is not in ${list}`)
  const added = (await taken(author, id, '?notes=annotations', 2)).bytes.toString('latin1')
  assert.equal(added.split('/Subtype/Text/').length - 1, (await author.json('GET', `/api/documents/${id}/versions/2/notes`)).items.filter(one => one.place.how === 'tray' || one.kind === 'text').length)
})

test('export__with_a_mark_bears_it_on_every_page', async () => {
  const id = await noted(pdf(3))
  const plain = (await taken(author, id, '?notes=burnt')).bytes
  const marked = (await taken(author, id, '?notes=burnt&mark=true')).bytes
  assert.equal(pagesOf(marked), 4)
  for (const page of [1, 2, 3, 4]) assert.ok(inked(pictureOf(marked, page)) > inked(pictureOf(plain, page)) + 1000, `page ${page}`)
  assert.match(wordsOf(marked), /Kiem tra 3/)
})

test('export__for_printing_opens_in_the_browser_and_has_no_notes', async () => {
  const id = await noted()
  const { bytes, headers } = await taken(author, id, '?mark=true&show=inline')
  assert.match(headers.get('content-disposition'), /^inline;.*b%E1%BA%A3n%20in/)
  assert.equal(pagesOf(bytes), 2)
  assert.notDeepEqual(pictureOf(bytes).at(90, 107), LIGHT.yellow)
})

test('export__of_a_secret_document_always_bears_its_readers_name_and_is_drawn_anew', async () => {
  const original = pdf(2)
  const id = await noted(original, { secrecy: 'confidential' })
  for (const query of ['', '?mark=false', '?notes=burnt&mark=false', '?notes=annotations&mark=false']) {
    const { bytes } = await taken(author, id, query)
    assert.ok(!bytes.subarray(0, original.length).equals(original), query)
    assert.ok(!/\/Annots/.test(bytes.toString('latin1')), query)
    assert.ok(inked(pictureOf(bytes, 2)) > 5000, query)
    assert.match(wordsOf(bytes), /Kiem tra 2/)
  }
})

test('export__is_written_down_with_who_and_what', async () => {
  const id = await noted()
  const read = () => server.sql(`select person_id || ' ' || (detail ->> 'notes') || ' ' || (detail ->> 'mark') || ' ' || (detail ->> 'version') from app.audit where action = 'version-exported' and subject_id = '${id}' order by id`).split('\n')
  for (const query of ['', '?notes=burnt', '?notes=annotations', '?notes=annotations&mark=true']) await taken(author, id, query)
  const me = author.session.person.id
  assert.deepEqual(read(), [`${me} none false 1`, `${me} burnt false 1`, `${me} annotations false 1`, `${me} burnt true 1`])
  await problem(await stranger.get(url(id)))
  assert.equal(read().length, 4)
})

test('export__keeps_the_bookmarks', async () => {
  const { id } = await documentOf(author, { bytes: readFileSync(path.join(root, 'tests/data/outline.pdf')) })
  const { bytes } = await taken(author, id, '?notes=burnt')
  const own = await author.json('GET', `/api/documents/${id}/versions/1/outline`)
  const again = await documentOf(author, { bytes })
  assert.deepEqual(titles(await author.json('GET', `/api/documents/${again.id}/versions/1/outline`)), titles(own))
})
const titles = ({ items }) => items.map(item => [item.title, item.page, titles(item)])

test('export__of_every_own_sample_can_be_read_again', async () => {
  for (const name of readdirSync(path.join(root, 'tests/data')).filter(file => file.endsWith('.pdf'))) {
    const original = readFileSync(path.join(root, 'tests/data', name))
    const { id, version } = await documentOf(author, { bytes: original, filename: name })
    if (!version.pages) {
      assert.match((await problem(await author.get(url(id, '?notes=burnt')))).slug, /^pdf-(damaged|encrypted)$/)
      assert.ok((await taken(author, id, '')).bytes.equals(original))
      continue
    }
    await note(author, id, { body: 'Ghi chú' })
    const burnt = (await taken(author, id, '?notes=burnt&mark=true')).bytes
    assert.equal(pagesOf(burnt), version.pages + 1, name)
    const reply = await author.get(url(id, '?notes=annotations'))
    if (reply.status !== 200) {
      assert.match((await problem(reply)).slug, /^pdf-(damaged|encrypted)$/, name)
      continue
    }
    const bytes = Buffer.from(await reply.arrayBuffer())
    assert.ok(bytes.subarray(0, original.length).equals(original))
    assert.equal(pagesOf(bytes), version.pages)
  }
})

test('export__refuses_what_has_no_pages_and_gives_the_original_all_the_same', async () => {
  const bytes = Buffer.from('Văn bản thuần túy, không có trang.\n')
  const reply = await author.post('/api/documents', { type: 'CV', subject: 'Tệp chữ' })
  const { id } = await reply.json()
  const made = await author.ask('POST', `/api/documents/${id}/versions?filename=a.txt&note=`, bytes)
  if (made.status === 415) return // this kind of file is not kept at all
  assert.equal((await problem(await author.get(url(id, '?notes=burnt')))).slug, 'no-pages')
  assert.ok((await taken(author, id, '')).bytes.equals(bytes))
})

test('export__of_thousands_of_strokes_is_made_or_refused_in_words_and_the_server_lives', async () => {
  const { id } = await documentOf(author, { bytes: pdf(1) })
  const stroke = k => ({ points: Array.from({ length: 900 }, (_, i) => i % 3 === 2 ? 0.5 + 0.3 * Math.sin(i / 50) : Number((100 + (i % 3 ? k % 500 : 0) + 40 * Math.sin(i / 30 + k)).toFixed(2))) })
  for (let n = 0; n < 5; n++) await note(author, id, { kind: 'ink', colour: 'blue', width: 2, quads: [], strokes: Array.from({ length: 100 }, (_, k) => stroke(n * 100 + k)) })
  for (const notes of ['burnt', 'annotations']) {
    const { bytes } = await taken(author, id, `?notes=${notes}`)
    assert.equal(pagesOf(bytes), 1)
  }
  const health = await fetch(server.origin + '/api/health')
  assert.equal(health.status, 200)
})

test('export__of_2000_pages_is_made_with_a_mark', async () => {
  const { id } = await documentOf(author, { bytes: pdf(2000) })
  const start = Date.now()
  const { bytes } = await taken(author, id, '?mark=true')
  assert.equal(pagesOf(bytes), 2000)
  assert.ok(bytes.length < 8e6, `${bytes.length} bytes: the mark is there once, not 2,000 times`)
  assert.ok(Date.now() - start < 60000)
})

test('export__of_a_signed_file_leaves_its_signature_whole', { skip: !samples && 'no samples here' }, async () => {
  const where = path.join(samples, 'pdf-signed')
  if (!existsSync(where)) return
  for (const name of readdirSync(where)) {
    const original = readFileSync(path.join(where, name))
    const { id } = await documentOf(author, { bytes: original, filename: name })
    await note(author, id, { body: 'Đã xem', quads: [{ x: 60, y: 100, w: 100, h: 14 }] })
    const { bytes } = await taken(author, id, '?notes=annotations')
    assert.ok(bytes.subarray(0, original.length).equals(original))
    assert.notDeepEqual(pictureOf(bytes).at(159, 101), pictureOf(original).at(159, 101), name)
    const signature = file => run('pdfsig', '-nocert', file).toString().split('\n').filter(line => /Signature Validation|Signed Ranges|Signer Certificate/.test(line))
    assert.ok(signature(kept(original)).some(line => /Signature is Valid/.test(line)))
    assert.deepEqual(signature(kept(bytes)), signature(kept(original)))
  }
})
