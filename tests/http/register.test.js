// SPDX-License-Identifier: GPL-3.0-or-later
//
// A meeting's registers as PDF, read with poppler: what was said of its items and papers (E9), and who was there (F1).
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { startServer } from './server.js'
import { documentOf, meetingOf, pdf, problem } from './make.js'

let server, chair, member, other, stranger, meeting, items, paper, secretPaper
const idOf = person => person.session.person.id
const place = () => `/api/meetings/${meeting.id}`
const flat = bytes => execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes, encoding: 'utf8' }).replaceAll(/\s+/g, ' ')
const cells = bytes => execFileSync('pdftotext', ['-', '-'], { input: bytes, encoding: 'utf8' }).replaceAll(/\s+/g, ' ')
async function file (person, which) {
  const reply = await person.get(`${place()}/${which}/file`)
  assert.equal(reply.status, 200, reply.ok ? '' : await reply.text())
  assert.equal(reply.headers.get('content-type'), 'application/pdf')
  assert.equal(reply.headers.get('cache-control'), 'private, no-store')
  const bytes = Buffer.from(await reply.arrayBuffer())
  const info = execFileSync('pdfinfo', ['-'], { input: bytes, encoding: 'utf8' })
  const [, width, height] = info.match(/Page size: +([\d.]+) x ([\d.]+)/).map(Number)
  assert.ok(width > height, 'landscape')
  if (process.env.NGHISU_KEEP) writeFileSync(`${process.env.NGHISU_KEEP}/${which}-${idOf(person)}.pdf`, bytes)
  return { reply, bytes, text: cells(bytes) }
}
const has = (text, ...words) => { for (const one of words) assert.ok(text.includes(one), `${one} is not in: ${text}`) }
const hasNot = (text, ...words) => { for (const one of words) assert.ok(!text.includes(one), `${one} is in: ${text}`) }
const say = (person, item, body, kind = 'comment', audience = 'all') => person.json('POST', `/api/agenda-items/${item}/comments`, { kind, audience, body }, 201)

before(async () => {
  server = await startServer({ sample: true })
  ;[chair, member, other, stranger] = await Promise.all(['chutri', 'donvi1.lanhdao', 'donvi2.lanhdao', 'donvi6.chuyenvien'].map(account => server.signIn(account)))
  paper = await documentOf(chair, { bytes: pdf(3), subject: 'Dự thảo kế hoạch' })
  secretPaper = await documentOf(chair, { bytes: pdf(1), subject: 'Phương án nhân sự' })
  meeting = await meetingOf(chair, { title: 'Họp góp ý kế hoạch', starts_at: new Date(Date.now() + 20 * 60e3).toISOString(), place: 'Nhà A', online: true, invitees: [idOf(member), idOf(other)] })
  await chair.json('PUT', `${place()}/agenda`, { items: [
    { title: 'Kế hoạch năm', papers: [{ document_id: paper.id, version: 1 }] },
    { title: 'Chi tiết kế hoạch', level: 1, papers: [] },
    { title: 'Nhân sự kín', restricted: true, circle: [idOf(member)], papers: [{ document_id: secretPaper.id, version: 1 }] }] })
  items = (await chair.json('POST', `${place()}/publish`, undefined, 200)).agenda
  await say(member, items[0].id, 'Đề nghị làm rõ kinh phí *năm 2027*')
  await say(other, items[1].id, 'Bao giờ ban hành?', 'question')
  await say(other, items[1].id, 'Chỉ để chủ trì biết', 'comment', 'preparers')
  await say(member, items[2].id, 'Ý kiến nhân sự')
  const gone = await say(member, items[0].id, 'Sẽ rút lại')
  await member.json('DELETE', `/api/item-comments/${gone.id}`)
  const thread = await member.json('POST', `/api/documents/${paper.id}/versions/1/threads`, { page: 2, quote: 'Kiem tra 2', quads: [], body: 'Trang hai thiếu số liệu' }, 201)
  await other.json('POST', `/api/threads/${thread.id}/comments`, { body: 'Tôi cũng thấy vậy' }, 201)
  await member.json('POST', `/api/documents/${secretPaper.id}/versions/1/threads`, { page: 1, quads: [], body: 'Bàn về người' }, 201)
})
after(() => server?.stop())

test('comments_file__has_who_when_to_whom_and_what', async () => {
  const { reply, bytes, text } = await file(chair, 'comments')
  assert.match(decodeURIComponent(reply.headers.get('content-disposition')), /Tổng hợp ý kiến - Họp góp ý kế hoạch\.pdf/)
  has(text, 'TỔNG HỢP Ý KIẾN TRƯỚC CUỘC HỌP', 'Cuộc họp: Họp góp ý kế hoạch', 'Địa điểm: Nhà A', 'Mục 1. Kế hoạch năm', 'Mục 1.1. Chi tiết kế hoạch', 'Đề nghị làm rõ kinh phí *năm 2027*', 'Bao giờ ban hành?',
    'Câu hỏi', 'Chỉ để chủ trì biết', 'Mọi người dự họp', 'Chủ trì, thư ký', 'Mục R1. Nhân sự kín', 'Ý kiến nhân sự', member.session.person.full_name, other.session.person.full_name,
    'Dự thảo kế hoạch (phiên bản 1)', 'Kiem tra 2', 'Trang hai thiếu số liệu', 'Tôi cũng thấy vậy', 'Bàn về người', `${chair.session.person.full_name} kết xuất lúc`)
  hasNot(text, 'Sẽ rút lại', '{{', 'null')
  assert.ok(flat(bytes).indexOf('Trang hai thiếu') < flat(bytes).indexOf('Tôi cũng thấy'), 'a thread in its order')
})

test('comments_file__tells_each_only_what_they_may_read (rule 24)', async () => {
  const mine = (await file(member, 'comments')).text
  has(mine, 'Ý kiến nhân sự', 'Bàn về người', 'Đề nghị làm rõ')
  hasNot(mine, 'Chỉ để chủ trì biết')
  const theirs = (await file(other, 'comments')).text
  has(theirs, 'Chỉ để chủ trì biết', 'Đề nghị làm rõ', 'Trang hai thiếu số liệu')
  hasNot(theirs, 'Ý kiến nhân sự', 'Nhân sự kín', 'Phương án nhân sự', 'Bàn về người', 'R1')
  assert.equal((await problem(await stranger.get(`${place()}/comments/file`))).http, 404)
  assert.equal((await server.nobody.get(`${place()}/comments/file`)).status, 401)
})

test('comments_file__of_a_silent_meeting_says_so_and_of_a_draft_is_for_those_who_prepare', async () => {
  const kept = meeting
  meeting = await meetingOf(chair, { title: 'Chưa ai nói', starts_at: new Date(Date.now() + 86400e3).toISOString(), invitees: [idOf(member)] })
  has((await file(chair, 'comments')).text, 'Chưa có ý kiến.')
  assert.equal((await problem(await member.get(`${place()}/comments/file`))).http, 404)
  assert.equal((await problem(await chair.get(`${place()}/attendance/file`))).http, 404, 'nobody is called before publishing')
  meeting = kept
})

test('attendance_file__has_every_seat_in_order_with_room_to_sign', async () => {
  await member.json('POST', `${place()}/attendance`, { state: 'room' }, 200)
  await chair.json('PUT', `${place()}/attendance/${idOf(other)}`, { state: 'excused', reason: 'Đi công tác đột xuất' }, 200)
  const { reply, bytes, text } = await file(chair, 'attendance')
  assert.match(decodeURIComponent(reply.headers.get('content-disposition')), /Danh sách điểm danh - Họp góp ý kế hoạch\.pdf/)
  has(text, 'DANH SÁCH ĐIỂM DANH', 'Họ và tên', 'Ký tên', 'Có mặt tại phòng', 'tự điểm danh, chưa được xác nhận', 'Vắng có lý do', 'Đi công tác đột xuất', 'Chưa điểm danh', 'Thành viên',
    'Thành viên có mặt: 1 trên tổng số 3.', 'THƯ KÝ', 'CHỦ TRÌ', member.session.person.full_name, other.session.person.full_name)
  assert.ok(flat(bytes).indexOf('Trần Quốc Thắng') < flat(bytes).indexOf(member.session.person.full_name), 'the chair first')
  const post = member.session.person.positions[0]
  has(text.replaceAll(/[\s,]/g, ''), post.unit.name.replaceAll(/\s/g, ''))
})

test('attendance_file__reasons_are_for_those_who_prepare_and_oneself', async () => {
  hasNot((await file(member, 'attendance')).text, 'Đi công tác')
  has((await file(other, 'attendance')).text, 'Đi công tác')
  assert.equal((await problem(await stranger.get(`${place()}/attendance/file`))).http, 404)
})
