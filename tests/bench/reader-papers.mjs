// SPDX-License-Identifier: GPL-3.0-or-later
//
// The papers that the reader is measured with, made anew on each machine and kept below build/ by the hash of this file: a decree of some 21 pages, a text
// report of as many pages as asked for, a colour scan of 60 pages and some 40 MB. Same seed, same words and pictures. Measures nothing.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { page as form } from '../../deploy/sample/form.mjs'
import { report } from '../../deploy/sample/report.mjs'
import { root, samples } from '../http/server.js'

const folder = path.join(process.env.NGHISU_PAPERS ?? path.join(root, 'build/papers'), createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url))).digest('hex').slice(0, 12))
export const pagesOf = bytes => bytes.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0

async function inChromium (work) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
  try { return await work(await browser.newPage()) } finally { await browser.close() }
}

/** The sample report over and over, each part with its own heading: as many sheets as asked for, cut at the last by printing only those. */
const printed = pages => inChromium(async tab => {
  const chapter = n => `<h1${n > 1 ? ' style="break-before: page"' : ''}>Phần ${n}</h1>${report.body}`
  await tab.setContent(form({ ...report, body: Array.from({ length: Math.ceil(pages / 9) }, (_, i) => chapter(i + 1)).join('') }), { timeout: 120000 })
  return tab.pdf({ preferCSSPageSize: true, outline: true, tagged: false, pageRanges: `1-${pages}`, timeout: 300000 })
})

/** Sheets as a scanner gives them: 200 dots an inch, warm paper, words, stamps, noise of the sensor; JPEG, which Chromium's printer takes over as it is. */
const scanned = pages => inChromium(async tab => {
  await tab.setContent('<style>@page { size: 210mm 297mm; margin: 0 } body { margin: 0 } img { display: block; width: 210mm; height: 297mm; break-after: page } img:last-child { break-after: auto }</style>')
  await tab.evaluate(async ({ pages, words }) => {
    // Without the colour profile that a canvas adds (segments FF E2): scanners write none.
    const plain = async blob => {
      const bytes = new Uint8Array(await blob.arrayBuffer())
      const kept = [bytes.subarray(0, 2)]
      let at = 2
      for (; bytes[at + 1] !== 0xda; at += 2 + bytes[at + 2] * 256 + bytes[at + 3]) if (bytes[at + 1] !== 0xe2) kept.push(bytes.subarray(at, at + 2 + bytes[at + 2] * 256 + bytes[at + 3]))
      return new Blob([...kept, bytes.subarray(at)]).arrayBuffer()
    }
    const canvas = Object.assign(document.createElement('canvas'), { width: 1654, height: 2339 })
    const drawing = canvas.getContext('2d', { willReadFrequently: true })
    let seed = 20261118
    const random = () => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return seed / 2 ** 32 }
    for (let page = 1; page <= pages; page++) {
      drawing.fillStyle = `hsl(${40 + random() * 12} 40% ${92 + random() * 3}%)`
      drawing.fillRect(0, 0, canvas.width, canvas.height)
      drawing.fillStyle = '#23211f'
      drawing.font = '38px "Liberation Serif", serif'
      for (let y = 220, at = page * 7; y < 2150; y += 56) {
        let line = ''
        while (drawing.measureText(line).width < 1180) line += words[at++ % words.length] + ' '
        drawing.fillText(line, 220 + random() * 2, y + random() * 2)
      }
      drawing.fillText(`Trang ${page}`, 780, 130)
      drawing.strokeStyle = drawing.fillStyle = 'rgb(190 30 40 / 75%)'
      drawing.lineWidth = 9
      drawing.beginPath(); drawing.arc(1150 + random() * 60, 1900 + random() * 60, 150, 0, 7); drawing.stroke()
      drawing.fillStyle = 'rgb(40 60 150 / 80%)'
      drawing.fillRect(300 + random() * 200, 1780, 260, 120)
      const picture = drawing.getImageData(0, 0, canvas.width, canvas.height)
      for (let i = 0; i < picture.data.length; i += 4) {
        const grain = (random() + random() - 1) * 22
        picture.data[i] += grain; picture.data[i + 1] += grain + (random() - 0.5) * 4; picture.data[i + 2] += grain + (random() - 0.5) * 6
      }
      drawing.putImageData(picture, 0, 0)
      const blob = await new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.62))
      const image = new Image()
      image.src = URL.createObjectURL(new Blob([await plain(blob)], { type: 'image/jpeg' }))
      await image.decode()
      document.body.append(image)
    }
  }, { pages, words: report.body.replace(/<[^>]+>/g, ' ').split(/\s+/).filter(Boolean) })
  return tab.pdf({ preferCSSPageSize: true, timeout: 300000 })
})

/** The decree itself where the samples and LibreOffice are here; else as many printed pages. */
function decree () {
  if (!samples) return printed(21)
  mkdirSync(folder, { recursive: true })
  execFileSync('soffice', ['--headless', `-env:UserInstallation=file://${folder}/office`, '--convert-to', 'pdf', '--outdir', folder, path.join(samples, 'decree/30_2020_ND_CP.docx')], { stdio: 'ignore' })
  const made = path.join(folder, '30_2020_ND_CP.pdf')
  try { return readFileSync(made) } finally { rmSync(made); rmSync(path.join(folder, 'office'), { recursive: true, force: true }) }
}

async function kept (name, make) {
  const file = path.join(folder, `${name}.pdf`)
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${file}.part`, await make())
    renameSync(`${file}.part`, file)
  }
  return readFileSync(file)
}

export const papers = {
  decree: () => kept('decree', decree),
  report: (pages = 300) => kept(`report-${pages}`, () => printed(pages)),
  scan: () => kept('scan', () => scanned(60))
}
