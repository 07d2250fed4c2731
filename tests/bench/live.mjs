// SPDX-License-Identifier: GPL-3.0-or-later
//
// A running meeting with 90 to 5,000 connected members on one machine, each with a session and an event stream of its own: how long from the chair's request
// to the last of them having the event, beside nchan handing out the same bytes to as many; what a member costs in memory and bytes; all of them coming
// back at once after a restart. Both sides in turn, by the same generator (live_load.c); what counts is the ratio.
//   node tests/bench/live.mjs [members …]
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import readline from 'node:readline'
import { pause, root, startServer, until } from '../http/server.js'

const SIZES = process.argv.slice(2).map(Number).filter(Boolean)
if (!SIZES.length) SIZES.push(90, 500, 2000, 5000)
const ROUNDS = Number(process.env.ROUNDS ?? 9)
const most = Math.max(...SIZES)
const median = list => [...list].sort((a, b) => a - b)[list.length >> 1]
const number = (value, digits = 1, width = 8) => value.toFixed(digits).padStart(width)
const freePort = () => new Promise(resolve => { const s = net.createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => resolve(port)) }) })
const folder = mkdtempSync(path.join(tmpdir(), 'nghisu-live-'))
chmodSync(folder, 0o755)

/** Memory of a process in KiB, what it shares counted in part; of nginx its workers', of our server its own: the database's does not grow with the streams. */
function memory (pid) {
  const of = each => { try { return Number(readFileSync(`/proc/${each}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+)/m)[1]) } catch { return 0 } }
  const children = pid === server.pid ? [] : readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  return [pid, ...children].map(of).reduce((sum, each) => sum + each, 0)
}

class Load {
  constructor () {
    this.child = spawn(path.join(root, 'build/bench_live_load'), [], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.replies = readline.createInterface({ input: this.child.stdout })[Symbol.asyncIterator]()
  }

  async say (...words) {
    this.child.stdin.write(words.join('\t') + '\n')
    const { value, done } = await this.replies.next()
    if (done) throw new Error(`the generator ended at: ${words[0]}`)
    return JSON.parse(value)
  }

  end () { this.child.stdin.end() }
}

const escaped = text => text.replaceAll('\\', '\\\\').replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('"', '\\"')
/** What Chromium sends, in size too. */
const browser = [
  'Connection: keep-alive', 'sec-ch-ua-platform: "Linux"', 'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Safari/537.36',
  'Accept: text/event-stream', 'sec-ch-ua: "Chromium";v="136", "Not.A/Brand";v="99"', 'sec-ch-ua-mobile: ?0', 'Sec-Fetch-Site: same-origin', 'Sec-Fetch-Mode: cors', 'Sec-Fetch-Dest: empty',
  'Accept-Encoding: gzip, deflate, br, zstd', 'Accept-Language: vi-VN,vi;q=0.9'
]
const request = (line, port, ...more) => escaped([line, `Host: 127.0.0.1:${port}`, ...browser, ...more].join('\r\n') + '\r\n\r\n')
const cookie = n => `Cookie: __Host-nghisu=bench-live-token-of-${n}`

const server = await startServer({ sample: true, arguments: ['--log-level', 'error'] })
const made = server.psqlTool('psql', ['-XAtq', '-v', `sizes={${SIZES.join(',')}}`, '-f', path.join(root, 'tests/bench/live.sql')], 'nghisu_owner')
const meetings = new Map(made.trim().split('\n').map(row => row.split(' ')).map(([size, id, ...items]) => [Number(size), { id, items }]))

// nchan: one channel a size, two workers as our server has two threads; no message is kept for those who come later
const nchanPort = await freePort()
writeFileSync(path.join(folder, 'nginx.conf'), `
load_module /usr/lib/nginx/modules/ngx_nchan_module.so;
user www-data; worker_processes ${process.env.NCHAN_WORKERS ?? 'auto'}; worker_rlimit_nofile 20000; daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events { worker_connections 10000; }
http { access_log off; nchan_shared_memory_size 256m; keepalive_timeout 75s;
  client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c; uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
  server { listen 127.0.0.1:${nchanPort} backlog=4096;
    location ~ ^/publish/(\\w+)$ { nchan_publisher; nchan_channel_id $1; nchan_store_messages off; }
    location ~ ^/events/(\\w+)$ { nchan_subscriber eventsource; nchan_channel_id $1; nchan_subscriber_first_message newest; } } }`)
const nginx = spawn('nginx', ['-c', path.join(folder, 'nginx.conf'), '-p', folder], { stdio: 'ignore' })
await until(() => new Promise(resolve => { const s = net.connect(nchanPort, '127.0.0.1', () => { s.destroy(); resolve(true) }).on('error', () => resolve(false)) }), 'nchan')

/** One row changed, told and on disk: what any act that lasts takes at least, and what nchan does not do. */
function commitMs () {
  const script = path.join(folder, 'commit.sql')
  writeFileSync(script, `with x as (update app.meeting set revision = revision + 1 where id = '${meetings.get(SIZES[0]).id}' returning id) select pg_notify('nothing', id::text) from x;\n`)
  chmodSync(script, 0o644)
  return Number(server.psqlTool('pgbench', ['-n', '-M', 'prepared', '-c', '1', '-T', '1', '-f', script], 'nghisu_owner').match(/latency average = ([\d.]+)/)[1])
}

const file = (name, rows) => { const at = path.join(folder, name); writeFileSync(at, rows.join('\n') + '\n'); return at }
const ours = new Load(), theirs = new Load()
const rows = []
/** Number n, signed in. */
const person = n => Object.assign(Object.create(Object.getPrototypeOf(server.nobody)), { server, cookie: `__Host-nghisu=bench-live-token-of-${n}` })
const streamsOf = size => file('ours', Array.from({ length: most + 1 }, (_, n) => request(`GET /api/events?subject=meeting%3A${meetings.get(size).id} HTTP/1.1`, server.port, cookie(n))))

/** So many ballots of as many sessions, one a person, while all follow the meeting. */
async function ballots (size, seconds) {
  const { id, items } = meetings.get(size)
  const chair = person(0)
  const made = await chair.json('POST', `/api/meetings/${id}/votes`, { item_id: items[0], title: `Biểu quyết ${seconds}` })
  const vote = await chair.json('POST', `/api/votes/${made.id}/open`, undefined, 200)
  const casts = file('ballots', Array.from({ length: size + 1 }, (_, n) => {
    const body = JSON.stringify({ option_ids: [vote.options[n % 2].id] })
    return request(`POST /api/votes/${vote.id}/ballots HTTP/1.1`, server.port, cookie(n), `Origin: http://127.0.0.1:${server.port}`, 'Content-Type: application/json', `Content-Length: ${body.length}`) + escaped(body)
  }))
  const cast = await ours.say('crowd', size, server.port, 1, seconds, casts)
  const closed = await chair.json('POST', `/api/votes/${vote.id}/close`, undefined, 200)
  await chair.json('POST', `/api/votes/${vote.id}/publish`, undefined, 200)
  const counted = closed.result.counts.reduce((sum, { count }) => sum + count, 0)
  console.log(`${size} ballots ${seconds ? `over ${seconds} s` : 'at once'}: answered p50 ${number(cast.answered.p50)} ms, p99 ${number(cast.answered.p99)} ms, last ${number(cast.answered.last)} ms, all in ${(cast.ms / 1000).toFixed(2)} s; ` +
    `answers ${JSON.stringify(cast.statuses)}, counted ${counted} of ${size}`)
}

/** The server stopped and started again; each client tries as a page does, from the moment its stream ended. */
async function restart (size) {
  await ours.say('open', size, server.port, 1, 'event: hello', streamsOf(size))
  const began = performance.now()
  await server.kill('SIGTERM')
  const gone = performance.now()
  const back = ours.say('open', size, server.port, 1, 'event: hello', streamsOf(size))
  await server.start()
  const there = performance.now()
  const { up, tries, refused } = await back
  console.log(`${size} after a restart (stopped in ${((gone - began) / 1000).toFixed(1)} s, listening again ${((there - gone) / 1000).toFixed(1)} s later): all ${up.count} have their hello ${((up.last - (there - gone)) / 1000).toFixed(2)} s after it listened ` +
    `(${(up.last / 1000).toFixed(2)} s after it was gone; ${tries} tries, ${refused} refused)`)
  await ours.say('close')
  await pause(1000)
  const burst = await ours.say('open', size, server.port, 1, 'event: hello', streamsOf(size))
  console.log(`${size} at the same moment: all ${burst.up.count} have their hello in ${(burst.up.last / 1000).toFixed(2)} s (p50 ${(burst.up.p50 / 1000).toFixed(2)} s, ${burst.refused} refused)`)
  await ours.say('close')
}

/** Rights that change somewhere are asked again for every stream; how long the chair's act waits for that at most. */
async function rights (size) {
  const { id, items } = meetings.get(size)
  await ours.say('open', size, server.port, 1, 'event: hello', streamsOf(size))
  const body = JSON.stringify({ item_id: items[5] })
  const act = request(`POST /api/meetings/${id}/current HTTP/1.1`, server.port, cookie(0), 'Prefer: return=minimal', `Origin: http://127.0.0.1:${server.port}`, 'Content-Type: application/json', `Content-Length: ${body.length}`) + escaped(body)
  server.sql('select app.notify_rights()')
  const told = await ours.say('fire', server.port, '"kind":"current"', act)
  console.log(`${size} while everybody's rights are asked again: last ${number(told.told.last)} ms, p50 ${number(told.told.p50)} ms, chair's answer ${number(told.answer)} ms`)
  await ours.say('close')
}

/** The chair's finger to the member's screen: two real pages among the others. */
async function tap (size) {
  const { id } = meetings.get(size)
  const { startBrowser } = await import('../web/browser.js')
  const browser = await startBrowser()
  try {
    await ours.say('open', size - 1, server.port, 1, 'event: hello', streamsOf(size))
    const page = async n => {
      const tablet = await browser.tablet(1180)
      await tablet.context().addCookies([{ name: '__Host-nghisu', value: `bench-live-token-of-${n}`, url: `https://127.0.0.1:${server.port}`, secure: true, httpOnly: true, sameSite: 'Lax' }])
      await tablet.goto(`${server.origin}/meetings/${id}/live`)
      await tablet.locator('[data-current-item]').first().waitFor({ timeout: 60000 })
      return tablet
    }
    const chair = await page(0), member = await page(size)
    const asked = []
    member.on('request', one => one.url().includes('/api/') && asked.push(one))
    await chair.evaluate(() => addEventListener('pointerdown', () => { window.tapped = performance.timeOrigin + performance.now() }, true))
    await member.evaluate(() => {
      const shown = () => document.querySelector('[data-current-item]')?.getAttribute('data-current-item')
      let last = shown()
      window.changed = []
      new MutationObserver(() => {
        if (shown() === last) return
        last = shown()
        requestAnimationFrame(() => window.changed.push(performance.timeOrigin + performance.now()))
      }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-current-item'] })
    })
    await pause(8000) // what a tablet fetches for later is not what is measured
    asked.length = 0
    const ms = []
    const taps = Number(process.env.TAPS ?? 40)
    for (let i = 0; i < taps; i++) {
      const next = chair.getByRole('button', { name: /Nội dung tiếp theo/ }).first(), before = chair.getByRole('button', { name: /Nội dung trước/ }).first()
      const button = (i % 2 === 0 && await next.isEnabled()) || !await before.isEnabled() ? next : before
      const had = await member.evaluate(() => window.changed.length)
      await button.tap()
      const at = await until(() => member.evaluate(had => window.changed[had], had), 'the member to see it')
      ms.push(at - await chair.evaluate(() => window.tapped))
      await pause(250)
    }
    ms.sort((a, b) => a - b)
    console.log(`chair's tap to the member's changed screen with ${size} connected, ${taps} taps: p50 ${number(ms[taps >> 1])} ms, p95 ${number(ms[Math.floor(taps * 0.95)])} ms, last ${number(ms.at(-1))} ms; ` +
      `the member's page asked ${(asked.length / taps).toFixed(2)} times a tap (${[...new Set(asked.map(one => one.method() + ' ' + new URL(one.url()).pathname.replaceAll(/[0-9a-f-]{36}/g, '…')))].join(', ') || 'nothing'})`)
    await ours.say('close')
  } finally { await browser.stop() }
}
try {
  for (const size of SIZES) {
    const { id, items } = meetings.get(size)
    const streams = streamsOf(size)
    const peers = file('peers', Array.from({ length: most + 1 }, (_, n) => request(`GET /events/m${size} HTTP/1.1`, nchanPort, cookie(n))))
    const row = { size }
    const measure = async (load, pid, ...open) => {
      await pause(500)
      const before = memory(pid)
      const opened = await load.say('open', size, ...open)
      if (opened.up.count !== size) throw new Error(`only ${opened.up.count} of ${size} are up`)
      await load.say('drain')
      return { opened, kib: (memory(pid) - before) / size }
    }
    row.commit = commitMs()
    row.ours = await measure(ours, server.pid, server.port, 1, 'event: hello', streams)
    row.peer = await measure(theirs, nginx.pid, nchanPort, 1, ': hi', peers)
    row.told = []; row.peerTold = []; row.bytes = []; row.answers = []
    for (let i = 0; i <= ROUNDS; i++) {
      const body = JSON.stringify({ item_id: items[(i + 1) % items.length] })
      const act = request(`POST /api/meetings/${id}/current HTTP/1.1`, server.port, cookie(0), 'Prefer: return=minimal', `Origin: http://127.0.0.1:${server.port}`, 'Content-Type: application/json', `Content-Length: ${body.length}`) + escaped(body)
      const mine = await ours.say('fire', server.port, '"kind":"current"', act)
      const data = row.data ??= JSON.stringify({ subject: `meeting:${id}`, revision: 12, kind: 'current', patch: { state: 'in_progress', current_item_id: items[0], current_since: new Date().toISOString(), started_at: new Date().toISOString(), ended_at: null, items: [{ id: items[0], spent_ms: 12345 }, { id: items[1], spent_ms: 12345 }], at: new Date().toISOString() } })
      const publish = request(`POST /publish/m${size} HTTP/1.1`, nchanPort, 'X-EventSource-Event: change', 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(data)}`) + escaped(data)
      const other = await theirs.say('fire', nchanPort, '"kind":"current"', publish)
      if (mine.status !== 200 || mine.told.count !== size) throw new Error(`ours: ${JSON.stringify(mine)}`)
      if (other.told.count !== size) throw new Error(`nchan: ${JSON.stringify(other)}`)
      if (i === 0) continue // the first ones prepare
      row.told.push(mine.told); row.peerTold.push(other.told); row.bytes.push([mine.bytes, other.bytes]); row.answers.push(mine.answer)
      await pause(100)
    }
    await ours.say('close'); await theirs.say('close')
    rows.push(row)
    const of = (list, key) => median(list.map(each => each[key]))
    console.log(`${String(size).padStart(5)}: last ${number(of(row.told, 'last'))} ms, nchan ${number(of(row.peerTold, 'last'))}, ratio ${median(row.told.map((each, i) => each.last / row.peerTold[i].last)).toFixed(2)}; ` +
      `p50 ${number(of(row.told, 'p50'))}/${number(of(row.peerTold, 'p50'))}, p99 ${number(of(row.told, 'p99'))}/${number(of(row.peerTold, 'p99'))}; chair's answer ${number(median(row.answers))} ms (one row committed and told: ${number(row.commit, 1, 0)}); ` +
      `KiB a member ${row.ours.kib.toFixed(1)}/${row.peer.kib.toFixed(1)}; bytes ${median(row.bytes.map(each => each[0]))}/${median(row.bytes.map(each => each[1]))}; up in ${(row.ours.opened.up.last / 1000).toFixed(2)} s/${(row.peer.opened.up.last / 1000).toFixed(2)} s ` +
      `(${row.ours.opened.tries} tries, ${row.ours.opened.refused} refused)`)
    await pause(1500)
  }
  if (meetings.has(2000)) {
    await ours.say('open', 2000, server.port, 1, 'event: hello', streamsOf(2000))
    await ballots(2000, 9)
    await ballots(2000, 0)
    await ours.say('close')
  }
  await rights(most)
  await restart(most)
  if (meetings.has(90) && !process.env.NO_BROWSER) await tap(90)
} finally {
  ours.end(); theirs.end(); nginx.kill()
  await server.stop()
}
