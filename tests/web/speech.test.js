// SPDX-License-Identifier: GPL-3.0-or-later
//
// Speaking and questions (F4; rules 25 to 28) on three tablets at once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { agree, signIn, startBrowser, startOffice } from './browser.js'
import { meetingOf } from '../http/make.js'

let server, browser, chair, first, second, meeting, api
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  api = await server.signIn('chutri')
  const people = [await server.signIn('donvi1.lanhdao'), await server.signIn('donvi2.lanhdao')]
  meeting = await meetingOf(api, { invitees: people.map(one => one.session.person.id), title: 'Phiên thảo luận' })
  for (const step of ['publish', 'start']) await api.json('POST', `/api/meetings/${meeting.id}/${step}`, undefined, 200)
  ;[chair, first, second] = [await browser.tablet(1180), await browser.tablet(820), await browser.tablet(820)]
  await Promise.all([signIn(chair, server.origin, 'chutri'), signIn(first, server.origin, 'donvi1.lanhdao'), signIn(second, server.origin, 'donvi2.lanhdao')])
  for (const page of [chair, first, second]) await page.goto(`${server.origin}/meetings/${meeting.id}/live`)
})
after(async () => { await browser?.stop(); await server?.stop() })

const panel = () => chair.getByRole('dialog', { name: 'Phát biểu và chất vấn' })

test('queue__opens_on_every_screen_and_members_join_with_a_topic (rules 26, 28)', { timeout: 90000 }, async () => {
  assert.equal(await first.getByRole('button', { name: 'Đăng ký phát biểu' }).count(), 0)
  await chair.getByRole('button', { name: 'Phát biểu' }).click()
  await panel().getByRole('button', { name: 'Mở đăng ký' }).click()
  await first.getByRole('button', { name: 'Đăng ký phát biểu' }).click()
  await first.getByRole('dialog').getByLabel(/Nội dung/).fill('Về kinh phí năm 2027')
  await agree(first, 'Đăng ký')
  await first.getByText('Quý vị phát biểu tiếp theo').waitFor()
  await second.getByRole('button', { name: 'Đăng ký phát biểu' }).click()
  await agree(second, 'Đăng ký')
  await second.getByText('Quý vị đứng thứ 2 trong danh sách').waitFor()
  await panel().getByText('Về kinh phí năm 2027').waitFor()
})

test('order__comes_before_all_others (rule 27)', { timeout: 90000 }, async () => {
  await second.getByRole('button', { name: 'Ý kiến về thủ tục' }).click()
  await second.getByRole('dialog').getByLabel(/Việc cần nêu ngay/).fill('Đề nghị đúng nội dung')
  await agree(second, 'Đăng ký')
  await panel().locator('.floor-list li').nth(2).waitFor()
  assert.match(await panel().locator('.floor-list li').first().textContent(), /Thủ tục.*Đề nghị đúng nội dung/)
  if (process.env.LOOK) await chair.screenshot({ path: `${process.env.LOOK}/floor-panel.png` })
})

test('chair__calls_stops_resumes_and_the_speaker_is_told (rule 27)', { timeout: 90000 }, async () => {
  await panel().getByRole('button', { name: 'Mời Ngô Thị Thu Trang phát biểu' }).click()
  await first.getByText('Đã đến lượt phát biểu').waitFor()
  await second.getByRole('region', { name: 'Đang phát biểu' }).getByText('Ngô Thị Thu Trang').waitFor()
  if (process.env.LOOK) await first.screenshot({ path: `${process.env.LOOK}/floor-mine.png` })
  const held = chair.getByRole('region', { name: 'Đang phát biểu' })
  await held.getByRole('button', { name: 'Dừng', exact: true }).click()
  await second.getByText('Tạm dừng phát biểu').waitFor()
  await held.getByRole('button', { name: 'Tiếp tục', exact: true }).click()
  await first.getByText('Đã đến lượt phát biểu').waitFor()
  await chair.keyboard.press('Escape')
  await chair.getByRole('button', { name: 'Kết thúc cuộc họp' }).click()
  await agree(chair, 'Kết thúc cuộc họp')
  await chair.getByText(/đang phát biểu/i).first().waitFor()
  assert.equal((await api.json('GET', `/api/meetings/${meeting.id}`)).state, 'in_progress', 'rule 25')
  await first.getByRole('button', { name: 'Kết thúc phát biểu' }).click()
  await first.getByText('Đã đến lượt phát biểu').waitFor({ state: 'detached' })
})

test('member__withdraws (rule 26)', { timeout: 60000 }, async () => {
  await second.locator('.speak-mine').filter({ hasText: 'Thủ tục' }).getByRole('button', { name: 'Hủy đăng ký' }).click()
  await second.locator('.speak-mine').filter({ hasText: 'Thủ tục' }).waitFor({ state: 'detached' })
  await second.getByText('Quý vị phát biểu tiếp theo').waitFor()
})
