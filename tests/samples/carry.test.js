// SPDX-License-Identifier: GPL-3.0-or-later
//
// Notes on thirty papers and more, each of which is then replaced by an edited version: words changed, paragraphs moved, put in and left out, pages
// put in, other margins and columns. The editor knows where each word went; the server does not, and has to find it. Counted are the notes whose
// words still stand together: placed right, or wrong, or left in the tray. None may vanish.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import mupdf from 'mupdf'
import { root, samples, startServer } from '../http/server.js'
import { documentOf, versionOf } from '../http/make.js'
import { editPaper } from './carry-bands.js'
import { chance } from './carry-chance.js'
import { LAYOUTS, setPaper } from './carry-set.js'

const NOTES = 10 // of each paper
const PAPERS = 30
/* Of the foreign files those whose letters can be read and written again. */
const FOREIGN = ['pdf/pdfcpu-hungarian.pdf', 'pdf/pdfcpu-removedField.pdf', 'pdf/pdfjs-bug1669099.pdf', 'pdf/pdfjs-issue918.pdf', 'pdf/pypdf-crazyones-pdfa.pdf']
let server, author
before(async () => { server = await startServer({ sample: true }); author = await server.signIn('chuyenvien') })
after(() => server?.stop())

/** Papers of our own sample data, papers of others where they are here, and papers set for the purpose up to the wanted number. */
function * papers () {
  const own = path.join(root, 'deploy/sample')
  const files = [...readdirSync(own).filter(name => name.endsWith('.pdf')).map(name => path.join(own, name)), ...FOREIGN.map(name => path.join(samples ?? '', name)).filter(existsSync)]
  let count = 0
  for (const file of files) yield editPaper(path.basename(file), readFileSync(file), ++count)
  for (let at = 0; at < LAYOUTS.length || count < PAPERS; at++) yield setPaper(++count, LAYOUTS[at % LAYOUTS.length])
}

const textOf = async (url, page) => {
  const reply = await author.get(`${url}/pages/${page}/text`)
  return reply.status === 200 ? (await reply.json()).lines.filter(line => line.words.length > 0) : []
}
const around = boxes => {
  const [x, y] = [Math.min(...boxes.map(box => box.x)), Math.min(...boxes.map(box => box.y))]
  return { x, y, w: Math.max(...boxes.map(box => box.x + box.w)) - x, h: Math.max(...boxes.map(box => box.y + box.h)) - y }
}
const inLines = words => [...new Set(words.map(word => word.line))].map(line => words.filter(word => word.line === line))

/** A note as the reader makes it, and the words that it is about. */
function noteOn (dice, lines, kind) {
  const words = lines.flatMap((line, at) => line.words.map(word => ({ ...word, line: at })))
  const length = { highlight: 1 + dice.below(30), underline: 1 + dice.below(8), strike: 1 + dice.below(4), ink: 1, text: 1 }[kind]
  const first = dice.below(words.length)
  const about = words.slice(first, first + length)
  if (kind === 'text') return { about, quads: [{ x: about[0].x, y: about[0].y, w: 20, h: 20 }] }
  if (kind === 'ink') {
    const { x, y, w, h } = about[0]
    return { about, quads: [], width: 2, strokes: [{ points: [x - 3, y + h + 1, 0.5, x + w / 2, y + h + 3, 0.5, x + w + 3, y + h + 1, 0.5, x + w + 2, y - 2, 0.5] }] }
  }
  const join = list => inLines(list).map(line => line.map(word => word.t).join(' ')).join(' ')
  return {
    about, exact: inLines(about).map(line => line.map(word => word.t).join(' ')).join('\n'), quads: inLines(about).map(around),
    prefix: join(words.slice(Math.max(0, first - 40), first)).slice(-32), suffix: join(words.slice(first + length, first + length + 40)).slice(0, 32)
  }
}

const shared = (one, other) => Math.max(0, Math.min(one.x + one.w, other.x + other.w) - Math.max(one.x, other.x)) * Math.max(0, Math.min(one.y + one.h, other.y + other.h) - Math.max(one.y, other.y))
const area = boxes => boxes.reduce((sum, { w, h }) => sum + w * h, 0)
/** How far boxes lie on others, 0 to 1. */
const overlap = (boxes, others) => boxes.flatMap(one => others.map(other => shared(one, other))).reduce((sum, each) => sum + each, 0) / Math.max(area(boxes), area(others), 0.01)
const inkBox = strokes => around(strokes.flatMap(({ points }) => points.flatMap((x, at) => at % 3 === 0 ? [{ x, y: points[at + 1], w: 0, h: 0 }] : [])))

/** Where the words of a note stand on the new version; null when one of them went or was changed, or they stand apart. */
async function truth (paper, page, about, read) {
  const found = []
  for (const word of about) {
    const place = paper.where(page, word)
    if (!place) return null
    const there = (await read(place.page)).flatMap((line, at) => line.words.map(one => ({ ...one, line: at })))
    const held = there.find(one => one.t === word.t && shared(one, place.box) > 0.4 * place.box.w * place.box.h)
    if (!held) return null // the editor broke it: it can be read no more
    const before = found.at(-1)
    if (before && (before.order !== undefined ? place.order !== before.order + 1 : place.seq !== before.seq && place.seq !== before.seq + 1)) {
      // In a set paper the reader's lines may run over columns: those words stood apart before.
      return null
    }
    found.push({ ...place, held })
  }
  return found
}

function judge (note, found, after) {
  const { place } = after
  if (place.how === 'tray') return 'tray'
  const { page } = found[0]
  const held = found.filter(word => word.page === page).map(word => word.held)
  const right = note.kind === 'ink' || note.kind === 'text'
    ? (() => {
        const [dx, dy] = [held[0].x - note.about[0].x, held[0].y - note.about[0].y]
        const box = note.kind === 'ink' ? inkBox(note.strokes) : note.quads[0]
        return overlap([note.kind === 'ink' ? inkBox(place.strokes) : place.quads[0]], [{ ...box, x: box.x + dx, y: box.y + dy }]) >= 0.5
      })()
    : overlap(place.quads, inLines(held).map(around)) >= 0.5
  return `${right && place.page === page ? 'right' : 'wrong'}-${place.how}`
}

const COLUMNS = ['right-sure', 'right-guessed', 'wrong-sure', 'wrong-guessed', 'tray', 'changed', 'changed-sure', 'changed-tray']
const row = (name, counts) => name.slice(0, 34).padEnd(36) + COLUMNS.map(column => String(counts[column] ?? 0).padStart(14)).join('')

test('notes__find_their_words_on_the_edited_version', { timeout: 600000 }, async t => {
  const kinds = ['highlight', 'underline', 'highlight', 'strike', 'ink', 'highlight', 'text', 'underline', 'highlight', 'ink']
  const [all, byKind] = [{}, {}]
  const lines = [row('', Object.fromEntries(COLUMNS.map(column => [column, column])))]
  let number = 0
  for (const paper of papers()) {
    number++
    const dice = chance(1000 + number)
    const document = await documentOf(author, { bytes: paper.old, subject: paper.name })
    const at = n => `/api/documents/${document.id}/versions/${n}`
    const kept = new Map()
    const read = (n, page) => {
      if (!kept.has(`${n} ${page}`)) kept.set(`${n} ${page}`, textOf(at(n), page))
      return kept.get(`${n} ${page}`)
    }
    const pages = []
    for (let page = 1; page <= Math.min(8, document.version.pages); page++) if ((await read(1, page)).length > 0) pages.push(page)
    assert.ok(pages.length > 0, `${paper.name} has no text`)
    const notes = []
    for (let k = 0; k < NOTES; k++) {
      const [kind, page, id] = [kinds[k % kinds.length], dice.one(pages), randomUUID()]
      const { about, ...body } = noteOn(dice, await read(1, page), kind)
      await author.json('PUT', `/api/notes/${id}`, { document_id: document.id, version: 1, page, kind, audience: 'readers', colour: 'yellow', body: kind === 'text' ? 'Đề nghị xem lại' : null, ...body })
      notes.push({ id, kind, page, about, ...body })
    }
    await versionOf(author, document.id, paper.new)
    const { items } = await author.json('GET', `${at(2)}/notes`)
    const counts = {}
    for (const note of notes) {
      const after = items.find(({ id }) => id === note.id)
      assert.ok(after, `${paper.name}: a note on ${note.about.map(word => word.t).join(' ')} vanished`)
      assert.ok(after.place.how === 'tray' ? after.made_on_page === note.page : after.place.page >= 1, paper.name)
      const found = await truth(paper, note.page, note.about, page => read(2, page))
      const verdict = found ? judge(note, found, after) : after.place.how === 'tray' ? 'changed-tray' : after.place.how === 'sure' ? 'changed-sure' : 'changed'
      counts[verdict] = (counts[verdict] ?? 0) + 1
      all[verdict] = (all[verdict] ?? 0) + 1
      byKind[note.kind] ??= {}
      byKind[note.kind][verdict] = (byKind[note.kind][verdict] ?? 0) + 1
      if (process.env.CARRY_TELL && (/wrong/.test(verdict) || verdict === 'tray' || verdict === 'changed-sure')) {
        t.diagnostic(JSON.stringify([verdict, paper.name, note.kind, note.page, note.about.map(word => word.t).join(' '), note.quads[0], after.place.page, after.place.quads[0], after.place.exact, found && [found[0].page, found[0].held]]))
      }
    }
    lines.push(row(paper.name, counts))
  }
  for (const [kind, counts] of Object.entries(byKind)) lines.push(row(`all of ${kind}`, counts))
  lines.push(row(`all ${number} papers`, all))
  for (const line of lines) t.diagnostic(line)
  const count = (...names) => names.reduce((sum, name) => sum + (all[name] ?? 0), 0)
  const right = count('right-sure', 'right-guessed')
  const still = right + count('wrong-sure', 'wrong-guessed', 'tray')
  t.diagnostic(`${still} notes whose text still exists, ${right} placed right (${(100 * right / still).toFixed(1)} %), ${count('wrong-sure')} surely wrong`)
  assert.ok(number >= PAPERS)
  assert.ok(still >= 0.5 * number * NOTES, 'most of what was marked still exists')
  assert.ok(right >= 0.95 * still, `${right} of ${still} are placed right`)
  assert.ok(count('wrong-sure') < 0.005 * still, `${count('wrong-sure')} of ${still} are sure and wrong`)
})

/** The pages of a file in this order, counted from 1; 0 is a page of other words. */
function arranged (bytes, order) {
  const [from, to] = [mupdf.PDFDocument.openDocument(bytes, 'application/pdf'), new mupdf.PDFDocument()]
  for (const page of order) {
    if (page) to.graftPage(-1, from, page - 1)
    else to.insertPage(-1, to.addPage([0, 0, 595, 842], 0, { Font: { F1: to.addSimpleFont(new mupdf.Font('Helvetica')) } }, 'BT /F1 14 Tf 70 700 Td (To trinh kem theo ban quet) Tj ET'))
  }
  return Buffer.from(to.saveToBuffer('garbage').asUint8Array())
}

test('ink_on_a_scan__goes_with_the_picture_of_its_page', { timeout: 120000 }, async () => {
  const scan = readFileSync(path.join(root, 'tests/data/scan.pdf'))
  const other = readFileSync(path.join(root, 'tests/data/colour.pdf'))
  const both = mupdf.PDFDocument.openDocument(scan, 'application/pdf')
  both.graftPage(-1, mupdf.PDFDocument.openDocument(other, 'application/pdf'), 0)
  const bytes = Buffer.from(both.saveToBuffer('garbage').asUint8Array())
  const pages = both.countPages()
  const document = await documentOf(author, { bytes: arranged(bytes, [1, pages]) })
  const ids = [randomUUID(), randomUUID()]
  const strokes = [{ points: [100, 100, 0.5, 180, 140, 0.7] }]
  for (const [at, id] of ids.entries()) await author.json('PUT', `/api/notes/${id}`, { document_id: document.id, version: 1, page: at + 1, kind: 'ink', audience: 'readers', colour: 'red', width: 2, strokes, quads: [] })
  const placesOn = async version => {
    const { items } = await author.json('GET', `/api/documents/${document.id}/versions/${version}/notes`)
    return ids.map(id => items.find(note => note.id === id).place)
  }
  await versionOf(author, document.id, arranged(bytes, [0, 0, 1, 0, pages]))
  assert.deepEqual((await placesOn(2)).map(({ how, page, strokes: drawn }) => [how, page, drawn]), [['sure', 3, strokes], ['sure', 5, strokes]])
  await versionOf(author, document.id, arranged(bytes, [0, pages]))
  assert.deepEqual((await placesOn(3)).map(({ how, page }) => [how, page ?? null]), [['tray', null], ['sure', 2]])
})
