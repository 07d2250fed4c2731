// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reading on a tablet: hundreds of pages scroll without filling the browser, zoom is sharp by button, wheel and fingers, words can be taken along, the place
// is kept; and a file that cannot be shown says so and is still there to take away.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { root, until } from '../http/server.js'
import { documentOf } from '../http/make.js'
import { sample, signIn, startBrowser, startOffice } from './browser.js'

const PAGES = 300
let server, browser, page, api, long
const asked = [] // of pictures: page, width, and which share of the page's width they show
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  api = await server.signIn('thuky')
  const file = path.join(browser.folder, 'long.pdf')
  execFileSync('pdfunite', [...new Array(PAGES / 10).fill(sample('bao-cao-kinh-te-xa-hoi.pdf')), file])
  long = await documentOf(api, { bytes: readFileSync(file), type: 'BC', subject: 'Báo cáo ba trăm trang' })
  assert.equal(long.version.pages, PAGES)
  page = await browser.tablet(1180, { permissions: ['clipboard-read', 'clipboard-write'] })
  page.on('request', request => {
    const address = new URL(request.url())
    const n = address.pathname.match(/\/pages\/(\d+)\/image$/)?.[1]
    if (n) asked.push({ page: Number(n), width: Number(address.searchParams.get('width')), share: Number(address.searchParams.get('region')?.split(',')[2] ?? 1) })
  })
  await signIn(page, server.origin, 'thuky')
})
after(async () => { await browser?.stop(); await server?.stop() })

const open = (document, version = 1) => page.goto(`${server.origin}/documents/${document}/read/${version}`)
const sheets = '[role=document] section'
const data = name => readFileSync(path.join(root, 'tests/data', name))
/** What a Word file is known by: the first members of its zip. */
const docx = () => Buffer.concat(['[Content_Types].xml', '_rels/.rels', 'word/document.xml'].map(name => {
  const head = Buffer.alloc(30)
  head.write('PK\x03\x04\x14')
  for (const at of [18, 22]) head.writeUInt32LE(name.length, at)
  head.writeUInt16LE(name.length, 26)
  return Buffer.concat([head, Buffer.from(name + name)])
}))
/** The page n stands in the window with a picture of at least so many pixels. */
const drawn = (n, least = 600) => page.waitForFunction(([n, least, sheets]) => [...document.querySelectorAll(sheets)].some(section => {
  const box = section.getBoundingClientRect()
  return section.getAttribute('aria-label').startsWith(`Trang ${n} `) && box.bottom > 0 && box.top < innerHeight &&
    [...section.querySelectorAll('img')].some(picture => picture.complete && picture.naturalWidth >= least)
}), [n, least, sheets])
const field = () => page.getByRole('textbox', { name: 'Đến trang' })
const goTo = async n => { await field().fill(String(n)); await field().press('Enter') }
const stands = n => until(async () => await field().inputValue() === String(n), `page ${n} in the field`)
/** Pixels that the sharpest picture asked for would have over the page's whole width. */
const sharpness = n => Math.max(0, ...asked.filter(one => one.page === n).map(one => one.width / one.share))
const percent = async () => Number((await page.getByRole('group', { name: 'Thu phóng' }).innerText()).match(/(\d+)\s?%/)[1])

test('long_document__shows_its_first_page_and_holds_few_pages_however_far_one_scrolls', { timeout: 120000 }, async () => {
  await open(long.id)
  await drawn(1)
  let most = 0
  const look = async () => { most = Math.max(most, await page.locator(sheets).count()) }
  await page.mouse.move(590, 500)
  for (const top of [0.1, 0.35, 0.7, 1]) {
    await page.locator('[role=document]').evaluate((scroller, part) => scroller.scrollTo(0, part * scroller.scrollHeight), top)
    await look()
    for (let turn = 0; turn < 6; turn++) { await page.mouse.wheel(0, turn % 2 ? -700 : 900); await look() }
  }
  await page.locator('[role=document]').evaluate(scroller => scroller.scrollTo(0, scroller.scrollHeight))
  await drawn(PAGES)
  await look()
  assert.ok(most > 0 && most <= 12, `${most} pages of ${PAGES} in the document tree at once`)
})

test('page_gone_to__is_there_again_after_a_reload', { timeout: 120000 }, async () => {
  const kept = page.waitForResponse(reply => reply.url().endsWith('/reading') && reply.request().postDataJSON()?.page === 200)
  await goTo(200)
  await drawn(200)
  await kept
  await page.reload()
  await drawn(200)
  await stands(200)
  const elsewhere = await browser.tablet(820) // the same person on another device
  await signIn(elsewhere, server.origin, 'thuky')
  await elsewhere.goto(`${server.origin}/documents/${long.id}`)
  await elsewhere.getByRole('link', { name: 'Đọc tiếp trang 200' }).click()
  await until(async () => await elsewhere.getByRole('textbox', { name: 'Đến trang' }).inputValue() === '200', 'page 200 on the other tablet')
  await elsewhere.context().close()
})

for (const [n, name, zoom] of [
  [40, 'buttons', async () => { for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'Phóng to' }).click() }],
  [80, 'ctrl_and_wheel', async () => {
    await page.mouse.move(590, 400)
    await page.keyboard.down('Control')
    for (let i = 0; i < 4; i++) await page.mouse.wheel(0, -100)
    await page.keyboard.up('Control')
  }],
  [120, 'two_fingers', async () => {
    const debug = await page.context().newCDPSession(page)
    const touch = (type, half) => debug.send('Input.dispatchTouchEvent', { type, touchPoints: half === null ? [] : [{ x: 590 - half, y: 420, id: 0 }, { x: 590 + half, y: 420, id: 1 }] })
    await touch('touchStart', 80)
    for (let half = 90; half <= 160; half += 10) await touch('touchMove', half)
    await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    await touch('touchEnd', null)
  }]
]) {
  test(`zoom_by_${name}__asks_for_a_sharper_picture_and_stays_at_the_page`, { timeout: 120000 }, async () => {
    await page.getByRole('button', { name: 'Vừa chiều rộng' }).click()
    await goTo(n)
    await drawn(n)
    await until(() => sharpness(n) > 600, `a picture of page ${n}`)
    const before = sharpness(n), at = await percent()
    await zoom()
    await until(() => sharpness(n) > before * 1.3, `a picture of page ${n} sharper than ${before} pixels; there are ${JSON.stringify(asked.filter(one => one.page === n))}`)
    const now = await percent()
    assert.ok(now > at * 1.4 && now < at * 4, `from ${at} % to ${now} %`)
    await drawn(n, Math.min(1600, before * 1.2))
    await page.getByRole('button', { name: 'Thu nhỏ', exact: true }).click()
    await until(async () => await percent() < now, 'a smaller scale')
  })
}

test('thumbnails_and_outline__lead_to_their_pages', { timeout: 120000 }, async () => {
  await page.getByRole('button', { name: 'Vừa chiều rộng' }).click()
  await goTo(150)
  await page.getByRole('button', { name: 'Trang thu nhỏ và mục lục' }).click()
  const panel = page.getByRole('complementary', { name: 'Trang thu nhỏ và mục lục' })
  const small = panel.getByRole('button', { name: 'Trang 151', exact: true })
  await small.locator('img').waitFor()
  assert.ok(await panel.getByRole('button', { name: /^Trang \d+/ }).count() < 40)
  await small.click()
  await drawn(151)
  await stands(151)
  const { id } = await documentOf(api, { bytes: data('outline.pdf') })
  const { items } = await api.json('GET', `/api/documents/${id}/versions/1/outline`)
  await open(id)
  await page.getByRole('button', { name: 'Trang thu nhỏ và mục lục' }).click()
  await panel.getByRole('button', { name: 'Mục lục', exact: true }).click()
  const flat = items.flatMap(function deep (item) { return [item, ...item.items.flatMap(deep)] })
  const last = flat.findLast(item => item.page > 1)
  await panel.getByRole('button', { name: last.title }).last().click()
  await drawn(last.page)
  await panel.getByRole('button', { name: 'Đóng' }).click()
})

test('words_selected_by_mouse__are_copied_as_the_vietnamese_they_are', { timeout: 120000 }, async () => {
  await open(long.id, 1)
  await goTo(2)
  await drawn(2)
  const { lines } = await api.json('GET', `/api/documents/${long.id}/versions/1/pages/2/text`)
  const at = lines.findIndex(line => line.words.length > 6 && /[ạảấầẩậắằẳặẹẻếềểệỉịọỏốồổộớờởợụủứừửự]/.test(line.words.map(word => word.t).join(' ')))
  const words = lines[at].words.map(word => word.t)
  const word = n => page.locator(`[data-page="2"] [data-line="${lines.slice(0, at).filter(line => line.words.length).length}"][data-word="${n}"]`)
  await word(0).scrollIntoViewIfNeeded()
  const first = await word(0).boundingBox(), last = await word(words.length - 1).boundingBox()
  await page.mouse.move(first.x + 0.5, first.y + first.height / 2)
  await page.mouse.down()
  await page.mouse.move((first.x + last.x) / 2, first.y + first.height / 2, { steps: 4 })
  await page.mouse.move(last.x + last.width - 0.5, last.y + last.height / 2, { steps: 4 })
  await page.mouse.up()
  await page.getByRole('button', { name: 'Trao đổi về đoạn này' }).waitFor()
  await page.keyboard.press('Control+c')
  assert.equal((await page.evaluate(() => navigator.clipboard.readText())).trim(), words.join(' ').normalize('NFC').trim())
})

test('file_that_cannot_be_shown__says_why_and_offers_the_original', { timeout: 120000 }, async () => {
  for (const [bytes, filename, words] of [
    [data('damaged.pdf'), 'hong.pdf', /Tệp PDF bị hỏng, không mở được/],
    [data('encrypted.pdf'), 'co-mat-khau.pdf', /Tệp PDF có mật khẩu/],
    [docx(), 'cong-van.docx', /Loại tệp này chưa xem được theo trang/]
  ]) {
    const { id } = await documentOf(api, { bytes, filename })
    await open(id)
    await page.getByRole('alert').filter({ hasText: words }).waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Tải tệp gốc' }).click()])
    assert.equal(download.suggestedFilename(), filename)
    assert.ok(readFileSync(await download.path()).equals(bytes), `${filename} comes back as it was`)
    await page.goto(`${server.origin}/documents/${id}`) // and its own page says so too
    await page.getByRole('heading', { name: 'Phiên bản 1' }).waitFor()
    await page.getByRole('link', { name: 'Tải tệp gốc' }).waitFor()
  }
})
