// SPDX-License-Identifier: GPL-3.0-or-later
//
// A vote on three tablets: prepared, asked for, opened from the chair's bar, cast and confirmed, closed, published (F5; rules 29 to 33). LOOK=folder keeps
// pictures of it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { agree, signIn, startBrowser, startCable, startOffice } from './browser.js'
import { documentOf, meetingOf, pdf } from '../http/make.js'

let server, browser, cable, chair, first, second, guest, meeting, api, paper
before(async () => {
  server = await startOffice()
  cable = await startCable(server.port)
  browser = await startBrowser()
  api = await server.signIn('chutri')
  const people = [await server.signIn('donvi1.lanhdao'), await server.signIn('donvi2.lanhdao'), await server.signIn('vanthu')]
  paper = await documentOf(api, { bytes: pdf(2), subject: 'Dự thảo Nghị quyết về phí' })
  const made = await meetingOf(api, { papers: [[paper.id, 1]], title: 'Phiên họp biểu quyết' })
  await api.json('PUT', `/api/meetings/${made.id}/invitees`, { invitees: people.map(({ session }, index) => ({ principal_id: session.person.id, role: index < 2 ? 'member' : 'guest' })) })
  for (const step of ['publish', 'start']) await api.json('POST', `/api/meetings/${made.id}/${step}`, undefined, 200)
  for (const one of [api, ...people]) await one.json('POST', `/api/meetings/${made.id}/attendance`, { state: 'room' }, 200)
  meeting = made
  ;[chair, first, second, guest] = [await browser.tablet(1180), await browser.tablet(820), await browser.tablet(1180), await browser.tablet(820)]
  await signIn(chair, server.origin, 'chutri')
  await signIn(first, server.origin, 'donvi1.lanhdao')
  await signIn(second, cable.origin, 'donvi2.lanhdao')
  await signIn(guest, server.origin, 'vanthu')
  for (const page of [chair, first, guest]) await page.goto(`${server.origin}/meetings/${meeting.id}/live`)
  await second.goto(`${cable.origin}/meetings/${meeting.id}/live`)
})
after(async () => { await browser?.stop(); cable?.stop(); await server?.stop() })

const look = async (page, name) => { if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/vote-${name}.png` }) }
const panel = () => chair.getByRole('dialog', { name: 'Biểu quyết', exact: true })
const dock = page => page.locator('.vote-dock')
const inSight = async (page, locator) => {
  const box = await locator.boundingBox()
  const { width, height } = page.viewportSize()
  assert.ok(box && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height, `${JSON.stringify(box)} in ${width}×${height}`)
  return box
}

test('vote__is_prepared_from_the_bar_and_nobody_else_sees_it (rule 29)', { timeout: 120000 }, async () => {
  await chair.locator('[data-panel=votes]').click()
  await panel().getByRole('button', { name: 'Thêm biểu quyết' }).click()
  const form = chair.getByRole('dialog', { name: 'Thêm biểu quyết' })
  assert.equal(await form.getByLabel('Nội dung biểu quyết').inputValue(), 'Thông qua: Mục một')
  await form.getByLabel('Nội dung biểu quyết').fill('Thông qua Nghị quyết về phí')
  await form.getByLabel('Mọi người thấy số lượng').check()
  await look(chair, 'form')
  await form.getByRole('button', { name: 'Lưu', exact: true }).click()
  await panel().getByRole('heading', { name: /Thông qua Nghị quyết về phí/ }).waitFor()
  assert.equal(await dock(first).count(), 0)
})

test('ready_check__is_asked_and_counted', { timeout: 120000 }, async () => {
  await panel().getByRole('button', { name: 'Hỏi sẵn sàng' }).click()
  await first.getByRole('button', { name: 'Sẵn sàng biểu quyết' }).click()
  await first.getByText('Quý vị đã báo sẵn sàng.').waitFor()
  await panel().getByText('Sẵn sàng: 1').waitFor()
  await look(first, 'ready')
})

test('ballot__buttons_are_large_in_sight_and_confirmed (rules 29, 30)', { timeout: 120000 }, async () => {
  await panel().getByRole('button', { name: 'Bắt đầu biểu quyết: Thông qua Nghị quyết về phí' }).click()
  for (const page of [first, second]) {
    for (const name of ['Đồng ý', 'Không đồng ý', 'Ý kiến khác']) {
      const { height } = await inSight(page, dock(page).getByRole('button', { name, exact: true }))
        .catch(async () => { await dock(page).getByRole('button', { name, exact: true }).waitFor(); return inSight(page, dock(page).getByRole('button', { name, exact: true })) })
      assert.ok(height >= 56, `${name} is ${height} high`)
    }
  }
  await look(first, 'open-820')
  await look(second, 'open-1180')
  await dock(guest).getByText('Khách mời không biểu quyết.').waitFor()
  await look(guest, 'guest')
  await dock(first).getByRole('button', { name: 'Đồng ý', exact: true }).click()
  await look(first, 'chosen')
  await dock(first).getByRole('button', { name: 'Xác nhận: Đồng ý' }).click()
  await dock(first).getByText('Đã ghi nhận biểu quyết.').waitFor()
  await look(first, 'recorded')
  await panel().getByText('Đã biểu quyết 1/3 người có mặt').waitFor()
  await look(chair, 'panel')
})

test('vote__is_seen_over_a_paper_that_is_read_in_the_meeting', { timeout: 120000 }, async () => {
  await second.goto(`${cable.origin}/documents/${paper.id}/read/1?meeting=${meeting.id}`)
  await dock(second).getByRole('button', { name: 'Ý kiến khác', exact: true }).waitFor()
  await inSight(second, dock(second).getByRole('button', { name: 'Ý kiến khác', exact: true }))
  await look(second, 'reader')
})

test('ballot__without_a_line_is_not_kept_for_later (C8)', { timeout: 120000 }, async () => {
  await dock(second).getByRole('button', { name: 'Ý kiến khác', exact: true }).click()
  await dock(second).getByLabel(/Ý kiến khác/).fill('Đề nghị lùi thời điểm áp dụng')
  cable.cut()
  await dock(second).getByText('Mất kết nối: chưa biểu quyết được').waitFor()
  assert.ok(await dock(second).getByRole('button', { name: 'Xác nhận: Ý kiến khác' }).isDisabled())
  await look(second, 'offline')
  cable.mend()
  await dock(second).getByText('Mất kết nối: chưa biểu quyết được').waitFor({ state: 'detached', timeout: 60000 })
  await new Promise(resolve => setTimeout(resolve, 1500))
  assert.equal(server.sql('select count(*) from app.ballot'), '1', 'nothing was sent by itself')
  await dock(second).getByRole('button', { name: 'Xác nhận: Ý kiến khác' }).click()
  await dock(second).getByText('Đã ghi nhận biểu quyết.').waitFor()
})

test('close__is_asked_for_once_more_and_the_result_waits_to_be_published (rules 31, 33)', { timeout: 120000 }, async () => {
  await panel().getByText('Đã biểu quyết 2/3 người có mặt').waitFor()
  await panel().getByRole('button', { name: 'Kết thúc biểu quyết' }).click()
  await panel().getByText('Còn 1 người có mặt chưa biểu quyết.').waitFor()
  await panel().getByRole('button', { name: 'Kết thúc biểu quyết' }).click()
  await panel().getByText('Không thông qua').waitFor()
  await dock(first).getByText('Biểu quyết đã kết thúc.').waitFor()
  assert.equal(await first.getByText('Không thông qua').count(), 0)
  await look(chair, 'closed')
  await panel().getByRole('button', { name: 'Công bố kết quả' }).click()
  await dock(first).getByText('Không thông qua').waitFor()
  await inSight(first, dock(first).getByText('Không thông qua'))
  assert.match(await dock(first).textContent(), /Cần 2\/3/)
  await look(first, 'result-820')
  await dock(first).getByRole('button', { name: 'Ẩn kết quả' }).click()
  await dock(first).waitFor({ state: 'detached' })
})

test('meeting__does_not_end_with_an_open_vote_and_its_page_shows_results_after (rule 25)', { timeout: 120000 }, async () => {
  const vote = await api.json('POST', `/api/meetings/${meeting.id}/votes`, { item_id: meeting.agenda[1].id, title: 'Chọn địa điểm', method: 'choose_several', most_choices: 2, options: ['Xã Bình Minh', 'Xã Tân Hòa', 'Phường Phú Thịnh'] })
  const opened = await api.json('POST', `/api/votes/${vote.id}/open`, undefined, 200)
  await chair.keyboard.press('Escape')
  await dock(chair).getByRole('button', { name: 'Xã Tân Hòa' }).click()
  await dock(chair).getByRole('button', { name: 'Xã Bình Minh' }).click()
  assert.ok(await dock(chair).getByRole('button', { name: 'Phường Phú Thịnh' }).isDisabled(), 'two at most')
  await look(chair, 'several')
  await dock(chair).getByRole('button', { name: 'Xác nhận 2 lựa chọn' }).click()
  await dock(chair).getByText('Đã ghi nhận biểu quyết.').waitFor()
  await chair.getByRole('button', { name: 'Kết thúc cuộc họp' }).click()
  await agree(chair, 'Kết thúc cuộc họp')
  await chair.getByText('Đang biểu quyết. Đề nghị kết thúc biểu quyết trước.').waitFor()
  await api.json('POST', `/api/votes/${opened.id}/close`, undefined, 200)
  await api.json('POST', `/api/votes/${opened.id}/publish`, undefined, 200)
  await api.json('POST', `/api/meetings/${meeting.id}/end`, undefined, 200)
  await second.goto(`${cable.origin}/meetings/${meeting.id}`)
  await second.locator('.vote-row').filter({ hasText: 'Thông qua Nghị quyết về phí' }).getByRole('button', { name: 'Danh sách biểu quyết' }).click()
  await second.getByText('Đề nghị lùi thời điểm áp dụng').waitFor()
  if (process.env.LOOK) await second.locator('.vote-rows').scrollIntoViewIfNeeded()
  await look(second, 'after')
})
