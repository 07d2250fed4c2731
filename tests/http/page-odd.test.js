// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pages that are unlike others, through the API: very many, very large, of mixed sizes, turned, cropped, without text, in old fonts, with
// links. Each answers soon, or says clearly why not.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer } from './server.js'
import { documentOf, pdf, problem } from './make.js'

let server, author
before(async () => {
  server = await startServer({ sample: true })
  author = await server.signIn('chuyenvien')
})
after(() => server?.stop())

/** A PDF of pages as { box, drawn, more }: media box, content stream, further entries of the page. Fonts: F0 Helvetica, then these by name. */
function sheets (pages, fonts = []) {
  const font = (name, at) => `/F${at} << /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pages.map((_, i) => `${3 + 2 * i} 0 R`).join(' ')}] /Count ${pages.length} /Resources << /Font << ${['Helvetica', ...fonts].map(font).join(' ')} >> >> >>`,
    ...pages.flatMap(({ box = [0, 0, 595, 842], drawn = '', more = '' }) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [${box.join(' ')}] ${more} >>`.replace('/Parent', '/Contents @ /Parent'),
      `<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`])
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((body, i) => {
    const at = text.length
    text += `${i + 1} 0 obj\n${body.replace('/Contents @', `/Contents ${i + 2} 0 R`)}\nendobj\n`
    return at
  })
  const table = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map(at => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}

const line = (words, x, y, font = 0, size = 24) => `BT /F${font} ${size} Tf ${x} ${y} Td (${words}) Tj ET\n`
const at = (document, path) => `/api/documents/${document.id}/versions/1${path}`
const wordsOf = text => text.lines.flatMap(line => line.words)
async function picture (document, path) {
  const reply = await author.get(at(document, path))
  assert.equal(reply.status, 200, path)
  const bytes = Buffer.from(await reply.arrayBuffer())
  const png = reply.headers.get('content-type') === 'image/png'
  return { bytes, width: png ? bytes.readUInt32BE(16) : null, height: png ? bytes.readUInt32BE(20) : null }
}
async function within (ms, what, ask) {
  const start = Date.now()
  const answer = await ask()
  const took = Date.now() - start
  assert.ok(took < ms, `${what}: ${took} ms`)
  return answer
}

test('pages__of_a_file_of_ten_thousand_answer_as_soon_as_those_of_a_short_one', async () => {
  const many = await within(60000, 'stored', () => documentOf(author, { bytes: pdf(10000, 'Trang') }))
  assert.equal(many.version.pages, 10000)
  const { count, pages } = await within(15000, 'sizes', () => author.json('GET', at(many, '/pages')))
  assert.deepEqual([count, pages.length, pages[9999]], [10000, 10000, { width: 595, height: 842 }])
  const far = await within(5000, 'words of page 9999', () => author.json('GET', at(many, '/pages/9999/text')))
  assert.deepEqual(wordsOf(far).map(word => word.t), ['Trang', '9999'])
  assert.equal((await within(5000, 'page 9999', () => picture(many, '/pages/9999/image?width=1000'))).width, 1000)
  await within(10000, 'forty thumbnails', () => Promise.all(Array.from({ length: 40 }, (_, i) => picture(many, `/pages/${1 + i * 250}/image?width=160`))))
  for (const page of [0, 10001, 20001, 4294967297]) assert.equal((await problem(await author.get(at(many, `/pages/${page}/image`)))).http, 404, page)
})

test('page__of_five_metres_is_shown_whole_and_in_parts', async () => {
  const wide = await documentOf(author, { bytes: sheets([{ box: [0, 0, 14173, 842], drawn: line('Trai', 20, 400) + line('Phai', 14000, 400) }, { box: [0, 0, 595, 14173], drawn: line('Duoi', 20, 20) }]) })
  const { pages } = await author.json('GET', at(wide, '/pages'))
  assert.deepEqual(pages, [{ width: 14173, height: 842 }, { width: 595, height: 14173 }])
  const whole = await picture(wide, '/pages/1/image?width=2000')
  assert.deepEqual([whole.width, whole.height], [2000, 119])
  const part = await picture(wide, '/pages/1/image?width=1240&region=0.98,0,0.02,1')
  assert.equal(part.width, 1240)
  const tall = await picture(wide, '/pages/2/image?width=1240')
  assert.ok(tall.height <= 8192 && Math.abs(tall.height / tall.width - 14173 / 595) < 0.1, `${tall.width} × ${tall.height}`)
  const [left, right] = wordsOf(await author.json('GET', at(wide, '/pages/1/text')))
  assert.ok(Math.abs(left.x - 20) < 1 && Math.abs(right.x - 14000) < 1)
})

test('pages__of_mixed_sizes_keep_their_own', async () => {
  const boxes = [[0, 0, 595, 842], [0, 0, 842, 595], [0, 0, 1191, 1684], [-100, -50, 195, 370], [0, 0, 3, 3]]
  const mixed = await documentOf(author, { bytes: sheets(boxes.map((box, i) => ({ box, drawn: line(`T${i}`, box[0] + 20, box[1] + 20) }))) })
  const { pages } = await author.json('GET', at(mixed, '/pages'))
  assert.deepEqual(pages, boxes.map(([left, low, right, high]) => ({ width: right - left, height: high - low })))
  for (const [i, { width, height }] of pages.entries()) {
    const drawn = await picture(mixed, `/pages/${i + 1}/image?width=480`)
    assert.ok(Math.abs(drawn.height - 480 * height / width) <= 1, `page ${i + 1}: ${drawn.height}`)
  }
})

test('page_text__of_turned_and_cropped_pages_lies_where_it_is_shown', async () => {
  const drawn = line('Chu', 100, 700)
  const turned = await documentOf(author, { bytes: sheets([0, 90, 180, 270].map(turn => ({ box: [0, 0, 600, 800], drawn, more: `/Rotate ${turn}` })).concat({ box: [0, 0, 600, 800], drawn, more: '/CropBox [50 100 550 750]' })) })
  const { pages } = await author.json('GET', at(turned, '/pages'))
  assert.deepEqual(pages.map(({ width, height }) => [width, height]), [[600, 800], [800, 600], [600, 800], [800, 600], [500, 650]])
  // the baseline's beginning (100, 700) of the unturned page, as shown: it is a corner of the word's box, but for what hangs below the line
  const corners = [[100, 100], [700, 100], [500, 700], [100, 500], [50, 50]]
  for (const [i, [x, y]] of corners.entries()) {
    const [word] = wordsOf(await author.json('GET', at(turned, `/pages/${i + 1}/text`)))
    assert.equal(word.t, 'Chu')
    const near = [[word.x, word.y], [word.x + word.w, word.y], [word.x, word.y + word.h], [word.x + word.w, word.y + word.h]].some(([a, b]) => Math.abs(a - x) < 8 && Math.abs(b - y) < 8)
    assert.ok(near, `page ${i + 1}: ${JSON.stringify(word)} is not at ${x}, ${y}`)
    assert.equal(word.w > word.h, i % 2 === 0 || i === 4, `page ${i + 1} reads ${i % 2 ? 'down' : 'across'}`)
  }
})

test('page_text__of_a_page_without_any_is_empty', async () => {
  const blank = await documentOf(author, { bytes: sheets([{ drawn: '0.5 g 100 100 300 400 re f' }, {}]) })
  for (const page of [1, 2]) {
    const text = await author.json('GET', at(blank, `/pages/${page}/text`))
    assert.deepEqual([text.lines, text.links], [[], []])
    assert.equal((await picture(blank, `/pages/${page}/image?width=320`)).width, 320)
  }
})

test('page_text__in_old_vietnamese_fonts_is_unicode', async () => {
  const old = await documentOf(author, { bytes: sheets([{ drawn: line('Céng hßa x· héi', 60, 700, 1) + line('Coäng hoøa xaõ hoäi', 60, 600, 2) + line('héi ®ång', 60, 500, 3) }], ['.VnTime', 'ABCDEF+VNI-Times,Bold', '.VnTimeH']) })
  const words = wordsOf(await author.json('GET', at(old, '/pages/1/text'))).map(word => word.t)
  assert.deepEqual(words, ['Cộng', 'hòa', 'xã', 'hội', 'Cộng', 'hòa', 'xã', 'hội', 'HỘI', 'ĐỒNG'])
})

test('page_text__names_links_to_pages_and_to_addresses_and_no_others', async () => {
  const link = (low, rest) => `<< /Type /Annot /Subtype /Link /Rect [100 ${low} 200 ${low + 20}] ${rest} >>`
  const linked = await documentOf(author, {
    bytes: sheets([{ more: `/Annots [${[
      link(700, '/Dest [5 0 R /XYZ 0 642 null]'), link(600, '/A << /S /URI /URI (https://example.vn/a?b=c) >>'),
      link(500, '/A << /S /URI /URI (javascript:alert\\(1\\)) >>'), link(400, '/A << /S /Launch /F (virus.exe) >>'), link(300, '/A << /S /URI /URI (file:///etc/passwd) >>')].join(' ')}]` }, {}])
  })
  const { links } = await author.json('GET', at(linked, '/pages/1/text'))
  assert.deepEqual(links, [
    { x: 100, y: 122, w: 100, h: 20, page: 2, top: 200, uri: null },
    { x: 100, y: 222, w: 100, h: 20, page: null, top: null, uri: 'https://example.vn/a?b=c' }])
})

test('page__that_is_not_there_is_not_found', async () => {
  const two = await documentOf(author, { bytes: sheets([{}, {}]) })
  for (const page of ['0', '3', '-1', '1.5', '2x', '99999999999999999999', '%00']) {
    for (const part of ['image', 'text']) assert.equal((await problem(await author.get(at(two, `/pages/${page}/${part}`)))).http, page === '%00' ? 400 : 404, `${page}/${part}`)
  }
})

test('page__that_is_missing_from_the_file_costs_that_page_only', async () => {
  const bytes = sheets([{ drawn: line('Mot', 72, 700) }, { drawn: line('Hai', 72, 700) }, { drawn: line('Ba', 72, 700) }])
  const broken = await documentOf(author, { bytes: Buffer.from(bytes.toString('latin1').replace('/Kids [3 0 R 5 0 R', '/Kids [3 0 R 9 0 R'), 'latin1') })
  // the page that is there takes the place of the one that is not, so that the third is missing
  const refused = await problem(await author.get(at(broken, '/pages/3/image?width=320')))
  assert.deepEqual([refused.http, refused.slug], [422, 'pdf-damaged'])
  await picture(broken, '/pages/1/image?width=320')
  await picture(broken, '/pages/2/image?width=320')
})
