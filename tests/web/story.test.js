// SPDX-License-Identifier: GPL-3.0-or-later
//
// The story the house is built for, by hand: a secretary uploads a paper, puts it on an agenda and invites; members read, comment and follow the running
// meeting on their tablets; who is not invited learns nothing. Each test goes on where the one before it ended.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { agree, choose, sample, signIn, startBrowser, startOffice, throttle } from './browser.js'

const SUBJECT = 'Về việc triển khai họp không giấy tại các xã', TITLE = 'Họp triển khai họp không giấy', ITEMS = ['Tiến độ triển khai ở các xã', 'Kế hoạch tháng 12']
let server, browser, clerk, chair, invited, ofUnit, document, meeting, read
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  clerk = await browser.tablet(1180)
  chair = await browser.tablet(1180)
  invited = await browser.tablet(820)
  ofUnit = await browser.tablet(820)
})
after(async () => { await browser?.stop(); await server?.stop() })

const pathOf = page => new URL(page.url()).pathname
const place = (page, name) => page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
const drawn = (page, n) => page.waitForFunction(n => [...document.querySelectorAll('main [role=document] section')].some(section =>
  section.getAttribute('aria-label').startsWith(`Trang ${n} `) && [...section.querySelectorAll('img')].some(picture => picture.complete && picture.naturalWidth > 400)), n)
const current = (page, title) => page.locator('[data-current-item]').filter({ hasText: title }).first().waitFor()

test('secretary_uploads_a_pdf__sees_how_far_it_is_and_then_its_pages', { timeout: 120000 }, async () => {
  await signIn(clerk, server.origin, 'thuky')
  await place(clerk, 'Văn bản')
  await clerk.getByRole('link', { name: 'Thêm văn bản' }).click()
  await clerk.locator('input[name=type]').click()
  await clerk.locator('input[name=type]').pressSequentially('bao cao')
  await clerk.getByRole('option', { name: /Báo cáo/ }).first().click()
  await clerk.locator('textarea[name=subject]').fill(SUBJECT)
  await clerk.locator('input[type=file]').setInputFiles(sample('bao-cao-kinh-te-xa-hoi.pdf'))
  await throttle(clerk, 200e3)
  await clerk.getByRole('button', { name: 'Tạo văn bản', exact: true }).click()
  const bar = clerk.getByRole('progressbar', { name: /Đang tải lên \d+%/ })
  await bar.waitFor()
  await clerk.waitForFunction(() => { const bar = document.querySelector('form progress'); return bar?.value > 5 && bar.value < 100 }, null, { polling: 'raf' })
  await clerk.waitForURL(/\/documents\/[0-9a-f-]{36}$/)
  await throttle(clerk)
  document = pathOf(clerk)
  await clerk.getByRole('heading', { name: 'Phiên bản 1' }).waitFor()
  await clerk.getByRole('link', { name: 'Đọc văn bản' }).click()
  await drawn(clerk, 1)
  read = pathOf(clerk)
  assert.equal(await clerk.getByRole('heading', { level: 1 }).textContent(), SUBJECT)
})

test('meeting_with_that_paper__is_prepared_and_published_by_hand', { timeout: 120000 }, async () => {
  await signIn(invited, server.origin, 'donvi2.lanhdao') // waits on the home page for what comes
  assert.equal(await invited.getByText(TITLE).count(), 0)
  await clerk.goto(server.origin)
  await place(clerk, 'Cuộc họp')
  await clerk.getByRole('link', { name: 'Tạo cuộc họp' }).click()
  await clerk.locator('input[name=title]').fill(TITLE)
  await clerk.locator('input[name=starts_at]').fill('23:00')
  await choose(clerk, 'Chủ trì', 'Trần Quốc', 'Trần Quốc Thắng')
  await clerk.getByRole('button', { name: 'Tạo cuộc họp', exact: true }).click()
  await clerk.waitForURL(/\/meetings\/[0-9a-f-]{36}\/edit$/)
  meeting = pathOf(clerk).replace('/edit', '')
  for (const [n, title] of ITEMS.entries()) {
    await clerk.getByRole('button', { name: 'Thêm nội dung', exact: true }).click()
    await clerk.locator(`input[name="items.${n}.title"]`).fill(title)
    await clerk.locator(`input[name="items.${n}.minutes"]`).fill('15')
  }
  await clerk.locator('.item-row .item-open').filter({ hasText: ITEMS[0] }).click()
  await clerk.getByRole('button', { name: 'Thêm tài liệu', exact: true }).click()
  await clerk.getByRole('dialog').getByRole('searchbox').fill('triển khai họp không giấy')
  await clerk.getByRole('dialog').getByRole('button').filter({ hasText: SUBJECT }).click()
  await choose(clerk, 'Thêm đơn vị hoặc người dự họp', 'Bình Minh', 'Ủy ban nhân dân xã Bình Minh')
  await choose(clerk, 'Thêm đơn vị hoặc người dự họp', 'Bùi Thị Lan', 'Bùi Thị Lan Hương')
  await clerk.getByRole('combobox', { name: 'Vai trò của Bùi Thị Lan Hương' }).waitFor()
  await clerk.getByRole('button', { name: 'Phát hành giấy mời', exact: true }).click()
  await agree(clerk, 'Phát hành giấy mời')
  await clerk.waitForURL(address => address.pathname === meeting)
  await clerk.getByText('Đã phát hành giấy mời', { exact: true }).first().waitFor()
})

test('invited_leader__sees_it_at_home_and_opens_the_paper_with_one_tap', { timeout: 120000 }, async () => {
  const entry = invited.locator(`main a[href="${meeting}"]`).filter({ hasText: TITLE }).last() // the first asks for an answer
  await entry.waitFor() // without loading the page again
  await entry.tap()
  await invited.getByRole('heading', { name: ITEMS[0] }).waitFor()
  await invited.getByRole('link').filter({ hasText: SUBJECT }).tap()
  await drawn(invited, 1)
  assert.equal(pathOf(invited), read)
})

test('comment_on_a_page__reaches_the_secretary_who_reads_it_now', { timeout: 120000 }, async () => {
  await clerk.goto(server.origin + read)
  await drawn(clerk, 1)
  await clerk.getByRole('button', { name: 'Ý kiến trao đổi' }).click()
  await clerk.getByText('Chưa có trao đổi.').waitFor()
  await invited.getByRole('button', { name: 'Ý kiến trao đổi' }).tap()
  await invited.getByRole('button', { name: 'Viết về trang 1' }).tap()
  await invited.getByRole('textbox', { name: 'Nội dung trao đổi' }).fill('Xã Tân Hòa đề nghị bổ sung đường truyền.')
  await invited.getByRole('button', { name: 'Gửi', exact: true }).tap()
  await clerk.getByRole('complementary', { name: 'Ý kiến trao đổi' }).getByText('Xã Tân Hòa đề nghị bổ sung đường truyền.').waitFor()
  await clerk.getByRole('complementary').getByText('Bùi Thị Lan Hương').waitFor()
  await clerk.getByRole('button', { name: 'Trả lời' }).click()
  await clerk.getByRole('textbox', { name: 'Nội dung trao đổi' }).fill('Đã ghi nhận.')
  await clerk.getByRole('button', { name: 'Gửi', exact: true }).click()
  await invited.getByText('Đã ghi nhận.').waitFor()
})

test('running_meeting__is_followed_by_members_from_start_to_end', { timeout: 120000 }, async () => {
  await signIn(ofUnit, server.origin, 'donvi1.lanhdao') // invited through the unit
  await ofUnit.goto(`${server.origin + meeting}/live`)
  await ofUnit.getByText('Cuộc họp chưa bắt đầu').waitFor()
  await invited.goto(`${server.origin + meeting}/live`)
  await invited.getByText('Cuộc họp chưa bắt đầu').waitFor()
  await signIn(chair, server.origin, 'chutri')
  await chair.goto(server.origin + meeting)
  await chair.getByRole('button', { name: 'Bắt đầu cuộc họp' }).click()
  for (const page of [chair, ofUnit, invited]) await current(page, ITEMS[0])
  await invited.getByRole('link', { name: `Mở toàn màn hình: ${SUBJECT}` }).tap() // reads on while the chair goes on
  await drawn(invited, 1)

  await chair.getByRole('button', { name: /Nội dung tiếp theo/ }).click()
  for (const page of [chair, ofUnit]) await current(page, ITEMS[1])
  await invited.getByText(/Chủ trì đã chuyển sang mục 2/).waitFor()
  await invited.getByRole('link', { name: 'Đến mục này' }).tap()
  await current(invited, ITEMS[1])
  assert.equal(pathOf(invited), `${meeting}/live`)

  await chair.getByRole('button', { name: /Nội dung trước/ }).click()
  for (const page of [chair, ofUnit, invited]) await current(page, ITEMS[0])
  const before = await ofUnit.getByRole('timer').first().textContent()
  await ofUnit.waitForFunction(before => document.querySelector('[role=timer]').textContent !== before, before) // the clock goes

  await chair.getByRole('button', { name: /Kết thúc/ }).click()
  await agree(chair, 'Kết thúc cuộc họp')
  for (const page of [chair, ofUnit, invited]) await page.getByRole('heading', { name: 'Cuộc họp đã kết thúc' }).waitFor()
})

test('leader_not_invited__finds_neither_meeting_nor_paper', { timeout: 120000 }, async () => {
  const other = await browser.tablet(820)
  await signIn(other, server.origin, 'donvi3.lanhdao')
  await other.getByText('Giao ban công tác tháng 11').first().waitFor() // what is theirs is there
  assert.equal(await other.getByText(TITLE).count(), 0)
  for (const [list, word] of [['/meetings?when=today', TITLE], ['/meetings?when=past', TITLE], ['/documents', SUBJECT]]) {
    await other.goto(server.origin + list)
    await other.locator('main a[href]').nth(1).waitFor()
    assert.equal(await other.getByText(word).count(), 0, list)
  }
  for (const address of [meeting, `${meeting}/live`, `${meeting}/edit`, document, read, `${read}?meeting=${meeting.split('/')[2]}`]) {
    await other.goto(server.origin + address)
    await other.getByText('Không tìm thấy nội dung.').first().waitFor().catch(error => { throw new Error(`${address}: ${error.message}`) })
    const words = await other.locator('body').innerText()
    assert.ok(!words.includes(TITLE) && !words.includes(SUBJECT), address)
  }
  const reply = await other.goto(`${server.origin}/api${document}/versions/1/file`)
  assert.equal(reply.status(), 404)
})
