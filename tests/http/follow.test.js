// SPDX-License-Identifier: GPL-3.0-or-later
//
// Following the presenter (F3; rule 24): what is kept, what is only told, to whom, and how many follow.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer, until } from './server.js'
import { documentOf, meetingOf, pdf, problem } from './make.js'

let server, chair, presenter, member, other, stranger
const open = new Set()
before(async () => {
  server = await startServer({ sample: true })
  ;[chair, presenter, member, other, stranger] = await Promise.all(['chutri', 'donvi1.lanhdao', 'donvi2.lanhdao', 'donvi3.lanhdao', 'donvi6.chuyenvien'].map(account => server.signIn(account)))
})
after(async () => {
  for (const stream of open) stream.close()
  await server?.stop()
})

const id = person => person.session.person.id
/** A stream; heard(subject) are the changes as they came. */
async function listen (person, ...subjects) {
  const control = new AbortController()
  const reply = await fetch(`${server.origin}/api/events?${subjects.map(subject => `subject=${subject}`).join('&')}`, { headers: { cookie: person.cookie }, signal: control.signal })
  if (reply.status !== 200) { control.abort(); return { status: reply.status } }
  const seen = []
  const stream = { status: 200, seen, close: () => control.abort(), heard: subject => seen.filter(([event, data]) => event === 'change' && data.subject === subject).map(([, data]) => data) }
  open.add(stream)
  ;(async () => {
    let rest = ''
    for await (const chunk of reply.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + chunk).split('\n\n')
      rest = blocks.pop()
      for (const block of blocks) {
        const lines = Object.fromEntries(block.split('\n').filter(line => !line.startsWith(':')).map(line => line.split(/: ?(.*)/s)))
        if (lines.event) seen.push([lines.event, JSON.parse(lines.data ?? 'null')])
      }
    }
  })().catch(() => {})
  await until(() => seen.some(([event]) => event === 'hello'), 'hello')
  stream.stands = subject => seen.find(([event]) => event === 'hello')[1].subjects[subject]
  return stream
}

/** Runs, with two papers: of an open item, presented by `presenter`, and of a restricted one, for `presenter` alone. */
async function running () {
  const papers = await Promise.all([1, 2].map(() => documentOf(chair, { bytes: pdf(9) })))
  const meeting = await meetingOf(chair, { invitees: [presenter, member, other].map(id) })
  await chair.json('PUT', `/api/meetings/${meeting.id}/agenda`, { items: [
    { title: 'Kinh tế', presenter_id: id(presenter), papers: [{ document_id: papers[0].id, version: 1 }] },
    { title: 'Nhân sự', restricted: true, circle: [id(presenter)], papers: [{ document_id: papers[1].id, version: 1 }] }] })
  await chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  const { agenda } = await chair.json('POST', `/api/meetings/${meeting.id}/start`, undefined, 200)
  const at = `/api/meetings/${meeting.id}/follow`
  return {
    id: meeting.id, at, items: agenda, open: agenda[0].papers[0], secret: agenda[1].papers[0], common: `follow:${meeting.id}`, apart: `follow:${agenda[1].id}`,
    state: async person => (await person.json('GET', at)).presentation,
    show: (person, paper, page = 1) => person.json('PUT', at, { paper_id: paper.id, page }),
    here: (person, body) => person.json('POST', `${at}/here`, body, 204)
  }
}

test('presenter__is_followed_to_paper_page_place_pointer_and_ink', async () => {
  const m = await running()
  const stream = await listen(member, `meeting:${m.id}`, m.common)
  await m.show(presenter, m.open, 2)
  const begun = await until(() => stream.heard(`meeting:${m.id}`).find(change => change.kind === 'follow'), 'that somebody presents', 10000)
  const { presentation } = begun.patch
  assert.deepEqual([presentation.document_id, presentation.version, presentation.page, presentation.presenter.id, presentation.subject], [m.open.document_id, 1, 2, id(presenter), m.common])
  const told = { page: 5, view: { x: 0, y: 120.5, w: 595, h: 400 }, pointer: { x: 100, y: 200 }, ink: { stroke: 1, from: 0, points: [1, 2, 0.5, 3, 4, 0.5], width: 2, colour: 'red' } }
  await m.here(presenter, told)
  const heard = await until(() => stream.heard(m.common).find(change => change.kind === 'turn'), 'the page turned', 10000)
  assert.deepEqual(heard.patch, { ...told, by: id(presenter) })
  assert.equal((await m.state(member)).turn, heard.revision, 'a page turned is kept')
  stream.close()
})

test('late_joiner__has_the_page_from_the_state_and_its_stream_says_at_which_turn_it_stands', async () => {
  const m = await running()
  await m.show(presenter, m.open)
  for (const page of [2, 3, 7]) await m.here(presenter, { page })
  const { page, turn } = await m.state(other)
  assert.equal(page, 7)
  const stream = await listen(other, m.common)
  assert.equal(stream.stands(m.common), turn)
  stream.close()
})

test('within_a_page__nothing_is_kept_and_the_meetings_revision_stays', async () => {
  const m = await running()
  await m.show(presenter, m.open)
  const before = await presenter.json('GET', m.at)
  const stream = await listen(member, m.common)
  for (let n = 0; n < 30; n += 1) await m.here(presenter, { page: 1, pointer: { x: n, y: n } })
  await until(() => stream.heard(m.common).filter(change => change.kind === 'here').length === 30, '30 places', 10000)
  const after = await presenter.json('GET', m.at)
  assert.deepEqual([after.revision, after.presentation], [before.revision, before.presentation])
  stream.close()
})

test('restricted__outside_its_circle_nothing_is_heard_of_it_not_even_that_it_is (rule 24)', async () => {
  const m = await running()
  const outside = await listen(member, `meeting:${m.id}`, m.common, `person:${id(member)}`)
  const refused = await listen(member, m.apart)
  assert.equal(refused.status, 404, 'as a subject that is not there')
  const within = await listen(presenter, `person:${id(presenter)}`, m.apart)
  const revision = (await member.json('GET', m.at)).revision
  await m.show(chair, m.secret, 3)
  await until(() => within.heard(`person:${id(presenter)}`).find(change => change.kind === 'circle' && change.patch.meeting_id === m.id), 'the circle is told', 10000)
  const { subject, page } = await m.state(presenter)
  assert.deepEqual([subject, page], [m.apart, 3])
  await m.here(chair, { page: 4, pointer: { x: 1, y: 1 } })
  await until(() => within.heard(m.apart).find(change => change.kind === 'turn'), 'the circle follows', 10000)
  await m.here(chair, { page: 4 })
  await chair.json('DELETE', m.at)
  await m.show(presenter, m.open) // heard by all: whatever was said before it has arrived by then
  await until(() => outside.heard(`meeting:${m.id}`).find(change => change.kind === 'follow'), 'what is for all', 10000)
  assert.deepEqual(outside.seen.filter(([event]) => event !== 'hello').map(([, data]) => [data.subject, data.kind, data.revision]), [[`meeting:${m.id}`, 'follow', revision + 1]])
  for (const stream of [outside, within]) stream.close()
})

test('restricted__taking_the_place_of_an_open_paper_it_is_the_end_of_that_for_others (rule 24)', async () => {
  const m = await running()
  await m.show(presenter, m.open)
  const stream = await listen(member, `meeting:${m.id}`)
  await m.show(chair, m.secret)
  const told = await until(() => stream.heard(`meeting:${m.id}`).find(change => change.kind === 'follow'), 'the end', 10000)
  assert.deepEqual([told.patch, await m.state(member)], [{ presentation: null }, null])
  stream.close()
})

test('followers__are_counted_from_the_streams_and_told_to_the_presenter', async () => {
  const m = await running()
  const mine = await listen(presenter, m.common)
  await m.show(presenter, m.open)
  const streams = await Promise.all([member, other, other].map(person => listen(person, m.common))) // one with two tablets is one
  const last = () => mine.heard(m.common).findLast(change => change.kind === 'count')?.patch.followers
  const tell = () => m.here(presenter, { page: 1 })
  await until(async () => { await tell(); return last() === 2 }, () => `two, not ${last()}`, 15000)
  for (const stream of streams.slice(1)) stream.close()
  await until(async () => { await tell(); return last() === 1 }, () => `one, not ${last()}`, 30000)
  const before = mine.heard(m.common).filter(change => change.kind === 'count').length
  assert.ok(before < 60, 'it is said now and then, not with every place')
})

test('who_lost_the_screen__is_told_so_and_says_nothing_more', async () => {
  const m = await running()
  await m.show(presenter, m.open)
  await m.show(chair, m.open)
  const told = await problem(await presenter.post(`${m.at}/here`, { page: 2 }))
  assert.deepEqual([told.http, told.slug], [409, 'wrong-state'])
  assert.equal((await m.state(member)).page, 1)
  assert.equal((await problem(await presenter.put(m.at, { paper_id: m.open.id }))).slug, 'conflict', 'and takes it from the chair in no way')
})

test('moving_on__ends_what_is_presented', async () => {
  const m = await running()
  await m.show(presenter, m.open)
  await chair.json('POST', `/api/meetings/${m.id}/current`, { item_id: m.items[1].id }, 200)
  assert.equal(await m.state(member), null)
})

test('bad_input__is_named', async () => {
  const m = await running()
  await m.show(presenter, m.open)
  for (const [body, field] of [[{}, 'page'], [{ page: 0 }, 'page'], [{ page: 1, pointer: { x: 'a', y: 1 } }, 'pointer.x'], [{ page: 1, view: { x: 1, y: 1, w: -1, h: 1 } }, 'view.w'],
    [{ page: 1, ink: { stroke: 1, from: 0, points: Array(301).fill(1), width: 1, colour: 'red' } }, 'ink.points'], [{ page: 1, more: 1 }, 'more']]) {
    const told = await problem(await presenter.post(`${m.at}/here`, body))
    assert.deepEqual([told.http >= 400 && told.http < 500, told.field], [true, field], JSON.stringify(body).slice(0, 60))
  }
  assert.equal((await problem(await member.put(m.at, { paper_id: m.open.id }))).slug, 'not-allowed')
  assert.equal((await problem(await chair.put(m.at, { paper_id: m.items[0].id }))).field, 'paper_id')
  for (const reply of [await stranger.get(m.at), await stranger.put(m.at, { paper_id: m.open.id }), await stranger.post(`${m.at}/here`, { page: 1 }), await stranger.del(m.at)]) assert.equal((await problem(reply)).http, 404)
})
