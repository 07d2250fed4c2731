// SPDX-License-Identifier: GPL-3.0-or-later
//
// A real mail server for a test: Debian's OpenSMTPD on a free port of loopback with a spool of its own, which hands all it takes to a sink in this process
// over LMTP. The program has its folders compiled in and must be root, so it runs in a mount namespace of its own. It judges nothing.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { until } from './server.js'

const asRoot = process.getuid() === 0 ? [] : ['sudo', '-n']
const freePort = () => new Promise(resolve => {
  const listener = net.createServer().listen(0, '127.0.0.1', () => { const { port } = listener.address(); listener.close(() => resolve(port)) })
})
const listens = port => new Promise(resolve => {
  const line = net.connect(port, '127.0.0.1')
  line.once('data', () => { line.destroy(); resolve(true) })
  line.once('error', () => resolve(false))
})

/** Takes all it is given: messages are {from, to, raw}, one for each recipient. */
async function startSink () {
  const messages = []
  const listener = net.createServer(line => {
    let held = ''
    let from = null
    let to = []
    let data = false
    const say = text => line.write(text + '\r\n')
    say('220 sink LMTP')
    line.on('error', () => {})
    line.on('data', bytes => {
      held += bytes.toString('latin1')
      for (;;) {
        const end = held.indexOf(data ? '\r\n.\r\n' : '\r\n')
        if (end < 0) return
        const text = held.slice(0, end)
        held = held.slice(end + (data ? 5 : 2))
        if (data) {
          data = false
          const raw = Buffer.from(text.replace(/^\.\./gm, '.'), 'latin1').toString('utf8')
          for (const one of to) { messages.push({ from, to: one, raw }); say('250 taken') }
          to = []
        } else if (/^LHLO/i.test(text)) say('250 sink')
        else if (/^MAIL/i.test(text)) { from = text.match(/<(.*?)>/)[1]; to = []; say('250 ok') } else if (/^RCPT/i.test(text)) { to.push(text.match(/<(.*?)>/)[1]); say('250 ok') } else if (/^DATA/i.test(text)) { data = true; say('354 go on') } else if (/^QUIT/i.test(text)) { say('221 bye'); line.end() } else say('250 ok')
      }
    })
  })
  await new Promise(resolve => listener.listen(0, '127.0.0.1', resolve))
  return { messages, port: listener.address().port, stop: () => listener.close() }
}

/** refused: addresses answered with 550. */
export async function startSmtp ({ refused = [] } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'nghisu-smtp-'))
  const sink = await startSink()
  const port = await freePort()
  let child = null
  mkdirSync(path.join(folder, 'spool/smtpd'), { recursive: true, mode: 0o711 })
  writeFileSync(path.join(folder, 'smtpd.conf'), `listen on 127.0.0.1 port ${port}
action "sink" lmtp "127.0.0.1:${sink.port}" rcpt-to virtual { "@" = nobody }
${refused.map(address => `match from any for rcpt-to "${address}" reject`).join('\n')}
match from any for any action "sink"
`)
  writeFileSync(path.join(folder, 'begin.sh'), `chmod 711 '${folder}' '${folder}/spool' '${folder}/spool/smtpd'
chown -R root '${folder}/spool/smtpd' 2>/dev/null; for part in incoming purge queue temporary; do [ ! -d '${folder}/spool/smtpd/'$part ] || chown -R opensmtpq '${folder}/spool/smtpd/'$part; done
mount --bind '${folder}/spool' /var/spool && mount -t tmpfs tmpfs /run && exec smtpd -d -f '${folder}/smtpd.conf'
`)
  const smtp = {
    port,
    messages: sink.messages,
    said: '',
    async start () {
      child = spawn([...asRoot, 'unshare'][0], [...asRoot, 'unshare', '--mount', 'sh', path.join(folder, 'begin.sh')].slice(1), { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
      for (const stream of [child.stdout, child.stderr]) stream.on('data', bytes => { smtp.said = (smtp.said + bytes).slice(-20000) })
      await until(() => listens(port), () => `the mail server; it said:\n${smtp.said}`, 20000)
    },
    /** All its processes at once, without a word. */
    async kill () {
      const gone = child.exitCode !== null || child.signalCode !== null ? null : new Promise(resolve => child.once('exit', resolve))
      if (gone) { execFileSync([...asRoot, 'kill'][0], [...asRoot, 'kill', '-KILL', '--', `-${child.pid}`].slice(1)); await gone }
      await until(async () => !(await listens(port)), 'the mail server\'s end')
    },
    async stop () {
      await smtp.kill()
      sink.stop()
      execFileSync([...asRoot, 'rm'][0], [...asRoot, 'rm', '-rf', folder].slice(1))
      rmSync(folder, { recursive: true, force: true })
    }
  }
  await smtp.start()
  return smtp
}

const words = text => text.replace(/\?=\s+=\?/g, '?==?').replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, base64) => Buffer.from(base64, 'base64').toString('latin1'))
const utf8 = latin1 => /^[\0-\xff]*$/.test(latin1) ? Buffer.from(latin1, 'latin1').toString('utf8') : latin1
const quoted = text => Buffer.from(text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8')

/** The headers by lower-case name, decoded, the plain text, and what is attached: {head, text}. */
export function opened ({ raw }) {
  const [head, ...rest] = raw.split('\r\n\r\n')
  const headers = Object.fromEntries(head.replace(/\r\n[ \t]+/g, ' ').split('\r\n').map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), utf8(words(line.slice(line.indexOf(':') + 1).trim()))]))
  const boundary = headers['content-type'].match(/boundary="?([^";]+)/)[1]
  const [, part, ...more] = rest.join('\r\n\r\n').split(`--${boundary}`)
  const attached = more.filter(one => !one.startsWith('--')).map(one => ({ head: one.split('\r\n\r\n')[0].replace(/\r\n[ \t]+/g, ' ').trim(), text: Buffer.from(one.split('\r\n\r\n').slice(1).join(''), 'base64').toString('utf8') }))
  return { headers, attached, partHead: part.split('\r\n\r\n')[0].trim(), text: quoted(part.split('\r\n\r\n').slice(1).join('\r\n\r\n')).replaceAll('\r\n', '\n').trim() }
}
