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

// Floors, lowest first. exchange and paper stand side by side on data.
const FLOORS = ['base', 'data', 'paper', 'exchange', 'net', 'api']
const height = name => name === 'exchange' ? FLOORS.indexOf('paper') : FLOORS.indexOf(name)
const floorOf = file => file.match(/^(?:server|include)\/([a-z]+)\//)?.[1]
const code = files.filter(file => /\.(c|h)$/.test(file))
claim('a file includes only its own floor or lower', code.flatMap(file => {
  const mine = floorOf(file)
  if (!mine || mine === 'workers' && file.startsWith('include/')) return []
  return [...read(file).matchAll(/^#include "([a-z]+)\//gm)].map(match => match[1]).filter(theirs => {
    if (mine === 'workers') return theirs !== 'base' && theirs !== 'workers'
    if (theirs === 'workers') return mine !== 'paper'
    return height(theirs) > height(mine) || (theirs !== mine && height(theirs) === height(mine))
  }).map(theirs => `${file} includes ${theirs}/`)
}))
claim('every module of a floor has its header, and every header its module', code.filter(file => /^include\/(base|data|paper|net)\/.*\.h$/.test(file)).flatMap(file => {
  const [, floor, name] = file.match(/^include\/([a-z]+)\/(.*)\.h$/)
  const known = files.some(other => other.startsWith(`server/${floor}/${name}`)) || ['queries', 'migrations', 'route'].includes(name)
  return known ? [] : [file]
}))
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
