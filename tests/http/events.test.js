// SPDX-License-Identifier: GPL-3.0-or-later
//
// The stream of changes (F2): what a page hears, and what it must not hear.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer, until } from './server.js'
import { documentOf, grantTo, meetingOf, pdf, problem } from './make.js'

let server, chair, member, stranger, admin
const open = new Set()
before(async () => {
  server = await startServer({ sample: true })
  chair = await server.signIn('chutri')
  member = await server.signIn('donvi2.lanhdao')
  stranger = await server.signIn('donvi6.chuyenvien')
  admin = await server.signIn('quantri')
})
after(async () => {
  for (const stream of open) stream.close()
  await server?.stop()
})

/** A stream of subjects; seen holds [event, data] as they came. */
async function follow (person, ...subjects) {
  const control = new AbortController()
  const reply = await fetch(`${person.server.origin}/api/events?${subjects.map(subject => `subject=${subject}`).join('&')}`, { headers: { cookie: person.cookie }, signal: control.signal })
  assert.equal(reply.status, 200, await (reply.ok ? '' : reply.text()))
  assert.match(reply.headers.get('content-type'), /^text\/event-stream/)
  const stream = { seen: [], ended: false, close: () => control.abort() }
  open.add(stream)
  ;(async () => {
    let rest = ''
    for await (const chunk of reply.body.pipeThrough(new TextDecoderStream())) {
      rest += chunk
      const blocks = rest.split('\n\n')
      rest = blocks.pop()
      for (const block of blocks) {
        const lines = Object.fromEntries(block.split('\n').filter(line => !line.startsWith(':')).map(line => line.split(/: ?(.*)/s)))
        if (lines.event) stream.seen.push([lines.event, JSON.parse(lines.data ?? 'null')])
      }
    }
  })().catch(() => {}).finally(() => { stream.ended = true })
  await until(() => stream.seen.some(([event]) => event === 'hello'), 'hello')
  stream.hello = stream.seen[0][1]
  stream.changes = subject => stream.seen.filter(([event, data]) => event === 'change' && data.subject === subject).map(([, data]) => data)
  return stream
}

async function runningMeeting () {
  const meeting = await meetingOf(chair, { invitees: [member.session.person.id] })
  await chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  return chair.json('POST', `/api/meetings/${meeting.id}/start`, undefined, 200)
}

test('chairs_step__reaches_a_member_within_a_second_with_the_next_revision', async () => {
  const meeting = await runningMeeting()
  const subject = `meeting:${meeting.id}`
  const stream = await follow(member, subject)
  assert.equal(stream.hello.subjects[subject], meeting.revision)
  const start = performance.now()
  const moved = await chair.json('POST', `/api/meetings/${meeting.id}/current`, { item_id: meeting.agenda[1].id }, 200)
  // a notice of before the hello may still be on its way: a page that is at that revision or past it leaves it aside
  const change = await until(() => stream.changes(subject).find(({ revision }) => revision > meeting.revision), 'the step', 3000)
  assert.ok(performance.now() - start < 1000)
  assert.equal(change.revision, moved.revision)
  assert.equal(change.revision, meeting.revision + 1)
  stream.close()
})

test('comment__is_heard_by_readers_of_the_document', async () => {
  const { id } = await documentOf(chair, { bytes: pdf(1) })
  await grantTo(chair, id, [member.session.person.id])
  const stream = await follow(member, `document:${id}`)
  await chair.json('POST', `/api/documents/${id}/versions/1/threads`, { page: 1, body: 'Nghe thấy không' })
  await until(() => stream.changes(`document:${id}`).length, 'the comment', 3000)
  stream.close()
})

test('one_stream__carries_several_subjects', async () => {
  const meeting = await runningMeeting()
  const { id } = await documentOf(chair, { bytes: pdf(1) })
  const subjects = [`meeting:${meeting.id}`, `document:${id}`, `person:${chair.session.person.id}`]
  const stream = await follow(chair, ...subjects)
  assert.deepEqual(Object.keys(stream.hello.subjects).sort(), [...subjects].sort())
  stream.close()
})

test('subject__that_one_may_not_see_tells_nothing', async () => {
  const meeting = await runningMeeting()
  const subject = `meeting:${meeting.id}`
  const reply = await stranger.get(`/api/events?subject=${subject}`)
  if (reply.ok) { // a stream that simply does not hold it
    await reply.body.cancel()
    const stream = await follow(stranger, subject)
    assert.equal(subject in stream.hello.subjects, false)
    await chair.json('POST', `/api/meetings/${meeting.id}/current`, { item_id: meeting.agenda[1].id }, 200)
    const witness = await follow(member, subject)
    await chair.json('POST', `/api/meetings/${meeting.id}/pause`, undefined, 200)
    await until(() => witness.changes(subject).length, 'the pause')
    assert.deepEqual(stream.changes(subject), [])
    for (const one of [stream, witness]) one.close()
  } else assert.equal((await problem(reply)).http, 404)
})

test('right_taken_away__ends_the_hearing', async () => {
  const { id } = await documentOf(chair, { bytes: pdf(1) })
  await grantTo(chair, id, [member.session.person.id])
  const subject = `document:${id}`
  const stream = await follow(member, subject)
  await grantTo(chair, id)
  await until(() => stream.ended || stream.seen.some(([event, data]) => event === 'gone' && data.subject === subject), 'gone', 5000)
  const heard = stream.changes(subject).length
  await chair.json('PATCH', `/api/documents/${id}`, { subject: 'Sau khi thu hồi quyền' })
  const witness = await follow(chair, subject)
  await chair.json('PATCH', `/api/documents/${id}`, { subject: 'Lần nữa' })
  await until(() => witness.changes(subject).length, 'the change')
  assert.equal(stream.changes(subject).length, heard)
  for (const one of [stream, witness]) one.close()
})

test('session_ended__ends_its_stream_within_seconds', async () => {
  await admin.json('POST', '/api/people', { account: 'nguoi.nghe', full_name: 'Người Nghe', password: 'mot-mat-khau-dau' })
  const first = await server.signIn('nguoi.nghe', 'mot-mat-khau-dau')
  await first.json('PUT', '/api/password', { current: 'mot-mat-khau-dau', password: 'mat-khau-cua-toi' }, 204)
  const stream = await follow(first, `person:${first.session.person.id}`)
  await admin.json('PATCH', `/api/people/${first.session.person.id}`, { state: 'locked' })
  await until(() => stream.ended || stream.seen.some(([event]) => event === 'signed-out'), 'signed-out', 5000)
})
