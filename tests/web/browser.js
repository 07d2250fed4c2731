// SPDX-License-Identifier: GPL-3.0-or-later
//
// Chromium as a tablet: two sizes, touch, signed in through the page; and the cable between it and the server, to be pulled. Knows how to start and end
// these and how to fill the house's widgets, not what is tested.
import { mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { PASSWORD, root, startServer } from '../http/server.js'

export const SIZES = { 1180: { width: 1180, height: 820 }, 820: { width: 820, height: 1180 } }
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
export const sample = name => path.join(root, 'deploy/sample', name)

/** A server with sample data; NGHISU_WEB names other built pages than web/dist. */
export const startOffice = (options = {}) =>
  startServer({ sample: true, ...options, arguments: [...(process.env.NGHISU_WEB ? ['--web', process.env.NGHISU_WEB] : []), ...(options.arguments ?? [])] })

export async function startBrowser () {
  const folder = mkdtempSync(path.join(tmpdir(), 'nghisu-browser-'))
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: FLAGS })
  return {
    folder,
    /** A tablet of its own: cookies and storage apart from the others'. */
    async tablet (size = 1180, options = {}) {
      const context = await browser.newContext({ viewport: SIZES[size], hasTouch: true, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', ...options })
      context.setDefaultTimeout(30000)
      return context.newPage()
    },
    async stop () { await browser.close(); rmSync(folder, { recursive: true, force: true }) }
  }
}

/** Signs in by hand. */
export async function signIn (page, origin, account, password = PASSWORD) {
  await page.goto(origin + '/')
  await page.locator('input[name=account]').fill(account)
  await page.locator('input[name=password]').fill(password)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await page.getByRole('navigation').first().waitFor()
}

/** Types into a combobox of people, units or types, and takes the option that shows these words. */
export async function choose (scope, label, typed, shown = typed) {
  const field = scope.getByRole('combobox', { name: label, exact: true })
  await field.click()
  await field.pressSequentially(typed, { delay: 10 })
  await scope.getByRole('option').filter({ hasText: shown }).first().click()
}

/** Answers the question or sends the form of the open dialog. */
export const agree = (page, name) => page.locator('dialog[open]').getByRole('button', { name, exact: true }).click()

/** How fast this page's own requests go, in bytes a second; 0 is as fast as it can. */
export async function throttle (page, upload = 0) {
  const debug = await page.context().newCDPSession(page)
  await debug.send('Network.enable')
  await debug.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: upload || -1 })
}

/** A cable to a port of loopback that can be pulled: cut() breaks what is open and refuses what comes, mend() lets it through again;
 * stall() leaves what is open without a word for ever, as after a long sleep: who speaks into it learns that it is dead, a new line gets through. */
export async function startCable (port) {
  const lines = new Set()
  let whole = true
  const listener = net.createServer(near => {
    if (!whole) return near.resetAndDestroy()
    const far = net.connect(port, '127.0.0.1')
    near.near = true
    for (const [one, other] of [[near, far], [far, near]]) {
      lines.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => { lines.delete(one); other.destroy() })
    }
  })
  await new Promise(resolve => listener.listen(0, '127.0.0.1', resolve))
  const cut = () => { whole = false; for (const line of lines) line.destroy() }
  return { origin: `http://127.0.0.1:${listener.address().port}`, cut, mend () { whole = true }, stall () { for (const line of lines) { line.unpipe(); line.on('data', () => line.near && line.resetAndDestroy()).resume() } }, stop () { cut(); listener.close() } }
}

/** A tablet that keeps what is on it: closed and opened again with the same folder it is the same one. */
export async function tabletAt (folder, size = 1180) {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: FLAGS, viewport: SIZES[size], hasTouch: true, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh'
  })
  context.setDefaultTimeout(30000)
  return context
}

/** What the tablet's own store holds: whose it is, versions, hashes of parts, paths of answers, sealed entries. */
export const copyOf = page => page.evaluate(() => new Promise((resolve, reject) => {
  const opening = indexedDB.open('nghisu')
  const none = { holder: null, versions: [], parts: [], answers: [], sealed: 0 }
  // Not there yet: the pages are to make it, not this.
  opening.onupgradeneeded = () => { opening.onerror = () => resolve(none); opening.transaction.abort() }
  opening.onerror = () => reject(opening.error)
  opening.onsuccess = () => {
    const db = opening.result
    const act = db.transaction(['holder', 'version', 'part', 'answer', 'outbox'])
    const get = { holder: act.objectStore('holder').get('me'), versions: act.objectStore('version').getAll(), parts: act.objectStore('part').getAllKeys(), answers: act.objectStore('answer').getAllKeys(), sealed: act.objectStore('outbox').count() }
    act.oncomplete = () => {
      db.close()
      const { outbox_key, ...holder } = get.holder.result ?? {}
      resolve({ holder: get.holder.result ? { ...holder, keyThere: outbox_key instanceof CryptoKey } : null, versions: get.versions.result, parts: get.parts.result, answers: get.answers.result, sealed: get.sealed.result })
    }
  }
}))
