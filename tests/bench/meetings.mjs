// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person sees of 20,000 meetings with 500,000 invitations, one in fifty of them theirs: the list by each of its tabs and by words, a meeting whole,
// home, a month of the calendar. Asked one after another over HTTP; beside each, pgbench with a plain indexed select of the same rows in the same run.
// Prints milliseconds and ratios; judges nothing.
//   node tests/bench/meetings.mjs [meetings]
import { writeFileSync, chmodSync } from 'node:fs'
import path from 'node:path'
import { root, startServer } from '../http/server.js'

const MEETINGS = Number(process.argv[2] ?? 20000)
const RUNS = Number(process.env.RUNS ?? 200)
const WHO = 'snv.lanhdao'

const server = await startServer({ sample: true, arguments: ['--log-level', 'error'] })
const script = path.join(server.folder, 'peer.sql')
const middle = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))]
try {
  const began = performance.now()
  const said = server.psqlTool('psql', ['-Xq', '-v', `meetings=${MEETINGS}`, '-v', `who=${WHO}`, '-f', path.join(root, 'tests/bench/meetings.sql')], 'nghisu_owner')
  console.log(`made in ${((performance.now() - began) / 1000).toFixed(0)} s:\n${said.trim()}`)
  const who = await server.signIn(WHO)
  const day = shift => new Date(Date.now() + shift * 864e5).toISOString().slice(0, 10)
  const person = who.session.person.id
  const next = async url => (await who.json('GET', url)).next
  const mine = await who.json('GET', '/api/meetings?when=coming&limit=50')
  const big = mine.items.find(item => item.papers > 0) ?? mine.items[0]

  // the same rows by their ids: what no right, no state and no reply costs
  const peer = ids => {
    writeFileSync(script, `select m.*, array(select i from app.agenda_item i where i.meeting_id = m.id) from app.meeting m where m.id in (${ids.map(id => `'${id}'`).join(',')});\n`)
    chmodSync(script, 0o644)
    const text = server.psqlTool('pgbench', ['-n', '-M', 'prepared', '-c', '1', '-T', '1', '-f', script], 'nghisu_owner')
    return Number(text.match(/latency average = ([\d.]+)/)[1])
  }
  const asks = {
    'coming': '/api/meetings?when=coming',
    'past': '/api/meetings?when=past',
    'past, next page': `/api/meetings?when=past&after=${await next('/api/meetings?when=past')}`,
    'I prepare': '/api/meetings?mine=prepare&when=coming',
    'I prepare, past': '/api/meetings?mine=prepare&when=past',
    'I attend, past': '/api/meetings?mine=attend&when=past',
    'my unit attends': '/api/meetings?mine=unit&when=coming',
    'my unit attends, past': '/api/meetings?mine=unit&when=past',
    'my unit brings papers, past': '/api/meetings?mine=papers&when=past',
    'a month by its days': `/api/meetings?from=${day(-45)}&to=${day(-15)}`,
    'a word of titles': '/api/meetings?q=giao%20ban',
    'a frequent word of texts': '/api/meetings?q=tu2',
    'a word of 2% of texts': '/api/meetings?q=tu3f',
    'a rare word of texts': '/api/meetings?q=tu3e7',
    'two words': '/api/meetings?q=tu3f%20tu51',
    'a word of none': '/api/meetings?q=khongcogi',
    'a meeting whole': `/api/meetings/${big.id}`,
    'home': '/api/home'
  }
  const calendar = `/api/calendar?from=${day(-15)}&to=${day(15)}&of=me`
  if ((await who.get(calendar)).ok) asks['a month of the calendar'] = calendar
  console.log(`${RUNS} runs each, as ${WHO}, ${server.sql(`select cardinality(app.principals_of('${person}'))`)} principals\n${'milliseconds'.padEnd(30)}    p50    p95    max   rows   peer  p50/peer`)
  for (const [name, url] of Object.entries(asks)) {
    const took = []
    let body
    for (let i = 0; i < RUNS + 5; i++) {
      const from = performance.now()
      const reply = await who.get(url)
      body = await reply.json()
      if (!reply.ok) throw new Error(`${url}: ${reply.status} ${JSON.stringify(body)}`)
      if (i >= 5) took.push(performance.now() - from) // the first ones prepare
    }
    const rows = body.agenda ? [body] : [body.items, body.meetings, body.running, body.today, body.upcoming].find(Array.isArray) ? [body.items, body.meetings, body.running, body.today, body.upcoming].flatMap(list => list ?? []) : []
    const ids = rows.map(item => item.meeting_id ?? item.id).filter(Boolean)
    const beside = ids.length ? peer(ids) : NaN
    const p50 = middle(took, 0.5)
    console.log(`${name.padEnd(30)} ${[p50, middle(took, 0.95), Math.max(...took)].map(ms => ms.toFixed(1).padStart(6)).join(' ')} ${String(ids.length).padStart(6)} ${beside.toFixed(2).padStart(6)} ${(p50 / beside).toFixed(1).padStart(8)}`)
  }
  if (process.env.KEEP) { console.log(`kept: ${server.origin} ${server.folder}, Enter ends it`); await new Promise(resolve => process.stdin.once('data', resolve)) }
} finally { await server.stop() }
process.exit(0)
