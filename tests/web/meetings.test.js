// SPDX-License-Identifier: GPL-3.0-or-later
//
// The list of meetings on a tablet (E11): tabs, words found in papers and the page they lead to, conditions as chips, the address that keeps all, and going
// back to where one was.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from '../http/server.js'
import { documentOf, meetingOf, pdf } from '../http/make.js'
import { agree, signIn, startBrowser, startOffice } from './browser.js'

const WORD = 'thamdinhgia'
let office, browser, chair, page
const at = (days, hour = 8) => { const day = new Date(Date.now() + days * 864e5); day.setUTCHours(hour - 7, 0, 0, 0); return day.toISOString() }
const titles = () => page.locator('.found .row-words > strong').allTextContents()
const shows = title => page.locator('.found', { hasText: title }).first().waitFor()
const open = async address => { await page.goto(office.origin + address); await page.locator('.day, .state').first().waitFor() }

before(async () => {
  office = await startOffice()
  chair = await office.signIn('chutri')
  const document = await documentOf(chair, { subject: 'Hồ sơ đấu thầu', bytes: pdf([['trang bia'], ['muc luc'], [`ket qua ${WORD} goi thau`]]) })
  const meeting = await meetingOf(chair, { title: 'Họp xét thầu', starts_at: at(3), papers: [[document.id, 1]], invitees: [] })
  await chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  for (let i = 0; i < 45; i++) await chair.json('POST', '/api/meetings', { title: `Dự thảo số ${i}`, starts_at: at(40 + (i >> 1), 8 + i % 2), chair_id: chair.session.person.id })
  await until(async () => (await chair.json('GET', `/api/meetings?q=${WORD}`)).items.length, 'the paper to be read', 30000)
  browser = await startBrowser()
  page = await browser.tablet()
  await signIn(page, office.origin, 'chutri')
})
after(async () => { await browser?.stop(); await office?.stop() })

test('tabs__show_what_they_say_and_stand_in_the_address', { timeout: 120000 }, async () => {
  await open('/meetings')
  const tabs = page.getByRole('navigation', { name: 'Cuộc họp' })
  assert.deepEqual(await tabs.getByRole('link').allTextContents(), ['Sắp diễn ra', 'Đã qua', 'Tôi chuẩn bị', 'Đơn vị tôi dự', 'Đơn vị tôi chuẩn bị tài liệu'])
  await shows('Họp xét thầu')
  await tabs.getByRole('link', { name: 'Tôi chuẩn bị', exact: true }).click()
  await page.waitForURL('**/meetings?mine=prepare')
  await shows('Họp xét thầu')
  await page.getByRole('radio', { name: 'Đã qua' }).check({ force: true })
  await page.waitForURL('**/meetings?when=past&mine=prepare')
  await page.reload()
  await page.locator('.day, .state').first().waitFor()
  assert.equal(await page.getByRole('radio', { name: 'Đã qua' }).isChecked(), true)
  assert.equal((await titles()).includes('Họp xét thầu'), false)
})

test('words__of_a_paper_lead_to_its_page_and_back', { timeout: 120000 }, async () => {
  await open('/meetings')
  await page.getByRole('textbox', { name: 'Tìm theo tên, địa điểm hoặc nội dung tài liệu' }).fill(WORD.slice(0, 9).toUpperCase())
  const hit = page.locator('.hit')
  await hit.waitFor()
  assert.deepEqual(await titles(), ['Họp xét thầu'])
  assert.equal(await hit.locator('.hit-page').textContent(), 'trang 3')
  assert.equal(await hit.locator('mark').textContent(), WORD)
  const address = page.url()
  await hit.click()
  await page.locator('.find-bar').waitFor()
  assert.match(page.url(), new RegExp(`read/1\\?page=3&find=${WORD}$`))
  await page.locator('.find-bar', { hasText: '1 / 1' }).waitFor()
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'BODY', 'no keyboard over the page')
  await page.goBack()
  await hit.waitFor()
  assert.equal(page.url(), address)
  await page.getByRole('button', { name: 'Xóa từ đang tìm' }).click()
  await page.waitForURL('**/meetings')
})

test('filters__are_folded_away_and_what_is_set_is_taken_off_by_a_tap', { timeout: 120000 }, async () => {
  await open('/meetings')
  await page.getByRole('button', { name: 'Bộ lọc' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Trạng thái').selectOption('draft')
  await agree(page, 'Áp dụng')
  await page.waitForURL('**state=draft')
  await shows('Dự thảo số 0')
  await until(async () => !(await titles()).includes('Họp xét thầu'), 'only drafts')
  assert.deepEqual([...new Set(await page.locator('.found .tags > :first-child').allTextContents())], ['Dự thảo'])
  await page.reload()
  const chip = page.getByRole('button', { name: 'Bỏ điều kiện Dự thảo' })
  await chip.click()
  await page.waitForURL('**/meetings')
  await shows('Họp xét thầu')
  assert.equal(await chip.count(), 0)
})

test('list__grows_and_going_back_finds_it_where_it_was', { timeout: 120000 }, async () => {
  await open('/meetings?mine=prepare')
  const last = page.locator('.found', { hasText: 'Dự thảo số 44' })
  await until(async () => { await page.mouse.wheel(0, 4000); return last.count() }, 'the last of all', 30000)
  await last.scrollIntoViewIfNeeded()
  const top = await page.evaluate(() => scrollY)
  assert.ok(top > 1000)
  await last.locator('a').first().click()
  await page.getByRole('heading', { level: 1, name: 'Dự thảo số 44' }).waitFor()
  await page.goBack()
  await last.waitFor()
  await until(async () => Math.abs(await page.evaluate(() => scrollY) - top) < 60, 'the place where it was', 5000)
})

test('draft__is_deleted_from_the_list_after_a_question (E11)', { timeout: 120000 }, async () => {
  await open('/meetings?mine=prepare')
  await page.getByRole('button', { name: 'Xóa dự thảo Dự thảo số 0', exact: true }).click()
  await agree(page, 'Xóa dự thảo')
  await page.locator('.found', { hasText: 'Dự thảo số 0' }).waitFor({ state: 'detached' })
  assert.equal((await chair.json('GET', `/api/meetings?q=${encodeURIComponent('du thao so 0')}`)).items.filter(one => one.title === 'Dự thảo số 0').length, 0)
  assert.equal(await page.getByRole('button', { name: 'Xóa dự thảo Họp xét thầu' }).count(), 0)
})

test('nothing__says_what_to_do', { timeout: 120000 }, async () => {
  await open('/meetings?q=khongcogi')
  await page.getByRole('button', { name: 'Tìm trong các cuộc họp đã qua' }).click()
  await page.waitForURL('**when=past&q=khongcogi')
  await page.getByRole('button', { name: 'Bỏ từ tìm và điều kiện lọc' }).click()
  await page.waitForURL('**/meetings?when=past')
  await open('/meetings?mine=papers')
  await page.getByRole('link', { name: 'Xem tài liệu cần chuẩn bị' }).waitFor()
})
