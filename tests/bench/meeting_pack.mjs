// SPDX-License-Identifier: GPL-3.0-or-later
//
// Drives tests/bench/meeting_pack.sh: papers of real files where there are any, else our own; our pack and the plain alternative in turn, and the memory of each.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import path from 'node:path'
import { samples as beside, startServer, until } from '../http/server.js'
import { documentOf, pdf } from '../http/make.js'

const PAPERS = 40
const PAGES = 30
const folder = process.argv[2]
const samples = process.env.NGHISU_SAMPLES ?? beside
const pagesOf = file => Number(spawnSync('qpdf', ['--show-npages', file], { encoding: 'utf8' }).stdout) || 0

/** Forty files of thirty pages each: a real file's pages over and over, so that fonts, pictures and links are those of real files. */
function papersMake () {
  const real = samples ? ['pdf-signed', 'pdf'].flatMap(kind => readdirSync(path.join(samples, kind)).map(name => path.join(samples, kind, name))) : []
  const usable = []
  for (const file of real) {
    if (usable.length < PAPERS && file.endsWith('.pdf') && statSync(file).size < 3e6 && spawnSync('qpdf', ['--check', file]).status === 0 && pagesOf(file) > 0) usable.push(file)
  }
  return Array.from({ length: PAPERS }, (_, i) => {
    const into = path.join(folder, `paper-${String(i).padStart(2, '0')}.pdf`)
    const from = usable[i % Math.max(usable.length, 1)]
    if (!from) { writeFileSync(into, pdf(PAGES, `Bao cao ${i}`)); return into }
    const count = pagesOf(from)
    const parts = Array.from({ length: Math.ceil(PAGES / count) }, (_, k) => [from, `1-${Math.min(count, PAGES - k * count)}`]).flat()
    spawnSync('qpdf', ['--empty', '--pages', ...parts, '--', into])
    return into
  }).filter(existsSync)
}

/** Seconds, and the most memory in MiB, of a program. */
function measured (args) {
  const script = 'import resource, subprocess, sys, time; t = time.time(); r = subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL).returncode; print(time.time() - t, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, r)'
  const [seconds, mebibytes, status] = execFileSync('python3', ['-c', script, ...args], { encoding: 'utf8' }).trim().split(' ').map(Number)
  if (status !== 0 && status !== 3) throw new Error(`${args.slice(0, 4).join(' ')}: ${status}`) // 3: with warnings
  return { seconds, mebibytes }
}

const files = papersMake()
const bytes = files.map(file => statSync(file).size).reduce((a, b) => a + b, 0)
console.log(`# ${files.length} papers, ${files.map(pagesOf).reduce((a, b) => a + b, 0)} pages, ${(bytes / 1e6).toFixed(1)} MB; load ${loadavg().map(x => x.toFixed(1)).join(' ')}`)
const server = await startServer({ sample: true, arguments: ['--log-level', 'info'] })
try {
  const secretary = await server.signIn('thuky')
  const papers = []
  for (const file of files) papers.push({ document_id: (await documentOf(secretary, { bytes: readFileSync(file), subject: path.basename(file) })).id, version: 1 })
  const meeting = await secretary.json('POST', '/api/meetings', { title: 'Đo bộ tài liệu', starts_at: new Date(Date.now() + 864e5).toISOString(), chair_id: secretary.session.person.id })
  await secretary.json('PUT', `/api/meetings/${meeting.id}/agenda`, { items: Array.from({ length: 8 }, (_, i) => ({ title: `Nội dung ${i + 1}`, papers: papers.slice(i * 5, i * 5 + 5) })) })
  await secretary.json('POST', `/api/meetings/${meeting.id}/publish`, undefined, 200)
  const before = server.residentMiB
  let most = before
  const start = performance.now()
  await secretary.json('POST', `/api/meetings/${meeting.id}/pack`, undefined, 200)
  const steps = new Set()
  await until(async () => {
    const now = await secretary.json('GET', `/api/meetings/${meeting.id}/pack`)
    steps.add(now.pages_done)
    most = Math.max(most, server.residentMiB)
    if (now.state === 'failed') throw new Error(server.printed)
    return now.state === 'done'
  }, 'the pack', 300000)
  const ours = (performance.now() - start) / 1000
  const made = path.join(folder, 'ours.pdf')
  writeFileSync(made, Buffer.from(await (await secretary.get(`/api/meetings/${meeting.id}/pack/file`)).arrayBuffer()))
  const peak = server.printed.match(/"?process_mebibytes"?[=:"\s]+(\d+)/)?.[1]

  // the plain alternative: join, then lay numbers over; their sheet is made before the clock runs
  const joined = path.join(folder, 'joined.pdf')
  const sheet = path.join(folder, 'sheet.pdf')
  writeFileSync(sheet, pdf(files.map(pagesOf).reduce((a, b) => a + b, 0), 'Trang'))
  const join = ['qpdf', '--empty', '--pages', ...files, '--', joined]
  const stamp = ['qpdf', '--deterministic-id', joined, '--overlay', sheet, '--', path.join(folder, 'plain.pdf')]
  const parts = [measured(join), measured(stamp)]
  const plain = parts[0].seconds + parts[1].seconds
  const plainPeak = Math.max(...parts.map(part => part.mebibytes))
  const mib = file => (statSync(file).size / 2 ** 20).toFixed(1)
  console.log(`pack    ${ours.toFixed(1)} s, ${mib(made)} MiB, ${steps.size} steps of progress seen; one worker process at most ${peak ?? '?'} MiB, the server ${before.toFixed(0)} → ${most.toFixed(0)} MiB`)
  console.log(`qpdf    ${plain.toFixed(1)} s (${parts.map(part => part.seconds.toFixed(1)).join(' to join, ')} to number), ${mib(path.join(folder, 'plain.pdf'))} MiB, at most ${plainPeak} MiB (no links, bookmarks, labels or agenda; not sandboxed)`)
  console.log(`ratio   ${(ours / plain).toFixed(2)} of qpdf's time; load ${loadavg()[0].toFixed(1)}`)
  if (ours > 30) process.exitCode = 1
} finally { await server.stop() }
