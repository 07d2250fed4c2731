// SPDX-License-Identifier: GPL-3.0-or-later
//
// What changed in a meeting since one last looked (E7; rules 10, 21, 24).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signIn, startBrowser, startOffice } from './browser.js'

let server, browser, secretary, member, meeting
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  secretary = await server.signIn('thuky')
  const today = (await secretary.json('GET', '/api/meetings?when=today')).items.find(item => item.state === 'invited')
  meeting = await secretary.json('GET', `/api/meetings/${today.id}`)
  member = await browser.tablet(820)
  await signIn(member, server.origin, 'donvi2.lanhdao')
  await member.goto(`${server.origin}/meetings/${meeting.id}`)
  await member.getByRole('heading', { name: meeting.title }).waitFor()
})
after(async () => { await browser?.stop(); await server?.stop() })

const card = () => member.getByRole('region', { name: 'Thay đổi sau khi phát hành' })

test('changes__nothing_to_catch_up_with_at_the_first_look', { timeout: 60000 }, async () => {
  await member.waitForTimeout(500)
  assert.equal(await card().count(), 0)
})

test('changes__appear_live_and_stand_out_until_seen (E7)', { timeout: 90000 }, async () => {
  await secretary.json('PATCH', `/api/agenda-items/${meeting.agenda[0].id}`, { minutes: 45 }, 200)
  await secretary.json('POST', `/api/meetings/${meeting.id}/agenda`, { title: 'Việc phát sinh về phòng, chống bão' })
  await secretary.json('POST', `/api/meetings/${meeting.id}/agenda`, { title: 'Việc rất riêng', restricted: true, circle: [] })
  await card().getByRole('heading', { name: '2 thay đổi từ lần xem trước' }).waitFor()
  await card().getByText('Mục 6. Việc phát sinh về phòng, chống bão').waitFor()
  await card().getByText('Đã đổi: thời lượng').waitFor()
  assert.equal(await member.getByText('Việc rất riêng').count(), 0, 'rule 24')
  await member.reload()
  await card().getByRole('heading', { name: '2 thay đổi từ lần xem trước' }).waitFor()
  if (process.env.LOOK) await member.screenshot({ path: `${process.env.LOOK}/changes-new.png` })
  await card().getByRole('button', { name: 'Đã xem' }).click()
  await card().getByRole('heading').waitFor({ state: 'detached' })
  await member.reload()
  await card().getByText('Toàn bộ thay đổi (2)').click()
  await card().getByText('Bổ sung nội dung').waitFor()
  assert.equal(await card().getByRole('heading').count(), 0)
  if (process.env.LOOK) await member.screenshot({ path: `${process.env.LOOK}/changes-log.png`, fullPage: true })
})
