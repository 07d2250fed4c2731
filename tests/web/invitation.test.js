// SPDX-License-Identifier: GPL-3.0-or-later
//
// The invitation as a paper (E6) and the page of wordings, by hand of those who use them.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { choose, signIn, startBrowser, startOffice } from './browser.js'

let server, browser, secretary, member, administrator, api, place
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  api = await server.signIn('thuky')
  const meeting = (await api.json('GET', '/api/meetings?when=today')).items.find(item => item.state === 'invited')
  place = `/meetings/${meeting.id}`
  ;[secretary, member, administrator] = [await browser.tablet(1180), await browser.tablet(820), await browser.tablet(820)]
  await signIn(secretary, server.origin, 'thuky')
  await signIn(member, server.origin, 'donvi1.lanhdao')
  await signIn(administrator, server.origin, 'quantri')
})
after(async () => { await browser?.stop(); await server?.stop() })

const shot = (page, name) => process.env.NGHISU_SHOTS ? page.screenshot({ path: `${process.env.NGHISU_SHOTS}/${name}.png`, fullPage: true }) : null
async function words (path) {
  const reply = await api.get(path)
  assert.equal(reply.status, 200, reply.ok ? '' : await reply.text())
  return execFileSync('pdftotext', ['-', '-'], { input: Buffer.from(await reply.arrayBuffer()), encoding: 'utf8' }).replaceAll(/\s+/g, ' ')
}

test('secretary__says_number_and_signer_and_they_stand_on_the_paper', { timeout: 120000 }, async () => {
  await secretary.goto(`${server.origin}${place}/edit`)
  const card = secretary.locator('.invitation-card')
  await card.getByLabel('Số', { exact: true }).fill('27')
  await card.getByLabel('Địa danh').fill('An Lạc')
  await card.getByLabel('Thẩm quyền ký').selectOption('TL')
  await choose(card, 'Người ký', 'Trần Quốc', 'Trần Quốc Thắng')
  await card.getByRole('button', { name: 'Lưu nội dung giấy mời' }).click()
  await card.locator('.field-wrong').waitFor() // by whose order was not said
  await shot(secretary, 'edit-1180')
  await card.getByLabel('Chức vụ của người được ký thay').fill('Chủ tịch')
  await card.getByRole('button', { name: 'Lưu nội dung giấy mời' }).click()
  await secretary.getByText('Đã lưu').first().waitFor()
  const link = card.getByRole('link', { name: 'Xem giấy mời' })
  const text = await words(await link.getAttribute('href'))
  for (const said of ['Số: 27/GM-', 'An Lạc, ngày', 'TL. CHỦ TỊCH', 'Trần Quốc Thắng']) assert.ok(text.includes(said), `${said} is not in ${text}`)
  // for one of those invited
  const names = await card.getByLabel('In cho').locator('option').allTextContents()
  await card.getByLabel('In cho').selectOption({ index: 1 })
  assert.match(await words(await link.getAttribute('href')), new RegExp(`kính mời: ${names[1]}`))
})

test('member__opens_the_invitation_from_the_meeting', { timeout: 120000 }, async () => {
  await member.goto(server.origin + place)
  const link = member.getByRole('link', { name: 'Giấy mời (PDF)' })
  await link.waitFor()
  await shot(member, 'meeting-820')
  assert.equal(await link.getAttribute('href'), `/api${place}/invitation`)
  const box = await link.boundingBox()
  assert.ok(box.height >= 44)
  await member.goto(`${server.origin}${place}/edit`)
  assert.equal(await member.locator('.invitation-card').count(), 0)
})

test('administrator__is_told_what_is_wrong_with_a_wording_and_where', { timeout: 120000 }, async () => {
  await administrator.goto(`${server.origin}/templates`)
  await administrator.locator('.wording-head').filter({ hasText: 'Giấy mời' }).getByRole('button', { name: 'Sửa mẫu' }).click()
  const body = administrator.getByLabel(/Nội dung mẫu/)
  await shot(administrator, 'templates-820')
  const whole = await body.inputValue()
  await body.fill(`= GIẤY MỜI\n{{khoa}}`)
  await administrator.getByRole('button', { name: 'Lưu mẫu' }).click()
  await administrator.getByText('Dòng 2: không có chỗ điền {{khoa}}.').waitFor()
  await body.fill(whole.replace('GIẤY MỜI', 'GIẤY MỜI HỌP'))
  const [reply] = await Promise.all([administrator.waitForResponse(/preview$/), administrator.locator('form').getByRole('button', { name: 'Xem thử PDF' }).click()])
  assert.deepEqual([reply.status(), reply.headers()['content-type']], [200, 'application/pdf']) // this browser without a screen shows no PDF, it fetches it
  await administrator.getByRole('button', { name: 'Lưu mẫu' }).click()
  await administrator.getByText('Đã sửa').first().waitFor()
  assert.match(await words(`/api${place}/invitation`), /GIẤY MỜI HỌP/)
  await administrator.getByRole('button', { name: 'Về mẫu gốc' }).click()
  await administrator.getByRole('dialog').getByRole('button', { name: 'Về mẫu gốc' }).click()
  await administrator.getByText('Mẫu gốc').first().waitFor()
  assert.doesNotMatch(await words(`/api${place}/invitation`), /GIẤY MỜI HỌP/)
})
