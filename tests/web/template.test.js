// SPDX-License-Identifier: GPL-3.0-or-later
//
// A secretary keeps a meeting as a template, makes a series of it and moves it; a copy tells what was left out; a type that sends no substitutes says so (E1, rule 23).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { agree, signIn, startBrowser, startOffice } from './browser.js'
import { meetingOf } from '../http/make.js'

let server, browser, api, admin, leader, secretary, narrow, today
const shot = async (page, name) => process.env.NGHISU_SHOTS && page.screenshot({ path: `${process.env.NGHISU_SHOTS}/${name}.png` })
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  ;[api, admin, leader] = await Promise.all(['thuky', 'quantri', 'donvi1.lanhdao'].map(account => server.signIn(account)))
  today = (await api.json('GET', '/api/meetings?when=today')).items.find(item => item.state === 'invited')
  ;[secretary, narrow] = [await browser.tablet(1180), await browser.tablet(820)]
  await signIn(secretary, server.origin, 'thuky')
  await signIn(narrow, server.origin, 'donvi1.lanhdao')
})
after(async () => { await browser?.stop(); await server?.stop() })

test('meeting__is_kept_as_a_template_from_its_menu', { timeout: 120000 }, async () => {
  await secretary.goto(`${server.origin}/meetings/${today.id}`)
  await secretary.getByRole('button', { name: 'Thao tác khác' }).click()
  await secretary.getByRole('button', { name: 'Lưu thành mẫu' }).click()
  const dialog = secretary.getByRole('dialog')
  await dialog.getByLabel('Tên mẫu').fill('Giao ban tuần')
  await dialog.getByLabel('Chủ trì của mẫu').selectOption('position')
  await agree(secretary, 'Lưu')
  await secretary.getByText('Đã lưu mẫu.').waitFor()
  await secretary.goto(`${server.origin}/meetings`)
  await secretary.getByRole('link', { name: 'Mẫu cuộc họp' }).click()
  await secretary.getByRole('button', { name: 'Xem mẫu Giao ban tuần' }).click()
  await secretary.getByRole('dialog').getByText('Giải ngân vốn đầu tư công').waitFor()
  await shot(secretary, 'look')
  await secretary.getByRole('dialog').getByRole('link', { name: 'Dùng mẫu' }).click()
  await secretary.getByRole('heading', { name: 'Tạo cuộc họp' }).waitFor()
})

test('series__of_a_template_shows_its_days_first_and_says_what_it_skipped', { timeout: 120000 }, async () => {
  await secretary.goto(`${server.origin}/meetings/new?starts=2027-04-16T01:00:00Z`)
  await secretary.getByRole('radio', { name: 'Mẫu', exact: true }).check({ force: true })
  await secretary.getByRole('button', { name: /^Giao ban tuần/ }).click()
  await secretary.locator('input[name=title]').fill('Giao ban tuần của Văn phòng')
  assert.equal(await secretary.locator('input[name=starts_at]').inputValue(), '08:00')
  await secretary.getByLabel('Lặp lại', { exact: true }).selectOption('week')
  await secretary.getByLabel('Số lần').fill('54')
  await secretary.getByText(/để xem các ngày họp/).waitFor()
  await secretary.getByLabel('Số lần').fill('4')
  await secretary.getByText('3 cuộc họp, bỏ qua 1 ngày nghỉ').waitFor()
  await secretary.locator('.series-day-off').getByText(/30 tháng 4 năm 2027/).waitFor()
  await shot(secretary, 'preview')
  await secretary.getByRole('button', { name: 'Tạo 3 cuộc họp' }).click()
  await secretary.getByText(/Đã tạo 3 dự thảo của chuỗi/).waitFor()
  await secretary.getByText(/Đã bỏ qua ngày nghỉ: 30\/04\/2027/).waitFor()
  await shot(secretary, 'made')
  await secretary.getByRole('link', { name: 'Xem cuộc họp' }).first().click()
  await secretary.getByText('Cuộc họp thứ 1/3 của chuỗi hằng tuần').waitFor()
})

test('series__this_and_the_following_drafts_are_moved_and_deleted', { timeout: 120000 }, async () => {
  await secretary.getByRole('link', { name: 'Cuộc sau' }).click()
  await secretary.getByText('Cuộc họp thứ 2/3 của chuỗi hằng tuần').waitFor()
  await secretary.getByRole('button', { name: 'Xem cả chuỗi' }).click()
  await agree(secretary, 'Dời từ cuộc này')
  const dialog = secretary.getByRole('dialog')
  await dialog.locator('input[name=starts_at]').fill('14:00')
  await dialog.locator('input[name=ends_at]').fill('15:30')
  await agree(secretary, 'Dời')
  await secretary.getByText('Đã dời 2 dự thảo.').waitFor()
  await secretary.getByText(/14:00 – 15:30/).waitFor()
  await secretary.getByRole('button', { name: 'Xem cả chuỗi' }).click()
  await shot(secretary, 'series')
  assert.deepEqual(await secretary.locator('.series-all .row-time strong').allTextContents(), ['08:00', '14:00', '14:00'])
  await agree(secretary, 'Xóa từ cuộc này')
  await agree(secretary, 'Xóa từ cuộc này')
  await secretary.getByText('Đã xóa 2 dự thảo.').waitFor()
  await secretary.waitForURL(/\/meetings\/[0-9a-f-]+$/)
  await secretary.getByText(/08:00 – 10:30/).waitFor()
})

test('copy__tells_what_was_left_out_where_it_is_prepared', { timeout: 120000 }, async () => {
  const unit = await admin.json('POST', '/api/units', { name: 'Phòng Kiểm thử', on: '2020-01-01' })
  const source = await meetingOf(api, { invitees: [unit.id], title: 'Họp với phòng cũ', ends_at: new Date(Date.now() + 3600000).toISOString() })
  await admin.json('POST', `/api/units/${unit.id}/dissolve`, { on: '2024-01-01' }, 200)
  await secretary.goto(`${server.origin}/meetings/${source.id}`)
  await secretary.getByRole('button', { name: 'Thao tác khác' }).click()
  await secretary.getByRole('link', { name: 'Tạo bản sao' }).click()
  await secretary.getByText('Chương trình, thành phần, phòng họp được chép sang; tài liệu thì không.').waitFor()
  await secretary.getByRole('button', { name: 'Tạo cuộc họp' }).click()
  await secretary.getByText('Chưa chép được như cũ, đề nghị xem lại:').waitFor()
  await secretary.locator('.plan-notes').getByText('Phòng Kiểm thử').waitFor()
  await shot(secretary, 'left-out')
  await secretary.locator('.left-out').getByRole('button', { name: 'Đóng' }).click()
  await secretary.locator('.left-out').waitFor({ state: 'detached' })
})

test('template__none_says_how_one_is_made', { timeout: 60000 }, async () => {
  await narrow.goto(`${server.origin}/meetings/templates`)
  await narrow.getByText('Chưa có mẫu cuộc họp.').waitFor()
  await shot(narrow, 'none')
})

test('type__that_sends_no_substitutes_says_so_to_who_answers (rule 23)', { timeout: 120000 }, async () => {
  const type = (await admin.json('GET', '/api/catalogues/meeting-type')).items[0]
  const invited = await meetingOf(api, { invitees: [leader.session.person.id], type_id: type.id, title: 'Họp không dự thay' })
  await api.json('POST', `/api/meetings/${invited.id}/publish`, undefined, 200)
  await narrow.goto(`${server.origin}/meetings/${invited.id}`)
  await narrow.getByRole('button', { name: 'Cử người dự thay' }).click()
  await narrow.getByRole('dialog').getByText('Người dự thay không có quyền biểu quyết.').waitFor()
  const page = await browser.tablet(1180)
  await signIn(page, server.origin, 'quantri')
  await page.goto(`${server.origin}/catalogues/meeting-type`)
  await page.getByRole('button', { name: `Quy định dự thay: ${type.name}` }).click()
  await page.getByLabel('Người dự thay được cử từ').selectOption('none')
  await agree(page, 'Lưu')
  await page.getByText('Đã lưu.').first().waitFor()
  await narrow.reload()
  await narrow.getByText('Loại cuộc họp này không cử người dự thay.').waitFor()
  await shot(narrow, 'no-substitute')
  assert.equal(await narrow.getByRole('button', { name: 'Cử người dự thay' }).count(), 0)
})
