// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a tablet keeps for reading without a network (C8, K5): the list, the parts of a version by the hash of their content, pins, and the key that seals what waits.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { root, startServer } from './server.js'
import { documentOf, grantTo, meetingOf, pdf, problem, sha256, versionOf } from './make.js'

let server, author, reader, stranger
before(async () => {
  server = await startServer({ sample: true })
  author = await server.signIn('thuky')
  reader = await server.signIn('donvi1.lanhdao')
  stranger = await server.signIn('donvi5.chuyenvien')
})
after(() => server?.stop())

const data = name => readFileSync(path.join(root, 'tests/data', name))
const parts = (person, document, query = '', version = 1) => person.json('GET', `/api/documents/${document}/versions/${version}/parts${query}`)
const refused = async (person, document, query = '', version = 1) => problem(await person.get(`/api/documents/${document}/versions/${version}/parts${query}`))
const pin = (person, document, pinned) => person.json('PUT', `/api/documents/${document}/pin`, { pinned }, 200)
const kept = async person => (await person.json('GET', '/api/packs')).items
const bytes = async (person, address) => Buffer.from(await (await person.get(address)).arrayBuffer())

test('parts__are_named_by_the_hash_of_what_is_then_delivered', async () => {
  const { id } = await documentOf(author, { bytes: pdf(3, 'Phan') })
  for (const width of [640, 1240]) {
    const { items, next } = await parts(author, id, `?width=${width}`)
    assert.deepEqual([items.map(item => item.page), next], [[1, 2, 3], null])
    for (const { page, picture, text, problem } of items) {
      const drawn = await author.get(`/api/documents/${id}/versions/1/pages/${page}/image?width=${width}`)
      const whole = Buffer.from(await drawn.arrayBuffer())
      assert.deepEqual([picture.sha256, picture.bytes, picture.media], [sha256(whole), whole.length, drawn.headers.get('content-type')], `page ${page} at ${width}`)
      const words = await bytes(author, `/api/documents/${id}/versions/1/pages/${page}/text`)
      assert.deepEqual([text.sha256, text.bytes, problem], [sha256(words), words.length, null], `words of page ${page}`)
    }
  }
  const [narrow, wide] = [await parts(author, id, '?width=320&count=1'), await parts(author, id, '?count=1')]
  assert.notEqual(narrow.items[0].picture.sha256, wide.items[0].picture.sha256)
  assert.deepEqual(await parts(author, id, '?width=1240&count=1'), wide, 'the width that is meant when none is said')
})

test('parts__of_a_page_that_stayed_as_it_was_are_the_same_in_the_next_version', async () => {
  const pages = ['mot', 'hai', 'ba'].map(name => [`trang ${name}`])
  const { id } = await documentOf(author, { bytes: pdf(pages) })
  await versionOf(author, id, pdf([pages[0], ['trang khac'], pages[2]]))
  const [before, after] = [await parts(author, id), await parts(author, id, '', 2)]
  const same = before.items.map((item, at) => item.picture.sha256 === after.items[at].picture.sha256 && item.text.sha256 === after.items[at].text.sha256)
  assert.deepEqual(same, [true, false, true])
})

test('parts__come_in_pieces_that_join_and_end_where_the_version_ends', async () => {
  const { id } = await documentOf(author, { bytes: pdf(7, 'Doan') })
  const got = []
  for (let from = 1; from !== null;) {
    const { items, next } = await parts(author, id, `?width=160&from=${from}&count=3`)
    assert.ok(items.length >= 1 && items.length <= 3)
    got.push(...items.map(item => item.page))
    from = next
  }
  assert.deepEqual(got, [1, 2, 3, 4, 5, 6, 7])
  assert.deepEqual(await parts(author, id, '?from=8'), { items: [], next: null })
  assert.deepEqual(await parts(author, id, '?from=20000&count=20'), { items: [], next: null })
})

test('parts__out_of_bounds_are_refused_by_the_name_of_the_field', async () => {
  const { id } = await documentOf(author, { bytes: pdf(1) })
  for (const [field, values] of Object.entries({ width: ['15', '2481', '-1', 'x', '1.5'], from: ['0', '-1', '20001', 'x', '99999999999999999999'], count: ['0', '21', 'x'] })) {
    for (const value of values) {
      const found = await refused(author, id, `?${field}=${value}`)
      assert.deepEqual([found.http, found.field], [422, field], `${field}=${value}`)
    }
  }
})

test('parts__of_a_secret_document_are_given_to_nobody', async () => {
  const { id } = await documentOf(author, { bytes: pdf(1), secrecy: 'confidential' })
  await grantTo(author, id, [reader.session.person.id])
  for (const person of [author, reader]) assert.deepEqual(await refused(person, id).then(({ http, slug }) => [http, slug]), [403, 'not-allowed'])
  assert.equal((await refused(stranger, id)).http, 404, 'nor is a stranger told that it is there')
  assert.deepEqual(await problem(await author.put(`/api/documents/${id}/pin`, { pinned: true })).then(({ http, slug, field }) => [http, slug, field]), [403, 'not-allowed', 'pinned'])
})

test('parts__of_what_one_may_not_see_are_not_there', async () => {
  const { id } = await documentOf(author, { bytes: pdf(1) })
  await versionOf(author, id, pdf(2))
  await grantTo(author, id, [reader.session.person.id, 'read', 1])
  assert.equal((await refused(stranger, id)).http, 404)
  assert.equal((await refused(reader, id, '', 2)).http, 404)
  assert.equal((await refused(author, id, '', 3)).http, 404)
  assert.equal((await parts(reader, id)).items.length, 1)
  assert.equal((await refused(server.nobody, id)).http, 401)
})

test('parts__of_a_file_that_cannot_be_drawn_say_why', async () => {
  for (const [name, slug] of [['encrypted.pdf', 'pdf-encrypted'], ['damaged.pdf', 'pdf-damaged']]) {
    const { id, version } = await documentOf(author, { bytes: data(name) })
    const found = await refused(author, id)
    assert.deepEqual([found.http, found.slug], [422, version.pages_problem], name)
    assert.equal(found.slug, slug)
    await pin(author, id, true)
    assert.ok(!(await kept(author)).some(item => item.document_id === id), `${name} has no pages to keep`)
  }
  const { id } = await documentOf(author, { bytes: Buffer.from('a,b\n1,2\n'), filename: 'bang.csv' })
  assert.deepEqual(await refused(author, id).then(({ http, slug }) => [http, slug]), [422, 'no-pages'])
})

test('pin__keeps_the_newest_version_on_ones_own_tablets_only', async () => {
  const { id } = await documentOf(author, { bytes: pdf(2, 'Ghim') })
  await grantTo(author, id, [reader.session.person.id])
  const mine = async person => (await kept(person)).find(item => item.document_id === id)
  const shown = async person => [(await person.json('GET', `/api/documents/${id}`)).pinned, (await person.json('GET', '/api/documents')).items.find(row => row.id === id).pinned]
  assert.deepEqual([await mine(author), await shown(author)], [undefined, [false, false]])
  assert.deepEqual(await pin(author, id, true), { pinned: true })
  await pin(author, id, true)
  const { version, sha256: hash, pages, pinned, meeting_id, subject } = await mine(author)
  assert.deepEqual([version, pages, pinned, meeting_id, subject], [1, 2, true, null, 'Văn bản thử nghiệm'])
  assert.equal(hash, sha256(await bytes(author, `/api/documents/${id}/versions/1/file`)))
  assert.deepEqual([await shown(author), await shown(reader), await mine(reader)], [[true, true], [false, false], undefined])
  await versionOf(author, id, pdf(3, 'Ghim'))
  assert.deepEqual([(await mine(author)).version, (await mine(author)).pages], [2, 3])
  assert.equal((await problem(await stranger.put(`/api/documents/${id}/pin`, { pinned: true }))).http, 404)
  assert.equal((await problem(await author.put(`/api/documents/${id}/pin`, {}))).field, 'pinned')
  await author.json('PATCH', `/api/documents/${id}`, { secrecy: 'secret' })
  const before = await author.json('GET', '/api/packs')
  assert.ok(!before.items.some(item => item.document_id === id) && before.withheld >= 1, 'what became secret is counted and not named')
  assert.ok(!JSON.stringify(before).includes(id))
  assert.deepEqual(await pin(author, id, false), { pinned: false })
  assert.equal((await author.json('GET', '/api/packs')).withheld, before.withheld - 1)
})

test('pack__has_the_papers_of_my_meetings_and_of_no_others', async () => {
  const { id } = await documentOf(author, { bytes: pdf(2, 'Tai lieu') })
  const meeting = await meetingOf(author, { papers: [[id, 1]], invitees: [reader.session.person.id], title: 'Họp giữ trên máy' })
  assert.ok(!(await kept(reader)).some(item => item.document_id === id), 'not while it is a draft')
  await author.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  const pack = await reader.json('GET', '/api/packs')
  assert.ok(pack.meetings.includes(meeting.id))
  const item = pack.items.find(found => found.document_id === id)
  assert.deepEqual([item.version, item.pages, item.meeting_id, item.meeting_title, item.pinned], [1, 2, meeting.id, 'Họp giữ trên máy', false])
  assert.equal((await parts(reader, id)).items.length, 2)
  for (const person of [stranger, await server.signIn('quantri')]) assert.ok(!(await (await person.get('/api/packs')).text()).includes(id))
  await author.json('POST', `/api/meetings/${meeting.id}/cancel`, undefined, 200)
  assert.ok(!(await kept(reader)).some(found => found.document_id === id), 'nor once it is cancelled')
})

test('outbox_key__is_a_persons_own_and_stays', async () => {
  const [mine, again, other] = [await author.json('GET', '/api/outbox-key'), await (await server.signIn('thuky')).json('GET', '/api/outbox-key'), await reader.json('GET', '/api/outbox-key')]
  assert.deepEqual(mine, again)
  assert.equal(mine.person_id, author.session.person.id)
  assert.equal(Buffer.from(mine.key, 'base64').length, 32)
  assert.notEqual(mine.key, other.key)
  assert.ok(!(await (await author.get(`/api/people/${reader.session.person.id}`)).text()).includes(other.key))
})
