// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a running server gives, beside its peers in the same run: a cached page against nginx serving the same bytes, and a JSON read against pgbench on
// the same statements. A and B in turn, several rounds; what counts is the median of the ratios, not a figure of its own.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync, mkdirSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import net from 'node:net'
import { startServer } from '../http/server.js'

const ROUNDS = Number(process.env.ROUNDS ?? 9)
const SECONDS = Number(process.env.SECONDS ?? 2)
const CONNECTIONS = 16
const median = list => [...list].sort((a, b) => a - b)[list.length >> 1]
const freePort = () => new Promise(resolve => { const s = net.createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => resolve(port)) }) })

function wrk (url, headers, script = []) {
  const text = execFileSync('wrk', ['-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`, ...headers.flatMap(h => ['-H', h]), ...(script.length ? ['-s', script[0]] : []), url, ...(script.length ? ['--', ...script.slice(1)] : [])], { encoding: 'utf8' })
  if (/Non-2xx|Socket errors/.test(text)) throw new Error(`wrk met failures at ${url}:\n${text}`)
  return Number(text.match(/Requests\/sec:\s+([\d.]+)/)[1])
}
function report (name, ours, peer, wanted) {
  const ratios = ours.map((value, i) => value / peer[i])
  console.log(`${name}: ${median(ours).toFixed(0)}/s, peer ${median(peer).toFixed(0)}/s, ratio ${median(ratios).toFixed(2)} (${ratios.map(r => r.toFixed(2)).join(' ')})${wanted ? `, wanted ≥ ${wanted}` : ''}`)
}

const server = await startServer({ sample: true })
const who = await server.signIn('thuky')
const cookie = `Cookie: ${who.cookie}`
const { items } = await (await who.get('/api/documents?limit=200')).json()
const document = items.find(item => item.pages > 1)
const image = `/api/documents/${document.id}/versions/${document.latest_version}/pages/1/image?width=1240`
const bytes = Buffer.from(await (await who.get(image)).arrayBuffer())

// nginx with the same bytes as a file
const folder = mkdtempSync(path.join(tmpdir(), 'nghisu-bench-'))
chmodSync(folder, 0o755)
mkdirSync(path.join(folder, 'www'))
writeFileSync(path.join(folder, 'www/page.png'), bytes)
const port = await freePort()
writeFileSync(path.join(folder, 'nginx.conf'), `
worker_processes auto; daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; types { image/png png; }
  client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c; uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
  server { listen 127.0.0.1:${port}; root ${folder}/www; } }`)
const nginx = spawn('nginx', ['-c', path.join(folder, 'nginx.conf'), '-p', folder], { stdio: 'ignore' })
for (let i = 0; i < 100; i++) { try { await fetch(`http://127.0.0.1:${port}/page.png`); break } catch { await new Promise(resolve => setTimeout(resolve, 50)) } }
// The same picture as a first view of this session: every request writes other letters of the path as %xx, so that nothing kept for the session fits and
// the worker, the database and the picture on disk are asked.
const other = path.join(folder, 'other.lua')
writeFileSync(other, `
local count, pieces = 0, {}
function init (args)
  count = tonumber(args[1])
  for letter in wrk.path:match('^/api/(.*)?'):gmatch('.') do pieces[#pieces + 1] = letter end
end
function request ()
  count = count + 1
  local bits, path = count, {}
  for i, letter in ipairs(pieces) do
    if letter:match('[g-z]') then
      path[i] = bits % 2 == 1 and string.format('%%%02x', letter:byte()) or letter
      bits = math.floor(bits / 2)
    else path[i] = letter end
  end
  return wrk.format('GET', '/api/' .. table.concat(path) .. wrk.path:match('?.*'))
end
`)
try {
  const pageOurs = [], pagePeer = [], firstOurs = []
  for (let i = 0; i < ROUNDS; i++) {
    pageOurs.push(wrk(server.origin + image, [cookie]))
    pagePeer.push(wrk(`http://127.0.0.1:${port}/page.png`, []))
    firstOurs.push(wrk(server.origin + image, [cookie], [other, String(i * 1e6)]))
  }
  report(`cached page of ${bytes.length} bytes, shown to this session in the last ten seconds, beside nginx's file`, pageOurs, pagePeer, 0.8)
  report(`the same page, each time as the session's first view: right asked of the database, picture from disk, beside nginx's file`, firstOurs, pagePeer)
} finally { nginx.kill() }

// pgbench with the statements of GET /api/documents/{document}: the session's check, then the document, in one pipeline
const script = path.join(folder, 'read.sql')
writeFileSync(script, `\\startpipeline\nselect * from app.session_open('${server.tokenHash(who)}', '127.0.0.1', false);\nselect app.document_get('${document.id}');\n\\endpipeline\n`)
const readOurs = [], readPeer = []
for (let i = 0; i < ROUNDS; i++) {
  readOurs.push(wrk(`${server.origin}/api/documents/${document.id}`, [cookie]))
  const text = server.psqlTool('pgbench', ['-n', '-M', 'prepared', '-c', '8', '-j', '1', '-T', String(SECONDS), '-f', script])
  readPeer.push(Number(text.match(/tps = ([\d.]+)/)[1]))
}
report('JSON read, session and rights checked, beside pgbench on the same statements', readOurs, readPeer, 0.4)
await server.stop()
