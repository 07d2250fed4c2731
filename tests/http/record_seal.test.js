// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sealed record of a meeting held over the API (G3, K8; rule 24): verified by the very commands of docs/record.md, with stock git and ssh-keygen;
// what was changed is found; what is restricted is in no one's hands but its circle's; a server that dies while it seals.
import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { documentOf, pdf, problem, sha256 } from './make.js'
import { pause, program, root, startServer, until } from './server.js'
import { ballotOf, drop, paperTake } from './voter.js'

const WORDS = ['Nhân sự kín', 'Phương án kín', 'Ho so kin', 'kin-dao.pdf', 'Chuyện riêng', 'Chốt phương án kín']
const asUser = process.getuid() === 0 ? ['setpriv', '--reuid=nghisu', '--regid=nghisu', '--init-groups'] : ['env']
let server, chair, inside, outside, stranger, meeting, secretVote, secret, open, apart, folder
const step = (name, body, who = chair) => who.json('POST', `/api/meetings/${meeting.id}/${name}`, body, 200)
const recordOf = who => who.json('GET', `/api/meetings/${meeting.id}/record`)
const sealed = n => until(async () => { const record = await recordOf(chair); return record.items[0]?.number === n && record.items[0].state === 'sealed' && record }, `sealing ${n}`, 60000)
const bytesOf = async reply => { assert.equal(reply.status, 200); return Buffer.from(await reply.arrayBuffer()) }
const bundle = async (who, of = `/api/meetings/${meeting.id}`) => bytesOf(await who.get(`${of}/record/bundle`))

/** The commands of the document, in order: [first line of its block, the block]. */
const commands = () => [...readFileSync(path.join(root, 'docs/record.md'), 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text)
/** Runs them in a folder that holds what a person took away; what went wrong first, or null. */
function check (files) {
  const place = mkdtempSync(path.join(tmpdir(), 'nghisu-record-'))
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(place, name), bytes)
  const run = spawnSync('bash', ['-euo', 'pipefail', '-c', commands().join('\n')], { cwd: place, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: place, LC_ALL: 'C.UTF-8' } })
  return { place, wrong: run.status === 0 ? null : run.stderr || `status ${run.status}`, said: run.stdout + run.stderr }
}
const git = (place, ...args) => execFileSync('git', ['-C', place, '-c', 'safe.directory=*', ...args], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] })
/** Every byte that a clone holds, as text, with the words of its PDFs. */
function everything (place) {
  const objects = git(place, 'cat-file', '--batch-all-objects', '--batch-check').trim().split('\n').map(line => line.split(' '))
  const pages = readdirSync(path.join(place, 'pdf')).map(name => execFileSync('pdftotext', [path.join(place, 'pdf', name), '-'], { encoding: 'utf8' }))
  return objects.map(([oid, type]) => git(place, 'cat-file', type === 'blob' ? 'blob' : '-p', oid)).join('\n') + pages.join('\n')
}

before(async () => {
  server = await startServer({ sample: true })
  chair = await server.signIn('donvi1.lanhdao')
  inside = await server.signIn('donvi2.lanhdao')
  outside = await server.signIn('donvi3.lanhdao')
  stranger = await server.signIn('donvi4.lanhdao')
  open = await documentOf(chair, { bytes: pdf(2, 'Chung'), subject: 'Báo cáo chung', filename: 'chung.pdf' })
  apart = await documentOf(chair, { bytes: pdf(2, 'Ho so kin'), subject: 'Hồ sơ nhân sự kín', filename: 'kin-dao.pdf' })
  const made = await chair.json('POST', '/api/meetings', { title: 'Họp Ban', starts_at: new Date().toISOString(), chair_id: chair.session.person.id, host_unit_id: chair.session.person.positions[0].unit.id })
  await chair.json('PUT', `/api/meetings/${made.id}/agenda`, { items: [{ title: 'Việc chung', papers: [{ document_id: open.id, version: 1 }] }, { title: 'Việc khác' }] })
  await chair.json('PUT', `/api/meetings/${made.id}/invitees`, { invitees: [inside, outside].map(({ session }) => ({ principal_id: session.person.id, role: 'member' })) })
  const agenda = await chair.json('POST', `/api/meetings/${made.id}/agenda`, { title: 'Nhân sự kín', restricted: true, circle: [inside.session.person.id], papers: [{ document_id: apart.id, version: 1 }] })
  secret = agenda.items.find(({ title }) => title === 'Nhân sự kín')
  meeting = await chair.json('POST', `/api/meetings/${made.id}/publish`, undefined, 200)
  await step('start')
  for (const who of [chair, inside, outside]) await step('attendance', { state: 'room' }, who)
  await chair.json('PUT', `/api/meetings/${meeting.id}/desks/speech`, { state: 'open' })
  const speak = async (who, topic) => {
    const floor = await who.json('POST', `/api/meetings/${meeting.id}/speeches`, { queue: 'speech', topic })
    const speech = floor.waiting.find(one => one.topic === topic)
    for (const act of ['call', 'end']) await chair.json('POST', `/api/speeches/${speech.id}/${act}`, undefined, 200)
  }
  const vote = async (item, title, voters) => {
    const made = await chair.json('POST', `/api/meetings/${meeting.id}/votes`, { item_id: item, title, ...(item === secret.id ? {} : { paper_id: meeting.agenda[0].papers[0].id }) })
    const act = name => chair.json('POST', `/api/votes/${made.id}/${name}`, undefined, 200)
    await act('open')
    for (const [who, n] of voters) assert.equal((await who.post(`/api/votes/${made.id}/ballots`, { option_ids: [made.options[n].id] })).status, 201)
    for (const name of ['close', 'publish']) await act(name)
  }
  await speak(outside, 'Về kinh phí')
  await vote(meeting.agenda[0].id, 'Thông qua báo cáo', [[inside, 0], [outside, 1]])
  secretVote = await chair.json('POST', `/api/meetings/${meeting.id}/votes`, { item_id: meeting.agenda[0].id, title: 'Bầu Phó ban', secret: true })
  const act = (name, body) => chair.json('POST', `/api/votes/${secretVote.id}/${name}`, body, 200)
  secretVote = await act('hand-out')
  const { public_key: key } = await chair.json('GET', `/api/votes/${secretVote.id}/papers`)
  const papers = await Promise.all([chair, inside, outside].map(who => paperTake(who, secretVote, key)))
  await act('box/open')
  for (const paper of papers) assert.equal((await drop(server, secretVote, await ballotOf(secretVote, paper, [0]))).status, 201)
  for (const name of ['count', 'publish']) await act(name)
  await chair.json('POST', `/api/meetings/${meeting.id}/conclusions`, { text: 'Thống nhất thông qua', item_id: meeting.agenda[0].id })
  await step('current', { item_id: secret.id })
  await speak(inside, 'Chuyện riêng')
  await vote(secret.id, 'Phương án kín', [[inside, 0]])
  await chair.json('POST', `/api/meetings/${meeting.id}/conclusions`, { text: 'Chốt phương án kín', item_id: secret.id })
  await step('end')
})
after(() => server?.stop())

test('record__is_asked_for_after_the_end_and_sealed_soon (G3)', async () => {
  assert.equal((await problem(await outside.post(`/api/meetings/${meeting.id}/record`))).http, 403)
  assert.equal((await problem(await stranger.post(`/api/meetings/${meeting.id}/record`))).http, 404)
  assert.equal((await problem(await outside.get(`/api/meetings/${meeting.id}/record/bundle`))).http, 404, 'nothing is sealed yet')
  const asked = await chair.json('POST', `/api/meetings/${meeting.id}/record`, undefined, 202)
  assert.deepEqual([asked.items[0].state, asked.items[0].interim, asked.may_seal], ['queued', true, false])
  const record = await sealed(1)
  assert.match(record.items[0].commit, /^[0-9a-f]{40}$/)
  assert.match(record.items[0].key, /^SHA256:[\w+/]{43}$/)
})

test('record__verifies_with_the_commands_of_docs_record_md_and_nothing_else (K8)', async () => {
  const record = await recordOf(inside)
  const files = {
    'record.bundle': await bundle(outside),
    'item.bundle': await bundle(inside, `/api/agenda-items/${secret.id}`),
    allowed_signers: await bytesOf(await outside.get('/api/allowed-signers')),
    'paper.pdf': pdf(2, 'Chung')
  }
  folder = files
  const { place, wrong, said } = check(files)
  try {
    assert.equal(wrong, null, wrong)
    assert.ok(said.includes(record.items[0].key), 'the key is the one that the page names')
    const clone = path.join(place, 'record')
    const read = name => JSON.parse(readFileSync(path.join(clone, name), 'utf8'))
    assert.equal(git(clone, 'rev-parse', 'HEAD').trim(), record.items[0].commit)
    assert.equal(git(clone, 'rev-parse', 'v1^{commit}').trim(), record.items[0].commit)
    assert.equal(readFileSync(path.join(place, 'counted'), 'utf8'), record.items[0].manifest_sha256)
    assert.equal(git(clone, 'log', '-1', '--format=%an').trim(), chair.session.person.full_name)
    assert.equal(read('record.json').meeting.title, 'Họp Ban')
    const paper = read('papers.json')[0]
    assert.deepEqual([paper.document_id, paper.version, paper.files[0].sha256], [open.id, 1, sha256(pdf(2, 'Chung'))])
    assert.equal(read('speeches.json')[0].topic, 'Về kinh phí')
    assert.equal(read('attendance.json').roll.filter(one => one.state === 'room').length, 3)
    assert.equal(read('conclusions.json')[0].text, 'Thống nhất thông qua')
    const [vote] = read('votes.json')
    const ballots = Object.fromEntries(vote.entitled.filter(one => one.voted).map(one => [one.person.name, vote.options.find(({ id }) => id === one.option_ids[0]).meaning]))
    assert.deepEqual(ballots, { [inside.session.person.full_name]: 'for', [outside.session.person.full_name]: 'against' }, 'each ballot under its name')
    assert.deepEqual([vote.title, vote.document_id, vote.version, vote.result.voted], ['Thông qua báo cáo', open.id, 1, 2], 'rule 11: on the version it was held on')
    const list = readFileSync(path.join(clone, `lists/${secretVote.id}.json`))
    assert.deepEqual(list, await bytesOf(await outside.get(`/api/votes/${secretVote.id}/ballots`)), 'the list of a secret vote as it was published')
    assert.equal(JSON.parse(list).ballots.length, 3)
    assert.ok(read('votes.json').find(({ secret }) => secret).entitled.every(one => one.option_ids === null), 'and no ballot under a name (rule 32)')
    assert.ok(said.includes('Good "nghisu-vote" signature'), said)
    assert.ok(read('events.json').some(({ kind }) => kind === 'meeting-ended'))
    assert.equal(read('restricted.json').length % 16, 0)
    assert.ok(read('restricted.json').includes(record.restricted[0].commitment))
    const item = JSON.parse(readFileSync(path.join(place, 'item/item.json'), 'utf8'))
    assert.deepEqual([item.agenda[0].title, item.papers[0].subject, item.speeches[0].topic, item.votes[0].title, item.conclusions[0].text], ['Nhân sự kín', 'Hồ sơ nhân sự kín', 'Chuyện riêng', 'Phương án kín', 'Chốt phương án kín'])
    assert.ok(item.papers[0].manifest_sha256 && paper.manifest_sha256)
    const words = execFileSync('pdftotext', ['-layout', path.join(clone, 'pdf/agenda.pdf'), '-'], { encoding: 'utf8' })
    assert.ok(words.includes('Báo cáo chung'), 'the agenda in print names its papers')
    assert.ok(execFileSync('pdftotext', ['-layout', path.join(clone, 'pdf/attendance.pdf'), '-'], { encoding: 'utf8' }).includes(outside.session.person.full_name))
    for (const name of readdirSync(clone).filter(name => name.endsWith('.json'))) assert.ok(!/\n|": /.test(readFileSync(path.join(clone, name), 'utf8').replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')), `${name} is canonical`)
  } finally { rmSync(place, { recursive: true, force: true }) }
})

test('record__papers_own_repository_says_the_same (K8)', async () => {
  const { place } = check(folder)
  try {
    const paper = JSON.parse(readFileSync(path.join(place, 'record/papers.json'), 'utf8'))[0]
    const hash = sha256(open.id)
    const repository = path.join(server.folder, 'data/store', hash.slice(0, 2), hash.slice(2, 4), `${open.id}.git`)
    assert.equal(git(repository, 'log', '-1', '--format=%H %(trailers:key=Manifest-SHA256,valueonly)', 'v1').trim(), `${paper.commit} ${paper.manifest_sha256}`)
  } finally { rmSync(place, { recursive: true, force: true }) }
})

test('record__one_changed_byte_is_found (K8)', async () => {
  const flip = (bytes, at) => { const copy = Buffer.from(bytes); copy[at] ^= 1; return copy }
  const whole = folder['record.bundle']
  const pack = whole.indexOf('PACK')
  for (let k = 0; k < 14; k++) {
    const at = pack + Math.floor((whole.length - pack - 1) * k / 13)
    const { place, wrong } = check({ ...folder, 'record.bundle': flip(whole, at) })
    rmSync(place, { recursive: true, force: true })
    assert.ok(wrong, `byte ${at} of ${whole.length}`)
  }
  for (const name of ['allowed_signers', 'paper.pdf', 'item.bundle']) {
    const { place, wrong } = check({ ...folder, [name]: flip(folder[name], folder[name].length - 12) })
    rmSync(place, { recursive: true, force: true })
    assert.ok(wrong, name)
  }
  // one file of the tree, changed and committed as if nothing were: its id, its signature and its manifest all tell
  const { place } = check(folder)
  try {
    const clone = path.join(place, 'record')
    const names = git(clone, 'ls-tree', '-r', '--name-only', 'HEAD').trim().split('\n')
    const manifest = 'git ls-tree -r --name-only HEAD | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -d" " -f1'
    const wanted = git(clone, 'log', '-1', '--format=%(trailers:key=Manifest-SHA256,valueonly)').trim()
    const counted = () => execFileSync('bash', ['-c', manifest], { cwd: clone, encoding: 'utf8' }).trim()
    assert.equal(counted(), wanted)
    for (const name of names) {
      const file = path.join(clone, name), bytes = readFileSync(file)
      writeFileSync(file, flip(bytes, bytes.length >> 1))
      assert.notEqual(counted(), wanted, name)
      writeFileSync(file, bytes)
    }
    writeFileSync(path.join(clone, 'votes.json'), '[{}]')
    git(clone, '-c', 'user.name=x', '-c', 'user.email=store@nghisu.invalid', 'commit', '-qam', `x\n\nManifest-SHA256: ${counted()}`)
    assert.throws(() => git(clone, '-c', `gpg.ssh.allowedSignersFile=${path.join(place, 'allowed_signers')}`, 'verify-commit', 'HEAD'))
  } finally { rmSync(place, { recursive: true, force: true }) }
})

test('record__has_no_word_of_a_restricted_item_for_those_outside (rule 24)', async () => {
  const record = await recordOf(outside)
  assert.deepEqual(record.restricted, [])
  assert.equal((await problem(await outside.get(`/api/agenda-items/${secret.id}/record/bundle`))).http, 404)
  assert.equal((await problem(await stranger.get(`/api/meetings/${meeting.id}/record/bundle`))).http, 404)
  const { place } = check(folder)
  try {
    const all = everything(path.join(place, 'record'))
    for (const word of [...WORDS, secret.id, apart.id, (await recordOf(inside)).restricted[0].commit]) assert.ok(!all.includes(word), word)
    assert.ok(all.includes('Về kinh phí'))
  } finally { rmSync(place, { recursive: true, force: true }) }
})

test('record__sealed_again_is_a_further_commit_on_the_same (G3)', async () => {
  await chair.json('POST', `/api/meetings/${meeting.id}/conclusions`, { text: 'Bổ sung kết luận' })
  const first = (await recordOf(chair)).items[0]
  await chair.json('POST', `/api/meetings/${meeting.id}/record`, undefined, 202)
  const record = await sealed(2)
  folder = { ...folder, 'record.bundle': await bundle(chair), 'item.bundle': await bundle(inside, `/api/agenda-items/${secret.id}`) }
  const { place, wrong } = check(folder)
  try {
    assert.equal(wrong, null, wrong)
    assert.deepEqual(git(path.join(place, 'record'), 'rev-list', 'HEAD').trim().split('\n'), [record.items[0].commit, first.commit])
    assert.ok(git(path.join(place, 'record'), 'diff', 'v1', 'v2', '--', 'conclusions.json').includes('Bổ sung kết luận'))
  } finally { rmSync(place, { recursive: true, force: true }) }
})

test('minutes_approved__close_the_meeting_and_seal_its_record_and_a_correction_seals_again (rules 20, 34)', async () => {
  const place = `/api/meetings/${meeting.id}/minutes`
  const { id } = await chair.json('POST', place, {})
  await chair.json('POST', `/api/minutes/${id}/offers`, { take: true }, 200)
  await chair.json('POST', `/api/minutes/${id}/approve`, undefined, 200)
  const record = await sealed(3)
  assert.equal(record.items[0].interim, false)
  await chair.json('POST', `/api/minutes/${id}/correct`, { reason: 'Ghi sai thời hạn' }, 200)
  await chair.json('POST', `/api/minutes/${id}/approve`, undefined, 200)
  await sealed(4)
  folder = { ...folder, 'record.bundle': await bundle(outside), 'item.bundle': await bundle(inside, `/api/agenda-items/${secret.id}`) }
  const { place: where, wrong } = check(folder)
  try {
    assert.equal(wrong, null, wrong)
    const clone = path.join(where, 'record')
    const [minutes] = JSON.parse(readFileSync(path.join(clone, 'minutes.json'), 'utf8'))
    assert.deepEqual(minutes.editions.map(({ edition, reason }) => [edition, reason]), [[1, null], [2, 'Ghi sai thời hạn']])
    assert.ok(minutes.blocks.some(({ text, events }) => text.includes('Thống nhất thông qua') && events.length > 0), 'statements with their events')
    const events = new Set(JSON.parse(readFileSync(path.join(clone, 'events.json'), 'utf8')).map(event => event.id))
    assert.ok(minutes.blocks.flatMap(block => block.events).every(event => events.has(event)), 'every event that the minutes cite is in the record')
    assert.equal(sha256(readFileSync(path.join(clone, 'pdf/minutes.pdf'))), minutes.editions[1].sha256)
    const all = everything(clone)
    for (const word of [...WORDS, secret.id, apart.id]) assert.ok(!all.includes(word), word)
  } finally { rmSync(where, { recursive: true, force: true }) }
})

test('record__a_server_killed_while_it_seals_seals_once (kill -9)', { timeout: 180000 }, async () => {
  // The meeting is held by another so that the sealing stands with everything written and nothing said.
  const [, , , port, socket] = execFileSync(asUser[0], [...asUser.slice(1), 'cat', path.join(server.folder, 'data/database/postmaster.pid')], { encoding: 'utf8' }).split('\n')
  const holder = spawn(asUser[0], [...asUser.slice(1), 'psql', '-XAtq', '-h', socket, '-p', port, '-U', 'nghisu_owner', 'nghisu'], { stdio: ['pipe', 'pipe', 'inherit'] })
  let heard = ''
  holder.stdout.on('data', bytes => { heard += bytes })
  holder.stdin.write(`begin; select 'held' from app.meeting where id = '${meeting.id}' for no key update;\n`)
  await until(() => heard.includes('held'), 'the meeting to be held')
  server.sql(`insert into app.meeting_record (meeting_id, number, interim, asked_by) values ('${meeting.id}', 5, true, '${chair.session.person.id}')`)
  await until(() => server.sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%record_sealed%'") === '1', 'the sealing to wait', 60000)
  await server.kill()
  holder.stdin.end()
  await new Promise(resolve => holder.on('exit', resolve))
  server = await startServer({ folder: server.folder })
  chair = await server.signIn('donvi1.lanhdao')
  const record = await sealed(5)
  await pause(300)
  assert.deepEqual(record.items.map(({ number }) => number), [5, 4, 3, 2, 1])
  const { place, wrong } = check({ ...folder, 'record.bundle': await bundle(chair), 'item.bundle': await bundle(chair, `/api/agenda-items/${secret.id}`) })
  try {
    assert.equal(wrong, null, wrong)
    assert.equal(git(path.join(place, 'record'), 'rev-list', '--count', 'HEAD').trim(), '5')
    assert.equal(git(path.join(place, 'item'), 'rev-list', '--count', 'HEAD').trim(), '5')
  } finally { rmSync(place, { recursive: true, force: true }) }
})

test('verify__checks_the_records_too (J2)', { timeout: 120000 }, async () => {
  const hash = sha256(meeting.id)
  const objects = path.join(server.folder, 'data/store', hash.slice(0, 2), hash.slice(2, 4), `${meeting.id}.git`, 'objects')
  await server.stop({ keep: true })
  const verify = () => spawnSync(asUser[0], [...asUser.slice(1), program, 'verify', '--data', path.join(server.folder, 'data')], { encoding: 'utf8' })
  const sound = verify()
  assert.equal(sound.status, 0, sound.stdout + sound.stderr)
  const oid = git(path.dirname(objects), 'rev-parse', 'v1:votes.json').trim()
  const file = path.join(objects, oid.slice(0, 2), oid.slice(2))
  const bytes = readFileSync(file), kept = Buffer.from(bytes)
  bytes[bytes.length - 6] ^= 1
  execFileSync(asUser[0], [...asUser.slice(1), 'bash', '-c', `chmod u+w '${file}' && cat > '${file}'`], { input: bytes })
  const damaged = verify()
  assert.equal(damaged.status, 1)
  assert.match(damaged.stdout, new RegExp(meeting.id))
  execFileSync(asUser[0], [...asUser.slice(1), 'bash', '-c', `cat > '${file}'`], { input: kept })
  assert.ok(existsSync(file))
})
