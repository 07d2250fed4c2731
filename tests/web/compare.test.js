// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two versions of a document compared on a tablet: every change is listed, none is invented, and one goes from each to the next by hand or key.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer } from '../http/server.js'
import { documentOf, pdf, versionOf } from '../http/make.js'
import { signIn, startBrowser } from './browser.js'

const LINES = [
  'Dieu 1. Pham vi dieu chinh', 'Nghi quyet nay quy dinh viec phan bo ngan sach cua thanh pho', 'Dieu 2. Doi tuong ap dung', 'Cac so va ban nganh thuoc thanh pho', 'Dieu 3. Hieu luc',
  'Nghi quyet co hieu luc tu ngay mot thang bay', 'Dieu 4. To chuc thuc hien', 'Uy ban nhan dan chiu trach nhiem thi hanh nghi quyet nay'
]
let server, browser, author, document
before(async () => {
  server = await startServer({ sample: true })
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
