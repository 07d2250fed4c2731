// SPDX-License-Identifier: GPL-3.0-or-later
//
// What was shown a moment ago and may be shown no more: a page asked again after the grant, the session, the password or the account is gone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { documentOf, grantTo, pdf } from './make.js'
import { PASSWORD, startServer, until } from './server.js'

let server, author, reader, document
const at = path => `/api/documents/${document.id}/versions/1${path}`
const image = () => at('/pages/1/image?width=800')

before(async () => {
  server = await startServer({ sample: true })
  author = await server.signIn('thuky')
  reader = await server.signIn('chuyenvien')
  document = await documentOf(author, { bytes: pdf(2) })
  await grantTo(author, document.id, [reader.session.person.id])
})
after(() => server?.stop())

const status = async (person, url, headers) => { const reply = await person.get(url, headers); await reply.arrayBuffer(); return reply.status }
/** Seen twice, so that the second time it is one that was kept. */
async function seen (person) {
  assert.equal(await status(person, image()), 200)
  assert.equal(await status(person, image()), 200)
}
/** Within a second, and from then on always. */
async function comesTo (person, url, wanted) {
  await until(async () => await status(person, url) === wanted, `${wanted} of ${url}`, 1000)
  for (let i = 0; i < 5; i++) assert.equal(await status(person, url), wanted)
}

test('page__of_a_grant_taken_away_is_gone_within_a_second', async () => {
  const first = await reader.get(image())
  const etag = first.headers.get('etag')
  await seen(reader)
  assert.equal(await status(reader, image(), { 'if-none-match': etag }), 304)
  for (const part of ['/pages', '/pages/1/text', '/outline']) assert.equal(await status(reader, at(part)), 200)
  await grantTo(author, document.id)
  await comesTo(reader, image(), 404)
  assert.equal(await status(reader, image(), { 'if-none-match': etag }), 404)
  for (const part of ['/pages', '/pages/1/text', '/outline']) assert.equal(await status(reader, at(part)), 404)
  assert.equal(await status(author, image()), 200)
  await grantTo(author, document.id, [reader.session.person.id])
  await comesTo(reader, image(), 200)
})

test('page__of_a_session_that_was_revoked_is_refused', async () => {
  const second = await server.signIn('chuyenvien')
  await seen(second)
  const { items } = await reader.json('GET', '/api/sessions')
  const fresh = items.filter(item => !item.this).sort((a, b) => a.created_at < b.created_at ? 1 : -1)[0]
  assert.equal((await reader.del(`/api/sessions/${fresh.id}`)).status, 204)
  await comesTo(second, image(), 401)
  await seen(reader)
})

test('page__of_a_session_that_signed_out_is_refused', async () => {
  const second = await server.signIn('chuyenvien')
  await seen(second)
  assert.equal((await second.del('/api/session')).status, 204)
  await comesTo(second, image(), 401)
})

test('page__of_other_sessions_is_refused_after_the_password_changed', async () => {
  const second = await server.signIn('chuyenvien')
  await seen(second)
  await seen(reader)
  const reply = await reader.ask('PUT', '/api/password', { current: PASSWORD, password: 'mot-mat-khau-khac' })
  assert.equal(reply.status, 204, await reply.text())
  await comesTo(second, image(), 401)
  assert.equal(await status(reader, image()), 200)
})

test('page__of_a_locked_account_is_refused', async () => {
  const admin = await server.signIn('quantri')
  await seen(reader)
  await admin.json('PATCH', `/api/people/${reader.session.person.id}`, { state: 'locked' })
  await comesTo(reader, image(), 401)
})

test('page__that_became_secret_is_stored_nowhere', async () => {
  const other = await documentOf(author, { bytes: pdf(1) })
  const url = `/api/documents/${other.id}/versions/1/pages/1/image?width=800`
  assert.equal(await status(author, url), 200)
  assert.match((await author.get(url)).headers.get('cache-control'), /no-cache/)
  await author.json('PATCH', `/api/documents/${other.id}`, { secrecy: 'confidential' })
  await until(async () => /no-store/.test((await author.get(url)).headers.get('cache-control')), 'no-store', 1000)
})
