// SPDX-License-Identifier: GPL-3.0-or-later
//
// kill -9 of the server and of its database while versions are being uploaded: what was acknowledged opens and verifies after the next start.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHash, randomBytes } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { program, root, startServer, until } from '../http/server.js'

const ROUNDS = Number(process.env.ROUNDS ?? 20)
const PDF = (() => { try { return execFileSync('cat', [path.join(root, 'deploy/sample/giay-moi-giao-ban.pdf')]) } catch { return null } })()
const sha256 = bytes => createHash('sha256').update(bytes).digest('hex')

test('kill_9_while_versions_are_written__loses_nothing_acknowledged', { timeout: 900000 }, async t => {
  let server = await startServer({ sample: true })
  const folder = server.folder
  const kept = [] // {document, number, sha256}
  try {
    let author = await server.signIn('chuyenvien')
    const documents = []
    for (let i = 0; i < 3; i++) documents.push((await author.json('POST', '/api/documents', { type: 'BC', subject: `Văn bản ${i}` })).id)
    for (let round = 0; round < ROUNDS; round++) {
      let on = true
      const writers = documents.map(async document => {
        for (let n = 0; on; n++) {
          const bytes = Buffer.concat([PDF, Buffer.from(`\n% ${round} ${n} `), randomBytes(200 + Math.floor(Math.random() * 200000))])
          try {
            const reply = await author.post(`/api/documents/${document}/versions?filename=a.pdf&note=${round}`, bytes)
            if (reply.status === 201) kept.push({ document, number: (await reply.json()).number, sha256: sha256(bytes) })
          } catch { /* the server is gone in the middle: nothing was promised */ }
        }
      })
      await new Promise(resolve => setTimeout(resolve, 150 + Math.random() * 500))
      const database = server.postmaster()
      if (round % 3 === 1) process.kill(database, 'SIGKILL') // the database first, the server lives on a little
      if (round % 3 === 1) await new Promise(resolve => setTimeout(resolve, Math.random() * 200))
      await server.kill()
      if (round % 3 === 2) { try { process.kill(database, 'SIGKILL') } catch { /* it ended with the server */ } }
      on = false
      await Promise.all(writers)
      server = await startServer({ folder })
      author = await server.signIn('chuyenvien')
    }
    t.diagnostic(`${kept.length} versions acknowledged in ${ROUNDS} rounds`)
    assert.ok(kept.length >= ROUNDS)
    for (const { document, number, sha256: wanted } of kept) {
      const reply = await author.get(`/api/documents/${document}/versions/${number}/file`)
      assert.equal(reply.status, 200)
      assert.equal(sha256(Buffer.from(await reply.arrayBuffer())), wanted, `version ${number}`)
    }
    await server.stop({ keep: true })
    const asUser = process.getuid() === 0 ? ['setpriv', '--reuid=nghisu', '--regid=nghisu', '--init-groups'] : ['env']
    execFileSync(asUser[0], [...asUser.slice(1), program, 'verify', '--data', path.join(folder, 'data')], { encoding: 'utf8' })
  } finally { await server.stop() }
})

test('database_killed_under_a_running_server__is_started_again_and_requests_go_on', { timeout: 120000 }, async () => {
  const server = await startServer({ sample: true })
  try {
    const person = await server.signIn('thuky')
    process.kill(server.postmaster(), 'SIGKILL')
    const reply = await until(async () => { const r = await person.get('/api/documents').catch(() => null); return r?.status === 200 ? r : null }, 'documents after the database came back', 60000)
    assert.ok((await reply.json()).items.length > 0)
  } finally { await server.stop() }
})
