// SPDX-License-Identifier: GPL-3.0-or-later
//
// The invitation as a PDF in the decree's form (E6, form.md), read as a person reads it: with poppler's text and boxes.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { startServer } from './server.js'
import { documentOf, meetingOf, pdf, problem, sha256 } from './make.js'

let server, administrator, chair, member, leader, officer, stranger, meeting, unit
const idOf = person => person.session.person.id
const place = () => `/api/meetings/${meeting.id}`
const read = (bytes, ...options) => execFileSync('pdftotext', [...options, '-', '-'], { input: bytes, encoding: 'utf8', maxBuffer: 1 << 26 })
const flat = text => text.replaceAll(/\s+/g, ' ')

/** The bytes of the paper this person gets. */
async function paper (person, to) {
  const reply = await person.get(`${place()}/invitation${to ? `?to=${to}` : ''}`)
  assert.equal(reply.status, 200, await (reply.ok ? '' : reply.text()))
  assert.equal(reply.headers.get('content-type'), 'application/pdf')
  assert.equal(reply.headers.get('cache-control'), 'private, no-store')
  return Buffer.from(await reply.arrayBuffer())
}
const say = (body, status = 200) => chair.json('PUT', `${place()}/invitation/paper`, body, status)

before(async () => {
  server = await startServer({ sample: true })
  ;[administrator, chair, member, leader, officer, stranger] = await Promise.all(
    ['quantri', 'chutri', 'snv.lanhdao', 'donvi1.lanhdao', 'donvi1.chuyenvien', 'donvi6.chuyenvien'].map(account => server.signIn(account)))
  const shown = await documentOf(chair, { bytes: pdf(1), subject: 'Dự thảo kế hoạch chuyển đổi số' })
  const hidden = await documentOf(chair, { bytes: pdf(1), subject: 'Phương án nhân sự kín' })
  unit = leader.session.person.positions[0].unit
  const host = chair.session.person.positions[0].unit
  meeting = await meetingOf(chair, {
    title: 'Họp góp ý kế hoạch *chuyển đổi số* năm 2027', starts_at: '2026-12-02T01:05:00Z', ends_at: '2026-12-02T04:30:00Z', host_unit_id: host.id,
    place: 'Trụ sở UBND tỉnh', online: true, items: ['Kế hoạch năm 2027'], papers: [[shown.id, 1]], invitees: [idOf(member), unit.id]
  })
  await chair.json('POST', `${place()}/agenda`, { title: 'Nhân sự tuyệt mật', restricted: true, circle: [idOf(member)], papers: [{ document_id: hidden.id, version: 1 }] })
})
after(() => server?.stop())

test('invitation__of_a_draft_is_there_only_for_those_who_prepare_it', async () => {
  assert.equal((await problem(await member.get(`${place()}/invitation`))).http, 404)
  assert.match(flat(read(await paper(chair))), /GIẤY MỜI/)
  await chair.json('POST', `${place()}/publish`, undefined, 200)
  assert.match(flat(read(await paper(member))), /GIẤY MỜI/)
  for (const person of [stranger]) assert.equal((await problem(await person.get(`${place()}/invitation`))).http, 404)
})

test('invitation__says_what_the_decree_asks_for', async () => {
  const text = flat(read(await paper(member)))
  assert.equal(text, text.normalize('NFC'))
  for (const said of ['ỦY BAN NHÂN DÂN TỈNH AN LẠC', 'VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'GIẤY MỜI',
    'Họp góp ý kế hoạch *chuyển đổi số* năm 2027', 'trân trọng kính mời: Phạm Minh Tuấn, Giám đốc Sở Nội vụ', 'Chủ trì: Trần Quốc Thắng, Chánh Văn phòng Ủy ban nhân dân tỉnh',
    'Thời gian: từ 08 giờ 05 phút đến 11 giờ 30 phút, thứ Tư, ngày 02 tháng 12 năm 2026', 'Địa điểm: Trụ sở UBND tỉnh, kết hợp trực tuyến', '1. Kế hoạch năm 2027', 'Tài liệu: Dự thảo kế hoạch chuyển đổi số', './.', 'Nơi nhận:', '- Lưu: VT.']) {
    assert.ok(text.includes(said), `${said} is not in: ${text}`)
  }
})

test('invitation__without_a_number_leaves_room_for_one_and_makes_none_up', async () => {
  const blank = read(await paper(member), '-layout')
  assert.match(blank, /Số:\s{3,}\/GM-VP/)
  assert.match(blank, /, ngày\s{3,}tháng\s{3,}năm 2026/)
  const facts = await say({ number: '15', symbol: 'GM-VPUBND', place_name: 'An Lạc', issued_on: '2026-01-09', note: 'Đề nghị mang theo **máy tính bảng**.', answer_by: '2026-11-30' })
  assert.equal(facts.issuer.name, 'Văn phòng Ủy ban nhân dân tỉnh')
  const text = flat(read(await paper(member)))
  assert.ok(text.includes('Số: 15/GM-VPUBND'))
  assert.match(text, /An Lạc, ngày 09 tháng 01 năm 2026/)
  assert.ok(text.includes('mang theo **máy tính bảng**'), 'a note is no markup')
  assert.ok(text.includes('xác nhận tham dự trước ngày 30 tháng 11 năm 2026'))
})

test('invitation__is_signed_as_the_authority_is', async () => {
  const signed = async (body, ...lines) => {
    await say({ signer_id: idOf(chair), issued_on: '2026-11-20', ...body })
    const text = flat(read(await paper(chair), '-layout'))
    for (const line of [...lines, 'Trần Quốc Thắng']) assert.ok(text.includes(line), `${line} is not in: ${text}`)
  }
  await signed({ authority: null }, 'CHÁNH VĂN PHÒNG')
  await signed({ authority: 'TL', acts_for: 'Chủ tịch' }, 'TL. CHỦ TỊCH', 'CHÁNH VĂN PHÒNG')
  await signed({ authority: 'Q' }, 'Q. CHÁNH VĂN PHÒNG')
  await signed({ authority: 'KT', acts_for: 'Giám đốc' }, 'KT. GIÁM ĐỐC')
  for (const [body, slug, field] of [[{ authority: 'TL', signer_id: idOf(chair) }, 'missing-field', 'acts_for'], [{ authority: 'KT' }, 'missing-field', 'signer_id'],
    [{ authority: 'XX' }, 'wrong-value', 'authority'], [{ signer_id: meeting.id }, 'unknown-reference', 'signer_id'], [{ issued_on: '2026-02-30' }, 'wrong-value', 'issued_on']]) {
    const found = await problem(await chair.put(`${place()}/invitation/paper`, body))
    assert.deepEqual([found.slug, found.field], [slug, field])
  }
  const stale = await chair.put(`${place()}/invitation/paper`, { number: '1' }, { 'if-match': '"0"' })
  assert.equal((await problem(stale)).slug, 'lost-race')
  for (const person of [member, stranger]) assert.equal((await problem(await person.put(`${place()}/invitation/paper`, { number: '1' }))).http, 404)
  assert.equal((await problem(await member.get(`${place()}/invitation/paper`))).http, 404)
})

test('invitation__tells_of_a_restricted_item_only_its_circle (rule 24)', async () => {
  const kept = text => ['Nhân sự tuyệt mật', 'nhân sự kín', 'R1'].filter(word => text.includes(word))
  assert.deepEqual(kept(flat(read(await paper(leader)))), [])
  assert.deepEqual(kept(flat(read(await paper(officer)))), [])
  assert.ok(kept(flat(read(await paper(member)))).length > 1)
  // whoever has it printed: by its receiver
  assert.deepEqual(kept(flat(read(await paper(chair, unit.id)))), [])
  assert.deepEqual(kept(flat(read(await paper(chair)))), [])
  assert.ok(kept(flat(read(await paper(chair, idOf(member))))).length > 1)
})

test('invitation__is_to_me_or_my_unit_and_another_s_is_not_there', async () => {
  assert.ok(flat(read(await paper(officer))).includes(`kính mời: ${unit.name}`))
  assert.ok(flat(read(await paper(leader, unit.id))).includes(`kính mời: ${unit.name}`))
  assert.ok(flat(read(await paper(chair))).includes('kính mời: các đại biểu theo thành phần'))
  assert.equal((await problem(await officer.get(`${place()}/invitation?to=${idOf(member)}`))).http, 404)
  const found = await problem(await chair.get(`${place()}/invitation?to=${idOf(stranger)}`))
  assert.deepEqual([found.slug, found.field], ['unknown-reference', 'to'])
  assert.equal((await problem(await chair.get(`${place()}/invitation?to=x`))).http, 422)
})

test('invitation__has_the_same_bytes_twice_and_keeps_the_margins', async () => {
  const [first, second] = [await paper(member), await paper(member)]
  assert.equal(sha256(first), sha256(second))
  const mm = 72 / 25.4
  for (const [, left, top, right, bottom] of read(first, '-bbox').matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"/g)) {
    assert.ok(left >= 30 * mm - 0.7 && right <= 595.3 - 15 * mm + 0.7, `${left}–${right}`)
    assert.ok(bottom <= 841.9 - 20 * mm + 2 && (top >= 20 * mm - 2 || bottom < 18 * mm), `${top}–${bottom}`)
  }
  if (process.env.NGHISU_PRINTED) writeFileSync(`${process.env.NGHISU_PRINTED}/invitation.pdf`, first)
})

test('wording__is_the_house_s_own_until_it_goes_back_to_the_original', async () => {
  const [first] = (await administrator.json('GET', '/api/word-templates')).items
  assert.deepEqual([first.name, first.own, first.edit_version, first.body], ['invitation', false, 0, first.original])
  const own = await administrator.json('PUT', '/api/word-templates/invitation', { body: '= THƯ MỜI\nKính mời {{receiver}} dự {{title}}./.\n> - Lưu: VT.' }, 200)
  assert.deepEqual([own.own, own.edit_version], [true, 1])
  const text = flat(read(await paper(member)))
  assert.ok(text.includes('THƯ MỜI') && text.includes('Kính mời Phạm Minh Tuấn') && !text.includes('GIẤY MỜI'))
  assert.equal((await problem(await administrator.put('/api/word-templates/invitation', { body: 'Khác' }, { 'if-match': '"0"' }))).slug, 'lost-race')
  await administrator.json('DELETE', '/api/word-templates/invitation', undefined, 204)
  assert.ok(flat(read(await paper(member))).includes('GIẤY MỜI'))
})

test('wording__that_cannot_be_filled_is_refused_and_changes_nothing', async () => {
  const bad = [['{{khoa}}', 'unknown-key 1 khoa'], ['a\nb {{title', 'open-tag 2 title'], ['{{#items}}x', 'open-section 1 items'], ['{{/items}}', 'stray-end 1 items'],
    ['a\n\n**b', 'open-mark 3 '], ['****', 'empty 1 ']]
  for (const [body, detail] of bad) {
    for (const ask of [() => administrator.put('/api/word-templates/invitation', { body }), () => administrator.post('/api/word-templates/invitation/preview', { body })]) {
      const found = await problem(await ask())
      assert.deepEqual([found.slug, found.field, found.detail], ['wrong-value', 'body', detail])
    }
  }
  assert.equal((await administrator.json('GET', '/api/word-templates')).items[0].own, false)
  const whole = await administrator.post('/api/word-templates/invitation/preview', { body: (await administrator.json('GET', '/api/word-templates')).items[0].original })
  const original = Buffer.from(await whole.arrayBuffer())
  assert.match(flat(read(original)), /1\. Dự thảo kế hoạch chuyển đổi số năm 2027 \(Phòng Chuyển đổi số trình bày\).*1\.1\. Hạ tầng số/)
  if (process.env.NGHISU_PRINTED) writeFileSync(`${process.env.NGHISU_PRINTED}/sample.pdf`, original)
  const tried = await administrator.post('/api/word-templates/invitation/preview', { body: '= THỬ\nKính mời {{receiver}}' })
  assert.ok(flat(read(Buffer.from(await tried.arrayBuffer()))).includes('Kính mời Sở Tài chính'))
  assert.equal((await problem(await administrator.put('/api/word-templates/other', { body: 'x' }))).http, 404)
})

test('wording__is_the_administrators', async () => {
  for (const person of [chair, member]) {
    for (const reply of [await person.get('/api/word-templates'), await person.put('/api/word-templates/invitation', { body: '{{' }), await person.del('/api/word-templates/invitation'),
      await person.post('/api/word-templates/invitation/preview', { body: 'x' })]) assert.equal((await problem(reply)).slug, 'not-allowed')
  }
})
