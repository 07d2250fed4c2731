// SPDX-License-Identifier: GPL-3.0-or-later
//
// The pages of a running meeting (F7, F8): what member, chair and secretary always have in sight on tablet and phone, and the screen in the room.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { agree, signIn, startBrowser, startCable, startOffice } from './browser.js'
import { documentOf, meetingOf, pdf } from '../http/make.js'

let server, browser, cable, chair, secretary, member, phone, wall, meeting, api, other
const PHONE = { viewport: { width: 390, height: 844 } }
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  cable = await startCable(server.port)
  api = await server.signIn('chutri')
  other = await server.signIn('donvi1.lanhdao')
  const clerk = await server.signIn('thuky')
  const papers = []
  for (const name of ['một', 'hai']) papers.push([(await documentOf(api, { bytes: pdf(3, `Trang ${name}`), subject: `Báo cáo ${name}`, filename: 'a.pdf' })).id, 1])
  meeting = await meetingOf(api, { invitees: [other.session.person.id], secretary_ids: [clerk.session.person.id], title: 'Phiên họp có màn hình', items: ['Nội dung thứ nhất', 'Nội dung thứ hai'], papers })
  for (const step of ['publish', 'start']) await api.json('POST', `/api/meetings/${meeting.id}/${step}`, undefined, 200)
  await api.json('PUT', `/api/meetings/${meeting.id}/desks/speech`, { state: 'open' }, 200)
  ;[chair, secretary, member, phone] = [await browser.tablet(1180), await browser.tablet(1180), await browser.tablet(820), await browser.tablet(1180, PHONE)]
  await Promise.all([signIn(chair, server.origin, 'chutri'), signIn(secretary, server.origin, 'thuky'), signIn(member, server.origin, 'donvi1.lanhdao')])
  await signIn(phone, server.origin, 'chutri')
  for (const page of [chair, secretary, member, phone]) await page.goto(`${server.origin}/meetings/${meeting.id}/live`)
})
after(async () => { cable?.stop(); await browser?.stop(); await server?.stop() })

const look = async (page, name) => { if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/${name}.png` }) }
const current = (page, title) => page.locator('[data-current-item]').filter({ hasText: title }).waitFor()
/** The whole of it lies inside the window. */
const inSight = async locator => {
  await locator.first().waitFor()
  const box = await locator.first().boundingBox()
  const { width, height } = locator.page().viewportSize()
  assert.ok(box && box.x >= 0 && box.y >= 0 && box.x + box.width <= width + 1 && box.y + box.height <= height + 1, JSON.stringify(box))
  return box
}
const share = async page => {
  const box = await page.locator('.live-stage').boundingBox()
  const { width, height } = page.viewportSize()
  return box.width * box.height / width / height
}

test('member__has_item_time_turn_and_two_thirds_paper_in_sight_in_both_directions (F8)', { timeout: 180000 }, async () => {
  await member.getByRole('button', { name: 'Có mặt tại phòng' }).click()
  await member.getByText(/Đã điểm danh/).waitFor()
  for (const size of [{ width: 820, height: 1180 }, { width: 1180, height: 820 }]) {
    await member.setViewportSize(size)
    await member.locator('.viewport img').first().waitFor()
    for (const one of [member.locator('[data-current-item]'), member.getByRole('timer'), member.getByRole('button', { name: 'Đăng ký phát biểu' })]) await inSight(one)
    const part = await share(member)
    assert.ok(part >= 0.66, `${part} of the tablet`)
    assert.equal(await member.evaluate(() => document.scrollingElement.scrollHeight > innerHeight), false, 'nothing to scroll but the paper and the panel')
    await look(member, `member-${size.width}`)
  }
  await member.setViewportSize({ width: 820, height: 1180 })
})

test('private_note__is_one_tap_away_and_kept (F8)', { timeout: 120000 }, async () => {
  await member.getByRole('button', { name: 'Ghi chú', exact: true }).last().click()
  await member.getByRole('textbox', { name: 'Ghi chú cá nhân' }).first().fill('Hỏi thêm về tiến độ')
  await member.getByText('Đã lưu').waitFor()
  await member.reload()
  await member.waitForFunction(() => [...document.querySelectorAll('textarea')].some(area => area.value === 'Hỏi thêm về tiến độ'))
  assert.ok(!(await chair.content()).includes('Hỏi thêm về tiến độ'))
  await look(member, 'member-note')
  await member.keyboard.press('Escape')
})

test('chair__steers_from_the_phone_with_one_bar_and_one_panel (F8)', { timeout: 180000 }, async () => {
  await other.json('POST', `/api/meetings/${meeting.id}/speeches`, { queue: 'speech', topic: 'Về kinh phí' })
  for (const name of [/Nội dung tiếp theo/, 'Tạm dừng', 'Kết thúc cuộc họp', /^Phát biểu/, 'Kết luận']) {
    const box = await inSight(phone.locator('.steer').getByRole('button', { name }))
    assert.ok(box.height >= 44 && box.width >= 44, `${name}: ${JSON.stringify(box)}`)
  }
  await phone.locator('.steer').getByRole('button', { name: 'Phát biểu (1)' }).click()
  const panel = phone.getByRole('dialog', { name: 'Phát biểu và chất vấn' })
  await look(phone, 'phone-floor')
  await panel.getByRole('button', { name: /^Mời .* phát biểu$/ }).click()
  await member.getByText('Đã đến lượt phát biểu').waitFor()
  await phone.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  await phone.getByRole('button', { name: /Nội dung tiếp theo/ }).click()
  for (const page of [chair, secretary, member, phone]) await current(page, 'Nội dung thứ hai')
  await look(phone, 'phone-chair')
  await chair.getByRole('button', { name: 'Chương trình', exact: true }).click()
  await chair.getByRole('button', { name: 'Đến mục 1' }).click()
  for (const page of [chair, member]) await current(page, 'Nội dung thứ nhất')
  await look(chair, 'chair')
})

test('secretary__works_in_panels_beside_the_paper (F8)', { timeout: 120000 }, async () => {
  await secretary.locator('.roll-row').first().waitFor()
  for (const [button, shown] of [['Kết luận', secretary.getByRole('textbox', { name: /Nội dung kết luận/ })], ['Diễn biến', secretary.locator('.live-panel-body').getByText(/bắt đầu|Bắt đầu/)]]) {
    await secretary.locator('.rail-row').getByRole('button', { name: button, exact: true }).click()
    await shown.first().waitFor()
    await look(secretary, `secretary-${button}`)
  }
})

test('wall__is_made_by_the_secretary_shown_large_and_follows_by_itself (F7)', { timeout: 240000 }, async () => {
  await secretary.getByRole('button', { name: 'Màn hình phòng họp' }).click()
  await secretary.getByRole('button', { name: 'Tạo địa chỉ' }).click()
  await secretary.getByRole('img', { name: 'Mã mở màn hình phòng họp' }).waitFor()
  await look(secretary, 'wall-address')
  const address = await secretary.locator('.wall-address-link a').getAttribute('href')
  wall = await browser.tablet(1180, { viewport: { width: 1920, height: 1080 } })
  await wall.goto(cable.origin + new URL(address).pathname)
  await wall.locator('[data-item="1"]').getByText('Nội dung thứ nhất').waitFor()
  await wall.getByText(other.session.person.full_name).first().waitFor()
  assert.equal(await wall.getByRole('button', { name: 'Đăng nhập' }).count(), 0)
  for (const size of [{ width: 1920, height: 1080 }, { width: 1280, height: 720 }]) {
    await wall.setViewportSize(size)
    const heights = await wall.evaluate(() => ({
      title: parseFloat(getComputedStyle(document.querySelector('.wall-item h2')).fontSize) / innerHeight,
      least: Math.min(...[...document.querySelectorAll('.wall p, .wall li, .wall h1, .wall h2')].map(one => parseFloat(getComputedStyle(one).fontSize))) / innerHeight,
      out: document.scrollingElement.scrollHeight > innerHeight || document.scrollingElement.scrollWidth > innerWidth
    }))
    // 1 m of screen height seen from 10 m: 25 mm letters
    assert.ok(heights.title >= 0.05 && heights.least >= 0.025 && !heights.out, JSON.stringify(heights))
    await look(wall, `wall-${size.width}`)
  }
  await chair.getByRole('button', { name: /Nội dung tiếp theo/ }).click()
  await wall.locator('[data-item="2"]').getByText('Nội dung thứ hai').waitFor()
  cable.cut()
  await wall.getByText(/Mất kết nối/).waitFor()
  await chair.getByRole('button', { name: /Nội dung trước/ }).click()
  await current(chair, 'Nội dung thứ nhất')
  cable.mend()
  await wall.locator('[data-item="1"]').getByText('Nội dung thứ nhất').waitFor()
  await wall.getByText(/Mất kết nối/).waitFor({ state: 'detached' })
  await api.json('PUT', `/api/meetings/${meeting.id}/follow`, { paper_id: meeting.agenda[0].papers[0].id, page: 2 }, 200)
  await wall.waitForFunction(() => { const picture = document.querySelector('.wall-paper img'); return picture?.complete && picture.naturalWidth > 0 })
  await wall.setViewportSize({ width: 1920, height: 1080 })
  await look(wall, 'wall-paper')
  await wall.getByRole('button', { name: 'Nền tối' }).click({ force: true })
  await look(wall, 'wall-dark')
})

test('chat__is_opened_by_the_chair_counted_while_unread_and_closed (F8)', { timeout: 120000 }, async () => {
  assert.equal(await member.getByRole('button', { name: /^Trao đổi/ }).count(), 0)
  await chair.locator('.steer').getByRole('button', { name: 'Trao đổi', exact: true }).click()
  await chair.getByRole('button', { name: 'Mở trao đổi' }).click()
  await chair.getByRole('textbox', { name: 'Viết cho mọi người dự họp' }).fill('Mời các đồng chí gửi số liệu.')
  await chair.getByRole('button', { name: 'Gửi', exact: true }).click()
  await member.getByRole('button', { name: 'Trao đổi (1)' }).click()
  await member.getByText('Mời các đồng chí gửi số liệu.').waitFor()
  await member.getByRole('textbox', { name: 'Viết cho mọi người dự họp' }).fill('Tôi sẽ gửi ngay.')
  await member.getByRole('button', { name: 'Gửi', exact: true }).click()
  await chair.locator('.chat-message').filter({ hasText: 'Tôi sẽ gửi ngay.' }).getByRole('button', { name: 'Ẩn tin' }).click()
  await member.getByText('Chủ trì đã ẩn tin này.').first().waitFor()
  await look(chair, 'chair-chat')
  await look(member, 'member-chat')
  await chair.getByRole('button', { name: 'Đóng trao đổi' }).click()
  await member.getByRole('textbox', { name: 'Viết cho mọi người dự họp' }).waitFor({ state: 'detached' })
  await chair.keyboard.press('Escape')
})

test('pages_of_the_room__axe_finds_nothing_serious', { timeout: 180000 }, async () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  for (const [name, page] of Object.entries({ chair, secretary, member, phone, wall })) {
    await page.evaluate(axe)
    const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
    const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    assert.deepEqual(serious.map(({ id, nodes }) => `${name} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).slice(0, 4).join(' | ')}`), [])
  }
})

test('wall__taken_back_goes_dark_at_once', { timeout: 60000 }, async () => {
  await secretary.getByRole('button', { name: 'Thu hồi' }).click()
  await agree(secretary, 'Thu hồi').catch(() => secretary.getByRole('dialog').last().getByRole('button', { name: 'Thu hồi', exact: true }).click())
  await wall.getByText('Màn hình đã đóng').waitFor()
  assert.equal(await wall.getByText('Nội dung thứ nhất').count(), 0)
})
