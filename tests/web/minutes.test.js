// SPDX-License-Identifier: GPL-3.0-or-later
//
// The minutes' page (G1; rules 24, 34): drafted with one tap, written on by two at once, commented by members, approved by the chair, locked, corrected.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { meetingOf } from '../http/make.js'
import { agree, signIn, startBrowser, startOffice } from './browser.js'

let server, browser, secretary, second, chair, member, meeting, api
const look = async (name, page) => { if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/minutes-${name}.png`, fullPage: true }) }
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  api = await server.signIn('thuky')
  const [chairs, seconds, members] = await Promise.all(['chutri', 'chuyenvien', 'snv.lanhdao'].map(account => server.signIn(account)))
  const id = person => person.session.person.id
  meeting = await meetingOf(api, { title: 'Họp giao ban tháng 11', chair_id: id(chairs), secretary_ids: [id(api), id(seconds)], invitees: [id(members)], items: ['Kết quả tháng 11', 'Kế hoạch tháng 12'], host_unit_id: chairs.session.person.positions[0].unit.id })
  await api.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  await chairs.json('POST', `/api/meetings/${meeting.id}/start`, undefined, 200)
  await api.json('PUT', `/api/meetings/${meeting.id}/attendance/${id(members)}`, { state: 'room' }, 200)
  await api.json('POST', `/api/meetings/${meeting.id}/conclusions`, { item_id: meeting.agenda[0].id, text: 'Thống nhất đánh giá kết quả tháng 11.', lead_unit_id: members.session.person.positions[0].unit.id, due_on: '2026-12-15' })
  await chairs.json('POST', `/api/meetings/${meeting.id}/current`, { item_id: meeting.agenda[1].id }, 200)
  await chairs.json('POST', `/api/meetings/${meeting.id}/end`, undefined, 200)
  ;[secretary, second, chair, member] = [await browser.tablet(1180), await browser.tablet(820), await browser.tablet(1180), await browser.tablet(820)]
  await Promise.all([[secretary, 'thuky'], [second, 'chuyenvien'], [chair, 'chutri'], [member, 'snv.lanhdao']].map(([page, name]) => signIn(page, server.origin, name)))
})
after(async () => { await browser?.stop(); await server?.stop() })

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
async function passes (page, name) {
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] })
    return { wide: document.documentElement.scrollWidth - window.innerWidth, serious: violations.filter(one => ['serious', 'critical'].includes(one.impact)).map(one => `${one.id}: ${one.nodes.map(node => node.target.join(' ')).slice(0, 3).join(' | ')}`) }
  })
  assert.deepEqual([name, Math.max(found.wide, 0), found.serious], [name, 0, []])
}

const open = page => page.goto(`${server.origin}/meetings/${meeting.id}/minutes`)
/** The paragraph with these words. */
const block = (page, words) => page.locator('.minutes-block').filter({ has: page.locator('textarea, p.minutes-words') }).filter({ hasText: words })
const written = (page, words) => page.waitForFunction(words => [...document.querySelectorAll('.minutes-paper textarea')].some(area => area.value.includes(words)), words)
const areaOf = async (page, words) => { await written(page, words); return page.locator(`#${await page.evaluate(words => [...document.querySelectorAll('.minutes-paper textarea')].find(area => area.value.includes(words)).id, words)}`) }

test('minutes__are_drafted_with_one_tap_and_show_what_each_paragraph_is_made_of (rule 34)', { timeout: 180000 }, async () => {
  await secretary.goto(`${server.origin}/meetings/${meeting.id}`)
  await secretary.getByRole('link', { name: 'Mở biên bản' }).click()
  await secretary.getByRole('button', { name: 'Lập dự thảo biên bản' }).click()
  const area = await areaOf(secretary, 'Thống nhất đánh giá')
  await area.click()
  await secretary.locator('.minutes-block').filter({ has: secretary.locator(`#${await area.getAttribute('id')}`) }).getByRole('button', { name: /^Căn cứ/ }).click()
  await secretary.locator('.minutes-sources').getByText('Đỗ Thị Thanh Hà').first().waitFor()
  await look('draft', secretary)
  await open(member)
  await member.getByText('Biên bản chưa được gửi lấy ý kiến.').waitFor()
})

test('another_editors_paragraph__appears_and_the_later_of_two_writers_chooses', { timeout: 180000 }, async () => {
  await open(second)
  const theirs = await areaOf(second, 'Thời gian bắt đầu')
  await theirs.fill('Thời gian bắt đầu: theo giấy mời.')
  await written(secretary, 'theo giấy mời')
  // both at the same paragraph: the second secretary's line is slow
  const [mine, other] = [await areaOf(secretary, 'Chủ trì (chủ tọa)'), await areaOf(second, 'Chủ trì (chủ tọa)')]
  await second.route('**/api/minutes-blocks/*', route => setTimeout(() => route.continue(), 2500))
  await other.fill('Chủ trì (chủ tọa): lời của chuyên viên.')
  await mine.fill('Chủ trì (chủ tọa): lời của thư ký.')
  await second.getByText('Người khác vừa sửa đoạn này.').waitFor()
  assert.equal(await other.inputValue(), 'Chủ trì (chủ tọa): lời của chuyên viên.')
  await look('race', second)
  await second.unroute('**/api/minutes-blocks/*')
  await second.getByRole('button', { name: 'Lưu nội dung của tôi' }).click()
  await written(secretary, 'lời của chuyên viên')
})

test('keyboard__enter_goes_on_and_backspace_takes_an_empty_one_out', { timeout: 180000 }, async () => {
  const area = await areaOf(secretary, 'Thống nhất đánh giá')
  const count = await secretary.locator('.minutes-paper textarea').count()
  await area.press('Enter')
  await secretary.waitForFunction(n => document.querySelectorAll('.minutes-paper textarea').length === n, count + 1)
  await secretary.keyboard.type('Viết thêm bằng bàn phím.')
  await written(second, 'Viết thêm bằng bàn phím.')
  await secretary.keyboard.press('Enter')
  await secretary.waitForFunction(n => document.querySelectorAll('.minutes-paper textarea').length === n, count + 2)
  await secretary.keyboard.press('Backspace')
  await secretary.waitForFunction(n => document.querySelectorAll('.minutes-paper textarea').length === n, count + 1)
})

test('record_that_changes__is_offered_at_its_paragraph', { timeout: 180000 }, async () => {
  const [conclusion] = (await api.json('GET', `/api/meetings/${meeting.id}/conclusions`)).items
  await api.json('PATCH', `/api/conclusions/${conclusion.id}`, { text: 'Thống nhất đánh giá, bổ sung số liệu.' }, 200)
  await secretary.getByText('Hồ sơ có thay đổi', { exact: true }).waitFor()
  await look('offer', secretary)
  await passes(secretary, 'draft with an offer')
  await secretary.getByRole('button', { name: 'Cập nhật đoạn này' }).click()
  await written(secretary, 'bổ sung số liệu')
})

test('members__comment_while_it_is_circulated_and_the_secretary_answers', { timeout: 180000 }, async () => {
  await secretary.getByRole('button', { name: 'Gửi lấy ý kiến' }).click()
  await agree(secretary, 'Gửi lấy ý kiến')
  await member.getByText(/Nhận góp ý đến/).waitFor()
  const row = block(member, 'bổ sung số liệu')
  await row.getByRole('button', { name: /^Góp ý đoạn này/ }).click()
  await row.getByRole('textbox', { name: 'Nội dung góp ý' }).fill('Đề nghị nêu rõ số liệu.')
  await row.getByRole('button', { name: 'Gửi góp ý' }).click()
  await row.getByText('Chưa trả lời').waitFor()
  await look('member', member)
  await passes(member, 'circulated')
  await secretary.getByRole('button', { name: /^Góp ý \(1\)/ }).click()
  await secretary.getByRole('button', { name: 'Tiếp thu', exact: true }).click()
  await row.getByText('Tiếp thu', { exact: true }).waitFor()
})

test('chair__approves_it_is_locked_and_a_correction_says_why (rule 34)', { timeout: 180000 }, async () => {
  await open(chair)
  await chair.getByRole('button', { name: 'Thông qua', exact: true }).click()
  await agree(chair, 'Thông qua')
  await member.getByText(/Biên bản đã khóa/).waitFor()
  assert.equal(await chair.locator('.minutes-paper textarea').count(), 0)
  await look('approved', chair)
  await passes(chair, 'approved')
  await look('approved-820', member)
  await member.getByRole('link', { name: /Bản thông qua lần đầu/ }).waitFor()
  await secretary.getByRole('button', { name: 'Đính chính', exact: true }).click()
  await secretary.getByRole('dialog').getByRole('textbox').fill('Ghi sai số liệu')
  await agree(secretary, 'Đính chính')
  await secretary.getByText('Lý do đính chính: Ghi sai số liệu').waitFor()
  await member.getByRole('link', { name: 'Mở biên bản đã thông qua' }).waitFor()
  await secretary.getByRole('button', { name: 'Lập dự thảo', exact: true }).click()
  await secretary.getByRole('heading', { name: /Kết luận tại Họp giao ban tháng 11/ }).waitFor()
})
