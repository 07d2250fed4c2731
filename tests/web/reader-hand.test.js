// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a hand does on the paper besides notes: choosing a rectangle to talk about or cite, words from one page into the next, and everything by keyboard alone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from '../http/server.js'
import { documentOf, grantTo, pdf } from '../http/make.js'
import { signIn, startBrowser, startOffice } from './browser.js'

const LINES = ['Dieu 1. Pham vi dieu chinh cua nghi quyet nay', 'Uy ban nhan dan thanh pho chiu trach nhiem thi hanh', 'Ngan sach nam hai nghin hai muoi sau duoc giao tu dau nam']
const FULL = Array.from({ length: 51 }, (_, at) => LINES[at % 3])
let server, browser, author, reader
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  author = await server.signIn('chuyenvien')
  reader = await server.signIn('thuky')
})
after(async () => { await browser?.stop(); await server?.stop() })

async function paper () {
  const { id } = await documentOf(author, { bytes: pdf([FULL, ['Trang hai', ...FULL], ['Trang ba', ...LINES]]) })
  await grantTo(author, id, [reader.session.person.id])
  return id
}
async function openReader (document, { size = 1180, query = '', account = 'chuyenvien' } = {}) {
  const page = await browser.tablet(size, { permissions: ['clipboard-read', 'clipboard-write'] })
  await signIn(page, server.origin, account)
  await page.goto(`${server.origin}/documents/${document}/read/1${query}`)
  await page.locator('.text-line span').first().waitFor({ state: 'attached' })
  return page
}
const threadsOf = async document => (await author.json('GET', `/api/documents/${document}/versions/1/threads`)).items
const notesOf = async document => (await author.json('GET', `/api/documents/${document}/versions/1/notes`)).items
const bar = page => page.getByRole('toolbar', { name: 'Vùng trên trang' })
const sheet = (page, n) => page.locator('.page').filter({ has: page.locator(`[data-page="${n}"]`) })
const focused = (page, selector) => page.evaluate(selector => document.activeElement?.matches(selector) ?? false, selector)
const close = (a, b, what) => assert.ok(Math.abs(a - b) < 3, `${what}: ${a}, wanted ${b}`)

test('a_rectangle_dragged__becomes_a_thread_whose_frame_and_badge_another_tablet_shows', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document)
  const other = await openReader(document, { size: 820, account: 'thuky' })
  await page.getByRole('button', { name: /^Ý kiến trao đổi/ }).click()
  await page.getByRole('button', { name: 'Ý kiến về một vùng' }).click()
  const box = await sheet(page, 1).boundingBox()
  const scale = box.width / 595
  await page.mouse.move(box.x + 100 * scale, box.y + 80 * scale)
  await page.mouse.down()
  await page.mouse.move(box.x + 200 * scale, box.y + 100 * scale, { steps: 3 })
  await page.mouse.move(box.x + 300 * scale, box.y + 180 * scale, { steps: 3 })
  await page.mouse.up()
  assert.equal(await page.evaluate(() => getSelection().isCollapsed), true, 'words are not selected by it')
  await bar(page).getByRole('button', { name: 'Trao đổi về vùng này' }).click()
  await page.getByRole('textbox', { name: 'Nội dung trao đổi' }).fill('Bảng này thiếu dòng cộng')
  await page.locator('.mark.frame').waitFor() // in sight while one writes
  await page.getByRole('button', { name: 'Gửi', exact: true }).click()
  const [thread] = await until(async () => { const all = await threadsOf(document); return all.length === 1 && all }, 'the thread')
  assert.equal(thread.page, 1)
  assert.equal(thread.quote, null)
  const [quad] = thread.quads
  for (const [side, wanted] of [['x', 100], ['y', 80], ['w', 200], ['h', 100]]) close(quad[side], wanted, side)
  await other.locator('.mark.frame').waitFor()
  await other.getByRole('button', { name: /^Trao đổi của/ }).click()
  await other.locator('.thread.chosen', { hasText: 'Bảng này thiếu dòng cộng' }).waitFor()
  await page.context().close()
  await other.context().close()
})

test('a_rectangle_drawn_by_finger__is_cited_by_a_link_that_opens_there', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document, { size: 820 })
  await page.keyboard.press('m')
  const box = await sheet(page, 1).boundingBox()
  const scale = box.width / 595
  const debug = await page.context().newCDPSession(page)
  const touch = (type, x, y) => debug.send('Input.dispatchTouchEvent', { type, touchPoints: x === undefined ? [] : [{ x: box.x + x * scale, y: box.y + y * scale, id: 0 }] })
  const top = await page.locator('.viewport').evaluate(scroller => scroller.scrollTop)
  await touch('touchStart', 60, 300)
  for (let step = 1; step <= 6; step++) await touch('touchMove', 60 + step * 40, 300 + step * 20)
  await touch('touchEnd')
  assert.equal(await page.locator('.viewport').evaluate(scroller => scroller.scrollTop), top, 'the paper stays where it is')
  await bar(page).getByRole('button', { name: 'Sao chép liên kết' }).click()
  const address = new URL(await until(() => page.evaluate(() => navigator.clipboard.readText()), 'the link'))
  assert.equal(address.pathname, `/documents/${document}/read/1`)
  assert.equal(address.searchParams.get('page'), '1')
  const [x, y, w, h] = address.searchParams.get('rect').split(',').map(Number)
  for (const [got, wanted, side] of [[x, 60, 'x'], [y, 300, 'y'], [w, 240, 'w'], [h, 120, 'h']]) close(got, wanted, side)
  const other = await openReader(document, { account: 'thuky', query: address.search })
  const frame = await other.locator('.cited').boundingBox(), there = await sheet(other, 1).boundingBox()
  close((frame.x - there.x) / (there.width / 595), x - 3, 'the frame')
  await page.context().close()
  await other.context().close()
})

test('a_rectangle_by_keyboard__is_moved_sized_and_talked_about', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document)
  await page.keyboard.press('m')
  await bar(page).waitFor()
  await page.keyboard.press('ArrowRight')
  const frame = page.locator('.mark.frame')
  const start = await frame.boundingBox()
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown')
  const moved = await frame.boundingBox()
  assert.ok(moved.y > start.y + 30 && Math.abs(moved.height - start.height) < 1)
  for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowRight')
  const sized = await frame.boundingBox()
  assert.ok(sized.width > moved.width + 30 && Math.abs(sized.x - moved.x) < 1)
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Nội dung trao đổi' }).pressSequentially('Vùng này')
  await page.keyboard.press('Control+Enter')
  await until(async () => (await threadsOf(document)).length === 1, 'the thread')
  await page.keyboard.press('Escape') // the panel
  await page.keyboard.press('m')
  await page.keyboard.press('Escape')
  assert.equal(await bar(page).count(), 0)
  await page.context().close()
})

for (const [name, query, turns] of [['turned', '', 1], ['turned_thrice', '', 3]]) {
  test(`a_rectangle_on_a_page_${name}__lies_where_the_hand_drew_it`, { timeout: 120000 }, async () => {
    const document = await paper()
    const page = await openReader(document, { query })
    for (let i = 0; i < turns; i++) await page.keyboard.press('r')
    await page.keyboard.press('m')
    const box = await sheet(page, 1).boundingBox()
    await page.mouse.move(box.x + 100, box.y + 100)
    await page.mouse.down()
    await page.mouse.move(box.x + 400, box.y + 220, { steps: 4 })
    await page.mouse.up()
    const frame = await page.locator('.mark.frame').boundingBox()
    for (const [side, wanted] of [['x', box.x + 100], ['y', box.y + 100], ['width', 300], ['height', 120]]) assert.ok(Math.abs(frame[side] - wanted) < 3, `${side} ${frame[side]} ${wanted}`)
    const before = frame
    await page.keyboard.press('ArrowRight')
    const after = await page.locator('.mark.frame').boundingBox()
    assert.ok(after.x > before.x + 5 && Math.abs(after.y - before.y) < 1, 'right is right on the screen')
    await page.context().close()
  })
}

test('words_selected_into_the_next_page__are_marked_on_both_and_undone_together', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document)
  await page.locator('.viewport').evaluate(scroller => scroller.scrollBy(0, 1150))
  const last = page.locator('[data-page="1"] .text-line').last().locator('span')
  const first = page.locator('[data-page="2"] .text-line').first().locator('span')
  await first.first().waitFor({ state: 'attached' })
  const [a, b] = [await last.nth(2).boundingBox(), await first.nth(1).boundingBox()]
  await page.mouse.move(a.x + 2, a.y + a.height / 2)
  await page.mouse.down()
  await page.mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2, { steps: 5 })
  await page.mouse.move(b.x + b.width - 2, b.y + b.height / 2, { steps: 5 })
  await page.mouse.up()
  const passage = page.getByRole('toolbar', { name: 'Thao tác với đoạn được chọn' })
  await passage.waitFor()
  await passage.getByRole('button', { name: 'Gạch chân' }).click()
  const made = await until(async () => { const all = await notesOf(document); return all.length === 2 && all }, 'two notes')
  assert.deepEqual(made.map(note => [note.place.page, note.kind]).sort(), [[1, 'underline'], [2, 'underline']])
  assert.match(made.find(note => note.place.page === 1).exact, /nam$/)
  assert.equal(made.find(note => note.place.page === 2).exact, 'Trang hai')
  await page.keyboard.press('Control+z')
  await until(async () => (await notesOf(document)).length === 0, 'no note after one undo')
  await page.keyboard.press('Control+y')
  await until(async () => (await notesOf(document)).length === 2, 'both after one redo')
  await page.context().close()
})

test('escape__ends_the_innermost_thing_first', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document)
  const notes = page.getByRole('toolbar', { name: 'Công cụ ghi chú' })
  const passage = page.getByRole('toolbar', { name: 'Thao tác với đoạn được chọn' })
  await page.getByRole('button', { name: /^Ý kiến trao đổi/ }).click()
  await page.locator('.viewport').focus()
  await page.keyboard.press('n')
  await notes.waitFor()
  const word = await page.locator('.text-line span').first().boundingBox()
  await page.mouse.dblclick(word.x + 5, word.y + word.height / 2)
  await passage.waitFor()
  await page.keyboard.press('Escape')
  await passage.waitFor({ state: 'detached' })
  assert.equal(await notes.count(), 1)
  await page.keyboard.press('h')
  await page.keyboard.press('Escape')
  assert.equal(await notes.getByRole('button', { name: 'Chọn', exact: true }).getAttribute('aria-pressed'), 'true')
  await page.keyboard.press('Escape')
  await notes.waitFor({ state: 'detached' })
  assert.equal(await page.locator('.side-panel').count(), 1)
  await page.keyboard.press('Escape')
  await page.locator('.side-panel').waitFor({ state: 'detached' })
  await page.context().close()
})

test('focus__comes_back_to_what_opened_a_panel_bar_menu_or_list', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document)
  for (const name of ['Trang thu nhỏ và mục lục', 'Phiên bản 1', 'Ý kiến trao đổi']) {
    const button = page.getByRole('button', { name, exact: true })
    await button.focus()
    await page.keyboard.press('Enter')
    await page.locator('.side-panel h2:focus').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.side-panel').waitFor({ state: 'detached' })
    assert.equal(await button.evaluate(node => node === document.activeElement), true, name)
  }
  const notes = page.getByRole('button', { name: 'Ghi chú', exact: true })
  await notes.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Đóng công cụ ghi chú' }).focus()
  await page.keyboard.press('Enter')
  await until(() => notes.evaluate(node => node === document.activeElement), 'the focus on the button of notes')
  await page.keyboard.press('Control+f')
  await until(() => focused(page, '.find-bar input'), 'the focus in the field')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Escape')
  await page.locator('.find-bar').waitFor({ state: 'detached' })
  assert.ok(await focused(page, '.viewport'), 'after finding, on the paper')
  const view = page.getByRole('button', { name: 'Cách hiển thị' })
  await view.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Escape')
  assert.equal(await view.evaluate(node => node === document.activeElement), true)
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Phím tắt' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.equal(await view.evaluate(node => node === document.activeElement), true, 'after the list of keys')
  await page.context().close()
})

test('every_control_of_the_reader__is_reached_by_tab_and_has_a_name', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document)
  await page.keyboard.press('n')
  await page.getByRole('toolbar', { name: 'Công cụ ghi chú' }).waitFor()
  await page.keyboard.press('p') // with the ink in the hand all groups are there
  await page.getByRole('button', { name: /^Ý kiến trao đổi/ }).click()
  await page.getByRole('button', { name: 'Viết về trang 1' }).waitFor()
  await page.evaluate(() => { document.activeElement.blur(); document.querySelector('.reader-bar a').focus() })
  const seen = []
  for (let i = 0; i < 70; i++) {
    const at = await page.evaluate(() => {
      const node = document.activeElement
      if (node === document.body || node.dataset.walked) return null
      node.dataset.walked = 'true'
      return { name: node.getAttribute('aria-label') || node.textContent.trim() || node.title, tag: node.tagName }
    })
    if (!at) break
    assert.ok(at.name, `a ${at.tag} without a name after ${seen.at(-1)}`)
    seen.push(at.name)
    await page.keyboard.press('Tab')
  }
  const left = await page.evaluate(() => [...document.querySelectorAll('.reader button, .reader a[href], .reader input, .reader select')]
    .filter(node => !node.dataset.walked && !node.disabled && node.getBoundingClientRect().width > 0).map(node => node.getAttribute('aria-label') || node.textContent.trim()))
  assert.deepEqual(left, [])
  await page.context().close()
})

test('list_of_keys__names_each_key_and_each_does_what_it_says', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document)
  await page.getByRole('button', { name: 'Cách hiển thị' }).click()
  await page.getByRole('button', { name: /^Phím tắt/ }).click()
  const list = page.getByRole('dialog', { name: 'Phím tắt' })
  const keys = await list.locator('kbd').allInnerTexts()
  for (const key of ['G', 'Ctrl + F', 'Alt + ←', 'R', 'B', 'I', 'M', 'N', 'V', 'H', 'U', 'S', 'P', 'E', 'T', 'Ctrl + Z', '?']) assert.ok(keys.includes(key), `${key} is not listed`)
  await page.keyboard.press('Escape')
  const field = page.getByRole('textbox', { name: 'Đến trang', exact: true })
  const at = n => until(async () => await field.inputValue() === String(n), `page ${n}`)
  await page.keyboard.press('End')
  await at(3)
  await page.keyboard.press('ArrowLeft')
  await at(2)
  await page.keyboard.press('Home')
  await at(1)
  await page.keyboard.press('g')
  await until(() => field.evaluate(node => node === document.activeElement), 'the field')
  await page.keyboard.type('3')
  await page.keyboard.press('Enter')
  await at(3)
  const width = async () => (await page.locator('.page').last().boundingBox()).width
  const before = await width()
  await page.keyboard.press('+')
  await until(async () => await width() > before * 1.1, 'a larger page')
  await page.keyboard.press('0')
  await until(async () => Math.abs(await width() - before) < 2, 'the width of the window')
  await page.keyboard.press('i')
  await page.locator('.dark-paper').waitFor()
  await page.keyboard.press('i')
  await page.locator('.dark-paper').waitFor({ state: 'detached' })
  await page.keyboard.press('n')
  for (const [key, name] of [['h', 'Tô sáng'], ['u', 'Gạch chân'], ['s', 'Gạch ngang'], ['p', 'Bút vẽ'], ['e', 'Tẩy'], ['t', 'Ghi chú chữ'], ['v', 'Chọn']]) {
    await page.keyboard.press(key)
    await page.locator(`.tool-button[aria-pressed=true][aria-label="${name}"]`).waitFor()
  }
  await page.context().close()
})
