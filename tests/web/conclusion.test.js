// SPDX-License-Identifier: GPL-3.0-or-later
//
// Conclusions dictated while the meeting runs (F10): the secretary writes, the chair sees the draft, members what is stated; two writers see both words.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { meetingOf } from '../http/make.js'
import { signIn, startBrowser, startOffice } from './browser.js'

let server, browser, secretary, chair, member, meeting
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  const api = await server.signIn('thuky')
  const [chairs, members] = await Promise.all(['chutri', 'snv.lanhdao'].map(account => server.signIn(account)))
  meeting = await meetingOf(api, { chair_id: chairs.session.person.id, secretary_ids: [api.session.person.id], invitees: [members.session.person.id], items: ['Kết quả tháng 11', 'Kế hoạch tháng 12'] })
  await api.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  await chairs.json('POST', `/api/meetings/${meeting.id}/start`, undefined, 200)
  ;[secretary, chair, member] = [await browser.tablet(1180), await browser.tablet(820), await browser.tablet(820)]
  await Promise.all([signIn(secretary, server.origin, 'thuky'), signIn(chair, server.origin, 'chutri'), signIn(member, server.origin, 'snv.lanhdao')])
  for (const page of [secretary, chair, member]) {
    await page.goto(`${server.origin}/meetings/${meeting.id}/live`)
    await page.getByRole('button', { name: 'Kết luận', exact: true }).click()
  }
})
after(async () => { await browser?.stop(); await server?.stop() })

const field = page => page.getByRole('textbox', { name: /Nội dung kết luận/ })

test('conclusion__is_a_draft_while_dictated_and_stated_with_the_keyboard', { timeout: 120000 }, async () => {
  await field(secretary).first().fill('Giao Sở Nội vụ chủ trì rà soát, báo cáo trước ngày 15/12/2026.')
  await secretary.getByText('Đã lưu bản nháp').first().waitFor()
  await chair.getByText('Giao Sở Nội vụ chủ trì rà soát').first().waitFor()
  assert.equal(await member.getByText('Giao Sở Nội vụ').count(), 0)
  await field(secretary).first().press('Control+Enter')
  await member.locator('.conclusion-said').getByText('Giao Sở Nội vụ chủ trì rà soát').waitFor()
  await secretary.waitForFunction(() => document.querySelector('.conclusion-words')?.value === '')
  if (process.env.LOOK) for (const [name, page] of Object.entries({ secretary, chair, member })) await page.screenshot({ path: `${process.env.LOOK}/conclusion-${name}.png`, fullPage: true })
})

test('draft__survives_a_reload_before_it_was_saved', { timeout: 120000 }, async () => {
  await secretary.route('**/api/meetings/*/conclusions', route => route.request().method() === 'POST' ? route.abort() : route.continue())
  await field(secretary).first().fill('Chưa kịp lưu')
  await secretary.reload()
  await secretary.unroute('**/api/meetings/*/conclusions')
  await secretary.waitForFunction(() => [...document.querySelectorAll('textarea')].some(area => area.value === 'Chưa kịp lưu'))
  await secretary.getByText('Đã lưu bản nháp').first().waitFor()
})

test('two_writers__see_both_words_and_choose', { timeout: 120000 }, async () => {
  await chair.locator('.conclusion-said').filter({ hasText: 'Giao Sở Nội vụ' }).getByRole('button', { name: /^Sửa/ }).click()
  await secretary.locator('.conclusion-said').filter({ hasText: 'Giao Sở Nội vụ' }).getByRole('button', { name: /^Sửa/ }).click()
  const [theirs, mine] = [chair, secretary].map(page => page.locator('.conclusion-list textarea').first())
  await theirs.fill('Lời của chủ trì')
  await mine.fill('Lời của thư ký')
  await chair.locator('.conclusion-list').getByRole('button', { name: 'Lưu', exact: true }).click()
  await secretary.getByText('Người khác vừa sửa kết luận này.').waitFor()
  await secretary.locator('blockquote').getByText('Lời của chủ trì').waitFor()
  assert.equal(await mine.inputValue(), 'Lời của thư ký')
  await secretary.getByRole('button', { name: 'Lưu nội dung của tôi' }).click()
  await member.locator('.conclusion-said').getByText('Lời của thư ký').waitFor()
})
