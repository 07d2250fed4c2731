// SPDX-License-Identifier: GPL-3.0-or-later
//
// The text of papers is read in the background and meetings are found by it (E11; rules 10, 12, 24): within seconds of an upload, through a restart in the
// middle, and with damaged files, scans and files without pages among them.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { root, startServer, until } from './server.js'
import { documentOf, meetingOf, pdf, problem, versionOf } from './make.js'

let server, chair, member, stranger
const idOf = person => person.session.person.id
const data = name => readFileSync(path.join(root, 'tests/data', name))
const stateOf = (document, version = 1) => server.sql(`select state || ' ' || coalesce(problem, '-') || ' ' || pages || ' ' || unread from app.version_text where document_id = '${document}' and version = ${version}`)
const settled = (document, version = 1) => until(() => { const state = stateOf(document, version); return !state.startsWith('waiting') && state }, 'the text to be read', 30000)
const found = async (person, q, more = '') => (await person.json('GET', `/api/meetings?q=${encodeURIComponent(q)}${more}`)).items
const meetingWith = async (document, title) => {
  const meeting = await meetingOf(chair, { title, starts_at: new Date(Date.now() + 864e5).toISOString(), invitees: [idOf(member)], papers: [[document, 1]] })
  await chair.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  return meeting
}
before(async () => {
  server = await startServer({ sample: true })
  ;[chair, member, stranger] = await Promise.all(['chutri', 'snv.lanhdao', 'donvi6.chuyenvien'].map(account => server.signIn(account)))
})
after(() => server?.stop())

test('text__a_new_version_is_found_within_seconds_at_its_page', async () => {
  const document = await documentOf(chair, { subject: 'Phụ lục', bytes: pdf([['trang bia'], ['khac'], ['kinh phi xaydung truong hoc', 'nam 2027']]) })
  const began = Date.now()
  const meeting = await meetingWith(document.id, 'Họp thứ nhất')
  const [hit] = await until(async () => (await found(member, 'xaydung 2027'))[0]?.hits, 'the meeting to be found', 10000)
  assert.ok(Date.now() - began < 10000)
  assert.deepEqual({ ...hit, snippet: hit.snippet.includes('kinh phi xaydung truong hoc nam 2027') }, { document_id: document.id, version: 1, subject: 'Phụ lục', page: 3, snippet: true })
  assert.deepEqual((await found(member, 'xaydung')).map(one => one.id), [meeting.id])
  assert.deepEqual(await found(stranger, 'xaydung'), [])
  assert.deepEqual(await found(member, 'khongcogi'), [])
})

test('text__a_version_not_pinned_is_not_found_until_it_is (rule 10)', async () => {
  const document = await documentOf(chair, { bytes: pdf([['banmot']]) })
  const meeting = await meetingWith(document.id, 'Họp thứ hai')
  await versionOf(chair, document.id, pdf([['banhai']]))
  await settled(document.id, 1)
  await settled(document.id, 2)
  assert.deepEqual([(await found(member, 'banmot')).length, (await found(member, 'banhai')).length], [1, 0])
  const paper = (await chair.json('GET', `/api/meetings/${meeting.id}`)).agenda[0].papers[0]
  await chair.json('PATCH', `/api/papers/${paper.id}`, { version: 2 })
  assert.deepEqual([(await found(member, 'banmot')).length, (await found(member, 'banhai')).length], [0, 1])
})

test('text__what_cannot_be_read_is_remembered_and_holds_up_nothing', async () => {
  const files = { 'damaged.pdf': /^failed pdf-damaged/, 'encrypted.pdf': /^failed pdf-encrypted/, 'scan.pdf': /^wordless - [1-9]/ }
  for (const [name, expected] of Object.entries(files)) {
    const document = await documentOf(chair, { bytes: data(name), filename: name })
    assert.match(await settled(document.id), expected, name)
  }
  const words = await documentOf(chair, { bytes: Buffer.from('chỉ là chữ'), filename: 'ghi-chu.txt' })
  assert.match(stateOf(words.id), /^wordless no-pages/)
  const next = await documentOf(chair, { bytes: pdf([['sau tep hong']]) })
  assert.match(await settled(next.id), /^indexed/)
  const tries = server.sql("select coalesce(max(tries), 0) from app.version_text where state = 'failed'")
  await new Promise(resolve => setTimeout(resolve, 2500))
  assert.equal(server.sql("select coalesce(max(tries), 0) from app.version_text where state = 'failed'"), tries)
})

test('text__a_real_paper_of_the_sample_is_found_with_and_without_marks', async () => {
  await until(() => server.sql("select count(*) from app.version_text where state = 'waiting'") === '0', 'the sample to be read', 120000)
  const said = server.sql("select text from app.version_page where text ~ 'Quyết định' limit 1")
  assert.ok(said.length > 20)
  const document = await documentOf(chair, { bytes: data('text.pdf') })
  assert.match(await settled(document.id), /^indexed/)
  assert.equal(server.sql("select count(*) > 0 from app.version_page where words @@ app.text_query('quyet dinh')"), 't')
  assert.equal(server.sql("select count(*) > 0 from app.version_page where words @@ app.text_query('quyết định')"), 't')
})

test('list__refuses_what_is_not_a_condition', async () => {
  for (const [query, field] of [['mine=all', 'mine'], ['unit=x', 'unit'], ['from=2026-02-30', 'from'], ['state=new', 'state'], ['after=abc', 'after'], ['when=now', 'when'], [`q=${'x'.repeat(201)}`, 'q']]) {
    const refused = await problem(await member.get(`/api/meetings?${query}`))
    assert.deepEqual([refused.http, refused.field], [422, field], query)
  }
  assert.deepEqual(await found(member, "'); drop table app.meeting; -- & | ! :*"), [])
})

test('list__pages_follow_each_other_without_a_gap', async () => {
  const whole = (await chair.json('GET', '/api/meetings?limit=200')).items.map(one => one.id)
  const parts = []
  for (let after = ''; after !== null;) {
    const page = await chair.json('GET', `/api/meetings?limit=2${after && `&after=${after}`}`)
    parts.push(...page.items.map(one => one.id))
    after = page.next
  }
  assert.deepEqual(parts, whole)
})

test('text__goes_on_where_it_was_when_the_server_is_killed', { timeout: 180000 }, async () => {
  const pages = 400
  const document = await documentOf(chair, { bytes: pdf(Array.from({ length: pages }, (_, i) => [`trang so${i + 1} dai`])) })
  await until(() => Number(stateOf(document.id).split(' ')[2]) > 0, 'the first pages', 60000)
  await server.kill()
  server = await startServer({ sample: false, folder: server.folder })
  const had = Number(stateOf(document.id).split(' ')[2])
  assert.ok(had > 0 && had < pages, `${had} pages were read when it was killed`)
  assert.match(await until(() => { const state = stateOf(document.id); return !state.startsWith('waiting') && state }, 'the rest', 120000), new RegExp(`^indexed - ${pages} 0$`))
  assert.equal(server.sql(`select count(*) from app.version_page where document_id = '${document.id}'`), String(pages))
})

test('text__of_the_installed_base_is_read_too', { timeout: 120000 }, async () => {
  await until(() => server.sql("select count(*) from app.version_text where state = 'waiting'") === '0', 'all to be read', 60000)
  assert.equal(server.sql("select count(*) from app.version v left join app.version_text t on t.document_id = v.document_id and t.version = v.number where t.state is null"), '0')
})
