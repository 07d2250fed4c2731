// SPDX-License-Identifier: GPL-3.0-or-later
//
// After the meeting, on its page: what happened, and the sealed record (G3, K8; rules 24, 34).
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { agree, signIn, startBrowser, startOffice } from './browser.js'
import { documentOf, meetingOf, pdf } from '../http/make.js'

let server, browser, chair, inside, outside, meeting, api, others
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  api = await server.signIn('chutri')
  others = [await server.signIn('donvi1.lanhdao'), await server.signIn('donvi2.lanhdao')]
  const paper = await documentOf(api, { bytes: pdf(1, 'Chung'), subject: 'Báo cáo chung' })
  meeting = await meetingOf(api, { invitees: others.map(one => one.session.person.id), title: 'Phiên họp tháng 11', papers: [[paper.id, 1]] })
  const agenda = await api.json('POST', `/api/meetings/${meeting.id}/agenda`, { title: 'Công tác nhân sự', restricted: true, circle: [others[0].session.person.id] })
  const secret = agenda.items.find(item => item.restricted)
  const step = (name, body) => api.json('POST', `/api/meetings/${meeting.id}/${name}`, body, 200)
  for (const name of ['publish', 'start']) await step(name)
  for (const one of others) await one.json('POST', `/api/meetings/${meeting.id}/attendance`, { state: 'room' }, 200)
  await api.json('PUT', `/api/meetings/${meeting.id}/desks/speech`, { state: 'open' })
  const floor = await others[1].json('POST', `/api/meetings/${meeting.id}/speeches`, { queue: 'speech', topic: 'Về kinh phí năm 2027' })
  for (const act of ['call', 'end']) await api.json('POST', `/api/speeches/${floor.waiting[0].id}/${act}`, undefined, 200)
  await step('current', { item_id: secret.id })
  await step('end')
  ;[chair, inside, outside] = [await browser.tablet(1180), await browser.tablet(820), await browser.tablet(820)]
  await Promise.all([signIn(chair, server.origin, 'chutri'), signIn(inside, server.origin, 'donvi1.lanhdao'), signIn(outside, server.origin, 'donvi2.lanhdao')])
  for (const page of [chair, inside, outside]) await page.goto(`${server.origin}/meetings/${meeting.id}`)
})
after(async () => { await browser?.stop(); await server?.stop() })

const look = async (page, name) => { if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/${name}.png`, fullPage: true }) }
const card = page => page.getByRole('region', { name: 'Hồ sơ cuộc họp đã niêm phong' })
const events = page => page.getByRole('region', { name: 'Diễn biến' })

test('events__after_the_meeting_are_on_its_page (rule 34)', { timeout: 90000 }, async () => {
  await events(outside).getByText('Kết thúc cuộc họp').waitFor()
  const rows = events(outside).locator('.event')
  assert.match(await rows.filter({ hasText: 'Kết thúc phát biểu' }).textContent(), /Về kinh phí năm 2027.*đã phát biểu/)
  assert.equal(await events(outside).getByText('Công tác nhân sự').count(), 0, 'rule 24')
  await events(chair).getByText('Công tác nhân sự').first().waitFor()
})

test('record__is_sealed_by_who_steers_and_everybody_sees_it (G3)', { timeout: 120000 }, async () => {
  await card(outside).getByText(/Chưa niêm phong/).waitFor()
  assert.equal(await card(outside).getByRole('button').count(), 0, 'a member only reads')
  await card(chair).getByRole('button', { name: 'Niêm phong hồ sơ' }).click()
  await agree(chair, 'Niêm phong hồ sơ')
  for (const page of [chair, inside, outside]) await card(page).getByText(/Lần 1, niêm phong lúc/).waitFor()
  await card(outside).getByText('Bản tạm, trước khi thông qua biên bản').waitFor()
  const record = await others[1].json('GET', `/api/meetings/${meeting.id}/record`)
  for (const value of [record.items[0].commit, record.items[0].manifest_sha256, record.items[0].key]) await card(outside).getByText(value).waitFor()
  await card(outside).getByText('Cách kiểm tra').click()
  await look(chair, 'record-chair')
  await look(outside, 'record-member')
})

test('record__restricted_part_is_offered_to_its_circle_alone (rule 24)', { timeout: 90000 }, async () => {
  await card(inside).getByRole('link', { name: /Công tác nhân sự/ }).waitFor()
  assert.equal(await card(outside).getByText('Phần hạn chế').count(), 0)
  await look(inside, 'record-circle')
})

test('record__what_the_button_gives_stock_git_clones (K8)', { timeout: 90000 }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nghisu-record-'))
  try {
    const waiting = outside.waitForEvent('download')
    await card(outside).getByRole('link', { name: 'Tải hồ sơ' }).click()
    const download = await waiting
    assert.match(download.suggestedFilename(), /^Hồ sơ cuộc họp.*\.bundle$/)
    await download.saveAs(path.join(folder, 'record.bundle'))
    execFileSync('git', ['clone', '-q', path.join(folder, 'record.bundle'), path.join(folder, 'record')])
    execFileSync('git', ['-C', path.join(folder, 'record'), 'fsck', '--strict'])
  } finally { rmSync(folder, { recursive: true, force: true }) }
})
