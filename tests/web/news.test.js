// SPDX-License-Identifier: GPL-3.0-or-later
//
// What changed since one last read (C6): the list and home say that something is new, the document's page names the pages that changed, the reader marks them,
// a page that was read and left loses its mark, "mark as read" clears all; and another tablet of the same person says the same.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from '../http/server.js'
import { documentOf, grantTo, pdf, versionOf } from '../http/make.js'
import { signIn, startBrowser, startOffice } from './browser.js'

const SUBJECT = 'Đề án sắp xếp đơn vị sự nghiệp'
let server, browser, tablet, author, reader, document
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  author = await server.signIn('thuky')
  reader = await server.signIn('chuyenvien')
  document = await documentOf(author, { bytes: pdf(sheets()), subject: SUBJECT })
  await grantTo(author, document.id, [reader.session.person.id])
  tablet = await browser.tablet(1180)
  await signIn(tablet, server.origin, 'chuyenvien')
})
after(async () => { await browser?.stop(); await server?.stop() })

const ALL = 6
/** Six pages of words; those named have other words in this edition. */
const sheets = (changed = [], edition = '') => Array.from({ length: ALL }, (_, i) =>
  Array.from({ length: 12 }, (_, line) => `Trang ${i + 1} dong ${line} noi ve viec thu ${i * 31 + line}${changed.includes(i + 1) ? ` da sua doi ${edition} ${line * 7}` : ''}`))
const row = page => page.getByRole('row').filter({ hasText: SUBJECT })
const open = (page, version, at = 1) => page.goto(`${server.origin}/documents/${document.id}/read/${version}?page=${at}`)
const paper = page => page.locator('[role=document]')
const sheet = (page, n) => paper(page).locator(`section[aria-label="Trang ${n} trên ${ALL}"]`)
const marks = page => paper(page).getByText('Thay đổi', { exact: true })
const goTo = async (page, n) => { const field = page.getByRole('textbox', { name: 'Đến trang' }); await field.fill(String(n)); await field.press('Enter') }
const known = person => person.json('GET', `/api/documents/${document.id}/news`)
const notice = page => page.getByRole('status').filter({ hasText: 'trang thay đổi' })
const stands = (page, n) => until(async () => await page.getByRole('textbox', { name: 'Đến trang' }).inputValue() === String(n), `page ${n} in the field`)

test('document_never_opened__is_new_in_the_list_and_at_home_until_it_is_opened', { timeout: 90000 }, async () => {
  await tablet.goto(`${server.origin}/documents`)
  await row(tablet).getByText('Mới', { exact: true }).waitFor()
  await tablet.goto(server.origin)
  await tablet.getByRole('listitem').filter({ hasText: SUBJECT }).getByText('Mới', { exact: true }).waitFor()
  await open(tablet, 1)
  for (let n = 1; n <= ALL; n++) {
    await goTo(tablet, n)
    await until(async () => (await known(reader)).seen_pages[0]?.to >= n, `page ${n} read, known to the server`)
  }
  assert.equal(await marks(tablet).count(), 0, 'nothing changed in what is read for the first time')
  await tablet.getByRole('button', { name: 'Trang thu nhỏ và mục lục' }).click()
  await tablet.getByRole('complementary').getByText('Đã đọc hết').waitFor()
  await tablet.getByRole('button', { name: `Trang ${ALL}, đã đọc` }).waitFor()
  await tablet.goto(`${server.origin}/documents/${document.id}`)
  await tablet.getByRole('region', { name: 'Từ lần đọc trước' }).getByText('Đã đọc hết').waitFor()
  await tablet.goto(`${server.origin}/documents?unread=true`)
  await tablet.getByRole('checkbox', { name: 'Chưa đọc' }).waitFor()
  await until(async () => !(await tablet.locator('[aria-busy=true]').count()), 'the list')
  assert.equal(await row(tablet).count(), 0, 'what is read is not among the unread')
})

test('newer_version__is_said_in_the_list_and_the_documents_page_names_the_pages', { timeout: 90000 }, async () => {
  await tablet.goto(`${server.origin}/documents/${document.id}`)
  const card = tablet.getByRole('region', { name: 'Từ lần đọc trước' })
  await card.getByText('Đã đọc hết').waitFor()
  await versionOf(author, document.id, pdf(sheets([2, 5], 'lan hai')))
  await card.getByText('Phiên bản 2 có 2 trang thay đổi:').waitFor() // by itself, while the page is open
  assert.deepEqual(await card.getByRole('link', { name: /^Trang/ }).allInnerTexts(), ['2', '5'])
  assert.equal(await card.getByRole('link', { name: 'So sánh với bản đã đọc' }).getAttribute('href'), `/documents/${document.id}/compare/1/2`)
  await tablet.goto(`${server.origin}/documents`)
  await row(tablet).getByText('Có bản mới').waitFor()
  await tablet.getByRole('checkbox', { name: 'Chưa đọc' }).check()
  await tablet.waitForURL(/unread=true/)
  await row(tablet).getByText('Có bản mới').waitFor()
  await tablet.goto(server.origin)
  await tablet.getByRole('listitem').filter({ hasText: SUBJECT }).getByText('Có bản mới').waitFor()
})

test('changed_pages__are_marked_until_they_are_read_and_left', { timeout: 90000 }, async () => {
  await tablet.goto(`${server.origin}/documents/${document.id}`)
  await tablet.getByRole('region', { name: 'Từ lần đọc trước' }).getByRole('link', { name: 'Trang 5', exact: true }).click()
  await stands(tablet, 5)
  await sheet(tablet, 5).getByText('Thay đổi', { exact: true }).waitFor()
  await notice(tablet).getByText('Còn 1 trang thay đổi chưa đọc').waitFor()
  assert.ok(await sheet(tablet, 5).getByText('Thay đổi', { exact: true }).isVisible(), 'the mark stays while one looks at the page')
  await tablet.keyboard.press('c')
  await stands(tablet, 2)
  await sheet(tablet, 2).getByText('Thay đổi', { exact: true }).waitFor()
  await until(async () => (await known(reader)).changed_pages.length === 0, 'both pages read, known to the server')
  await notice(tablet).waitFor({ state: 'detached' })
  await goTo(tablet, 6)
  await sheet(tablet, 6).waitFor()
  await until(async () => await marks(tablet).count() === 0, 'no mark')
  await goTo(tablet, 5)
  await sheet(tablet, 5).waitFor()
  assert.equal(await marks(tablet).count(), 0, 'nor when one comes back to it')
  const other = await browser.tablet(820)
  await signIn(other, server.origin, 'chuyenvien')
  await other.goto(`${server.origin}/documents/${document.id}`)
  await other.getByRole('region', { name: 'Từ lần đọc trước' }).getByText('Không còn trang thay đổi nào chưa đọc ở phiên bản 2.').waitFor()
  await open(other, 2, 5)
  await other.getByRole('button', { name: 'Trang thu nhỏ và mục lục' }).click()
  await other.getByRole('button', { name: 'Trang 2, đã đọc' }).waitFor()
  assert.equal(await other.getByRole('button', { name: /thay đổi chưa đọc/ }).count(), 0)
  await other.context().close()
})

test('mark_as_read__clears_all_marks_on_every_tablet', { timeout: 90000 }, async () => {
  await versionOf(author, document.id, pdf(sheets([1, 3, 4, 6], 'lan ba')))
  await open(tablet, 3, 2)
  const said = notice(tablet)
  await said.getByText('trang thay đổi').first().waitFor()
  await tablet.getByRole('button', { name: 'Trang thu nhỏ và mục lục' }).click()
  await tablet.getByRole('button', { name: 'Trang 4, có thay đổi chưa đọc' }).waitFor()
  const before = await paper(tablet).boundingBox()
  await said.getByRole('button', { name: 'Ẩn thông báo trang thay đổi' }).click()
  await said.waitFor({ state: 'detached' })
  assert.deepEqual(await paper(tablet).boundingBox(), before, 'the paper does not move')
  const panel = tablet.getByRole('complementary')
  assert.equal(await panel.getByRole('link', { name: 'So sánh' }).getAttribute('href'), `/documents/${document.id}/compare/2/3`)
  await panel.getByRole('button', { name: 'Đánh dấu đã đọc' }).click()
  await tablet.getByText('Đã đánh dấu đã đọc.').waitFor()
  await panel.getByText('Đã đọc hết').waitFor()
  assert.equal(await marks(tablet).count(), 0)
  assert.deepEqual(await known(reader).then(news => [news.last_version, news.changed_pages]), [3, []])
  const other = await browser.tablet(820)
  await signIn(other, server.origin, 'chuyenvien')
  await other.goto(`${server.origin}/documents/${document.id}`)
  await other.getByRole('region', { name: 'Từ lần đọc trước' }).getByText('Đã đọc hết').waitFor()
  assert.equal(await other.getByText('Có bản mới').count(), 0)
  await other.context().close()
})

test('version_that_comes_while_one_reads__takes_the_marks_of_the_older_away', { timeout: 90000 }, async () => {
  await versionOf(author, document.id, pdf(sheets([4, 6], 'lan bon')))
  await open(tablet, 4, 1)
  await notice(tablet).getByText('trang thay đổi').first().waitFor()
  await versionOf(author, document.id, pdf(sheets([], 'lan nam')))
  await tablet.getByRole('link', { name: 'Mở phiên bản 5' }).waitFor()
  await notice(tablet).waitFor({ state: 'detached' })
  await tablet.getByRole('link', { name: 'Mở phiên bản 5' }).click()
  await notice(tablet).getByText('trang thay đổi').first().waitFor()
  assert.equal((await known(reader)).last_version, 3, 'what was only begun is not known')
  await tablet.goto(`${server.origin}/documents/${document.id}`)
  const card = tablet.getByRole('region', { name: 'Từ lần đọc trước' })
  await card.getByText('Đã đọc phiên bản 3.').waitFor()
  await card.getByRole('button', { name: 'Đánh dấu đã đọc' }).click()
  await card.getByText('Đã đọc hết').waitFor()
})

test('pages_side_by_side__are_both_read', { timeout: 90000 }, async () => {
  await versionOf(author, document.id, pdf(sheets([2, 1], 'lan sau')))
  await open(tablet, 6, 1)
  await notice(tablet).getByText('trang thay đổi').first().waitFor()
  await tablet.keyboard.press('b')
  await until(async () => (await known(reader)).changed_pages.length === 0, 'the page on the right read too, known to the server')
})

test('without_a_network__the_documents_page_says_that_it_does_not_know', { timeout: 90000 }, async () => {
  const page = await browser.tablet(820, { serviceWorkers: 'block' }) // its requests would pass by page.route
  await signIn(page, server.origin, 'chuyenvien')
  await page.route('**/news', route => route.abort('internetdisconnected'))
  await page.goto(`${server.origin}/documents/${document.id}`)
  const card = page.getByRole('region', { name: 'Từ lần đọc trước' })
  await card.getByRole('alert').waitFor()
  await page.unroute('**/news')
  await card.getByText('Phiên bản 6').or(card.getByText('Đã đọc')).first().waitFor() // by itself, once the server answers
  await page.context().close()
})

test('marked_as_read_without_a_network__is_told_once_there_is_one', { timeout: 90000 }, async () => {
  await versionOf(author, document.id, pdf(sheets([3, 5], 'lan bay')))
  const news = await known(reader)
  assert.deepEqual([news.newest_version, news.changed_pages.length > 0], [7, true])
  await open(tablet, 7, 1)
  await notice(tablet).waitFor()
  await tablet.context().setOffline(true)
  await notice(tablet).getByRole('button', { name: 'Đánh dấu đã đọc' }).click()
  await notice(tablet).waitFor({ state: 'detached' })
  await goTo(tablet, 4)
  await until(async () => await marks(tablet).count() === 0, 'no mark')
  await new Promise(resolve => setTimeout(resolve, 2000)) // the place of reading is kept after a rest, and must not take the word back
  assert.ok((await known(reader)).changed_pages.length > 0, 'the server cannot know yet')
  await tablet.context().setOffline(false)
  await until(async () => (await known(reader)).last_version === 7, 'the server told', 45000)
  assert.deepEqual((await known(reader)).changed_pages, [])
})
