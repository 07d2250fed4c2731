// SPDX-License-Identifier: GPL-3.0-or-later
//
// PDF files that the samples do not have, made while a test runs: with links, pages of every size, pages that cannot be drawn, pages without words. It
// writes what it is told and judges nothing.

/**
 * pages: { width, height, lines, links, lost, endless, drawn }; a line starts 60 points from the left, 14 points below the one before, the first 62 points from the top.
 * endless: forms drawn thirty times by each other, which no machine finishes. links: { line, from, to (in points from the left), page | uri, top }. lost: the page's object is not in the file. drawn: raw drawing instead of lines.
 */
export function oddPaper (pages) {
  const objects = []
  const first = 4
  let next = first + pages.length
  const numbers = pages.map((_, at) => first + at)
  const add = text => { objects[next] = text; return next++ }
  objects[1] = '<< /Type /Catalog /Pages 2 0 R >>'
  objects[2] = `<< /Type /Pages /Kids [${numbers.map(number => `${number} 0 R`).join(' ')}] /Count ${pages.length} >>`
  objects[3] = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'
  for (const [at, { width = 595, height = 842, lines = [], links = [], lost = false, endless = false, drawn }] of pages.entries()) {
    if (lost) continue
    let form = 0
    for (let depth = 0; endless && depth < 8; depth++) {
      const loop = form ? '/Fm Do '.repeat(30) : '1 0 0 rg 50 50 400 600 re f'
      form = add(`<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] ${form ? `/Resources << /XObject << /Fm ${form} 0 R >> >> ` : ''}/Length ${loop.length} >>\nstream\n${loop}\nendstream`)
    }
    const stream = endless ? '/Fm Do' : drawn ?? `BT /F1 10 Tf 14 TL 60 ${height - 70} Td ${lines.map(line => `(${line}) Tj T*`).join(' ')} ET`
    const content = add(`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`)
    const notes = links.map(({ line, from = 60, to = 200, page, uri, top }) => {
      const upper = height - 62 - line * 14
      const place = uri ? `/A << /S /URI /URI (${uri}) >>` : `/Dest [${numbers[page - 1] ?? 9999} 0 R /XYZ 0 ${(pages[page - 1]?.height ?? 842) - (top ?? 0)} null]`
      return `${add(`<< /Type /Annot /Subtype /Link /Rect [${from} ${upper - 12} ${to} ${upper}] /Border [0 0 0] ${place} >>`)} 0 R`
    })
    objects[numbers[at]] = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Resources << /Font << /F1 3 0 R >> ${form ? `/XObject << /Fm ${form} 0 R >> ` : ''}>> /Contents ${content} 0 R${notes.length ? ` /Annots [${notes.join(' ')}]` : ''} >>`
  }
  const parts = ['%PDF-1.4\n']
  const offsets = []
  let length = parts[0].length
  objects.forEach((text, number) => {
    offsets[number] = length
    parts.push(`${number} 0 obj\n${text}\nendobj\n`)
    length += parts.at(-1).length
  })
  const rows = Array.from({ length: next }, (_, number) => number === 0 ? '0000000000 65535 f \n' : offsets[number] ? `${String(offsets[number]).padStart(10, '0')} 00000 n \n` : '0000000000 00000 f \n')
  parts.push(`xref\n0 ${next}\n${rows.join('')}trailer\n<< /Size ${next} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`)
  return Buffer.from(parts.join(''), 'latin1')
}
