// SPDX-License-Identifier: GPL-3.0-or-later
//
// Files that nobody of this project wrote, through the API: each page answers an image or a clear problem in time, bytes come back as they went in, and the
// server stays what it was.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { samples, startServer } from '../http/server.js'

const PAGES = 5 // of each file; the whole of the letters
const LIMIT_MS = 15000
const SLUGS = new Set(['pdf-encrypted', 'pdf-damaged', 'page-too-costly', 'page-crashed', 'no-pages'])
const skip = samples ? false : 'no ../shared/samples here'
const sha256 = bytes => createHash('sha256').update(bytes).digest('hex')
let server, author
before(async () => { if (!skip) { server = await startServer({ sample: true }); author = await server.signIn('chuyenvien') } })
after(() => server?.stop())

/** Uploads a file and asks for its pages; gives what was drawn and refused. */
async function walk (file, most) {
  const bytes = readFileSync(file)
  const name = path.basename(file)
  const document = await author.json('POST', '/api/documents', { type: 'BC', subject: name })
  const asked = Date.now()
  const reply = await author.post(`/api/documents/${document.id}/versions?filename=${encodeURIComponent(name)}`, bytes, { 'content-type': 'application/octet-stream' })
  const version = await reply.json()
  assert.ok(Date.now() - asked < LIMIT_MS, `${name}: the upload took ${Date.now() - asked} ms`)
  if (reply.status !== 201) {
    assert.ok(['wrong-media', 'empty-file'].includes(version.type?.split('/').pop()), `${name}: refused with ${JSON.stringify(version)}`)
    return { refused: version.type.split('/').pop() }
  }
  assert.equal(version.sha256, sha256(bytes), name)
  const base = `/api/documents/${document.id}/versions/${version.number}`
  const back = Buffer.from(await (await author.get(`${base}/file`)).arrayBuffer())
  assert.ok(back.equals(bytes), `${name} came back changed`)
  const answers = []
  for (let page = 1; page <= Math.min(version.pages ?? 1, most); page++) {
    const began = Date.now()
    const image = await author.get(`${base}/pages/${page}/image?width=800`)
    const body = Buffer.from(await image.arrayBuffer())
    const took = Date.now() - began
    assert.ok(took < LIMIT_MS, `${name} page ${page} took ${took} ms`)
    if (image.status === 200) {
      assert.ok(body.subarray(1, 4).toString() === 'PNG' || (body[0] === 0xff && body[1] === 0xd8), `${name} page ${page} is no picture`)
      answers.push('image')
      const text = await author.get(`${base}/pages/${page}/text`)
      if (text.status === 200) await text.json()
      else assert.ok(SLUGS.has((await text.json()).type.split('/').pop()), `${name} page ${page}: text`)
    } else {
      const slug = JSON.parse(body).type.split('/').pop()
      assert.ok(SLUGS.has(slug), `${name} page ${page}: ${image.status} ${body}`)
      answers.push(slug)
    }
  }
  return { answers }
}

test('signed_letters__every_page_is_drawn_and_bytes_come_back_identical', { skip }, async () => {
  for (const name of readdirSync(path.join(samples, 'pdf-signed'))) {
    const { answers } = await walk(path.join(samples, 'pdf-signed', name), 1000)
    assert.ok(answers.length > 0 && answers.every(answer => answer === 'image'), `${name}: ${answers}`)
  }
})

test('real_and_hostile_files__each_page_answers_in_time_and_the_server_stays_itself', { skip, timeout: 900000 }, async t => {
  const { pid } = server
  const files = ['pdf', 'pdf-hostile'].flatMap(folder => readdirSync(path.join(samples, folder)).map(name => path.join(samples, folder, name)))
  const tally = {}
  let next = 0
  await Promise.all([0, 1].map(async () => {
    while (next < files.length) {
      const { answers, refused } = await walk(files[next++], PAGES)
      for (const answer of answers ?? [refused]) tally[answer] = (tally[answer] ?? 0) + 1
    }
  }))
  t.diagnostic(JSON.stringify(tally))
  assert.equal(server.pid, pid)
  assert.equal((await fetch(server.origin + '/api/health')).status, 200)
  assert.ok(tally.image > 100, 'most pages are drawn')
  assert.ok(server.residentMiB < 200, `the server holds ${server.residentMiB} MiB`)
})

test('idle_server__needs_under_60_MiB', { skip }, async t => {
  const idle = await startServer()
  try {
    t.diagnostic(`${idle.residentMiB.toFixed(1)} MiB`)
    assert.ok(idle.residentMiB < 60)
  } finally { await idle.stop() }
})

test('office_files__are_kept_and_say_that_they_have_no_pages', { skip }, async () => {
  for (const folder of ['office', 'decree']) {
    for (const name of readdirSync(path.join(samples, folder)).slice(0, 6)) {
      const { answers } = await walk(path.join(samples, folder, name), 1)
      assert.deepEqual(answers, ['no-pages'], name)
    }
  }
})
