// SPDX-License-Identifier: GPL-3.0-or-later
//
// The peer: pdf.js's viewer component as its makers advise, with nothing against it. Its newest build, drawing in a worker of its own, scripts minified and sent
// as brotli by nginx, all of them asked for at once, ranges allowed. Draws at the width of the window, as ours does. Measures nothing by itself.
import { spawn } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { pause, root } from '../http/server.js'

const { transform } = createRequire(path.join(root, 'web/package.json'))('esbuild')
const pdfjs = path.join(root, 'build/peer/node_modules/pdfjs-dist') // fetched by reader.sh
const PARTS = { 'pdf.mjs': 'build/pdf.min.mjs', 'worker.mjs': 'build/pdf.worker.min.mjs', 'renderer.mjs': 'build/pdf.renderer.min.mjs', 'viewer.mjs': 'web/pdf_viewer.mjs', 'viewer.css': 'web/pdf_viewer.css' }
const PAGE = `<!doctype html><html lang="vi"><meta charset="utf-8"><title>pdf.js</title>
<link rel="modulepreload" href="/pdf.mjs"><link rel="modulepreload" href="/viewer.mjs"><link rel="stylesheet" href="/viewer.css">
<style>body { margin: 0 } #outer { position: absolute; inset: 0; overflow: auto }</style>
<div id="outer"><div class="pdfViewer"></div></div><script type="module" src="/start.mjs"></script></html>`
const START = `
const asked = new URLSearchParams(location.search)
const worker = new Worker('/worker.mjs', { type: 'module' })
const renderer = asked.has('main') ? null : new Worker('/renderer.mjs', { type: 'module' })
const pdfjs = globalThis.pdfjsLib = await import('/pdf.mjs')
const { EventBus, PDFLinkService, PDFViewer } = await import('/viewer.mjs')
pdfjs.GlobalWorkerOptions.workerPort = worker
if (renderer) pdfjs.GlobalWorkerOptions.rendererPorts = [renderer]
const eventBus = new EventBus()
const linkService = new PDFLinkService({ eventBus })
const container = document.getElementById('outer')
const viewer = new PDFViewer({ container, eventBus, linkService, imageResourcesPath: '/images/' })
linkService.setViewer(viewer)
const drawn = new Set(), waiting = []
eventBus.on('pagesinit', () => { viewer.currentScaleValue = 'page-width' })
eventBus.on('pagerendered', ({ pageNumber, error }) => {
  if (error) return
  drawn.add(pageNumber)
  for (const tell of waiting) tell(pageNumber)
})
const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
globalThis.peer = {
  viewer, container,
  async drawn (page) {
    if (!drawn.has(page)) await new Promise(resolve => waiting.push(number => number === page && resolve()))
    await frame(); await frame()
    return performance.now()
  },
  holds: page => viewer.getPageView(page - 1)?.renderingState === 3
}
const partial = asked.has('ranges') ? { disableStream: true, disableAutoFetch: true } : {}
const pdf = await pdfjs.getDocument({ url: '/' + asked.get('file'), enableHWA: asked.has('hwa'), ...partial }).promise
viewer.setDocument(pdf)
linkService.setDocument(pdf)
`

const freePort = () => new Promise(resolve => { const s = net.createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => resolve(port)) }) })

/** files: {name: bytes}. {port, stop()} */
export async function startPeer (files) {
  const folder = mkdtempSync(path.join(tmpdir(), 'nghisu-peer-'))
  const www = path.join(folder, 'www')
  chmodSync(folder, 0o755)
  mkdirSync(www)
  const put = (name, text) => { writeFileSync(path.join(www, name), text); writeFileSync(path.join(www, `${name}.br`), brotliCompressSync(text)) }
  put('index.html', PAGE)
  put('start.mjs', START)
  for (const [name, from] of Object.entries(PARTS)) {
    const text = readFileSync(path.join(pdfjs, from), 'utf8')
    const small = from.includes('.min.') ? text : (await transform(text, { minify: true, loader: name.endsWith('.css') ? 'css' : 'js', format: name.endsWith('.css') ? undefined : 'esm' })).code
    put(name, small)
  }
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(www, name), bytes)
  const port = await freePort()
  writeFileSync(path.join(folder, 'nginx.conf'), `
worker_processes auto; daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; types { application/pdf pdf; image/svg+xml svg; }
  client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c; uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
  server { listen 127.0.0.1:${port}; root ${www}; index index.html;
    location = / { types { } default_type text/html; add_header Content-Encoding br; try_files /index.html.br =404; }
    location ~ \\.mjs$ { types { } default_type text/javascript; add_header Content-Encoding br; try_files $uri.br =404; }
    location ~ \\.css$ { types { } default_type text/css; add_header Content-Encoding br; try_files $uri.br =404; } } }`)
  const nginx = spawn('nginx', ['-c', path.join(folder, 'nginx.conf'), '-p', folder], { stdio: ['ignore', 'ignore', 'inherit'] })
  const up = () => fetch(`http://127.0.0.1:${port}/start.mjs`).then(reply => reply.ok, () => false)
  for (let i = 0; i < 100 && !(await up()); i++) await pause(50)
  return { port, stop () { nginx.kill(); rmSync(folder, { recursive: true, force: true }) } }
}
