// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the API stored, seen by stock git: cloned, checked, its signatures verified with the exported keys (B2).
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { startServer } from './server.js'
import { documentOf, pdf, sha256, versionOf } from './make.js'

let server, author, folder, repository, document
const files = [pdf(1, 'Mot'), pdf(2, 'Hai'), pdf(3, 'Ba')]
before(async () => {
  server = await startServer({ sample: true })
  author = await server.signIn('chuyenvien')
  document = await documentOf(author, { bytes: files[0], note: 'Trình lần đầu', subject: 'Ba phiên bản' })
  for (const bytes of files.slice(1)) await versionOf(author, document.id, bytes, 'tờ trình.pdf', 'Sửa')
  folder = mkdtempSync(path.join(tmpdir(), 'nghisu-git-'))
  writeFileSync(path.join(folder, 'allowed_signers'), await (await author.get('/api/allowed-signers')).text())
  // safe.directory: the store belongs to the server's user, the test may be root
  writeFileSync(path.join(folder, 'config'), `[safe]\n\tdirectory = *\n[gpg "ssh"]\n\tallowedSignersFile = ${folder}/allowed_signers\n`)
  const hash = sha256(document.id)
  repository = path.join(server.folder, 'data/store', hash.slice(0, 2), hash.slice(2, 4), `${document.id}.git`)
})
after(async () => {
  await server?.stop()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

const git = (...args) => execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, GIT_CONFIG_GLOBAL: path.join(folder, 'config'), GIT_CONFIG_NOSYSTEM: '1' } })

test('store__passes_gits_strictest_check', () => {
  assert.doesNotThrow(() => git('-C', repository, 'fsck', '--strict', '--full'))
})

test('store__is_cloned_by_stock_git_with_every_version', () => {
  const clone = path.join(folder, 'clone')
  git('clone', '-q', repository, clone)
  assert.deepEqual(git('-C', clone, 'tag').trim().split('\n'), ['v1', 'v2', 'v3'])
  files.forEach((bytes, index) => {
    git('-C', clone, 'checkout', '-q', `v${index + 1}`)
    assert.deepEqual(readFileSync(path.join(clone, 'content/main.pdf')), bytes)
  })
  const facts = JSON.parse(readFileSync(path.join(clone, 'document.json'), 'utf8'))
  assert.equal(facts.document.subject, 'Ba phiên bản')
  assert.equal(facts.files[0].filename, 'tờ trình.pdf')
})

test('every_commit__is_signed_by_the_server_and_written_by_the_person', () => {
  for (const version of ['v1', 'v2', 'v3']) assert.doesNotThrow(() => git('-C', repository, 'verify-commit', version), version)
  const log = git('-C', repository, 'log', '--format=%an|%G?|%s', 'main').trim().split('\n')
  assert.deepEqual(log, [`${author.session.person.full_name}|G|Sửa`, `${author.session.person.full_name}|G|Sửa`, `${author.session.person.full_name}|G|Trình lần đầu`])
})

test('commit__of_the_reply_is_the_commit_of_the_store', async () => {
  const { items } = await author.json('GET', `/api/documents/${document.id}/versions`)
  for (const { number, commit } of items) assert.equal(git('-C', repository, 'rev-parse', `v${number}^{commit}`).trim(), commit)
})
