// SPDX-License-Identifier: GPL-3.0-or-later
//
// Signing in and out, passwords, devices (A3).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PASSWORD, startServer } from './server.js'
import { problem } from './make.js'

let server, admin
before(async () => {
  server = await startServer({ sample: true })
  admin = await server.signIn('quantri')
})
after(() => server?.stop())

let count = 0
async function newcomer (password = 'mot-mat-khau-dau') {
  const account = `nguoi.moi${++count}`
  const { id } = await admin.json('POST', '/api/people', { account, full_name: 'Nguyễn Thị Mới', password })
  return { account, id, password }
}
async function settled () {
  const { account, id, password } = await newcomer()
  const first = await server.signIn(account, password)
  await first.json('PUT', '/api/password', { current: password, password: 'mat-khau-cua-toi' }, 204)
  return { account, id, password: 'mat-khau-cua-toi', person: first }
}
const tryIn = (account, password) => server.nobody.post('/api/session', { account, password })

test('sign_in__gives_a_host_cookie_that_scripts_cannot_read', async () => {
  const reply = await tryIn('chuyenvien', PASSWORD)
  assert.equal(reply.status, 201)
  const cookie = reply.headers.get('set-cookie')
  for (const part of [/^__Host-nghisu=[\w-]{43};/, /; Secure/, /; HttpOnly/, /; SameSite=Lax/, /; Path=\//]) assert.match(cookie, part)
  const session = await reply.json()
  assert.equal(session.person.account, 'chuyenvien')
  assert.equal(session.must_change_password, false)
})

test('sign_in__answers_unknown_account_and_wrong_password_alike_and_in_the_same_time', async () => {
  const times = { chuyenvien: [], 'khong.co': [] }
  const bodies = new Set()
  for (let i = 0; i < 4; i++) {
    for (const account of Object.keys(times)) {
      const start = performance.now()
      const reply = await tryIn(account, 'sai-mat-khau-roi')
      times[account].push(performance.now() - start)
      const { http, slug, detail, title } = await problem(reply)
      bodies.add(JSON.stringify({ http, slug, detail, title }))
    }
  }
  assert.equal(bodies.size, 1)
  assert.match([...bodies][0], /401.*wrong-password/)
  const least = list => Math.min(...list)
  const [known, unknown] = Object.values(times).map(least)
  assert.ok(Math.abs(known - unknown) < Math.max(known, unknown) * 0.5, `${known} ms for a known, ${unknown} ms for an unknown account`)
})

test('sign_in__slows_a_guesser_on_one_account_after_ten_tries_and_nobody_else', async () => {
  const { account, password } = await settled()
  let refused
  for (let i = 0; i < 12 && !refused; i++) {
    const reply = await tryIn(account, 'sai-mat-khau-roi')
    if (reply.status === 429) {
      assert.ok(i >= 10, `refused after ${i} tries`)
      assert.ok(Number(reply.headers.get('retry-after')) > 0)
      refused = await problem(reply)
    } else await reply.arrayBuffer()
  }
  assert.equal(refused?.slug, 'too-many-tries')
  assert.equal((await tryIn(account, password)).status, 429)
  assert.equal((await tryIn('vanthu', PASSWORD)).status, 201)
})

test('sign_out__ends_the_session_and_clears_the_site', async () => {
  const person = await server.signIn('vanthu')
  const reply = await person.del('/api/session')
  assert.equal(reply.status, 204)
  // not "storage": what was written and not sent lies there, sealed, until its owner is back
  assert.equal(reply.headers.get('clear-site-data'), '"cache", "cookies"')
  assert.match(reply.headers.get('set-cookie'), /Max-Age=0/)
  const { http, slug } = await problem(await person.get('/api/session'))
  assert.deepEqual([http, slug], [401, 'signed-out'])
})

test('sessions__are_listed_and_one_can_be_ended_from_another_device', async () => {
  const [tablet, phone] = [await server.signIn('thuky'), await server.signIn('thuky')]
  const { items } = await tablet.json('GET', '/api/sessions')
  assert.equal(items.filter(item => item.this).length, 1)
  assert.equal(items.find(item => item.this).id, tablet.session.id)
  assert.equal((await tablet.del(`/api/sessions/${phone.session.id}`)).status, 204)
  assert.equal((await phone.get('/api/session')).status, 401)
  assert.equal((await tablet.get('/api/session')).status, 200)
})

test('session__of_another_person_cannot_be_ended_and_is_not_there', async () => {
  const [mine, other] = [await server.signIn('donvi1.chuyenvien'), await server.signIn('donvi2.chuyenvien')]
  assert.equal((await problem(await mine.del(`/api/sessions/${other.session.id}`))).http, 404)
  assert.equal((await other.get('/api/session')).status, 200)
})

test('first_password__must_be_changed_before_anything_else', async () => {
  const { account, password } = await newcomer()
  const person = await server.signIn(account, password)
  assert.equal(person.session.must_change_password, true)
  const { http, slug } = await problem(await person.get('/api/documents'))
  assert.deepEqual([http, slug], [403, 'change-password-first'])
  assert.equal((await person.put('/api/password', { current: password, password: 'mat-khau-cua-toi' })).status, 204)
  assert.equal((await person.get('/api/documents')).status, 200)
})

test('password__change_needs_the_current_one_and_ends_other_sessions', async () => {
  const { account, password, person } = await settled()
  const other = await server.signIn(account, password)
  const wrong = await problem(await person.put('/api/password', { current: 'khong-phai-no', password: 'mat-khau-thu-hai' }))
  assert.deepEqual([wrong.slug, wrong.field], ['wrong-password', 'current'])
  assert.equal((await other.get('/api/session')).status, 200)
  assert.equal((await person.put('/api/password', { current: password, password: 'mat-khau-thu-hai' })).status, 204)
  assert.equal((await other.get('/api/session')).status, 401)
  assert.equal((await person.get('/api/session')).status, 200)
  assert.equal((await tryIn(account, password)).status, 401)
  assert.equal((await tryIn(account, 'mat-khau-thu-hai')).status, 201)
})

test('password__that_is_weak_is_refused_with_its_field', async () => {
  const { account, password } = await newcomer()
  const person = await server.signIn(account, password)
  for (const weak of ['aaaaaaaaaaaa', '1234567890', 'MatKhau123', password]) {
    const { http, slug, field } = await problem(await person.put('/api/password', { current: password, password: weak }))
    assert.deepEqual([http, slug, field], [422, 'weak-password', 'password'], weak)
  }
  const short = await problem(await person.put('/api/password', { current: password, password: 'ngan' }))
  assert.deepEqual([short.http, short.field], [422, 'password'])
})

test('locked_account__ends_its_sessions_and_answers_like_a_wrong_password', async () => {
  const { account, id, password, person } = await settled()
  await admin.json('PATCH', `/api/people/${id}`, { state: 'locked' })
  assert.equal((await person.get('/api/session')).status, 401)
  assert.equal((await problem(await tryIn(account, password))).slug, 'wrong-password')
  await admin.json('PATCH', `/api/people/${id}`, { state: 'active' })
  assert.equal((await tryIn(account, password)).status, 201)
})

test('password_set_by_administrator__ends_the_persons_sessions_and_must_be_changed', async () => {
  const { account, id, person } = await settled()
  assert.equal((await admin.post(`/api/people/${id}/password`, { password: 'cap-lai-mat-khau' })).status, 204)
  assert.equal((await person.get('/api/session')).status, 401)
  assert.equal((await server.signIn(account, 'cap-lai-mat-khau')).session.must_change_password, true)
})

test('password_of_another__is_set_by_no_one_but_an_administrator', async () => {
  const { id } = await newcomer()
  const officer = await server.signIn('chuyenvien')
  assert.equal((await problem(await officer.post(`/api/people/${id}/password`, { password: 'cap-lai-mat-khau' }))).slug, 'not-allowed')
  assert.equal((await problem(await officer.post('/api/people', { account: 'tu.tao', full_name: 'Tự Tạo', password: 'mot-mat-khau-dau' }))).slug, 'not-allowed')
})

test('unsafe_request__from_another_site_is_refused', async () => {
  const person = await server.signIn('vanthu')
  const reply = await person.post('/api/documents', { type: 'CV', subject: 'Từ nơi khác' }, { origin: 'https://noi-khac.example' })
  assert.equal((await problem(reply)).slug, 'foreign-origin')
})
