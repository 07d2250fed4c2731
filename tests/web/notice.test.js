// SPDX-License-Identifier: GPL-3.0-or-later
//
// Notices at the bell (E6): they come while one looks, lead to what they tell of, and are marked read everywhere.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from '../http/server.js'
import { documentOf, meetingOf, pdf } from '../http/make.js'
import { signIn, startBrowser, startOffice } from './browser.js'

let server, browser, chair, member, page, other, meeting
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  ;[chair, member] = await Promise.all(['chutri', 'donvi2.lanhdao'].map(account => server.signIn(account)))
  ;[page, other] = [await browser.tablet(1180), await browser.tablet(820)]
  await signIn(page, server.origin, 'donvi2.lanhdao')
  await signIn(other, server.origin, 'donvi2.lanhdao')
})
after(async () => { await browser?.stop(); await server?.stop() })

const bell = on => on.locator('.bell-button')
const unread = async on => Number(((await bell(on).getAttribute('aria-label')).match(/(\d+) chưa đọc/) ?? [0, 0])[1])
const unreadIs = (on, n) => until(async () => await unread(on) === n, async () => `${n} unread`, 20000)
const look = async (on, name) => process.env.LOOK && on.screenshot({ path: `${process.env.LOOK}/${name}.png` })

test('bell__rings_live_and_leads_to_the_meeting', { timeout: 120000 }, async () => {
  const { unread: known } = await member.json('GET', '/api/notices')
  await unreadIs(page, known)
  meeting = await meetingOf(chair, { title: 'Họp về phòng, chống thiên tai và bảo đảm an toàn hồ đập mùa mưa bão năm 2026', starts_at: new Date(Date.now() + 3 * 86400e3).toISOString(), invitees: [member.session.person.id] })
  await chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  await unreadIs(page, known + 1)
  await unreadIs(other, known + 1)
  await bell(page).click()
  const panel = page.getByRole('dialog', { name: 'Thông báo' })
  const first = panel.locator('.told').first()
  await first.getByText('Giấy mời họp').waitFor()
  await first.getByText(/Họp về phòng, chống thiên tai/).waitFor()
  await first.getByRole('img', { name: 'Chưa đọc' }).waitFor()
  await look(page, 'panel-1180')
  await first.click()
  await page.getByRole('heading', { name: /Họp về phòng, chống thiên tai/ }).waitFor()
  await panel.waitFor({ state: 'detached' })
  await unreadIs(page, known)
  await unreadIs(other, known) // the other tablet of the same person knows too
})

test('papers__five_are_one_notice_and_one_leads_to_the_paper', { timeout: 120000 }, async () => {
  const item = meeting.agenda[0].id
  const add = async subject => {
    const document = await documentOf(chair, { bytes: pdf(1), subject })
    await chair.json('POST', `/api/agenda-items/${item}/papers`, { document_id: document.id, version: 1 })
    return document
  }
  const alone = await add('Báo cáo nhanh')
  await page.goto(server.origin + '/')
  await bell(page).click()
  const first = page.locator('.bell-panel .told').first()
  await first.getByText('Tài liệu bổ sung: Báo cáo nhanh').waitFor()
  assert.equal(await first.getAttribute('href'), `/documents/${alone.id}/read/1`)
  for (const n of [2, 3, 4, 5]) await add(`Phụ lục ${n}`)
  await first.getByText('5 tài liệu bổ sung').waitFor()
  assert.equal(await first.getAttribute('href'), `/meetings/${meeting.id}`)
})

test('item_restricted_afterwards__its_notices_are_gone (rule 24)', { timeout: 60000 }, async () => {
  await chair.json('PATCH', `/api/agenda-items/${meeting.agenda[0].id}`, { restricted: true, circle: [] }, 200)
  await page.reload()
  await bell(page).click()
  await page.locator('.bell-panel .told').first().waitFor()
  assert.equal(await page.getByText('5 tài liệu bổ sung').count(), 0)
  await chair.json('PATCH', `/api/agenda-items/${meeting.agenda[0].id}`, { restricted: false }, 200)
})

test('change__says_what_it_was_and_is', { timeout: 60000 }, async () => {
  await chair.json('PATCH', `/api/meetings/${meeting.id}`, { starts_at: new Date(Date.now() + 4 * 86400e3).toISOString(), place: 'Phòng họp số 3, trụ sở mới' }, 200)
  await page.goto(server.origin + '/notices')
  await page.getByRole('heading', { name: 'Thông báo', level: 1 }).waitFor()
  await page.getByText(/Đổi thời gian họp: từ .+ thành .+\. Đổi địa điểm họp: Phòng họp số 3/).waitFor()
  await page.getByRole('heading', { name: 'Hôm nay' }).waitFor()
  await look(page, 'page-1180')
  await other.goto(server.origin + '/notices')
  await other.getByText(/Đổi thời gian họp/).waitFor()
  await look(other, 'page-820')
})

test('keyboard__opens_goes_through_and_closes', { timeout: 60000 }, async () => {
  await page.goto(server.origin + '/meetings')
  await bell(page).focus()
  await page.keyboard.press('Enter')
  const panel = page.getByRole('dialog', { name: 'Thông báo' })
  await panel.waitFor()
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.closest('.bell-panel') !== null), true)
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  assert.equal(await page.evaluate(() => document.activeElement.className), 'bell-button')
  const box = await bell(page).boundingBox()
  assert.ok(box.width >= 44 && box.height >= 44)
})

test('read_all__empties_the_bell_and_stays_so', { timeout: 60000 }, async () => {
  assert.ok(await unread(page) > 0)
  await bell(page).click()
  await page.getByRole('button', { name: 'Đánh dấu tất cả đã đọc' }).click()
  await unreadIs(page, 0)
  await unreadIs(other, 0)
  assert.equal((await member.json('GET', '/api/notices')).unread, 0)
  await look(page, 'read-1180')
  await page.reload()
  await bell(page).waitFor()
  await unreadIs(page, 0)
})

test('account__says_that_mail_is_off', { timeout: 60000 }, async () => {
  await page.goto(server.origin + '/account')
  await page.getByText('Hệ thống chưa được cấu hình để gửi thư. Thông báo vẫn hiện ở chuông.').waitFor()
})

test('account__chooses_mail_and_the_meeting_names_whom_it_did_not_reach', { timeout: 90000 }, async () => {
  const port = await server.stop({ keep: true }).then(() => server.port)
  // Nobody listens there: what is sent waits
  server = await startOffice({ folder: server.folder, port, arguments: ['--smtp-url', 'smtp://127.0.0.1:9', '--mail-from', 'hop@anlac.example'] })
  server.sql('update app.person set email = null where account = \'donvi1.lanhdao\'')
  ;[chair, member] = await Promise.all(['chutri', 'donvi1.lanhdao'].map(account => server.signIn(account)))
  meeting = await meetingOf(chair, { title: 'Họp có người không có địa chỉ', starts_at: new Date(Date.now() + 3 * 86400e3).toISOString(), invitees: [member.session.person.id] })
  await chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  await page.goto(server.origin + '/account')
  await page.getByRole('radio', { name: 'Giấy mời, thay đổi' }).check()
  await page.getByText('Đã lưu lựa chọn.').waitFor()
  await look(page, 'account-1180')
  await page.reload()
  await until(() => page.getByRole('radio', { name: 'Giấy mời, thay đổi' }).isChecked().catch(() => false), 'the choice kept')
  const prepares = await browser.tablet(820)
  await signIn(prepares, server.origin, 'chutri')
  await prepares.goto(`${server.origin}/meetings/${meeting.id}`)
  await prepares.getByText(/Chưa gửi được thư tới: .+\(chưa có địa chỉ thư\)/).waitFor()
  await look(prepares, 'unreached-820')
  await bell(prepares).click()
  await look(prepares, 'panel-820')
})
