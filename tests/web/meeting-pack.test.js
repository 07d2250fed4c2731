// SPDX-License-Identifier: GPL-3.0-or-later
//
// The meeting pack on the meeting's page (E8): made with progress that can be left, taken, and due again when papers have changed.
import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { signIn, startBrowser, startOffice } from './browser.js'
import { documentOf, pdf } from '../http/make.js'

let server, browser, secretary, member, place, id
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  secretary = await server.signIn('thuky')
  const person = await server.signIn('donvi1.lanhdao')
  const papers = []
  for (let i = 0; i < 12; i++) papers.push({ document_id: (await documentOf(secretary, { bytes: pdf(60, `Bao cao ${i + 1}`), subject: `Báo cáo số ${i + 1}` })).id, version: 1 })
  const meeting = await secretary.json('POST', '/api/meetings', { title: 'Phiên họp có bộ tài liệu', starts_at: new Date(Date.now() + 864e5).toISOString(), chair_id: secretary.session.person.id })
  id = meeting.id
  await secretary.json('PUT', `/api/meetings/${id}/agenda`, { items: [{ title: 'Báo cáo', papers }] })
  await secretary.json('PUT', `/api/meetings/${id}/invitees`, { invitees: [{ principal_id: person.session.person.id, role: 'member' }] })
  place = `/meetings/${id}`
  member = await browser.tablet(820)
  await signIn(member, server.origin, 'donvi1.lanhdao')
  await member.goto(server.origin + '/meetings')
})
after(async () => { await browser?.stop(); await server?.stop() })

const look = async name => { if (process.env.LOOK) await member.screenshot({ path: `${process.env.LOOK}/${name}.png`, fullPage: true }) }
const card = () => member.locator('.meeting-pack')

test('pack__not_before_publishing', { timeout: 60000 }, async () => {
  const page = await browser.tablet(1180)
  await signIn(page, server.origin, 'thuky')
  await page.goto(server.origin + place)
  await page.getByRole('heading', { name: 'Phiên họp có bộ tài liệu' }).waitFor()
  assert.equal(await page.locator('.meeting-pack').count(), 0)
  await secretary.json('POST', `/api/meetings/${id}/publish`, undefined, 200)
  await page.locator('.meeting-pack').getByRole('button', { name: 'Tạo bộ tài liệu' }).waitFor()
})

test('pack__is_made_with_progress_that_can_be_left_and_taken', { timeout: 120000 }, async () => {
  await member.goto(server.origin + place)
  await card().getByRole('button', { name: 'Tạo bộ tài liệu' }).waitFor()
  await look('none')
  await card().getByRole('button', { name: 'Tạo bộ tài liệu' }).click()
  await card().locator('progress').waitFor()
  await look('running')
  await member.goto(server.origin + '/')
  await member.goto(server.origin + place)
  await card().getByText('720 trang tài liệu').waitFor({ timeout: 90000 })
  await look('done')
  const [download] = await Promise.all([member.waitForEvent('download'), card().getByRole('link', { name: 'Tải về' }).click()])
  assert.match(download.suggestedFilename(), /Bộ tài liệu họp - Phiên họp có bộ tài liệu\.pdf/)
  assert.equal(readFileSync(await download.path()).subarray(0, 5).toString(), '%PDF-')
})

test('pack__that_was_cleared_away_is_made_again_by_asking_for_it', { timeout: 60000 }, async () => {
  rmSync(path.join(server.folder, 'data/cache/packs'), { recursive: true })
  await card().getByRole('link', { name: 'Tải về' }).click()
  await card().locator('progress').waitFor()
  await card().getByText('720 trang tài liệu').waitFor({ timeout: 50000 })
})

test('pack__says_when_papers_have_changed', { timeout: 60000 }, async () => {
  const { items } = await secretary.json('GET', `/api/meetings/${id}/agenda`)
  await secretary.json('POST', `/api/agenda-items/${items[0].id}/papers`, { document_id: (await documentOf(secretary, { bytes: pdf(2), subject: 'Tài liệu bổ sung' })).id, version: 1 })
  await card().getByText('Tài liệu họp đã thay đổi').waitFor()
  await look('changed')
  await card().getByRole('button', { name: 'Tạo bản mới' }).click()
  await card().getByText('722 trang tài liệu').waitFor({ timeout: 50000 })
})
