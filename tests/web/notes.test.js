// SPDX-License-Identifier: GPL-3.0-or-later
//
// Notes as an official makes them on a tablet: each tool once, kept over a reload, live on a second device, undone and done again, carried to a new
// version with a tray for what has no place; and finding, turning, citing in the reader.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from '../http/server.js'
import { documentOf, grantTo, pdf, versionOf } from '../http/make.js'
import { signIn, startBrowser, startOffice } from './browser.js'

const LINES = [
  'Dieu 1. Pham vi dieu chinh cua nghi quyet nay', 'Uy ban nhan dan thanh pho chiu trach nhiem thi hanh', 'Ngan sach nam hai nghin hai muoi sau duoc giao tu dau nam',
  'Dieu 2. Doi tuong ap dung gom cac so va ban nganh', 'Van phong tong hop ket qua va bao cao hang thang', 'Cac don vi gui so lieu truoc ngay hai muoi'
]
const GONE = 'Ngan sach nam hai nghin hai muoi sau duoc giao tu dau nam'
let server, browser, author, reader
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  author = await server.signIn('chuyenvien')
  reader = await server.signIn('thuky')
})
after(async () => { await browser?.stop(); await server?.stop() })

async function paper () {
  const { id } = await documentOf(author, { bytes: pdf([LINES, ['Trang hai', ...LINES.slice(3)], ['Trang ba']]) })
  await grantTo(author, id, [reader.session.person.id])
  return id
}
const notesOf = async (person, document, n = 1) => (await person.json('GET', `/api/documents/${document}/versions/${n}/notes`)).items
async function openReader (document, { size = 1180, account = 'chuyenvien', n = 1, query = '' } = {}) {
  const page = await browser.tablet(size)
  await signIn(page, server.origin, account)
  await page.goto(`${server.origin}/documents/${document}/read/${n}${query}`)
  await page.locator('.text-line span').first().waitFor({ state: 'attached' })
  return page
}
const tool = async (page, name) => page.getByRole('toolbar', { name: 'Công cụ ghi chú' }).getByRole('button', { name, exact: true }).click()
async function wordBox (page, text, nth = 0) {
  return page.locator('.text-line span', { hasText: text }).nth(nth).boundingBox()
}
/** From the first word to the second, as a hand would. */
async function sweep (page, from, to) {
  const [a, b] = [await wordBox(page, from), await wordBox(page, to)]
  await page.mouse.move(a.x + 2, a.y + a.height / 2)
  await page.mouse.down()
  await page.mouse.move((a.x + b.x + b.width) / 2, b.y + b.height / 2, { steps: 4 })
  await page.mouse.move(b.x + b.width - 6, b.y + b.height / 2, { steps: 4 })
  await page.mouse.up()
}
const openTools = page => page.getByRole('button', { name: 'Ghi chú', exact: true }).click()
const kinds = notes => notes.map(note => note.kind).sort()

test('every_tool__makes_its_note_which_a_reload_and_a_second_device_show', { timeout: 180000 }, async () => {
  const document = await paper()
  const page = await openReader(document)
  const second = await openReader(document, { size: 820 })
  await openTools(page)
  await tool(page, 'Tô sáng')
  await sweep(page, 'Pham', 'chinh')
  await tool(page, 'Gạch chân')
  await sweep(page, 'nhan', 'pho')
  await tool(page, 'Gạch ngang')
  await sweep(page, 'Doi', 'tuong')
  await tool(page, 'Bút vẽ')
  const sheet = await page.locator('.page').first().boundingBox()
  await page.mouse.move(sheet.x + 200, sheet.y + 400)
  await page.mouse.down()
  for (let i = 0; i < 30; i++) await page.mouse.move(sheet.x + 200 + i * 5, sheet.y + 400 + Math.sin(i / 3) * 30)
  await page.mouse.up()
  await tool(page, 'Ghi chú chữ')
  await page.mouse.click(sheet.x + 420, sheet.y + 500)
  await page.getByRole('textbox', { name: 'Nội dung ghi chú' }).fill('Đề nghị làm rõ nguồn')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  const held = await until(async () => { const all = await notesOf(author, document); return all.length === 5 && all }, 'five notes on the server', 20000)
  assert.deepEqual(kinds(held), ['highlight', 'ink', 'strike', 'text', 'underline'])
  const light = held.find(note => note.kind === 'highlight')
  assert.equal(light.exact, 'Pham vi dieu chinh')
  assert.match(light.prefix, /Dieu 1\.$/)
  assert.match(light.suffix, /^cua nghi quyet/)
  assert.ok(light.suffix.length <= 32 && light.place.quads.length === 1)
  assert.equal(held.find(note => note.kind === 'text').body, 'Đề nghị làm rõ nguồn')
  for (const other of [second, page]) {
    if (other === page) await page.reload()
    await other.locator('.note-light').first().waitFor()
    await other.locator('.note-under').first().waitFor()
    await other.locator('.note-strike').first().waitFor()
    await other.locator('.note-ink path').first().waitFor()
    await other.getByRole('button', { name: /Đề nghị làm rõ nguồn/ }).first().waitFor()
  }
  assert.equal((await notesOf(reader, document)).length, 0, 'what is only mine is in nobody else\'s list')
  await page.context().close()
  await second.context().close()
})

test('undo_and_redo__reach_the_server', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document)
  await openTools(page)
  await tool(page, 'Tô sáng')
  await sweep(page, 'Pham', 'chinh')
  const count = n => until(async () => (await notesOf(author, document)).length === n, `${n} notes`)
  await count(1)
  await page.keyboard.press('Control+z')
  await count(0)
  await page.keyboard.press('Control+y')
  await count(1)
  await tool(page, 'Tẩy')
  const box = await wordBox(page, 'chinh')
  await page.mouse.click(box.x + 5, box.y + box.height / 2)
  await count(0)
  await page.getByRole('button', { name: 'Hoàn tác' }).click()
  await count(1)
  await page.context().close()
})

test('a_note_for_readers__appears_live_with_its_author_and_is_not_theirs_to_change', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document)
  const other = await openReader(document, { account: 'thuky' })
  await openTools(other)
  await other.getByRole('button', { name: 'Danh sách' }).click()
  await openTools(page)
  await page.getByLabel('Người xem được ghi chú').selectOption('readers')
  await tool(page, 'Tô sáng')
  await sweep(page, 'Pham', 'chinh')
  const card = other.locator('.note-card', { hasText: 'Pham vi dieu chinh' })
  await card.waitFor()
  assert.match(await card.innerText(), new RegExp(author.session.person.full_name))
  await card.getByRole('button').first().click()
  assert.equal(await card.getByRole('button', { name: 'Xóa' }).count(), 0)
  await page.context().close()
  await other.context().close()
})

test('a_new_version__keeps_what_is_found_and_holds_the_rest_in_the_tray_until_placed', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document)
  await openTools(page)
  await tool(page, 'Tô sáng')
  await sweep(page, 'Pham', 'chinh')
  await sweep(page, 'Ngan', 'dau')
  await until(async () => (await notesOf(author, document)).length === 2, 'two notes')
  await versionOf(author, document, pdf([['Mot dong moi o dau trang', ...LINES.filter(line => line !== GONE)], ['Trang hai'], ['Trang ba']]))
  await page.goto(`${server.origin}/documents/${document}/read/2`)
  await page.locator('.note-light').first().waitFor()
  await page.getByRole('button', { name: 'Xem', exact: true }).click()
  const tray = page.getByRole('region', { name: 'Ghi chú chưa tìm được chỗ' })
  await tray.waitFor()
  assert.match(await tray.innerText(), /Ngan sach nam hai/)
  await tray.getByRole('button', { name: 'Chọn chỗ mới' }).click()
  const box = await wordBox(page, 'hop')
  await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2)
  await page.getByRole('button', { name: 'Đặt vào đây' }).click()
  await until(async () => (await notesOf(author, document, 2)).every(note => note.place.how !== 'tray'), 'an empty tray')
  await tray.waitFor({ state: 'detached' })
  await page.context().close()
})

test('a_refused_note__lies_in_the_tray_with_its_reason_and_can_be_sent_again', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document)
  await page.route('**/api/notes/*', route => route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify({ type: '/problems/conflict' }) }))
  await openTools(page)
  await tool(page, 'Tô sáng')
  await sweep(page, 'Pham', 'chinh')
  await page.getByRole('button', { name: 'Xem', exact: true }).click()
  const tray = page.getByRole('region', { name: 'Ghi chú chưa lưu được' })
  await tray.waitFor()
  assert.match(await tray.innerText(), /Thao tác trái với nội dung hiện có/)
  await page.unroute('**/api/notes/*')
  await tray.getByRole('button', { name: 'Gửi lại' }).click()
  await until(async () => (await notesOf(author, document)).length === 1, 'the note')
  await page.context().close()
})

test('notes_made_without_a_network__wait_on_the_tablet_and_are_sent_once', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document)
  await openTools(page)
  await tool(page, 'Tô sáng')
  await page.context().setOffline(true)
  await sweep(page, 'Pham', 'chinh')
  await page.locator('.note-light').first().waitFor()
  await page.waitForTimeout(1500)
  assert.equal((await notesOf(author, document)).length, 0)
  await page.context().setOffline(false)
  await page.reload()
  await until(async () => (await notesOf(author, document)).length === 1, 'the note', 20000)
  await page.context().close()
})

test('the_pen_draws_and_fingers_scroll__once_a_pen_was_seen', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document)
  await openTools(page)
  await tool(page, 'Bút vẽ')
  const stroke = (type, y) => page.evaluate(([type, y]) => {
    const viewport = window.document.querySelector('.viewport')
    const sheet = viewport.querySelector('.page').getBoundingClientRect()
    const target = window.document.elementFromPoint(sheet.x + 150, sheet.y + y)
    viewport.setPointerCapture = () => {}
    const tell = (name, i) => target.dispatchEvent(new PointerEvent(name, { bubbles: true, cancelable: true, pointerId: 7, pointerType: type, isPrimary: true, button: name === 'pointermove' ? -1 : 0, pressure: type === 'pen' ? 0.2 + i / 30 : 0, clientX: sheet.x + 150 + i * 6, clientY: sheet.y + y + (i % 4) * 5 }))
    tell('pointerdown', 0)
    for (let i = 1; i < 20; i++) tell('pointermove', i)
    tell('pointerup', 20)
  }, [type, y])
  await stroke('pen', 300)
  await until(async () => (await notesOf(author, document)).length === 1, 'the ink')
  const [note] = await notesOf(author, document)
  const pressures = note.place.strokes[0].points.filter((_, i) => i % 3 === 2)
  assert.ok(Math.max(...pressures) - Math.min(...pressures) > 0.3, 'pressure is kept')
  await page.waitForTimeout(3200)
  await stroke('touch', 500)
  await page.waitForTimeout(1500)
  assert.equal((await notesOf(author, document))[0].place.strokes.length, 1)
  await page.getByRole('button', { name: 'Dùng ngón tay để vẽ' }).click()
  await stroke('touch', 500)
  await until(async () => (await notesOf(author, document)).length === 2, 'ink by finger')
  await page.context().close()
})

test('every_tool__works_by_keyboard', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document)
  await openTools(page)
  await page.locator('.viewport').focus()
  for (const key of ['h', 'u', 's', 'p']) {
    await page.keyboard.press(key)
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press(' ')
    for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press(' ')
    await page.keyboard.press('ArrowDown')
  }
  await until(async () => kinds(await notesOf(author, document)).join() === 'highlight,ink,strike,underline', 'four notes by keyboard')
  await page.context().close()
})

test('text_eraser_colour_width_audience_and_going_from_note_to_note__work_by_keyboard', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document)
  await openTools(page)
  await page.locator('.viewport').focus()
  const ink = async (colour, ...keys) => {
    for (const key of ['p', colour, ...keys, ' ']) await page.keyboard.press(key)
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press(' ')
  }
  await page.keyboard.press('w')
  await ink('4', 'a')
  const [drawn] = await until(async () => { const all = await notesOf(author, document); return all.length === 1 && all }, 'ink')
  assert.deepEqual([drawn.colour, drawn.width, drawn.audience], ['red', 4, 'unit'], 'the next width and the next audience')
  await page.keyboard.press('e')
  await page.keyboard.press(' ') // the hand is still on the stroke
  await until(async () => (await notesOf(author, document)).length === 0, 'the ink rubbed out')
  await page.keyboard.press(' ')
  await page.keyboard.press('Control+z')
  await until(async () => (await notesOf(author, document)).length === 1, 'the ink back')
  await page.keyboard.press('a')
  await page.keyboard.press('a')
  await page.keyboard.press('t')
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press(' ')
  await page.waitForFunction(() => window.document.activeElement?.tagName === 'TEXTAREA')
  await page.keyboard.type('Viet bang phim')
  await page.keyboard.press('Control+Enter')
  const both = await until(async () => { const all = await notesOf(author, document); return all.length === 2 && all }, 'text')
  assert.deepEqual(both.map(note => `${note.kind} ${note.audience} ${note.body ?? ''}`.trim()).sort(), ['ink unit', 'text private Viet bang phim'])
  await page.locator('.viewport').focus()
  await page.keyboard.press('v')
  await page.keyboard.press('[')
  await page.locator('.note-card.chosen', { hasText: 'Nét vẽ' }).waitFor()
  await page.keyboard.press(']')
  await page.locator('.note-card.chosen', { hasText: 'Viet bang phim' }).waitFor()
  await page.keyboard.press('Delete')
  await until(async () => (await notesOf(author, document)).length === 1, 'the text gone')
  await page.keyboard.press('Control+z')
  await until(async () => (await notesOf(author, document)).length === 2, 'the text back')
  await page.keyboard.press('?')
  await page.getByRole('dialog').getByText('Xóa ghi chú đang chọn').waitFor()
  await page.context().close()
})

test('the_list_of_notes__is_fetched_once_on_opening_and_not_for_each_note_that_others_make', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document)
  const asked = []
  page.on('request', request => /\/versions\/1\/notes$/.test(request.url()) && asked.push(request.url()))
  await page.reload()
  await page.locator('.text-line span').first().waitFor({ state: 'attached' })
  await page.waitForTimeout(2500)
  assert.equal(asked.length, 1, 'once on opening')
  await openTools(page)
  await tool(page, 'Tô sáng')
  await sweep(page, 'Pham', 'chinh')
  await until(async () => (await notesOf(author, document)).length === 1, 'my own')
  await page.waitForTimeout(1500)
  assert.equal(asked.length, 1, 'what I did myself I know')
  const unit = author.session.person.positions[0].unit.id
  for (let i = 0; i < 8; i++) {
    await reader.json('PUT', `/api/notes/${crypto.randomUUID()}`, { document_id: document, version: 1, page: 1, kind: 'highlight', audience: 'unit', unit_id: unit, colour: 'green', quads: [{ x: 60, y: 300 + i * 20, w: 80, h: 12 }] })
    await page.waitForTimeout(200)
  }
  await until(async () => (await page.locator('.note-light.green').count()) === 8, 'all eight', 8000)
  assert.ok(asked.length <= 3, `${asked.length} fetches for eight notes of a colleague`)
  await page.context().close()
})

test('find__shows_all_hits_and_goes_from_one_to_the_next', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document)
  await page.keyboard.press('Control+f')
  const field = page.getByRole('textbox', { name: 'Tìm trong văn bản' })
  await field.fill('BAO  cao')
  await page.locator('.find-says', { hasText: '1 / 2' }).waitFor()
  await page.locator('.hit.now').waitFor()
  await field.press('Enter')
  await page.locator('.find-says', { hasText: '2 / 2' }).waitFor()
  await field.press('Shift+Enter')
  await page.locator('.find-says', { hasText: '1 / 2' }).waitFor()
  await field.press('Escape')
  assert.equal(await page.locator('.hit').count(), 0)
  await page.context().close()
})

test('a_cited_place__opens_at_its_page_with_its_rectangle', { timeout: 120000 }, async () => {
  const document = await paper()
  const page = await openReader(document, { query: '?page=2&rect=60,60,200,14', size: 820 })
  await page.locator('.cited').waitFor()
  assert.equal(await page.getByLabel('Đến trang').inputValue(), '2')
  await page.keyboard.press('r')
  await page.keyboard.press('b')
  await page.keyboard.press('i')
  await page.locator('.dark-paper').waitFor()
  const [one, two] = await Promise.all([0, 1].map(nth => page.locator('.page').nth(nth).boundingBox()))
  assert.ok(one.width > one.height, 'turned')
  assert.ok(Math.abs(one.y - two.y) < 1 && two.x > one.x + one.width, 'side by side')
  await page.context().close()
})
