// SPDX-License-Identifier: GPL-3.0-or-later
//
// An administrator's day (A1 to A3): a new person who must choose a password, a position, a session taken away, a locked account; a unit founded, renamed
// and dissolved from a date on; a list of units that says which of its lines are wrong. Each test goes on where the one before it ended.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from '../http/server.js'
import { agree, choose, signIn, startBrowser, startOffice } from './browser.js'

const ACCOUNT = 'nguyen.thi.thu', NAME = 'Nguyễn Thị Thử', FIRST = 'mat-khau-ban-dau', OWN = 'ba-con-trau-gam-co'
let server, browser, admin, person
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  admin = await browser.tablet(1180)
  person = await browser.tablet(820)
  await signIn(admin, server.origin, 'quantri')
})
after(async () => { await browser?.stop(); await server?.stop() })

const act = name => admin.getByRole('button', { name, exact: true }).click()
const dialog = () => admin.getByRole('dialog')
const signInPage = page => page.locator('input[name=account]').waitFor({ timeout: 8000 })
/** Opens this unit in the tree, by key. */
const unfold = async name => {
  const branch = admin.getByRole('treeitem').filter({ hasText: name }).last()
  await branch.waitFor()
  await branch.focus()
  await branch.press('ArrowRight')
}
const enter = async password => {
  await person.goto(server.origin)
  await person.locator('input[name=account]').fill(ACCOUNT)
  await person.locator('input[name=password]').fill(password)
  await person.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
}

test('new_person_with_a_position__must_choose_a_password_before_anything_else', { timeout: 120000 }, async () => {
  await admin.getByRole('navigation').getByRole('link', { name: 'Người dùng', exact: true }).click()
  await admin.getByRole('link', { name: 'Thêm người dùng' }).click()
  await admin.locator('input[name=full_name]').fill(NAME)
  await admin.locator('input[name=account]').fill('thuky') // taken
  await admin.locator('input[name=password]').fill(FIRST)
  await act('Thêm người dùng')
  await admin.locator('input[name=account][aria-invalid=true]').waitFor()
  assert.equal(await admin.locator('input[name=full_name]').inputValue(), NAME, 'what was typed stays')
  await admin.locator('input[name=account]').fill(ACCOUNT)
  await act('Thêm người dùng')
  await admin.waitForURL(/\/people\/[0-9a-f-]{36}$/)
  await admin.getByRole('heading', { level: 1, name: NAME }).waitFor()
  await act('Thêm chức vụ')
  await choose(dialog(), 'Đơn vị', 'Sở Nội', 'Sở Nội vụ')
  await dialog().locator('select[name=title_id]').selectOption({ label: 'Chuyên viên' })
  await agree(admin, 'Thêm chức vụ')
  await admin.getByText('Chuyên viên, Sở Nội vụ').waitFor()

  await enter(FIRST)
  await person.getByRole('heading', { name: 'Đổi mật khẩu lần đầu' }).waitFor()
  await person.goto(server.origin + '/documents')
  await person.getByRole('heading', { name: 'Đổi mật khẩu lần đầu' }).waitFor()
  const change = async (current, password, again) => {
    for (const [name, words] of Object.entries({ current, password, again })) await person.locator(`input[name=${name}]`).fill(words)
    await person.getByRole('button', { name: 'Đổi mật khẩu', exact: true }).click()
  }
  await change('khong-phai-the', OWN, OWN)
  await person.locator('input[name=current][aria-invalid=true]').waitFor()
  await change(FIRST, OWN, OWN + 'x')
  await person.locator('input[name=again][aria-invalid=true]').waitFor()
  await change(FIRST, OWN, OWN)
  await person.getByRole('navigation').first().waitFor()
  await person.goto(server.origin + '/account')
  await person.getByText(/Chuyên viên, Sở Nội vụ/).first().waitFor()
})

test('sessions_ended_by_the_administrator__send_the_other_window_to_sign_in_by_itself', { timeout: 120000 }, async () => {
  await person.goto(server.origin)
  await person.getByRole('heading', { level: 1 }).waitFor()
  await admin.reload()
  await act('Kết thúc mọi phiên')
  await agree(admin, 'Kết thúc mọi phiên')
  await admin.getByText('Không có phiên làm việc nào.').waitFor()
  await signInPage(person)
  await person.getByText(/Phiên làm việc đã hết hạn/).waitFor()
})

test('own_session_ended_from_another_device__ends_there_only', { timeout: 120000 }, async () => {
  await enter(OWN)
  await person.getByRole('navigation').first().waitFor()
  const other = await browser.tablet(820)
  await signIn(other, server.origin, ACCOUNT, OWN)
  await other.goto(server.origin + '/account')
  await other.getByText('Thiết bị này', { exact: true }).waitFor()
  await other.getByRole('button', { name: 'Kết thúc phiên' }).click()
  await agree(other, 'Kết thúc phiên')
  await signInPage(person)
  await other.getByText('Đã kết thúc phiên làm việc.').waitFor()
  await other.reload()
  await other.getByRole('navigation').first().waitFor()
  await other.context().close()
})

test('locked_account__is_out_within_seconds_and_stays_out_until_unlocked', { timeout: 120000 }, async () => {
  await enter(OWN)
  await person.getByRole('navigation').first().waitFor()
  await act('Khóa tài khoản')
  await agree(admin, 'Khóa tài khoản')
  await admin.getByText('Đã khóa', { exact: true }).first().waitFor()
  await signInPage(person)
  await enter(OWN)
  await person.getByText('Tài khoản hoặc mật khẩu không đúng.').waitFor()
  await act('Mở khóa')
  await admin.getByText('Đang hoạt động', { exact: true }).first().waitFor()
  await enter(OWN)
  await person.getByRole('navigation').first().waitFor()
})

test('unit__is_founded_renamed_from_a_date_and_dissolved', { timeout: 120000 }, async () => {
  await admin.getByRole('navigation').getByRole('link', { name: 'Cơ quan, đơn vị', exact: true }).click()
  await admin.getByRole('treeitem').filter({ hasText: 'Sở Nội vụ' }).first().waitFor()
  await act('Thêm đơn vị')
  await dialog().locator('input[name=name]').fill('Phòng Cải cách hành chính')
  await choose(dialog(), 'Trực thuộc', 'Sở Nội', 'Sở Nội vụ')
  await dialog().locator('input[name=on]').fill('01/02/2026')
  await agree(admin, 'Thêm đơn vị')
  await admin.waitForURL(/\/units\/[0-9a-f-]{36}$/)
  await admin.getByRole('heading', { level: 1, name: 'Phòng Cải cách hành chính' }).waitFor()
  await act('Đổi tên')
  await dialog().locator('input[name=name]').fill('Phòng Chuyển đổi số')
  await dialog().locator('input[name=on]').fill('1/7/2026')
  await agree(admin, 'Đổi tên')
  await admin.getByRole('heading', { level: 1, name: 'Phòng Chuyển đổi số' }).waitFor()
  await admin.getByText('Từ 01/02/2026 đến 01/07/2026').or(admin.getByText('Từ 01/02/2026 đến 30/06/2026')).waitFor()
  // On a day before, the tree says the old name.
  await admin.goto(server.origin + '/units')
  await unfold('Sở Nội vụ')
  await admin.getByText('Phòng Chuyển đổi số').waitFor()
  await admin.getByRole('textbox', { name: 'Tại ngày' }).fill('15/03/2026')
  await admin.getByRole('textbox', { name: 'Tại ngày' }).press('Enter')
  await admin.getByRole('treeitem').filter({ hasText: 'Phòng Cải cách hành chính' }).last().waitFor({ state: 'attached' })
  assert.equal(await admin.getByText('Phòng Chuyển đổi số').count(), 0)
  await act('Hôm nay')
  await admin.getByText('Phòng Chuyển đổi số').waitFor({ state: 'attached' })
  if (!await admin.getByText('Phòng Chuyển đổi số').isVisible()) await unfold('Sở Nội vụ')
  await admin.getByText('Phòng Chuyển đổi số').click()
  await admin.waitForURL(/\/units\/[0-9a-f-]{36}$/)
  await act('Giải thể, sáp nhập')
  await choose(dialog(), 'Sáp nhập vào', 'Sở Nội', 'Sở Nội vụ')
  await dialog().getByRole('button', { name: 'Giải thể, sáp nhập', exact: true }).click()
  await admin.getByText(/^Giải thể ngày/).first().waitFor()
  await admin.getByText('Sáp nhập vào Sở Nội vụ').waitFor()
  assert.equal(await admin.getByRole('button', { name: 'Đổi tên', exact: true }).count(), 0)
  await admin.goto(server.origin + '/units')
  await admin.getByRole('treeitem').first().waitFor()
  assert.equal(await admin.getByText('Phòng Chuyển đổi số').count(), 0)
})

test('units_from_a_csv_file__are_tried_first_and_wrong_lines_are_named', { timeout: 120000 }, async () => {
  const file = (...lines) => ({ name: 'don-vi.csv', mimeType: 'text/csv', buffer: Buffer.from('\ufeff' + ['Mã định danh;Tên;Ký hiệu;Mã cấp trên;Từ ngày', ...lines].join('\r\n')) })
  const choose = lines => admin.locator('input[type=file]').setInputFiles(lines)
  await admin.getByRole('link', { name: 'Nhập từ CSV' }).click()
  await choose(file('AL.SYT;Sở Y tế;SYT;AL;01/01/2026', 'AL.SYT.KH;Phòng Kế hoạch;KH;AL.KHONG;01/01/2026', 'AL.SYT.TC;Phòng Tài chính;TC;AL.SYT;32/01/2026'))
  await admin.getByText(/2 dòng có lỗi/).waitFor()
  const rows = await admin.getByRole('row').allInnerTexts()
  assert.match(rows[1], /^2\s.*Phòng Kế hoạch.*Mã cấp trên/s)
  assert.match(rows[2], /^3\s.*Phòng Tài chính.*Từ ngày/s)
  assert.equal(await admin.getByRole('button', { name: 'Nhập vào hệ thống' }).count(), 0, 'a list with faults is not brought in')
  const units = async () => (await (await server.signIn('quantri')).json('GET', '/api/units')).items.map(unit => unit.name)
  assert.ok(!(await units()).includes('Sở Y tế'), 'a try stores nothing')
  await choose(file('AL.SYT;Sở Y tế;SYT;AL;01/01/2026', 'AL.SYT.KH;Phòng Kế hoạch y tế;KH;AL.SYT;01/01/2026'))
  await admin.getByText('2 đơn vị mới').waitFor()
  await act('Nhập vào hệ thống')
  await admin.waitForURL(/\/units$/)
  await unfold('Sở Y tế')
  await admin.getByText('Phòng Kế hoạch y tế').waitFor()
  await until(async () => (await units()).includes('Phòng Kế hoạch y tế'), 'the new unit')
})
