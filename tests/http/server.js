// SPDX-License-Identifier: GPL-3.0-or-later
//
// A real server of one's own for a test: the program, an embedded database and a store in a fresh folder, on a free port of loopback.
// As root everything runs as user nghisu, for PostgreSQL refuses root. Knows nothing of what is tested.
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
export const program = process.env.NGHISU_PROGRAM ?? path.join(root, 'build/nghisu')
export const PASSWORD = 'hop-khong-giay'
export const samples = existsSync(path.join(root, '../shared/samples')) ? path.join(root, '../shared/samples') : null
const asUser = process.getuid() === 0 ? ['setpriv', '--reuid=nghisu', '--regid=nghisu', '--init-groups'] : []
const run = (args, options = {}) => execFileSync([...asUser, ...args][0], [...asUser, ...args].slice(1), { encoding: 'utf8', maxBuffer: 1 << 28, ...options })
export const pause = ms => new Promise(resolve => setTimeout(resolve, ms))

/** Waits until ask() gives something true; says what was waited for when it never does. */
export async function until (ask, what, ms = 15000) {
  const end = Date.now() + ms
  for (;;) {
    const got = await ask()
    if (got) return got
    if (Date.now() > end) throw new Error(`waited in vain for ${typeof what === 'function' ? what() : what}`)
    await pause(25)
  }
}

/** A signed-in person: the session's cookie and the five methods. Bodies are JSON unless they are bytes. */
class Person {
  constructor (server, cookie, session) { this.server = server; this.cookie = cookie; this.session = session }
  ask (method, url, body, headers = {}) {
    const raw = body === undefined || body instanceof Uint8Array || body instanceof ReadableStream
    return fetch(this.server.origin + url, {
      method, headers: { ...(method === 'GET' ? {} : { origin: this.server.origin }), ...(this.cookie ? { cookie: this.cookie } : {}), ...(raw ? {} : { 'content-type': 'application/json' }), ...headers },
      body: raw ? body : JSON.stringify(body), redirect: 'manual', ...(body instanceof ReadableStream ? { duplex: 'half' } : {})
    })
  }
  get (url, headers) { return this.ask('GET', url, undefined, headers) }
  post (url, body, headers) { return this.ask('POST', url, body, headers) }
  put (url, body, headers) { return this.ask('PUT', url, body, headers) }
  patch (url, body, headers) { return this.ask('PATCH', url, body, headers) }
  del (url, headers) { return this.ask('DELETE', url, undefined, headers) }
  /** The JSON of a reply that must have this status. */
  async json (method, url, body, status = method === 'POST' ? 201 : 200, headers) {
    const reply = await this.ask(method, url, body, headers)
    const text = await reply.text()
    if (reply.status !== status) throw new Error(`${method} ${url}: ${reply.status} instead of ${status}: ${text.slice(0, 500)}`)
    return text ? JSON.parse(text) : null
  }
}

const ownFolder = () => run(['mktemp', '-d', path.join(tmpdir(), 'nghisu-test-XXXXXXXX')]).trim()

/** What a server has in its folder at first, made once by this program and copied for each: a copy takes tenths of the seconds that making takes. */
async function firstFolder (sample) {
  const { size, mtimeMs } = statSync(program)
  const kept = path.join(process.env.NGHISU_TEMPLATES, createHash('sha256').update([program, size, mtimeMs, sample].join()).digest('hex').slice(0, 16))
  if (!existsSync(kept)) {
    const made = await new Server({ sample, folder: ownFolder() }).start()
    await made.stop({ keep: true })
    try { renameSync(made.folder, kept) } catch { rmSync(made.folder, { recursive: true }) } // another test was first
  }
  const folder = ownFolder()
  run(['cp', '-a', path.join(kept, 'data'), folder])
  return folder
}

class Server {
  constructor (options) {
    this.options = options
    this.folder = options.folder
    this.port = options.port ?? 0
  }

  async start () {
    this.folder ??= process.env.NGHISU_TEMPLATES && !this.options.arguments?.includes('--zone') ? await firstFolder(Boolean(this.options.sample)) : ownFolder()
    const arguments_ = ['serve', '--data', path.join(this.folder, 'data'), '--listen', `127.0.0.1:${this.port}`, '--web', path.join(root, 'web/dist'), '--log-level', process.env.NGHISU_LOG_LEVEL ?? 'warning',
      ...(this.options.sample ? ['--sample', path.join(root, 'deploy/sample')] : ['--no-sample']), ...(this.options.arguments ?? [])]
    const command = [...asUser, program, ...arguments_]
    const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'], cwd: this.folder, env: { ...process.env, ...this.options.env } })
    this.child = child
    this.printed = ''
    child.stderr.on('data', bytes => { this.printed += bytes; if (this.printed.length > 1e6) this.printed = this.printed.slice(-5e5) })
    let said = ''
    child.stdout.on('data', bytes => { said += bytes })
    this.ended = new Promise(resolve => child.on('exit', (code, signal) => resolve({ code, signal })))
    let over = false
    this.ended.then(() => { over = true })
    this.origin = await until(() => {
      if (over) throw new Error(`the server ended at start:\n${said}\n${this.printed}`)
      return said.match(/https?:\/\/127\.0\.0\.1:\d+/)?.[0]
    }, `the server's address; it said:\n${said}`, 90000)
    this.port = Number(this.origin.match(/\d+$/)[0])
    await until(() => fetch(this.origin + '/api/health').then(reply => reply.ok, () => false), 'health')
    this.nobody = new Person(this, null, null)
    return this
  }

  get pid () { return this.child.pid }
  /** Resident memory of the server's own process, in MiB. */
  get residentMiB () { return Number(readFileSync(`/proc/${this.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024 }

  async signIn (account, password = PASSWORD) {
    const reply = await fetch(this.origin + '/api/session', { method: 'POST', headers: { 'content-type': 'application/json', origin: this.origin }, body: JSON.stringify({ account, password }) })
    if (reply.status !== 201) throw new Error(`${account} could not sign in: ${reply.status} ${await reply.text()}`)
    return new Person(this, reply.headers.get('set-cookie').split(';')[0], await reply.json())
  }

  tokenHash (person) { return createHash('sha256').update(person.cookie.split('=')[1]).digest('hex') }

  /** psql or pgbench on the embedded database. */
  psqlTool (tool, args, role = 'nghisu_app') {
    const [, , , port, socket] = run(['cat', path.join(this.folder, 'data/database/postmaster.pid')]).split('\n')
    return run([existsSync(`/usr/lib/postgresql/15/bin/${tool}`) ? `/usr/lib/postgresql/15/bin/${tool}` : tool, '-h', socket, '-p', port, '-U', role, ...args, 'nghisu'])
  }
  /** For a second server on the same database. */
  ownerUrl () {
    const [, , , port, socket] = run(['cat', path.join(this.folder, 'data/database/postmaster.pid')]).split('\n')
    return `host=${socket} port=${port} user=nghisu_owner dbname=nghisu`
  }

  sql (text, role = 'nghisu_owner') { return this.psqlTool('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', text], role).trim() }
  postmaster () { return Number(run(['cat', path.join(this.folder, 'data/database/postmaster.pid')]).split('\n')[0]) }

  async kill (signal = 'SIGKILL') { this.child.kill(signal); return this.ended }
  /** Ends it and removes its folder; gives how it ended. */
  async stop ({ keep = false } = {}) {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM')
    const end = await this.ended
    if (!keep) rmSync(this.folder, { recursive: true, force: true })
    return end
  }
}

/** options: sample (load deploy/sample), folder and port (to start again on what was there), arguments, env */
export const startServer = (options = {}) => new Server(options).start()
