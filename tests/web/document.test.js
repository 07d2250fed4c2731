// SPDX-License-Identifier: GPL-3.0-or-later
//
// A document's life on its page (B1, B2, B4): facts edited by two at once, versions with their reasons, restored, with attachments; shared and taken back; and
// a large file that outlives a restart of the server. Each test goes on where the one before it ended.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { documentOf, sha256 } from '../http/make.js'
import { agree, choose, sample, signIn, startBrowser, startOffice, throttle } from './browser.js'

const SUBJECT = 'Về việc góp ý dự thảo quy chế', BIG = 60 << 20
let server, browser, api, page, id
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  api = await server.signIn('chuyenvien')
  id = (await documentOf(api, { bytes: readFileSync(sample('to-trinh-hop-khong-giay-v1.pdf')), filename: 'to-trinh.pdf', type: 'TTr', subject: SUBJECT, note: 'Bản đầu' })).id
  page = await browser.tablet(1180)
  await signIn(page, server.origin, 'chuyenvien')
})
after(async () => { await browser?.stop(); await server?.stop() })

const here = () => `${server.origin}/documents/${id}`
const act = (name, on = page) => on.getByRole('button', { name, exact: true }).click()
const dialog = (on = page) => on.getByRole('dialog')
const version = n => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: `Phiên bản ${n}`, exact: true }) })
const closed = (on = page) => dialog(on).waitFor({ state: 'detached' })
/** Opens the dialog of a new version with this file. */
const upload = async (file, { part, note } = {}) => {
  await act('Tải phiên bản mới')
  if (part) await dialog().locator('select[name=part]').selectOption(part)
  await dialog().locator('input[type=file]').setInputFiles(file)
  if (note) await dialog().locator('textarea[name=note]').fill(note)
  await agree(page, 'Tải lên')
}

test('facts_edited_in_two_windows__lose_nothing_that_was_typed', { timeout: 120000 }, async () => {
  const other = await browser.tablet(820)
  await signIn(other, server.origin, 'chuyenvien')
  for (const one of [page, other]) {
    await one.goto(here())
    await act('Sửa', one)
    await dialog(one).locator('textarea[name=subject]').waitFor()
  }
  await dialog().locator('textarea[name=description]').fill('Đã xin ý kiến các xã.')
  await dialog().locator('input[name=issued_on]').fill('5/11/2026')
  await agree(page, 'Lưu')
  await closed()
  await page.getByText('Đã xin ý kiến các xã.').waitFor()
  await page.getByText('05/11/2026').first().waitFor()

  await dialog(other).locator('textarea[name=subject]').fill('Về việc góp ý dự thảo quy chế họp')
  await agree(other, 'Lưu')
  await dialog(other).getByText(/đã được người khác cập nhật/).waitFor()
  assert.equal(await dialog(other).locator('textarea[name=subject]').inputValue(), 'Về việc góp ý dự thảo quy chế họp', 'typed words stay')
  assert.equal((await api.json('GET', `/api/documents/${id}`)).subject, SUBJECT, 'nothing is overwritten')
  await other.getByText('Đã xin ý kiến các xã.').waitFor() // the new edition stands behind the dialog
  await dialog(other).getByRole('button', { name: 'Lấy bản mới' }).click()
  assert.equal(await dialog(other).locator('textarea[name=description]').inputValue(), 'Đã xin ý kiến các xã.', 'what the other wrote is taken')
  assert.equal(await dialog(other).locator('textarea[name=subject]').inputValue(), 'Về việc góp ý dự thảo quy chế họp', 'typed words stay again')
  await agree(other, 'Lưu')
  await page.getByRole('heading', { level: 1, name: 'Về việc góp ý dự thảo quy chế họp' }).waitFor() // the first window hears of it
  await page.getByText('Đã xin ý kiến các xã.').waitFor()
  await other.context().close()
})

test('wrong_file__is_refused_with_a_reason_and_the_dialog_stays', { timeout: 120000 }, async () => {
  await page.goto(here())
  await upload({ name: 'van-ban.pdf', mimeType: 'application/pdf', buffer: Buffer.from([1, 2, 3, 250, 251, 252, 7, 8, 9]) }, { note: 'Không phải PDF' })
  await dialog().getByRole('alert').filter({ hasText: 'Loại tệp không được chấp nhận' }).waitFor()
  assert.equal(await dialog().locator('textarea[name=note]').inputValue(), 'Không phải PDF')
  await dialog().locator('input[type=file]').setInputFiles({ name: 'rong.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) })
  await agree(page, 'Tải lên')
  await dialog().getByRole('alert').filter({ hasText: 'Tệp rỗng' }).waitFor()
  await agree(page, 'Hủy bỏ')
  await closed()
  assert.equal((await api.json('GET', `/api/documents/${id}`)).latest_version, 1)
})

test('new_version_attachment_and_restoring__make_a_history_that_keeps_everything', { timeout: 120000 }, async () => {
  await upload(sample('to-trinh-hop-khong-giay-v2.pdf'), { note: 'Tiếp thu ý kiến của Sở Nội vụ' })
  await version(2).getByText('Tiếp thu ý kiến của Sở Nội vụ').waitFor()
  await upload({ name: 'Phụ lục số 1.pdf', mimeType: 'application/pdf', buffer: readFileSync(sample('cong-van-xin-y-kien.pdf')) }, { part: 'attachment', note: 'Thêm phụ lục' })
  await version(3).getByRole('link', { name: /Phụ lục số 1\.pdf/ }).waitFor()
  await version(1).getByRole('button', { name: 'Khôi phục' }).click()
  await dialog().locator('textarea[name=note]').fill('Quay về bản đầu')
  await agree(page, 'Khôi phục')
  await version(4).getByText('Quay về bản đầu').waitFor()
  await version(4).getByText('Khôi phục từ phiên bản 1').waitFor()
  await version(4).getByText('Mới nhất').waitFor()
  const notes = await page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: /^Phiên bản \d$/ }) }).getByRole('heading').allInnerTexts()
  assert.deepEqual(notes, [4, 3, 2, 1].map(n => `Phiên bản ${n}`))
  const [download] = await Promise.all([page.waitForEvent('download'), version(2).getByRole('link', { name: 'Tải về' }).click()])
  assert.equal(sha256(readFileSync(await download.path())), sha256(readFileSync(sample('to-trinh-hop-khong-giay-v2.pdf'))))
  await version(1).getByRole('link', { name: 'Mở' }).click()
  await page.getByRole('link', { name: 'Mở phiên bản 4' }).waitFor() // the reader says that it is not the newest
})

test('shared_with_a_unit_and_taken_back__appears_and_disappears_in_the_others_list', { timeout: 120000 }, async () => {
  const other = await browser.tablet(820)
  await signIn(other, server.origin, 'snv.lanhdao')
  const listed = async () => {
    await other.goto(server.origin + '/documents')
    await other.locator('main a[href^="/documents/"]').nth(1).waitFor()
    return await other.locator(`main a[href="/documents/${id}"]`).count() > 0
  }
  assert.equal(await listed(), false)
  await page.goto(here())
  await act('Chia sẻ')
  await choose(dialog(), 'Người hoặc đơn vị', 'Sở Nội', 'Sở Nội vụ')
  await agree(page, 'Chia sẻ')
  await closed()
  await page.getByRole('region', { name: 'Chia sẻ' }).getByText('Sở Nội vụ').waitFor()
  assert.equal(await listed(), true)
  await other.locator(`main a[href="/documents/${id}"]`).first().tap()
  await other.getByRole('heading', { name: 'Phiên bản 4' }).waitFor()
  assert.equal(await other.getByRole('button', { name: 'Sửa', exact: true }).count(), 0, 'to read is not to edit')
  await act('Bỏ chia sẻ: Sở Nội vụ')
  await agree(page, 'Bỏ chia sẻ')
  await page.getByRole('region', { name: 'Chia sẻ' }).getByText('Sở Nội vụ').waitFor({ state: 'detached' })
  await other.reload()
  await other.getByText('Không tìm thấy nội dung.').first().waitFor()
  assert.equal(await listed(), false)
  await other.context().close()
})

test('large_file_on_its_way_while_the_server_restarts__goes_on_and_arrives_whole', { timeout: 180000 }, async () => {
  const file = path.join(browser.folder, 'lon.pdf'), whole = Buffer.concat([readFileSync(sample('cong-van-xin-y-kien.pdf')), Buffer.from('\n%'), randomBytes(BIG)])
  writeFileSync(file, whole)
  await page.goto(here())
  await throttle(page, 16e6)
  await upload(file, { note: 'Bản quét' })
  const far = least => page.waitForFunction(least => document.querySelector('dialog progress')?.value >= least, least, { polling: 50 })
  await far(25)
  await server.kill()
  await dialog().getByText('Mất kết nối. Sẽ tự tải tiếp khi có mạng.').waitFor()
  const kept = await page.locator('dialog progress').evaluate(bar => bar.value)
  assert.ok(kept >= 12, `${kept} % are not thrown away`)
  server = await startOffice({ folder: server.folder, port: server.port })
  await far(kept)
  const [first] = await Promise.all([page.waitForRequest(request => request.method() === 'PATCH' && request.url().includes('/api/uploads/')), throttle(page)])
  assert.ok(Number(new URL(first.url()).searchParams.get('offset')) > 0, 'it does not begin again')
  await version(5).getByText('Bản quét').waitFor({ timeout: 90000 })
  await closed()
  api = await server.signIn('chuyenvien')
  const got = Buffer.from(await (await api.get(`/api/documents/${id}/versions/5/file`)).arrayBuffer())
  assert.ok(got.equals(whole), 'the bytes are those that were sent')
})
