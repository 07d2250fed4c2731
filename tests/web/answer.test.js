// SPDX-License-Identifier: GPL-3.0-or-later
//
// Answering an invitation (E6, rule 23): a unit names its people, they confirm, decline or send a substitute, and the secretary sees it live.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { agree, signIn, startBrowser, startOffice } from './browser.js'

let server, browser, secretary, leader, officer, place
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  const api = await server.signIn('thuky')
  const today = (await api.json('GET', '/api/meetings?when=today')).items.find(item => item.state === 'invited')
  place = `/meetings/${today.id}`
  ;[secretary, leader, officer] = [await browser.tablet(1180), await browser.tablet(820), await browser.tablet(1180)]
  await signIn(secretary, server.origin, 'thuky')
  await signIn(leader, server.origin, 'donvi1.lanhdao')
  await signIn(officer, server.origin, 'donvi1.chuyenvien')
  await secretary.goto(server.origin + place)
})
after(async () => { await browser?.stop(); await server?.stop() })

const state = (page, name) => page.locator('.invited li').filter({ hasText: name })

test('unit__names_its_people_from_the_home_page', { timeout: 120000 }, async () => {
  await leader.getByRole('heading', { name: 'Giấy mời cần trả lời' }).waitFor()
  await leader.getByText(/Cử người dự họp của Ủy ban nhân dân xã Bình Minh/).click()
  await state(secretary, 'Ủy ban nhân dân xã Bình Minh').getByText('Chưa cử người').waitFor()
  await leader.getByRole('button', { name: 'Cử người dự họp' }).click()
  const dialog = leader.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: /Ngô Thị Thu Trang/ }).check()
  await dialog.getByLabel('Tìm theo tên').fill('phan van')
  await dialog.getByRole('checkbox', { name: /Phan Văn Hậu/ }).check()
  await dialog.getByText('Đã chọn 2').waitFor()
  await agree(leader, 'Cử người đã chọn')
  await leader.getByRole('heading', { name: 'Trả lời giấy mời' }).first().waitFor()
  await state(secretary, 'Phan Văn Hậu').getByText('Chưa trả lời').waitFor()
})

test('member__declines_with_a_reason_that_only_those_who_prepare_read', { timeout: 120000 }, async () => {
  await officer.goto(server.origin + place)
  await officer.getByRole('button', { name: 'Báo vắng' }).click()
  await agree(officer, 'Báo vắng')
  await officer.getByRole('dialog').waitFor() // nothing was sent without the reason
  await officer.getByRole('dialog').getByLabel(/Lý do/).fill('Đi công tác tại Hà Nội')
  await agree(officer, 'Báo vắng')
  await officer.getByRole('heading', { name: 'Đã báo vắng' }).waitFor()
  await state(secretary, 'Phan Văn Hậu').getByText('Đi công tác tại Hà Nội').waitFor()
  await state(leader, 'Phan Văn Hậu').getByText('Báo vắng').waitFor()
  assert.equal(await leader.getByText('Đi công tác tại Hà Nội').count(), 0)
})

test('leader__sends_a_substitute_and_withdraws_them', { timeout: 120000 }, async () => {
  // the officer stands in only when no longer expected
  await leader.getByRole('button', { name: 'Đổi người' }).click()
  await leader.getByRole('dialog').getByRole('checkbox', { name: /Phan Văn Hậu/ }).uncheck()
  await agree(leader, 'Cử người đã chọn')
  await state(leader, 'Phan Văn Hậu').waitFor({ state: 'detached' })
  await leader.getByRole('button', { name: 'Cử người dự thay' }).click()
  await leader.getByRole('dialog').getByRole('radio', { name: /Phan Văn Hậu/ }).check()
  await agree(leader, 'Cử người dự thay')
  await leader.getByRole('heading', { name: 'Đã cử người dự thay' }).waitFor()
  await state(secretary, 'Ngô Thị Thu Trang').getByText('Người dự thay: Phan Văn Hậu').waitFor()
  await officer.goto(server.origin + place)
  await officer.getByText('Người dự thay', { exact: true }).first().waitFor()
  await leader.getByRole('button', { name: 'Đổi câu trả lời' }).click()
  await leader.getByRole('button', { name: 'Xác nhận tham dự' }).click()
  await leader.getByRole('heading', { name: 'Đã xác nhận tham dự' }).waitFor()
  await state(secretary, 'Ngô Thị Thu Trang').getByText('Tham dự', { exact: true }).waitFor()
})

test('secretary__filters_by_answer', { timeout: 60000 }, async () => {
  await secretary.getByRole('group', { name: 'Lọc theo câu trả lời' }).getByRole('button', { name: /Tham dự/ }).click()
  assert.deepEqual(await secretary.locator('.invited li strong').allTextContents(), ['Ngô Thị Thu Trang'])
  if (process.env.LOOK) {
    await secretary.getByRole('group', { name: 'Lọc theo câu trả lời' }).getByRole('button', { name: /Tất cả/ }).click()
    await secretary.screenshot({ path: `${process.env.LOOK}/secretary.png` })
    await leader.screenshot({ path: `${process.env.LOOK}/leader.png` })
    const other = await browser.tablet(820)
    await signIn(other, server.origin, 'donvi2.lanhdao')
    await other.screenshot({ path: `${process.env.LOOK}/home.png` })
    await other.goto(server.origin + place)
    await other.getByRole('button', { name: 'Cử người dự họp' }).click()
    await other.getByRole('dialog').getByRole('checkbox', { name: /Lý Quốc Đạt/ }).check()
    await other.screenshot({ path: `${process.env.LOOK}/naming.png` })
  }
})

test('unit__dissolved_before_the_meeting_is_told_to_those_who_prepare_with_its_successor (A1)', { timeout: 120000 }, async () => {
  const admin = await server.signIn('quantri')
  const units = (await admin.json('GET', '/api/units')).items
  const [gone, heir] = ['Ủy ban nhân dân xã Đồng Tâm', 'Ủy ban nhân dân xã Tân Hòa'].map(name => units.find(unit => unit.name === name))
  for (const below of units.filter(unit => unit.parent_id === gone.id)) await admin.json('POST', `/api/units/${below.id}/dissolve`, { successor_id: heir.id }, 200)
  await admin.json('POST', `/api/units/${gone.id}/dissolve`, { successor_id: heir.id }, 200)
  await secretary.reload()
  const told = secretary.getByRole('region', { name: 'Đơn vị được mời đã giải thể' })
  await told.getByText(/Ủy ban nhân dân xã Đồng Tâm kết thúc hoạt động ngày .*, Ủy ban nhân dân xã Tân Hòa kế thừa/).waitFor()
  if (process.env.LOOK) await secretary.screenshot({ path: `${process.env.LOOK}/dissolved.png` })
  await told.getByRole('button').click()
  await told.waitFor({ state: 'detached' })
  assert.equal(await secretary.locator('.invited li').filter({ hasText: 'Đồng Tâm' }).count(), 0)
})
