// SPDX-License-Identifier: GPL-3.0-or-later
//
// A cold page at 150 dpi (A4, 1240 pixels wide): our request through
// render_picture (new child, load, draw, encode, keep) against whole runs of
// `mutool draw` and `pdftocairo`, interleaved in one run, medians. Also prints
// the pure work of our child. It judges nothing but speed and size.
//
//     node tests/bench/page.mjs [build folder] [rounds]

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const build = resolve(process.argv[2] ?? join(root, 'build'))
const rounds = Number(process.argv[3] ?? 15)
const scratch = mkdtempSync(join(tmpdir(), 'nghisu-bench-'))

const driver = spawn(join(build, 'bench_page_draw'), [join(build, 'nghisu-render'), join(scratch, 'cache')])
const answers = createInterface({ input: driver.stdout })[Symbol.asyncIterator]()
let work = null
createInterface({ input: driver.stderr }).on('line', (line) => {
  const entry = JSON.parse(line)
  if (entry.event === 'page_made') work = (Number(entry.draw_us) + Number(entry.encode_us)) / 1000
})

async function ours(path) {
  driver.stdin.write(`${path} 1240\n`)
  const { value, done } = await answers.next()
  if (done) throw new Error('the driver ended')
  const [milliseconds, bytes] = value.split(' ')
  await new Promise((next) => setTimeout(next, 5)) // its log line
  return { milliseconds: Number(milliseconds), bytes: Number(bytes), work }
}

function peer(command, args, picture) {
  const start = process.hrtime.bigint()
  const { status, error } = spawnSync(command, args, { stdio: 'ignore' })
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6
  if (error || status !== 0) return null
  return { milliseconds, bytes: statSync(picture).size }
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1]

for (const name of ['text', 'colour', 'scan']) {
  const path = join(root, 'tests/data', `${name}.pdf`)
  const runs = { nghisu: [], work: [], mutool: [], pdftocairo: [] }
  const bytes = {}
  for (let round = 0; round < rounds; round++) {
    const one = await ours(path)
    runs.nghisu.push(one.milliseconds)
    if (one.work !== null) runs.work.push(one.work)
    bytes.nghisu = one.bytes
    const peers = {
      mutool: peer('mutool', ['draw', '-q', '-r', '150', '-o', join(scratch, 'm.png'), path, '1'], join(scratch, 'm.png')),
      pdftocairo: peer('pdftocairo', ['-png', '-r', '150', '-singlefile', path, join(scratch, 'p')], join(scratch, 'p.png')),
    }
    for (const [who, run] of Object.entries(peers)) {
      if (!run) continue
      runs[who].push(run.milliseconds)
      bytes[who] = run.bytes
    }
  }
  const base = median(runs.nghisu)
  console.log(`${name}: nghisu ${base.toFixed(1)} ms (draw and encode ${median(runs.work).toFixed(1)} ms), ${bytes.nghisu} bytes`)
  for (const who of ['mutool', 'pdftocairo']) {
    if (runs[who].length === 0) console.log(`  ${who}: not there, or failed`)
    else console.log(`  ${who} ${median(runs[who]).toFixed(1)} ms, ${(median(runs[who]) / base).toFixed(2)} times ours, ${bytes[who]} bytes`)
  }
}
driver.stdin.end()
driver.on('close', () => rmSync(scratch, { recursive: true, force: true }))
