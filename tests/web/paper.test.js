// SPDX-License-Identifier: GPL-3.0-or-later
//
// Papers on their way into a meeting (E5): the secretary asks a unit, the unit submits, the secretary returns with a reason and approves what was mended;
// members see only what is approved.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { documentOf, meetingOf, versionOf } from '../http/make.js'
import { agree, sample, signIn, startBrowser, startOffice } from './browser.js'

const SUBJECT = 'Báo cáo rà soát thủ tục của Sở Nội vụ'
let server, browser, secretary, unit, member, meeting, document, officer
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  const api = await server.signIn('thuky')
  officer = await server.signIn('snv.lanhdao')
  const guest = await server.signIn('stc.lanhdao')
  document = await documentOf(officer, { subject: SUBJECT, bytes: readFileSync(sample('bao-cao-song-tra.pdf')) })
  meeting = await meetingOf(api, { invitees: [guest.session.person.id] })
  ;[secretary, unit, member] = [await browser.tablet(1180), await browser.tablet(820), await browser.tablet(820)]
  await signIn(secretary, server.origin, 'thuky')
  await signIn(unit, server.origin, 'snv.lanhdao')
  await signIn(member, server.origin, 'stc.lanhdao')
})
after(async () => { await browser?.stop(); await server?.stop() })

test('secretary__asks_a_unit_for_papers_until_a_day', { timeout: 120000 }, async () => {
  await secretary.goto(`${server.origin}/meetings/${meeting.id}/edit`)
  await secretary.locator('.item-row .item-open').first().click()
  const item = secretary.locator('.item-editor')
  const field = item.getByRole('combobox', { name: 'Đơn vị trình bày' })
  await field.click()
  await field.pressSequentially('so noi vu', { delay: 10 })
  await item.getByRole('option').filter({ hasText: 'Sở Nội vụ' }).first().click()
  const soon = new Date(Date.now() + 3 * 86400000)
  await item.getByLabel('Hạn gửi tài liệu').fill(soon.toLocaleDateString('en-GB', { timeZone: 'Asia/Ho_Chi_Minh' }))
  await item.getByLabel('Giờ hạn gửi').fill('17:00')
  await item.getByLabel('Giờ hạn gửi').blur()
  await secretary.getByRole('button', { name: 'Lưu', exact: true }).click()
  await unit.getByText('Mục một').waitFor()
  if (process.env.LOOK) await item.screenshot({ path: `${process.env.LOOK}/item.png` })
})

test('unit__submits_a_paper_and_reads_why_it_was_returned', { timeout: 120000 }, async () => {
  await unit.getByText('Mục một').click()
  await unit.getByRole('button', { name: 'Gửi tài liệu' }).click()
  await unit.getByRole('dialog').getByRole('searchbox').fill('ra soat thu tuc')
  await unit.getByRole('dialog').getByRole('button', { name: new RegExp(SUBJECT) }).click()
  await unit.getByText('Chờ duyệt', { exact: true }).waitFor()
  await secretary.goto(`${server.origin}/`)
  await secretary.getByText('1 tài liệu chờ duyệt').click()
  await secretary.getByRole('button', { name: `Trả lại tài liệu ${SUBJECT}` }).click()
  await secretary.getByRole('dialog').getByLabel(/Lý do/).fill('Thiếu phụ lục số liệu')
  await agree(secretary, 'Trả lại')
  await unit.getByText('Lý do trả lại: Thiếu phụ lục số liệu').waitFor()
  if (process.env.LOOK) await unit.screenshot({ path: `${process.env.LOOK}/returned.png` })
})

test('unit__sends_the_mended_version_and_members_see_it_once_approved', { timeout: 120000 }, async () => {
  await secretary.getByRole('button', { name: 'Phát hành giấy mời' }).click()
  await agree(secretary, 'Phát hành giấy mời')
  await versionOf(officer, document.id, readFileSync(sample('bao-cao-tan-hoa.pdf')))
  await unit.reload()
  await unit.getByRole('button', { name: 'Gửi phiên bản 2' }).click()
  await unit.getByText('Chờ duyệt', { exact: true }).waitFor()
  await member.goto(`${server.origin}/meetings/${meeting.id}`)
  await member.getByRole('heading', { name: 'Mục một' }).waitFor()
  assert.equal(await member.getByText(SUBJECT).count(), 0)
  await secretary.getByRole('button', { name: `Duyệt tài liệu ${SUBJECT}` }).waitFor()
  if (process.env.LOOK) await secretary.screenshot({ path: `${process.env.LOOK}/decide.png` })
  await secretary.getByRole('button', { name: `Duyệt tài liệu ${SUBJECT}` }).click()
  await member.locator('.paper-link').getByText(SUBJECT).waitFor()
  await unit.getByText('Đã duyệt').first().waitFor()
})

test('secretary__takes_a_newer_version_with_one_tap_and_members_read_it (rule 10)', { timeout: 120000 }, async () => {
  const api = await server.signIn('thuky')
  const own = await documentOf(api, { subject: 'Dự thảo chương trình công tác', bytes: readFileSync(sample('bao-cao-song-tra.pdf')) })
  const whole = await api.json('GET', `/api/meetings/${meeting.id}`)
  await api.json('POST', `/api/agenda-items/${whole.agenda[1].id}/papers`, { document_id: own.id, version: 1 })
  await versionOf(api, own.id, readFileSync(sample('bao-cao-tan-hoa.pdf')))
  const link = member.getByRole('link', { name: /Dự thảo chương trình công tác/ }).filter({ hasText: 'Phiên bản 1' })
  await link.waitFor()
  await secretary.getByRole('button', { name: 'Dùng phiên bản 2 của Dự thảo chương trình công tác' }).click()
  await member.getByRole('link', { name: /Dự thảo chương trình công tác/ }).filter({ hasText: 'Phiên bản 2' }).first().waitFor()
  assert.equal(await link.count(), 0)
})

test('secretary__puts_papers_into_named_groups_and_members_find_them_under_those_names (E11)', { timeout: 120000 }, async () => {
  const api = await server.signIn('thuky')
  const chair = await server.signIn('chutri')
  const reader = await server.signIn('stc.lanhdao')
  const named = await meetingOf(api, { chair_id: chair.session.person.id, invitees: [reader.session.person.id] })
  const papers = []
  for (const subject of ['Tờ trình dự toán', 'Số liệu so sánh', 'Phụ lục dự toán']) papers.push(await documentOf(api, { subject, bytes: readFileSync(sample('bao-cao-song-tra.pdf')) }))
  await api.json('PUT', `/api/meetings/${named.id}/agenda`, { items: [{ title: 'Dự toán năm', papers: papers.map(paper => ({ document_id: paper.id, version: 1 })) }] })
  await secretary.goto(`${server.origin}/meetings/${named.id}/edit`)
  await secretary.locator('.item-row .item-open').first().click()
  const field = subject => secretary.getByLabel(`Nhóm tài liệu: ${subject}`)
  await field('Tờ trình dự toán').fill('Tài liệu trình')
  await field('Số liệu so sánh').fill('Tài liệu tham khảo')
  await field('Phụ lục dự toán').fill(' Tài liệu trình ')
  const offered = await secretary.locator(`datalist[id="${await field('Phụ lục dự toán').getAttribute('list')}"] option`).evaluateAll(all => all.map(one => one.value))
  assert.deepEqual(offered, ['Tài liệu trình', 'Tài liệu tham khảo'])
  if (process.env.LOOK) await secretary.locator('.item-papers').screenshot({ path: `${process.env.LOOK}/groups.png` })
  await secretary.getByRole('button', { name: 'Lưu', exact: true }).click()
  await secretary.getByText('Đã lưu.').first().waitFor()
  const kept = (await api.json('GET', `/api/meetings/${named.id}`)).agenda[0].papers.map(paper => paper.group)
  assert.deepEqual(kept, ['Tài liệu trình', 'Tài liệu tham khảo', 'Tài liệu trình'])
  await api.json('POST', `/api/meetings/${named.id}/publish`, undefined, 200)
  await member.goto(`${server.origin}/meetings/${named.id}`)
  const group = name => member.getByRole('group', { name, exact: true })
  await group('Tài liệu trình').getByRole('link').first().waitFor()
  assert.deepEqual(await group('Tài liệu trình').locator('strong').allTextContents(), ['Tờ trình dự toán', 'Phụ lục dự toán'])
  assert.deepEqual(await group('Tài liệu tham khảo').locator('strong').allTextContents(), ['Số liệu so sánh'])
  // what is on the published agenda stays as it is; what is added says its group
  const added = await documentOf(api, { subject: 'Ý kiến thẩm tra', bytes: readFileSync(sample('bao-cao-song-tra.pdf')) })
  await secretary.goto(`${server.origin}/meetings/${named.id}/edit`)
  await secretary.locator('.item-row .item-open').first().click()
  assert.equal(await field('Tờ trình dự toán').count(), 0)
  await secretary.getByRole('button', { name: 'Thêm tài liệu' }).click()
  await secretary.getByRole('dialog').getByRole('searchbox').fill('tham tra')
  await secretary.getByRole('dialog').getByRole('button', { name: /Ý kiến thẩm tra/ }).click()
  await field('Ý kiến thẩm tra').fill('Tài liệu tham khảo')
  await secretary.getByRole('button', { name: 'Lưu', exact: true }).click()
  await group('Tài liệu tham khảo').getByText('Ý kiến thẩm tra').waitFor()
  assert.ok(added.version)
})
