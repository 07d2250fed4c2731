// SPDX-License-Identifier: GPL-3.0-or-later
//
// A meeting is prepared, by hand on tablets: of a template, with papers of two units of which one is returned and mended, published, answered, and given a late
// paper. Then all who have to do with it and one who has not are looked at by every way a meeting is told of, mail and files too: each learns what is theirs,
// and of the restricted item nobody outside its circle anything (E1–E7, I2; rules 10, 21, 23, 24). Each test goes on where the one before it ended.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { until } from '../http/server.js'
import { documentOf, meetingOf, pdf } from '../http/make.js'
import { startSmtp } from '../http/smtp.js'
import { agree, choose, signIn, startBrowser, startOffice } from './browser.js'

const TITLE = 'Phiên họp chuẩn bị kỳ cuối năm', TEMPLATE = 'Phiên họp năm đơn vị'
const ITEMS = ['Tình hình thực hiện nhiệm vụ', 'Phương án phân bổ dự toán', 'Kết luận phiên họp'], SUB = 'Cải cách hành chính', SECRET = 'Điều động nhân sự chủ chốt'
const UNITS = ['Sở Nội vụ', 'Sở Tài chính', 'Sở Xây dựng', 'Ủy ban nhân dân xã Bình Minh', 'Ủy ban nhân dân xã Tân Hòa']
const PAPERS = { reform: 'Báo cáo cải cách quý IV', budget: 'Báo cáo phân bổ dự toán', late: 'Báo cáo bổ sung về thiên tai', secret: 'Tờ trình Sao Mai', secretLate: 'Phụ lục Sao Mai' }
/** What tells of the restricted item: its words as they are, without diacritics, in a file's name and in a file's text. */
const WORDS = ['điều động', 'dieu dong', 'sao mai', 'saomai', 'sao-mai', 'điều chuyển']
const CAST = {
  secretary: { account: 'thuky', size: 1180, circle: true, role: 'secretary' },
  chair: { account: 'chutri', circle: true, role: 'chair' },
  asked: { account: 'snv.lanhdao', size: 820, circle: true, role: 'member', unit: 0, answer: 'confirmed' },
  budget: { account: 'stc.lanhdao', size: 1180, circle: false, role: 'member', unit: 1, answer: 'confirmed' },
  declined: { account: 'sxd.lanhdao', size: 820, circle: false, role: 'member', unit: 2, answer: 'declined' },
  confirmed: { account: 'donvi1.lanhdao', size: 820, circle: false, role: 'member', unit: 3, answer: 'confirmed' },
  replaced: { account: 'donvi2.lanhdao', size: 1180, circle: true, role: 'member', unit: 4, answer: 'substituted' },
  substitute: { account: 'donvi2.chuyenvien', size: 820, circle: false, role: 'substitute' },
  colleague: { account: 'donvi1.chuyenvien', circle: false, role: 'member' },
  stranger: { account: 'donvi6.lanhdao', size: 820, circle: false, role: null }
}
const ALL = Object.values(CAST), OUTSIDE = ALL.filter(one => !one.circle), INVITED = ALL.filter(one => one.role), NAMED = ALL.filter(one => one.answer)

let smtp, server, browser, meeting, item, files
const errors = []
const { secretary, asked, budget, declined, confirmed, replaced, substitute, stranger } = CAST
const idOf = one => one.api.session.person.id
const at = address => server.origin + address
const place = () => `/meetings/${meeting}`
const file = (name, text) => ({ name, mimeType: 'application/pdf', buffer: pdf(2, text) })
const fold = text => text.normalize('NFC').toLowerCase()
/** Which words and ids of the restricted item stand in this. */
const told = text => [...WORDS, ...(item ? [item, ...files] : [])].filter(word => fold(text).includes(word))
const unaware = (text, where) => assert.deepEqual(told(text), [], where)

before(async () => {
  smtp = await startSmtp()
  server = await startOffice({ arguments: ['--smtp-url', `smtp://127.0.0.1:${smtp.port}`, '--mail-from', 'hop@anlac.example'] })
  browser = await startBrowser()
  await Promise.all(ALL.map(async one => { one.api = await server.signIn(one.account) }))
  await Promise.all(ALL.filter(({ size }) => size).map(async one => {
    one.page = await browser.tablet(one.size)
    one.heard = []
    one.page.on('pageerror', error => errors.push(`${one.account}: ${error.message}`))
    one.page.on('response', reply => { if (reply.url().includes('/api/')) void reply.text().then(text => one.heard.push([reply.url(), text.replace(/"instance": ?"[^"]*"/, '')]), () => undefined) })
    await signIn(one.page, server.origin, one.account)
  }))
})
after(async () => {
  if (process.env.LOOK) for (const { account, page } of ALL) await page?.screenshot({ path: `${process.env.LOOK}/${account}.png`, fullPage: true })
  await browser?.stop()
  await server?.stop()
  await smtp?.stop()
})

async function uploads (page, subject, paper) {
  await page.goto(at('/documents/new'))
  await page.locator('input[name=type]').click()
  await page.locator('input[name=type]').pressSequentially('bao cao')
  await page.getByRole('option', { name: /Báo cáo/ }).first().click()
  await page.locator('textarea[name=subject]').fill(subject)
  await page.locator('input[type=file]').setInputFiles(paper)
  await page.getByRole('button', { name: 'Tạo văn bản', exact: true }).click()
  await page.waitForURL(/\/documents\/[0-9a-f-]{36}$/)
  await page.getByRole('heading', { name: 'Phiên bản 1' }).waitFor()
  return new URL(page.url()).pathname
}
const submits = async (page, title, subject) => {
  await page.goto(at('/paper-requests'))
  const request = page.getByRole('region', { name: title })
  await request.getByRole('button', { name: 'Gửi tài liệu' }).click()
  await page.getByRole('dialog').getByRole('searchbox').fill(subject)
  await page.getByRole('dialog').getByRole('button').filter({ hasText: subject }).click()
  await request.getByText('Chờ duyệt', { exact: true }).waitFor()
}
const row = (page, title) => page.locator('.item-row').filter({ hasText: title })
const open = (page, title) => row(page, title).locator('.item-open').click()
const save = async page => {
  const saved = page.waitForResponse(reply => reply.request().method() === 'GET' && new URL(reply.url()).pathname === `/api${place()}`)
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await saved
  await page.getByText('Đã lưu.').first().waitFor()
}
const attach = async (page, subject) => {
  await page.getByRole('button', { name: 'Thêm tài liệu', exact: true }).click()
  await page.getByRole('dialog').getByRole('searchbox').fill(subject)
  await page.getByRole('dialog').getByRole('button').filter({ hasText: subject }).click()
}
const vietnamese = moment => moment.toLocaleDateString('en-GB', { timeZone: 'Asia/Ho_Chi_Minh' })
const inDays = days => new Date(Date.now() + days * 86400e3)

test('secretary__makes_the_meeting_of_a_template_of_five_units (E1, E2)', { timeout: 240000 }, async () => {
  const { page, api } = secretary
  const units = (await api.json('GET', '/api/units')).items
  const earlier = await meetingOf(api, {
    title: 'Phiên họp kỳ trước', starts_at: inDays(1).toISOString(), chair_id: idOf(CAST.chair), items: ITEMS, invitees: UNITS.map(name => units.find(unit => unit.name === name).id)
  })
  await page.goto(at(`/meetings/${earlier.id}`))
  await page.getByRole('button', { name: 'Thao tác khác' }).click()
  await page.getByRole('button', { name: 'Lưu thành mẫu' }).click()
  await page.getByRole('dialog').getByLabel('Tên mẫu').fill(TEMPLATE)
  await agree(page, 'Lưu')
  await page.getByText('Đã lưu mẫu.').waitFor()
  await page.goto(at('/meetings/new'))
  await page.getByRole('radio', { name: 'Mẫu', exact: true }).check({ force: true })
  await page.getByRole('button', { name: new RegExp(`^${TEMPLATE}`) }).click()
  await page.locator('input[name=title]').fill(TITLE)
  await page.locator('input[name=day]').fill(vietnamese(inDays(3)))
  await page.locator('input[name=starts_at]').fill('08:00')
  await page.locator('input[name=ends_at]').fill('11:00')
  await page.getByRole('button', { name: 'Tạo cuộc họp', exact: true }).click()
  await page.waitForURL(/\/meetings\/[0-9a-f-]{36}\/edit$/)
  meeting = page.url().split('/').at(-2)
  for (const title of ITEMS) await row(page, title).waitFor()
  for (const name of UNITS) await page.getByRole('combobox', { name: `Vai trò của ${name}` }).waitFor()
})

test('agenda__gets_a_sub_item_a_restricted_one_and_asks_two_units_for_papers (E3, E5)', { timeout: 120000 }, async () => {
  const { page, api } = secretary
  const paper = { document_id: (await documentOf(api, { subject: PAPERS.secret, bytes: pdf(2, 'Kimsaomai'), filename: 'sao-mai.pdf' })).id }
  const later = await documentOf(api, { subject: PAPERS.secretLate, bytes: pdf(1, 'Saomaiphuluc'), filename: 'phu-luc-sao-mai.pdf' })
  await documentOf(api, { subject: PAPERS.late, bytes: pdf(1, 'Thientaimoi'), filename: 'thien-tai.pdf' })
  await open(page, ITEMS[0])
  await page.getByRole('button', { name: 'Thêm mục con' }).click()
  await page.locator('input[name="items.1.title"]').fill(SUB)
  const asks = async unit => {
    await choose(page.locator('.item-editor'), 'Đơn vị trình bày', unit)
    await page.getByLabel('Hạn gửi tài liệu').fill(vietnamese(inDays(2)))
    await page.getByLabel('Giờ hạn gửi').fill('17:00')
    await page.getByLabel('Giờ hạn gửi').blur()
  }
  await asks(UNITS[0])
  await open(page, ITEMS[1])
  await asks(UNITS[1])
  await page.getByRole('button', { name: 'Thêm nội dung', exact: true }).click()
  await page.locator('input[name="items.4.title"]').fill(SECRET)
  await page.getByRole('switch', { name: 'Nội dung hạn chế' }).check()
  for (const one of [asked, replaced]) await choose(page, 'Tìm người hoặc đơn vị được xem', one.api.session.person.full_name)
  await attach(page, PAPERS.secret)
  await save(page)
  const { agenda } = await api.json('GET', `/api${place()}`)
  assert.deepEqual(agenda.map(one => [one.title, one.level, one.restricted, one.circle.length]), [[ITEMS[0], 0, false, 0], [SUB, 1, false, 0], [ITEMS[1], 0, false, 0], [ITEMS[2], 0, false, 0], [SECRET, 0, true, 2]])
  item = agenda[4].id
  files = [paper.document_id, later.id, agenda[4].papers[0].id]
})

test('units__bring_papers_and_the_one_returned_is_mended (E5)', { timeout: 120000 }, async () => {
  const reform = await uploads(asked.page, PAPERS.reform, file('cai-cach.pdf', 'Cacbuocdau'))
  await submits(asked.page, SUB, PAPERS.reform)
  await uploads(budget.page, PAPERS.budget, file('du-toan.pdf', 'Dutoanmoi'))
  await submits(budget.page, ITEMS[1], PAPERS.budget)
  const { page } = secretary
  await page.goto(at(place()))
  await page.getByRole('button', { name: `Duyệt tài liệu ${PAPERS.budget}` }).click()
  await budget.page.getByText('Đã duyệt', { exact: true }).waitFor()
  await page.getByRole('button', { name: `Trả lại tài liệu ${PAPERS.reform}` }).click()
  await agree(page, 'Trả lại')
  await page.getByRole('dialog').waitFor() // not without the reason
  await page.getByRole('dialog').getByLabel(/Lý do/).fill('Thiếu phụ lục số liệu')
  await agree(page, 'Trả lại')
  await asked.page.getByText('Lý do trả lại: Thiếu phụ lục số liệu').waitFor()
  await asked.page.goto(at(reform))
  await asked.page.getByRole('button', { name: 'Tải phiên bản mới' }).click()
  await asked.page.getByRole('dialog').locator('input[type=file]').setInputFiles(file('cai-cach.pdf', 'Cacbuocsau'))
  await agree(asked.page, 'Tải lên')
  await asked.page.getByRole('heading', { name: 'Phiên bản 2' }).waitFor()
  await asked.page.goto(at('/paper-requests'))
  await asked.page.getByRole('button', { name: 'Gửi phiên bản 2' }).click()
  await asked.page.getByText('Chờ duyệt', { exact: true }).waitFor()
  await page.getByRole('button', { name: `Duyệt tài liệu ${PAPERS.reform}` }).click()
  await asked.page.getByText('Đã duyệt', { exact: true }).waitFor()
  // who was asked knows what they are asked, and of the meeting not more before it is published
  for (const one of NAMED) assert.equal((await one.api.get(`/api${place()}`)).status, 404)
  for (const one of [confirmed, stranger]) assert.deepEqual((await one.api.json('GET', '/api/paper-requests')).items, [])
})

test('meeting__is_published_and_its_units_name_people_who_answer (E6, rules 21, 23)', { timeout: 180000 }, async () => {
  const { page } = secretary
  await page.getByRole('button', { name: 'Phát hành giấy mời', exact: true }).click()
  await agree(page, 'Phát hành giấy mời')
  await page.getByText('Đã phát hành giấy mời', { exact: false }).first().waitFor()
  for (const one of NAMED) {
    await one.page.goto(at(place()))
    await one.page.getByRole('button', { name: 'Cử người dự họp' }).click()
    await one.page.getByRole('dialog').getByRole('checkbox', { name: new RegExp(one.api.session.person.full_name) }).check()
    await agree(one.page, 'Cử người đã chọn')
    await one.page.getByRole('button', { name: 'Xác nhận tham dự' }).waitFor()
  }
  for (const one of NAMED.filter(({ answer }) => answer === 'confirmed')) {
    await one.page.getByRole('button', { name: 'Xác nhận tham dự' }).click()
    await one.page.getByRole('heading', { name: 'Đã xác nhận tham dự' }).waitFor()
  }
  await declined.page.getByRole('button', { name: 'Báo vắng' }).click()
  await declined.page.getByRole('dialog').getByLabel(/Lý do/).fill('Đi công tác dài ngày')
  await agree(declined.page, 'Báo vắng')
  await declined.page.getByRole('heading', { name: 'Đã báo vắng' }).waitFor()
  await replaced.page.getByRole('button', { name: 'Cử người dự thay' }).click()
  await replaced.page.getByRole('dialog').getByRole('radio', { name: new RegExp(substitute.api.session.person.full_name) }).check()
  await agree(replaced.page, 'Cử người dự thay')
  await replaced.page.getByRole('heading', { name: 'Đã cử người dự thay' }).waitFor()
  // at a glance, live
  const counts = page.getByRole('group', { name: 'Lọc theo câu trả lời' })
  for (const [name, n] of [['Tham dự', 3], ['Dự thay', 1], ['Báo vắng', 1]]) await counts.getByRole('button', { name: new RegExp(`^${n}\\s*${name}$`) }).waitFor()
  await page.getByText('Đi công tác dài ngày').waitFor()
  assert.equal(await confirmed.page.getByText('Đi công tác dài ngày').count(), 0)
  await substitute.page.goto(at(place()))
  await substitute.page.getByText('Đồng chí dự họp thay cho một thành viên.').waitFor()
})

test('late_papers__are_marked_move_nothing_and_are_told_to_those_who_see_them (E7, rule 21)', { timeout: 120000 }, async () => {
  const numbers = one => one.page.locator('.agenda-number').allTextContents()
  await until(async () => (await numbers(confirmed)).length, 'the agenda')
  assert.deepEqual(await numbers(confirmed), ['1', '1.1', '2', '3'])
  const { page } = secretary
  await page.goto(at(`${place()}/edit`))
  await open(page, ITEMS[0])
  await attach(page, PAPERS.late)
  await open(page, SECRET)
  await attach(page, PAPERS.secretLate)
  await save(page)
  await asked.api.json('POST', `/api/agenda-items/${item}/comments`, { kind: 'question', audience: 'all', body: 'Đề nghị điều chuyển sau Tết' })
  for (const [one, changes] of [[confirmed, 1], [declined, 1], [substitute, 1], [asked, 2]]) {
    await one.page.getByRole('region', { name: 'Thay đổi sau khi phát hành' }).getByRole('heading', { name: `${changes} thay đổi từ lần xem trước` }).waitFor()
    const link = one.page.locator('.agenda-item').filter({ hasText: ITEMS[0] }).locator('.paper-link').filter({ hasText: PAPERS.late })
    await link.getByText('Bổ sung', { exact: true }).waitFor()
    assert.deepEqual(await numbers(one), ['1', '1.1', '2', '3', ...(one.circle ? ['R1'] : [])])
  }
  const changed = confirmed.page.getByRole('region', { name: 'Thay đổi sau khi phát hành' })
  await changed.getByText('Bổ sung tài liệu').waitFor()
  await changed.getByRole('link', { name: PAPERS.late }).waitFor()
  await changed.getByRole('button', { name: 'Đã xem' }).click()
  await changed.getByRole('heading').waitFor({ state: 'detached' })
  const papers = (await confirmed.api.json('GET', `/api${place()}`)).agenda.flatMap(one => one.papers.map(paper => [one.number, paper.subject, paper.version, paper.late]))
  assert.deepEqual(papers, [['1', PAPERS.late, 1, true], ['1.1', PAPERS.reform, 2, false], ['2', PAPERS.budget, 1, false]])
})

test('page__shows_each_what_is_theirs_and_the_stranger_nothing (rule 24)', { timeout: 120000 }, async () => {
  for (const one of ALL.filter(({ page }) => page)) {
    await one.page.goto(at(place()))
    await one.page.getByText(one.role ? ITEMS[2] : 'Không tìm thấy nội dung.').first().waitFor()
    const titles = await one.page.locator('.agenda-item h3').allTextContents()
    assert.deepEqual(titles.map(title => title.trim()), one.role ? [ITEMS[0], SUB, ITEMS[1], ITEMS[2], ...(one.circle ? [`${SECRET} Hạn chế`] : [])] : [], one.account)
    if (one.role) for (const subject of [PAPERS.late, PAPERS.reform, PAPERS.budget]) await one.page.locator('.paper-link').filter({ hasText: subject }).waitFor()
    if (one.circle) for (const subject of [PAPERS.secret, PAPERS.secretLate]) await one.page.locator('.paper-link').filter({ hasText: subject }).waitFor()
    else unaware(await one.page.content(), `${one.account}'s meeting`)
  }
  // the paper itself, by its address
  for (const one of [asked, confirmed]) await one.page.goto(at(`/documents/${files[0]}/read/1`))
  await asked.page.getByRole('heading', { level: 1, name: PAPERS.secret }).waitFor()
  await confirmed.page.getByText('Không tìm thấy nội dung.').first().waitFor()
  for (const one of ALL) assert.equal((await one.api.get(`/api/documents/${files[0]}/versions/1/file`)).status, one.circle ? 200 : 404, one.account)
})

test('calendar_lists_and_words__find_it_for_those_invited_and_the_restricted_text_for_its_circle (E1, E11, rule 24)', { timeout: 120000 }, async () => {
  const found = async (one, q) => (await one.api.json('GET', `/api/meetings?q=${encodeURIComponent(q)}`)).items.filter(({ id }) => id === meeting).length
  await until(async () => await found(asked, 'saomaiphuluc') && await found(asked, 'thientaimoi'), 'the papers to be read for their words', 60000)
  const { starts_at } = await secretary.api.json('GET', `/api${place()}`)
  const day = new Date(starts_at).toLocaleDateString('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' })
  const unit = asked.api.session.person.positions[0].unit.id
  for (const one of ALL) {
    const there = one.role ? 1 : 0
    for (const of of ['me', `unit:${unit}`]) {
      const text = JSON.stringify(await one.api.json('GET', `/api/calendar?from=${day}&to=${day}&of=${of}`))
      assert.equal(text.includes(TITLE), Boolean(there), `${one.account}, ${of}`)
      unaware(text, `${one.account}'s calendar of ${of}`)
    }
    assert.equal((await one.api.json('GET', '/api/meetings?when=upcoming')).items.filter(({ id }) => id === meeting).length, there, one.account)
    for (const q of [TITLE, 'thientaimoi', 'cacbuocsau', 'du toan']) assert.equal(await found(one, q), there, `${one.account}: ${q}`)
    assert.equal(await found(one, 'cacbuocdau'), 0, `${one.account}: what was returned`)
    for (const q of ['kimsaomai', 'Phụ lục Sao Mai', 'saomaiphuluc']) assert.equal(await found(one, q), one.circle ? 1 : 0, `${one.account}: ${q}`)
  }
  for (const one of [declined, substitute, stranger]) {
    const answered = one.page.waitForResponse(reply => new URL(reply.url()).pathname === '/api/calendar')
    await one.page.goto(at(`/calendar?view=list&date=${day}`))
    await answered
    const event = one.page.locator('.fc-event').filter({ hasText: TITLE })
    if (one.role) await event.waitFor()
    else await one.page.locator('.fc-list-event, .fc-list-empty').first().waitFor()
    assert.equal(await event.count(), one.role ? 1 : 0, one.account)
    unaware(await one.page.content(), `${one.account}'s calendar`)
  }
  for (const one of [asked, confirmed]) {
    await one.page.goto(at('/meetings?q=kimsaomai'))
    await one.page.locator(one.circle ? '.hit' : '.state').first().waitFor()
    assert.equal(await one.page.locator('.found').count(), one.circle ? 1 : 0, one.account)
  }
})

const textOf = bytes => execFileSync('pdftotext', ['-raw', '-', '-'], { input: bytes, encoding: 'utf8', maxBuffer: 1 << 28 }).replace(/\s+/g, ' ')
const bytesOf = async reply => { assert.equal(reply.status, 200); return Buffer.from(await reply.arrayBuffer()) }

test('pack_and_invitation__hold_for_each_reader_what_they_may_see (E6, E8, rule 24)', { timeout: 120000 }, async () => {
  for (const one of INVITED) await one.api.json('POST', `/api${place()}/pack`, undefined, 200)
  assert.equal((await stranger.api.post(`/api${place()}/pack`)).status, 404)
  for (const one of INVITED) {
    await until(async () => (await one.api.json('GET', `/api${place()}/pack`)).state === 'done', `${one.account}'s pack`, 60000)
    const bytes = await bytesOf(await one.api.get(`/api${place()}/pack/file`))
    const text = textOf(bytes)
    for (const word of [TITLE, ...ITEMS, SUB, PAPERS.late, 'Thientaimoi 1', 'Cacbuocsau 2', 'Dutoanmoi 1']) assert.ok(text.includes(word), `${one.account}: ${word}`)
    assert.ok(!text.includes('Cacbuocdau'), one.account)
    const taken = path.join(browser.folder, `${one.account}.pdf`)
    writeFileSync(taken, bytes)
    const raw = execFileSync('qpdf', ['--qdf', '--object-streams=disable', taken, '-'], { encoding: 'latin1', maxBuffer: 1 << 28 })
    if (one.circle) for (const word of [SECRET, 'Kimsaomai 2', 'Saomaiphuluc 1', 'R1-1']) assert.ok(text.includes(word), `${one.account}: ${word}`)
    else {
      unaware(text, `${one.account}'s pack`)
      unaware(raw, `${one.account}'s pack, its objects`)
      assert.doesNotMatch(text, /\bR1\b/, one.account)
    }
    const invitation = textOf(await bytesOf(await one.api.get(`/api${place()}/invitation`)))
    for (const word of ['GIẤY MỜI', TITLE, ITEMS[1]]) assert.ok(invitation.includes(word), `${one.account}: ${word}`)
    unaware(invitation, `${one.account}'s invitation: it is to their unit, which is not in the circle`)
  }
  for (const part of ['pack', 'pack/file', 'invitation']) assert.equal((await stranger.api.get(`/api${place()}/${part}`)).status, 404)
})

test('calendar_file_and_private_address__carry_nothing_restricted_out (I2, rule 24)', { timeout: 60000 }, async () => {
  for (const one of ALL) {
    const reply = await one.api.get(`/api${place()}/calendar.ics`)
    assert.equal(reply.status, one.role ? 200 : 404)
    const own = (await reply.text()).replaceAll('\r\n ', '')
    if (one.role) for (const word of [TITLE, `1.1. ${SUB}`, `3. ${ITEMS[2]}`]) assert.ok(own.includes(word), `${one.account}: ${word}`)
    if (one.circle) assert.ok(own.includes(SECRET), one.account)
    else unaware(own, `${one.account}'s calendar file`)
    const address = (await one.api.json('POST', '/api/feed', { language: 'vi' })).path
    const feed = (await (await server.nobody.get(address)).text()).replaceAll('\r\n ', '')
    assert.match(feed, /^BEGIN:VCALENDAR/)
    assert.equal(feed.includes(TITLE), Boolean(one.role), one.account)
    unaware(feed, `${one.account}'s private address: it is read without signing in`)
  }
})

test('bell_and_every_other_answer__tell_each_what_is_theirs (E6, rule 24)', { timeout: 60000 }, async () => {
  const meetings = ['', '/agenda', '/changes', '/comments', '/pack', '/seats', '/my-seat', '/attendance', '/floor', '/series'].map(part => `/api${place()}${part}`)
  const mine = ['/api/home', '/api/notices', '/api/packs', '/api/paper-requests', '/api/documents', '/api/documents?q=sao', '/api/meetings', '/api/meetings?q=sao', '/api/meetings?mine=unit', '/api/proposals', '/api/meeting-templates']
  for (const one of OUTSIDE) {
    for (const address of [...meetings, ...mine]) {
      const reply = await one.api.get(address)
      const text = await reply.text()
      unaware(text, `${one.account}: ${address}`)
      if (!one.role && meetings.includes(address)) assert.equal(reply.status, 404, address)
      if (!one.role && reply.ok) assert.ok(!text.includes(TITLE) && !text.includes(meeting), `${one.account}: ${address}`)
    }
  }
  for (const one of [asked, replaced]) for (const address of ['/api/packs', '/api/documents', ...meetings.slice(0, 4)]) assert.ok(told(await (await one.api.get(address)).text()).length > 0, `${one.account}: ${address}`)
  for (const one of [replaced, confirmed]) {
    await one.page.goto(at('/'))
    await one.page.locator('.bell-button').click()
    const bell = one.page.getByRole('dialog', { name: 'Thông báo' })
    await bell.locator('.told').filter({ hasText: one.circle ? '2 tài liệu bổ sung' : `Tài liệu bổ sung: ${PAPERS.late}` }).first().waitFor()
    await bell.locator('.told').filter({ hasText: 'Giấy mời' }).first().waitFor()
    unaware(await bell.innerText(), `${one.account}'s bell: of several papers it names the first`)
    const added = (await one.api.json('GET', '/api/notices')).items.filter(notice => notice.kind === 'papers_added' && notice.meeting_id === meeting)
    assert.deepEqual(added.map(({ count }) => count), [one.circle ? 2 : 1], one.account)
  }
  // nothing that a tablet outside has asked for on its whole way through this story held it; nor did a page break
  for (const one of OUTSIDE.filter(({ page }) => page)) {
    assert.ok(one.heard.length > 10, one.account)
    for (const [address, text] of one.heard) unaware(text, `${one.account} was answered at ${address}`)
  }
  assert.deepEqual(errors, [])
})

/** A message as its reader sees it, and more: headers and all parts, whatever they are wrapped in. */
const unwrapped = ({ raw }) => [
  raw.replace(/\?=\s+=\?/g, '?==?').replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, words) => Buffer.from(words, 'base64').toString('latin1')).replace(/[\x80-\xff]+/g, bytes => Buffer.from(bytes, 'latin1').toString()),
  raw.replaceAll('=\r\n', '').replace(/(?:=[0-9A-F]{2})+/g, bytes => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString()),
  ...[...raw.matchAll(/transfer-encoding: base64\r\n[^]*?\r\n\r\n([\w+/=\r\n]+)/gi)].map(([, bytes]) => Buffer.from(bytes, 'base64').toString())
].join('\n')

test('mail__of_the_restricted_item_goes_to_its_circle_only (E6, rule 24)', { timeout: 90000 }, async () => {
  server.sql('update app.mail set next_at = now() where state = \'queued\'') // what waits for more to come goes now
  const waiting = () => Number(server.sql('select count(*) from app.mail where state in (\'queued\', \'sending\')'))
  await until(() => waiting() === 0, () => `${waiting()} messages to leave`, 60000)
  const sent = Number(server.sql('select count(*) from app.mail where state = \'sent\''))
  assert.equal(server.sql('select count(*) from app.mail where state = \'failed\''), '0')
  await until(() => smtp.messages.length >= sent, () => `${sent} messages at the sink: ${smtp.messages.length}`, 30000)
  const inbox = one => smtp.messages.filter(({ to }) => to === `${one.account}@anlac.example`).map(unwrapped)
  for (const one of OUTSIDE) for (const message of inbox(one)) unaware(message, `a message to ${one.account}`)
  const circle = new Set(ALL.filter(one => one.circle).map(({ account }) => `${account}@anlac.example`))
  for (const message of smtp.messages.filter(({ to }) => !circle.has(to))) unaware(unwrapped(message), `a message to ${message.to}`)
  assert.ok([asked, replaced].every(one => inbox(one).some(message => message.includes(PAPERS.secretLate))), 'the circle is told')
  for (const one of [...NAMED, substitute]) assert.ok(inbox(one).some(message => message.includes(TITLE) && message.includes(place())), `${one.account} has mail of the meeting`)
  assert.ok(inbox(asked).some(message => message.includes('Thiếu phụ lục số liệu')), 'why it was returned')
  assert.ok(inbox(confirmed).some(message => message.includes(PAPERS.late)), 'the late paper')
  assert.ok(!inbox(stranger).some(message => message.includes(TITLE) || message.includes(meeting)))
})
