// SPDX-License-Identifier: GPL-3.0-or-later
//
// Meetings in calendars elsewhere (E1, I2): the file of a meeting and the private address, read by ical.js and by khal, a calendar program.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import ICAL from 'ical.js'
import { startServer } from './server.js'
import { meetingOf, problem } from './make.js'

let server, folder, chair, member, stranger, admin
const idOf = person => person.session.person.id
before(async () => {
  server = await startServer({ sample: true, env: { NGHISU_LOG_LEVEL: 'debug' }, arguments: ['--log-level', 'debug', '--trusted-proxy', '127.0.0.1'] })
  ;[chair, member, stranger, admin] = await Promise.all(['chutri', 'donvi1.lanhdao', 'donvi6.chuyenvien', 'quantri'].map(account => server.signIn(account)))
  folder = mkdtempSync(path.join(tmpdir(), 'nghisu-khal-'))
})
after(() => { rmSync(folder, { recursive: true, force: true }); return server?.stop() })

const DAY = 86400000
const inDays = (days, hours = 0) => new Date(Math.floor(Date.now() / DAY) * DAY + days * DAY + hours * 3600000).toISOString()
const published = async (facts, ...invitees) => {
  const meeting = await meetingOf(chair, { invitees: invitees.map(idOf), ...facts })
  return chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
}
const makeFeed = async person => (await person.json('POST', '/api/feed', { language: 'vi' })).path
const fetchFeed = async (address, status = 200) => {
  const reply = await server.nobody.get(address)
  assert.equal(reply.status, status)
  return reply.text()
}
/** The events of a calendar as ical.js understands them, by the meeting's id; every line is checked on the way. */
function eventsOf (text) {
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75 && !line.includes('\n') && !line.includes('\ufffd'), line)
  const calendar = new ICAL.Component(ICAL.parse(text))
  assert.equal(calendar.getFirstPropertyValue('version'), '2.0')
  const events = calendar.getAllSubcomponents('vevent').map(component => new ICAL.Event(component))
  for (const event of events) {
    for (const name of ['uid', 'dtstamp', 'dtstart', 'summary']) assert.equal(event.component.getAllProperties(name).length, 1, name)
    assert.equal(event.component.getAllSubcomponents('valarm').length, 0)
  }
  return Object.fromEntries(events.map(event => [event.uid.split('@')[0], event]))
}
const status = event => event.component.getFirstPropertyValue('status')

/** What khal, with a configuration and a calendar of its own, shows after it has imported this file. */
function khal (name, text, range, zone = 'Asia/Ho_Chi_Minh') {
  const home = path.join(folder, name)
  for (const part of ['calendar', 'config']) mkdirSync(path.join(home, part), { recursive: true })
  writeFileSync(path.join(home, 'meeting.ics'), text)
  writeFileSync(path.join(home, 'config/khal.conf'), `[calendars]\n[[own]]\npath = ${home}/calendar\ntype = calendar\n[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\nlocal_timezone = ${zone}\ndefault_timezone = ${zone}\n[sqlite]\npath = ${home}/khal.db\n[default]\ndefault_calendar = own\n`)
  const run = (...args) => execFileSync('khal', ['-c', path.join(home, 'config/khal.conf'), ...args], { encoding: 'utf8', env: { ...process.env, HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home, LC_ALL: 'C.UTF-8', LANG: 'C.UTF-8' } })
  run('import', '--batch', '-a', 'own', path.join(home, 'meeting.ics'))
  return run('list', '--format', '{start-long-full}|{end-long-full}|{title}|{location}|{status}', '--day-format', '', ...range)
}
const wall = (iso, zone = 'Asia/Ho_Chi_Minh') => new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(iso))

test('calendar_file__is_for_whoever_sees_the_meeting_and_has_a_good_name', async () => {
  const meeting = await published({ title: 'Họp 1/2: "Đề án" đường, cầu; cống', starts_at: inDays(5, 2), ends_at: inDays(5, 4), place: 'Trụ sở; tầng 2, nhà A' }, member)
  const reply = await member.get(`/api/meetings/${meeting.id}/calendar.ics`)
  assert.equal(reply.status, 200)
  assert.equal(reply.headers.get('content-type'), 'text/calendar; charset=utf-8')
  assert.match(decodeURIComponent(reply.headers.get('content-disposition')), /^attachment; .*Họp 1-2- "Đề án" đường, cầu; cống \(\d\d-\d\d-\d{4}\)\.ics/)
  const text = await reply.text()
  const event = eventsOf(text)[meeting.id]
  assert.equal(event.summary, 'Họp 1/2: "Đề án" đường, cầu; cống')
  assert.equal(event.location, 'Trụ sở; tầng 2, nhà A')
  assert.equal(event.startDate.toJSDate().toISOString(), meeting.starts_at)
  assert.equal(event.endDate.toJSDate().toISOString(), meeting.ends_at)
  assert.match(event.description, /Chương trình:\n1\. Mục một\n2\. Mục hai\n/)
  assert.ok(event.description.includes(`${server.origin}/meetings/${meeting.id}`.replace(/^https?:\/\//, '')))
  assert.equal(event.organizer.startsWith('urn:uuid:'), true)
  const shown = khal('file', text, [wall(meeting.starts_at).slice(0, 10), '1d'])
  assert.ok(shown.includes(`${wall(meeting.starts_at)}|${wall(meeting.ends_at)}|Họp 1/2: "Đề án" đường, cầu; cống|Trụ sở; tầng 2, nhà A|`), shown)
  const english = await (await member.get(`/api/meetings/${meeting.id}/calendar.ics?language=en`)).text()
  assert.match(eventsOf(english)[meeting.id].description, /Agenda:\n1\. /)
  assert.equal((await stranger.get(`/api/meetings/${meeting.id}/calendar.ics`)).status, 404)
  assert.equal((await server.nobody.get(`/api/meetings/${meeting.id}/calendar.ics`)).status, 401)
  assert.equal((await problem(await member.get(`/api/meetings/${meeting.id}/calendar.ics?language=xx`))).slug, 'wrong-value')
})

test('feed__has_what_its_owner_may_see_and_no_drafts', async () => {
  const mine = await published({ title: 'Giao ban có tôi', starts_at: inDays(6, 1) }, member)
  const other = await published({ title: 'Không mời tôi', starts_at: inDays(6, 1) })
  const draft = await meetingOf(chair, { title: 'Còn soạn', starts_at: inDays(6, 1), invitees: [idOf(member)] })
  const far = await published({ title: 'Xa quá', starts_at: inDays(402, 1) }, member)
  assert.deepEqual(await member.json('GET', '/api/feed'), { active: false, created_at: null, fetched_at: null })
  const address = await makeFeed(member)
  assert.match(address, /^\/api\/feed\/[A-Za-z0-9_-]{43}\/calendar\.ics$/)
  const state = await member.json('GET', '/api/feed')
  assert.equal(state.active, true)
  assert.equal(state.fetched_at, null)
  const events = eventsOf(await fetchFeed(address))
  assert.equal(status(events[mine.id]), 'CONFIRMED')
  for (const not of [other, draft, far]) assert.equal(events[not.id], undefined, not.title)
  assert.notEqual((await member.json('GET', '/api/feed')).fetched_at, null)
  const own = eventsOf(await fetchFeed(await makeFeed(chair)))
  assert.equal(own[other.id].attendees[0].getParameter('role'), 'CHAIR')
  assert.equal(own[draft.id], undefined)
  // it reads and does nothing else, and it is nobody's session
  assert.equal((await server.nobody.get('/api/meetings', { authorization: `Bearer ${address.split('/')[3]}` })).status, 401)
  assert.equal((await server.nobody.del(address)).status, 405)
})

test('feed__tells_of_changes_and_of_cancelling_under_the_same_uid', async () => {
  const meeting = await published({ title: 'Sẽ dời', starts_at: inDays(7, 1), ends_at: inDays(7, 3) }, member)
  const address = await makeFeed(member)
  const first = eventsOf(await fetchFeed(address))[meeting.id]
  await chair.json('PATCH', `/api/meetings/${meeting.id}`, { description: 'Chỉ thêm lời' }, 200)
  const second = eventsOf(await fetchFeed(address))[meeting.id]
  await chair.json('PATCH', `/api/meetings/${meeting.id}`, { starts_at: inDays(7, 2), place: 'Phòng khác' }, 200)
  const third = eventsOf(await fetchFeed(address))[meeting.id]
  assert.deepEqual([first, second, third].map(event => event.sequence), [0, 0, 1])
  assert.ok(second.component.getFirstPropertyValue('last-modified').compare(first.component.getFirstPropertyValue('last-modified')) >= 0)
  assert.match(second.description, /Chỉ thêm lời/)
  assert.deepEqual([third.uid, third.location, third.startDate.toJSDate().toISOString()], [first.uid, 'Phòng khác', new Date(inDays(7, 2)).toISOString()])
  assert.equal(third.attendees[0].getParameter('partstat'), 'NEEDS-ACTION')
  await member.json('PUT', `/api/meetings/${meeting.id}/answer`, { answer: 'declined', reason: 'Lý do riêng tư' }, 200)
  const declined = await fetchFeed(address)
  assert.equal(eventsOf(declined)[meeting.id].attendees[0].getParameter('partstat'), 'DECLINED')
  assert.ok(!declined.includes('riêng tư'), 'reasons stay in the house')
  await chair.json('POST', `/api/meetings/${meeting.id}/cancel`, undefined, 200)
  const over = eventsOf(await fetchFeed(address))[meeting.id]
  assert.deepEqual([status(over), over.sequence, over.uid], ['CANCELLED', 2, first.uid])
})

test('feed__times_are_right_over_midnight_and_when_the_clocks_change', async () => {
  const late = await published({ title: 'Qua nửa đêm', starts_at: inDays(8, 15), ends_at: inDays(8, 19) }, member) // 22:00 to 02:00 in Hanoi
  const change = Array.from({ length: 400 }, (_, i) => new Date(inDays(i + 1))).find(day => [2, 9].includes(day.getUTCMonth()) && day.getUTCDay() === 0 && day.getUTCDate() > 24)
  const [from, to] = [new Date(+change + 0.5 * 3600000).toISOString(), new Date(+change + 2.5 * 3600000).toISOString()]
  const clocks = await published({ title: 'Đổi giờ', starts_at: from, ends_at: to }, member)
  const text = await fetchFeed(await makeFeed(member))
  const events = eventsOf(text)
  for (const meeting of [late, clocks]) {
    assert.equal(events[meeting.id].startDate.toJSDate().toISOString(), meeting.starts_at)
    assert.equal(events[meeting.id].endDate.toJSDate().toISOString(), meeting.ends_at)
  }
  const night = khal('night', text, [wall(late.starts_at).slice(0, 10), '2d'])
  assert.ok(night.includes(`${wall(late.starts_at)}|${wall(late.ends_at)}|Qua nửa đêm`), night)
  assert.notEqual(wall(late.starts_at).slice(0, 10), wall(late.ends_at).slice(0, 10))
  const berlin = khal('berlin', text, [wall(from, 'Europe/Berlin').slice(0, 10), '1d'], 'Europe/Berlin')
  assert.ok(berlin.includes(`${wall(from, 'Europe/Berlin')}|${wall(to, 'Europe/Berlin')}|Đổi giờ`), berlin)
})

test('feed__folds_a_title_of_500_letters_and_gives_it_back', async () => {
  const title = 'Về việc rà soát quy hoạch đường ằẵặ; '.repeat(14).slice(0, 499) + 'Ậ'
  const meeting = await published({ title: title.slice(0, 300), starts_at: inDays(9, 1), description: title }, member)
  const text = await fetchFeed(await makeFeed(member))
  const event = eventsOf(text)[meeting.id]
  assert.equal(event.summary, title.slice(0, 300))
  assert.ok(event.description.includes(title))
  assert.ok(khal('long', text, [wall(meeting.starts_at).slice(0, 10), '1d']).includes(title.slice(0, 300)))
})

test('feed__never_tells_of_a_restricted_item (rule 24)', async () => {
  const secret = 'Kỷ luật cán bộ X'
  const meeting = await meetingOf(chair, { title: 'Có mục hạn chế', starts_at: inDays(10, 1), invitees: [idOf(member), idOf(stranger)] })
  await chair.json('PUT', `/api/meetings/${meeting.id}/agenda`, { items: [{ title: 'Mục chung', papers: [] }, { title: secret, restricted: true, circle: [idOf(member)], papers: [] }] })
  await chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  for (const person of [chair, member, stranger]) {
    const text = await fetchFeed(await makeFeed(person))
    const event = eventsOf(text)[meeting.id]
    assert.match(event.description, /1\. Mục chung/)
    assert.ok(!JSON.stringify(event.component).includes(secret), 'the feed leaves the house')
    assert.ok(!event.description.includes('2. '))
  }
  const file = async person => eventsOf(await (await person.get(`/api/meetings/${meeting.id}/calendar.ics`)).text())[meeting.id].description
  assert.ok((await file(member)).includes(secret))
  assert.ok(!(await file(stranger)).includes(secret))
})

test('feed__is_unchanged_by_its_etag', async () => {
  const address = await makeFeed(member)
  const reply = await server.nobody.get(address)
  assert.equal(reply.headers.get('cache-control'), 'private, no-cache')
  const etag = reply.headers.get('etag')
  assert.equal((await server.nobody.get(address, { 'if-none-match': etag })).status, 304)
  await published({ title: 'Một cuộc nữa', starts_at: inDays(11, 1) }, member)
  assert.equal((await server.nobody.get(address, { 'if-none-match': etag })).status, 200)
})

test('feed__renewed_or_ended_kills_the_address_before', async () => {
  const [one, two] = [await makeFeed(member), await makeFeed(member)]
  assert.notEqual(one, two)
  await fetchFeed(one, 404)
  await fetchFeed(two)
  await member.json('DELETE', '/api/feed', undefined, 204)
  await fetchFeed(two, 404)
  assert.equal((await member.json('GET', '/api/feed')).active, false)
  assert.equal((await problem(await member.del('/api/feed'))).slug, 'not-found')
  const told = server.sql(`select string_agg(action, ',' order by id) from (select id, action from app.audit where person_id = '${idOf(member)}' and action like 'feed-%' order by id desc limit 3) x`)
  assert.equal(told, 'feed-made,feed-made,feed-ended')
})

test('feed__of_a_locked_person_is_not_there', async () => {
  const address = await makeFeed(stranger)
  await fetchFeed(address)
  await admin.json('PATCH', `/api/people/${idOf(stranger)}`, { state: 'locked' }, 200)
  await fetchFeed(address, 404)
  await admin.json('PATCH', `/api/people/${idOf(stranger)}`, { state: 'active' }, 200)
  await fetchFeed(address)
  await admin.json('POST', `/api/people/${idOf(stranger)}/password`, { password: 'mat-khau-moi-tam' }, 204)
  await fetchFeed(address, 404)
})

test('feed__token_is_nowhere_in_the_log_or_the_database', async () => {
  const address = await makeFeed(member)
  const token = address.split('/')[3]
  await fetchFeed(address)
  await fetchFeed(`${address}x`, 404)
  await fetchFeed(`/api/feed/${token}`, 404)
  const start = server.printed.length
  await fetchFeed('/api/feed', 401)
  assert.ok(server.printed.includes('/api/feed/.../calendar.ics'), `requests are logged: ${server.printed.slice(start - 400)}`)
  assert.ok(!server.printed.includes(token))
  assert.equal(server.sql(`select count(*) from app.feed f where f::text like '%${token}%'`), '0')
  assert.equal(server.sql(`select count(*) from app.audit a where a::text like '%${token}%'`), '0')
})

test('feed__guessing_is_slowed_down_by_the_door', async () => {
  const headers = { 'x-forwarded-for': '198.51.100.7' }
  const guess = i => server.nobody.get(`/api/feed/${String(i).padStart(43, 'A')}/calendar.ics`, headers)
  const seen = new Set()
  for (let i = 0; i < 400 && !seen.has(429); i++) seen.add((await guess(i)).status)
  assert.deepEqual([...seen].sort(), [404, 429])
  for (const bad of ['A'.repeat(42), 'A'.repeat(44), 'A'.repeat(42) + '!', 'a', '%2e%2e']) assert.equal((await server.nobody.get(`/api/feed/${bad}/calendar.ics`)).status, 404, bad)
})

test('feed__of_3000_meetings_comes_in_good_time', async () => {
  server.sql(`
    with made as (select app.uuid7() as a, n from generate_series(1, 3000) n),
    p as (insert into app.audience (id, name) select a, 'x' from made returning id),
    m as (insert into app.meeting (title, state, chair_id, author_id, starts_at, audience_id, published_at)
          select 'Cuộc họp số ' || n, 'invited', '${idOf(chair)}', '${idOf(chair)}', now() + n * interval '3 hours', a, now() from made returning id),
    i as (insert into app.agenda_item (meeting_id, position, title, number) select m.id, k, 'Mục ' || k, k::text from m, generate_series(1, 5) k)
    insert into app.audience_member (audience_id, principal_id) select a, '${idOf(member)}' from made`)
  const address = await makeFeed(member)
  const began = Date.now()
  const text = await fetchFeed(address)
  const taken = Date.now() - began
  assert.ok(Object.keys(eventsOf(text)).length >= 3000)
  console.log(`# 3,000 meetings: ${taken} ms, ${(text.length / 1e6).toFixed(1)} MB`)
  assert.ok(taken < 5000, `${taken} ms`)
})
