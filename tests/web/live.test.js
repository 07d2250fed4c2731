// SPDX-License-Identifier: GPL-3.0-or-later
//
// A running meeting on two tablets (F2): the chair's step is on the member's screen within a second, and after a restart of the server or a cut of the
// network both go on by themselves.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signIn, startBrowser, startCable, startOffice } from './browser.js'

let server, browser, cable, chair, member, titles, place
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  cable = await startCable(server.port)
  const api = await server.signIn('chutri')
  const today = (await api.json('GET', '/api/meetings?when=today')).items.find(item => item.state === 'invited')
  titles = (await api.json('GET', `/api/meetings/${today.id}`)).agenda.map(item => item.title)
  place = `/meetings/${today.id}`
  chair = await browser.tablet(1180)
  member = await browser.tablet(820)
  await signIn(chair, server.origin, 'chutri')
  await signIn(member, cable.origin, 'donvi2.lanhdao') // only the member hangs on the cable
})
after(async () => { cable?.stop(); await browser?.stop(); await server?.stop() })

const shows = (page, n, timeout = 10000) => page.locator('[data-current-item]').filter({ hasText: titles[n] }).first().waitFor({ timeout })
const next = () => chair.getByRole('button', { name: /Nội dung tiếp theo/ }).click()

test('chairs_step__is_on_the_members_screen_within_a_second', { timeout: 120000 }, async t => {
  await member.goto(`${cable.origin}${place}/live`)
  await member.getByText('Cuộc họp chưa bắt đầu').waitFor()
  await chair.goto(server.origin + place)
  await chair.getByRole('button', { name: 'Bắt đầu cuộc họp' }).click()
  await shows(chair, 0)
  await shows(member, 0)
  const took = []
  for (const n of [1, 2]) {
    const began = Date.now()
    await next()
    await shows(member, n)
    took.push(Date.now() - began)
  }
  t.diagnostic(`member saw the steps after ${took} ms`)
  assert.ok(took.every(ms => ms < 1000), `${took} ms`)
})

test('server_restarted_in_the_middle__both_tablets_go_on', { timeout: 120000 }, async () => {
  await server.stop({ keep: true })
  await member.getByText(/Mất kết nối/).first().waitFor()
  await chair.getByText(/Mất kết nối/).first().waitFor()
  server = await startOffice({ folder: server.folder, port: server.port })
  await next()
  await shows(member, 3)
  await shows(chair, 3)
  await member.getByText(/Mất kết nối/).first().waitFor({ state: 'hidden' })
})

test('network_cut_for_a_while__is_said_and_mended_without_a_touch', { timeout: 120000 }, async () => {
  cable.cut()
  await member.getByText(/Mất kết nối/).first().waitFor()
  await chair.getByRole('button', { name: /Nội dung trước/ }).click()
  await shows(chair, 2)
  await shows(member, 3, 1000) // what it saw last stays, and no word of the step came through
  await member.evaluate(() => { window.stayed = true })
  cable.mend()
  await shows(member, 2, 20000)
  await member.getByText(/Mất kết nối/).first().waitFor({ state: 'hidden' })
  assert.equal(await member.evaluate(() => window.stayed), true, 'the page was not loaded again')
})
