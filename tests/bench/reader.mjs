// SPDX-License-Identifier: GPL-3.0-or-later
//
// The reader beside pdf.js's viewer: same file, same Chromium, a tablet's window of 1180×820 at two pixels a point, the page's thread slowed four times, a line
// of 1.6 Mbit/s and 150 ms that both go through; a new browser with nothing kept for every run, ours and theirs in turn, medians. Of pdf.js its best way counts
// for each figure. Prints; judges nothing. What is measured, and how it is fair: reader.md.
//
//     node tests/bench/reader.mjs [decree report scan memory]
import { readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { documentOf } from '../http/make.js'
import { pause, startServer } from '../http/server.js'
import { papers, pagesOf } from './reader-papers.mjs'
import { startPeer } from './reader-peer.mjs'
import { startWire } from './reader-wire.mjs'

const ROUNDS = Number(process.env.ROUNDS ?? 5)
const DENSITY = Number(process.env.DENSITY ?? 2)
const SLOWER = Number(process.env.SLOWER ?? 4)
const JUMP = 200
const wanted = process.argv.slice(2)
const asked = name => wanted.length === 0 || wanted.includes(name)
/** Of pdf.js: the whole file streamed while one reads, or only the ranges a page needs. */
const WAYS = (process.env.WAYS ?? 'stream ranges').split(' ')
const median = list => [...list].sort((a, b) => a - b)[list.length >> 1]
const seconds = ms => `${(ms / 1000).toFixed(2)} s`
const MiB = bytes => `${(bytes / 2 ** 20).toFixed(1)} MiB`

/** A browser that has seen nothing, its page slowed; gives the page and what ends it. */
async function fresh (cookie, slower = SLOWER) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--enable-precise-memory-info'] })
  const context = await browser.newContext({ viewport: { width: 1180, height: 820 }, deviceScaleFactor: DENSITY, hasTouch: true, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
  context.setDefaultTimeout(180000)
  if (cookie) {
    const [name, value] = cookie.split('=')
    await context.addCookies([{ name, value, url: 'https://127.0.0.1/', secure: true, httpOnly: true, sameSite: 'Lax' }])
  }
  const page = await context.newPage()
  page.on('pageerror', error => console.error(`${page.url()}: ${error.message}`))
  const debug = await context.newCDPSession(page)
  if (slower > 1) await debug.send('Emulation.setCPUThrottlingRate', { rate: slower })
  return { browser, page, debug, stop: () => browser.close() }
}

/** Pixels across that the paper itself has: our server draws a scan no finer, pdf.js stretches it. */
const OWN = { scan: 1654 }

/** In our page: when the pictures of a page that are on the screen have the screen's own pixels, or the paper's where it has fewer, over all that is seen of it, two
 *  frames after. */
function ours (own) {
  const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
  const sharp = number => {
    const sheet = document.querySelector(`.text-layer[data-page="${number}"]`)?.closest('.page')
    const view = document.querySelector('.viewport')?.getBoundingClientRect()
    if (!sheet || !view) return false
    const page = sheet.getBoundingClientRect()
    const seen = { top: Math.max(page.top, view.top), bottom: Math.min(page.bottom, view.bottom) }
    if (seen.bottom - seen.top < 50) return false
    return [...sheet.querySelectorAll('img.page-picture')].some(image => {
      const box = image.getBoundingClientRect()
      const needed = Math.min(box.width * devicePixelRatio, (own ?? Infinity) * (box.width / page.width) * 0.99)
      return image.complete && image.naturalWidth >= Math.floor(needed) && box.top <= seen.top + 1 && box.bottom >= seen.bottom - 1
    })
  }
  globalThis.peer = {
    holds: sharp,
    async drawn (number) {
      if (!sharp(number)) {
        await new Promise((resolve, reject) => {
          const look = () => { if (sharp(number)) { watcher.disconnect(); clearInterval(again); clearTimeout(late); resolve() } }
          const watcher = new MutationObserver(look)
          watcher.observe(document, { childList: true, subtree: true })
          const again = setInterval(look, 200) // a scroll or a style may bring it into the window without a new element
          const late = setTimeout(() => reject(new Error(`page ${number} was not drawn within two minutes`)), 120000)
        })
      }
      await frame(); await frame()
      return performance.now()
    }
  }
}

const jumps = {
  /** As a person does: the number in the bar, and Enter. */
  async ours (page, number) {
    const field = page.getByRole('textbox', { name: 'Đến trang' })
    await field.fill(String(number))
    await field.focus()
    const took = page.evaluate(number => new Promise(resolve => {
      addEventListener('keydown', async () => { const from = performance.now(); resolve(await globalThis.peer.drawn(number) - from) }, { once: true, capture: true })
    }), number)
    const [ms] = await Promise.all([took, pause(200).then(() => field.press('Enter'))])
    return ms
  },
  theirs: (page, number) => page.evaluate(async number => { const from = performance.now(); globalThis.peer.viewer.currentPageNumber = number; return await globalThis.peer.drawn(number) - from }, number)
}

/** Opens an address cold; when its first page can be read, and when page 200 can after it was asked for; and what came over the line until the first page. */
async function opened (wire, address, side, cookie, jump, own) {
  const tablet = await fresh(cookie)
  try {
    if (side === 'ours') await tablet.page.addInitScript(ours, own)
    const before = wire.bytes
    await tablet.page.goto(wire.origin + address, { waitUntil: 'commit' })
    await tablet.page.waitForFunction(() => globalThis.peer)
    const first = await tablet.page.evaluate(() => globalThis.peer.drawn(1))
    const bytes = wire.bytes - before
    if (process.env.SHOTS) await tablet.page.screenshot({ path: `${process.env.SHOTS}/${side}${address.replace(/\W+/g, '-').slice(-30)}.png` })
    let second
    if (jump) { await pause(2000); second = await jumps[side](tablet.page, jump) }
    return { first, bytes, second }
  } finally { await tablet.stop() }
}

/** The heap of a page and of its workers, after what is garbage has gone; and all that the browser's processes for pages hold. */
async function memory (tablet) {
  const control = await tablet.browser.newBrowserCDPSession()
  const heap = async send => {
    await send('HeapProfiler.enable')
    for (let i = 0; i < 2; i++) await send('HeapProfiler.collectGarbage')
    return send('Runtime.getHeapUsage')
  }
  const used = [await heap((method, parameters) => tablet.debug.send(method, parameters))]
  const { targetInfos } = await control.send('Target.getTargets')
  for (const target of targetInfos.filter(info => /worker/.test(info.type))) {
    const { sessionId } = await control.send('Target.attachToTarget', { targetId: target.targetId, flatten: false })
    let id = 0
    used.push(await heap((method, params = {}) => new Promise((resolve, reject) => {
      const mine = ++id
      const hear = event => {
        const reply = JSON.parse(event.message)
        if (event.sessionId !== sessionId || reply.id !== mine) return
        control.off('Target.receivedMessageFromTarget', hear)
        if (reply.error) reject(new Error(reply.error.message)); else resolve(reply.result)
      }
      control.on('Target.receivedMessageFromTarget', hear)
      control.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id: mine, method, params }) }).catch(reject)
    })))
  }
  const { processInfo } = await control.send('SystemInfo.getProcessInfo')
  const resident = processInfo.filter(one => one.type === 'renderer').reduce((sum, one) => sum + Number(readFileSync(`/proc/${one.id}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+)/m)[1]) * 1024, 0)
  const all = key => used.reduce((sum, one) => sum + (one[key] ?? 0), 0)
  return { page: used[0].usedSize, heap: all('usedSize'), buffers: all('backingStorageSize'), resident, workers: used.length - 1 }
}

/** Every page brought to the screen and waited for, then what is held. As fast as the machine goes: memory is asked, not time. */
async function scrolled (wire, address, side, cookie, pages, own) {
  wire.open()
  const tablet = await fresh(cookie, 1)
  try {
    if (side === 'ours') await tablet.page.addInitScript(ours, own)
    await tablet.page.goto(wire.origin + address, { waitUntil: 'commit' })
    await tablet.page.waitForFunction(() => globalThis.peer)
    await tablet.page.evaluate(() => globalThis.peer.drawn(1))
    await tablet.page.evaluate(async ({ pages, ours }) => {
      const scroller = document.querySelector(ours ? '.viewport' : '#outer')
      for (let number = 1; number <= pages; number++) {
        const height = (scroller.scrollHeight - scroller.clientHeight) / (pages - 1)
        // By the wheel's own steps, so that each page is passed and none is jumped over.
        for (let step = 1; step <= 4; step++) { scroller.scrollTop = height * (number - 2 + step / 4); await new Promise(resolve => requestAnimationFrame(resolve)) }
        scroller.scrollTop = height * (number - 1)
        await Promise.race([globalThis.peer.drawn(number), new Promise(resolve => setTimeout(resolve, 20000))])
      }
    }, { pages, ours: side === 'ours' })
    await pause(1500)
    return await memory(tablet)
  } finally { await tablet.stop(); wire.shape() }
}

const bytes = { decree: await papers.decree(), report: await papers.report(300), scan: await papers.scan() }
const server = await startServer({ sample: true, arguments: process.env.NGHISU_WEB ? ['--web', process.env.NGHISU_WEB] : [] })
const clerk = await server.signIn('thuky')
const peer = await startPeer(Object.fromEntries(Object.entries(bytes).map(([name, content]) => [`${name}.pdf`, content])))
const [near, far] = [await startWire(server.port), await startWire(peer.port)]
/** A document with this file; other bytes each time, so that our server has drawn nothing of it before. */
let copies = 0
const document = async name => {
  const { id } = await documentOf(clerk, { bytes: Buffer.concat([bytes[name], Buffer.from(`\n% ${++copies}\n`)]), subject: `Đo ${name}` })
  return `/documents/${id}/read/1?page=1` // else it opens where the run before stopped
}
const line = (text, ours, theirs) => {
  const best = Object.entries(theirs).sort((a, b) => median(a[1]) - median(b[1]))[0]
  const ratios = ours.map((value, i) => value / best[1][i])
  console.log(`${text}: ours ${seconds(median(ours))}, pdf.js ${Object.entries(theirs).map(([way, list]) => `${seconds(median(list))} (${way})`).join(', ')}; ratio ${(median(ours) / median(best[1])).toFixed(2)} (${ratios.map(ratio => ratio.toFixed(2)).join(' ')}), wanted ≤ 0.50`)
}
try {
  for (const name of asked('memory') && wanted.length > 0 ? [] : ['decree', 'report', 'scan'].filter(asked)) {
    const pages = pagesOf(bytes[name]), jump = pages > JUMP ? JUMP : 0
    const cold = [], warm = [], theirs = Object.fromEntries(WAYS.map(way => [way, []]))
    for (let round = 0; round < ROUNDS; round++) {
      const address = await document(name)
      await pause(500)
      cold.push(await opened(near, address, 'ours', clerk.cookie, jump, OWN[name]))
      for (const way of WAYS) theirs[way].push(await opened(far, `/?file=${name}.pdf&${way}`, 'theirs', null, jump))
      warm.push(await opened(near, address, 'ours', clerk.cookie, jump, OWN[name]))
    }
    const all = key => Object.fromEntries(Object.entries(theirs).map(([way, list]) => [way, list.map(run => run[key])]))
    const about = `${name}, ${pages} pages, ${MiB(bytes[name].length)}`
    line(`${about}: first page, nobody has read it before`, cold.map(run => run.first), all('first'))
    line(`${about}: first page, others have read it`, warm.map(run => run.first), all('first'))
    console.log(`  over the line until then: ours ${median(cold.map(run => run.bytes)) >> 10} KiB, pdf.js ${WAYS.map(way => `${median(theirs[way].map(run => run.bytes)) >> 10} KiB (${way})`).join(', ')}`)
    if (jump) {
      line(`${about}: to page ${jump}, nobody has read it before`, cold.map(run => run.second), all('second'))
      line(`${about}: to page ${jump}, others have read it`, warm.map(run => run.second), all('second'))
      const both = Object.fromEntries(Object.entries(theirs).map(([way, list]) => [way, list.map(run => run.first + run.second)]))
      line(`${about}: first page and page ${jump} together, nobody has read it before`, cold.map(run => run.first + run.second), both)
    }
  }
  if (asked('memory')) {
    for (const name of ['report', 'scan'].filter(name => wanted.length < 2 || asked(name))) {
      const pages = pagesOf(bytes[name])
      const own = await scrolled(near, await document(name), 'ours', clerk.cookie, pages, OWN[name])
      const others = []
      for (const way of WAYS) others.push({ way, ...await scrolled(far, `/?file=${name}.pdf&${way}`, 'theirs', null, pages) })
      const tell = one => `page's heap ${MiB(one.page)}, with ${one.workers} workers ${MiB(one.heap)}, array buffers ${MiB(one.buffers)}, renderer processes ${MiB(one.resident)}`
      console.log(`${name}, after scrolling through all ${pages} pages:\n  ours: ${tell(own)}`)
      for (const one of others) console.log(`  pdf.js (${one.way}): ${tell(one)}`)
      const ratio = key => (own[key] / Math.min(...others.map(one => one[key]))).toFixed(2)
      console.log(`  ratio: page's heap ${ratio('page')}, heaps with workers ${ratio('heap')}, processes ${ratio('resident')}; wanted ≤ 0.50`)
    }
  }
} finally { near.stop(); far.stop(); peer.stop(); await server.stop() }
