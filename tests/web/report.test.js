// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reports on tablets (H1): sums, charts each with its table, the workbook.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signIn, startBrowser, startOffice } from './browser.js'
import { meetingOf } from '../http/make.js'

let server, browser, chair, member
const idOf = person => person.session.person.id
const look = (page, name) => process.env.LOOK ? page.screenshot({ path: `${process.env.LOOK}/${name}.png`, fullPage: true }) : null

before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  const people = await Promise.all(['chutri', 'donvi1.lanhdao', 'donvi2.lanhdao', 'donvi3.lanhdao'].map(account => server.signIn(account)))
  for (const [n, come] of [[1, ['room', 'online', 'excused']], [2, ['room', 'room', 'absent']]]) {
    const meeting = await meetingOf(people[0], { title: `Họp thứ ${n}`, online: true, invitees: people.slice(1).map(idOf) })
    const at = `/api/meetings/${meeting.id}`
    await people[0].json('POST', `${at}/publish`, undefined, 200)
    await people[0].json('POST', `${at}/start`, undefined, 200)
    for (const [i, state] of come.entries()) await people[0].json('PUT', `${at}/attendance/${idOf(people[i + 1])}`, { state }, 200)
    await people[0].json('PUT', `${at}/desks/speech`, { state: 'open' }, 200)
    const floor = await people[1].json('POST', `${at}/speeches`, { queue: 'speech', topic: 'Ý kiến' })
    await people[0].json('POST', `/api/speeches/${floor.waiting[0].id}/call`, undefined, 200)
    await people[0].json('POST', `/api/speeches/${floor.waiting[0].id}/end`, undefined, 200)
    await people[0].json('POST', `${at}/end`, undefined, 200)
  }
  ;[chair, member] = [await browser.tablet(1180), await browser.tablet(820)]
  await Promise.all([signIn(chair, server.origin, 'chutri'), signIn(member, server.origin, 'donvi1.lanhdao')])
})
after(async () => { await browser?.stop(); await server?.stop() })

test('reports__show_sums_charts_and_a_table_beside_each', { timeout: 120000 }, async () => {
  await chair.getByRole('navigation').getByRole('link', { name: 'Báo cáo' }).click()
  await chair.getByRole('radio', { name: 'Cuộc họp tôi chuẩn bị' }).check()
  const people = chair.getByRole('table', { name: 'Theo người' })
  await people.getByText('Ngô Thị Thu Trang').waitFor()
  for (const name of ['Tham dự theo thời gian', 'Phát biểu và chất vấn theo thời gian', 'Theo đơn vị']) {
    const card = chair.getByRole('region', { name, exact: true })
    await card.locator('.report-chart[data-state=there]').waitFor()
    await card.getByRole('table', { name }).waitFor()
    await card.getByRole('img', { name: `Biểu đồ: ${name}. Số liệu đầy đủ ở bảng bên cạnh.` }).waitFor()
  }
  const row = await people.getByRole('row').filter({ hasText: 'Ngô Thị Thu Trang' }).getByRole('cell').allInnerTexts()
  assert.deepEqual([row[0], row[1].replace(/\s+/g, ' ')], ['2', '2 100%'])
  await look(chair, 'reports-1180')
  const file = await chair.evaluate(async address => { const reply = await fetch(address); return [reply.status, reply.headers.get('content-type'), (await reply.arrayBuffer()).byteLength] },
    await chair.getByRole('link', { name: 'Tải bảng tính (XLSX)' }).getAttribute('href'))
  assert.deepEqual([file[0], file[1]], [200, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'])
})

test('reports__of_ones_own_are_numbers_without_the_others', { timeout: 120000 }, async () => {
  await member.goto(`${server.origin}/reports`)
  await member.getByRole('radio', { name: 'Của tôi', exact: true }).check()
  await member.locator('.report-sum').filter({ hasText: 'Có mặt' }).getByText('100% số lượt được mời').waitFor()
  assert.equal(await member.getByRole('table', { name: 'Theo người' }).count(), 0)
  await member.locator('.report-chart[data-state=there]').first().waitFor()
  await look(member, 'reports-820')
  assert.ok(await member.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'nothing runs out of the page')
  await member.getByLabel('Khoảng thời gian').selectOption('last-year')
  await member.getByText('Không có cuộc họp nào trong khoảng thời gian này.').waitFor()
})
