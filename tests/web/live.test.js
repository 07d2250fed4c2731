// SPDX-License-Identifier: GPL-3.0-or-later
//
// A running meeting on two tablets (F2): the chair's step is on the member's screen within a second, and after a restart of the server both go on.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer } from '../http/server.js'
import { signIn, startBrowser } from './browser.js'

let server, browser
before(async () => { server = await startServer({ sample: true }); browser = await startBrowser() })
after(async () => { await browser?.stop(); await server?.stop() })

test('chairs_step__is_on_the_members_screen_within_a_second_and_after_a_restart', { timeout: 180000 }, async t => {
  const chair = await browser.tablet(1180), member = await browser.tablet(820)
  await signIn(chair, server.origin, 'chutri')
  await signIn(member, server.origin, 'donvi2.lanhdao')
  const api = await server.signIn('chutri')
  const today = (await api.json('GET', '/api/meetings?when=today')).items.find(item => item.state === 'invited')
  const { agenda } = await api.json('GET', `/api/meetings/${today.id}`)
  const title = n => agenda[n].title
  const shows = (page, n, timeout) => page.locator('[data-current-item]').filter({ hasText: title(n) }).first().waitFor({ timeout })

  await member.goto(`${server.origin}/meetings/${today.id}/live`)
  await chair.goto(`${server.origin}/meetings/${today.id}`)
  await chair.getByRole('button', { name: 'Bắt đầu cuộc họp' }).click()
  const confirm = chair.getByRole('dialog').getByRole('button', { name: 'Bắt đầu cuộc họp' })
  if (await confirm.isVisible().catch(() => false)) await confirm.click()
  await shows(chair, 0, 10000)
  await shows(member, 0, 10000)

  const took = []
  for (const n of [1, 2]) {
    const began = Date.now()
    await chair.getByRole('button', { name: /Nội dung tiếp theo/ }).click()
    await shows(member, n, 5000)
    took.push(Date.now() - began)
  }
  t.diagnostic(`member saw the steps after ${took} ms`)
  assert.ok(took.every(ms => ms < 1000), `${took} ms`)

  await server.stop({ keep: true })
  await member.getByText(/Mất kết nối/).first().waitFor({ timeout: 15000 })
  server = await startServer({ folder: server.folder, port: server.port })
  await chair.getByRole('button', { name: /Nội dung tiếp theo/ }).click({ timeout: 20000 })
  await shows(member, 3, 15000)
  await shows(chair, 3, 15000)

  await member.context().setOffline(true)
  await chair.getByRole('button', { name: /Nội dung trước/ }).click()
  await shows(chair, 2, 10000)
  await member.context().setOffline(false)
  await shows(member, 2, 15000)
})
