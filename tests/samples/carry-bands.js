// SPDX-License-Identifier: GPL-3.0-or-later
//
// Edits any PDF without knowing how it was made: its pages are cut into bands of lines, and bands are changed, moved, left out and parted by new
// ones, on pages that run on. A band is the page's own content with all other text taken out, so fonts and pictures stay what they were.
import mupdf from 'mupdf'
import { chance, WORDS } from './carry-chance.js'
import { drawn, fontIn, strange } from './carry-set.js'

const MOST_PAGES = 8
const MOST_BANDS = 7

/** Words of a page with their boxes and base lines; upright: none runs another way. */
function wordsOf (page) {
  const words = []
  let upright = true
  let word = null
  const close = () => { word = null }
  page.toStructuredText('preserve-whitespace').walk({
    beginLine (_, wmode, direction) { close(); if (wmode || direction[0] < 0.99) upright = false },
    onChar (letter, origin, _, size, quad) {
      if (!letter.trim()) return close()
      const [x0, x1] = [Math.min(quad[0], quad[4]), Math.max(quad[2], quad[6])]
      if (!word) { word = { text: '', x0, x1, base: origin[1], size }; words.push(word) }
      word.text += letter
      word.x0 = Math.min(word.x0, x0)
      word.x1 = Math.max(word.x1, x1)
    },
    endLine: close
  })
  return { words, upright }
}

/** Rows of words that overlap in height, from the top. */
function rowsOf (words) {
  const rows = []
  for (const word of [...words].sort((a, b) => a.base - b.base)) {
    const [top, bottom] = [word.base - word.size * 0.75, word.base + word.size * 0.22]
    const last = rows.at(-1)
    if (last && top < last.bottom - 1) { last.words.push(word); last.bottom = Math.max(last.bottom, bottom); last.top = Math.min(last.top, top) } else rows.push({ words: [word], top, bottom })
  }
  return rows
}

/** Rows into bands, parted at the widest gaps; bands touch, and cover the page. */
function bandsOf (rows, height) {
  const gaps = rows.slice(1).map((row, at) => ({ at: at + 1, gap: row.top - rows[at].bottom })).filter(({ gap }) => gap > 0)
  const cuts = new Set(gaps.sort((a, b) => b.gap - a.gap).slice(0, MOST_BANDS - 1).map(({ at }) => at))
  const bands = []
  rows.forEach((row, at) => {
    if (at === 0 || cuts.has(at)) bands.push({ rows: [] })
    bands.at(-1).rows.push(row)
  })
  bands.forEach((band, at) => {
    band.top = at === 0 ? 0 : bands[at - 1].bottom
    band.bottom = at === bands.length - 1 ? height : (band.rows.at(-1).bottom + bands[at + 1].rows[0].top) / 2
  })
  return bands.length ? bands : [{ rows: [], top: 0, bottom: height }]
}

/** Thin enough to touch no other line. */
const coreOf = ({ x0, x1, base, size }) => [x0 + 0.3, base - size * 0.42, x1 - 0.3, base - size * 0.12]

function strikeOut (page, words) {
  if (words.length === 0) return
  for (const word of words) page.createAnnotation('Redact').setRect(coreOf(word))
  page.applyRedactions(false, mupdf.PDFPage.REDACT_IMAGE_NONE, mupdf.PDFPage.REDACT_LINE_ART_NONE, mupdf.PDFPage.REDACT_TEXT_REMOVE)
}

function contentsOf (object) {
  const contents = object.get('Contents')
  if (!contents.isArray()) return contents.isNull() ? '' : contents.readStream().asString()
  return Array.from({ length: contents.length }, (_, at) => contents.get(at).readStream().asString()).join('\n')
}

/** Both versions, and where a word of the first (by its page and box) stands on the second; null: it went or was changed. */
export function editPaper (name, bytes, seed) {
  const dice = chance(seed)
  const source = mupdf.PDFDocument.openDocument(bytes, 'application/pdf')
  const made = new mupdf.PDFDocument()
  const graft = made.newGraftMap()
  const pages = Math.min(source.countPages(), MOST_PAGES)
  const bands = []
  for (let number = 1; number <= pages; number++) {
    const page = source.loadPage(number - 1)
    const object = page.getObject()
    const [, , width, height] = page.getBounds()
    const { words, upright } = wordsOf(page)
    const cut = upright ? bandsOf(rowsOf(words), height) : [{ rows: [{ words, top: 0, bottom: height }], top: 0, bottom: height }]
    const kept = { contents: object.get('Contents'), resources: object.getInheritable('Resources') }
    // The page's own space to that of a page drawn from the top left.
    const matrix = mupdf.Matrix.concat(page.getTransform(), [1, 0, 0, -1, 0, height])
    cut.forEach((band, at) => {
      const own = band.rows.flatMap(row => row.words)
      const changed = dice.below(4) === 0 && upright ? dice.shuffled(own.filter(word => word.text.length > 2)).slice(0, 1 + dice.below(3)) : []
      strikeOut(page, [...words.filter(word => !own.includes(word)), ...changed])
      const form = made.addStream(contentsOf(object), {
        Type: 'XObject', Subtype: 'Form', BBox: [-20000, -20000, 20000, 20000], Matrix: matrix, Resources: graft.graftObject(object.getInheritable('Resources'))
      })
      object.put('Contents', kept.contents)
      object.put('Resources', kept.resources)
      const written = changed.map(({ x0, base, size, x1 }) => ({ text: dice.one(WORDS), x: x0, y: base, size: Math.max(4, Math.min(size, (x1 - x0) / 2.2)) }))
      bands.push({ page: number, at, of: cut.length, width, height, top: band.top, bottom: band.bottom, words: own, form, changed, written, whole: cut.length === 1 })
    })
  }
  return put(name, bytes, made, bands, dice)
}

/** The bands in their new order, on new pages. */
function put (name, bytes, made, bands, dice) {
  const order = [...bands]
  const [count, movable] = [order.length, order.filter(band => !band.whole)]
  if (movable.length > 4) {
    for (let k = 0; k < 1 + movable.length / 12; k++) {
      const [band] = order.splice(order.indexOf(dice.one(movable)), 1)
      order.splice(dice.below(order.length), 0, band)
    }
    const gone = dice.one(movable)
    order.splice(order.indexOf(gone), 1)
    for (let k = 0; k < 2; k++) {
      const { width, height } = dice.one(movable)
      const words = strange(dice, width).slice(0, 20 + dice.below(60)).map(word => ({ ...word, y: word.y - 70 }))
      order.splice(dice.below(order.length), 0, { width, height, top: 0, bottom: words.at(-1).y + 12, fresh: words, changed: [], written: words })
    }
  }
  const { width, height } = bands[0]
  for (let k = 0; k < 1 + dice.below(2); k++) order.splice(dice.below(order.length + 1), 0, { width, height, top: 0, bottom: height, whole: true, fresh: true, changed: [], written: strange(dice, width) })
  const sheets = []
  order.forEach((band, seq) => {
    const tall = band.bottom - band.top
    let sheet = sheets.at(-1)
    if (!sheet || band.whole || sheet.full || sheet.width !== band.width || sheet.height !== band.height || sheet.y + tall > band.height + 1) {
      sheet = { width: band.width, height: band.height, y: 0, bands: [], full: Boolean(band.whole) }
      sheets.push(sheet)
    }
    Object.assign(band, { seq, sheet: sheets.length, shift: sheet.y - band.top })
    sheet.bands.push(band)
    sheet.y += tall
  })
  const letters = fontIn(made)
  for (const sheet of sheets) {
    const written = sheet.bands.flatMap(band => band.written.map(word => ({ ...word, y: word.y + band.shift })))
    const forms = made.newDictionary()
    const content = sheet.bands.filter(band => band.form).map((band, at) => {
      forms.put(`B${at}`, band.form)
      // What is drawn of a band beyond its height belongs to its neighbours.
      const low = band.whole ? 0 : sheet.height - band.bottom - band.shift
      return `q 0 ${low.toFixed(2)} ${sheet.width} ${(band.bottom - band.top).toFixed(2)} re W n 1 0 0 1 0 ${(-band.shift).toFixed(2)} cm /B${at} Do Q`
    }).join('\n')
    made.insertPage(-1, made.addPage([0, 0, sheet.width, sheet.height], 0, made.addObject({ XObject: forms, Font: { F1: letters } }), `${content}\n${drawn(written, sheet.height)}`))
  }
  const where = (page, { x, y, w, h }) => {
    const [across, down] = [x + w / 2, y + h / 2]
    const band = bands.find(one => one.page === page && one.sheet && down >= one.top && down < one.bottom)
    if (!band) return null
    if (band.changed.some(word => across > word.x0 - 1 && across < word.x1 + 1 && down > word.base - word.size && down < word.base + word.size * 0.35)) return null
    return { page: band.sheet, box: { x, y: y + band.shift, w, h }, seq: band.seq }
  }
  return { name, old: Buffer.from(bytes), new: Buffer.from(made.saveToBuffer('compress,garbage').asUint8Array()), where, bands: count }
}
