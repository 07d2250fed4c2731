// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ninety people behind one address work for ten minutes: sign in, read, comment, follow the meeting. Not one refusal.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pause, startServer } from '../http/server.js'

const PEOPLE = 90
const MINUTES = Number(process.env.MINUTES ?? 10)

test('ninety_people_behind_one_address__work_ten_minutes_without_a_refusal', { timeout: (MINUTES + 5) * 60000 }, async t => {
  const server = await startServer({ sample: true })
  try {
    const accounts = ['chutri', 'thuky', 'vanthu', 'chuyenvien', 'snv.lanhdao', 'stc.lanhdao', ...[1, 2, 3, 4, 5, 6].flatMap(n => [`donvi${n}.lanhdao`, `donvi${n}.chuyenvien`])]
    const refused = []
    let done = 0
    const end = Date.now() + MINUTES * 60000
    await Promise.all(Array.from({ length: PEOPLE }, async (_, i) => {
      await pause(i * 200)
      const me = await server.signIn(accounts[i % accounts.length])
      const ask = async (method, url, body) => {
        const reply = await me.ask(method, url, body)
        done++
        if (reply.status >= 400) refused.push(`${method} ${url} ${reply.status} ${(await reply.text()).slice(0, 200)}`)
        else return reply.headers.get('content-type')?.includes('json') ? reply.json() : reply.arrayBuffer()
      }
      while (Date.now() < end && refused.length < 20) {
        await ask('GET', '/api/home')
        const meetings = await ask('GET', '/api/meetings?when=today')
        for (const { id } of meetings?.items ?? []) {
          const meeting = await ask('GET', `/api/meetings/${id}`)
          const stream = new AbortController()
          const events = await fetch(`${server.origin}/api/events?subject=meeting:${id}`, { headers: { cookie: me.cookie }, signal: stream.signal })
          if (events.status !== 200) refused.push(`events ${events.status}`)
          const paper = meeting?.agenda.flatMap(item => item.papers)[i % 5]
          if (paper) {
            const base = `/api/documents/${paper.document_id}/versions/${paper.version}`
            await ask('GET', `${base}/pages`)
            for (let page = 1; page <= Math.min(3, paper.pages); page++) { await ask('GET', `${base}/pages/${page}/image?width=1240`); await ask('GET', `${base}/pages/${page}/text`); await pause(300 + Math.random() * 700) }
            await ask('PUT', `/api/documents/${paper.document_id}/reading`, { version: paper.version, page: 1 })
            if (Math.random() < 0.2) await ask('POST', `${base}/threads`, { page: 1, body: `Ý kiến ${i}` })
          }
          stream.abort()
          await pause(500 + Math.random() * 1500)
        }
      }
    }))
    t.diagnostic(`${done} requests`)
    assert.deepEqual(refused, [])
  } finally { await server.stop() }
})
