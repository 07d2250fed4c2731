// SPDX-License-Identifier: GPL-3.0-or-later
//
// Papers set by ourselves in many layouts (columns, tables, lists, running heads, turned pages), and the same again after an edit, in another
// layout. Each word knows where it stood and where it stands, so that a test need not search.
import { readFileSync } from 'node:fs'
import mupdf from 'mupdf'
import { chance, paragraph, sentence, WORDS } from './carry-chance.js'

const FONT = '/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf'
const font = new mupdf.Font('LiberationSerif', readFileSync(FONT))
const widthOf = (text, size) => [...text].reduce((sum, letter) => sum + font.advanceGlyph(font.encodeCharacter(letter.codePointAt(0)), 0), 0) * size
const hexOf = text => [...text].map(letter => font.encodeCharacter(letter.codePointAt(0)).toString(16).padStart(4, '0')).join('')

/** The letters that the drawings below need, as a font of a document. */
export const fontIn = doc => doc.addFont(font)

/** Drawing of words at places from the top left: {text, x, y (baseline), size}. */
export const drawn = (words, height) =>
  `BT ${words.map(({ text, x, y, size }) => `/F1 ${size} Tf 1 0 0 1 ${x.toFixed(2)} ${(height - y).toFixed(2)} Tm <${hexOf(text)}> Tj`).join('\n')} ET`

/** Pages of such words. Turned pages are drawn so that they stand upright when turned. */
function pdfOf (sheets, { width, height, turned = false }) {
  const doc = new mupdf.PDFDocument()
  const resources = doc.addObject({ Font: { F1: fontIn(doc) } })
  for (const words of sheets) {
    const box = turned ? [0, 0, height, width] : [0, 0, width, height]
    doc.insertPage(-1, doc.addPage(box, turned ? 90 : 0, resources, `${turned ? `0 1 -1 0 ${height} 0 cm ` : ''}${drawn(words, height)}`))
  }
  return Buffer.from(doc.saveToBuffer('compress,garbage').asUint8Array())
}

/** A page of sentences that no version had. */
export const strange = (dice, width) => {
  const words = []
  let [x, y] = [70, 90]
  for (const text of Array.from({ length: 14 }, () => sentence(dice)).join(' ').split(' ')) {
    const wide = widthOf(text, 12)
    if (x + wide > width - 60) { x = 70; y += 17 }
    words.push({ text, x, y, size: 12 })
    x += wide + 3.2
  }
  return words
}

let ids = 0
const wordsOf = text => text.split(' ').map(one => ({ id: ++ids, text: one }))

function write (dice, { blocks, tables, lists }) {
  return Array.from({ length: blocks }, (_, at) => {
    if (at % 7 === 0) return { kind: 'head', words: wordsOf(`Điều ${at / 7 + 1}. ${sentence(dice)}`) }
    if (tables && at % 6 === 4) return { kind: 'table', rows: Array.from({ length: 4 }, (_, row) => [`${row + 1}`, sentence(dice).slice(0, 40).trim(), `${dice.below(9000)}`, 'triệu đồng'].map(wordsOf)) }
    if (lists && at % 3 === 1) return { kind: 'item', words: wordsOf(`${'abcdđeg'[at % 7]}) ${sentence(dice)}`) }
    return { kind: 'text', words: wordsOf(paragraph(dice)) }
  })
}

/** What stays keeps its words; what is new or changed has new ones. */
function rewrite (dice, blocks) {
  const next = blocks.map(block => block.words ? { ...block, words: [...block.words] } : { ...block, rows: block.rows.map(row => row.map(cell => [...cell])) })
  const fresh = () => wordsOf(dice.one(WORDS))[0]
  for (const block of next) {
    if (dice.below(3) > 0) continue
    const words = block.words ?? dice.one(dice.one(block.rows))
    for (let k = 1 + dice.below(3); k > 0; k--) {
      const at = dice.below(words.length)
      if (dice.below(2)) words[at] = fresh()
      else words.splice(at + 1, 0, fresh())
    }
  }
  for (const block of next) if (block.rows && dice.below(2)) block.rows.splice(1 + dice.below(3), 0, ['+', sentence(dice).slice(0, 30).trim(), '77', 'triệu đồng'].map(wordsOf))
  for (let k = 0; k < 2; k++) next.splice(dice.below(next.length), 0, ...next.splice(dice.below(next.length), 1))
  next.splice(dice.below(next.length), 1)
  for (let k = 0; k < 3; k++) next.splice(dice.below(next.length), 0, { kind: 'text', words: wordsOf(paragraph(dice)) })
  next.splice(dice.below(next.length), 0, ...Array.from({ length: 8 }, () => ({ kind: 'text', words: wordsOf(paragraph(dice)) }))) // a page or more
  return next
}

/** Lays blocks into columns and pages; places: id → {page, box, seq}. */
function lay (blocks, { width = 595, height = 842, size = 12, columns = 1, margin = 62, running = '', turned = false }) {
  const [sheets, places, order] = [[], new Map(), []]
  const column = (width - 2 * margin - (columns - 1) * 24) / columns
  const [top, bottom, step] = [margin + (running ? 18 : 0), height - margin, size * 1.3]
  let [at, y] = [-1, Infinity]
  const turnTo = need => {
    if (y + need <= bottom) return
    at += 1
    y = top
    if (at % columns === 0) {
      sheets.push([])
      if (running) {
        const text = [...running.split(' '), `${sheets.length}`]
        let x = margin
        for (const one of text) { sheets.at(-1).push({ text: one, x, y: margin - 8, size: 9 }); x += widthOf(one, 9) + 2.4 }
      }
    }
  }
  const put = (word, x, line, seq) => {
    const sheet = sheets.at(-1)
    sheet.push({ text: word.text, x, y: line, size })
    places.set(word.id, { page: sheets.length, box: { x, y: line - size * 0.8, w: widthOf(word.text, size), h: size }, seq })
    order.push(word.id)
  }
  blocks.forEach((block, seq) => {
    const left = () => margin + (at % columns) * (column + 24)
    if (block.rows) {
      const parts = [0, 0.1, 0.62, 0.78, 1]
      block.rows.forEach((row, r) => {
        turnTo(step * 2)
        y += step
        row.forEach((cell, c) => {
          let x = left() + parts[c] * column
          for (const word of cell) { put(word, x, y, seq * 1000 + r * 10 + c); x += widthOf(word.text, size) + size * 0.27 }
        })
      })
      y += step * 0.6
      return
    }
    const indent = block.kind === 'text' ? 24 : block.kind === 'item' ? 12 : 0
    turnTo(step)
    y += step
    let x = left() + indent
    for (const word of block.words) {
      const wide = widthOf(word.text, size)
      if (x + wide > left() + column) { turnTo(step); y += step; x = left() }
      put(word, x, y, seq * 1000)
      x += wide + size * 0.27
    }
    y += step * 0.4
  })
  return { bytes: pdfOf(sheets, { width, height, turned }), pages: sheets.length, places, order }
}

const inside = (box, { x, y, w, h }) => box.x + box.w / 2 >= x && box.x + box.w / 2 <= x + w && box.y + box.h / 2 >= y - 2 && box.y + box.h / 2 <= y + h + 2

/** Both versions, and where a word of the first (by its page and box) stands on the second; null: nowhere. */
export function setPaper (seed, layout) {
  const dice = chance(seed)
  const blocks = write(dice, layout)
  const first = lay(blocks, layout)
  const second = lay(rewrite(dice, blocks), { ...layout, ...layout.then })
  const next = new Map(second.order.map((id, at) => [id, at]))
  const byPage = new Map()
  for (const [id, place] of first.places) byPage.set(place.page, [...(byPage.get(place.page) ?? []), { id, box: place.box }])
  const where = (page, box) => {
    const found = byPage.get(page)?.find(word => inside(box, word.box))
    const place = found && second.places.get(found.id)
    return place ? { ...place, order: next.get(found.id) } : null
  }
  return { name: `set-${seed}`, old: first.bytes, new: second.bytes, where }
}

export const LAYOUTS = [
  { blocks: 30, lists: true, running: 'Báo cáo của Ủy ban nhân dân tỉnh, trang', then: { size: 13, margin: 72 } },
  { blocks: 30, columns: 2, size: 10, then: { size: 10.5 } },
  { blocks: 24, tables: true, then: { size: 11 } },
  { blocks: 30, tables: true, lists: true, running: 'Nghị quyết kỳ họp thứ Mười, trang', then: { margin: 50, running: 'Nghị quyết kỳ họp thứ Mười một, trang' } },
  { blocks: 20, width: 842, height: 595, lists: true, then: { size: 13 } },
  { blocks: 24, turned: true, then: { size: 11.5 } },
  { blocks: 28, columns: 2, size: 9, tables: true, running: 'Công báo số 15, trang', then: {} },
  { blocks: 40, size: 14, then: { width: 612, height: 792 } },
  { blocks: 26, columns: 2, size: 11, then: { columns: 1, size: 12 } },
  { blocks: 60, size: 11, lists: true, running: 'Tờ trình về kế hoạch năm, trang', then: { size: 12.5 } }
]
