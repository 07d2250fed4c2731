// SPDX-License-Identifier: GPL-3.0-or-later
//
// Notices by mail (E6), against a real mail server: none lost, none twice, whatever dies in the middle.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { pause, startServer, until } from './server.js'
import { meetingOf, problem } from './make.js'
import { opened, startSmtp } from './smtp.js'

const CROWD = 500
let smtp, server, chair, member, crowd, options
before(async () => {
  smtp = await startSmtp({ refused: ['nguoi7@crowd.example'] })
  options = { sample: true, env: { NGHISU_LOG_LEVEL: 'info' }, arguments: ['--smtp-url', `smtp://127.0.0.1:${smtp.port}`, '--mail-from', 'hop@anlac.example', '--origin', 'https://hop.anlac.example', '--log-level', 'info'] }
  server = await startServer(options)
  ;[chair, member] = await Promise.all(['chutri', 'donvi1.lanhdao'].map(account => server.signIn(account)))
  // people who are only addresses: many at once, past the slow hashing of passwords
  crowd = server.sql(`select string_agg(app.person_create(jsonb_build_object('account', 'nguoi' || n, 'full_name', 'Người thứ ' || n, 'email', 'nguoi' || n || '@crowd.example', 'must_change_password', false), 'x') ->> 'id', ' ' order by n) from generate_series(0, ${CROWD - 1}) n`).split(' ')
})
after(async () => { await server?.stop(); await smtp?.stop() })

const soon = () => new Date(Date.now() + 5 * 86400e3).toISOString()
const publish = async (title, invitees) => {
  const meeting = await meetingOf(chair, { title, starts_at: soon(), invitees })
  await chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  return meeting
}
const states = meeting => JSON.parse(server.sql(`select coalesce(jsonb_object_agg(state, n), '{}') from (select state, count(*) as n from app.mail where meeting_id = '${meeting.id}' group by 1) x`))
const arrived = title => smtp.messages.map(message => (message.opened ??= { to: message.to, queued: message.raw.match(/\(OpenSMTPD\) with ESMTPS? id (\w+)/)?.[1], ...opened(message) })).filter(({ headers }) => headers.subject.endsWith(title))
const settled = (meeting, ms = 120000) => until(() => { const s = states(meeting); return !s.queued && !s.sending && s }, () => `the end of all mail: ${JSON.stringify(states(meeting))}\n${server.printed.slice(-2000)}`, ms)
/** Every one of the crowd got one message. Gives how many of them we handed over once more (another id of the mail server's queue), and how many copies came
    in all besides: a mail server that was killed hands on again itself what it had just handed on. All are of the same Message-ID. */
async function everyoneOnce (title, but = []) {
  await until(() => new Set(arrived(title).map(({ to }) => to)).size >= CROWD - but.length, () => `all at the sink: ${arrived(title).length}\n${smtp.said.slice(-3000)}`, 60000)
  const got = arrived(title)
  const ids = new Map()
  for (const { to, headers } of got) ids.set(to, (ids.get(to) ?? new Set()).add(headers['message-id']))
  assert.deepEqual([...Array(CROWD).keys()].map(n => `nguoi${n}@crowd.example`).filter(to => !but.includes(to) && ids.get(to)?.size !== 1), [])
  assert.equal(new Set(got.map(({ headers }) => headers['message-id'])).size, ids.size)
  assert.ok(got.every(({ queued }) => queued))
  return { handed: new Set(got.map(({ to, queued }) => to + queued)).size - ids.size, copies: got.length - ids.size }
}

test('invitation__arrives_by_mail_as_written', { timeout: 60000 }, async () => {
  const title = 'Họp rà soát tiến độ giải ngân vốn đầu tư công tháng 11 và công tác phòng, chống bão'
  const meeting = await publish(title, [member.session.person.id])
  assert.deepEqual(await settled(meeting), { sent: 1 })
  const [one] = await until(() => arrived(title).length && arrived(title), 'the message')
  assert.equal(one.to, 'donvi1.lanhdao@anlac.example')
  assert.equal(one.headers.subject, `Giấy mời: ${title}`)
  assert.match(one.headers.from, /^.+ <hop@anlac\.example>$/)
  assert.match(one.headers.to, new RegExp(`^${member.session.person.full_name} <donvi1`))
  assert.match(one.headers['message-id'], /^<[0-9a-f-]{36}@anlac\.example>$/)
  assert.match(one.headers.date, /^\w{3}, \d\d? \w{3} \d{4} [\d:]{8} \+0700$/)
  assert.equal(one.headers['auto-submitted'], 'auto-generated')
  assert.equal(one.headers['list-id'], '<nghisu.anlac.example>')
  assert.match(one.partHead, /text\/plain; charset=utf-8/i)
  assert.match(one.text, /^Kính gửi: /)
  assert.ok(one.text.includes(`Trân trọng kính mời Ông/Bà tới dự cuộc họp sau đây.\n\nCuộc họp: ${title}\nThời gian: `), one.text)
  assert.match(one.text, /Thời gian: \d\d giờ \d\d phút, (Thứ (Hai|Ba|Tư|Năm|Sáu|Bảy)|Chủ Nhật) ngày \d\d tháng \d\d năm \d{4}\n/)
  assert.ok(one.text.includes(`https://hop.anlac.example/meetings/${meeting.id}\n`))
  assert.equal(server.sql(`select subject from app.mail where meeting_id = '${meeting.id}'`), `Giấy mời: ${title}`)
})

test('choice__decides_what_comes_by_mail', { timeout: 60000 }, async () => {
  assert.deepEqual(await member.json('GET', '/api/mail'), { on: true, address: 'donvi1.lanhdao@anlac.example', wanted: 'all', language: 'vi' })
  const wrong = await problem(await member.put('/api/mail', { wanted: 'some', language: 'vi' }))
  assert.deepEqual([wrong.slug, wrong.field], ['wrong-value', 'wanted'])
  await member.json('PUT', '/api/mail', { wanted: 'none', language: 'vi' })
  const quiet = await publish('Không gửi thư', [member.session.person.id])
  assert.deepEqual(states(quiet), {})
  assert.equal((await member.json('GET', '/api/notices')).items[0].meeting_title, 'Không gửi thư')
  await member.json('PUT', '/api/mail', { wanted: 'important', language: 'en' })
  const told = await publish('Bằng tiếng Anh', [member.session.person.id])
  await settled(told)
  await until(() => arrived('Bằng tiếng Anh').some(one => one.headers.subject === 'Invitation: Bằng tiếng Anh'), 'the English one')
})

test('restricted_item__is_in_no_mail_to_those_outside_its_circle (rule 24)', { timeout: 60000 }, async () => {
  await member.json('PUT', '/api/mail', { wanted: 'all', language: 'vi' })
  const other = await server.signIn('donvi2.lanhdao')
  const meeting = await publish('Có nội dung hạn chế', [member.session.person.id, other.session.person.id])
  await chair.json('POST', `/api/meetings/${meeting.id}/agenda`, { title: 'Nhân sự kín', restricted: true, circle: [other.session.person.id] })
  server.sql(`update app.mail set next_at = now() where meeting_id = '${meeting.id}'`)
  await settled(meeting)
  const seen = await until(() => { const found = arrived('Có nội dung hạn chế').filter(one => one.text.includes('Nhân sự kín')); return found.length > 0 && found }, 'the item\'s mail')
  assert.deepEqual(seen.map(({ to }) => to), ['donvi2.lanhdao@anlac.example'])
})

test('minutes__that_wait_for_words_and_that_are_approved_are_told_by_mail (G1)', { timeout: 90000 }, async () => {
  const title = 'Họp có biên bản'
  const meeting = await publish(title, [member.session.person.id])
  for (const step of ['start', 'end']) await chair.json('POST', `/api/meetings/${meeting.id}/${step}`, undefined, 200)
  const minutes = await chair.json('POST', `/api/meetings/${meeting.id}/minutes`, {})
  await chair.json('POST', `/api/minutes/${minutes.id}/circulate`, { until: new Date(Date.now() + 86400e3).toISOString() }, 200)
  const mail = async subject => {
    server.sql(`update app.mail set next_at = now() where meeting_id = '${meeting.id}' and state = 'queued'`)
    return until(() => arrived(title).find(one => one.to === 'donvi1.lanhdao@anlac.example' && one.headers.subject === `${subject}: ${title}`), subject)
  }
  const asked = await mail('Xin ý kiến về dự thảo biên bản')
  assert.match(asked.text, /Góp ý đến: \d\d giờ \d\d phút/)
  assert.ok(asked.text.includes(`https://hop.anlac.example/meetings/${meeting.id}/minutes\n`))
  await chair.json('POST', `/api/minutes/${minutes.id}/approve`, undefined, 200)
  assert.ok((await mail('Biên bản đã được thông qua')).text.includes('Biên bản cuộc họp đã được thông qua.'))
})

test('invitation_taken_back__before_it_left_is_never_sent', { timeout: 60000 }, async () => {
  await smtp.kill()
  const meeting = await publish('Mời rồi thôi', [member.session.person.id])
  await chair.json('PUT', `/api/meetings/${meeting.id}/invitees`, { invitees: [] })
  await smtp.start()
  const end = await settled(meeting)
  assert.deepEqual(end, { dropped: 1, sent: 1 })
  await until(() => arrived('Mời rồi thôi').length === 1, 'the one')
  assert.equal(arrived('Mời rồi thôi')[0].headers.subject, 'Thôi mời dự họp: Mời rồi thôi')
})

test('refused_address__is_shown_to_those_who_prepare_and_holds_up_nobody', { timeout: 60000 }, async () => {
  const meeting = await publish('Có địa chỉ hỏng', [crowd[6], crowd[7], crowd[8]])
  assert.deepEqual(await settled(meeting), { failed: 1, sent: 2 })
  const { on, sent, waiting, unreached } = await chair.json('GET', `/api/meetings/${meeting.id}/mail`)
  assert.deepEqual([on, sent, waiting, unreached.map(({ person, why, address }) => [person.full_name, why, address])], [true, 2, 0, [['Người thứ 7', 'refused', 'nguoi7@crowd.example']]])
  assert.match(unreached[0].answer, /^550 /)
  assert.equal((await problem(await member.get(`/api/meetings/${meeting.id}/mail`))).status, 404)
  // the address is mended, and gets what the old one refused
  server.sql(`update app.person set email = 'nguoi7b@crowd.example' where id = '${crowd[7]}'`)
  await until(() => arrived('Có địa chỉ hỏng').some(({ to }) => to === 'nguoi7b@crowd.example'), 'the mended one')
  server.sql(`update app.person set email = 'nguoi7@crowd.example' where id = '${crowd[7]}'`)
})

test('mail_server_away__loses_nothing_and_is_told_once', { timeout: 60000 }, async () => {
  const lines = () => server.printed.split('\n').filter(line => line.includes('mail_server_away')).length
  await smtp.kill()
  const known = lines()
  const meeting = await publish('Máy chủ thư vắng', crowd.slice(0, 3))
  await until(() => server.sql(`select sum(attempts) from app.mail where meeting_id = '${meeting.id}'`) >= 2, 'two attempts', 30000)
  assert.equal(lines(), known + 1)
  assert.equal((await chair.json('GET', `/api/meetings/${meeting.id}/mail`)).waiting, 3)
  await smtp.start()
  assert.deepEqual(await settled(meeting), { sent: 3 })
  await until(() => arrived('Máy chủ thư vắng').length === 3, 'all three')
})

test('mail_server_killed_in_the_middle_of_500_invitations__each_arrives_once', { timeout: 300000 }, async t => {
  const title = 'Năm trăm giấy mời'
  const began = Date.now()
  const meeting = await publish(title, crowd)
  t.diagnostic(`published to ${CROWD} in ${Date.now() - began} ms`)
  for (const enough of [100, 300]) {
    await until(() => (states(meeting).sent ?? 0) >= enough, `${enough} sent`, 60000)
    await smtp.kill()
    assert.ok(states(meeting).sent < CROWD - 1)
    await pause(300)
    await smtp.start()
  }
  assert.deepEqual(await settled(meeting), { failed: 1, sent: CROWD - 1 })
  const { handed, copies } = await everyoneOnce(title, ['nguoi7@crowd.example'])
  const unsure = Number(server.sql(`select sum(unsure) from app.mail where meeting_id = '${meeting.id}'`))
  t.diagnostic(`handed over twice: ${handed}, of unknown end: ${unsure}, copies at the sink: ${copies}; two kills`)
  // sent again is only what has no known end: at most one message a kill
  assert.ok(handed <= unsure && unsure <= 2, `${handed} of ${unsure}`)
})

test('nghisu_killed_in_the_middle_of_500_invitations__each_arrives', { timeout: 300000 }, async t => {
  const title = 'Máy chủ họp bị ngắt'
  const meeting = await publish(title, crowd)
  for (const enough of [100, 300]) {
    await until(() => (states(meeting).sent ?? 0) >= enough, `${enough} sent`, 60000)
    await server.kill()
    server = await startServer({ ...options, folder: server.folder })
  }
  chair = await server.signIn('chutri')
  assert.deepEqual(await settled(meeting), { failed: 1, sent: CROWD - 1 })
  const { handed, copies } = await everyoneOnce(title, ['nguoi7@crowd.example'])
  const unsure = Number(server.sql(`select sum(unsure) from app.mail where meeting_id = '${meeting.id}'`))
  t.diagnostic(`handed over twice: ${handed}, of unknown end: ${unsure}, copies at the sink: ${copies}; two kills`)
  assert.ok(handed <= unsure && unsure <= 2, `${handed} of ${unsure}`)
  assert.equal(copies, handed)
})

test('two_servers__do_not_send_the_same', { timeout: 300000 }, async t => {
  const title = 'Hai máy chủ'
  const second = await startServer({ ...options, sample: false, arguments: [...options.arguments, '--database', server.ownerUrl()] })
  try {
    const meeting = await publish(title, crowd)
    assert.deepEqual(await settled(meeting), { failed: 1, sent: CROWD - 1 })
    assert.deepEqual(await everyoneOnce(title, ['nguoi7@crowd.example']), { handed: 0, copies: 0 })
    t.diagnostic(`attempts: ${server.sql(`select sum(attempts) from app.mail where meeting_id = '${meeting.id}'`)}`)
  } finally { await second.stop() }
})

test('stop__in_the_middle_is_clean_and_goes_on_at_the_next_start', { timeout: 120000 }, async () => {
  const title = 'Dừng giữa chừng'
  const meeting = await publish(title, crowd)
  await until(() => (states(meeting).sent ?? 0) >= 50, '50 sent', 60000)
  const end = await server.stop({ keep: true })
  assert.deepEqual(end, { code: 0, signal: null })
  server = await startServer({ ...options, folder: server.folder })
  assert.deepEqual(await settled(meeting), { failed: 1, sent: CROWD - 1 })
  assert.deepEqual(await everyoneOnce(title, ['nguoi7@crowd.example']), { handed: 0, copies: 0 })
})

test('without_a_mail_server__nothing_is_queued', { timeout: 60000 }, async () => {
  await server.stop({ keep: true })
  server = await startServer({ ...options, arguments: [], folder: server.folder })
  ;[chair, member] = await Promise.all(['chutri', 'donvi1.lanhdao'].map(account => server.signIn(account)))
  const meeting = await publish('Chỉ có chuông', [member.session.person.id])
  assert.deepEqual(states(meeting), {})
  assert.equal((await member.json('GET', '/api/mail')).on, false)
  assert.equal((await member.json('GET', '/api/notices')).items[0].meeting_title, 'Chỉ có chuông')
})
