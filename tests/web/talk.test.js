// SPDX-License-Identifier: GPL-3.0-or-later
//
// Before the meeting (E9, F8): members comment and ask on an item, to all or to those who prepare; a private note is nobody else's.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { meetingOf } from '../http/make.js'
import { agree, signIn, startBrowser, startOffice } from './browser.js'

let server, browser, secretary, member, other, place
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  const api = await server.signIn('thuky')
  const guests = await Promise.all(['snv.lanhdao', 'stc.lanhdao'].map(account => server.signIn(account)))
  const meeting = await meetingOf(api, { invitees: guests.map(guest => guest.session.person.id) })
  await api.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  place = `${server.origin}/meetings/${meeting.id}`
  ;[secretary, member, other] = [await browser.tablet(1180), await browser.tablet(820), await browser.tablet(1180)]
  await Promise.all([signIn(secretary, server.origin, 'thuky'), signIn(member, server.origin, 'snv.lanhdao'), signIn(other, server.origin, 'stc.lanhdao')])
  for (const page of [secretary, member, other]) {
    await page.goto(place)
    await page.getByRole('button', { name: /mục 1$/ }).click()
  }
})
after(async () => { await browser?.stop(); await server?.stop() })

test('comment__to_all_is_live_on_every_tablet', { timeout: 60000 }, async () => {
  await member.getByRole('textbox', { name: 'Nội dung ý kiến' }).fill('Thống nhất với dự thảo.')
  await member.getByRole('button', { name: 'Gửi ý kiến' }).click()
  await secretary.getByText('Thống nhất với dự thảo.').waitFor()
  await other.getByText('Thống nhất với dự thảo.').waitFor()
})

test('question__to_the_secretary_is_not_seen_by_members', { timeout: 60000 }, async () => {
  await member.getByRole('radio', { name: 'Câu hỏi' }).check()
  await member.getByRole('radio', { name: 'Chỉ chủ trì và thư ký' }).check()
  await member.getByRole('textbox', { name: 'Nội dung ý kiến' }).fill('Kinh phí lấy từ nguồn nào?')
  await member.getByRole('button', { name: 'Gửi ý kiến' }).click()
  await secretary.getByText('Kinh phí lấy từ nguồn nào?').waitFor()
  await member.getByText('Chỉ chủ trì, thư ký đọc').waitFor()
  assert.equal(await other.getByText('Kinh phí lấy từ nguồn nào?').count(), 0)
  if (process.env.LOOK) { await member.screenshot({ path: `${process.env.LOOK}/talk.png`, fullPage: true }); await secretary.screenshot({ path: `${process.env.LOOK}/talk-secretary.png` }) }
})

test('comment__is_taken_back_by_its_writer', { timeout: 60000 }, async () => {
  await member.locator('.talk-comment').filter({ hasText: 'Thống nhất với dự thảo.' }).getByRole('button', { name: 'Rút lại' }).click()
  await agree(member, 'Rút lại')
  await other.getByText('Ý kiến đã được rút lại.').waitFor()
  assert.equal(await other.getByRole('button', { name: 'Rút lại' }).count(), 0)
})

test('private_note__is_saved_as_typed_and_is_on_my_other_tablet', { timeout: 60000 }, async () => {
  await member.getByRole('textbox', { name: 'Ghi chú cá nhân' }).fill('Hỏi thêm về tiến độ')
  await member.getByText('Đã lưu').waitFor()
  const second = await browser.tablet(1180)
  await signIn(second, server.origin, 'snv.lanhdao')
  await second.goto(place)
  await second.getByRole('button', { name: /mục 1$/ }).click()
  await second.waitForFunction(() => [...document.querySelectorAll('textarea')].some(area => area.value === 'Hỏi thêm về tiến độ'))
  assert.ok(!(await secretary.locator('textarea').evaluateAll(all => all.map(area => area.value))).includes('Hỏi thêm về tiến độ'))
})
