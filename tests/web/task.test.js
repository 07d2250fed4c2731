// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tasks on tablets (G2; rules 24, 35): given from a conclusion, accepted, extended, reported and confirmed; the board; home.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { choose, signIn, startBrowser, startOffice } from './browser.js'
import { meetingOf } from '../http/make.js'

let server, browser, secretary, doer, meeting, people, unit, conclusion
const idOf = person => person.session.person.id
const day = shift => new Date(Date.now() + 7 * 3600e3 + shift * 864e5).toISOString().slice(0, 10)
const shown = iso => iso.split('-').reverse().join('/')
const look = (page, name) => process.env.LOOK ? page.screenshot({ path: `${process.env.LOOK}/${name}.png`, fullPage: true }) : null
const inDialog = page => page.getByRole('dialog')

before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  people = Object.fromEntries(await Promise.all([['chair', 'chutri'], ['secretary', 'thuky'], ['doer', 'donvi3.lanhdao']].map(async ([name, account]) => [name, await server.signIn(account)])))
  unit = people.doer.session.person.positions[0].unit
  meeting = await meetingOf(people.chair, { title: 'Giao ban tháng', secretary_ids: [idOf(people.secretary)], items: ['Tiến độ quy hoạch', 'Việc khác'] })
  meeting = await people.chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  await people.chair.json('POST', `/api/meetings/${meeting.id}/start`, undefined, 200)
  conclusion = await people.secretary.json('POST', `/api/meetings/${meeting.id}/conclusions`, { item_id: meeting.agenda[0].id, text: 'Rà soát quy hoạch, báo cáo kết quả', lead_unit_id: unit.id, due_on: day(12) })
  ;[secretary, doer] = [await browser.tablet(1180), await browser.tablet(820)]
  await Promise.all([signIn(secretary, server.origin, 'thuky'), signIn(doer, server.origin, 'donvi3.lanhdao')])
})
after(async () => { await browser?.stop(); await server?.stop() })

test('secretary__gives_a_task_from_a_conclusion_in_two_taps (rule 35)', { timeout: 120000 }, async () => {
  await secretary.goto(`${server.origin}/meetings/${meeting.id}`)
  await secretary.getByRole('button', { name: `Giao nhiệm vụ từ kết luận: ${conclusion.text}` }).click()
  assert.equal(await inDialog(secretary).getByLabel('Nội dung nhiệm vụ').inputValue(), conclusion.text)
  await look(secretary, 'task-give')
  await inDialog(secretary).getByRole('button', { name: 'Giao nhiệm vụ', exact: true }).click()
  await secretary.getByText('Đã giao nhiệm vụ.').waitFor()
  await secretary.getByRole('region', { name: 'Nhiệm vụ của cuộc họp' }).getByRole('link', { name: conclusion.text }).waitFor()
})

test('doer__finds_it_at_home_accepts_asks_for_time_and_reports', { timeout: 120000 }, async () => {
  await doer.goto(server.origin + '/')
  await doer.getByRole('heading', { name: 'Nhiệm vụ phải làm' }).waitFor()
  await look(doer, 'task-home')
  await doer.getByRole('link', { name: conclusion.text }).click()
  await doer.getByRole('button', { name: 'Tiếp nhận', exact: true }).click()
  await doer.getByText('Đã tiếp nhận.').waitFor()
  assert.equal(await doer.getByText('Giao ban tháng').count(), 0, 'the meeting is not theirs to see')
  await doer.getByRole('button', { name: 'Cập nhật tiến độ' }).click()
  await inDialog(doer).getByLabel('Mức hoàn thành (%)').fill('40')
  await inDialog(doer).getByLabel('Kết quả đến nay').fill('Đã rà soát 4 trên 10 xã')
  await inDialog(doer).getByRole('button', { name: 'Cập nhật tiến độ' }).click()
  await doer.getByText('Đã rà soát 4 trên 10 xã').waitFor()
  await doer.getByRole('button', { name: 'Xin gia hạn' }).click()
  await inDialog(doer).locator('input[name=until]').fill(shown(day(20)))
  await inDialog(doer).getByLabel('Lý do xin gia hạn').fill('Chờ số liệu của các xã')
  await inDialog(doer).getByRole('button', { name: 'Xin gia hạn' }).click()
  await doer.getByText('Đã gửi đề nghị gia hạn.').waitFor()
  await look(doer, 'task-doer-820')
})

test('secretary__grants_it_chases_and_confirms_and_all_of_it_stands_there (rule 35)', { timeout: 120000 }, async () => {
  await secretary.goto(`${server.origin}/tasks?of=given`)
  await secretary.getByRole('link', { name: conclusion.text }).first().click()
  await secretary.getByRole('button', { name: 'Đồng ý gia hạn' }).click()
  await inDialog(secretary).getByRole('button', { name: 'Đồng ý gia hạn' }).click()
  await secretary.getByText(`Thời hạn: ${shown(day(12))} → ${shown(day(20))}`).first().waitFor()
  await secretary.getByRole('button', { name: 'Đôn đốc' }).click()
  await inDialog(secretary).getByLabel('Nội dung đôn đốc').fill('Đề nghị gửi sớm')
  await inDialog(secretary).getByRole('button', { name: 'Đôn đốc' }).click()
  await secretary.getByText(/^Đã đôn đốc\. Đôn đốc tiếp được từ/).waitFor()
  await doer.getByText('Đề nghị gửi sớm').waitFor()
  await doer.getByRole('button', { name: 'Báo cáo hoàn thành' }).click()
  await inDialog(doer).getByLabel('Kết quả thực hiện').fill('Đã gửi báo cáo')
  await inDialog(doer).getByRole('button', { name: 'Báo cáo hoàn thành' }).click()
  await secretary.getByRole('button', { name: 'Xác nhận hoàn thành' }).click()
  await inDialog(secretary).getByRole('button', { name: 'Xác nhận hoàn thành' }).click()
  await secretary.getByText('Đã xác nhận hoàn thành.').waitFor()
  await look(secretary, 'task-done-1180')
  await secretary.getByRole('link', { name: 'Giao ban tháng' }).waitFor()
})

test('board__has_overdue_first_by_unit_and_person_at_both_sizes', { timeout: 120000 }, async () => {
  const give = (title, due) => people.secretary.json('POST', `/api/meetings/${meeting.id}/tasks`, { title, lead_unit_id: unit.id, person_id: idOf(people.doer), due_on: due })
  const late = await give('Báo cáo đã trễ hạn', day(1))
  await give('Chuẩn bị hội nghị', day(30))
  server.sql(`update app.task set due_on = '${day(-4)}' where id = '${late.id}'`)
  for (const [page, size] of [[secretary, 1180], [doer, 820]]) {
    await page.goto(`${server.origin}/tasks`)
    await page.getByRole('link', { name: /Báo cáo đã trễ hạn/ }).waitFor()
    await page.getByText('Quá hạn 4 ngày').waitFor()
    await page.getByRole('region', { name: 'Theo đơn vị chủ trì' }).getByRole('link', { name: unit.name }).waitFor()
    await look(page, `task-board-${size}`)
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'nothing runs out of the page')
    await page.getByRole('link', { name: /^Đang làm/ }).click()
    await page.getByRole('link', { name: /Chuẩn bị hội nghị/ }).waitFor()
  }
})

test('secretary__gives_a_task_of_the_meeting_alone_to_a_unit_that_is_picked', { timeout: 120000 }, async () => {
  await secretary.goto(`${server.origin}/meetings/${meeting.id}`)
  await secretary.getByRole('region', { name: 'Nhiệm vụ của cuộc họp' }).getByRole('button', { name: 'Giao nhiệm vụ' }).click()
  await inDialog(secretary).getByLabel('Nội dung nhiệm vụ').fill('Việc ngoài kết luận')
  await choose(inDialog(secretary), 'Đơn vị chủ trì', unit.name.slice(0, 12), unit.name)
  await inDialog(secretary).locator('input[name=due_on]').fill(shown(day(5)))
  await inDialog(secretary).getByRole('button', { name: 'Giao nhiệm vụ', exact: true }).click()
  await secretary.getByRole('link', { name: /Việc ngoài kết luận/ }).waitFor()
})
