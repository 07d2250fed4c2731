// SPDX-License-Identifier: GPL-3.0-or-later
//
// A published meeting in the hands of those who prepare it: a late item below another (rule 21), and its registers to take away (E9, F1).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { meetingOf } from '../http/make.js'
import { signIn, startBrowser, startOffice } from './browser.js'

let server, browser, page, meeting, api
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  api = await server.signIn('chutri')
  meeting = await meetingOf(api, { title: 'Phiên họp có sổ', items: ['Mục một', 'Mục hai'] })
  await api.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  page = await browser.tablet(1180)
  await signIn(page, server.origin, 'chutri')
})
after(async () => { await browser?.stop(); await server?.stop() })

test('late_sub_item__is_added_below_its_item_and_numbered_on (rule 21)', { timeout: 90000 }, async () => {
  await page.goto(`${server.origin}/meetings/${meeting.id}/edit`)
  await page.locator('.item-row').filter({ hasText: 'Mục một' }).locator('.item-open').click()
  await page.getByRole('button', { name: 'Thêm mục con' }).click()
  await page.keyboard.type('Bổ sung cho mục một')
  if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/late-sub.png` })
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByText('1.1').first().waitFor()
  const { agenda } = await api.json('GET', `/api/meetings/${meeting.id}`)
  assert.deepEqual(agenda.map(item => [item.number, item.title, item.late]), [['1', 'Mục một', false], ['1.1', 'Bổ sung cho mục một', true], ['2', 'Mục hai', false]])
})

test('registers__are_a_tap_away_for_those_who_prepare', { timeout: 90000 }, async () => {
  const opened = async link => page.evaluate(async address => (await fetch(address)).headers.get('content-type'), await link.getAttribute('href'))
  await page.goto(`${server.origin}/meetings/${meeting.id}`)
  await page.getByRole('button', { name: 'Thao tác khác' }).click()
  assert.equal(await opened(page.getByRole('link', { name: 'Xuất ý kiến (PDF)' })), 'application/pdf')
  if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/more.png` })
  await page.goto(`${server.origin}/meetings/${meeting.id}/roll`)
  assert.equal(await opened(page.getByRole('link', { name: 'Xuất danh sách (PDF)' })), 'application/pdf')
  if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/roll.png` })
})
