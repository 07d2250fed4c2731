// SPDX-License-Identifier: GPL-3.0-or-later
//
// The reader with each of its parts open, and the page of comparison, in both languages and both directions of the tablet: nothing hangs over the edge of the
// screen, no target is too small for a finger, and axe finds nothing serious (it reads each language and each direction once: it takes most of the time). The
// plain pages are in pages.test.js.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { documentOf, versionOf } from '../http/make.js'
import { signIn, startBrowser, startOffice } from './browser.js'
import { oddPaper } from './odd-paper.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const LINES = ['Dieu 1. Pham vi dieu chinh', 'Uy ban nhan dan thanh pho chiu trach nhiem thi hanh', 'Ngan sach nam hai nghin hai muoi sau']
let server, browser, author, document
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  author = await server.signIn('chuyenvien')
  const paper = lines => oddPaper([{ lines, links: [{ line: 0, page: 2, top: 100 }, { line: 1, uri: 'https://chinhphu.example/' }] }, { lines: LINES }])
  document = (await documentOf(author, { bytes: paper(LINES) })).id
  const quads = [{ x: 60, y: 62, w: 200, h: 12 }]
  await author.json('POST', `/api/documents/${document}/versions/1/threads`, { page: 1, body: 'Đề nghị làm rõ', quote: LINES[0], quads }, 201)
  await author.json('POST', `/api/documents/${document}/versions/1/threads`, { page: 1, body: 'Vùng này', quads: [{ x: 60, y: 300, w: 200, h: 90 }] }, 201)
  for (const [kind, more] of [['highlight', { exact: LINES[1] }], ['text', { body: 'Ghi chú' }]]) {
    await author.json('PUT', `/api/notes/${crypto.randomUUID()}`, { document_id: document, version: 1, page: 1, kind, audience: 'private', colour: 'yellow', quads: [{ x: 60, y: 76, w: 200, h: 12 }], ...more })
  }
  await versionOf(author, document, paper(['Dieu 1. Pham vi ap dung', ...LINES.slice(1)]))
})
after(async () => { await browser?.stop(); await server?.stop() })

/** What is opened for each look, by key or by its place in the bar, so that the same works in both languages. */
const press = (...keys) => async page => { await page.locator('.viewport').focus(); for (const key of keys) await page.keyboard.press(key) }
const bar = selector => async page => page.locator(`.reader-bar ${selector}`).click()
const LOOKS = {
  plain: async () => {},
  notes: press('n'),
  'ink in the hand': press('p'),
  'notes closed': press('Escape', 'Escape'),
  contents: bar('button[aria-expanded] >> nth=0'),
  'contents closed': press('Escape'),
  threads: bar('.bar-button >> nth=1'),
  'thread begun': async page => page.locator('.thread-begin button').first().click(),
  'thread left': async page => page.locator('.composer .button').first().click(),
  'list of notes': async page => { await press('Escape', 'n')(page); await page.locator('.note-bar-end .bar-button').click(); await page.locator('.note-card').first().waitFor(); await page.locator('.note-go').first().click() },
  'list of notes closed': async page => { await page.locator('.side-panel header button').click(); await press('n')(page) },
  versions: bar('.bar-button >> nth=0'),
  find: async page => { await press('Escape', 'Control+f')(page); await page.locator('.find-bar input:focus').waitFor(); await page.keyboard.type('dieu'); await page.locator('.hit').first().waitFor() },
  'find closed': async page => page.keyboard.press('Escape'),
  'view menu': bar('.view-menu button'),
  'list of keys': async page => { await page.keyboard.press('Escape'); await press('?')(page) },
  region: async page => { await page.keyboard.press('Escape'); await press('m', 'ArrowDown')(page) },
  'way back': async page => { await page.keyboard.press('Escape'); await page.locator('.page-link').first().focus(); await page.keyboard.press('Enter'); await page.locator('.way-back').waitFor() },
  'link outside': async page => { await page.keyboard.press('Alt+ArrowLeft'); await page.locator('.page-link').nth(1).focus(); await page.keyboard.press('Enter'); await page.locator('dialog[open]').waitFor() },
  dark: async page => { await page.keyboard.press('Escape'); await press('i')(page) },
  'place that is not there': async page => { await press('i')(page); await page.goto(page.url().replace(/\?.*|$/, '?page=99')); await page.locator('.cited-missing').waitFor() },
  comparison: async page => { await page.goto(`${server.origin}/documents/${document}/compare/1/2`); await page.locator('h1, h2').first().waitFor(); await page.waitForTimeout(1200) }
}

for (const size of [1180, 820]) {
  for (const language of ['vi', 'en']) {
    test(`reader_at_${size}_in_${language}__fits_and_is_read_with_every_part_open`, { timeout: 300000 }, async () => {
      const faults = []
      const page = await browser.tablet(size)
      await signIn(page, server.origin, 'chuyenvien')
      await page.evaluate(chosen => localStorage.setItem('nghisu.language', chosen), language)
      page.on('pageerror', error => faults.push(error.message))
      await page.goto(`${server.origin}/documents/${document}/read/1?page=1`)
      await page.locator('.page-link').first().waitFor({ state: 'attached' })
      for (const [look, open] of Object.entries(LOOKS)) {
        await open(page)
        await page.waitForTimeout(350)
        if (look.endsWith('closed') || look.endsWith('left')) continue
        const read = (size === 1180) === (language === 'vi')
        if (read) await page.evaluate(axe)
        const found = await page.evaluate(async read => {
          const { violations } = read ? await window.axe.run(document, { resultTypes: ['violations'] }) : { violations: [] }
          const small = [...document.querySelectorAll('button, a[href], select')].filter(node => {
            const box = node.getBoundingClientRect()
            return box.width > 0 && !node.closest('p, .page-links') && !node.matches('.skip') && (box.height < 40 || box.width < 24)
          }).map(node => `small target "${(node.getAttribute('aria-label') || node.textContent).trim().slice(0, 40)}"`)
          const cut = [...document.querySelectorAll('.reader button, .reader .passage-bar, .way-back, dialog[open]')].filter(node => {
            const box = node.getBoundingClientRect()
            return box.width > 0 && !node.closest('.viewport, .side-body') && (box.left < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
          }).map(node => `over the edge "${(node.getAttribute('aria-label') || node.textContent).trim().slice(0, 40)}"`)
          const wide = document.documentElement.scrollWidth > innerWidth ? ['the page is wider than the screen'] : []
          return [...wide, ...cut, ...small, ...violations.filter(one => ['serious', 'critical'].includes(one.impact)).map(one => `${one.id}: ${one.nodes.map(node => node.target.join(' ')).slice(0, 3).join(' | ')}`)]
        }, read)
        // The targets of the comparison are its own tests' business.
        for (const one of found.filter(one => look !== 'comparison' || !one.startsWith('small'))) faults.push(`${look}: ${one}`)
        if (process.env.NGHISU_LOOKS) await page.screenshot({ path: `${process.env.NGHISU_LOOKS}/${size}-${language}-${look.replaceAll(' ', '-')}.png` })
      }
      assert.deepEqual(faults, [])
      await page.context().close()
    })
  }
}
