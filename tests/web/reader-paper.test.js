// SPDX-License-Identifier: GPL-3.0-or-later
//
// Papers that are not plain: with links, without words, of all sizes, with a page that cannot be drawn, of ten thousand pages, five metres wide; zoomed deep by
// two fingers; and addresses that cite what is not there. Each is read through the page, with the server's own answers.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { root, until } from '../http/server.js'
import { documentOf, pdf } from '../http/make.js'
import { signIn, startBrowser, startOffice } from './browser.js'
import { oddPaper } from './odd-paper.js'

const LINES = ['Dieu 1. Pham vi dieu chinh', 'Uy ban nhan dan thanh pho chiu trach nhiem thi hanh', 'Ngan sach nam hai nghin hai muoi sau']
const OUTSIDE = 'https://chinhphu.example/van-ban?id=12'
let server, browser, author, linked
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  author = await server.signIn('chuyenvien')
  linked = await made(oddPaper([
    { lines: ['Muc luc', 'Chuong hai ........ 3', 'Cong thong tin chinh phu'], links: [{ line: 1, page: 3, top: 400 }, { line: 2, uri: OUTSIDE }, { line: 0, uri: 'javascript:alert(1)' }] },
    { lines: LINES }, { lines: LINES }
  ]))
})
after(async () => { await browser?.stop(); await server?.stop() })

const made = async bytes => (await documentOf(author, { bytes })).id
async function open (document, { size = 1180, query = '?page=1', words = true } = {}) {
  const page = await browser.tablet(size)
  await signIn(page, server.origin, 'chuyenvien')
  await page.goto(`${server.origin}/documents/${document}/read/1${query}`)
  await (words ? page.locator('.text-line span').first() : page.locator('.page-picture').first()).waitFor({ state: 'attached' })
  return page
}
const field = page => page.getByRole('textbox', { name: 'Đến trang', exact: true })
const stands = (page, n) => until(async () => await field(page).inputValue() === String(n), `page ${n} in the field`)
const link = (page, name) => page.getByRole('link', { name })
const middle = box => [box.x + box.width / 2, box.y + box.height / 2]
const notes = page => page.getByRole('toolbar', { name: 'Công cụ ghi chú' })

test('link_to_a_page__is_followed_by_tap_and_by_key_and_leads_back_to_the_same_place', { timeout: 120000 }, async () => {
  const page = await open(linked)
  const place = () => page.locator('.viewport').evaluate(scroller => scroller.scrollTop)
  const there = link(page, 'Chuong hai ........ 3: liên kết đến trang 3')
  await there.waitFor({ state: 'attached' })
  await page.locator('.viewport').evaluate(scroller => scroller.scrollTo(0, 20))
  await page.touchscreen.tap(...middle(await there.boundingBox()))
  await stands(page, 3)
  await page.getByRole('button', { name: 'Quay lại trang 1' }).click()
  await until(async () => Math.abs(await place() - 20) < 2, 'the place before the jump')
  assert.equal(await page.locator('.way-back').count(), 0)
  await there.focus()
  await page.keyboard.press('Enter')
  await stands(page, 3)
  await page.keyboard.press('Alt+ArrowLeft')
  await stands(page, 1)
  assert.ok(page.url().includes(`/documents/${linked}/read/1`), 'the browser itself did not go back')
  await until(async () => await page.locator('.page-link').count() === 2, 'both links and not the one that is no address of the web')
  await page.context().close()
})

test('link_outside__says_where_it_leads_before_it_opens_in_a_tab_of_its_own', { timeout: 120000 }, async () => {
  const page = await open(linked, { size: 820 })
  await page.context().route('https://chinhphu.example/**', route => route.fulfill({ contentType: 'text/html', body: '<script>document.title = String(window.opener) + document.referrer</script>' }))
  const out = link(page, 'Cong thong tin chinh phu: liên kết ra ngoài, đến chinhphu.example')
  await out.waitFor({ state: 'attached' })
  await page.touchscreen.tap(...middle(await out.boundingBox()))
  const question = page.getByRole('dialog', { name: 'Liên kết dẫn ra ngoài hệ thống' })
  assert.match(await question.innerText(), /chinhphu\.example[^]*https:\/\/chinhphu\.example\/van-ban\?id=12/)
  await question.getByRole('button', { name: 'Hủy bỏ' }).click()
  await question.waitFor({ state: 'detached' })
  assert.equal(page.context().pages().length, 1)
  await out.focus()
  await page.keyboard.press('Enter')
  const [tab] = await Promise.all([page.context().waitForEvent('page'), question.getByRole('link', { name: 'Mở trong thẻ mới' }).click()])
  await tab.waitForLoadState()
  assert.equal(tab.url(), OUTSIDE)
  assert.equal(await tab.title(), 'null', 'it knows neither who opened it nor from where')
  await page.context().close()
})

test('links__rest_while_a_tool_is_in_the_hand_and_leave_words_to_be_selected', { timeout: 120000 }, async () => {
  const page = await open(linked)
  const there = link(page, /Chuong hai/)
  await there.waitFor({ state: 'attached' })
  const box = await there.boundingBox()
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + 3, y)
  await page.mouse.down()
  await page.mouse.move(box.x + 60, y, { steps: 5 })
  await page.mouse.up()
  await page.getByRole('toolbar', { name: 'Thao tác với đoạn được chọn' }).waitFor()
  assert.equal(await field(page).inputValue(), '1')
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  await notes(page).getByRole('button', { name: 'Bút vẽ' }).click()
  await page.mouse.click(...middle(await there.boundingBox()))
  await page.locator('.note-ink path').first().waitFor()
  assert.equal(await field(page).inputValue(), '1')
  await page.context().close()
})

test('link_on_a_page_turned_beside_another_in_the_dark__is_where_its_words_are', { timeout: 120000 }, async () => {
  const page = await open(linked)
  for (const key of ['r', 'b', 'i']) await page.keyboard.press(key)
  await page.waitForTimeout(400)
  const there = link(page, /Chuong hai/)
  const [frame, word] = [await there.boundingBox(), await page.locator('.text-line span', { hasText: 'Chuong' }).boundingBox()]
  const [x, y] = middle(word)
  assert.ok(frame.height > frame.width && x > frame.x && x < frame.x + frame.width && y > frame.y && y < frame.y + frame.height)
  await page.mouse.click(x, y)
  await stands(page, 3)
  await page.context().close()
})

test('paper_without_words__says_so_and_is_still_marked_drawn_on_and_talked_about', { timeout: 120000 }, async () => {
  const document = await made(readFileSync(path.join(root, 'tests/data/scan.pdf')))
  const page = await open(document, { words: false })
  await page.keyboard.press('Control+f')
  await page.getByRole('textbox', { name: 'Tìm trong văn bản' }).fill('nghị quyết')
  await page.locator('.find-says', { hasText: 'Trang quét, không có chữ' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  await page.getByText('Trang này không có chữ để chọn.', { exact: false }).waitFor()
  const box = await page.locator('.page').first().boundingBox()
  const drag = async (x, y) => {
    await page.mouse.move(box.x + x, box.y + y)
    await page.mouse.down()
    await page.mouse.move(box.x + x + 160, box.y + y + 40, { steps: 6 })
    await page.mouse.up()
  }
  await notes(page).getByRole('button', { name: 'Tô sáng' }).click()
  await page.getByText('kéo để đánh dấu một vùng', { exact: false }).waitFor()
  await drag(150, 150)
  await notes(page).getByRole('button', { name: 'Bút vẽ' }).click()
  await drag(150, 300)
  const held = await until(async () => { const all = (await author.json('GET', `/api/documents/${document}/versions/1/notes`)).items; return all.length === 2 && all }, 'two notes')
  assert.deepEqual(held.map(note => note.kind).sort(), ['highlight', 'ink'])
  await page.keyboard.press('m')
  await drag(150, 400)
  await page.getByRole('button', { name: 'Trao đổi về vùng này' }).click()
  await page.getByRole('textbox', { name: 'Nội dung trao đổi' }).fill('Chữ ký ở đây?')
  await page.getByRole('button', { name: 'Gửi', exact: true }).click()
  await until(async () => (await author.json('GET', `/api/documents/${document}/versions/1/threads`)).items.length === 1, 'the thread')
  await page.context().close()
})

test('pages_of_all_sizes__are_read_beside_one_that_cannot_be_drawn', { timeout: 180000 }, async () => {
  const document = await made(oddPaper([{ lines: LINES }, { endless: true }, { width: 842, height: 595, lines: ['Ngang', ...LINES] }, { width: 14173, height: 800, lines: ['Nam met', ...LINES] }, { width: 200, height: 300, lines: ['Nho'] }]))
  const page = await open(document)
  const sheet = n => page.getByRole('region', { name: `Trang ${n} trên 5` })
  const drawn = n => until(() => sheet(n).locator('img').evaluateAll(all => all.some(one => one.complete && one.naturalWidth >= 320)), `page ${n} drawn`)
  const goTo = async n => { await field(page).fill(String(n)); await field(page).press('Enter'); await stands(page, n) }
  await drawn(1)
  await goTo(2)
  await sheet(2).getByRole('alert').waitFor({ timeout: 90000 })
  assert.match(await sheet(2).innerText(), /Thử lại[^]*Tải tệp gốc/)
  await goTo(3)
  await drawn(3)
  const [tall, wide] = [await sheet(3).boundingBox(), await page.locator('.viewport').boundingBox()]
  assert.ok(tall.width > tall.height)
  await goTo(4) // five metres: wider than the window, read by going sideways, the letters as large as elsewhere
  await drawn(4)
  assert.ok((await sheet(4).boundingBox()).width > wide.width * 5)
  await sheet(4).locator('.text-line span', { hasText: 'Nam' }).first().waitFor({ state: 'attached' })
  const far = page.waitForRequest(request => /pages\/4\/image.*region=0\.[5-9]/.test(decodeURIComponent(request.url())))
  await page.locator('.viewport').evaluate(scroller => scroller.scrollTo(scroller.scrollWidth * 0.7, scroller.scrollTop))
  assert.equal((await (await far).response()).status(), 200)
  await page.getByRole('button', { name: 'Vừa chiều rộng' }).click()
  await goTo(5)
  await drawn(5)
  await page.context().close()
})

test('ten_thousand_pages__open_scroll_and_are_gone_through_without_filling_the_browser', { timeout: 300000 }, async () => {
  const document = await made(pdf(10000))
  const page = await open(document)
  const began = performance.now()
  await field(page).fill('9999')
  await field(page).press('Enter')
  await stands(page, 9999)
  await page.getByRole('region', { name: 'Trang 9999 trên 10000' }).locator('img').first().waitFor()
  assert.ok(performance.now() - began < 15000, 'page 9,999 within seconds')
  await page.getByRole('button', { name: 'Trang thu nhỏ và mục lục' }).click()
  const panel = page.getByRole('complementary', { name: 'Trang thu nhỏ và mục lục' })
  await panel.getByRole('button', { name: /^Trang 9999(,|$)/ }).locator('img').waitFor()
  assert.ok(await panel.getByRole('button').count() < 60)
  const scroller = page.locator('.viewport')
  let most = 0
  for (let at = 0; at <= 20; at++) {
    await scroller.evaluate((element, part) => element.scrollTo(0, part * element.scrollHeight), at / 20)
    await page.waitForTimeout(60)
    most = Math.max(most, await page.locator('.page').count())
  }
  assert.ok(most <= 12, `${most} pages in the document tree`)
  await until(async () => Number(await field(page).inputValue()) > 9990, 'the last pages at the end of the scroll bar')
  const debug = await page.context().newCDPSession(page)
  await debug.send('HeapProfiler.collectGarbage')
  const { usedSize } = await debug.send('Runtime.getHeapUsage')
  assert.ok(usedSize < 60 << 20, `${Math.round(usedSize / 2 ** 20)} MiB of heap`)
  await page.context().close()
})

test('address_of_what_is_not_there__is_said_clearly_and_the_paper_opens', { timeout: 120000 }, async () => {
  const page = await open(linked, { query: '?page=99' })
  const notice = page.locator('.cited-missing')
  await notice.filter({ hasText: 'Liên kết dẫn đến trang 99, nhưng phiên bản này chỉ có 3 trang.' }).waitFor()
  await notice.getByRole('button', { name: 'Đóng' }).click()
  await notice.waitFor({ state: 'detached' })
  await page.goto(`${server.origin}/documents/${linked}/read/1?page=2&rect=9000,9000,50,50`)
  await notice.filter({ hasText: 'Vị trí được dẫn nằm ngoài trang 2 của phiên bản này.' }).waitFor()
  await stands(page, 2)
  assert.equal(await page.locator('.cited').count(), 0)
  await page.goto(`${server.origin}/documents/${linked}/read/1?page=2&rect=500,800,900,900`)
  const [mark, sheet] = [await page.locator('.cited').boundingBox(), await page.getByRole('region', { name: 'Trang 2 trên 3' }).boundingBox()]
  assert.ok(mark.x + mark.width <= sheet.x + sheet.width + 8 && mark.y + mark.height <= sheet.y + sheet.height + 8, 'what sticks out is cut')
  assert.equal(await notice.count(), 0)
  await page.context().close()
})

for (const turned of [false, true]) {
  test(`pinched_deep${turned ? '_and_turned' : ''}__the_piece_in_sight_is_asked_for_and_shown_sharp`, { timeout: 120000 }, async () => {
    const page = await open(linked, { size: 820 })
    if (turned) { await page.keyboard.press('r'); await page.waitForTimeout(400) }
    const pieces = []
    page.on('response', reply => { const region = new URL(reply.url()).searchParams.get('region'); if (region && reply.ok()) pieces.push({ region: region.split(',').map(Number), width: Number(new URL(reply.url()).searchParams.get('width')) }) })
    const word = page.locator('.text-line span', { hasText: 'Chuong' })
    const debug = await page.context().newCDPSession(page)
    for (let turn = 0; turn < 3; turn++) {
      const [x, y] = middle(await word.boundingBox())
      const touch = (type, half) => debug.send('Input.dispatchTouchEvent', { type, touchPoints: half === null ? [] : [{ x: x - half, y, id: 0 }, { x: x + half, y, id: 1 }] })
      await touch('touchStart', 20)
      for (let half = 24; half <= 50; half += 4) await touch('touchMove', half)
      await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))))
      await touch('touchEnd', null)
      await page.waitForTimeout(150)
    }
    const sheet = page.locator('.page').filter({ has: word })
    const { width: own } = await sheet.locator('.page-turn').evaluate(node => ({ width: node.offsetWidth }))
    assert.ok(own > 2480 * 1.2, `the page is ${own} pixels wide`)
    await until(() => pieces.some(one => one.region[2] < 0.9 && one.width >= own * one.region[2] * 0.95), `a piece with the pixels of ${own} over the page`)
    const [px, py] = middle(await word.boundingBox())
    const covers = () => sheet.locator('img').evaluateAll((all, [x, y]) => all.some(one => {
      const box = one.getBoundingClientRect()
      const shown = Math.max(box.width, box.height), has = Math.max(one.naturalWidth, one.naturalHeight)
      return one.style.width.endsWith('%') && x > box.left && x < box.right && y > box.top && y < box.bottom && has >= shown * 0.95
    }), [px, py])
    await until(covers, 'the piece over the word, with a pixel for each of the screen')
    await page.context().close()
  })
}

test('double_tap__zooms_to_the_place_and_back', { timeout: 120000 }, async () => {
  const page = await open(linked, { size: 820 })
  const word = page.locator('.text-line span', { hasText: 'Muc' })
  const before = await word.boundingBox()
  const [x, y] = [before.x + 200, before.y + 150]
  const wide = (await page.locator('.page').first().boundingBox()).width
  const twice = async () => { await page.touchscreen.tap(x, y); await page.touchscreen.tap(x, y) }
  await twice()
  await until(async () => Math.abs((await page.locator('.page').first().boundingBox()).width - wide * 2) < 3, 'twice as wide')
  await twice()
  await until(async () => Math.abs((await page.locator('.page').first().boundingBox()).width - wide) < 3, 'as wide as before')
  await page.context().close()
})
