// SPDX-License-Identifier: GPL-3.0-or-later
//
// Notes on pages (C2, C3, C4; rule 13): kept once, seen by their audience only, live, and found again on the next version.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { startServer, until } from './server.js'
import { documentOf, grantTo, pdf, problem, versionOf } from './make.js'

let server, author, colleague, reader, stranger, unit
const open = new Set()
before(async () => {
  server = await startServer({ sample: true })
  author = await server.signIn('chuyenvien')
  colleague = await server.signIn('thuky')
  reader = await server.signIn('donvi4.lanhdao')
  stranger = await server.signIn('donvi6.chuyenvien')
  unit = author.session.person.positions[0].unit.id
})
after(async () => {
  for (const control of open) control.abort()
  await server?.stop()
})

/* Words without end, the same in each run. */
const WORDS = 'quyet dinh nghi quyet thong tu ke hoach bao cao uy ban nhan dan tinh so nganh phong chuyen vien lanh dao van thu hop ban don vi trach nhiem thuc hien kiem tra giam sat ngan sach dau tu cong trinh duong nuoc dien y te giao duc'.split(' ')
function writer (seed) {
  let state = seed
  const next = () => { state = (state * 1103515245 + 12345) % 2147483648; return state / 2147483648 }
  const line = () => Array.from({ length: 10 }, () => WORDS[Math.floor(next() * WORDS.length)] + Math.floor(next() * 40)).join(' ')
  return () => Array.from({ length: 30 }, line)
}

async function shared (pages = [writer(7)(), writer(8)(), writer(9)()]) {
  const { id } = await documentOf(author, { bytes: pdf(pages) })
  await grantTo(author, id, [colleague.session.person.id], [reader.session.person.id])
  return id
}
const wordsOf = async (person, document, n, page) => (await person.json('GET', `/api/documents/${document}/versions/${n}/pages/${page}/text`)).lines.flatMap(line => line.words)
const state = (document, changes = {}) => ({
  document_id: document, version: 1, page: 1, kind: 'highlight', audience: 'readers', colour: 'yellow', exact: 'x', quads: [{ x: 60, y: 60, w: 100, h: 12 }], ...changes
})
const put = (person, id, body, headers) => person.json('PUT', `/api/notes/${id}`, body, 200, headers)
const listOf = async (person, document, n = 1) => (await person.json('GET', `/api/documents/${document}/versions/${n}/notes`)).items
const seen = async (person, document, id, n = 1) => (await listOf(person, document, n)).find(note => note.id === id)

async function follow (person, ...subjects) {
  const control = new AbortController()
  open.add(control)
  const reply = await fetch(`${server.origin}/api/events?${subjects.map(subject => `subject=${subject}`).join('&')}`, { headers: { cookie: person.cookie }, signal: control.signal })
  assert.equal(reply.status, 200)
  const stream = { text: '', changes: () => stream.text.split('\n\n').filter(block => block.startsWith('event: change')).map(block => JSON.parse(block.split('data: ')[1])) }
  ;(async () => { for await (const chunk of reply.body.pipeThrough(new TextDecoderStream())) stream.text += chunk })().catch(() => {})
  await until(() => stream.text.includes('event: hello'), 'hello')
  return stream
}

test('note__of_every_kind_is_kept_and_told_back', async () => {
  const document = await shared()
  const kinds = {
    highlight: {}, underline: { colour: 'blue' }, strike: { colour: 'red', audience: 'private' },
    ink: { quads: [], strokes: [{ points: [60, 60, 0.5, 70.25, 62, 0.75] }], width: 2.5, exact: null },
    text: { body: 'Đề nghị xem lại khoản này', audience: 'unit', unit_id: unit, exact: null }
  }
  for (const [kind, changes] of Object.entries(kinds)) {
    const body = state(document, { kind, ...changes })
    const made = await put(author, randomUUID(), body)
    for (const name of ['kind', 'audience', 'colour']) assert.equal(made[name], body[name])
    assert.deepEqual(made.place.quads, body.quads)
    assert.deepEqual(made.place.strokes, body.strokes ?? [])
    assert.deepEqual([made.mine, made.body, made.width, made.unit?.id ?? null, made.place.how, made.place.page, made.made_on_version, made.edit_version],
      [true, body.body ?? null, body.width ?? null, body.unit_id ?? null, 'own', 1, 1, 1])
  }
  const items = await listOf(author, document)
  assert.deepEqual(items.map(({ kind }) => kind).sort(), Object.keys(kinds).sort())
})

test('note__sent_twice_is_one_note', async () => {
  const document = await shared()
  const id = randomUUID()
  const replies = await Promise.all(Array.from({ length: 8 }, () => put(author, id, state(document))))
  for (const note of replies) assert.equal(note.edit_version, 1)
  assert.equal((await listOf(author, document)).length, 1)
})

test('two_tabs_editing_one_note__the_slower_is_told', async () => {
  const document = await shared()
  const id = randomUUID()
  const first = await author.put(`/api/notes/${id}`, state(document))
  assert.equal(first.headers.get('etag'), '"1"')
  await put(author, id, state(document, { colour: 'red' }), { 'if-match': '"1"' })
  const { http, slug } = await problem(await author.put(`/api/notes/${id}`, state(document, { colour: 'blue' }), { 'if-match': '"1"' }))
  assert.deepEqual([http, slug], [412, 'lost-race'])
  assert.equal((await seen(author, document, id)).colour, 'red')
})

test('note__taken_away_comes_back_by_undo', async () => {
  const document = await shared()
  const id = randomUUID()
  await put(author, id, state(document))
  for (let i = 0; i < 2; i++) await author.json('DELETE', `/api/notes/${id}`, undefined, 204)
  assert.equal(await seen(author, document, id), undefined)
  assert.equal(await seen(reader, document, id), undefined)
  assert.equal((await problem(await author.put(`/api/notes/${id}`, state(document)))).slug, 'wrong-state')
  for (let i = 0; i < 2; i++) assert.equal((await author.json('POST', `/api/notes/${id}/restore`, undefined, 200)).id, id)
  assert.ok(await seen(reader, document, id))
})

test('note_for_readers__is_live_at_a_second_reader', async () => {
  const document = await shared()
  const stream = await follow(reader, `document:${document}`)
  const id = randomUUID()
  await put(author, id, state(document, { kind: 'text', body: 'Ai cũng đọc được' }))
  const change = await until(() => stream.changes().find(({ patch }) => patch?.id === id), 'the note', 3000)
  assert.deepEqual([change.kind, change.patch.mine, change.patch.body], ['note', false, 'Ai cũng đọc được'])
  const list = await reader.json('GET', `/api/documents/${document}/versions/1/notes`)
  assert.equal(list.revision, change.revision)
  assert.deepEqual(list.items[0], change.patch)
  await author.json('DELETE', `/api/notes/${id}`, undefined, 204)
  await until(() => stream.changes().some(({ revision }) => revision > change.revision), 'its end', 3000)
})

test('private_and_unit_notes__are_not_there_for_others_nor_in_what_they_hear', async () => {
  const document = await shared()
  const theirs = await follow(reader, `document:${document}`, `person:${reader.session.person.id}`)
  const own = await follow(author, `person:${author.session.person.id}`)
  const [secret, ours] = [randomUUID(), randomUUID()]
  const { revision } = await reader.json('GET', `/api/documents/${document}`)
  await put(author, secret, state(document, { audience: 'private', kind: 'text', body: 'Chỉ mình tôi' }))
  await until(() => own.changes().find(({ patch }) => patch?.note_id === secret), 'it at my other tablet', 3000)
  assert.equal((await reader.json('GET', `/api/documents/${document}`)).revision, revision)
  const notes = () => theirs.changes().filter(({ kind }) => kind === 'note') // what led here (grants) may still be coming in
  assert.equal(notes().length, 0)
  await put(author, ours, state(document, { audience: 'unit', unit_id: unit, kind: 'text', body: 'Trong đơn vị' }))
  const heard = await until(() => notes()[0], 'that something changed', 3000)
  assert.deepEqual([heard.kind, heard.patch], ['note', null])
  assert.deepEqual(await listOf(reader, document), [])
  assert.deepEqual((await listOf(colleague, document)).map(({ id }) => id), [ours])
  assert.deepEqual((await listOf(author, document)).map(({ id }) => id).sort(), [secret, ours].sort())
  assert.ok(!theirs.text.includes(secret) && !theirs.text.includes(ours) && !theirs.text.includes('Trong'))
  for (const id of [secret, ours, randomUUID()]) {
    for (const [method, url, body] of [['PUT', `/api/notes/${id}`, state(randomUUID())], ['DELETE', `/api/notes/${id}`], ['POST', `/api/notes/${id}/restore`],
      ['PUT', `/api/notes/${id}/place`, { version: 1, page: 1, quads: [] }]]) {
      assert.equal((await problem(await reader.ask(method, url, body))).http, 404, `${method} ${url}`)
      assert.equal((await problem(await stranger.ask(method, url, body))).http, 404, `${method} ${url}`)
    }
  }
  assert.equal((await problem(await reader.put(`/api/notes/${secret}`, state(document)))).http, 404)
})

test('note__made_private_again_is_gone_for_readers', async () => {
  const document = await shared()
  const id = randomUUID()
  await put(author, id, state(document))
  const stream = await follow(reader, `document:${document}`)
  await put(author, id, state(document, { audience: 'private' }))
  const change = await until(() => stream.changes().findLast(({ kind }) => kind === 'note'), 'that something changed', 3000)
  assert.equal(change.patch, null)
  assert.equal(await seen(reader, document, id), undefined)
})

test('note__that_is_wrong_is_refused_by_field', async () => {
  const document = await shared()
  const plain = (await documentOf(author, { bytes: Buffer.from('chỉ là chữ'), filename: 'ghi.csv' })).id
  const cases = [
    [{ page: 4 }, 'wrong-value', 'page'], [{ document_id: plain }, 'wrong-value', 'page'], [{ version: 2 }, 'unknown-reference', 'version'],
    [{ audience: 'unit' }, 'missing-field', 'unit_id'], [{ audience: 'unit', unit_id: randomUUID() }, 'unknown-reference', 'unit_id'],
    [{ quads: [] }, 'missing-field', 'quads'], [{ kind: 'ink' }, 'missing-field', 'strokes'], [{ kind: 'ink', strokes: [{ points: [1, 2] }] }, 'wrong-value', 'strokes.0.points'],
    [{ kind: 'ink', strokes: [{ points: Array(60003).fill(1) }] }, 'too-long', 'strokes.0.points'],
    [{ kind: 'ink', strokes: Array.from({ length: 11 }, () => ({ points: Array(57000).fill(1) })) }, null, null],
    [{ quads: [{ x: 1e12, y: 0, w: 1, h: 1 }] }, 'out-of-range', 'quads'], [{ width: 51 }, 'out-of-range', 'width']
  ]
  for (const [changes, slug, field] of cases) {
    const found = await problem(await author.put(`/api/notes/${randomUUID()}`, state(document, changes)))
    if (slug) assert.deepEqual([found.http, found.slug, found.field], [422, slug, field], JSON.stringify(changes).slice(0, 100))
    else assert.ok([413, 422].includes(found.http), `${found.http}`) // 209,000 points: too many, by whichever limit comes first
  }
  assert.deepEqual(await listOf(author, document), [])
})

/* The words that lie under a note's boxes. */
async function under (person, document, n, place) {
  const words = await wordsOf(person, document, n, place.page)
  return words.filter(({ x, y, w, h }) => place.quads.some(quad => x + w / 2 >= quad.x && x + w / 2 <= quad.x + quad.w && y + h / 2 >= quad.y && y + h / 2 <= quad.y + quad.h)).map(({ t }) => t).join(' ')
}

test('notes__move_to_the_next_version_sure_guessed_or_into_the_tray (C4, rule 13)', async () => {
  const pages = [writer(11)(), writer(12)(), writer(13)()]
  const document = await shared(pages)
  const ids = {}
  /* a highlight over part of a line, as the reader makes it */
  async function mark (name, page, line, from = 2, to = 8, changes = {}) {
    const all = (await author.json('GET', `/api/documents/${document}/versions/1/pages/${page}/text`)).lines[line].words
    const words = all.slice(from, to)
    const [first, last] = [words[0], words.at(-1)]
    ids[name] = randomUUID()
    return put(author, ids[name], state(document, { page, exact: words.map(({ t }) => t).join(' '), prefix: all.slice(0, from).map(({ t }) => t).join(' '), suffix: all.slice(to).map(({ t }) => t).join(' '),
      quads: [{ x: first.x, y: first.y, w: last.x + last.w - first.x, h: first.h }], ...changes }))
  }
  await mark('same', 1, 4)
  await mark('changed', 1, 12)
  await mark('moved', 2, 6)
  await mark('gone', 2, 20)
  ids.ink = randomUUID()
  await put(author, ids.ink, state(document, { page: 3, kind: 'ink', exact: null, quads: [], strokes: [{ points: [100, 100, 0.5, 120, 110, 0.5] }] }))

  const next = pages.map(lines => [...lines])
  const word = next[0][12].split(' ')
  word.splice(4, 1, 'sua-doi')
  next[0][12] = word.join(' ')
  const moved = next[1].splice(4, 6) // a paragraph goes to the end of page 3
  next[1].splice(14, 1) // line 20 is no more
  next[2].push(...moved)
  next.unshift(writer(99)()) // and a page comes before all
  await versionOf(author, document, pdf(next))

  const found = Object.fromEntries((await listOf(author, document, 2)).map(note => [note.id, note]))
  const place = name => found[ids[name]].place
  assert.equal(Object.keys(found).length, 5)
  assert.deepEqual([place('same').how, place('same').page], ['sure', 2])
  assert.equal(await under(author, document, 2, place('same')), pages[0][4].split(' ').slice(2, 8).join(' '))
  assert.deepEqual([place('changed').how, place('changed').page], ['guessed', 2])
  assert.match(await under(author, document, 2, place('changed')), /sua-doi/)
  assert.equal(place('moved').page, 4)
  assert.equal(await under(author, document, 2, place('moved')), pages[1][6].split(' ').slice(2, 8).join(' '))
  assert.deepEqual([place('gone').how, place('gone').page], ['tray', null])
  assert.equal(found[ids.gone].exact, pages[1][20].split(' ').slice(2, 8).join(' '))
  assert.equal(place('gone').quads.length, 1)
  assert.equal(place('ink').page, 4)
  assert.equal(place('ink').strokes[0].points.length, 6)

  // asked again they are the same; the reader sees all but the tray, and hears of what is placed out of it
  assert.deepEqual(await listOf(author, document, 2), Object.values(found))
  assert.deepEqual((await listOf(reader, document, 2)).map(({ id }) => id).sort(), Object.values(ids).filter(id => id !== ids.gone).sort())
  const stream = await follow(reader, `document:${document}`)
  const body = { version: 2, page: 3, exact: 'đặt lại', quads: [{ x: 60, y: 300, w: 90, h: 12 }] }
  const placed = await author.json('PUT', `/api/notes/${ids.gone}/place`, body, 200)
  assert.deepEqual([placed.place.how, placed.place.version, placed.place.page, placed.place.quads], ['own', 2, 3, body.quads])
  await until(() => stream.changes().find(({ patch }) => patch?.id === ids.gone), 'the note placed', 3000)
  assert.equal((await seen(reader, document, ids.gone, 2)).place.page, 3)
  assert.equal((await seen(author, document, ids.gone, 1)).place.page, 2)
})

test('notes__are_followed_over_several_versions_each_asked_for_late_or_never (C4)', async () => {
  const pages = [writer(31)(), writer(32)()]
  const document = await shared(pages)
  const quote = (page, line) => pages[page][line].split(' ').slice(2, 8).join(' ')
  const ids = { changed: randomUUID(), gone: randomUUID() }
  for (const [name, page, line] of [['changed', 0, 5], ['gone', 1, 9]]) {
    const words = (await author.json('GET', `/api/documents/${document}/versions/1/pages/${page + 1}/text`)).lines[line].words.slice(2, 8)
    await put(author, ids[name], state(document, { page: page + 1, exact: quote(page, line), quads: [{ x: words[0].x, y: words[0].y, w: words[5].x + words[5].w - words[0].x, h: words[0].h }] }))
  }
  const second = pages.map(lines => [...lines])
  second[0][5] = second[0][5].replace(quote(0, 5).split(' ')[2], 'lan-hai')
  second[1].splice(9, 1)
  await versionOf(author, document, pdf(second))
  const third = second.map(lines => [...lines])
  third[0][5] = third[0][5].replace(quote(0, 5).split(' ')[3], 'lan-ba')
  third[1].splice(9, 0, pages[1][9])
  await versionOf(author, document, pdf(third))

  const at = async (name, n) => (await seen(author, document, ids[name], n)).place
  assert.deepEqual([(await at('changed', 2)).how, (await at('gone', 2)).how], ['guessed', 'tray'])
  const changed = await at('changed', 3)
  assert.deepEqual([changed.how, changed.page], ['guessed', 1])
  assert.match(await under(author, document, 3, changed), /lan-hai lan-ba/)
  const back = await at('gone', 3) // what came back is found from where it stood last
  assert.deepEqual([back.how, back.page], ['sure', 2])
  assert.equal(await under(author, document, 3, back), quote(1, 9))

  // a note made on the newest is found on an older version, but what is not there is no work for anybody
  const [found, fresh] = [randomUUID(), randomUUID()]
  const lines = (await author.json('GET', `/api/documents/${document}/versions/3/pages/1/text`)).lines
  for (const [id, line] of [[found, 15], [fresh, 5]]) {
    const words = line === 5 ? lines[5].words.slice(4, 6) : lines[15].words.slice(2, 8)
    await put(author, id, state(document, { version: 3, exact: words.map(({ t }) => t).join(' '), quads: [{ x: words[0].x, y: words[0].y, w: words.at(-1).x + words.at(-1).w - words[0].x, h: words[0].h }] }))
  }
  assert.equal((await at('changed', 1)).how, 'own')
  assert.equal((await seen(author, document, found, 1)).place.how, 'sure')
  const older = await seen(author, document, fresh, 1)
  assert.ok(!older || older.place.how === 'guessed', older?.place.how)
})

test('notes__on_a_version_without_pages_wait_in_the_tray', async () => {
  const document = await shared()
  const id = randomUUID()
  await put(author, id, state(document))
  await versionOf(author, document, Buffer.from('chỉ là chữ'), 'ghi.csv')
  assert.equal((await seen(author, document, id, 2)).place.how, 'tray')
  assert.equal(await seen(reader, document, id, 2), undefined)
  assert.equal((await seen(reader, document, id, 1)).place.how, 'own')
})

test('note__found_on_a_version_never_quotes_one_that_a_reader_cannot_see (A4)', async () => {
  const pages = [writer(21)()]
  const { id: document } = await documentOf(author, { bytes: pdf(pages) })
  const words = (await wordsOf(author, document, 1, 1)).slice(0, 6)
  const id = randomUUID()
  await put(author, id, state(document, { exact: words.map(({ t }) => t).join(' '), quads: [{ x: words[0].x, y: words[0].y, w: words[5].x + words[5].w - words[0].x, h: words[0].h }] }))
  const next = [[...pages[0]]]
  next[0][0] = next[0][0].replace(words[2].t, 'thay-the')
  await versionOf(author, document, pdf(next))
  await grantTo(author, document, [reader.session.person.id, 'read', 2])
  const note = await seen(reader, document, id, 2)
  assert.equal(note.place.how, 'guessed')
  assert.ok(note.exact.includes('thay-the') && !note.exact.includes(words[2].t), note.exact)
  assert.equal((await seen(author, document, id, 2)).exact, words.map(({ t }) => t).join(' '))
  assert.equal((await problem(await reader.get(`/api/documents/${document}/versions/1/notes`))).http, 404)
})

test('a_thread_on_a_rectangle__needs_no_words_of_the_page', async () => {
  const document = await shared()
  const made = await author.json('POST', `/api/documents/${document}/versions/1/threads`, { page: 1, body: 'Bảng này lấy từ đâu?', quads: [{ x: 60, y: 100, w: 200, h: 80 }] }, 201, { 'idempotency-key': 'vung-mot' })
  assert.deepEqual([made.quote, made.quads.length], [null, 1])
  const again = await author.json('POST', `/api/documents/${document}/versions/1/threads`, { page: 1, body: 'Bảng này lấy từ đâu?', quads: [{ x: 60, y: 100, w: 200, h: 80 }] }, 201, { 'idempotency-key': 'vung-mot' })
  assert.equal(again.id, made.id, 'sent again it is the same')
})
