// SPDX-License-Identifier: GPL-3.0-or-later
//
// Minutes (G1, G4; rules 20, 24, 34): drafted from the record with each statement's events, edited by several without loss, circulated, approved, locked,
// corrected; extracts and the notice of conclusions; PDF and DOCX of the same description.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { startServer, until } from './server.js'
import { meetingOf, problem } from './make.js'

let server, chair, secretary, second, member, other, meeting, place, folder, kinds
const get = () => secretary.json('GET', place)
const common = async () => (await get()).items.find(one => !one.restricted)
const text = (bytes, name) => { const file = path.join(folder, name); writeFileSync(file, bytes); return file }
const bytesOf = async reply => { assert.equal(reply.status, 200, await reply.clone().text()); return Buffer.from(await reply.arrayBuffer()) }
const pdfText = bytes => execFileSync('pdftotext', ['-layout', text(bytes, 'a.pdf'), '-'], { encoding: 'utf8' }).normalize('NFC')
/** What the bell says to a person of minutes, the latest first. */
const told = async person => (await person.json('GET', '/api/notices')).items.filter(one => one.kind.startsWith('minutes_') && one.meeting_id === meeting.id).map(one => [one.kind, one.due_at, one.reason])
const flat = words => words.replaceAll(/\s+/g, ' ')

before(async () => {
  server = await startServer({ sample: true })
  folder = mkdtempSync(path.join(tmpdir(), 'nghisu-minutes-'))
  ;[chair, secretary, second, member, other] = await Promise.all(['chutri', 'thuky', 'chuyenvien', 'snv.lanhdao', 'stc.lanhdao'].map(name => server.signIn(name)))
  const id = person => person.session.person.id
  meeting = await meetingOf(secretary, {
    title: 'Họp giao ban tháng 11', chair_id: id(chair), secretary_ids: [id(secretary), id(second)], invitees: [id(member), id(other)], items: ['Kết quả tháng 11', 'Kế hoạch tháng 12', 'Không bàn tới'],
    host_unit_id: chair.session.person.positions[0].unit.id
  })
  place = `/api/meetings/${meeting.id}/minutes`
  await secretary.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  const early = await problem(await secretary.post(place, {}))
  assert.deepEqual([early.http, early.slug], [409, 'wrong-state'])
  await chair.json('POST', `/api/meetings/${meeting.id}/start`, undefined, 200)
  for (const [person, state] of [[chair, 'room'], [member, 'room'], [other, 'excused']]) await secretary.json('PUT', `/api/meetings/${meeting.id}/attendance/${id(person)}`, { state }, 200)
  await chair.json('PUT', `/api/meetings/${meeting.id}/desks/speech`, { state: 'open' }, 200)
  await chair.json('POST', `/api/meetings/${meeting.id}/current`, { item_id: meeting.agenda[1].id }, 200)
  const floor = await member.json('POST', `/api/meetings/${meeting.id}/speeches`, { queue: 'speech', topic: 'Nguồn kinh phí **thực hiện**' })
  await chair.json('POST', `/api/speeches/${floor.waiting[0].id}/call`, undefined, 200)
  await chair.json('POST', `/api/speeches/${floor.waiting[0].id}/end`, undefined, 200)
  await chair.json('POST', `/api/meetings/${meeting.id}/current`, { item_id: meeting.agenda[0].id }, 200)
  await secretary.json('POST', `/api/meetings/${meeting.id}/conclusions`, { item_id: meeting.agenda[1].id, text: 'Thống nhất kế hoạch.', lead_unit_id: member.session.person.positions[0].unit.id, due_on: '2026-12-15' })
  const agenda = await secretary.json('POST', `/api/meetings/${meeting.id}/agenda`, { title: 'Nhân sự kín', restricted: true, circle: [id(member)] })
  meeting.secret = agenda.items.at(-1)
  await chair.json('POST', `/api/meetings/${meeting.id}/current`, { item_id: meeting.secret.id }, 200)
  await secretary.json('POST', `/api/meetings/${meeting.id}/conclusions`, { item_id: meeting.secret.id, text: 'Kết luận kín.' })
  await chair.json('POST', `/api/meetings/${meeting.id}/end`, undefined, 200)
})
after(async () => { await server?.stop(); if (folder) rmSync(folder, { recursive: true, force: true }) })

test('minutes__are_drafted_from_the_record_in_the_order_it_happened_each_statement_with_its_events (rule 34)', async () => {
  assert.equal((await problem(await member.post(place, {}))).slug, 'not-allowed')
  const made = await secretary.json('POST', place, {})
  const words = made.blocks.map(block => block.text)
  kinds = made.blocks.map(block => block.kind)
  assert.deepEqual(words.slice(0, 2), ['BIÊN BẢN', 'Họp giao ban tháng 11'])
  const first = words.findIndex(line => line.startsWith('1. Kết quả'))
  const then = words.findIndex(line => line.startsWith('2. Kế hoạch'))
  assert.ok(first > 0 && then > first, 'items in the order they were treated: the first was on first')
  assert.ok(!words.some(line => line.includes('Không bàn tới')), 'what nobody came to is not there')
  assert.ok(words.some(line => line.includes('Có mặt 2/3 thành viên')), words.join('\n'))
  const speech = made.blocks.find(block => block.text.includes('Nguồn kinh phí **thực hiện**'))
  assert.ok(speech && speech.source.startsWith('speech:') && speech.item_id === meeting.agenda[1].id, 'users\' words are no markup')
  assert.deepEqual(speech.events.map(event => event.kind), ['speech-registered', 'speech-called', 'speech-ended'])
  const conclusion = made.blocks.find(block => block.text.includes('Thống nhất kế hoạch.'))
  assert.match(conclusion.text, /Giao Sở Nội vụ chủ trì; hoàn thành trước ngày 15 tháng 12 năm 2026/)
  const known = new Set((await secretary.json('GET', `/api/meetings/${meeting.id}/events?limit=200`)).items.map(event => event.id))
  for (const block of made.blocks) for (const event of block.events) assert.ok(known.has(event.id), `${block.text} cites event ${event.id}`)
  for (const source of ['opening', 'end']) assert.ok(made.blocks.find(block => block.source === source).events.length > 0, source)
  assert.ok(!JSON.stringify(made).includes('kín'), 'restricted items are left out (rule 24)')
  assert.equal((await member.json('GET', place)).items.length, 0, 'a draft is there for those who prepare only')
})

test('two_writers__of_a_block_the_later_is_told_and_of_two_blocks_nobody_is (412, never silent)', async () => {
  const [one, two] = (await common()).blocks.filter(block => block.kind === 'paragraph' || block.kind === 'point')
  const replies = await Promise.all([[secretary, one], [second, one], [second, two]].map(([person, block]) =>
    person.ask('PATCH', `/api/minutes-blocks/${block.id}`, { text: `Lời của ${person.session.person.full_name}` }, { 'if-match': `"${block.edit_version}"` })))
  assert.deepEqual(replies.slice(0, 2).map(reply => reply.status).sort(), [200, 412])
  assert.equal(replies[2].status, 200)
  const wrong = await problem(await secretary.ask('PATCH', `/api/minutes-blocks/${one.id}`, { text: 'a'.repeat(10001) }))
  assert.deepEqual([wrong.http, wrong.field], [422, 'text'])
})

test('block__is_added_moved_and_taken_out_by_hand', async () => {
  const before_ = await common()
  const made = await secretary.json('POST', `/api/minutes/${before_.id}/blocks`, { after_id: before_.blocks[3].id, kind: 'paragraph', text: 'Đoạn thêm.' })
  assert.deepEqual((await common()).blocks.map(block => block.text)[4], 'Đoạn thêm.')
  await secretary.json('PUT', `/api/minutes-blocks/${made.id}/place`, { before_id: before_.blocks[2].id }, 200)
  assert.deepEqual((await common()).blocks.map(block => block.text)[2], 'Đoạn thêm.')
  assert.equal((await secretary.del(`/api/minutes-blocks/${made.id}`)).status, 204)
  assert.equal((await common()).blocks.length, before_.blocks.length)
})

test('record_that_changes_late__is_offered_and_overwrites_nothing', async () => {
  const [conclusion] = (await secretary.json('GET', `/api/meetings/${meeting.id}/conclusions`)).items
  await secretary.json('PATCH', `/api/conclusions/${conclusion.id}`, { text: 'Thống nhất kế hoạch đã sửa.' }, 200)
  await secretary.json('POST', `/api/meetings/${meeting.id}/conclusions`, { text: 'Kết luận chung bổ sung.' })
  const fresh = await secretary.json('POST', place, {})
  const changed = fresh.blocks.find(block => block.source === `conclusion:${conclusion.id}`)
  assert.ok(changed.offered.includes('đã sửa') && !changed.text.includes('đã sửa'))
  const added = fresh.blocks.find(block => block.offered?.includes('Kết luận chung bổ sung'))
  assert.equal(added.text, '')
  const early = await problem(await chair.post(`/api/minutes/${fresh.id}/approve`))
  assert.deepEqual([early.http, early.field], [409, 'offered'])
  const taken = await secretary.json('POST', `/api/minutes-blocks/${changed.id}/offer`, { take: true }, 200, { 'if-match': `"${changed.edit_version}"` })
  assert.ok(taken.text.includes('đã sửa') && taken.offered === null)
  const all = await secretary.json('POST', `/api/minutes/${fresh.id}/offers`, { take: true }, 200)
  assert.ok(all.blocks.every(block => block.offered === null) && all.blocks.some(block => block.text.includes('Kết luận chung bổ sung')))
  assert.ok((await secretary.json('POST', place, {})).blocks.every(block => block.offered === null), 'nothing is offered twice')
})

test('circulated__members_read_and_comment_until_the_time_and_the_secretary_answers', async () => {
  const { id, blocks } = await common()
  assert.equal((await problem(await secretary.post(`/api/minutes/${id}/circulate`, { until: '2020-01-01T00:00:00Z' }))).field, 'until')
  const done = await secretary.json('POST', `/api/minutes/${id}/circulate`, { until: new Date(Date.now() + 86400e3).toISOString() }, 200)
  assert.equal(done.state, 'circulated')
  const seen = (await member.json('GET', place)).items
  assert.deepEqual(seen.map(one => [one.restricted, one.may.edit, one.may.comment]), [[false, false, true]])
  assert.equal((await problem(await member.ask('PATCH', `/api/minutes-blocks/${blocks[0].id}`, { text: 'x' }))).slug, 'not-allowed')
  const said = await member.json('POST', `/api/minutes-blocks/${blocks[5].id}/comments`, { body: 'Đề nghị ghi rõ hơn.' })
  assert.equal((await problem(await member.post(`/api/minutes-comments/${said.id}/answer`, { taken: true }))).slug, 'not-allowed')
  const answered = await secretary.json('POST', `/api/minutes-comments/${said.id}/answer`, { taken: true, answer: 'Đã tiếp thu.' }, 200)
  assert.deepEqual([answered.taken, answered.answered_by.full_name], [true, secretary.session.person.full_name])
  for (const person of [member, other, chair]) assert.deepEqual(await told(person), [['minutes_circulated', done.comments_until, null]])
  assert.deepEqual(await told(secretary), [], 'nobody is told of their own act')
})

test('docx_and_pdf__say_the_same_in_the_decrees_form', async () => {
  const { id } = await common()
  const pdf = flat(pdfText(await bytesOf(await member.get(`/api/minutes/${id}/file?as=pdf`))))
  for (const words of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'BIÊN BẢN', 'Thời gian bắt đầu:', 'Chủ trì (chủ tọa):', 'Thư ký (người ghi biên bản):', 'Cuộc họp kết thúc vào', 'THƯ KÝ', 'CHỦ TỌA', 'Nơi nhận:', 'Lưu: VT, Hồ sơ.']) assert.ok(pdf.includes(words), words)
  assert.ok(!/, ngày\s+tháng\s+năm 20/.test(pdf), 'minutes have no place-and-date line')
  const docx = await bytesOf(await member.get(`/api/minutes/${id}/file?as=docx`))
  assert.deepEqual(docx, await bytesOf(await member.get(`/api/minutes/${id}/file?as=docx`)), 'the same bytes each time')
  const file = text(docx, 'bien-ban.docx')
  const part = name => execFileSync('unzip', ['-p', file, name], { encoding: 'utf8' })
  execFileSync('unzip', ['-tq', file])
  for (const name of ['\\[Content_Types\\].xml', '_rels/.rels', 'word/document.xml', 'word/_rels/document.xml.rels', 'word/styles.xml', 'word/header1.xml', 'docProps/core.xml']) {
    execFileSync('xmllint', ['--noout', '-'], { input: part(name) })
  }
  assert.match(part('word/styles.xml'), /w:ascii="Times New Roman"/)
  const xml = part('word/document.xml')
  assert.match(xml, /<w:pgSz w:w="11906" w:h="16838"\/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701"/)
  assert.match(xml, /<w:titlePg\/>/)
  assert.match(part('word/header1.xml'), /w:val="center".*PAGE/)
  const words = flat(xml.replaceAll(/<[^>]+>/g, ' ')).normalize('NFC')
  for (const line of (await common()).blocks.filter(block => block.kind === 'paragraph')) assert.ok(words.includes(flat(line.text.replaceAll('&', '&amp;'))), line.text)
})

test('docx__is_opened_by_libreoffice', { skip: !existsSync('/usr/bin/soffice') && 'LibreOffice is not installed', timeout: 240000 }, async () => {
  const { id } = await common()
  const file = text(await bytesOf(await member.get(`/api/minutes/${id}/file?as=docx`)), 'mo.docx')
  execFileSync('soffice', ['--headless', `-env:UserInstallation=file://${folder}/office`, '--convert-to', 'pdf', '--outdir', folder, file], { stdio: 'ignore', timeout: 200000 })
  const opened = flat(pdfText(readFileSync(path.join(folder, 'mo.pdf'))))
  for (const words of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'BIÊN BẢN', 'Thống nhất kế hoạch đã sửa.', 'THƯ KÝ', 'CHỦ TỌA']) assert.ok(opened.includes(words), words)
})

test('restricted_item__has_minutes_of_its_circle_alone (rule 24)', async () => {
  const before_ = await other.json('GET', place)
  const annex = await secretary.json('POST', place, { item_id: meeting.secret.id })
  assert.ok(annex.restricted && annex.blocks.some(block => block.text.includes('Kết luận kín.')))
  assert.ok(!annex.blocks.some(block => block.text.includes('Kế hoạch tháng 12')))
  await secretary.json('POST', `/api/minutes/${annex.id}/circulate`, { until: new Date(Date.now() + 86400e3).toISOString() }, 200)
  assert.deepEqual(await other.json('GET', place), before_)
  assert.equal((await other.get(`/api/minutes/${annex.id}/file`)).status, 404)
  assert.equal((await other.post(`/api/minutes-blocks/${annex.blocks[0].id}/comments`, { body: 'x' })).status, 404)
  assert.deepEqual((await member.json('GET', place)).items.map(one => one.restricted), [false, true])
  const done = await chair.json('POST', `/api/minutes/${annex.id}/approve`, undefined, 200)
  assert.deepEqual(await Promise.all([member, other].map(async person => (await person.get(`/api/documents/${done.editions[0].document_id}/versions/1/file`)).status)), [200, 404])
  assert.equal((await chair.json('GET', `/api/meetings/${meeting.id}`)).state, 'ended', 'only the common minutes close the meeting')
  assert.deepEqual((await told(member)).map(([kind]) => kind), ['minutes_approved', 'minutes_circulated', 'minutes_circulated'])
  assert.deepEqual((await told(other)).map(([kind]) => kind), ['minutes_circulated'], 'of a circle\'s minutes nobody else is told (rule 24)')
})

test('approved_by_the_chair__is_locked_a_document_of_all_and_the_meeting_is_closed (rules 20, 34)', async () => {
  const { id, blocks } = await common()
  assert.equal((await problem(await secretary.post(`/api/minutes/${id}/approve`))).slug, 'not-allowed')
  const [first, again] = await Promise.all([chair.post(`/api/minutes/${id}/approve`), chair.post(`/api/minutes/${id}/approve`)])
  assert.equal([first.status, again.status].filter(status => status === 200).length, 1, 'two presses approve once')
  const done = await common()
  assert.equal(done.state, 'approved')
  const [edition] = done.editions
  for (const person of [member, other]) {
    const document = await person.json('GET', `/api/documents/${edition.document_id}`)
    assert.deepEqual([document.type, document.may_edit], ['BB', false])
    const version = await person.json('GET', `/api/documents/${edition.document_id}/versions/${edition.version}`)
    assert.deepEqual([version.media, version.attachments.map(file => file.filename.split('.').at(-1))], ['application/pdf', ['docx']])
  }
  assert.ok(flat(pdfText(await bytesOf(await other.get(`/api/documents/${edition.document_id}/versions/${edition.version}/file`)))).includes('Thống nhất kế hoạch đã sửa.'))
  assert.equal((await chair.json('GET', `/api/meetings/${meeting.id}`)).state, 'closed')
  for (const [person, method, url, body] of [[secretary, 'PATCH', `/api/minutes-blocks/${blocks[0].id}`, { text: 'x' }], [secretary, 'DELETE', `/api/minutes-blocks/${blocks[0].id}`], [chair, 'POST', `/api/minutes/${id}/approve`],
    [secretary, 'POST', `/api/minutes/${id}/blocks`, { kind: 'paragraph', text: 'x' }], [secretary, 'POST', `/api/meetings/${meeting.id}/conclusions`, { text: 'x' }]]) {
    const refused = await problem(await person.ask(method, url, body))
    assert.deepEqual([refused.http, refused.slug], [409, 'wrong-state'], url)
  }
  for (const person of [chair, secretary]) {
    assert.equal((await problem(await person.post(`/api/documents/${edition.document_id}/versions?filename=x.pdf`, Buffer.from('%PDF-1.4')))).slug, 'not-allowed', 'nobody writes it by hand')
  }
})

test('correction__is_a_new_version_with_its_reason_and_the_one_before_stays (rule 34)', async () => {
  const { id, blocks, editions: [before_] } = await common()
  assert.equal((await problem(await secretary.post(`/api/minutes/${id}/correct`, { reason: ' ' }))).field, 'reason')
  assert.equal((await problem(await member.post(`/api/minutes/${id}/correct`, { reason: 'x' }))).slug, 'not-allowed')
  const opened = await secretary.json('POST', `/api/minutes/${id}/correct`, { reason: 'Ghi sai thời hạn' }, 200)
  assert.deepEqual([opened.state, opened.edition, opened.reason], ['draft', 2, 'Ghi sai thời hạn'])
  assert.ok(!(await member.json('GET', place)).items.some(one => one.id === id), 'a correction being written is nobody else\'s')
  assert.equal((await member.json('GET', place)).approved.find(one => !one.restricted).version, before_.version)
  const block = blocks.find(one => one.text.includes('Thống nhất kế hoạch đã sửa.'))
  await secretary.json('PATCH', `/api/minutes-blocks/${block.id}`, { text: 'Thời hạn là 31/12.' }, 200)
  await chair.json('POST', `/api/minutes/${id}/approve`, undefined, 200)
  const { editions } = await common()
  assert.deepEqual(editions.map(one => [one.edition, one.reason]), [[2, 'Ghi sai thời hạn'], [1, null]])
  const file = async version => flat(pdfText(await bytesOf(await member.get(`/api/documents/${before_.document_id}/versions/${version}/file`))))
  assert.ok((await file(editions[0].version)).includes('Thời hạn là 31/12.'))
  assert.ok((await file(before_.version)).includes('Thống nhất kế hoạch đã sửa.'))
  const version = await member.json('GET', `/api/documents/${before_.document_id}/versions/${editions[0].version}`)
  assert.match(version.note, /Ghi sai thời hạn/)
  assert.equal(version.attachments.length, 1, 'the DOCX of the edition before does not go on')
  assert.deepEqual((await told(other)).slice(0, 2), [['minutes_approved', null, 'Ghi sai thời hạn'], ['minutes_approved', null, null]])
  assert.equal((await chair.json('GET', `/api/meetings/${meeting.id}`)).state, 'closed')
})

test('extract__of_an_item_goes_to_the_unit_that_proposed_or_presented_it', async () => {
  const [one, two] = meeting.agenda
  const none = await problem(await secretary.post(`/api/agenda-items/${one.id}/extract`))
  assert.deepEqual([none.http, none.field], [409, 'unit'])
  server.sql(`update app.agenda_item set presenting_unit_id = '${other.session.person.positions[0].unit.id}' where id = '${two.id}'`)
  assert.equal((await problem(await member.get(`/api/agenda-items/${two.id}/extract`))).slug, 'not-allowed')
  const words = flat(pdfText(await bytesOf(await secretary.get(`/api/agenda-items/${two.id}/extract?as=pdf`))))
  assert.ok(words.includes('TRÍCH BIÊN BẢN') && words.includes('Thời hạn là 31/12.') && !words.includes('Kết quả tháng 11'), words)
  const made = await secretary.json('POST', `/api/agenda-items/${two.id}/extract`)
  assert.equal((await other.get(`/api/documents/${made.id}/versions/1/file`)).status, 200)
  assert.equal((await member.get(`/api/documents/${made.id}`)).status, 404)
  assert.equal((await problem(await secretary.post(`/api/agenda-items/${two.id}/extract`))).slug, 'duplicate')
  assert.deepEqual((await get()).extracts.map(one => one.document_id), [made.id])
})

test('notice_of_conclusions__is_an_outgoing_draft_without_what_is_restricted (G4, rule 24)', async () => {
  assert.equal((await problem(await member.post(`/api/meetings/${meeting.id}/conclusions/notice`))).slug, 'not-allowed')
  const made = await secretary.json('POST', `/api/meetings/${meeting.id}/conclusions/notice`)
  assert.deepEqual([made.type, made.direction, made.number, made.issued_on, made.latest_version], ['TB', 'outgoing', null, null, 1])
  const words = flat(pdfText(await bytesOf(await secretary.get(`/api/documents/${made.id}/versions/1/file`))))
  for (const line of ['THÔNG BÁO', 'kết luận như sau:', '1. Thống nhất kế hoạch đã sửa.', 'Giao Sở Nội vụ chủ trì', 'biết, thực hiện./.']) assert.ok(words.includes(line), `${line}: ${words}`)
  assert.ok(!words.includes('kín'))
})
