// SPDX-License-Identifier: GPL-3.0-or-later
//
// What one act of the chair costs each member: their page is right again by the event alone, without a request.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from '../http/server.js'
import { signIn, startBrowser, startOffice } from './browser.js'
import { meetingOf } from '../http/make.js'

let server, browser, chair, page, meeting, api, member, other
const asked = []
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  api = await server.signIn('chutri')
  member = await server.signIn('donvi1.lanhdao')
  other = await server.signIn('donvi2.lanhdao')
  meeting = await meetingOf(api, { invitees: [member, other].map(one => one.session.person.id), title: 'Phiên đông người' })
  for (const step of ['publish', 'start']) meeting = await api.json('POST', `/api/meetings/${meeting.id}/${step}`, undefined, 200)
  ;[page, chair] = [await browser.tablet(1180), await browser.tablet(1180)]
  await Promise.all([signIn(page, server.origin, 'donvi1.lanhdao'), signIn(chair, server.origin, 'chutri')])
  for (const one of [page, chair]) {
    await one.goto(`${server.origin}/meetings/${meeting.id}/live`)
    await one.getByRole('heading', { name: meeting.agenda[0].title }).waitFor()
  }
  await api.json('PUT', `/api/meetings/${meeting.id}/desks/speech`, { state: 'open' }, 200)
  await page.getByRole('button', { name: 'Đăng ký phát biểu' }).waitFor()
  let last = Date.now()
  page.on('request', request => {
    if (!request.url().includes('/api/')) return
    last = Date.now()
    asked.push(`${request.method()} ${new URL(request.url()).pathname}`)
  })
  // a tablet that was just signed in to fetches its papers for reading without a network: that is not what is counted here
  await until(() => Date.now() - last > 4000, 'a quiet page', 90000)
})
after(async () => { await browser?.stop(); await server?.stop() })

/** Acts, waits until the member's page shows it, and half a second for what it might still ask. */
async function costs (act, shown) {
  asked.length = 0
  await act()
  await shown
  await page.waitForTimeout(600)
  return [...asked]
}
/** The conclusions of the item that is on, or who presents now. */
const atMostOneSmall = found => found.length <= 1 && found.every(one => /\/(conclusions|follow)$/.test(one))
const region = () => page.getByRole('region', { name: 'Đang phát biểu' })

test('move__costs_a_member_at_most_one_small_request', { timeout: 60000 }, async () => {
  const found = await costs(() => api.json('POST', `/api/meetings/${meeting.id}/current`, { item_id: meeting.agenda[1].id }, 200), page.locator(`[data-current-item="${meeting.agenda[1].id}"]`).waitFor())
  assert.ok(atMostOneSmall(found), found.join(' '))
})

test('pause_and_resume__cost_a_member_at_most_one_small_request', { timeout: 60000 }, async () => {
  const said = page.getByText('Cuộc họp đang tạm dừng').first()
  const paused = await costs(() => api.json('POST', `/api/meetings/${meeting.id}/pause`, undefined, 200), said.waitFor())
  const resumed = await costs(() => api.json('POST', `/api/meetings/${meeting.id}/resume`, undefined, 200), said.waitFor({ state: 'detached' }))
  for (const found of [paused, resumed]) assert.ok(atMostOneSmall(found), found.join(' '))
})

test('speaker__asked_called_stopped_and_ended_costs_other_members_no_request', { timeout: 60000 }, async () => {
  let speech
  const step = name => () => api.json('POST', `/api/speeches/${speech.id}/${name}`, undefined, 200)
  assert.deepEqual(await costs(async () => {
    const floor = await other.json('POST', `/api/meetings/${meeting.id}/speeches`, { queue: 'speech', topic: 'Về tiến độ' })
    speech = floor.waiting[0]
  }), [])
  assert.deepEqual(await costs(step('call'), region().getByText('Về tiến độ').waitFor()), [])
  assert.deepEqual(await costs(step('stop'), page.getByText('Tạm dừng phát biểu').waitFor()), [])
  assert.deepEqual(await costs(step('resume'), page.getByText('Tạm dừng phát biểu').waitFor({ state: 'detached' })), [])
  assert.deepEqual(await costs(step('end'), region().waitFor({ state: 'detached' })), [])
})

test('roll__somebody_comes_costs_a_member_no_request', { timeout: 60000 }, async () => {
  const text = () => page.locator('.live-top').textContent()
  const before = await text()
  assert.deepEqual(await costs(() => other.json('POST', `/api/meetings/${meeting.id}/attendance`, { state: 'room' }, 200), until(async () => (await text()) !== before, 'the quorum')), [])
})

test('chairs_own_tap__is_answered_with_the_change_alone', { timeout: 60000 }, async () => {
  const answered = chair.waitForResponse(response => response.url().endsWith('/current'))
  await chair.getByRole('button', { name: 'Nội dung trước' }).first().click()
  const body = await (await answered).json()
  assert.deepEqual([body.subject, body.kind, body.agenda], [`meeting:${meeting.id}`, 'current', undefined])
  await chair.locator(`[data-current-item="${meeting.agenda[0].id}"]`).waitFor()
})

test('floor__after_patches_is_what_a_fresh_page_has (rule 27)', { timeout: 90000 }, async () => {
  await other.json('POST', `/api/meetings/${meeting.id}/speeches`, { queue: 'speech', topic: 'Trước' })
  await member.json('POST', `/api/meetings/${meeting.id}/speeches`, { queue: 'speech', topic: 'Sau' })
  await other.json('POST', `/api/meetings/${meeting.id}/speeches`, { queue: 'speech', is_order: true, topic: 'Thủ tục' })
  const mine = page.locator('.speak-mine').filter({ hasText: 'Sau' })
  await mine.getByText('Quý vị đứng thứ 3').waitFor()
  const words = async () => (await page.locator('.speak-mine').allTextContents()).join('\n')
  const patched = await words()
  await page.reload()
  await mine.waitFor()
  await until(async () => await words() === patched, `the same as before: ${patched}`)
})
