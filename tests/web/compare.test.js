// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two versions of a document compared on a tablet: every change is listed, none is invented, and one goes from each to the next by hand or key.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { readFileSync } from 'node:fs'
import mupdf from 'mupdf'
import { documentOf, pdf, versionOf } from '../http/make.js'
import { sample, signIn, startBrowser, startOffice } from './browser.js'

const LINES = [
  'Dieu 1. Pham vi dieu chinh', 'Nghi quyet nay quy dinh viec phan bo ngan sach cua thanh pho', 'Dieu 2. Doi tuong ap dung', 'Cac so va ban nganh thuoc thanh pho', 'Dieu 3. Hieu luc',
  'Nghi quyet co hieu luc tu ngay mot thang bay', 'Dieu 4. To chuc thuc hien', 'Uy ban nhan dan chiu trach nhiem thi hanh nghi quyet nay'
]
let server, browser, author, document
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  author = await server.signIn('chuyenvien')
  document = (await documentOf(author, { bytes: pdf([LINES, ['Trang hai khong doi']]) })).id
  const changed = LINES.map((line, at) => ({ 1: 'Nghi quyet nay quy dinh viec phan bo du toan cua thanh pho', 5: 'Nghi quyet co hieu luc tu ngay mot thang chin' })[at] ?? line)
  await versionOf(author, document, pdf([[...changed, 'Van phong theo doi va bao cao ket qua'], ['Trang hai khong doi']]))
})
after(async () => { await browser?.stop(); await server?.stop() })

async function open (size) {
  const page = await browser.tablet(size)
  await signIn(page, server.origin, 'chuyenvien')
  await page.goto(`${server.origin}/documents/${document}/compare/1/2`)
  return page
}

test('compare__lists_every_change_and_invents_none', { timeout: 120000 }, async () => {
  const page = await open(1180)
  const list = page.getByRole('complementary', { name: 'Nội dung thay đổi' })
  await list.getByRole('listitem').first().waitFor()
  assert.deepEqual(await list.locator('del').allInnerTexts(), ['ngan sach', 'bay'])
  assert.deepEqual(await list.locator('ins').allInnerTexts(), ['du toan', 'chin', 'Van phong theo doi va bao cao ket qua'])
  assert.match(await list.getByRole('listitem').first().innerText(), /Dieu 1|Sửa/)
  await page.locator('.change-box.old').first().waitFor()
  await page.keyboard.press('n')
  await page.keyboard.press('n')
  assert.match(await page.locator('.compare-at').innerText(), /^2 \/ 3$/)
  assert.ok(await page.locator('.change-box.now').count() >= 2, 'the change is marked on both sides')
  await page.keyboard.press('p')
  assert.match(await page.locator('.compare-at').innerText(), /^1 \/ 3$/)
  await page.context().close()
})

test('an_upright_tablet__sees_one_flow_first_and_the_sides_when_asked', { timeout: 120000 }, async () => {
  const page = await open(820)
  await page.locator('.flow ins').first().waitFor()
  assert.deepEqual((await page.locator('.flow del').allInnerTexts()).map(text => text.trim()), ['ngan sach', 'bay'])
  await page.getByRole('button', { name: 'Thay đổi tiếp theo' }).click()
  await page.locator('.flow-part.now').first().waitFor()
  await page.getByRole('button', { name: 'Hai bên' }).click()
  await page.locator('.change-box.new').first().waitFor()
  await page.context().close()
})

test('the_history__leads_to_the_comparison_with_the_version_before', { timeout: 120000 }, async () => {
  const page = await open(1180)
  await page.goto(`${server.origin}/documents/${document}`)
  await page.getByRole('link', { name: 'So sánh với phiên bản trước' }).click()
  await page.waitForURL(/\/compare\/1\/2$/)
  await page.context().close()
})

/** A page as a scanner gives it: its picture, moved and turned a little on the glass, on paper of some grey, with dust, and marked before (0 to 1 of the page). */
function scanned (page, { seed, shift = [0, 0], angle = 0, paper = 255, marks = [] }) {
  let state = seed
  const next = () => { state = (state * 1103515245 + 12345) % 2147483648; return state / 2147483648 }
  const lies = [mupdf.Matrix.rotate(angle), mupdf.Matrix.translate(...shift)].reduce(mupdf.Matrix.concat, mupdf.Matrix.scale(1.6, 1.6))
  const picture = new mupdf.Pixmap(mupdf.ColorSpace.DeviceGray, [0, 0, 952, 1347], false)
  picture.clear(255)
  const device = new mupdf.DrawDevice(lies, picture)
  page.run(device, mupdf.Matrix.identity)
  device.close()
  const [width, height, pixels] = [picture.getWidth(), picture.getHeight(), picture.getPixels()]
  for (const [x, y, w, h, light] of marks) {
    for (let v = Math.round(y * height); v < (y + h) * height; v++) pixels.fill(light, v * width + Math.round(x * width), v * width + Math.round((x + w) * width))
  }
  for (let at = 0; at < pixels.length; at++) pixels[at] = Math.max(0, Math.min(255, pixels[at] * paper / 255 + (next() - 0.5) * 24))
  for (let k = 0; k < 150; k++) pixels[Math.floor(next() * pixels.length)] = 40
  return picture
}

/** A file of such pages, without words. */
function scan (pictures) {
  const doc = new mupdf.PDFDocument()
  for (const picture of pictures) {
    const resources = doc.newDictionary()
    const images = doc.newDictionary()
    images.put('Im', doc.addImage(new mupdf.Image(picture)))
    resources.put('XObject', images)
    doc.insertPage(-1, doc.addPage([0, 0, 595, 842], 0, resources, 'q 595 0 0 842 0 0 cm /Im Do Q'))
  }
  return Buffer.from(doc.saveToBuffer('compress').asUint8Array())
}

test('a_new_scan__is_quiet_but_for_the_page_that_was_changed', { timeout: 180000 }, async () => {
  const paper = mupdf.PDFDocument.openDocument(readFileSync(sample('bao-cao-kinh-te-xa-hoi.pdf')), 'application/pdf')
  const pages = [0, 1, 2, 3].map(at => paper.loadPage(at))
  const { id } = await documentOf(author, { bytes: scan(pages.map((page, at) => scanned(page, { seed: at + 1, paper: 250 }))) })
  // The third page bears a stamp now, and a line of it was covered.
  const marks = [[0.6, 0.7, 0.12, 0.05, 60], [0.1, 0.3, 0.8, 0.02, 255]]
  await versionOf(author, id, scan(pages.map((page, at) => scanned(page, { seed: at + 50, shift: [3, -4], angle: 0.2, paper: 228, marks: at === 2 ? marks : [] }))))
  for (const size of [1180, 820]) {
    const page = await browser.tablet(size)
    await signIn(page, server.origin, 'chuyenvien')
    await page.goto(`${server.origin}/documents/${id}/compare/1/2`)
    if (size === 820) await page.getByRole('button', { name: 'Nội dung thay đổi' }).click()
    const list = page.getByRole('complementary', { name: 'Nội dung thay đổi' })
    await list.getByRole('listitem').first().waitFor()
    await list.getByText('Đang so hình').waitFor({ state: 'detached' })
    assert.deepEqual((await list.getByRole('listitem').allInnerTexts()).map(text => text.replace(/\s+/g, ' ').trim()), ['Hình khác nhau Trang 3'])
    if (size === 820) await list.getByRole('button', { name: 'Đóng' }).click()
    await page.getByRole('button', { name: 'Thay đổi tiếp theo' }).click()
    const leaf = page.getByRole('region', { name: 'Phiên bản 2, Trang 3' })
    await leaf.locator('.look-box.new').first().waitFor()
    const [box, sheet] = [await leaf.locator('.look-box.new').first().boundingBox(), await leaf.boundingBox()]
    assert.ok(Math.abs((box.x - sheet.x) / sheet.width - 0.6) < 0.03 && Math.abs((box.y - sheet.y) / sheet.height - 0.7) < 0.03, 'the stamp is framed')
    assert.ok(await page.getByRole('region', { name: 'Phiên bản 1, Trang 3' }).locator('.look-box.old').count() >= 1, 'the covered line is framed on the older version')
    assert.equal(await page.getByText('Hình ảnh của trang có khác biệt').count(), 2)
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/scan-${size}.png` })
    await page.context().close()
  }
})

test('pages_with_words__are_looked_at_when_asked', { timeout: 120000 }, async () => {
  const page = await open(1180)
  const list = page.getByRole('complementary', { name: 'Nội dung thay đổi' })
  await list.getByRole('listitem').first().waitFor()
  assert.equal(await list.getByRole('listitem').count(), 3)
  await list.getByRole('checkbox', { name: 'Khác nhau về hình ở mọi trang' }).check()
  await list.getByText('Hình khác nhau', { exact: true }).waitFor()
  assert.equal(await list.getByRole('listitem').count(), 4, 'the first page differs in its picture too, the second does not')
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/words.png` })
  await list.getByRole('checkbox').uncheck()
  assert.equal(await list.getByRole('listitem').count(), 3)
  await page.context().close()
})
