// SPDX-License-Identifier: GPL-3.0-or-later
//
// Taking a document along from the reader: with its notes, for printing, and a secret one only with its taker's name; by finger and by keyboard, given up half-way,
// refused in words.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import path from 'node:path'
import { mkdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { until } from '../http/server.js'
import { documentOf, pdf } from '../http/make.js'
import { signIn, startBrowser, startOffice } from './browser.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let server, browser, page, api, plain, secret
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  api = await server.signIn('thuky')
  plain = await documentOf(api, { bytes: pdf(2), filename: 'Kế hoạch.pdf', subject: 'Kế hoạch công tác' })
  secret = await documentOf(api, { bytes: pdf(2), filename: 'Mật.pdf', subject: 'Báo cáo mật', secrecy: 'confidential' })
  for (const { id } of [plain, secret]) {
    await api.json('PUT', `/api/notes/${randomUUID()}`, { document_id: id, version: 1, page: 1, kind: 'highlight', audience: 'private', colour: 'yellow', quads: [{ x: 72, y: 120, w: 150, h: 26 }], body: 'Xem lại số liệu' })
  }
  page = await browser.tablet(1180, { acceptDownloads: true })
  await signIn(page, server.origin, 'thuky')
})
after(async () => { await browser?.stop(); await server?.stop() })

const panel = () => page.getByRole('region', { name: /^(Mang đi|Take away)$/ })
async function open (document) {
  await page.goto(`${server.origin}/documents/${document.id}/read/1`)
  await page.getByRole('button', { name: /^(Phiên bản|Version) 1$/ }).click()
  await panel().waitFor()
}
const picture = name => process.env.NGHISU_PICTURES && page.screenshot({ path: path.join(process.env.NGHISU_PICTURES, `${name}.png`) })
const wordsOf = file => execFileSync('pdftotext', [file, '-']).toString()
async function taken (act) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  return { name: download.suggestedFilename(), file: await download.path() }
}
const button = name => panel().getByRole('button', { name })
if (process.env.NGHISU_PICTURES) mkdirSync(process.env.NGHISU_PICTURES, { recursive: true })

test('take_away__gives_a_pdf_with_the_notes_drawn_in_under_a_name_of_its_own', async () => {
  await open(plain)
  await picture('take-away-1180')
  const { name, file } = await taken(() => button(/In vào trang/).tap())
  assert.equal(name, 'Kế hoạch (có ghi chú).pdf')
  assert.match(wordsOf(file), /Kiem tra 1[\s\S]*Kiem tra 2[\s\S]*Xem lại số liệu/)
  await page.getByText('Đã lưu vào thiết bị: Kế hoạch (có ghi chú).pdf').waitFor()
})

test('take_away__gives_a_pdf_with_annotations_and_the_original_by_keyboard_alone', async () => {
  await open(plain)
  await button(/Dạng chú thích PDF/).focus()
  const { name, file } = await taken(() => page.keyboard.press('Enter'))
  assert.equal(name, 'Kế hoạch (có ghi chú).pdf')
  assert.match(execFileSync('grep', ['-a', '-c', '/Subtype/Highlight', file]).toString(), /^1\n/)
  // The keyboard's place is where it was.
  await until(() => page.evaluate(() => document.activeElement?.textContent.includes('Dạng chú thích PDF')), 'the focus to come back')
  await panel().getByRole('link', { name: /Bản gốc/ }).focus()
  const original = await taken(() => page.keyboard.press('Enter'))
  assert.equal(original.name, 'Kế hoạch.pdf')
  assert.ok(!/Xem lại/.test(wordsOf(original.file)))
})

test('take_away__shows_that_it_works_and_can_be_given_up', async () => {
  await open(plain)
  let asked = 0
  let release
  const held = new Promise(resolve => { release = resolve })
  await page.route(/\/export\?notes=burnt/, async route => { asked++; await held; await route.abort().catch(() => {}) })
  await button(/In vào trang/).tap()
  await panel().getByText('Đang tạo bản PDF…').waitFor()
  await picture('take-away-making')
  assert.equal(await button(/Dạng chú thích PDF/).count(), 0) // one at a time
  await button('Dừng').tap()
  await button(/In vào trang/).waitFor()
  assert.equal(await page.getByRole('alert').count(), 0)
  assert.equal(asked, 1)
  release()
  await page.unroute(/\/export\?notes=burnt/)
  assert.equal((await taken(() => button(/In vào trang/).tap())).name, 'Kế hoạch (có ghi chú).pdf')
})

test('take_away__says_in_words_why_a_copy_could_not_be_made', async () => {
  await open(plain)
  for (const [slug, status, words] of [['busy', 503, 'Máy chủ đang tạo một bản khác'], ['pdf-encrypted', 422, 'không thêm chú thích được'], ['page-too-costly', 422, 'Tệp quá nặng']]) {
    await page.route(/\/export\?notes=annotations/, route => route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify({ type: `/problems/${slug}`, status, title: slug }) }))
    await button(/Dạng chú thích PDF/).tap()
    await panel().getByRole('alert').filter({ hasText: words }).waitFor()
    await page.unroute(/\/export\?notes=annotations/)
  }
  await picture('take-away-refused')
  await page.route(/\/export\?notes=annotations/, route => route.abort('connectionfailed'))
  await button(/Dạng chú thích PDF/).tap()
  await panel().getByRole('alert').filter({ hasText: 'Mất kết nối' }).waitFor()
  await page.unroute(/\/export\?notes=annotations/)
})

test('take_away__prints_in_a_new_tab_with_name_and_time', async () => {
  await open(plain)
  const link = panel().getByRole('link', { name: /^In/ })
  assert.match(await link.innerText(), /họ tên và thời điểm/)
  assert.equal(await link.getAttribute('target'), '_blank')
  const reply = await api.get(await link.getAttribute('href'))
  assert.equal(reply.status, 200)
  assert.match(reply.headers.get('content-disposition'), /^inline/)
})

test('take_away__of_a_secret_document_says_that_every_copy_bears_the_name_and_gives_no_original', async () => {
  await open(secret)
  await panel().getByText('Không cung cấp tệp gốc').waitFor()
  await picture('take-away-secret')
  assert.equal(await panel().getByRole('link', { name: /Bản gốc/ }).count(), 0)
  assert.equal(await button(/Dạng chú thích PDF/).count(), 0)
  const { file } = await taken(() => button(/In vào trang/).tap())
  const picturesOf = execFileSync('pdfimages', ['-list', file]).toString().split('\n').filter(line => /smask/.test(line))
  assert.ok(picturesOf.length >= 2, 'the watermark on each page')
})

test('take_away__fits_both_tablets_speaks_both_languages_and_axe_finds_nothing', async () => {
  for (const [size, language] of [[1180, 'vi'], [820, 'vi'], [820, 'en'], [1180, 'en']]) {
    await page.setViewportSize(size === 1180 ? { width: 1180, height: 820 } : { width: 820, height: 1180 })
    await page.evaluate(language => localStorage.setItem('nghisu.language', language), language)
    for (const document of [plain, secret]) {
      await open(document)
      await picture(`take-away-${document === plain ? 'plain' : 'secret'}-${size}-${language}`)
      const boxes = await panel().locator('a, button').evaluateAll(all => all.map(one => { const box = one.getBoundingClientRect(); return [box.height, box.left, box.right, one.scrollWidth - one.clientWidth] }))
      assert.ok(boxes.length >= 2)
      for (const [height, left, right, over] of boxes) assert.ok(height >= 44 && left >= 0 && right <= size && over <= 1, `${height} high, ${left} to ${right}, ${over} too wide`)
      await page.evaluate(axe) // by the debugger, so that the page's own policy stays on
      const found = await page.evaluate(async () => (await globalThis.axe.run('.take-away', { resultTypes: ['violations'] })).violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(' ')}`))
      assert.deepEqual(found, [])
    }
  }
  await page.evaluate(() => localStorage.setItem('nghisu.language', 'vi'))
})
