// SPDX-License-Identifier: GPL-3.0-or-later
//
// The calendar (E1): month, week and list by touch and by keyboard; a unit's, a person's, a room's; what is taken while a meeting is planned.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from '../http/server.js'
import { meetingOf } from '../http/make.js'
import { agree, choose, signIn, startBrowser, startOffice } from './browser.js'

let server, browser, secretary, api, chair, leader, rooms, page
const idOf = person => person.session.person.id
const plan = async (person, title, starts_at, ends_at, facts = {}, publish = true) => {
  const meeting = await meetingOf(person, { title, starts_at, ends_at, chair_id: idOf(person), ...facts })
  if (publish) await person.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  return meeting
}
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  ;[api, chair, leader] = await Promise.all(['thuky', 'chutri', 'donvi1.lanhdao'].map(account => server.signIn(account)))
  rooms = (await api.json('GET', '/api/catalogues/room')).items
  const year = new Date().getUTCFullYear() + 1 // a year whose holidays the catalogue has
  const admin = await server.signIn('quantri')
  await admin.json('POST', '/api/catalogues/holiday', { name: 'Ngày nghỉ bù', on: `${year}-03-04` })
  page = { year, day: (m, d, time) => `${year}-${m}-${d}T${time}:00+07:00` }
  await plan(api, 'Giao ban đầu tháng', page.day('03', '03', '08:00'), page.day('03', '03', '10:00'), { room_id: rooms[0].id })
  await plan(leader, 'Họp kín của xã', page.day('03', '03', '14:00'), page.day('03', '03', '15:30'), { room_id: rooms[0].id })
  await plan(api, 'Trực qua đêm', page.day('03', '31', '22:00'), `${year}-04-01T02:00:00+07:00`, { invitees: [idOf(chair)] })
  await plan(api, 'Kế hoạch quý hai', page.day('04', '15', '09:00'), page.day('04', '15', '11:00'), {}, false)
  secretary = await browser.tablet(1180)
  await signIn(secretary, server.origin, 'thuky')
})
after(async () => { await browser?.stop(); await server?.stop() })

const at = (view, date, of = '') => `${server.origin}/calendar?view=${view}&date=${date}${of && `&of=${of}`}`
const event = (tablet, title) => tablet.locator('.fc-event').filter({ hasText: title })
const query = tablet => new URL(tablet.url()).searchParams
async function swipe (tablet, dx) {
  const box = await tablet.locator('.calendar-grid').boundingBox()
  const debug = await tablet.context().newCDPSession(tablet)
  const [x, y] = [box.x + box.width / 2, box.y + 200]
  const touch = (type, points) => debug.send('Input.dispatchTouchEvent', { type, touchPoints: points })
  await touch('touchStart', [{ x, y }])
  for (let i = 1; i <= 6; i++) await touch('touchMove', [{ x: x + dx * i / 6, y }])
  await touch('touchEnd', [])
}

test('month__is_reached_from_the_navigation_and_turned_by_swipe_button_and_key', { timeout: 120000 }, async () => {
  await secretary.getByRole('link', { name: 'Lịch', exact: true }).click()
  await secretary.getByRole('heading', { name: 'Lịch', exact: true }).waitFor()
  await secretary.goto(at('month', `${page.year}-03-15`))
  await event(secretary, 'Giao ban đầu tháng').waitFor()
  await event(secretary, 'Trực qua đêm').first().waitFor()
  assert.equal(await event(secretary, 'Họp kín').count(), 0)
  await secretary.locator('.fc-bg-event').filter({ hasText: 'Ngày nghỉ bù' }).waitFor()
  await secretary.getByRole('heading', { name: `Tháng 3 năm ${page.year}` }).waitFor()
  await swipe(secretary, -240)
  await secretary.getByRole('heading', { name: `Tháng 4 năm ${page.year}` }).waitFor()
  await event(secretary, 'Kế hoạch quý hai').getByText('Dự thảo').waitFor() // a state is a word too
  await event(secretary, 'Trực qua đêm').waitFor() // it ends in this month
  await swipe(secretary, 240)
  await secretary.getByRole('heading', { name: `Tháng 3 năm ${page.year}` }).waitFor()
  await secretary.getByRole('button', { name: 'Tháng trước' }).click()
  await secretary.keyboard.press('ArrowLeft')
  await secretary.getByRole('heading', { name: `Tháng 1 năm ${page.year}` }).waitFor()
  await secretary.keyboard.press('ArrowLeft')
  await secretary.getByRole('heading', { name: `Tháng 12 năm ${page.year - 1}` }).waitFor()
  await secretary.getByRole('button', { name: 'Hôm nay' }).click()
  await secretary.locator('.fc-day-today').waitFor()
})

test('meeting__opens_by_tap_and_by_enter_and_going_back_keeps_the_month', { timeout: 120000 }, async () => {
  const where = at('month', `${page.year}-03-15`)
  await secretary.goto(where)
  await event(secretary, 'Giao ban đầu tháng').tap()
  await secretary.getByRole('heading', { name: 'Giao ban đầu tháng', level: 1 }).waitFor()
  await secretary.goBack()
  await event(secretary, 'Giao ban đầu tháng').waitFor()
  assert.equal(secretary.url(), where)
  await secretary.getByRole('link', { name: /Giao ban đầu tháng/ }).focus()
  await secretary.keyboard.press('Enter')
  await secretary.getByRole('heading', { name: 'Giao ban đầu tháng', level: 1 }).waitFor()
})

test('week__stands_at_the_offices_clock_whatever_the_tablets', { timeout: 120000 }, async () => {
  const abroad = await browser.tablet(820, { timezoneId: 'America/New_York' })
  await signIn(abroad, server.origin, 'thuky')
  await abroad.goto(at('week', `${page.year}-03-03`))
  await event(abroad, 'Giao ban đầu tháng').waitFor()
  assert.match(await event(abroad, 'Giao ban đầu tháng').innerText(), /^08:00/)
  const column = await abroad.locator(`.fc-timegrid-col[data-date="${page.year}-03-03"]`).boundingBox()
  const box = await event(abroad, 'Giao ban đầu tháng').boundingBox()
  assert.ok(box.x >= column.x - 1 && box.x + box.width <= column.x + column.width + 1)
  const slot = await abroad.locator('.fc-timegrid-slot-lane[data-time="08:00:00"]').boundingBox()
  assert.ok(Math.abs(box.y - slot.y) < 3)
  const grid = await abroad.locator('.calendar-grid').boundingBox()
  assert.ok(box.y > grid.y && box.y + box.height < grid.y + grid.height, 'the working day is in sight without scrolling')
  // over midnight: a piece on each day
  await abroad.goto(at('week', `${page.year}-03-31`))
  await until(async () => await event(abroad, 'Trực qua đêm').count() === 2, 'both pieces')
  // what was looked at last is what is shown next
  await abroad.goto(`${server.origin}/calendar`)
  await abroad.getByRole('button', { name: 'Tuần', exact: true, pressed: true }).waitFor()
  await abroad.context().close()
})

test('list__tells_times_places_and_states_in_words_in_both_languages', { timeout: 120000 }, async () => {
  await secretary.goto(at('list', `${page.year}-03-15`))
  const row = secretary.locator('.fc-list-event').filter({ hasText: 'Giao ban đầu tháng' })
  await row.getByText('Đã phát hành giấy mời').waitFor()
  await row.getByText('Phòng họp số 1').waitFor()
  await row.getByText('08:00 – 10:00').waitFor()
  await secretary.locator('.fc-list-event').filter({ hasText: 'Ngày nghỉ bù' }).waitFor()
  await secretary.goto(at('list', `${page.year}-08-01`))
  await secretary.getByText('Không có cuộc họp trong thời gian này.').waitFor()
})

test('calendars__of_a_unit_a_person_and_a_room_are_chosen_and_stand_in_the_address', { timeout: 120000 }, async () => {
  await secretary.goto(at('month', `${page.year}-03-15`))
  await secretary.getByRole('button', { name: 'Cá nhân' }).click()
  await secretary.getByText('Chọn người để xem lịch.').waitFor()
  await choose(secretary, 'Chọn người', chair.session.person.full_name)
  await event(secretary, 'Trực qua đêm').first().waitFor()
  assert.equal(await event(secretary, 'Giao ban đầu tháng').count(), 0)
  assert.equal(query(secretary).get('of'), `person:${idOf(chair)}`)
  await secretary.reload()
  await secretary.locator('.chip').filter({ hasText: chair.session.person.full_name }).waitFor()
  await secretary.getByRole('button', { name: 'Cơ quan, đơn vị' }).click()
  await choose(secretary, 'Chọn cơ quan, đơn vị', 'Sở Nội vụ')
  await secretary.getByText('Không có cuộc họp trong thời gian này.').waitFor()
  await secretary.getByRole('button', { name: 'Phòng họp', exact: true }).click()
  await secretary.getByRole('combobox', { name: 'Chọn phòng họp' }).selectOption({ label: 'Phòng họp số 1' })
  await event(secretary, 'Giao ban đầu tháng').waitFor()
  await event(secretary, 'Đã có lịch').waitFor()
  assert.equal(await secretary.getByText('Họp kín').count(), 0)
})

test('empty_place__offers_a_meeting_then_and_there_to_those_who_may', { timeout: 120000 }, async () => {
  await secretary.goto(at('week', `${page.year}-03-03`, `room:${rooms[0].id}`))
  await event(secretary, 'Giao ban đầu tháng').waitFor()
  const column = await secretary.locator(`.fc-timegrid-col[data-date="${page.year}-03-04"]`).boundingBox()
  const slot = await secretary.locator('.fc-timegrid-slot-lane[data-time="09:30:00"]').boundingBox()
  await secretary.touchscreen.tap(column.x + column.width / 2, slot.y + slot.height / 2)
  await secretary.getByText(`09:30 04/03/${page.year}`).waitFor()
  await secretary.locator('.calendar-offer').getByRole('button', { name: 'Tạo cuộc họp' }).click()
  await secretary.getByRole('heading', { name: 'Tạo cuộc họp' }).waitFor()
  await until(async () => await secretary.locator('[name=room_id]').inputValue() === rooms[0].id, 'the room')
  assert.equal(await secretary.locator('[name=day]').inputValue(), `04/03/${page.year}`)
  assert.equal(await secretary.locator('[name=starts_at]').inputValue(), '09:30')
  const officer = await browser.tablet(820)
  await signIn(officer, server.origin, 'donvi1.chuyenvien')
  await officer.goto(at('week', `${page.year}-03-03`))
  await officer.locator('.fc-timegrid-slot-lane[data-time="09:30:00"]').waitFor()
  await officer.waitForFunction(() => !document.querySelector('.calendar-card')?.ariaBusy || document.querySelector('.calendar-card').ariaBusy === 'false')
  await officer.locator('.fc-timegrid-slot-lane[data-time="09:30:00"]').click({ force: true })
  assert.equal(await officer.getByText('Tạo cuộc họp').count(), 0)
  await officer.context().close()
})

test('calendar__follows_what_others_plan', { timeout: 120000 }, async () => {
  const tablet = await browser.tablet(820)
  await signIn(tablet, server.origin, 'chutri')
  await tablet.goto(at('month', `${page.year}-05-10`))
  await tablet.getByText('Không có cuộc họp trong thời gian này.').waitFor()
  await plan(api, 'Vừa mời', page.day('05', '12', '08:00'), null, { invitees: [idOf(chair)] })
  await event(tablet, 'Vừa mời').waitFor()
  await tablet.context().close()
})

test('editor__warns_of_taken_rooms_and_people_and_small_rooms_while_one_types', { timeout: 120000 }, async () => {
  const admin = await server.signIn('quantri')
  const small = await admin.json('POST', '/api/catalogues/room', { name: 'Phòng tiếp dân', seats: 1 })
  const meeting = await plan(api, 'Cuộc họp mới', page.day('03', '03', '09:00'), page.day('03', '03', '15:00'), { room_id: rooms[0].id, chair_id: idOf(leader), invitees: [idOf(chair)] }, false)
  await secretary.goto(`${server.origin}/meetings/${meeting.id}/edit`)
  await secretary.getByText('Phòng họp số 1 đã có cuộc họp 08:00 – 10:00: Giao ban đầu tháng').waitFor()
  const hidden = secretary.getByText('Phòng họp số 1 đã có cuộc họp 14:00 – 15:30')
  assert.equal(await hidden.innerText(), 'Phòng họp số 1 đã có cuộc họp 14:00 – 15:30')
  await secretary.getByText(`${leader.session.person.full_name} bận 14:00 – 15:30`).waitFor()
  await secretary.locator('[name=room_id]').selectOption(small.id)
  await secretary.getByText(/Phòng có 1 chỗ, dự kiến ít nhất \d người dự họp/).waitFor()
  await hidden.waitFor({ state: 'detached' })
  await secretary.locator('[name=room_id]').selectOption(rooms[0].id)
  await secretary.locator('[name=ends_at]').fill('14:00')
  await secretary.locator('[name=ends_at]').press('Tab')
  await secretary.getByText(`${leader.session.person.full_name} bận 14:00 – 15:30`).waitFor({ state: 'detached' })
  await secretary.getByText('Phòng họp số 1 đã có cuộc họp 08:00 – 10:00').waitFor()
  if (process.env.LOOK) await secretary.screenshot({ path: `${process.env.LOOK}/editor.png` })
  // publishing into a taken room is refused, and says why and when
  await secretary.getByRole('button', { name: 'Phát hành giấy mời' }).click()
  await agree(secretary, 'Phát hành giấy mời')
  await secretary.getByText(`phòng họp đã có cuộc họp khác 08:00 – 10:00 03/03/${page.year}`).waitFor()
  if (process.env.LOOK) await secretary.screenshot({ path: `${process.env.LOOK}/refused.png` })
  assert.equal((await api.json('GET', `/api/meetings/${meeting.id}`)).state, 'draft')
})

test('published_meeting__is_not_moved_onto_another_and_the_field_says_so', { timeout: 120000 }, async () => {
  const meeting = await plan(api, 'Sẽ dời giờ', page.day('03', '03', '17:00'), page.day('03', '03', '18:00'), { room_id: rooms[0].id })
  await secretary.goto(`${server.origin}/meetings/${meeting.id}/edit`)
  await secretary.locator('[name=starts_at]').fill('09:00')
  await secretary.locator('[name=starts_at]').press('Tab')
  await secretary.getByRole('button', { name: 'Lưu', exact: true }).click()
  await secretary.getByText('Phòng họp đã có cuộc họp khác trong thời gian này. Đề nghị chọn phòng hoặc thời gian khác.').waitFor()
  assert.equal(await secretary.locator('[name=room_id]').getAttribute('aria-invalid'), 'true')
})
