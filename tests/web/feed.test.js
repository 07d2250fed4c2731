// SPDX-License-Identifier: GPL-3.0-or-later
//
// Meetings in calendars elsewhere, by hand on a tablet (E1): the private address made, copied, renewed and ended; a meeting's file taken.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import ICAL from 'ical.js'
import { meetingOf } from '../http/make.js'
import { agree, signIn, startBrowser, startOffice } from './browser.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let server, browser, page, meeting
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  const chair = await server.signIn('chutri')
  meeting = await meetingOf(chair, { title: 'Họp có tệp lịch', starts_at: new Date(Date.now() + 86400000).toISOString() })
  page = await browser.tablet(820, { permissions: ['clipboard-read', 'clipboard-write'] })
  await signIn(page, server.origin, 'chutri')
})
after(async () => { await browser?.stop(); await server?.stop() })

const card = () => page.locator('section[aria-labelledby=feed]')
const accessible = async () => {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run('section[aria-labelledby=feed]', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }))
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), [])
}

test('feed__is_made_copied_renewed_and_ended_by_hand', async () => {
  await page.goto(server.origin + '/account')
  await card().getByText('Chưa có địa chỉ nào.').waitFor()
  assert.equal(await card().getByRole('button', { name: 'Ngừng dùng' }).count(), 0)
  await card().getByRole('button', { name: 'Tạo địa chỉ', exact: true }).tap()
  await card().getByRole('button', { name: 'Sao chép' }).tap()
  const address = await page.evaluate(() => navigator.clipboard.readText())
  assert.ok(address.startsWith(server.origin + '/api/feed/'), address)
  assert.ok(ICAL.parse(await (await fetch(address)).text()))
  assert.equal(await card().getByRole('link', { name: 'Mở bằng ứng dụng lịch' }).getAttribute('href'), address.replace('http:', 'webcal:'))
  for (const target of await card().locator('a, button, input').all()) assert.ok((await target.boundingBox()).height >= 44, await target.innerText())
  await accessible()
  // it is shown once
  await page.reload()
  await card().getByText('Ứng dụng lịch lấy lần cuối').waitFor()
  assert.equal(await card().getByLabel('Địa chỉ lịch riêng').count(), 0)
  await card().getByRole('button', { name: 'Tạo địa chỉ mới' }).tap()
  await agree(page, 'Tạo địa chỉ mới')
  const renewed = await card().getByLabel('Địa chỉ lịch riêng').inputValue()
  assert.equal((await fetch(address)).status, 404)
  assert.equal((await fetch(renewed)).status, 200)
  await card().getByRole('button', { name: 'Ngừng dùng' }).tap()
  await agree(page, 'Ngừng dùng')
  await card().getByText('Chưa có địa chỉ nào.').waitFor()
  assert.equal((await fetch(renewed)).status, 404)
})

test('meeting__is_taken_into_a_calendar_as_a_file', async () => {
  await page.goto(`${server.origin}/meetings/${meeting.id}`)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Thêm vào lịch (.ics)' }).tap()])
  assert.match(download.suggestedFilename(), /^Họp có tệp lịch \(\d\d-\d\d-\d{4}\)\.ics$/)
  const event = new ICAL.Event(new ICAL.Component(ICAL.parse(readFileSync(await download.path(), 'utf8'))).getFirstSubcomponent('vevent'))
  assert.equal(event.summary, 'Họp có tệp lịch')
})
