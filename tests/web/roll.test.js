// SPDX-License-Identifier: GPL-3.0-or-later
//
// Roll-call (F1; rules 22, 23, 33): by oneself, by the code in the room, by the secretary; the quorum on every screen at once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signIn, startBrowser, startOffice } from './browser.js'
import { meetingOf } from '../http/make.js'

let server, browser, chair, secretary, member, guest, meeting, people
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  const api = await server.signIn('chutri')
  const second = await server.signIn('thuky')
  people = { chair: api, member: await server.signIn('donvi1.lanhdao'), other: await server.signIn('donvi2.lanhdao'), guest: await server.signIn('donvi3.lanhdao') }
  meeting = await meetingOf(api, { invitees: [people.member.session.person.id, people.other.session.person.id], online: true, secretary_ids: [second.session.person.id], title: 'Phiên họp có điểm danh' })
  await api.json('PUT', `/api/meetings/${meeting.id}/invitees`, {
    invitees: [[people.member, 'member'], [people.other, 'member'], [people.guest, 'guest']].map(([one, role]) => ({ principal_id: one.session.person.id, role }))
  }, 200)
  await api.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  await people.other.json('PUT', `/api/meetings/${meeting.id}/answer`, { answer: 'declined', reason: 'Đi công tác' }, 200)
  ;[chair, secretary, member, guest] = [await browser.tablet(1180), await browser.tablet(1180), await browser.tablet(820), await browser.tablet(820)]
  await Promise.all([signIn(chair, server.origin, 'chutri'), signIn(secretary, server.origin, 'thuky'), signIn(member, server.origin, 'donvi1.lanhdao'), signIn(guest, server.origin, 'donvi3.lanhdao')])
  await secretary.goto(`${server.origin}/meetings/${meeting.id}/roll`)
  for (const page of [chair, member, guest]) await page.goto(`${server.origin}/meetings/${meeting.id}/live`)
})
after(async () => { await browser?.stop(); await server?.stop() })

const row = name => secretary.locator('.roll-row').filter({ hasText: name })

test('member__checks_in_with_one_tap_and_the_secretary_sees_it_at_once', { timeout: 90000 }, async () => {
  await chair.getByText('Chưa đủ số thành viên: 0/2').waitFor()
  if (process.env.LOOK) await member.screenshot({ path: `${process.env.LOOK}/roll-asked.png` })
  await member.getByRole('button', { name: 'Có mặt trực tuyến' }).click()
  await member.getByText('Đã điểm danh: có mặt trực tuyến').waitFor()
  await row('Ngô Thị Thu Trang').getByText('Trực tuyến', { exact: true }).first().waitFor()
  await row('Ngô Thị Thu Trang').getByText(/chờ thư ký xác nhận/).waitFor()
  await chair.getByText('Chưa đủ số thành viên: 1/2').waitFor()
})

test('chair__checks_in_by_the_code_in_the_room_and_the_quorum_is_met_everywhere', { timeout: 90000 }, async () => {
  await secretary.getByRole('button', { name: 'Hiện mã điểm danh' }).click()
  const picture = secretary.getByRole('img', { name: 'Quét mã để điểm danh' })
  const address = await picture.getAttribute('data-address')
  if (process.env.LOOK) await secretary.screenshot({ path: `${process.env.LOOK}/roll-code.png` })
  await secretary.keyboard.press('Escape')
  await chair.goto(address)
  await chair.getByRole('heading', { name: 'Đã điểm danh tại phòng.' }).waitFor()
  await chair.getByRole('link', { name: 'Vào cuộc họp' }).click()
  for (const page of [chair, member, guest]) await page.getByText('Đủ điều kiện tiến hành: 2/2').waitFor()
  await row('Trần Quốc Thắng').getByText(/Quét mã tại phòng/).waitFor()
  await chair.goto(`${server.origin}/meetings/${meeting.id}/check-in?code=0123456789AB`)
  await chair.getByText('Đề nghị quét lại mã đang hiện tại phòng họp.').waitFor()
})

test('secretary__confirms_applies_what_was_announced_and_gives_a_reason', { timeout: 90000 }, async () => {
  await secretary.getByRole('button', { name: 'Xác nhận 1 người tự điểm danh' }).click()
  await row('Ngô Thị Thu Trang').getByText(/chờ thư ký xác nhận/).waitFor({ state: 'detached' })
  await secretary.getByRole('button', { name: 'Ghi vắng có lý do cho 1 người đã báo vắng' }).click()
  await row('Bùi Thị Lan Hương').getByText('Vắng có lý do', { exact: true }).waitFor()
  await row('Bùi Thị Lan Hương').getByRole('button', { name: 'Ghi lý do vắng' }).click()
  await secretary.getByRole('dialog').getByLabel('Lý do vắng').fill('Đi công tác Hà Nội')
  await secretary.getByRole('dialog').getByRole('button', { name: 'Ghi lý do' }).click()
  await row('Bùi Thị Lan Hương').getByText('Đi công tác Hà Nội').waitFor()
  await member.goto(`${server.origin}/meetings/${meeting.id}/roll`)
  await member.getByText('Bùi Thị Lan Hương').waitFor()
  assert.equal(await member.getByText('Đi công tác Hà Nội').count(), 0, 'the reason is for those who prepare')
  assert.equal(await member.getByRole('group', { name: /^Điểm danh/ }).count(), 0)
  if (process.env.LOOK) await member.screenshot({ path: `${process.env.LOOK}/roll-member.png` })
})

test('roll__who_leaves_the_room_for_an_item_is_not_counted_for_it', { timeout: 90000 }, async () => {
  await people.chair.json('POST', `/api/meetings/${meeting.id}/start`, undefined, 200)
  await row('Ngô Thị Thu Trang').getByRole('button', { name: 'Vắng ở nội dung này' }).click()
  await guest.getByText('Chưa đủ số thành viên: 1/2').waitFor()
  if (process.env.LOOK) {
    await secretary.screenshot({ path: `${process.env.LOOK}/roll-secretary.png`, fullPage: true })
    await guest.screenshot({ path: `${process.env.LOOK}/roll-guest.png` })
  }
  await people.chair.json('POST', `/api/meetings/${meeting.id}/current`, { item_id: meeting.agenda[1].id }, 200)
  await guest.getByText('Đủ điều kiện tiến hành: 2/2').waitFor()
})

test('unit_that_named_nobody__its_leader_at_the_door_and_the_secretary_write_down_who_came (E5)', { timeout: 120000 }, async () => {
  const unit = person => person.session.person.positions[0].unit
  const late = await meetingOf(people.chair, { invitees: [people.member, people.other].map(one => unit(one).id), secretary_ids: [(await server.signIn('thuky')).session.person.id], title: 'Họp có đơn vị chưa cử người' })
  await people.chair.json('POST', `/api/meetings/${late.id}/publish`, undefined, 200)
  await people.chair.json('POST', `/api/meetings/${late.id}/start`, undefined, 200)
  await member.goto(`${server.origin}/meetings/${late.id}/live`)
  await secretary.goto(`${server.origin}/meetings/${late.id}/roll`)
  const door = member.getByRole('region', { name: `${unit(people.member).name} chưa cử người dự họp` })
  await door.waitFor()
  if (process.env.LOOK) await member.screenshot({ path: `${process.env.LOOK}/roll-late-member.png` })
  await door.getByRole('button', { name: 'Tôi dự họp' }).click()
  await member.getByRole('button', { name: 'Có mặt tại phòng' }).click()
  await member.getByText('Đã điểm danh: có mặt tại phòng').waitFor()
  await secretary.locator('.roll-row[data-state=room]').filter({ hasText: 'Ngô Thị Thu Trang' }).waitFor()
  if (process.env.LOOK) await secretary.screenshot({ path: `${process.env.LOOK}/roll-late-secretary.png` })
  await row(unit(people.other).name).getByRole('button', { name: 'Ghi tên người dự' }).click()
  const dialog = secretary.getByRole('dialog', { name: `Người dự họp của ${unit(people.other).name}` })
  await dialog.getByRole('searchbox').fill('Quốc Đạt')
  await dialog.getByRole('checkbox', { name: /Lý Quốc Đạt/ }).check()
  await dialog.getByRole('button', { name: 'Cử người đã chọn', exact: true }).click()
  await row('Lý Quốc Đạt').getByRole('button', { name: 'Phòng', exact: true }).click()
  await member.getByText('Đủ điều kiện tiến hành: 2/2').waitFor()
})
