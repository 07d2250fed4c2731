// SPDX-License-Identifier: GPL-3.0-or-later
//
// A secret vote by touch, from the chair's first step to "my ballot was counted", with reloads and a pulled cable in the middle (F6, K7). LOOK=folder keeps pictures.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { agree, signIn, startBrowser, startOffice } from './browser.js'
import { meetingOf } from '../http/make.js'

let server, browser, chair, first, second, meeting, api, vote
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  api = await server.signIn('chutri')
  const people = [await server.signIn('donvi1.lanhdao'), await server.signIn('donvi2.lanhdao')]
  meeting = await meetingOf(api, { invitees: people.map(one => one.session.person.id), title: 'Kỳ họp bầu chức danh' })
  for (const step of ['publish', 'start']) await api.json('POST', `/api/meetings/${meeting.id}/${step}`, undefined, 200)
  for (const person of [api, ...people]) await person.json('POST', `/api/meetings/${meeting.id}/attendance`, { state: 'room' }, 200)
  vote = await api.json('POST', `/api/meetings/${meeting.id}/votes`, {
    item_id: meeting.agenda[0].id, title: 'Bầu Phó Chủ tịch Hội đồng', method: 'choose_one', options: ['Bà Nguyễn Thị Hồng Ngọc', 'Ông Trần Quốc Khánh', 'Ông Lê Đình Phúc'], majority: 'half', majority_of: 'members', quorum: 'half', secret: true
  })
  ;[chair, first, second] = [await browser.tablet(1180), await browser.tablet(820), await browser.tablet(1180)]
  await Promise.all([signIn(chair, server.origin, 'chutri'), signIn(first, server.origin, 'donvi1.lanhdao'), signIn(second, server.origin, 'donvi2.lanhdao')])
  for (const page of [chair, first, second]) await page.goto(`${server.origin}/meetings/${meeting.id}/live`)
})
after(async () => { await browser?.stop(); await server?.stop() })

const look = async (page, name) => { if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/secret-${name}.png` }) }
const paper = page => page.getByRole('region', { name: 'Bỏ phiếu kín' })
const panel = () => chair.getByRole('dialog', { name: 'Biểu quyết', exact: true })

test('chair__hands_out_papers_and_members_receive_them_by_one_touch', { timeout: 240000 }, async () => {
  assert.equal(await paper(first).count(), 0)
  await chair.getByRole('navigation').getByRole('button', { name: 'Biểu quyết', exact: true }).tap()
  await look(chair, 'chair-prepared')
  await panel().getByRole('button', { name: 'Phát phiếu: Bầu Phó Chủ tịch Hội đồng' }).tap()
  await paper(first).getByRole('button', { name: 'Nhận phiếu' }).tap()
  await paper(first).getByRole('button', { name: 'Ông Trần Quốc Khánh' }).waitFor()
  await look(first, 'member-waits')
  assert.equal(await paper(first).getByRole('button', { name: 'Bỏ phiếu vào hòm' }).isDisabled(), true, 'the box is not open')
  await first.reload() // the paper is on this tablet
  await paper(first).getByRole('button', { name: 'Ông Trần Quốc Khánh' }).waitFor()
  assert.equal(await paper(first).getByRole('button', { name: 'Nhận phiếu' }).count(), 0)
  await paper(second).getByRole('button', { name: 'Nhận phiếu' }).tap()
  await paper(second).getByRole('button', { name: 'Bỏ phiếu vào hòm' }).waitFor()
  await panel().getByText('Đã phát ra 2/3 phiếu').waitFor()
})

test('box__opens_and_a_ballot_is_dropped_without_cookie_or_name', { timeout: 240000 }, async () => {
  await panel().getByRole('button', { name: 'Mở hòm phiếu' }).tap()
  await chair.getByText('Còn 1 người chưa nhận phiếu', { exact: false }).waitFor()
  await chair.locator('dialog[open]').getByRole('button', { name: 'Mở hòm phiếu' }).tap()
  await paper(first).getByRole('button', { name: 'Ông Trần Quốc Khánh' }).tap()
  await look(first, 'member-marks')
  const sent = first.waitForRequest(request => request.url().endsWith('/box'))
  await paper(first).getByRole('button', { name: 'Bỏ phiếu vào hòm' }).tap()
  await first.getByText('Phiếu chọn: Ông Trần Quốc Khánh', { exact: false }).waitFor()
  await agree(first, 'Bỏ phiếu vào hòm')
  const headers = await (await sent).allHeaders()
  assert.deepEqual(['cookie', 'authorization', 'idempotency-key', 'referer'].filter(name => headers[name]), [])
  await paper(first).getByText('Phiếu đã vào hòm.').waitFor()
  await look(first, 'member-dropped')
  await panel().getByText('Đã thu về 1/2 phiếu').first().waitFor()
})

test('ballot__that_could_not_be_sent_is_sent_after_a_reload', { timeout: 240000 }, async () => {
  await second.route('**/box', route => route.abort())
  await paper(second).getByRole('button', { name: 'Bà Nguyễn Thị Hồng Ngọc' }).tap()
  await paper(second).getByRole('button', { name: 'Bỏ phiếu vào hòm' }).tap()
  await agree(second, 'Bỏ phiếu vào hòm')
  await second.getByText('Chưa gửi được phiếu. Hệ thống đang thử lại.').waitFor()
  await second.reload()
  await second.unroute('**/box')
  await paper(second).getByText('Phiếu đã vào hòm.').waitFor()
  await second.reload()
  await paper(second).getByText('Phiếu đã vào hòm.').waitFor()
})

test('count__is_published_and_each_page_finds_its_own_ballot_and_counts_again (K7)', { timeout: 240000 }, async () => {
  await panel().getByText('Đã thu đủ phiếu.').waitFor()
  await look(chair, 'chair-count')
  await panel().getByRole('button', { name: 'Kiểm phiếu' }).tap()
  await panel().getByRole('button', { name: 'Công bố kết quả' }).first().tap()
  for (const page of [first, second]) await page.getByText('Phiếu của tôi đã được tính').first().waitFor()
  await look(first, 'member-counted')
  await look(second, 'member-counted-wide')
  await panel().getByRole('button', { name: 'Kiểm đếm lại' }).first().tap()
  await chair.locator('dialog[open]').getByRole('button', { name: 'Bắt đầu kiểm đếm' }).tap()
  await chair.getByText('2 phiếu đều đúng. Kết quả khớp với công bố.').waitFor()
  await look(chair, 'chair-recount')
  const { result } = await api.json('GET', `/api/votes/${vote.id}`)
  assert.deepEqual([result.handed_out, result.returned, result.valid, result.invalid, result.blank], [2, 2, 2, 0, 0])
})
