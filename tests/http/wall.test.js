// SPDX-License-Identifier: GPL-3.0-or-later
//
// The screen in the room (F7): an address of its own that reads what everybody in the meeting sees, and nothing else; its stream; its end.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { pause, startServer, until } from './server.js'
import { documentOf, meetingOf, pdf, problem } from './make.js'

let server, chair, member, meeting, paper, secret
const idOf = person => person.session.person.id
const addressOf = async () => (await chair.json('POST', `/api/meetings/${meeting.id}/wall`)).path.replace('/wall/', '/api/wall/')
const read = async (address, status = 200) => {
  const reply = await server.nobody.get(address)
  assert.equal(reply.status, status)
  return status === 200 ? reply.json() : problem(reply)
}
const listen = async address => {
  const control = new AbortController()
  const reply = await fetch(`${server.origin}${address}/events`, { signal: control.signal })
  assert.equal(reply.status, 200)
  const heard = { text: '', ended: false, close: () => control.abort() }
  ;(async () => { for await (const part of reply.body.pipeThrough(new TextDecoderStream())) heard.text += part; heard.ended = true })().catch(() => { heard.ended = true })
  await until(() => heard.text.includes('hello'), 'hello')
  return heard
}

before(async () => {
  server = await startServer({ sample: true, env: { NGHISU_LOG_LEVEL: 'debug' }, arguments: ['--log-level', 'debug', '--trusted-proxy', '127.0.0.1'] })
  ;[chair, member] = await Promise.all(['chutri', 'donvi1.lanhdao'].map(account => server.signIn(account)))
  paper = await documentOf(chair, { bytes: pdf(3, 'Chung'), subject: 'Báo cáo chung', filename: 'chung.pdf' })
  secret = await documentOf(chair, { bytes: pdf(2, 'Kin'), subject: 'Hồ sơ kín', filename: 'kin.pdf' })
  const made = await meetingOf(chair, { title: 'Họp có màn hình', invitees: [idOf(member)] })
  await chair.json('PUT', `/api/meetings/${made.id}/agenda`, {
    items: [{ title: 'Mục chung', minutes: 20, papers: [{ document_id: paper.id, version: 1 }] },
      { title: 'Mục rất kín', restricted: true, circle: [idOf(chair)], papers: [{ document_id: secret.id, version: 1 }] }, { title: 'Mục sau', minutes: 10, papers: [] }]
  })
  meeting = await chair.json('POST', `/api/meetings/${made.id}/publish`, undefined, 200)
})
after(() => server?.stop())

test('wall__shows_what_everybody_in_the_meeting_sees (F7)', async () => {
  const address = await addressOf()
  assert.match(address, /^\/api\/wall\/[\w-]{43}$/)
  assert.equal((await read(address)).state, 'invited')
  await chair.json('POST', `/api/meetings/${meeting.id}/start`, undefined, 200)
  await member.json('POST', `/api/meetings/${meeting.id}/attendance`, { state: 'room' }, 200)
  await chair.json('PUT', `/api/meetings/${meeting.id}/desks/speech`, { state: 'open', minutes_each: 5 }, 200)
  await member.json('POST', `/api/meetings/${meeting.id}/speeches`, { queue: 'speech', topic: 'Về kinh phí' })
  await chair.json('POST', `/api/meetings/${meeting.id}/speeches`, { queue: 'speech' })
  const { waiting } = await chair.json('GET', `/api/meetings/${meeting.id}/floor`)
  await chair.json('POST', `/api/speeches/${waiting[0].id}/call`, undefined, 200)
  const shown = await read(address)
  assert.deepEqual([shown.title, shown.state, shown.item.number, shown.item.title, shown.apart], ['Họp có màn hình', 'in_progress', '1', 'Mục chung', false])
  assert.deepEqual(shown.agenda.map(({ number, title, current }) => [number, title, current]), [['1', 'Mục chung', true], ['2', 'Mục sau', false]])
  assert.deepEqual([shown.speaking.name, shown.speaking.minutes, shown.waiting.map(({ name }) => name), shown.waiting_count], [member.session.person.full_name, 5, [chair.session.person.full_name], 1])
  assert.equal(shown.quorum.present, 1)
  const state = await chair.json('GET', `/api/meetings/${meeting.id}/wall`)
  assert.deepEqual([state.active, state.path], [true, undefined])
  assert.notEqual(state.seen_at, null)
})

test('wall__address_grants_nothing_else', async () => {
  const address = await addressOf()
  const token = address.split('/').at(-1)
  for (const path of [`/api/meetings/${meeting.id}`, '/api/meetings', `/api/meetings/${meeting.id}/floor`, `/api/events?subject=meeting:${meeting.id}`, `/api/documents/${paper.id}`]) {
    for (const headers of [{ authorization: `Bearer ${token}` }, { cookie: `__Host-session=${token}` }]) assert.equal((await server.nobody.get(path, headers)).status, 401, path)
  }
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) assert.equal((await server.nobody.ask(method, address)).status, 405, method)
  assert.equal((await member.ask('GET', `/api/events?subject=wall:${meeting.id}`)).status, 422, 'no subject of others')
  // and no word of who may do what, nor an id of a person
  const text = JSON.stringify(await read(address))
  for (const word of [idOf(member), idOf(chair), meeting.id, '"may"', 'email']) assert.ok(!text.includes(word), word)
})

test('wall__is_made_and_ended_by_who_steers', async () => {
  for (const [method, status] of [['GET', 403], ['POST', 403], ['DELETE', 403]]) assert.equal((await member.ask(method, `/api/meetings/${meeting.id}/wall`)).status, status, method)
  const stranger = await server.signIn('donvi6.chuyenvien')
  for (const method of ['GET', 'POST', 'DELETE']) assert.equal((await stranger.ask(method, `/api/meetings/${meeting.id}/wall`)).status, 404, method)
})

test('wall__is_told_of_every_change_and_of_nothing_in_it', async () => {
  const address = await addressOf()
  const heard = await listen(address)
  heard.text = ''
  await chair.json('POST', `/api/meetings/${meeting.id}/current`, { item_id: meeting.agenda.at(-1).id }, 200)
  await until(() => heard.text.includes('change'), 'the step')
  const data = JSON.parse(/data: (.*)/.exec(heard.text)[1])
  assert.deepEqual([data.subject, data.kind, data.patch], [`wall:${meeting.id}`, 'changed', null])
  assert.equal((await read(address)).item.title, 'Mục sau')
  assert.equal((await read(address)).revision, data.revision)
  heard.close()
})

test('wall__says_nothing_of_a_restricted_item_but_that_the_meeting_goes_on_in_a_smaller_circle (rule 24)', async () => {
  const address = await addressOf()
  const kept = meeting.agenda.find(({ restricted }) => restricted)
  await chair.json('POST', `/api/meetings/${meeting.id}/current`, { item_id: kept.id }, 200)
  await chair.json('PUT', `/api/meetings/${meeting.id}/follow`, { paper_id: kept.papers[0].id, page: 1 }, 200)
  await chair.json('POST', `/api/meetings/${meeting.id}/speeches`, { queue: 'speech', topic: 'Lời kín', is_order: true })
  const shown = await read(address)
  assert.deepEqual([shown.apart, shown.item, shown.paper, shown.vote, shown.speaking, shown.waiting_count], [true, null, null, null, null, 0])
  for (const word of ['rất kín', 'Hồ sơ kín', 'Lời kín', kept.id, kept.number + '"']) assert.ok(!JSON.stringify(shown).includes(word), word)
  assert.equal((await problem(await server.nobody.get(`${address}/page`))).slug, 'not-found')
})

test('wall__shows_the_page_that_is_presented_when_all_may_read_it', async () => {
  const address = await addressOf()
  const item = meeting.agenda[0]
  await chair.json('POST', `/api/meetings/${meeting.id}/current`, { item_id: item.id }, 200)
  assert.equal((await read(address)).paper, null)
  assert.equal((await server.nobody.get(`${address}/page`)).status, 404)
  await chair.json('PUT', `/api/meetings/${meeting.id}/follow`, { paper_id: item.papers[0].id, page: 2 }, 200)
  const shown = await read(address)
  assert.deepEqual([shown.paper.subject, shown.paper.page], ['Báo cáo chung', 2])
  const picture = await server.nobody.get(`${address}/page?turn=${shown.paper.turn}`)
  assert.equal(picture.status, 200)
  assert.match(picture.headers.get('content-type'), /^image\//)
  const second = Buffer.from(await picture.arrayBuffer())
  const heard = await listen(address)
  heard.text = ''
  await chair.json('POST', `/api/meetings/${meeting.id}/follow/here`, { page: 3 }, 204)
  await until(() => heard.text.includes('change'), 'the page turned')
  heard.close()
  assert.equal((await read(address)).paper.page, 3)
  assert.notDeepEqual(Buffer.from(await (await server.nobody.get(`${address}/page`)).arrayBuffer()), second)
  // a document that has become secret is on no wall (B13)
  server.sql(`update app.document set secrecy = 'confidential' where id = '${paper.id}'`)
  assert.equal((await read(address)).paper, null)
  assert.equal((await server.nobody.get(`${address}/page`)).status, 404)
  server.sql(`update app.document set secrecy = null where id = '${paper.id}'`)
})

test('wall__shows_a_votes_count_only_as_its_rule_says (rule 32)', async () => {
  const address = await addressOf()
  const item = meeting.agenda[0]
  const vote = async live_counts => {
    const made = await chair.json('POST', `/api/meetings/${meeting.id}/votes`, { item_id: item.id, title: `Thông qua, ${live_counts}`, method: 'approve', majority_of: 'members', quorum: 'none', live_counts })
    assert.equal((await read(address)).vote?.title === made.title, false, 'what is only prepared is on no wall')
    await chair.json('POST', `/api/votes/${made.id}/open`, undefined, 200)
    await member.json('POST', `/api/votes/${made.id}/ballots`, { option_ids: [made.options[0].id] })
    await until(async () => (await read(address)).vote.voted === 1, 'the ballot is counted')
    const during = (await read(address)).vote
    await chair.json('POST', `/api/votes/${made.id}/close`, undefined, 200)
    const closed = (await read(address)).vote
    await chair.json('POST', `/api/votes/${made.id}/publish`, undefined, 200)
    return [during, closed, (await read(address)).vote]
  }
  const [hidden, closed, published] = await vote(false)
  assert.deepEqual([hidden.state, hidden.counts, closed.state, closed.counts, closed.result], ['open', null, 'closed', null, null])
  assert.equal(published.result.counts[0].count, 1)
  const [live] = await vote(true)
  assert.equal(live.counts[0].count, 1)
})

test('wall__address_taken_back_or_made_anew_ends_its_screens_at_once', async () => {
  const first = await addressOf()
  const heard = await listen(first)
  const second = await addressOf()
  await until(() => heard.ended, 'the old screen ends')
  assert.match(heard.text, /event: gone/)
  assert.equal((await read(first, 404)).slug, 'not-found')
  assert.equal((await server.nobody.get(`${first}/events`)).status, 404)
  const other = await listen(second)
  await chair.json('DELETE', `/api/meetings/${meeting.id}/wall`, undefined, 204)
  await until(() => other.ended, 'the screen ends')
  assert.equal((await read(second, 404)).slug, 'not-found')
  assert.equal((await chair.ask('DELETE', `/api/meetings/${meeting.id}/wall`)).status, 404)
  assert.equal((await chair.json('GET', `/api/meetings/${meeting.id}/wall`)).active, false)
})

test('wall__address_is_nowhere_in_the_log_or_the_database', async () => {
  const address = await addressOf()
  const token = address.split('/').at(-1)
  await read(address)
  await read(`${address}x`, 404)
  await server.nobody.get(`/wall/${token}`)
  await pause(200)
  assert.ok(server.printed.includes('/api/wall/...'), 'requests are logged')
  assert.ok(!server.printed.includes(token))
  for (const table of ['wall', 'audit']) assert.equal(server.sql(`select count(*) from app.${table} x where x::text like '%${token}%'`), '0', table)
})

test('wall__guessing_is_slowed_down_by_the_door', async () => {
  const seen = new Set()
  for (let i = 0; i < 400 && !seen.has(429); i++) seen.add((await server.nobody.get(`/api/wall/${String(i).padStart(43, 'A')}`, { 'x-forwarded-for': '198.51.100.7' })).status)
  assert.deepEqual([...seen].sort(), [404, 429])
  for (const bad of ['A'.repeat(42), 'A'.repeat(44), 'A'.repeat(42) + '!', 'a']) assert.equal((await server.nobody.get(`/api/wall/${bad}`)).status, 404, bad)
})

test('wall__ends_with_the_meeting', async () => {
  const address = await addressOf()
  const heard = await listen(address)
  const { speaking } = await chair.json('GET', `/api/meetings/${meeting.id}/floor`)
  if (speaking) await chair.json('POST', `/api/speeches/${speaking.id}/end`, undefined, 200)
  await chair.json('POST', `/api/meetings/${meeting.id}/end`, undefined, 200)
  await until(() => heard.ended, 'the screen ends')
  await read(address, 404)
  assert.equal((await problem(await chair.ask('POST', `/api/meetings/${meeting.id}/wall`))).slug, 'wrong-state')
})
