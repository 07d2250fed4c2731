// SPDX-License-Identifier: GPL-3.0-or-later
//
// A full disk: a clear problem, nothing stored by half, and work goes on when there is room again. Needs root for a small file system; else skipped.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync, rmSync, chownSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { randomBytes } from 'node:crypto'
import { startServer } from '../http/server.js'

const mounted = process.getuid() === 0
test('disk_full__is_a_507_and_nothing_is_stored_by_half', { skip: mounted ? false : 'needs root to mount a small disk', timeout: 120000 }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nghisu-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=220m,mode=0755', 'tmpfs', folder])
  const uid = Number(execFileSync('id', ['-u', 'nghisu'])), gid = Number(execFileSync('id', ['-g', 'nghisu']))
  chownSync(folder, uid, gid)
  let server
  try {
    server = await startServer({ folder, sample: true })
    const author = await server.signIn('chuyenvien')
    const document = await author.json('POST', '/api/documents', { type: 'BC', subject: 'Đĩa đầy' })
    const pdf = size => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(size)])
    const free = () => Number(execFileSync('df', ['--output=avail', '-k', folder], { encoding: 'utf8' }).split('\n')[1])
    writeFileSync(path.join(folder, 'ballast'), randomBytes(Math.max(1, free() - 6000) * 1024))
    const reply = await author.post(`/api/documents/${document.id}/versions?filename=a.pdf`, pdf(12e6))
    assert.equal(reply.status, 507)
    assert.match((await reply.json()).type, /disk-full$/)
    assert.equal((await author.json('GET', `/api/documents/${document.id}/versions`)).items.length, 0)
    rmSync(path.join(folder, 'ballast'))
    const bytes = pdf(1e6)
    const version = await author.json('POST', `/api/documents/${document.id}/versions?filename=a.pdf`, bytes)
    assert.equal(version.number, 1)
    assert.ok(Buffer.from(await (await author.get(`/api/documents/${document.id}/versions/1/file`)).arrayBuffer()).equals(bytes))
  } finally {
    await server?.stop({ keep: true })
    execFileSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true, force: true })
  }
})
