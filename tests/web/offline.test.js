// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tablet's copy: meetings' papers and pinned documents are there without a network, whole, even after the browser was closed; only what is missing is
// fetched; who signs out, is signed out, or comes after another finds nothing. The network is a cable that is pulled, for a service worker hears no other.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { chromium } from 'playwright-core'
import { PASSWORD, pause, root, until } from '../http/server.js'
import { documentOf, meetingOf, pdf, versionOf } from '../http/make.js'
import { agree, copyOf, signIn, SIZES, startCable, startOffice, tabletAt } from './browser.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const lines = n => Array.from({ length: n }, (_, i) => [`Trang thu ${i + 1} cua van ban`, `Noi dung rieng so ${i + 1}`])
let server, cable, clerk, member, meeting, paper, secret, pinned, folder, tablet, page
const asked = [] // what the tablet asks of the server through the cable: method and path
before(async () => {
  server = await startOffice()
  cable = await startCable(server.port)
  clerk = await server.signIn('thuky')
  member = await server.signIn('donvi1.lanhdao')
  paper = await documentOf(clerk, { bytes: pdf(lines(24)), type: 'BC', subject: 'Báo cáo hai mươi bốn trang' })
  secret = await documentOf(clerk, { bytes: pdf(2), type: 'BC', subject: 'Báo cáo mật', secrecy: 'confidential' })
  meeting = await meetingOf(clerk, { title: 'Họp để đọc ngoại tuyến', papers: [[paper.id, 1], [secret.id, 1]], invitees: [member.session.person.id] })
  await clerk.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  folder = mkdtempSync(path.join(tmpdir(), 'nghisu-tablet-'))
  await openTablet()
  await signIn(page, cable.origin, 'donvi1.lanhdao')
})
after(async () => { await tablet?.close(); cable?.stop(); await server?.stop(); rmSync(folder, { recursive: true, force: true }) })

async function openTablet () {
  tablet = await tabletAt(folder)
  page = tablet.pages()[0] ?? await tablet.newPage()
  tablet.on('request', request => asked.push(`${request.method()} ${new URL(request.url()).pathname}${new URL(request.url()).search}`))
}
/** The copy has this version whole. */
const whole = (document, version) => until(async () => (await copyOf(page)).versions.find(one => one.document === document && one.version === version)?.whole, `${document}/${version} whole`, 60000)
const drawn = (n, least = 900) => page.waitForFunction(([n, least]) => [...document.querySelectorAll('[role=document] section')].some(section => {
  const box = section.getBoundingClientRect()
  return section.getAttribute('aria-label').startsWith(`Trang ${n} `) && box.bottom > 0 && box.top < innerHeight && [...section.querySelectorAll('img')].some(picture => picture.complete && picture.naturalWidth >= least)
}), [n, least])
const field = () => page.getByRole('textbox', { name: 'Đến trang' })
/** Once more from the page of what is on this device; gives what was asked for meanwhile. */
async function syncAgain () {
  asked.length = 0
  await page.goto(`${cable.origin}/offline`)
  const button = page.getByRole('button', { name: 'Đồng bộ ngay' })
  // The one of the beginning has ended.
  await pause(2500)
  await page.waitForFunction(() => [...document.querySelectorAll('button')].some(one => one.textContent.includes('Đồng bộ ngay') && !one.disabled))
  const before = (await copyOf(page)).holder.synced_at
  await button.click()
  await until(async () => (await copyOf(page)).holder?.synced_at > before, 'the end of synchronising', 60000)
  return asked.filter(one => /\/(parts|image|text)(\?|$)/.test(one))
}
const away = () => page.getByText(/^Ngoại tuyến · đồng bộ/).first().waitFor()
const goTo = async n => { await field().fill(String(n)); await field().press('Enter') }

test('papers_of_my_meeting__are_on_the_tablet_after_signing_in_and_a_secret_one_is_not', { timeout: 120000 }, async t => {
  const began = Date.now()
  await whole(paper.id, 1)
  t.diagnostic(`whole ${Date.now() - began} ms after signing in`)
  await until(async () => (await copyOf(page)).holder.synced_at, 'all to be there', 60000)
  const copy = await copyOf(page)
  assert.equal(copy.holder.person_id, member.session.person.id)
  assert.equal(copy.holder.keyThere, true)
  assert.ok(!copy.versions.some(one => one.document === secret.id), 'a secret document is never kept')
  assert.ok(!copy.answers.some(one => one.includes(secret.id)), 'and nothing is said of it')
  assert.ok(copy.answers.includes(`/api/meetings/${meeting.id}`))
  assert.ok(!copy.answers.some(one => one.includes('outbox-key')))
})

test('cable_pulled_and_browser_opened_anew__the_whole_paper_is_read_from_the_tablet', { timeout: 180000 }, async () => {
  await page.waitForFunction(() => navigator.serviceWorker.controller)
  cable.cut()
  await tablet.close()
  await openTablet()
  await page.goto(`${cable.origin}/documents/${paper.id}/read/1`)
  await drawn(1)
  for (const n of [2, 13, 24]) { await goTo(n); await drawn(n) }
  await page.getByText(/Mất kết nối.* · đồng bộ \d\d:\d\d/).first().waitFor()
  await page.getByRole('button', { name: 'Trang thu nhỏ và mục lục' }).click()
  await page.waitForFunction(() => [...document.querySelectorAll('.thumbnail img')].some(picture => picture.complete && picture.naturalWidth > 0))
  // Deeper than what is kept: the piece of the kept picture, and not nothing.
  const piece = await page.evaluate(async address => {
    const picture = await createImageBitmap(await (await fetch(address)).blob())
    return [picture.width, picture.height]
  }, `/api/documents/${paper.id}/versions/1/pages/3/image?width=2480&region=0.2500,0.2500,0.5000,0.2500`)
  assert.ok(piece[0] >= 490 && Math.abs(piece[0] / piece[1] - 0.5 * 595 / (0.25 * 842)) < 0.02, `a piece of ${piece}`)
  await page.keyboard.press('Control+f')
  await page.getByRole('textbox', { name: 'Tìm trong văn bản' }).fill('rieng so 17')
  await drawn(17)
})

test('cable_pulled__home_meeting_and_what_is_on_this_device_are_there_and_what_is_not_says_so', { timeout: 120000 }, async () => {
  await page.goto(`${cable.origin}/meetings/${meeting.id}`)
  await page.getByRole('heading', { level: 1, name: 'Họp để đọc ngoại tuyến' }).waitFor()
  await page.getByText('Báo cáo hai mươi bốn trang').first().waitFor()
  await away()
  await page.goto(`${cable.origin}/`)
  await page.getByText('Họp để đọc ngoại tuyến').first().waitFor()
  await page.goto(`${cable.origin}/offline`)
  await page.getByRole('link', { name: /Báo cáo hai mươi bốn trang/ }).filter({ hasText: 'Đủ' }).waitFor()
  await page.getByText('1 văn bản mật không lưu trên máy').waitFor()
  const other = await documentOf(clerk, { bytes: pdf(1), subject: 'Không có trên máy' })
  await page.goto(`${cable.origin}/documents/${other.id}`)
  await page.getByText('Chưa lưu trên máy này').first().waitFor()
  await page.goto(`${cable.origin}/documents/${secret.id}/read/1`)
  await page.getByText('Chưa lưu trên máy này').first().waitFor()
})

test('cable_mended__the_page_goes_on_and_nothing_is_fetched_twice', { timeout: 120000 }, async () => {
  cable.mend()
  await page.getByRole('heading', { name: 'Báo cáo mật' }).waitFor({ timeout: 40000 })
  // the secret paper on the screen is never kept: its page asks for its own pictures
  assert.deepEqual((await syncAgain()).filter(one => !one.includes(secret.id)), [])
})

test('pinned_document__is_fetched_with_progress_and_a_new_version_costs_only_the_page_that_changed', { timeout: 180000 }, async () => {
  const first = lines(30).map(words => [...words, 'Ban duoc ghim'])
  pinned = await documentOf(clerk, { bytes: pdf(first), type: 'BC', subject: 'Văn bản được ghim' })
  await clerk.json('PUT', `/api/documents/${pinned.id}/grants`, { grants: [{ principal_id: member.session.person.id, right: 'read', version: null }] })
  await page.goto(`${cable.origin}/documents/${pinned.id}`)
  const pin = page.getByRole('button', { name: 'Ghim về máy' })
  await pin.click()
  await whole(pinned.id, 1)
  await page.getByRole('button', { name: 'Đã ghim về máy', pressed: true }).waitFor()
  const second = first.map((words, place) => place === 11 ? [...words, 'Mot dong moi'] : words)
  await versionOf(clerk, pinned.id, pdf(second))
  const fetched = await syncAgain()
  await whole(pinned.id, 2)
  assert.deepEqual(fetched.filter(one => !one.includes('/parts')).map(one => one.match(/pages\/(\d+)\/(\w+)/).slice(1)).sort(), [['12', 'image'], ['12', 'text']])
  assert.ok(!(await copyOf(page)).versions.some(one => one.document === pinned.id && one.version === 1), 'the version before is gone')
})

test('right_lost__the_copy_loses_the_document_at_the_next_synchronising', { timeout: 120000 }, async () => {
  const before = await copyOf(page)
  const its = before.versions.find(one => one.document === pinned.id).parts.map(one => one.picture)
  await clerk.json('PUT', `/api/documents/${pinned.id}/grants`, { grants: [] })
  await syncAgain()
  const copy = await copyOf(page)
  assert.ok(!copy.versions.some(one => one.document === pinned.id))
  assert.ok(!copy.answers.some(one => one.includes(pinned.id)))
  assert.ok(its.every(hash => !copy.parts.includes(hash)), 'its pictures are gone')
})

test('secret_document__has_no_pin_and_one_made_secret_leaves_the_tablet', { timeout: 120000 }, async () => {
  await page.goto(`${cable.origin}/documents/${secret.id}`)
  await page.getByText('Văn bản mật không lưu trên máy').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Ghim về máy' }).count(), 0)
  const made = await documentOf(clerk, { bytes: pdf(3), type: 'BC', subject: 'Sẽ thành mật' })
  await clerk.json('PUT', `/api/documents/${made.id}/grants`, { grants: [{ principal_id: member.session.person.id, right: 'read', version: null }] })
  await member.json('PUT', `/api/documents/${made.id}/pin`, { pinned: true })
  await syncAgain()
  await whole(made.id, 1)
  const now = await clerk.json('GET', `/api/documents/${made.id}`)
  await clerk.json('PATCH', `/api/documents/${made.id}`, { secrecy: 'secret' }, 200, { 'if-match': `"${now.edit_version}"` })
  await syncAgain()
  const copy = await copyOf(page)
  assert.ok(!copy.versions.some(one => one.document === made.id))
  assert.ok(!copy.answers.some(one => one.includes(made.id)))
})

test('pack_half_fetched__goes_on_where_it_was', { timeout: 180000 }, async () => {
  const long = await documentOf(clerk, { bytes: pdf(lines(90).map(words => [...words, 'Ban dai'])), type: 'BC', subject: 'Văn bản dài' })
  await clerk.json('PUT', `/api/documents/${long.id}/grants`, { grants: [{ principal_id: member.session.person.id, right: 'read', version: null }] })
  await member.json('PUT', `/api/documents/${long.id}/pin`, { pinned: true })
  await page.goto(`${cable.origin}/offline`)
  await until(async () => (await copyOf(page)).versions.find(one => one.document === long.id)?.parts.filter(Boolean).length > 0, 'the first pages', 60000)
  cable.cut()
  await page.getByRole('progressbar', { name: /Văn bản dài/ }).waitFor()
  await pause(1000)
  const half = await copyOf(page)
  const version = half.versions.find(one => one.document === long.id)
  const there = version.parts.filter(Boolean).length
  assert.ok(there > 0 && there < 90 && !version.whole, `${there} pages when the cable was pulled`)
  const have = new Set(version.parts.flatMap((one, place) => one ? [place + 1] : []))
  asked.length = 0
  cable.mend()
  await whole(long.id, 1)
  const again = asked.filter(one => one.includes(long.id)).map(one => Number(one.match(/pages\/(\d+)\/image/)?.[1])).filter(one => have.has(one))
  assert.deepEqual(again, [], 'pages that were there are not asked for again')
})

/** Changes the holder as the tablet's store has it. */
const holderSet = facts => page.evaluate(facts => new Promise(resolve => {
  const opening = indexedDB.open('nghisu')
  opening.onsuccess = () => {
    const act = opening.result.transaction('holder', 'readwrite')
    const get = act.objectStore('holder').get('me')
    get.onsuccess = () => act.objectStore('holder').put({ ...get.result, ...facts }, 'me')
    act.oncomplete = () => { opening.result.close(); resolve() }
  }
}), facts)

test('lease_over_or_clock_wrong__nothing_is_shown_nothing_is_deleted_and_the_network_opens_it_again', { timeout: 180000 }, async () => {
  const DAY = 86400000
  for (const facts of [{ confirmed_at: Date.now() - 8 * DAY, seen_at: Date.now() - 8 * DAY }, { seen_at: Date.now() + 3 * DAY }]) {
    const before = await copyOf(page)
    cable.cut()
    await holderSet(facts)
    await tablet.close()
    await openTablet()
    await page.goto(`${cable.origin}/documents/${paper.id}/read/1`)
    await page.getByText('Bản lưu trên máy đã quá hạn 7 ngày (hoặc đồng hồ máy sai). Kết nối mạng để mở lại.').waitFor()
    assert.equal((await page.evaluate(async address => (await fetch(address).catch(() => null))?.status ?? 0, `/api/documents/${paper.id}/versions/1/pages/1/image?width=1000`)), 0)
    assert.equal((await copyOf(page)).parts.length, before.parts.length)
    cable.mend()
    await drawn(1, 300)
    await until(async () => (await copyOf(page)).holder.confirmed_at > Date.now() - DAY, 'the lease to run again')
  }
})

test('session_revoked_while_away__the_papers_are_wiped_at_return', { timeout: 120000 }, async () => {
  await page.goto(`${cable.origin}/meetings/${meeting.id}`)
  await page.getByText('Báo cáo hai mươi bốn trang').first().waitFor()
  cable.cut()
  await page.goto(`${cable.origin}/documents/${paper.id}/read/1`)
  await drawn(1)
  const { items } = await member.json('GET', '/api/sessions')
  for (const one of items.filter(one => !one.this)) await member.json('DELETE', `/api/sessions/${one.id}`, undefined, 204)
  cable.mend()
  await page.locator('input[name=account]').waitFor({ timeout: 40000 })
  const copy = await copyOf(page)
  assert.deepEqual([copy.holder, copy.versions.length, copy.parts.length, copy.answers.length], [null, 0, 0, 0])
  cable.cut()
  await page.goto(`${cable.origin}/documents/${paper.id}/read/1`)
  await page.getByText('Mất kết nối với máy chủ').or(page.locator('input[name=account]')).first().waitFor()
  assert.equal(await page.getByText('Báo cáo hai mươi bốn trang').count(), 0)
  cable.mend()
})

test('another_person_on_this_tablet__finds_nothing_of_the_one_before', { timeout: 120000 }, async () => {
  await signIn(page, cable.origin, 'donvi1.lanhdao')
  await whole(paper.id, 1)
  // The first one's session gives way to another's without a sign-out.
  const other = await server.signIn('donvi2.lanhdao')
  await page.evaluate(password => fetch('/api/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ account: 'donvi2.lanhdao', password }) }), PASSWORD)
  await page.goto(cable.origin)
  await until(async () => (await copyOf(page)).holder?.person_id === other.session.person.id, 'the other one to hold the copy')
  const copy = await copyOf(page)
  assert.ok(!copy.versions.some(one => one.document === paper.id))
  assert.ok(!copy.answers.some(one => one.includes(meeting.id) || one.includes(paper.id)))
  await until(async () => (await copyOf(page)).holder?.synced_at, 'the other one’s own copy', 60000)
  assert.ok(!(await copyOf(page)).versions.some(one => one.document === paper.id))
})

test('sign_out__wipes_the_tablet', { timeout: 120000 }, async () => {
  await page.goto(cable.origin)
  await page.getByRole('button', { name: /Tài khoản của tôi/ }).click()
  await page.getByRole('button', { name: 'Đăng xuất' }).click()
  await page.locator('input[name=account]').waitFor()
  await until(async () => (await copyOf(page)).holder === null, 'nobody to hold the copy')
  const copy = await copyOf(page)
  assert.deepEqual([copy.versions.length, copy.parts.length, copy.answers.length], [0, 0, 0])
})

test('sign_out_without_a_network__wipes_at_once_and_ends_the_session_when_the_network_is_back', { timeout: 180000 }, async () => {
  await signIn(page, cable.origin, 'donvi1.lanhdao')
  await whole(paper.id, 1)
  const { name, value } = (await tablet.cookies()).find(one => one.domain === '127.0.0.1' && one.name.includes('Host'))
  const session = () => fetch(`${server.origin}/api/session`, { headers: { cookie: `${name}=${value}` } }).then(reply => reply.status)
  assert.equal(await session(), 200)
  cable.cut()
  await page.getByRole('button', { name: /Tài khoản của tôi/ }).click()
  await page.getByRole('button', { name: 'Đăng xuất' }).click()
  await page.locator('input[name=account]').waitFor()
  const copy = await copyOf(page)
  assert.deepEqual([copy.versions.length, copy.parts.length, copy.answers.length, copy.holder.leaving, copy.holder.keyThere], [0, 0, 0, true, false])
  await tablet.close()
  await openTablet()
  await page.goto(`${cable.origin}/documents/${paper.id}/read/1`)
  await page.locator('input[name=account]').waitFor()
  assert.equal(await session(), 200, 'the server knows nothing of it yet')
  cable.mend()
  await until(async () => await session() === 401, 'the session to be ended on the server', 40000)
  await signIn(page, cable.origin, 'donvi1.lanhdao')
  await whole(paper.id, 1)
})

/** From the next page on this tablet has room for so many bytes of parts more than it has; the browser's own override of quotas does not reach a worker's store. */
const roomFor = bytes => tablet.addInitScript(limit => {
  const kept = () => JSON.parse(localStorage.getItem('test.kept') ?? '{}')
  const put = IDBObjectStore.prototype.put, remove = IDBObjectStore.prototype.delete
  IDBObjectStore.prototype.put = function (value, ...rest) {
    if (this.name === 'part' && !localStorage.getItem('test.room')) {
      const all = { ...kept(), [value.sha256]: value.bytes }
      if (Object.values(all).reduce((sum, one) => sum + one, 0) > limit) throw new DOMException('no room', 'QuotaExceededError')
      localStorage.setItem('test.kept', JSON.stringify(all))
    }
    return put.call(this, value, ...rest)
  }
  IDBObjectStore.prototype.delete = function (key) {
    if (this.name === 'part') { const { [key]: gone, ...all } = kept(); localStorage.setItem('test.kept', JSON.stringify(all)) }
    return remove.call(this, key)
  }
}, bytes)

test('tablet_full__stops_says_what_is_whole_and_keeps_the_meeting_before_what_is_pinned', { timeout: 180000 }, async () => {
  const pinnedOf = async (subject, pages) => {
    const made = await documentOf(clerk, { bytes: pdf(lines(pages).map(words => [...words, subject.length])), type: 'BC', subject })
    await clerk.json('PUT', `/api/documents/${made.id}/grants`, { grants: [{ principal_id: member.session.person.id, right: 'read', version: null }] })
    await member.json('PUT', `/api/documents/${made.id}/pin`, { pinned: true })
    return made
  }
  await until(async () => (await copyOf(page)).holder.synced_at, 'all to be there', 60000)
  await roomFor(100_000)
  const small = await pinnedOf('Văn bản vừa chỗ', 6)
  await page.goto(`${cable.origin}/offline`)
  await whole(small.id, 1)
  const big = await pinnedOf('Văn bản không còn chỗ nữa', 60)
  await page.reload()
  await page.getByText(/Máy không còn chỗ/).waitFor({ timeout: 60000 })
  const stands = async made => (await copyOf(page)).versions.find(one => one.document === made.id)
  assert.equal((await stands(paper)).whole, true)
  assert.equal((await stands(small)).whole, true)
  assert.deepEqual([(await stands(big)).whole, (await stands(big)).bytes], [false, 0], 'what came of it makes room for what a person writes')
  await page.getByRole('link', { name: /Báo cáo hai mươi bốn trang/ }).filter({ hasText: 'Đủ' }).waitFor()
  await page.getByRole('link', { name: /Văn bản không còn chỗ/ }).filter({ hasText: '0/60 trang' }).waitFor()
  // A paper of a meeting comes, for which there is room only without something pinned.
  const [before] = await page.evaluate(() => [Object.values(JSON.parse(localStorage.getItem('test.kept'))).reduce((sum, one) => sum + one, 0)])
  const late = await documentOf(clerk, { bytes: pdf(lines(3).map(words => [...words, 'Tai lieu moi'])), type: 'BC', subject: 'Tài liệu đến sau' })
  const soon = await meetingOf(clerk, { title: 'Họp thứ hai', papers: [[late.id, 1]], invitees: [member.session.person.id] })
  await page.evaluate(before => localStorage.setItem('test.kept', JSON.stringify({ ...JSON.parse(localStorage.getItem('test.kept')), other: 100_000 - before - 5000 })), before)
  await clerk.json('POST', `/api/meetings/${soon.id}/publish`, undefined, 200)
  await until(async () => (await stands(late))?.whole || (await page.getByRole('button', { name: 'Đồng bộ ngay' }).click({ timeout: 1000 }).catch(() => undefined), false), 'the late paper whole', 90000)
  assert.equal((await stands(paper)).whole, true)
  assert.equal((await stands(small)).whole, false, 'what was only pinned made room')
  await page.evaluate(() => localStorage.setItem('test.room', 'again'))
  await page.getByRole('button', { name: 'Đồng bộ ngay' }).click()
  await whole(big.id, 1)
  await whole(small.id, 1)
})

test('copy_deleted_by_hand__stays_deleted_until_wanted_again', { timeout: 120000 }, async () => {
  await page.goto(`${cable.origin}/offline`)
  await page.getByRole('button', { name: 'Xóa bản lưu trên máy' }).click()
  await agree(page, 'Xóa bản lưu trên máy')
  await page.getByText('Máy này đang không lưu tài liệu.').waitFor()
  await page.reload()
  await pause(4000)
  const copy = await copyOf(page)
  assert.deepEqual([copy.versions.length, copy.parts.length, copy.holder.keyThere], [0, 0, true])
  await page.getByRole('button', { name: 'Đồng bộ ngay' }).click()
  await whole(paper.id, 1)
})

test('what_is_on_this_device__fits_both_tablets_in_both_languages_and_axe_finds_nothing_serious', { timeout: 120000 }, async () => {
  await page.goto(`${cable.origin}/offline`)
  for (const other of ['English', 'Tiếng Việt']) {
    for (const size of [1180, 820]) {
      await page.setViewportSize(SIZES[size])
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.evaluate(axe) // by the debugger, so that the page's own policy stays on
      const found = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations.filter(one => ['serious', 'critical'].includes(one.impact)).map(one => `${one.id}: ${one.nodes[0].html}`))
      assert.deepEqual(found, [], `${size} before ${other}`)
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'nothing stands out at the side')
      const low = await page.evaluate(() => [...document.querySelectorAll('main button, main .row-link')].map(one => one.getBoundingClientRect()).filter(box => box.height > 0 && (box.height < 44 || box.width < 44)).length)
      assert.equal(low, 0, 'every target is as large as a finger')
    }
    await page.setViewportSize(SIZES[1180])
    await page.locator('.person-button').click()
    await page.getByRole('button', { name: other }).click()
    await page.getByRole('heading', { level: 1, name: other === 'English' ? 'On this device' : 'Trên máy này' }).waitFor()
    await page.keyboard.press('Escape')
  }
})

test('new_release__waits_until_it_is_wanted_and_an_old_tab_keeps_its_pieces', { timeout: 120000 }, async () => {
  await page.goto(cable.origin)
  await page.waitForFunction(() => navigator.serviceWorker.controller)
  const old = await tablet.newPage()
  await old.goto(`${cable.origin}/offline`)
  await old.waitForFunction(() => navigator.serviceWorker.controller)
  const built = mkdtempSync(path.join(tmpdir(), 'nghisu-release-'))
  chmodSync(built, 0o755)
  cpSync(process.env.NGHISU_WEB ?? path.join(root, 'web/dist'), built, { recursive: true })
  // Another worker: the same pages, but for one piece that the next release does not have.
  const piece = (await old.evaluate(() => performance.getEntriesByType('resource').map(one => new URL(one.name).pathname))).find(one => /assets\/offline-.*\.js$/.test(one))
  for (const end of ['', '.br', '.gz']) { rmSync(path.join(built, piece + end), { force: true }); if (end) rmSync(path.join(built, `sw.js${end}`), { force: true }) }
  const worker = path.join(built, 'sw.js')
  execFileSync('sed', ['-i', `s|{url:"${piece}",revision:null},||; s|{"url":"${piece}","revision":null},||`, worker])
  appendFileSync(worker, '\n// another release\n')
  await server.stop({ keep: true })
  server = await startOffice({ folder: server.folder, port: server.port, arguments: ['--web', built] })
  await page.reload()
  const word = page.getByText('Đã có bản mới của Nghị Sự')
  await word.waitFor({ timeout: 60000 })
  await page.getByRole('button', { name: 'Tải lại' }).click()
  await word.waitFor({ state: 'hidden' })
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await old.getByText('Đã có bản mới của Nghị Sự').waitFor()
  assert.equal(await fetch(`${server.origin}${piece}`).then(reply => reply.status), 404, 'the server has it no more')
  assert.equal(await old.evaluate(address => fetch(address).then(reply => reply.status), piece), 200, 'the tab of the release before still gets it')
  await old.close()
  rmSync(built, { recursive: true, force: true })
})
