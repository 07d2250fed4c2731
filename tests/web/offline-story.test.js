// SPDX-License-Identifier: GPL-3.0-or-later
//
// The story of C8, whole: an official on the road loses the network in the middle of a pack, reads on to the end, writes ten things of every kind, the
// browser is closed and opened again without a network, and at the end all of it is on the server, once each. Counted in the database.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { pause, until } from '../http/server.js'
import { documentOf, grantTo, pdf } from '../http/make.js'
import { copyOf, signIn, startCable, startOffice, tabletAt } from './browser.js'

const PAGES = 12
const text = Array.from({ length: PAGES }, (_, i) => [`Trang thu ${i + 1} cua van ban`, 'Dieu 1. Pham vi dieu chinh cua nghi quyet nay', 'Uy ban nhan dan thanh pho chiu trach nhiem thi hanh', 'Cac don vi gui so lieu truoc ngay hai muoi'])
let server, cable, official, clerk, document, folder, tablet, page
before(async () => {
  server = await startOffice()
  cable = await startCable(server.port)
  official = await server.signIn('chuyenvien')
  clerk = await server.signIn('thuky')
  document = (await documentOf(clerk, { bytes: pdf(text), subject: 'Nghị quyết đọc trên đường' })).id
  await grantTo(clerk, document, [official.session.person.id])
  await clerk.json('POST', `/api/documents/${document}/versions/1/threads`, { page: 1, body: 'Câu hỏi của thư ký' })
  for (const [kind, y] of [['highlight', 200], ['underline', 240]]) {
    await official.json('PUT', `/api/notes/${crypto.randomUUID()}`, { document_id: document, version: 1, page: 1, kind, audience: 'private', colour: 'yellow', quads: [{ x: 60, y, w: 120, h: 14 }] })
  }
  await official.json('PUT', `/api/documents/${document}/pin`, { pinned: true })
  folder = mkdtempSync(path.join(tmpdir(), 'nghisu-tablet-'))
})
after(async () => { await tablet?.close(); cable?.stop(); await server?.stop(); rmSync(folder, { recursive: true, force: true }) })

async function openTablet () {
  tablet = await tabletAt(folder, 820)
  page = tablet.pages()[0] ?? await tablet.newPage()
}
const address = () => `${cable.origin}/documents/${document}/read/1`
const field = () => page.getByRole('textbox', { name: 'Đến trang' })
async function goTo (n) {
  await field().fill(String(n))
  await field().press('Enter')
  await page.waitForFunction(n => [...document.querySelectorAll('[role=document] section')].some(section => {
    const box = section.getBoundingClientRect()
    return section.getAttribute('aria-label').startsWith(`Trang ${n} `) && box.bottom > 0 && box.top < innerHeight && section.querySelector('.text-line span') && [...section.querySelectorAll('img')].some(picture => picture.complete && picture.naturalWidth > 300)
  }), n)
}
const sheet = n => page.locator(`[role=document] section[aria-label^="Trang ${n} "]`)
const tool = name => page.getByRole('toolbar', { name: 'Công cụ ghi chú' }).getByRole('button', { name, exact: true }).click()
const audience = value => page.getByLabel('Người xem được ghi chú').first().selectOption(value)
async function sweep (n, from, to) {
  const [a, b] = await Promise.all([from, to].map(words => sheet(n).locator('.text-line span', { hasText: words }).first().boundingBox()))
  await page.mouse.move(a.x + 2, a.y + a.height / 2)
  await page.mouse.down()
  await page.mouse.move(b.x + b.width - 6, b.y + b.height / 2, { steps: 4 })
  await page.mouse.up()
}
const rows = sql => server.sql(sql).split('\n').filter(Boolean)
const entries = () => page.evaluate(() => new Promise(resolve => {
  const opening = indexedDB.open('nghisu')
  opening.onsuccess = () => {
    const all = opening.result.transaction('outbox').objectStore('outbox').getAllKeys()
    all.onsuccess = () => { opening.result.close(); resolve(all.result.filter(id => !id.startsWith('reading.')).length) }
  }
}))

test('written_on_the_road__ten_things_of_every_kind_are_on_the_server_once_each', { timeout: 300000 }, async () => {
  await openTablet()
  await signIn(page, cable.origin, 'chuyenvien')
  await until(async () => (await copyOf(page)).versions.some(one => one.document === document && one.whole), 'the pack on the tablet', 60000)
  await until(async () => { const { holder, answers } = await copyOf(page); return holder.synced_at && answers.some(one => one.includes(`${document}/versions/1/notes`)) }, 'its notes and facts', 60000)
  await page.waitForFunction(() => navigator.serviceWorker.controller)
  await page.goto(address())
  await goTo(3)

  cable.cut() // in the middle of reading
  for (let n = 4; n <= PAGES; n++) {
    await goTo(n)
    await pause(1200) // read, not only passed
  }
  await goTo(5)
  await page.getByRole('button', { name: 'Ghi chú', exact: true }).click()
  await tool('Tô sáng')
  await sweep(5, 'Pham', 'chinh') // 1: private
  await audience('unit')
  await tool('Gạch chân')
  await sweep(5, 'nhan', 'pho') // 2: my unit
  await audience('readers')
  await tool('Gạch ngang')
  await sweep(5, 'gui', 'truoc') // 3: all readers
  await audience('private')
  await tool('Bút vẽ')
  const at = await sheet(5).boundingBox()
  await page.mouse.move(at.x + 150, at.y + 300)
  await page.mouse.down()
  for (let i = 0; i < 20; i++) await page.mouse.move(at.x + 150 + i * 6, at.y + 300 + (i % 5) * 4)
  await page.mouse.up() // 4: ink
  await tool('Ghi chú chữ')
  await page.mouse.click(at.x + 300, at.y + 420)
  await page.getByRole('textbox', { name: 'Nội dung ghi chú' }).fill('Đề nghị làm rõ nguồn')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click() // 5: words
  await page.getByRole('button', { name: 'Đóng', exact: true }).first().click()
  await goTo(1)
  await page.getByRole('button', { name: /^Danh sách/ }).click()
  const card = kind => page.locator('.note-card', { hasText: `${kind}, trang 1` })
  await card('Tô sáng').getByRole('button').first().click()
  await card('Tô sáng').getByRole('button', { name: 'Đỏ', exact: true }).click() // 6: another colour
  await card('Gạch chân').getByRole('button').first().click()
  await card('Gạch chân').getByRole('button', { name: 'Xóa', exact: true }).click() // 7: a deletion
  await page.getByRole('button', { name: /^Ý kiến trao đổi/ }).click()
  await page.getByRole('button', { name: 'Viết về trang 1' }).click()
  await page.getByRole('textbox', { name: 'Nội dung trao đổi' }).fill('Ý kiến viết trên đường')
  await page.getByRole('button', { name: 'Gửi', exact: true }).click() // 8: a thread
  const asked = page.locator('.thread', { hasText: 'Câu hỏi của thư ký' })
  await asked.getByRole('button', { name: 'Trả lời' }).click()
  await page.getByRole('textbox', { name: 'Nội dung trao đổi' }).fill('Trả lời viết trên đường')
  await page.getByRole('button', { name: 'Gửi', exact: true }).click() // 9: an answer
  await until(async () => (await entries()) === 9, 'nine things sealed on the tablet')

  await tablet.close()
  await pause(500)
  await openTablet()
  await page.goto(address()) // still no network
  await goTo(5)
  await sheet(5).locator('.note-light').waitFor()
  await sheet(5).locator('.note-ink path').first().waitFor()
  await goTo(1)
  await page.getByRole('button', { name: /^Ý kiến trao đổi/ }).click()
  await page.locator('.thread', { hasText: 'Câu hỏi của thư ký' }).getByText('Trả lời viết trên đường').waitFor()
  await page.getByText('chưa gửi').first().waitFor()
  await page.locator('.thread', { hasText: 'Ý kiến viết trên đường' }).getByRole('button', { name: 'Trả lời' }).click()
  await page.getByRole('textbox', { name: 'Nội dung trao đổi' }).fill('Nói thêm, vẫn chưa có mạng')
  await page.getByRole('button', { name: 'Gửi', exact: true }).click() // 10: an answer to what is itself not sent
  await until(async () => (await entries()) === 10, 'ten things')
  assert.equal(rows(`select id from app.note where document_id = '${document}'`).length, 2, 'the server has none of it')

  cable.mend()
  await until(async () => (await entries()) === 0, 'nothing waits any more', 40000)
  const held = rows(`select kind || ' ' || audience || ' ' || colour || coalesce(' ' || body, '') || case when deleted_at is null then '' else ' gone' end from app.note where document_id = '${document}' order by 1`)
  assert.deepEqual(held, ['highlight private red', 'highlight private yellow', 'ink private blue', 'strike readers yellow', 'text private yellow Đề nghị làm rõ nguồn', 'underline private yellow gone', 'underline unit yellow'].sort())
  assert.deepEqual(rows(`select string_agg(c.body, ' / ' order by c.created_at) from app.comment c join app.comment_thread t on t.id = c.thread_id where t.document_id = '${document}' group by t.id order by 1`),
    ['Câu hỏi của thư ký / Trả lời viết trên đường', 'Ý kiến viết trên đường / Nói thêm, vẫn chưa có mạng'])
  assert.equal(rows(`select sum(edit_version) from app.note where document_id = '${document}'`)[0], '9', 'five new ones once, two changed once')
  assert.deepEqual(rows(`select action || ' ' || count(*) from app.audit where detail ->> 'document_id' = '${document}' and action ~ '^(note|thread|comment)-' group by action order by 1`), ['comment-created 2', 'note-created 2', 'thread-created 2'], 'nothing was done twice; of private notes nothing is told')
  const seen = await clerk.json('GET', `/api/documents/${document}/versions/1/notes`)
  assert.deepEqual(seen.items.map(note => note.kind).sort(), ['strike', 'underline'], 'her unit\'s and all readers\'')
  const [read] = rows(`select seen @> int4multirange(int4range(4, ${PAGES + 1})) from app.reading where document_id = '${document}' and person_id = '${official.session.person.id}'`)
  assert.equal(read, 't', 'what was read on the road is read')
  await page.getByText('chưa gửi').first().waitFor({ state: 'detached' })
})
