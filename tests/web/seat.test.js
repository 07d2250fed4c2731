// SPDX-License-Identifier: GPL-3.0-or-later
//
// A room's seat map drawn, and people placed on it, by hand on a tablet: by finger, by mouse and by keys (A5, E10).
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { meetingOf } from '../http/make.js'
import { agree, signIn, startBrowser, startOffice } from './browser.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let server, browser, chair, member, admin, drawing, placing, looking, room, meeting
const idOf = person => person.session.person.id
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  ;[chair, member, admin] = await Promise.all(['chutri', 'snv.lanhdao', 'quantri'].map(account => server.signIn(account)))
  const leader = await server.signIn('donvi1.lanhdao')
  room = await admin.json('POST', '/api/catalogues/room', { name: 'Phòng vẽ thử' })
  meeting = await meetingOf(chair, { title: 'Họp có sơ đồ', room_id: room.id, invitees: [idOf(member), idOf(leader)], starts_at: new Date(Date.now() + 86400000).toISOString() })
  await chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  ;[drawing, placing, looking] = await Promise.all([browser.tablet(1180), browser.tablet(1180), browser.tablet(820)])
  for (const page of [drawing, placing, looking]) page.setDefaultTimeout(12000)
  await signIn(drawing, server.origin, 'quantri')
  await signIn(placing, server.origin, 'chutri')
  await signIn(looking, server.origin, 'snv.lanhdao')
})
after(async () => { await browser?.stop(); await server?.stop() })

const kept = () => member.json('GET', `/api/rooms/${room.id}/map`)
const seating = () => chair.json('GET', `/api/meetings/${meeting.id}/seats`)
const labelOf = async person => { const now = await seating(); return now.seats.find(seat => seat.id === now.people.find(one => one.person?.id === idOf(person)).seat_id)?.label }
const seat = (page, name) => page.getByRole('button', { name, exact: typeof name === 'string' })
async function accessible (page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run('main', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }))
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html.slice(0, 200)]), [])
}
/** A finger put down, moved and lifted, as the tablet's screen reports it. */
async function fingerDrag (page, from, to) {
  const debug = await page.context().newCDPSession(page)
  const touch = (type, point) => debug.send('Input.dispatchTouchEvent', { type, touchPoints: point ? [point] : [] })
  await touch('touchStart', from)
  for (let i = 1; i <= 6; i++) await touch('touchMove', { x: from.x + (to.x - from.x) * i / 6, y: from.y + (to.y - from.y) * i / 6 })
  await touch('touchEnd')
  await page.waitForTimeout(400) // a hand needs as long to its next place; a tap at once is taken for part of the same gesture
  await debug.detach()
}
const middle = async locator => { const box = await locator.boundingBox(); return { x: box.x + box.width / 2, y: box.y + box.height / 2 } }

test('seats__without_a_map_say_who_draws_it', async () => {
  await placing.goto(`${server.origin}/meetings/${meeting.id}/seats`)
  await placing.getByText('Phòng vẽ thử chưa có sơ đồ chỗ ngồi').waitFor()
  assert.equal(await placing.getByRole('link', { name: 'Vẽ sơ đồ phòng' }).count(), 0, 'the chair is no administrator')
})

test('map__begins_with_a_layout_and_is_changed_by_finger_and_keys', async () => {
  await drawing.goto(server.origin + '/catalogues/room')
  await drawing.getByRole('link', { name: 'Sơ đồ chỗ ngồi: Phòng vẽ thử' }).tap()
  await drawing.getByText('Phòng này chưa có sơ đồ.').waitFor()
  await drawing.getByRole('button', { name: 'Mẫu bố trí' }).tap()
  await drawing.getByLabel('Số ghế hàng đầu').fill('3')
  await drawing.getByLabel('Số ghế mỗi cánh').fill('2')
  await agree(drawing, 'Dùng mẫu này')
  await seat(drawing, 'Ghế CT').waitFor()
  assert.equal(await drawing.locator('.seat-chair').count(), 7)
  for (const one of await drawing.locator('.seat-chair').all()) { const box = await one.boundingBox(); assert.ok(box.width >= 44 && box.height >= 44, JSON.stringify(box)) }
  await accessible(drawing)
  // a finger moves a chair by whole steps of the grid
  const from = await middle(seat(drawing, 'Ghế 3'))
  await fingerDrag(drawing, from, { x: from.x + 110, y: from.y + 95 })
  const step = await drawing.locator('.plan-drawing').evaluate(svg => svg.clientWidth / svg.viewBox.baseVal.width)
  await drawing.getByRole('button', { name: 'Lưu', exact: true }).tap()
  await drawing.getByText('Đã lưu sơ đồ.').waitFor()
  const laid = await kept()
  const moved = laid.seats.find(one => one.label === '3')
  assert.deepEqual([moved.x, moved.y], [moved.x | 0, moved.y | 0])
  assert.equal(moved.y, 6 + Math.round(95 / step))
  // keys: one step, a turn, a name, gone, undone
  await seat(drawing, 'Ghế 3').focus()
  await drawing.keyboard.press('ArrowRight')
  await drawing.keyboard.press('r')
  await drawing.keyboard.press('Enter')
  await drawing.getByLabel('Tên chỗ').fill('B1')
  await drawing.keyboard.press('Tab')
  await seat(drawing, 'Ghế 4').focus()
  await drawing.keyboard.press('Delete')
  await seat(drawing, 'Ghế 4').waitFor({ state: 'detached' })
  await drawing.getByRole('button', { name: 'Hoàn tác' }).tap()
  await seat(drawing, 'Ghế 4').waitFor()
  await drawing.getByRole('button', { name: '+ Cửa' }).tap()
  await drawing.getByRole('button', { name: 'Lưu', exact: true }).tap()
  await drawing.getByText('Chưa lưu').waitFor({ state: 'detached' })
  const changed = await kept()
  const renamed = changed.seats.find(one => one.label === 'B1')
  assert.deepEqual([renamed.id, renamed.x, renamed.y, renamed.angle], [moved.id, moved.x + 1, moved.y, (moved.angle + 90) % 360])
  assert.equal(changed.seats.filter(one => one.kind === 'door').length, 1)
})

test('map__with_two_chairs_of_one_name_is_refused_and_not_lost', async () => {
  await seat(drawing, 'Ghế B1').tap()
  await drawing.getByLabel('Tên chỗ').fill('CT')
  await drawing.keyboard.press('Tab')
  await drawing.getByRole('button', { name: 'Lưu', exact: true }).tap()
  await drawing.locator('.toast').first().waitFor()
  assert.equal(await drawing.getByText('Chưa lưu').count(), 1)
  await drawing.getByRole('button', { name: 'Hoàn tác' }).tap()
  assert.deepEqual((await kept()).seats.filter(one => one.label === 'CT').length, 1)
})

test('people__are_placed_by_tap_by_drag_and_by_themselves', async () => {
  await placing.reload()
  await placing.getByRole('heading', { name: 'Chưa xếp chỗ (3)' }).waitFor()
  await accessible(placing)
  const person = name => placing.getByRole('button', { name: new RegExp(name) })
  const memberName = member.session.person.full_name
  // tap a person, tap a seat
  await person(memberName).tap()
  await seat(placing, 'Ghế 1, trống').tap()
  await seat(placing, `Ghế 1: ${memberName}`).waitFor()
  // drag the next one from the list by finger
  const grip = placing.locator('.sitter-grip').last()
  await fingerDrag(placing, await middle(grip), await middle(seat(placing, 'Ghế 2, trống')))
  await placing.getByRole('heading', { name: 'Chưa xếp chỗ (1)' }).waitFor()
  await placing.getByRole('button', { name: 'Xếp tự động' }).click()
  await seat(placing, `Ghế CT: ${chair.session.person.full_name}`).waitFor()
  await placing.getByRole('button', { name: 'Lưu chỗ ngồi' }).click()
  await placing.getByText('Chưa lưu').waitFor({ state: 'detached' })
  assert.deepEqual([await labelOf(chair), await labelOf(member)], ['CT', '1'])
  // drag from seat to seat by finger: both change places
  await fingerDrag(placing, await middle(seat(placing, `Ghế 1: ${memberName}`)), await middle(seat(placing, /^Ghế 2: /)))
  await seat(placing, `Ghế 2: ${memberName}`).waitFor()
  await accessible(placing)
  await placing.getByRole('button', { name: 'Lưu chỗ ngồi' }).click()
  await placing.getByText('Chưa lưu').waitFor({ state: 'detached' })
  assert.equal(await labelOf(member), '2')
})

test('people__are_placed_by_keys_alone', async () => {
  const memberName = member.session.person.full_name
  await seat(placing, `Ghế 2: ${memberName}`).focus()
  await placing.keyboard.press('Enter')
  await placing.keyboard.press('ArrowDown')
  const there = await placing.evaluate(() => document.activeElement.getAttribute('aria-label'))
  assert.match(there, /^Ghế \S+, trống$/)
  await placing.keyboard.press('Enter')
  const label = there.match(/^Ghế (\S+),/)[1]
  await seat(placing, `Ghế ${label}: ${memberName}`).waitFor()
  await placing.getByRole('button', { name: 'Lưu chỗ ngồi' }).press('Enter')
  await placing.getByText('Chưa lưu').waitFor({ state: 'detached' })
  assert.equal(await labelOf(member), label)
})

test('member__sees_their_own_seat_and_it_moves_with_the_secretarys', async () => {
  const memberName = member.session.person.full_name
  const label = await labelOf(member)
  await looking.goto(`${server.origin}/meetings/${meeting.id}`)
  await looking.locator('section[aria-labelledby=my-seat]').getByText(label, { exact: true }).waitFor()
  await looking.getByRole('link', { name: 'Xem sơ đồ' }).tap()
  await looking.getByText(`Chỗ ngồi của tôi: ${label}`).waitFor()
  assert.equal(await looking.locator('.seat-mine').getAttribute('aria-label'), `Ghế ${label}: ${memberName}`)
  assert.equal(await looking.getByRole('button', { name: 'Lưu chỗ ngồi' }).count(), 0)
  await accessible(looking)
  const now = await seating()
  const free = now.seats.find(one => one.kind === 'chair' && !now.people.some(who => who.seat_id === one.id))
  await chair.json('PUT', `/api/meetings/${meeting.id}/seats`, { places: now.people.filter(one => one.seat_id).map(one => ({ seat_id: one.person.id === idOf(member) ? free.id : one.seat_id, person_id: one.person.id })) }, 200)
  await looking.getByText(`Chỗ ngồi của tôi: ${free.label}`).waitFor()
  // taken off the map: without a seat, and told so
  await admin.json('PUT', `/api/rooms/${room.id}/map`, { width: now.width, height: now.height, seats: now.seats.filter(one => one.id !== free.id) }, 200)
  await looking.getByText(`Chỗ ngồi của tôi: ${free.label}`).waitFor({ state: 'detached' })
  await placing.getByText(`Chỗ ${free.label} không còn`).waitFor()
})

test('two_secretaries__the_second_is_told_and_overwrites_nothing', async () => {
  await placing.getByRole('button', { name: 'Xếp tự động' }).click()
  await placing.getByText('Chưa lưu').waitFor()
  await chair.json('PUT', `/api/meetings/${meeting.id}/seats`, { places: [] }, 200)
  await placing.getByRole('button', { name: 'Lưu chỗ ngồi' }).click()
  await placing.getByText(/đã được người khác cập nhật/).waitFor()
  assert.equal((await seating()).people.some(one => one.seat_id), false)
  await placing.getByRole('heading', { name: 'Chưa xếp chỗ (3)' }).waitFor()
})
