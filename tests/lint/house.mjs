// SPDX-License-Identifier: GPL-3.0-or-later
//
// The rules of the house that no compiler checks: floors, licences, sizes, names. Prints TAP. Refuses to judge style beyond that.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..')
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)
const read = file => { try { return readFileSync(path.join(root, file), 'utf8') } catch { return '' } }
let number = 0
function claim (name, faults) {
  number++
  console.log(`${faults.length ? 'not ok' : 'ok'} ${number} - ${name}`)
  for (const fault of faults.slice(0, 20)) console.log(`#   ${fault}`)
  if (faults.length) process.exitCode = 1
}

// Floors, lowest first. exchange and paper stand side by side on data; the command line (server/*.c, include/command) stands on all.
const FLOORS = ['base', 'data', 'paper', 'exchange', 'net', 'api', 'command']
const height = name => name === 'exchange' ? FLOORS.indexOf('paper') : FLOORS.indexOf(name)
const floorOf = file => /^server\/[^/]+\.c$/.test(file) ? 'command' : file.match(/^(?:server|include)\/([a-z]+)\//)?.[1]
const code = files.filter(file => /\.(c|h)$/.test(file))
const included = file => [...read(file).matchAll(/^#include "([a-z]+)\/([a-z_]+)\.h"/gm)].map(match => ({ floor: match[1], name: match[2] }))
claim('every C file stands on a floor', code.filter(file => /^(server|include)\//.test(file) && ![...FLOORS, 'workers'].includes(floorOf(file))))
claim('a file includes only its own floor or lower', code.flatMap(file => {
  const mine = floorOf(file)
  if (!mine || mine === 'workers' && file.startsWith('include/')) return []
  return included(file).map(header => header.floor).filter(theirs => {
    if (mine === 'workers') return theirs !== 'base' && theirs !== 'workers'
    if (theirs === 'workers') return mine !== 'paper'
    return height(theirs) > height(mine) || (theirs !== mine && height(theirs) === height(mine))
  }).map(theirs => `${file} includes ${theirs}/`)
}))

// include/data/store.h belongs to server/data/store.c and store_….c; include/data/store_parts.h is what those share, and nobody else's.
const ELSEWHERE = {
  'data/queries': 'server/data/embed.awk', 'data/migrations': 'server/data/embed.awk', // written while building
  'net/route': 'server/api/routes.c', 'api/calls': 'server/api/routes.c', // both ends of the route table
  'api/sample': 'server/sample.c', 'command/command': 'server/command_serve.c', 'workers/pages': 'server/workers/render.c', 'workers/export': 'server/workers/render/export.c',
  'workers/print': 'server/workers/render/print.c'
}
const module = (floor, name) => {
  const stem = name.replace(/_parts$/, ''), home = ELSEWHERE[`${floor}/${stem}`] ?? `server/${floor}/${stem}.c`
  return files.filter(file => file === home || file.startsWith(home.replace(/\.c$/, '_')) && file.endsWith('.c'))
}
claim('every header has its module', code.flatMap(file => {
  const [, floor, name] = file.match(/^include\/([a-z]+)\/([a-z_]+)\.h$/) ?? []
  return !floor || module(floor, name).length ? [] : [file]
}))
claim('what the files of a module share is included by no other', code.flatMap(file => included(file)
  .filter(header => header.name.endsWith('_parts') && !module(header.floor, header.name).includes(file))
  .map(header => `${file} includes ${header.floor}/${header.name}.h`)))
const source = files.filter(file => /\.(c|h|ts|tsx|js|mjs|sql|css|awk|sh)$/.test(file) || ['run', 'test', '.ci/run', 'CMakeLists.txt'].includes(file))
claim('each source file names its licence in its first lines', source.filter(file => !read(file).split('\n', 3).join('\n').includes('SPDX-License-Identifier: GPL-3.0-or-later')))
const lines = file => read(file).split('\n').length - 1
claim('no C or SQL file is over 500 lines', source.filter(file => /\.(c|h|sql)$/.test(file) && lines(file) > 500).map(file => `${file}: ${lines(file)}`))
claim('no TypeScript file is over 300 lines', source.filter(file => /\.(ts|tsx)$/.test(file) && !file.includes('/i18n/') && lines(file) > 300).map(file => `${file}: ${lines(file)}`))
claim('no file is called util, misc, common or helpers', source.filter(file => /(^|\/)(utils?|misc|common|helpers?)\.[a-z]+$/.test(file)))
claim('nothing is left for later in the code', source.filter(file => file !== 'tests/lint/house.mjs').flatMap(file => read(file).split('\n').flatMap((line, i) => /\b(TODO|FIXME|XXX|HACK)\b/.test(line) ? [`${file}:${i + 1}`] : [])))
const routed = [...read('server/api/routes.c').matchAll(/\bQ_([A-Z_0-9]+)/g)].map(match => match[1].toLowerCase())
const named = new Set(files.filter(file => file.startsWith('sql/queries/')).flatMap(file => [...read(file).matchAll(/^-- name: ([a-z0-9_]+)/gm)].map(match => match[1])))
claim('every query a route names is there', routed.filter(name => !named.has(name)))
const used = code.map(read).join('\n')
claim('every named query is used', [...named].filter(name => !new RegExp(`\\bQ_${name.toUpperCase()}\\b`).test(used)))
console.log(`1..${number}`)
