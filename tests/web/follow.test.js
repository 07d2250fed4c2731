// SPDX-License-Identifier: GPL-3.0-or-later
//
// Following the presenter on several tablets (F3; rule 24): paper, page, pointer and ink; leaving and rejoining; coming late; what stays in its circle.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signIn, startBrowser, startCable, startOffice } from './browser.js'
import { until } from '../http/server.js'
import { documentOf, meetingOf, pdf } from '../http/make.js'

let server, browser, cable, api, meeting, secret
const pages = {}
before(async () => {
  server = await startOffice()
  browser = await startBrowser()
  cable = await startCable(server.port)
  api = await server.signIn('chutri')
  const people = await Promise.all(['donvi1.lanhdao', 'donvi2.lanhdao', 'donvi3.lanhdao'].map(account => server.signIn(account)))
  const ids = people.map(one => one.session.person.id)
  const [paper, hidden] = await Promise.all(['Báo cáo kinh tế', 'Phương án nhân sự'].map(subject => documentOf(api, { bytes: pdf(12), subject })))
  meeting = await meetingOf(api, { invitees: ids, title: 'Phiên trình chiếu' })
  await api.json('PUT', `/api/meetings/${meeting.id}/agenda`, { items: [
    { title: 'Kinh tế', presenter_id: ids[0], papers: [{ document_id: paper.id, version: 1 }] },
    { title: 'Nhân sự', restricted: true, circle: [ids[0]], papers: [{ document_id: hidden.id, version: 1 }] }] })
  await api.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  const { agenda } = await api.json('POST', `/api/meetings/${meeting.id}/start`, undefined, 200)
  secret = agenda[1].papers[0]
  for (const [name, account, size, origin] of [['chair', 'chutri', 1180, server.origin], ['presenter', 'donvi1.lanhdao', 1180, server.origin], ['member', 'donvi2.lanhdao', 820, cable.origin], ['late', 'donvi3.lanhdao', 1180, server.origin]]) {
    pages[name] = await browser.tablet(size)
    await signIn(pages[name], origin, account)
    if (name !== 'late') await enter(name, origin)
  }
})
after(async () => { cable?.stop(); await browser?.stop(); await server?.stop() })

const enter = async (name, origin = server.origin) => {
  await pages[name].goto(`${origin}/meetings/${meeting.id}/live`)
  await pages[name].locator('.viewport .page').first().waitFor()
}
/** The page read, as the reader's own field has it. */
const pageOf = async name => Number(await pages[name].locator('.page-field input').inputValue())
const isAt = (name, page) => until(async () => await pageOf(name) === page, async () => `${name} at page ${page}`, 20000)
const turnTo = async (name, page) => {
  const field = pages[name].locator('.page-field input')
  await field.fill(String(page))
  await field.press('Enter')
}
const present = name => pages[name].getByRole('button', { name: /^Trình chiếu Báo cáo kinh tế/ })
const look = async (name, shot) => process.env.LOOK && pages[name].screenshot({ path: `${process.env.LOOK}/follow-${shot}.png` })

test('presenter__turns_pages_and_the_others_follow', { timeout: 120000 }, async () => {
  assert.equal(await present('member').count(), 0, 'whom the chair did not let has no such button')
  await present('presenter').click()
  await pages.member.getByText('Ngô Thị Thu Trang đang trình chiếu').waitFor()
  for (const page of [5, 9, 3]) {
    await turnTo('presenter', page)
    await isAt('member', page)
    await isAt('chair', page)
  }
  await pages.presenter.getByText(/2 người theo dõi/).waitFor()
  await pages.chair.getByText(/2 người theo dõi/).waitFor()
  await look('member', 'member-820')
  await look('chair', 'chair-1180')
})

test('late_joiner__is_at_the_page_by_itself', { timeout: 90000 }, async () => {
  await enter('late')
  await isAt('late', 3)
  await pages.presenter.getByText(/3 người theo dõi/).waitFor()
})

test('pointer_and_ink__are_seen_where_the_presenter_has_them_and_kept_nowhere', { timeout: 90000 }, async () => {
  await pages.presenter.getByRole('button', { name: 'Con trỏ' }).click()
  const box = await pages.presenter.locator('.viewport').boundingBox()
  await pages.presenter.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await pages.presenter.mouse.move(box.x + box.width / 2 + 20, box.y + box.height / 2 + 20, { steps: 5 })
  await pages.member.locator('.presenter-pointer').waitFor()
  await pages.late.locator('.presenter-pointer').waitFor()
  // The same place of the paper on both screens, however wide they are.
  const place = (page, point) => page.evaluate(point => {
    const dot = document.querySelector('.presenter-pointer')?.getBoundingClientRect()
    const [x, y] = point ?? [dot.x + dot.width / 2, dot.y + dot.height / 2]
    const sheet = document.elementsFromPoint(x, y).map(one => one.closest('.page')).find(Boolean)
    const { left, top, width } = sheet.getBoundingClientRect()
    return [sheet.getAttribute('aria-label'), (x - left) / width, (y - top) / width]
  }, point)
  const at = await place(pages.presenter, [box.x + box.width / 2 + 20, box.y + box.height / 2 + 20])
  await until(async () => {
    const seen = await place(pages.member)
    return seen[0] === at[0] && Math.abs(seen[1] - at[1]) < 0.01 && Math.abs(seen[2] - at[2]) < 0.01
  }, async () => `the member's pointer at ${await place(pages.member)}, not ${at}`)
  await look('member', 'pointer-820')
  await pages.presenter.getByRole('button', { name: 'Con trỏ' }).click()
  await pages.presenter.keyboard.press('n')
  await pages.presenter.keyboard.press('p')
  await pages.presenter.mouse.move(box.x + 200, box.y + 200)
  await pages.presenter.mouse.down()
  await pages.presenter.mouse.move(box.x + 320, box.y + 260, { steps: 12 })
  await pages.member.locator('.presenter-ink path').waitFor()
  await look('member', 'ink-820')
  await pages.presenter.mouse.up()
  await pages.presenter.keyboard.press('v')
  await pages.member.reload()
  await pages.member.getByText('Ngô Thị Thu Trang đang trình chiếu').waitFor()
  assert.equal(await pages.member.locator('.presenter-ink, .presenter-pointer').count(), 0)
})

test('member__leaves_by_one_tap_reads_elsewhere_and_rejoins_by_one', { timeout: 90000 }, async () => {
  await isAt('member', 3)
  await pages.member.getByRole('button', { name: 'Tự xem' }).click()
  await turnTo('member', 11)
  await pages.presenter.getByText(/2 người theo dõi/).waitFor()
  await turnTo('presenter', 7)
  await isAt('late', 7)
  await pages.member.getByText('Ngô Thị Thu Trang đang trình chiếu trang').waitFor()
  assert.equal(await pageOf('member'), 11)
  await look('member', 'left-820')
  await pages.member.getByRole('button', { name: 'Theo dõi', exact: true }).click()
  await isAt('member', 7)
  await pages.presenter.getByText(/3 người theo dõi/).waitFor()
})

test('network_cut__and_back_the_member_is_at_the_page_of_now', { timeout: 90000 }, async () => {
  cable.cut()
  await pages.member.getByText(/Mất kết nối/).first().waitFor()
  await turnTo('presenter', 4)
  await isAt('late', 4)
  cable.mend()
  await isAt('member', 4)
})

test('restricted_paper__is_followed_by_its_circle_and_not_told_to_others (rule 24)', { timeout: 90000 }, async () => {
  await api.json('PUT', `/api/meetings/${meeting.id}/follow`, { paper_id: secret.id, page: 6 })
  await pages.presenter.getByText('Trần Quốc Thắng đang trình chiếu').waitFor()
  await isAt('presenter', 6)
  await pages.member.locator('.follow-bar').waitFor({ state: 'detached' })
  assert.doesNotMatch(await pages.member.locator('body').textContent(), /Nhân sự|Phương án nhân sự/)
  await api.json('DELETE', `/api/meetings/${meeting.id}/follow`)
  await pages.presenter.locator('.follow-bar').waitFor({ state: 'detached' })
})

test('chair__lets_a_member_present_and_takes_the_screen_back', { timeout: 90000 }, async () => {
  await pages.chair.getByRole('button', { name: 'Người được trình chiếu' }).click()
  await pages.chair.getByRole('checkbox', { name: /^Cho .* trình chiếu/ }).nth(1).waitFor()
  await look('chair', 'let-1180')
  const people = await server.signIn('donvi2.lanhdao')
  await pages.chair.getByRole('checkbox', { name: `Cho ${people.session.person.full_name} trình chiếu` }).check()
  await pages.chair.keyboard.press('Escape')
  await present('member').click()
  await pages.member.getByText('Đang trình chiếu').first().waitFor()
  await pages.late.getByText(`${people.session.person.full_name} đang trình chiếu`).waitFor()
  await pages.chair.getByRole('button', { name: 'Người được trình chiếu' }).click()
  await pages.chair.getByRole('dialog').getByRole('button', { name: 'Dừng trình chiếu' }).click()
  await pages.chair.keyboard.press('Escape')
  await pages.late.locator('.follow-bar').waitFor({ state: 'detached' })
  await present('member').waitFor()
})

test('chair__moves_on_and_what_was_presented_ends', { timeout: 60000 }, async () => {
  await present('presenter').click()
  await pages.late.locator('.follow-bar').waitFor()
  const items = (await api.json('GET', `/api/meetings/${meeting.id}`)).agenda
  await api.json('POST', `/api/meetings/${meeting.id}/current`, { item_id: items[1].id }, 200)
  await pages.late.locator('.follow-bar').waitFor({ state: 'detached' })
})
