// SPDX-License-Identifier: GPL-3.0-or-later
//
// Draws docs/screenshots: every page with sample data, in both directions of a tablet, and the list of them.
//   node tests/web/screenshots.mjs [only-names-with-this-word]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root, startServer } from '../http/server.js'
import { SIZES, signIn, startBrowser } from './browser.js'

const folder = path.join(process.env.SCREENSHOTS ?? path.join(root, 'docs/screenshots'))
mkdirSync(folder, { recursive: true })
const only = process.argv[2] ?? ''
const server = await startServer({ sample: true })
const browser = await startBrowser()
const api = Object.fromEntries(await Promise.all(['thuky', 'chutri', 'quantri', 'donvi2.lanhdao'].map(async account => [account, await server.signIn(account)])))
const documents = (await api.thuky.json('GET', '/api/documents?limit=200')).items
const find = word => documents.find(item => item.subject.includes(word))
const meetings = (await api.thuky.json('GET', '/api/meetings')).items
const today = meetings.find(item => item.state === 'invited'), draft = meetings.find(item => item.state === 'draft')
const people = (await api.quantri.json('GET', '/api/people')).items, units = (await api.quantri.json('GET', '/api/units')).items
const paper = find('Tình hình kinh tế'), proposal = find('Về việc ban hành Quy chế')

// Notes of the one who prepares it, on words that stand on the page.
const words = (await api.thuky.json('GET', `/api/documents/${proposal.id}/versions/3/pages/1/text`)).lines
const notes = [['highlight', 'yellow', 'Sự'], ['underline', 'red', 'bình'], ['highlight', 'green', 'đại']]
for (const [kind, colour, word] of notes) {
  const line = words.find(({ words: list }) => list.some(({ t }) => t === word) && list.length > 4)?.words
  if (!line) continue
  const [first, last] = [line[0], line.at(-1)]
  await api.thuky.json('PUT', `/api/notes/${crypto.randomUUID()}`, { document_id: proposal.id, version: 3, page: 1, kind, colour, audience: 'private', body: kind === 'underline' ? 'Đối chiếu với biên bản kiểm tra tháng 9' : null,
    exact: line.map(({ t }) => t).join(' '), prefix: null, suffix: null, quads: [{ x: first.x, y: first.y, w: last.x + last.w - first.x, h: first.h }] })
}

// The chair knows the first version; a unit is asked for a paper, and has sent one; one member has answered and spoken.
await api.chutri.json('PUT', `/api/documents/${proposal.id}/reading`, { version: 1, page: 1, read: true }, 200)
const snv = await server.signIn('snv.lanhdao')
const asked = (await api.thuky.json('GET', `/api/meetings/${draft.id}`)).agenda[0]
await api.thuky.json('PATCH', `/api/agenda-items/${asked.id}`, { presenting_unit_id: snv.session.person.positions[0].unit.id, papers_due_at: new Date(Date.now() + 2 * 86400000).toISOString() }, 200)
const own = (await snv.json('POST', '/api/documents', { type: 'BC', subject: 'Báo cáo rà soát thủ tục hành chính nội bộ của Sở Nội vụ' }))
await snv.json('POST', `/api/documents/${own.id}/versions?filename=bao-cao.pdf`, readFileSync(path.join(root, 'deploy/sample/bao-cao-song-tra.pdf')))
await snv.json('POST', `/api/agenda-items/${asked.id}/submissions`, { document_id: own.id, version: 1 })
await snv.json('PUT', `/api/meetings/${today.id}/units/${snv.session.person.positions[0].unit.id}/attendees`, { person_ids: [snv.session.person.id] }, 200)
const third = (await api.thuky.json('GET', `/api/meetings/${today.id}`)).agenda[2]
await snv.json('POST', `/api/agenda-items/${third.id}/comments`, { kind: 'question', audience: 'all', body: 'Đề nghị làm rõ thời hạn chuyển hồ sơ giấy sang bản điện tử quy định tại Điều 5.' })
await api['donvi2.lanhdao'].json('POST', `/api/agenda-items/${third.id}/comments`, { kind: 'comment', audience: 'all', body: 'Ủy ban nhân dân xã Tân Hòa thống nhất với dự thảo Quy chế.' })

// A room with seats and the people on them; an invitation's facts; a proposal; a word of the chair that rings the bell.
const room = (await api.quantri.json('GET', '/api/catalogues/room')).items.find(({ id }) => id === today.room_id)
const chairs = ['CT', 'A1', 'A2', 'A3', 'A4', 'B1', 'B2', 'B3', 'B4'].map((label, i) => ({
  id: crypto.randomUUID(), kind: 'chair', label, w: 3, h: 2, angle: 0, head: i === 0, x: i === 0 ? 18 : 4 + ((i - 1) % 4) * 9, y: i === 0 ? 2 : i < 5 ? 10 : 18
}))
await api.quantri.json('PUT', `/api/rooms/${room.id}/map`, { width: 40, height: 28, seats: chairs }, 200)
const whole = await api.thuky.json('GET', `/api/meetings/${today.id}`)
const seated = [whole.chair.id, ...whole.expected.flatMap(one => one.person ? [one.person.id] : [])].slice(0, 6)
await api.thuky.json('PUT', `/api/meetings/${today.id}/seats`, { places: [...new Set(seated)].map((person_id, i) => ({ seat_id: chairs[i].id, person_id })) }, 200)
await snv.json('POST', '/api/proposals', { unit_id: snv.session.person.positions[0].unit.id, title: 'Bổ sung biên chế cho các xã mới sắp xếp', explanation: 'Theo đề nghị của ba xã sau sắp xếp.', host_unit_id: today.host_unit.id })
await api.thuky.json('POST', '/api/meeting-templates', { name: 'Giao ban tháng của Ủy ban nhân dân tỉnh', meeting_id: today.id })
await api.chutri.json('PATCH', `/api/agenda-items/${third.id}`, { minutes: 35 }, 200)

// name, what it shows, account (null: nobody), address, what to do first
const shots = [
  ['sign-in', 'Đăng nhập · Sign in', null, '/'],
  ['home', 'Trang chủ · Home', 'donvi2.lanhdao', '/'],
  ['documents', 'Văn bản · Documents', 'thuky', '/documents'],
  ['document-new', 'Văn bản mới · New document', 'thuky', '/documents/new'],
  ['document', 'Một văn bản và các phiên bản · A document and its versions', 'thuky', `/documents/${proposal.id}`],
  ['reader', 'Trình đọc · The reader', 'donvi2.lanhdao', `/documents/${paper.id}/read/1?page=2`],
  ['reader-thumbnails', 'Trang thu nhỏ · Thumbnails', 'donvi2.lanhdao', `/documents/${paper.id}/read/1`, page => page.getByRole('button', { name: /Trang thu nhỏ/ }).first().click()],
  ['reader-comments', 'Ý kiến trên trang · Comments on a page', 'donvi2.lanhdao', `/documents/${proposal.id}/read/2`, page => page.getByRole('button', { name: /Ý kiến/ }).first().click()],
  ['reader-notes', 'Ghi chú trên trang · Notes on a page', 'thuky', `/documents/${proposal.id}/read/3`, async page => {
    await page.getByRole('button', { name: 'Ghi chú', exact: true }).click()
    await page.locator('.note-bar, [role=toolbar]').first().waitFor()
  }],
  ['reader-news', 'Thay đổi từ lần đọc trước · What changed since I last read', 'chutri', `/documents/${proposal.id}/read/3`],
  ['reader-take-away', 'Mang đi · Copies to take away', 'chutri', `/documents/${proposal.id}/read/3`, page => page.getByRole('button', { name: 'Bản 3' }).or(page.getByRole('button', { name: /Phiên bản/ })).first().click()],
  ['offline', 'Trên máy này · On this device', 'donvi2.lanhdao', '/', async page => {
    await page.waitForTimeout(9000)
    await page.goto(server.origin + '/offline')
    await page.waitForTimeout(1500)
  }],
  ['compare', 'So sánh phiên bản · Two versions compared', 'thuky', `/documents/${proposal.id}/compare/1/3`],
  ['meetings', 'Cuộc họp · Meetings', 'thuky', '/meetings'],
  ['meeting-new', 'Tạo cuộc họp · New meeting', 'thuky', '/meetings/new'],
  ['meeting-edit', 'Chuẩn bị cuộc họp · Preparing a meeting', 'thuky', `/meetings/${draft.id}/edit`],
  ['meeting', 'Cuộc họp · A meeting', 'donvi2.lanhdao', `/meetings/${today.id}`],
  ['meeting-talk', 'Cho ý kiến trước cuộc họp · Comments before the meeting', 'snv.lanhdao', `/meetings/${today.id}`, page => page.getByRole('button', { name: /mục 3$/ }).click()],
  ['meeting-approve', 'Duyệt tài liệu · A paper waits for approval', 'thuky', `/meetings/${draft.id}`],
  ['paper-requests', 'Tài liệu cần chuẩn bị · Papers to prepare', 'snv.lanhdao', '/paper-requests'],
  ['calendar', 'Lịch tuần · A week of the calendar', 'thuky', '/calendar?view=week'],
  ['calendar-month', 'Lịch tháng · A month of the calendar', 'thuky', '/calendar?view=month'],
  ['meeting-found', 'Tìm trong tài liệu họp · Meetings found by the text of their papers', 'thuky', '/meetings?q=giải+ngân'],
  ['meeting-templates', 'Mẫu cuộc họp · Templates of meetings', 'thuky', '/meetings/templates'],
  ['proposals', 'Đề xuất nội dung · Proposed items', 'snv.lanhdao', '/proposals'],
  ['notices', 'Thông báo · Notices', 'donvi2.lanhdao', '/notices'],
  ['seats', 'Sơ đồ chỗ ngồi · Who sits where', 'thuky', `/meetings/${today.id}/seats`],
  ['room-map', 'Vẽ sơ đồ phòng họp · The seats of a room', 'quantri', `/catalogues/room/${room.id}`],
  ['word-templates', 'Mẫu văn bản · Wording of what is printed', 'quantri', '/templates'],
  ['people', 'Người dùng · People', 'quantri', '/people'],
  ['person', 'Một người dùng · A person', 'quantri', `/people/${people.find(p => p.account === 'donvi1.lanhdao').id}`],
  ['person-new', 'Người dùng mới · New person', 'quantri', '/people/new'],
  ['units', 'Đơn vị · Units', 'quantri', '/units'],
  ['unit', 'Một đơn vị · A unit', 'quantri', `/units/${units.find(u => u.name.includes('Tân Hòa')).id}`],
  ['unit-import', 'Nhập đơn vị từ CSV · Import of units', 'quantri', '/units/import'],
  ['catalogues', 'Danh mục · Catalogues', 'quantri', '/catalogues/document-type'],
  ['account', 'Tài khoản của tôi · My account', 'thuky', '/account'],
  ['roll', 'Điểm danh · Roll-call', 'thuky', `/meetings/${today.id}/roll`, null, true],
  ['floor', 'Phát biểu · The chair gives the floor', 'chutri', `/meetings/${today.id}/live`, page => page.getByRole('button', { name: /^Phát biểu/ }).click(), true],
  ['live-chair', 'Điều hành cuộc họp · The chair in a running meeting', 'chutri', `/meetings/${today.id}/live`, null, true],
  ['live-member', 'Thành viên dự họp · A member in a running meeting', 'donvi2.lanhdao', `/meetings/${today.id}/live`, null, true],
  ['live-secretary', 'Thư ký trong cuộc họp · The secretary in a running meeting', 'thuky', `/meetings/${today.id}/live`, null, true],
  ['live-note', 'Ghi chú riêng trong cuộc họp · Private notes in a running meeting', 'donvi2.lanhdao', `/meetings/${today.id}/live`, page => page.locator('.rail-button[data-panel=note]').click(), true],
  ['wall', 'Màn hình phòng họp · The screen in the room', null, () => screen, null, true],
  ['live-paper', 'Đọc tài liệu trong cuộc họp · A paper in a running meeting', 'donvi2.lanhdao', `/documents/${paper.id}/read/1?meeting=${today.id}`, null, true],
  ['home-running', 'Trang chủ khi đang họp · Home while a meeting runs', 'donvi2.lanhdao', '/', null, true]
]
/** The screen in the room is no tablet. */
const sizesOf = name => name === 'wall' ? { 1920: { width: 1920, height: 1080 }, 1280: { width: 1280, height: 720 } } : SIZES
let started = false, screen = ''
for (const [name, , account, address, first, running] of shots) {
  if (!name.includes(only)) continue
  if (running && !started) {
    await api.chutri.json('POST', `/api/meetings/${today.id}/start`, undefined, 200)
    const { agenda } = await api.chutri.json('GET', `/api/meetings/${today.id}`)
    await api.chutri.json('PUT', `/api/meetings/${today.id}/desks/speech`, { state: 'open', minutes_each: 5 }, 200)
    await snv.json('POST', `/api/meetings/${today.id}/attendance`, { state: 'room' }, 200)
    await api.chutri.json('POST', `/api/meetings/${today.id}/attendance`, { state: 'room' }, 200)
    await snv.json('POST', `/api/meetings/${today.id}/speeches`, { queue: 'speech', topic: 'Tiến độ sắp xếp bộ máy' })
    await api.chutri.json('POST', `/api/meetings/${today.id}/current`, { item_id: agenda[1].id }, 200)
    screen = (await api.chutri.json('POST', `/api/meetings/${today.id}/wall`)).path
    started = true
  }
  for (const [size, viewport] of Object.entries(sizesOf(name))) {
    const page = await browser.tablet(1180, { viewport })
    if (account) await signIn(page, server.origin, account)
    await page.goto(server.origin + (typeof address === 'function' ? address() : address))
    await page.waitForLoadState('networkidle', { timeout: 4000 }).catch(() => {}) // an event stream never ends
    if (first) await first(page).catch(error => console.error(`${name}: ${error.message.split('\n')[0]}`))
    await page.waitForTimeout(700)
    await page.screenshot({ path: path.join(folder, `${name}-${size}.png`) })
    await page.context().close()
  }
  console.log(name)
}
if (!only) {
  writeFileSync(path.join(folder, 'README.md'), '# Screenshots\n\nMade by `node tests/web/screenshots.mjs` from the sample data; left 1180×820, right 820×1180.\n\n' +
    shots.map(([name, what]) => `## ${what}\n\n| | |\n|---|---|\n| ${Object.keys(sizesOf(name)).reverse().map(size => `![${what}](${name}-${size}.png)`).join(' | ')} |\n`).join('\n'))
}
await browser.stop()
await server.stop()
