// SPDX-License-Identifier: GPL-3.0-or-later
//
// The outbox (C8): what is written is on the tablet at once and on the server once, whatever happens between; conflicts and refusals are shown with
// what was written. The network is a cable that is pulled, or a line that loses answers. What is on the server is counted in its database.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { pause, until } from '../http/server.js'
import { documentOf, grantTo, pdf } from '../http/make.js'
import { agree, copyOf, signIn, startCable, startOffice, tabletAt } from './browser.js'

const LINES = ['Dieu 1. Pham vi dieu chinh cua nghi quyet nay', 'Uy ban nhan dan thanh pho chiu trach nhiem thi hanh', 'Cac don vi gui so lieu truoc ngay hai muoi']
const ACCOUNT = 'chuyenvien'
let server, cable, author, reader, folder, tablet, page
before(async () => {
  server = await startOffice()
  cable = await startCable(server.port)
  author = await server.signIn(ACCOUNT)
  reader = await server.signIn('thuky')
  folder = mkdtempSync(path.join(tmpdir(), 'nghisu-tablet-'))
  await openTablet()
  await signIn(page, cable.origin, ACCOUNT)
  await until(async () => (await copyOf(page)).holder?.keyThere, 'the key of the outbox')
})
beforeEach(() => cable.mend())
after(async () => { await tablet?.close(); cable?.stop(); await server?.stop(); rmSync(folder, { recursive: true, force: true }) })

async function openTablet () {
  tablet = await tabletAt(folder)
  page = tablet.pages()[0] ?? await tablet.newPage()
}
async function paper () {
  const { id } = await documentOf(author, { bytes: pdf([LINES, ['Trang hai', ...LINES.slice(1)]]), subject: 'Nghị quyết để ghi chú' })
  await grantTo(author, id, [reader.session.person.id])
  return id
}
async function openReader (document, { on = page, origin = cable.origin } = {}) {
  await on.goto(`${origin}/documents/${document}/read/1`)
  await on.locator('.text-line span').first().waitFor({ state: 'attached' })
  await on.getByRole('button', { name: 'Ghi chú', exact: true }).click()
}
const tool = (name, on = page) => on.getByRole('toolbar', { name: 'Công cụ ghi chú' }).getByRole('button', { name, exact: true }).click()
async function sweep (from, to, on = page) {
  const [a, b] = await Promise.all([from, to].map(words => on.locator('.text-line span', { hasText: words }).first().boundingBox()))
  await on.mouse.move(a.x + 2, a.y + a.height / 2)
  await on.mouse.down()
  await on.mouse.move(b.x + b.width - 6, b.y + b.height / 2, { steps: 4 })
  await on.mouse.up()
}
async function textNote (words, x = 300, y = 500, on = page) {
  await tool('Ghi chú chữ', on)
  const sheet = await on.locator('.page').first().boundingBox()
  await on.mouse.click(sheet.x + x, sheet.y + y)
  await on.getByRole('textbox', { name: 'Nội dung ghi chú' }).fill(words)
  await on.getByRole('button', { name: 'Lưu', exact: true }).click()
}
const count = (table, where) => Number(server.sql(`select count(*) from app.${table} where ${where}`))
const notes = document => server.sql(`select kind || ' ' || colour || ' ' || coalesce(body, '') || case when deleted_at is null then '' else ' gone' end from app.note where document_id = '${document}' order by created_at, id`).split('\n').filter(Boolean).map(line => line.trim())
const held = async (person, document) => (await person.json('GET', `/api/documents/${document}/versions/1/notes`)).items
const stateOf = ({ document_id, place, kind, audience, colour, width, body, exact }, changes) => ({ document_id, version: 1, page: place.page, kind, audience, colour, width, quads: place.quads, strokes: place.strokes, ...(body && { body }), ...(exact && { exact }), ...changes })
const card = words => page.locator('.note-card', { hasText: words })
const list = () => page.getByRole('button', { name: 'Danh sách' }).click()
/** What of the entries is there in the clear. */
const rows = () => page.evaluate(() => new Promise(resolve => {
  const opening = indexedDB.open('nghisu')
  opening.onsuccess = () => {
    const all = opening.result.transaction('outbox').objectStore('outbox').getAll()
    all.onsuccess = () => { opening.result.close(); resolve(all.result.map(row => ({ ...row, iv: [...row.iv], sealed: new TextDecoder().decode(row.sealed) }))) }
  }
}))

/** Sealed entries beside the place of reading, which waits as well. */
const sealed = n => until(async () => (await rows()).filter(row => !row.id.startsWith('reading.')).length === n, `${n} sealed entries`)

test('outbox__keeps_a_note_when_the_browser_closes_and_sends_it_once_at_the_next_start', { timeout: 120000 }, async () => {
  const document = await paper()
  await openReader(document)
  await tool('Tô sáng')
  cable.cut()
  await sweep('Pham', 'chinh')
  await pause(100)
  assert.equal((await rows()).filter(row => !row.id.startsWith('reading.')).length, 1, 'a tenth of a second after the act it is in the store')
  await page.locator('.note-light').first().waitFor()
  await textNote('Đề nghị giữ kín')
  await pause(100)
  const kept = await rows()
  assert.ok(kept.length >= 2)
  assert.ok(kept.every(row => row.person_id === author.session.person.id && !/kín|highlight|document/.test(row.sealed)), 'sealed')
  assert.notDeepEqual(kept[0].iv, kept[1].iv)
  await card('Đề nghị giữ kín').getByText('chưa gửi').waitFor()
  await tablet.close()
  cable.mend()
  await openTablet()
  await page.goto(cable.origin + '/') // the document itself is not opened
  await until(() => notes(document).length === 2, 'both notes', 20000)
  await sealed(0)
  assert.deepEqual(notes(document).sort(), ['highlight yellow', 'text yellow Đề nghị giữ kín'])
})

test('many_acts_on_one_note_without_a_network__arrive_as_its_last_state', { timeout: 120000 }, async () => {
  const document = await paper()
  await openReader(document)
  await tool('Tô sáng')
  await sweep('Pham', 'chinh')
  await until(() => notes(document).length === 1, 'the note')
  await sealed(0)
  cable.cut()
  await sweep('nhan', 'pho')
  await sweep('gui', 'truoc')
  await page.getByRole('button', { name: 'Hoàn tác' }).click() // never said to the server: it never hears of it
  await list()
  await card('Pham').getByRole('button').first().click()
  for (const name of ['Xanh lá', 'Đỏ']) await card('Pham').getByRole('button', { name, exact: true }).click()
  await page.getByText('2 ghi chú chờ gửi').waitFor()
  await page.getByText('giữ trên máy này và tự gửi khi có mạng').waitFor()
  cable.mend()
  await until(() => notes(document).includes('highlight red'), 'the colour', 20000)
  await page.getByText('ghi chú chờ gửi').waitFor({ state: 'detached' })
  assert.deepEqual(notes(document).sort(), ['highlight red', 'highlight yellow'])
  assert.equal(server.sql(`select max(edit_version) from app.note where document_id = '${document}'`), '2', 'one change was said, not two')
})

test('answers_lost_on_the_way__make_nothing_twice', { timeout: 180000 }, async () => {
  const document = await paper()
  let lose = false
  const lost = []
  const line = http.createServer((request, reply) => {
    const onward = http.request({ port: server.port, host: '127.0.0.1', method: request.method, path: request.url, headers: request.headers }, answer => {
      if (lose && request.method !== 'GET' && /note|thread/.test(request.url)) {
        lost.push(`${request.method} ${answer.statusCode}`)
        return reply.socket.destroy()
      }
      reply.writeHead(answer.statusCode, answer.headers)
      answer.pipe(reply)
    })
    onward.on('error', () => reply.destroy())
    reply.on('close', () => onward.destroy())
    request.pipe(onward)
  })
  await new Promise(resolve => line.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${line.address().port}`
  try {
    await openReader(document, { origin }) // another origin with the same cookie: a store of its own
    await until(async () => (await copyOf(page)).holder?.keyThere, 'the key')
    await tool('Tô sáng')
    await sweep('Pham', 'chinh')
    await until(() => notes(document).length === 1, 'the first note')
    await pause(500)
    lose = true
    await list()
    await card('Pham').getByRole('button').first().click()
    await card('Pham').getByRole('button', { name: 'Xanh lá', exact: true }).click()
    await until(() => notes(document).includes('highlight green'), 'the change, unheard of')
    await card('Pham').getByRole('button', { name: 'Đỏ', exact: true }).click() // over an edition of which we do not know
    await textNote('Viết một lần')
    await page.getByRole('button', { name: /^Ý kiến trao đổi/ }).click()
    await page.getByRole('button', { name: 'Viết về trang 1' }).click()
    await page.getByRole('textbox', { name: 'Nội dung trao đổi' }).fill('Hỏi một lần')
    await page.getByRole('button', { name: 'Gửi', exact: true }).click()
    await until(() => count('comment', 'body = \'Hỏi một lần\'') === 1, 'the comment')
    await until(() => lost.length >= 5, 'answers lost')
    lose = false
    await until(() => notes(document).includes('highlight red'), 'the last colour', 30000)
    await page.getByText('chưa gửi').first().waitFor({ state: 'detached' })
    await sealed(0)
    assert.deepEqual(notes(document).sort(), ['highlight red', 'text yellow Viết một lần'])
    assert.equal(count('comment_thread', `document_id = '${document}'`), 1)
    assert.equal(count('comment', 'body = \'Hỏi một lần\''), 1)
    assert.equal(await page.getByText('chưa lưu được').count(), 0, 'no false conflict')
  } finally {
    await page.goto(cable.origin)
    line.closeAllConnections()
    line.close()
  }
})

test('two_tabs_on_one_note__the_last_act_wins_and_nothing_is_refused', { timeout: 120000 }, async () => {
  const document = await paper()
  await openReader(document)
  await tool('Tô sáng')
  await sweep('Pham', 'chinh')
  await until(() => notes(document).length === 1, 'the note')
  const other = await tablet.newPage()
  await openReader(document, { on: other })
  const colour = async (on, name) => on.locator('.note-card', { hasText: 'Pham' }).getByRole('button', { name, exact: true }).click()
  for (const on of [page, other]) {
    await on.bringToFront()
    await on.getByRole('button', { name: 'Danh sách' }).click()
    await on.locator('.note-card', { hasText: 'Pham' }).getByRole('button').first().click()
  }
  await colour(page, 'Xanh lá')
  await colour(other, 'Đỏ')
  await until(() => notes(document).includes('highlight red'), 'the other tab\'s')
  await page.locator('.note-card.red', { hasText: 'Pham' }).waitFor()
  cable.cut()
  await colour(other, 'Xanh dương')
  await colour(page, 'Đen')
  await other.locator('.note-card.black', { hasText: 'Pham' }).waitFor()
  await colour(other, 'Xanh lá')
  await page.locator('.note-card.green', { hasText: 'Pham' }).waitFor()
  await page.close() // whichever sent so far: one is left
  page = other
  cable.mend()
  await until(() => notes(document).includes('highlight green'), 'the last act', 20000)
  await sealed(0)
  assert.equal(await page.getByText('chưa lưu được').count(), 0)
  assert.equal(notes(document).length, 1)
})

test('a_note_changed_on_two_devices__shows_both_states_and_its_owner_chooses', { timeout: 180000 }, async () => {
  const document = await paper()
  await openReader(document)
  await textNote('Lời ban đầu')
  const [first] = await until(async () => { const all = await held(author, document); return all.length === 1 && all }, 'the note')
  const change = async words => {
    await card('Lời').getByRole('button', { name: 'Viết nội dung' }).click()
    await page.getByRole('textbox', { name: 'Nội dung ghi chú' }).fill(words)
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  }
  const tray = page.getByRole('region', { name: 'Ghi chú chưa lưu được' })
  const conflict = async (mine, theirs) => {
    await sealed(0)
    cable.cut()
    await change(mine)
    await sealed(1)
    const now = (await held(author, document)).find(note => note.id === first.id)
    await author.json('PUT', `/api/notes/${first.id}`, stateOf(now, { body: theirs }), 200, { 'if-match': `"${now.edit_version}"` })
    cable.mend()
    await tray.getByText('Ghi chú này đã được sửa trên máy khác.').waitFor()
    for (const words of [mine, theirs]) await tray.getByText(words).waitFor()
  }
  await conflict('Lời của tôi', 'Lời máy khác')
  assert.deepEqual(notes(document), ['text yellow Lời máy khác'], 'nothing was overwritten')
  await tray.getByRole('button', { name: 'Giữ bản của tôi' }).click()
  await until(() => notes(document).join() === 'text yellow Lời của tôi', 'mine')
  await tray.waitFor({ state: 'detached' })

  await conflict('Lời tôi lần hai', 'Lời máy khác lần hai')
  await tablet.close() // it waits for a word, however long
  await openTablet()
  await openReader(document)
  await page.getByRole('button', { name: 'Xem', exact: true }).click()
  await page.getByRole('button', { name: 'Giữ bản trên máy chủ' }).click()
  await page.getByRole('region', { name: 'Ghi chú chưa lưu được' }).waitFor({ state: 'detached' })
  assert.deepEqual(notes(document), ['text yellow Lời máy khác lần hai'])
  await sealed(0)

  const again = page.getByRole('region', { name: 'Ghi chú chưa lưu được' })
  await card('Lời').getByRole('button').first().click()
  await sealed(0)
  cable.cut()
  await change('Lời tôi lần ba')
  await sealed(1)
  await author.json('PUT', `/api/notes/${first.id}`, stateOf((await held(author, document))[0], { colour: 'red' }))
  cable.mend()
  await again.getByRole('button', { name: 'Giữ cả hai' }).click()
  await until(() => notes(document).length === 2, 'both')
  assert.deepEqual(notes(document).sort(), ['text red Lời máy khác lần hai', 'text yellow Lời tôi lần ba'])
  await sealed(0)

  await card('Lời tôi lần ba').getByRole('button').first().click()
  const mine = (await held(author, document)).find(note => note.body === 'Lời tôi lần ba')
  cable.cut()
  await change('Lời tôi lần bốn')
  await sealed(1)
  await author.json('DELETE', `/api/notes/${mine.id}`, undefined, 204)
  cable.mend()
  await again.getByText('Ghi chú này đã bị xóa trên máy khác.').waitFor()
  await again.getByRole('button', { name: 'Giữ bản của tôi' }).click()
  await until(() => notes(document).includes('text yellow Lời tôi lần bốn'), 'it is back')
})

test('a_right_lost_while_away__the_note_is_refused_with_its_reason_and_its_words_stay_until_dropped', { timeout: 120000 }, async () => {
  const document = await documentOf(reader, { bytes: pdf([LINES]), subject: 'Tài liệu sắp hết quyền' }).then(made => made.id)
  await grantTo(reader, document, [author.session.person.id])
  await openReader(document)
  cable.cut()
  await textNote('Câu không được mất')
  await sealed(1)
  await grantTo(reader, document)
  cable.mend()
  await page.goto(`${cable.origin}/offline`)
  const entry = page.locator('.entry.refused', { hasText: 'Câu không được mất' })
  await entry.getByText('Không còn quyền với tài liệu này').waitFor()
  assert.equal(notes(document).length, 0)
  await entry.getByRole('button', { name: 'Gửi lại' }).click()
  await entry.getByText('Không còn quyền với tài liệu này').waitFor()
  await entry.getByRole('button', { name: 'Bỏ', exact: true }).click()
  await agree(page, 'Bỏ')
  await entry.waitFor({ state: 'detached' })
  await sealed(0)
})

test('a_session_that_ended_while_away__keeps_what_was_written_for_its_writer_alone', { timeout: 180000 }, async () => {
  const document = await paper()
  await openReader(document)
  await textNote('Trước khi hết phiên')
  await until(() => notes(document).length === 1, 'the first')
  await sealed(0)
  cable.cut()
  await textNote('Sau khi hết phiên', 300, 600)
  await sealed(1)
  server.sql(`update app.session set ended_at = now() where person_id = '${author.session.person.id}' and ended_at is null`)
  cable.mend()
  await page.locator('input[name=account]').waitFor()
  await sealed(1) // it stays
  await page.reload()
  await signIn(page, cable.origin, 'thuky')
  await page.goto(`${cable.origin}/offline`)
  await page.getByText('Không có nội dung chờ gửi.').waitFor()
  await pause(1500)
  assert.equal(notes(document).length, 1, 'nothing is sent by another person')
  await page.goto(`${cable.origin}/documents/${document}/read/1`)
  await page.locator('.text-line span').first().waitFor({ state: 'attached' })
  assert.equal(await page.getByText('Sau khi hết phiên').count(), 0)
  await page.context().clearCookies()
  await signIn(page, cable.origin, ACCOUNT)
  await until(() => notes(document).length === 2, 'the note, sent by its writer', 20000)
  author = await server.signIn(ACCOUNT)
  assert.equal(server.sql(`select author_id from app.note where body = 'Sau khi hết phiên'`), author.session.person.id)
  await sealed(0)
})

test('a_full_tablet__says_so_and_keeps_the_note_as_soon_as_there_is_room', { timeout: 120000 }, async () => {
  const document = await paper()
  await openReader(document)
  const debug = await tablet.newCDPSession(page)
  cable.cut()
  await debug.send('Storage.overrideQuotaForOrigin', { origin: cable.origin, quotaSize: 1 })
  await pause(25000) // the browser believes for a while what it knew of the room
  await tool('Tô sáng')
  await sweep('Pham', 'chinh')
  await page.getByRole('alert').filter({ hasText: 'Máy hết chỗ' }).waitFor()
  await page.locator('.note-light').first().waitFor()
  await debug.send('Storage.overrideQuotaForOrigin', { origin: cable.origin })
  await page.getByRole('alert').filter({ hasText: 'Máy hết chỗ' }).waitFor({ state: 'detached' })
  await sealed(1)
  cable.mend()
  await until(() => notes(document).length === 1, 'the note', 20000)
})

test('talk_written_without_a_network__stands_in_its_place_unsent_and_arrives_once', { timeout: 120000 }, async () => {
  const document = await paper()
  await openReader(document)
  await page.getByRole('button', { name: /^Ý kiến trao đổi/ }).click()
  cable.cut()
  await page.getByRole('button', { name: 'Viết về trang 1' }).click()
  await page.getByRole('textbox', { name: 'Nội dung trao đổi' }).fill('Câu hỏi khi mất mạng')
  await page.getByRole('button', { name: 'Gửi', exact: true }).click()
  const thread = page.locator('.thread', { hasText: 'Câu hỏi khi mất mạng' })
  await thread.getByText('chưa gửi').waitFor()
  await thread.getByRole('button', { name: 'Trả lời' }).click()
  await page.getByRole('textbox', { name: 'Nội dung trao đổi' }).fill('Tự trả lời')
  await page.getByRole('button', { name: 'Gửi', exact: true }).click()
  await thread.getByText('Tự trả lời').waitFor()
  assert.equal(await thread.getByRole('button', { name: 'Đánh dấu đã giải quyết' }).count(), 0)
  await sealed(2)
  cable.mend()
  await until(() => count('comment', 'body = \'Tự trả lời\'') === 1, 'the answer', 20000)
  await thread.getByText('chưa gửi').first().waitFor({ state: 'detached' })
  assert.equal(server.sql(`select string_agg(c.body, '; ' order by c.created_at) from app.comment c join app.comment_thread t on t.id = c.thread_id where t.document_id = '${document}'`), 'Câu hỏi khi mất mạng; Tự trả lời')
  assert.equal(await page.locator('.thread', { hasText: 'Câu hỏi khi mất mạng' }).count(), 1)
})

test('a_clock_that_is_wrong__changes_nothing_of_what_is_sent', { timeout: 120000 }, async () => {
  const document = await paper()
  const late = await tablet.newPage()
  await late.addInitScript(() => { const now = Date.now; Date.now = () => now() - 3 * 365 * 86_400_000 })
  await openReader(document, { on: late })
  await tool('Tô sáng', late)
  await sweep('Pham', 'chinh', late)
  await until(() => notes(document).length === 1, 'the note')
  cable.cut()
  await late.getByRole('button', { name: 'Danh sách' }).click()
  const one = late.locator('.note-card', { hasText: 'Pham' })
  await one.getByRole('button').first().click()
  for (const name of ['Đỏ', 'Xanh lá']) await one.getByRole('button', { name, exact: true }).click()
  cable.mend()
  await until(() => notes(document).includes('highlight green'), 'the last colour', 20000)
  await late.close()
})

test('a_waiting_list_of_older_pages__is_taken_over_and_sent', { timeout: 120000 }, async () => {
  const document = await paper()
  const id = '0190a0b0-0000-4000-8000-00000000abcd'
  const wanted = { document_id: document, version: 1, page: 1, kind: 'highlight', audience: 'private', colour: 'blue', quads: [{ x: 60, y: 60, w: 90, h: 12 }], strokes: [] }
  const key = `nghisu.notes.waiting.${author.session.person.id}.${document}`
  await page.evaluate(([key, list]) => localStorage.setItem(key, JSON.stringify(list)), [key, [[id, wanted]]])
  await page.goto(cable.origin + '/documents')
  await until(() => notes(document).join() === 'highlight blue', 'the old note', 20000)
  await page.waitForFunction(key => localStorage.getItem(key) === null, key)
})
