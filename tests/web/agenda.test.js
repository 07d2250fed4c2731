// SPDX-License-Identifier: GPL-3.0-or-later
//
// Preparing an agenda of two levels by hand (E3, rules 21, 24), and what units propose for it (E4): by finger, by key, with 300 items, by two secretaries at
// once, and what is restricted to a few looked for on everybody else's tablet.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from '../http/server.js'
import { meetingOf } from '../http/make.js'
import { agree, choose, signIn, startBrowser, startOffice } from './browser.js'

let server, browser, api, clerk, chair, inside, outside, snv, stc
const errors = []
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  api = await server.signIn('thuky')
  ;[snv, stc] = await Promise.all(['snv.lanhdao', 'stc.lanhdao'].map(account => server.signIn(account)))
  ;[clerk, chair, inside, outside] = [await browser.tablet(1180), await browser.tablet(1180), await browser.tablet(820), await browser.tablet(820)]
  for (const page of [clerk, chair, inside, outside]) page.on('pageerror', error => errors.push(error.message))
  for (const [page, account] of [[clerk, 'thuky'], [chair, 'chutri'], [inside, 'snv.lanhdao'], [outside, 'stc.lanhdao']]) await signIn(page, server.origin, account)
})
after(async () => { await browser?.stop(); await server?.stop() })

const idOf = person => person.session.person.id
const draft = async (items, invitees = [snv, stc]) => {
  const chairId = idOf(await server.signIn('chutri'))
  const meeting = await meetingOf(api, { chair_id: chairId, invitees: invitees.map(idOf), items: items.map(one => one.title ?? one) })
  await api.json('PUT', `/api/meetings/${meeting.id}/agenda`, { items: items.map(one => (typeof one === 'string' ? { title: one, minutes: 10 } : { minutes: 10, ...one })) })
  return meeting.id
}
const edit = async (page, meeting) => {
  await page.goto(`${server.origin}/meetings/${meeting}/edit`)
  await page.locator('.item-row').first().waitFor()
}
const rows = page => page.locator('.item-list > li').evaluateAll(all => all.map(row => `${row.querySelector('.item-number')?.textContent ?? row.querySelector('h3').firstChild.textContent} ${row.querySelector('strong, input')?.textContent || row.querySelector('.item-fields input')?.value}`))
const shows = (page, wanted) => until(async () => JSON.stringify(await rows(page)) === JSON.stringify(wanted), `${JSON.stringify(wanted)}`).catch(async error => { assert.deepEqual(await rows(page), wanted, error.message) })
const row = (page, title) => page.locator('.item-row').filter({ hasText: title })
const open = (page, title) => row(page, title).locator('.item-open').click()
const save = async page => {
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByText('Đã lưu.').first().waitFor()
}
const agenda = async (meeting, person = api) => (await person.json('GET', `/api/meetings/${meeting}`)).agenda

test('keyboard__moves_indents_and_undoes_and_says_so', { timeout: 120000 }, async () => {
  const meeting = await draft(['Một', 'Hai', 'Ba'])
  await edit(clerk, meeting)
  await row(clerk, 'Ba').locator('.item-open').focus()
  await clerk.keyboard.press('Alt+ArrowUp')
  await shows(clerk, ['1 Một', '2 Ba', '3 Hai'])
  await clerk.getByRole('status').filter({ hasText: 'Ba: mục 2' }).waitFor({ state: 'attached' })
  await clerk.keyboard.press('Alt+ArrowRight') // the focus has gone along
  await shows(clerk, ['1 Một', '1.1 Ba', '2 Hai'])
  await row(clerk, 'Hai').locator('.item-open').focus()
  await clerk.keyboard.press('Alt+ArrowRight')
  await shows(clerk, ['1 Một', '1.1 Ba', '1.2 Hai'])
  await clerk.keyboard.press('Alt+ArrowUp')
  await shows(clerk, ['1 Một', '1.1 Hai', '1.2 Ba'])
  await clerk.keyboard.press('Alt+ArrowLeft') // its neighbour stays with the item
  await shows(clerk, ['1 Một', '1.1 Ba', '2 Hai'])
  await clerk.keyboard.press('Alt+ArrowUp')
  await shows(clerk, ['1 Hai', '2 Một', '2.1 Ba'])
  await clerk.keyboard.press('Control+z')
  await shows(clerk, ['1 Một', '1.1 Ba', '2 Hai'])
  await save(clerk)
  assert.deepEqual((await agenda(meeting)).map(item => [item.title, item.level]), [['Một', 0], ['Ba', 1], ['Hai', 0]])
})

test('finger__drags_an_item_with_its_sub_items_and_sideways_to_another_level', { timeout: 120000 }, async () => {
  const meeting = await draft(['Một', { title: 'Con', level: 1 }, 'Hai', 'Ba'])
  await edit(clerk, meeting)
  const debug = await clerk.context().newCDPSession(clerk)
  const drag = async (title, onto, { below = true, right = 0 } = {}) => {
    await clerk.locator('.item-list').evaluate(list => list.scrollIntoView({ block: 'center' }))
    const grip = await row(clerk, title).locator('.item-grip').boundingBox()
    const goal = await row(clerk, onto).boundingBox()
    const [x, y] = [grip.x + grip.width / 2, grip.y + grip.height / 2]
    const end = goal.y + (below ? goal.height - 6 : 6)
    const touch = (type, at) => debug.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [{ x: at[0], y: at[1], id: 0 }] : [] })
    await touch('touchStart', [x, y])
    for (let n = 1; n <= 12; n++) { await touch('touchMove', [x + right * n / 12, y + (end - y) * n / 12]); await clerk.waitForTimeout(30) }
    await clerk.waitForTimeout(200)
    await touch('touchEnd')
    await clerk.waitForTimeout(300)
  }
  await drag('Một', 'Ba')
  await shows(clerk, ['1 Hai', '2 Ba', '3 Một', '3.1 Con'])
  await drag('Ba', 'Ba', { right: 90 })
  await shows(clerk, ['1 Hai', '1.1 Ba', '2 Một', '2.1 Con'])
  await clerk.getByRole('button', { name: 'Hoàn tác' }).tap()
  await shows(clerk, ['1 Hai', '2 Ba', '3 Một', '3.1 Con'])
  await clerk.getByRole('button', { name: 'Hoàn tác' }).tap()
  await shows(clerk, ['1 Một', '1.1 Con', '2 Hai', '3 Ba'])
})

test('item__is_given_sub_items_copied_and_taken_back_after_being_removed', { timeout: 120000 }, async () => {
  const meeting = await draft(['Một', 'Hai'])
  await edit(clerk, meeting)
  await open(clerk, 'Một')
  await clerk.getByRole('button', { name: 'Thêm mục con' }).click()
  await clerk.locator('input[name="items.1.title"]').fill('Con của một')
  await clerk.locator('input[name="items.1.minutes"]').fill('25')
  await open(clerk, 'Một')
  await clerk.getByText('Tổng thời lượng 45 phút').waitFor()
  await row(clerk, 'Hai').getByText(/35 phút|10 phút/).waitFor()
  await clerk.getByRole('button', { name: 'Nhân đôi' }).click()
  await shows(clerk, ['1 Một', '1.1 Con của một', 'Mục 2 Một', '2.1 Con của một', '3 Hai'])
  await clerk.getByRole('button', { name: 'Bỏ', exact: true }).click()
  await shows(clerk, ['1 Một', '1.1 Con của một', '2 Hai'])
  await clerk.getByText('Bỏ mục “Một” và 1 mục con').first().waitFor()
  await clerk.getByRole('button', { name: 'Hoàn tác' }).click()
  await until(async () => (await rows(clerk)).length === 5, 'what was removed')
  await save(clerk)
  assert.deepEqual((await agenda(meeting)).map(item => [item.title, item.level, item.minutes]), [['Một', 0, 10], ['Con của một', 1, 25], ['Một', 0, 10], ['Con của một', 1, 25], ['Hai', 0, 10]])
})

test('restricted_item__is_there_for_its_circle_and_on_no_other_tablet (rule 24)', { timeout: 180000 }, async () => {
  const meeting = await draft(['Mở đầu', 'Công tác cán bộ', { title: 'Nhân sự dự kiến', level: 1 }, 'Kết thúc'])
  await edit(clerk, meeting)
  await open(clerk, 'Công tác cán bộ')
  await clerk.getByRole('switch', { name: 'Nội dung hạn chế' }).check()
  await clerk.getByText('Chưa chọn ai: chỉ những người chuẩn bị cuộc họp thấy mục này.').waitFor()
  await clerk.getByRole('group', { name: 'Chọn từ thành phần dự họp' }).getByRole('button', { name: 'Phạm Minh Tuấn' }).click()
  await clerk.getByText('Chỉ Phạm Minh Tuấn và những người chuẩn bị cuộc họp thấy mục này.').waitFor()
  await choose(clerk, 'Tìm người hoặc đơn vị được xem', 'Hồ Thị Ngọc', 'Hồ Thị Ngọc Lan')
  await clerk.getByText(/Không có trong thành phần dự họp: Hồ Thị Ngọc Lan/).waitFor()
  await clerk.getByRole('button', { name: /Hồ Thị Ngọc Lan/ }).click()
  await shows(clerk, ['1 Mở đầu', 'Mục R1 Công tác cán bộ', 'R1.1 Nhân sự dự kiến', '2 Kết thúc'])
  await row(clerk, 'Nhân sự dự kiến').getByText('Hạn chế').waitFor()
  await save(clerk)
  await clerk.getByRole('button', { name: 'Phát hành giấy mời', exact: true }).click()
  await agree(clerk, 'Phát hành giấy mời')
  await clerk.waitForURL(address => address.pathname === `/meetings/${meeting}`)
  for (const page of [inside, outside]) await page.goto(`${server.origin}/meetings/${meeting}`)
  await inside.getByRole('heading', { name: /Công tác cán bộ/ }).waitFor()
  await inside.locator('.agenda-item').filter({ hasText: 'Nhân sự dự kiến' }).getByText('Hạn chế').waitFor()
  await outside.getByRole('heading', { name: /Kết thúc/ }).waitFor()
  assert.deepEqual(await outside.locator('.agenda-number').allTextContents(), ['1', '2'])
  // the meeting runs
  for (const page of [inside, outside]) await page.goto(`${server.origin}/meetings/${meeting}/live`)
  await chair.goto(`${server.origin}/meetings/${meeting}`)
  await chair.getByRole('button', { name: 'Bắt đầu cuộc họp' }).click()
  await outside.locator('[data-current-item]').filter({ hasText: 'Mở đầu' }).waitFor()
  const heard = []
  outside.on('response', reply => { if (reply.url().includes('/api/') && reply.headers()['content-type']?.includes('json')) void reply.text().then(text => heard.push(text), () => undefined) })
  await chair.getByRole('button', { name: /Nội dung tiếp theo · Hạn chế.*Công tác cán bộ/ }).click()
  await inside.locator('[data-current-item]').filter({ hasText: 'Công tác cán bộ' }).waitFor()
  await outside.getByText('Đang họp nội dung không thuộc chương trình của đồng chí').waitFor()
  const noTrace = async () => {
    const html = await outside.content()
    for (const word of ['Công tác cán bộ', 'Nhân sự dự kiến', 'R1', 'Hạn chế']) assert.ok(!html.includes(word) && !heard.some(text => text.includes(word)), word)
  }
  await noTrace()
  await chair.getByRole('button', { name: /Nội dung tiếp theo/ }).click()
  await inside.locator('[data-current-item]').filter({ hasText: 'Nhân sự dự kiến' }).waitFor()
  await chair.getByRole('button', { name: /Nội dung tiếp theo/ }).click()
  for (const page of [inside, outside]) await page.locator('[data-current-item]').filter({ hasText: 'Kết thúc' }).waitFor()
  await noTrace()
  // closed and opened while it runs
  const last = (await agenda(meeting)).at(-1)
  await api.json('PATCH', `/api/agenda-items/${last.id}`, { restricted: true, circle: [idOf(snv)] }, 200)
  await outside.getByText('Đang họp nội dung không thuộc chương trình của đồng chí').waitFor()
  await inside.getByRole('button', { name: 'Chương trình', exact: true }).click()
  await inside.locator('.live-side').getByText('Hạn chế').nth(2).waitFor()
  await api.json('PATCH', `/api/agenda-items/${last.id}`, { restricted: false, circle: [] }, 200)
  await outside.locator('[data-current-item]').filter({ hasText: 'Kết thúc' }).waitFor()
})

test('sub_item__leaving_a_restricted_item_stays_closed (rule 24)', { timeout: 120000 }, async () => {
  const meeting = await draft(['Một', { title: 'Kín', restricted: true, circle: [idOf(snv)] }, { title: 'Con kín', level: 1 }])
  await edit(clerk, meeting)
  await row(clerk, 'Con kín').locator('.item-open').focus()
  await clerk.keyboard.press('Alt+ArrowUp') // to the open item before
  await shows(clerk, ['1 Một', 'R1 Con kín', 'R2 Kín'])
  await save(clerk)
  assert.deepEqual((await agenda(meeting)).map(item => [item.title, item.level, item.restricted, item.circle.map(one => one.id)]), [['Một', 0, false, []], ['Con kín', 1, true, [idOf(snv)]], ['Kín', 0, true, [idOf(snv)]]])
})

test('agenda_of_300_items__is_typed_and_moved_as_one_of_30', { timeout: 180000 }, async t => {
  const debug = await clerk.context().newCDPSession(clerk)
  await debug.send('Performance.enable', { timeDomain: 'threadTicks' })
  // The page's own time on the processor: on a busy machine the clock on the wall tells of others.
  const spent = async () => (await debug.send('Performance.getMetrics')).metrics.find(one => one.name === 'TaskDuration').value * 1000
  const each = async act => {
    const began = await spent()
    for (let n = 0; n < 20; n++) await act()
    return (await spent() - began) / 20
  }
  const took = {}
  for (const items of [30, 300]) {
    const meeting = await draft(Array.from({ length: items }, (_, n) => ({ title: `Nội dung số ${n + 1}`, level: n % 5 ? 1 : 0 })))
    await edit(clerk, meeting)
    await open(clerk, `Nội dung số ${items - 5}`)
    await clerk.locator(`input[name="items.${items - 6}.title"]`).focus()
    const typed = await each(() => clerk.keyboard.press('a'))
    await clerk.locator('.item-editor .item-open').focus()
    took[items] = { typed, moved: await each(() => clerk.keyboard.press('Alt+ArrowUp')) }
    await save(clerk)
    assert.equal((await agenda(meeting)).length, items)
  }
  t.diagnostic(JSON.stringify(took))
  // ten times the items must cost well below ten times as much
  assert.ok(took[300].typed < 5 * took[30].typed && took[300].moved < 5 * took[30].moved, JSON.stringify(took))
})

test('two_secretaries__the_second_is_asked_and_loses_nothing', { timeout: 120000 }, async () => {
  const meeting = await draft(['Một', 'Hai', { title: 'Kín', restricted: true, circle: [idOf(snv)] }])
  await edit(clerk, meeting)
  await row(clerk, 'Hai').locator('.item-open').focus()
  await clerk.keyboard.press('Alt+ArrowRight')
  await shows(clerk, ['1 Một', '1.1 Hai', 'R1 Kín'])
  const other = await server.signIn('chutri')
  const theirs = await agenda(meeting, other)
  await other.json('PUT', `/api/meetings/${meeting}/agenda`, { items: [{ id: theirs[0].id, title: 'Một của chủ trì' }, { title: 'Thêm' }] })
  await clerk.getByRole('button', { name: 'Lưu', exact: true }).click()
  await clerk.getByRole('alert').getByText(/^Chương trình đã được người khác cập nhật/).waitFor()
  await shows(clerk, ['1 Một', '1.1 Hai', 'R1 Kín'])
  await clerk.getByRole('button', { name: 'Lưu đè' }).click()
  await clerk.getByText('Đã lưu.').first().waitFor()
  assert.deepEqual((await agenda(meeting)).map(item => [item.title, item.level, item.restricted, item.circle.length]), [['Một', 0, false, 0], ['Hai', 1, false, 0], ['Kín', 0, true, 1]])
})

test('wrong_item__is_opened_where_it_stands', { timeout: 120000 }, async () => {
  const meeting = await draft(['Một', 'Hai'])
  await edit(clerk, meeting)
  await open(clerk, 'Hai')
  await clerk.locator('input[name="items.1.title"]').fill('   ')
  await open(clerk, 'Một')
  await clerk.getByRole('button', { name: 'Lưu', exact: true }).click()
  await clerk.locator('input[name="items.1.title"][aria-invalid="true"]').waitFor()
})

test('proposal__goes_from_a_unit_into_the_agenda_beside_what_is_being_typed (E4)', { timeout: 180000 }, async () => {
  const meeting = await draft(['Một'])
  await inside.goto(`${server.origin}/meetings`)
  await inside.getByRole('link', { name: 'Đề xuất nội dung' }).click()
  await inside.getByRole('button', { name: 'Đề xuất mới' }).click()
  const dialog = inside.getByRole('dialog')
  await dialog.getByLabel(/Tên nội dung/).fill('Tinh giản biên chế năm 2027')
  await dialog.getByRole('button', { name: 'Gửi đề xuất' }).click()
  await dialog.getByText('Đề nghị điền mục này.').waitFor()
  await choose(dialog, 'Gửi đơn vị tổ chức họp', 'Van phong Uy ban nhan dan tinh', 'Văn phòng Ủy ban nhân dân tỉnh')
  await dialog.getByRole('button', { name: 'Gửi đề xuất' }).click()
  await inside.getByRole('article', { name: 'Tinh giản biên chế năm 2027' }).getByText('Chờ xử lý').waitFor()
  // the secretary: at home, then beside the agenda
  await clerk.goto(server.origin)
  await clerk.getByRole('heading', { name: 'Đề xuất chờ xử lý' }).waitFor()
  await edit(clerk, meeting)
  const card = clerk.getByRole('article', { name: 'Tinh giản biên chế năm 2027' })
  await card.getByRole('button', { name: /^Trả lại/ }).click()
  await clerk.getByRole('dialog').getByLabel(/Lý do/).fill('Ghi rõ số biên chế')
  await agree(clerk, 'Trả lại')
  await card.waitFor({ state: 'hidden' })
  await inside.getByText('Lý do: Ghi rõ số biên chế').waitFor() // told live
  await inside.getByRole('button', { name: 'Sửa và gửi lại' }).click()
  await inside.getByRole('dialog').getByLabel(/Lý do, nội dung/).fill('Giảm 12 biên chế')
  await inside.getByRole('dialog').getByRole('button', { name: 'Gửi đề xuất' }).click()
  await card.getByText('Giảm 12 biên chế').waitFor()
  await open(clerk, 'Một')
  await clerk.locator('input[name="items.0.title"]').fill('Một, sửa')
  await card.getByRole('button', { name: /^Chấp nhận/ }).click()
  await row(clerk, 'Tinh giản biên chế năm 2027').waitFor()
  assert.equal(await clerk.locator('input[name="items.0.title"]').inputValue(), 'Một, sửa')
  await inside.getByText('Đã đưa vào chương trình', { exact: true }).last().waitFor()
  await save(clerk)
  assert.deepEqual((await agenda(meeting)).map(item => item.title), ['Một, sửa', 'Tinh giản biên chế năm 2027'])
})

test('pages__broke_nowhere_on_the_way', () => assert.deepEqual(errors, []))
