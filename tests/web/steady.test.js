// SPDX-License-Identifier: GPL-3.0-or-later
//
// A running meeting on tablets that are not as they should be (F2): a clock that is an hour wrong, a sleep of two hours, half of the members cut off;
// and the clock of an item, which warns before it is over.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signIn, startBrowser, startCable, startOffice } from './browser.js'
import { until } from '../http/server.js'
import { meetingOf } from '../http/make.js'

let server, browser, cable, api, meeting
const titles = ['Kinh tế', 'Văn hóa', 'Nhân sự', 'Việc khác']
const people = ['donvi1.lanhdao', 'donvi2.lanhdao', 'donvi3.lanhdao', 'donvi4.lanhdao']
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  cable = await startCable(server.port)
  api = await server.signIn('chutri')
  const invitees = (await Promise.all(people.map(account => server.signIn(account)))).map(one => one.session.person.id)
  meeting = await meetingOf(api, { invitees, items: titles })
  await api.json('PUT', `/api/meetings/${meeting.id}/agenda`, { items: titles.map(title => ({ title, minutes: title === 'Nhân sự' ? 1 : 30 })) })
  await api.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  meeting = await api.json('POST', `/api/meetings/${meeting.id}/start`, undefined, 200)
})
after(async () => { cable?.stop(); await browser?.stop(); await server?.stop() })

/** A tablet in the meeting. Its clock may be wrong by so many milliseconds, in the page and in its line of events, which is the page's own then. */
async function tablet (account, { origin = server.origin, wrongBy = null } = {}) {
  const page = await browser.tablet(820)
  if (wrongBy !== null) {
    await page.addInitScript(wrongBy => {
      delete globalThis.SharedWorker
      const True = Date
      globalThis.wrongBy = wrongBy
      globalThis.Date = class extends True {
        constructor (...given) { given.length ? super(...given) : super(True.now() + globalThis.wrongBy) }
        static now () { return True.now() + globalThis.wrongBy }
      }
    }, wrongBy)
  }
  await signIn(page, origin, account)
  await page.goto(`${origin}/meetings/${meeting.id}/live`)
  await page.locator('[data-current-item]').first().waitFor()
  return page
}
const shows = (page, n, timeout = 20000) => page.locator('[data-current-item]').filter({ hasText: titles[n] }).first().waitFor({ timeout })
const move = n => api.json('POST', `/api/meetings/${meeting.id}/current`, { item_id: meeting.agenda[n].id }, 200)
const seconds = async page => {
  const [minutes, rest] = (await page.locator('.item-clock-time').first().textContent()).split(':').map(Number)
  return minutes * 60 + rest
}

test('clocks_that_differ_by_an_hour__show_the_same_time_left', { timeout: 120000 }, async () => {
  const [right, early, late] = await Promise.all([tablet(people[0]), tablet(people[1], { wrongBy: -36e5 }), tablet(people[2], { wrongBy: 36e5 })])
  const [a, b, c] = await Promise.all([right, early, late].map(seconds))
  assert.ok(Math.abs(a - b) < 20 && Math.abs(a - c) < 20, `${a}, ${b}, ${c} s left`)
  assert.ok(a > 20 * 60 && a <= 30 * 60)
  for (const page of [right, early, late]) await page.context().close()
})

test('tablet_that_slept_for_two_hours__is_right_by_itself_though_its_line_looked_whole', { timeout: 120000 }, async () => {
  const page = await tablet(people[0], { origin: cable.origin, wrongBy: 0 })
  const debug = await page.context().newCDPSession(page)
  cable.stall()
  await debug.send('Page.setWebLifecycleState', { state: 'frozen' })
  await move(1)
  await move(3)
  await debug.send('Page.setWebLifecycleState', { state: 'active' })
  // Two hours by the clock on the wall; the timers of a sleeping device have not run.
  await page.evaluate(() => {
    globalThis.stayed = true
    globalThis.wrongBy = 2 * 36e5
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await shows(page, 3)
  assert.equal(await page.evaluate(() => globalThis.stayed), true, 'the page was not loaded again')
  const left = await seconds(page)
  assert.ok(left > 25 * 60 && left <= 30 * 60, `${left} s left: the time is the server's again`)
  await move(0)
  await shows(page, 0)
  await page.context().close()
})

test('half_of_the_members_cut_off__come_back_to_where_the_others_are', { timeout: 120000 }, async () => {
  const near = await Promise.all(people.slice(0, 2).map(account => tablet(account)))
  const far = await Promise.all(people.slice(2).map(account => tablet(account, { origin: cable.origin })))
  cable.cut()
  await move(1)
  await Promise.all(near.map(page => shows(page, 1)))
  await Promise.all(far.map(page => page.getByText(/Mất kết nối/).first().waitFor()))
  await move(3)
  cable.mend()
  await Promise.all([...near, ...far].map(page => shows(page, 3, 30000)))
  for (const page of [...near, ...far]) await page.context().close()
  await move(0)
})

test('item_clock__warns_in_its_last_minute_in_word_and_colour_and_the_chair_is_told', { timeout: 150000 }, async () => {
  const member = await tablet(people[0])
  const chair = await tablet('chutri')
  await move(2) // of one minute: its last
  await member.locator('.item-clock.soon').getByText('Sắp hết giờ').waitFor()
  await chair.locator('.clock-notice').getByText(/sắp hết giờ/).waitFor()
  assert.equal(await member.locator('.clock-notice').count(), 0, 'the quiet word is for who steers or presents')
  await member.locator('.item-clock.over').getByText('Quá giờ').waitFor({ timeout: 90000 })
  await chair.locator('.clock-notice').getByText(/quá giờ/).waitFor()
  const [colour, calm] = await member.evaluate(() => ['.item-clock.over', 'body'].map(one => getComputedStyle(document.querySelector(one)).color))
  assert.notEqual(colour, calm)
  if (process.env.LOOK) await chair.screenshot({ path: `${process.env.LOOK}/over-820.png` })
  await chair.locator('.clock-notice').getByRole('button', { name: 'Đóng' }).click()
  await chair.locator('.clock-notice').waitFor({ state: 'detached' })
})

test('chairs_step__is_taken_back_by_one_tap', { timeout: 60000 }, async () => {
  await move(0)
  const chair = await tablet('chutri')
  await chair.getByRole('button', { name: /Nội dung tiếp theo/ }).click()
  await shows(chair, 1)
  await chair.locator('.undo').getByRole('button', { name: 'Quay lại' }).click()
  await shows(chair, 0)
  await until(async () => await chair.locator('.undo').count() === 0, 'nothing more to take back')
})

test('chair__adjourns_to_another_day_and_every_tablet_says_when', { timeout: 90000 }, async () => {
  const member = await tablet(people[1])
  const chair = await tablet('chutri')
  await chair.getByRole('button', { name: 'Họp tiếp ngày khác' }).click()
  await chair.getByRole('dialog').getByRole('button', { name: 'Báo họp tiếp' }).click()
  await member.getByText(/Họp tiếp lúc/).first().waitFor()
  if (process.env.LOOK) await member.screenshot({ path: `${process.env.LOOK}/adjourned-820.png` })
  await chair.getByRole('button', { name: 'Họp tiếp', exact: true }).click()
  await member.getByText(/Họp tiếp lúc/).first().waitFor({ state: 'detached' })
  await shows(member, 0)
})
