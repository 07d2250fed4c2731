// SPDX-License-Identifier: GPL-3.0-or-later
//
// The meeting as a calendar file in the mails that invite, move and cancel (E1, E6), read by ical.js from what a real mail server handed on.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import ICAL from 'ical.js'
import { startServer, until } from './server.js'
import { meetingOf } from './make.js'
import { opened, startSmtp } from './smtp.js'

let smtp, server, chair, member, outsider, secretary
const idOf = person => person.session.person.id
const mailOf = account => `${account}@anlac.example`
const MEMBER = mailOf('donvi1.lanhdao')
before(async () => {
  smtp = await startSmtp()
  server = await startServer({ sample: true, arguments: ['--smtp-url', `smtp://127.0.0.1:${smtp.port}`, '--mail-from', 'hop@anlac.example', '--origin', 'https://hop.anlac.example'] })
  ;[chair, member, outsider, secretary] = await Promise.all(['chutri', 'donvi1.lanhdao', 'donvi2.lanhdao', 'thuky'].map(account => server.signIn(account)))
})
after(async () => { await server?.stop(); await smtp?.stop() })

const inDays = days => new Date(Math.floor(Date.now() / 86400e3) * 86400e3 + days * 86400e3 + 2 * 3600e3).toISOString()
const publish = async facts => {
  const meeting = await meetingOf(chair, facts)
  await chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  return meeting
}
/** The mail of this subject to this address, once it has come; those that wait for more of the same are sent now. */
async function mail (meeting, to, subject) {
  server.sql(`update app.mail set next_at = now() where meeting_id = '${meeting.id}' and state = 'queued'`)
  return until(() => smtp.messages.filter(one => one.to === to).map(opened).find(one => one.headers.subject === `${subject}: ${meeting.title}`), () => `"${subject}" to ${to}: ${smtp.messages.map(one => `${one.to} ${opened(one).headers.subject}`).join('; ')}\n${server.printed.slice(-1500)}`, 30000)
}
/** What the mail brings for a calendar, its method said alike in both places. */
function brought ({ attached }) {
  assert.equal(attached.length, 1)
  const [{ head, text }] = attached
  const calendar = new ICAL.Component(ICAL.parse(text))
  const method = calendar.getFirstPropertyValue('method')
  assert.match(head, new RegExp(`^Content-Type: text/calendar; method=${method}; charset=utf-8`, 'im'))
  assert.match(head, /filename="meeting\.ics"/)
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent'))
  const value = name => event.component.getFirstPropertyValue(name)
  return { method, uid: event.uid, sequence: event.sequence, event, status: value('status'), organizer: value('organizer'), attendee: event.attendees[0], starts: event.startDate.toJSDate().toISOString() }
}

test('invitation__brings_the_meeting_to_be_answered_by_its_reader', { timeout: 60000 }, async () => {
  const meeting = await publish({ title: 'Giao ban có lịch', starts_at: inDays(5), place: 'Nhà A; tầng 2', invitees: [idOf(member)] })
  const one = await mail(meeting, MEMBER, 'Giấy mời')
  assert.match(one.text, /^Kính gửi: /)
  const { method, uid, sequence, event, status, organizer, attendee, starts } = brought(one)
  assert.deepEqual([method, uid, sequence, status, starts], ['REQUEST', `${meeting.id}@hop.anlac.example`, 0, 'CONFIRMED', new Date(meeting.starts_at).toISOString()])
  assert.equal(organizer, 'mailto:hop@anlac.example')
  assert.equal(event.attendees.length, 1)
  assert.deepEqual([attendee.getFirstValue(), attendee.getParameter('partstat'), attendee.getParameter('cn')], [`mailto:${MEMBER}`, 'NEEDS-ACTION', member.session.person.full_name])
  assert.equal(event.location, 'Nhà A; tầng 2')
  assert.match(event.description, /Chương trình:\n1\. /)
  // the file one fetches is the same event
  const file = await (await member.get(`/api/meetings/${meeting.id}/calendar.ics`)).text()
  const fetched = new ICAL.Component(ICAL.parse(file)).getFirstSubcomponent('vevent')
  assert.deepEqual([fetched.getFirstPropertyValue('uid'), fetched.getFirstPropertyValue('organizer')], [uid, organizer])
})

test('moved_meeting__replaces_what_the_calendar_holds', { timeout: 60000 }, async () => {
  const meeting = await publish({ title: 'Sẽ dời ngày', starts_at: inDays(6), invitees: [idOf(member)] })
  const first = brought(await mail(meeting, MEMBER, 'Giấy mời'))
  await member.json('PUT', `/api/meetings/${meeting.id}/answer`, { answer: 'declined', reason: 'Lý do riêng tư' }, 200)
  await member.json('PUT', '/api/mail', { wanted: 'all', language: 'en' })
  await chair.json('PATCH', `/api/meetings/${meeting.id}`, { starts_at: inDays(7), place: 'Phòng khác' }, 200)
  const one = await mail(meeting, MEMBER, 'Changed')
  const second = brought(one)
  assert.deepEqual([second.method, second.uid, second.sequence, second.starts], ['REQUEST', first.uid, first.sequence + 1, inDays(7)])
  assert.equal(second.attendee.getParameter('partstat'), 'DECLINED')
  assert.match(second.event.description, /Agenda:\n1\. /)
  assert.ok(!one.attached[0].text.includes('riêng tư'), 'reasons stay in the house')
  await member.json('PUT', '/api/mail', { wanted: 'all', language: 'vi' })
})

test('cancelled_meeting__and_invitation_taken_back_leave_the_calendar', { timeout: 60000 }, async () => {
  const meeting = await publish({ title: 'Sẽ hủy', starts_at: inDays(8), invitees: [idOf(member), idOf(outsider)] })
  const first = brought(await mail(meeting, MEMBER, 'Giấy mời'))
  await mail(meeting, mailOf('donvi2.lanhdao'), 'Giấy mời')
  await chair.json('PUT', `/api/meetings/${meeting.id}/invitees`, { invitees: [{ principal_id: idOf(member), role: 'member' }] }, 200)
  const gone = await mail(meeting, mailOf('donvi2.lanhdao'), 'Thôi mời dự họp')
  const taken = brought(gone)
  assert.deepEqual([taken.method, taken.uid, taken.status, taken.attendee.getFirstValue()], ['CANCEL', first.uid, 'CANCELLED', 'mailto:donvi2.lanhdao@anlac.example'])
  assert.ok(!gone.attached[0].text.includes('Mục một'), 'no agenda for those outside')
  await chair.json('POST', `/api/meetings/${meeting.id}/cancel`, undefined, 200)
  const last = brought(await mail(meeting, MEMBER, 'Hủy cuộc họp'))
  assert.deepEqual([last.method, last.uid, last.sequence, last.status], ['CANCEL', first.uid, first.sequence + 1, 'CANCELLED'])
})

test('restricted_item__is_in_no_calendar_file_to_those_outside_its_circle (rule 24)', { timeout: 60000 }, async () => {
  const secret = 'Kỷ luật cán bộ X'
  const meeting = await meetingOf(chair, { title: 'Có mục hạn chế', starts_at: inDays(9), invitees: [idOf(member), idOf(outsider)] })
  await chair.json('PUT', `/api/meetings/${meeting.id}/agenda`, { items: [{ title: 'Mục chung', papers: [] }, { title: secret, restricted: true, circle: [idOf(member)], papers: [] }] })
  await chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  const [inside, outside] = await Promise.all([MEMBER, mailOf('donvi2.lanhdao')].map(to => mail(meeting, to, 'Giấy mời')))
  assert.ok(brought(inside).event.description.includes(secret))
  assert.match(brought(outside).event.description, /1\. Mục chung/)
  assert.ok(!outside.attached[0].text.replace(/\r\n /g, '').includes('Kỷ luật'))
  assert.equal(brought(outside).attendee.getFirstValue(), 'mailto:donvi2.lanhdao@anlac.example')
})

test('mail__that_invites_nobody_in_person_brings_no_calendar_file', { timeout: 60000 }, async () => {
  const unit = member.session.person.positions?.[0]?.unit?.id ?? server.sql(`select unit_id from app.position where person_id = '${idOf(member)}' limit 1`)
  const meeting = await publish({ title: 'Mời đơn vị', starts_at: inDays(10), invitees: [unit] })
  assert.deepEqual((await mail(meeting, MEMBER, 'Giấy mời')).attached, [])
  await chair.json('POST', `/api/meetings/${meeting.id}/agenda`, { title: 'Mục thêm', papers: [] })
  assert.deepEqual((await mail(meeting, MEMBER, 'Nội dung bổ sung')).attached, [])
  await chair.json('PUT', `/api/meetings/${meeting.id}/invitees`, { invitees: [] }, 200)
  assert.deepEqual((await mail(meeting, MEMBER, 'Thôi mời dự họp')).attached, [], 'nothing was in their calendar')
  // the secretary is told in person
  const kept = await publish({ title: 'Có thư ký', starts_at: inDays(11), secretary_ids: [idOf(secretary)], invitees: [] })
  assert.equal(brought(await mail(kept, mailOf('thuky'), 'Giấy mời')).attendee.getParameter('partstat'), 'ACCEPTED')
})
