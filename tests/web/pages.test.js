// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every page, both directions of the tablet, both languages: it opens without a complaint of the browser, nothing hangs over its edge, and targets are large
// enough for a finger. Axe finds nothing serious; it reads each page in each language and each direction once, for it takes most of the time.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { startServer } from '../http/server.js'
import { signIn, startBrowser } from './browser.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let server, browser, places
before(async () => {
  server = await startServer({ sample: true })
  browser = await startBrowser()
  const clerk = await server.signIn('thuky'), administrator = await server.signIn('quantri')
  const documents = (await clerk.json('GET', '/api/documents?limit=200')).items
  const meetings = (await clerk.json('GET', '/api/meetings')).items
  const units = (await administrator.json('GET', '/api/units')).items
  const document = documents.find(item => item.latest_version === 3), meeting = meetings.find(item => item.state === 'invited'), draft = meetings.find(item => item.state === 'draft')
  places = {
    thuky: ['/', '/documents', '/documents/new', `/documents/${document.id}`, `/documents/${document.id}/read/2`, '/meetings', '/calendar?view=month', '/calendar?view=week', '/calendar?view=list', '/meetings/new', `/meetings/${meeting.id}`, `/meetings/${draft.id}/edit`, `/meetings/${meeting.id}/live`, `/meetings/${meeting.id}/roll`, `/meetings/${meeting.id}/minutes`, `/meetings/${meeting.id}/seats`, '/proposals', '/meetings/templates', '/notices', '/account', '/no-such-page'],
    quantri: ['/people', '/people/new', `/people/${administrator.session.person.id}`, '/units', `/units/${units[0].id}`, '/units/import', '/catalogues/document-type', '/catalogues/room']
  }
})
after(async () => { await browser?.stop(); await server?.stop() })

for (const size of [1180, 820]) {
  for (const language of ['vi', 'en']) {
    test(`pages_at_${size}_in_${language}__open_clean_and_fit`, { timeout: 300000 }, async () => {
      const faults = []
      for (const account of ['thuky', 'quantri']) {
        const page = await browser.tablet(size)
        await signIn(page, server.origin, account)
        await page.evaluate(chosen => localStorage.setItem('nghisu.language', chosen), language)
        let address = ''
        page.on('console', message => { if (message.type() === 'error' && !/Failed to load resource.*404/.test(message.text())) faults.push(`${address}: ${message.text()}`) })
        page.on('pageerror', error => faults.push(`${address}: ${error.message}`))
        for (address of places[account]) {
          await page.goto(server.origin + address)
          await page.waitForLoadState('networkidle', { timeout: 2500 }).catch(() => {})
          await page.waitForTimeout(250)
          const read = (size === 1180) === (language === 'vi')
          if (read) await page.evaluate(axe) // by the debugger, so that the page's own policy stays on
          const found = await page.evaluate(async read => {
            const { violations } = read ? await window.axe.run(document, { resultTypes: ['violations'] }) : { violations: [] }
            const wide = document.documentElement.scrollWidth - window.innerWidth
            // A file input is not pressed itself: the button beside it opens it.
            const small = [...document.querySelectorAll('button, a[href], input:not([type=hidden]), select')].filter(node => {
              const box = node.getBoundingClientRect()
              return box.width > 0 && getComputedStyle(node).visibility !== 'hidden' && !node.closest('p, td, li > span, .text-link') && (box.height < 40 || box.width < 24) && !node.matches('[type=checkbox], [type=radio], [type=file], .skip')
            }).map(node => `${node.tagName.toLowerCase()} "${(node.textContent || node.getAttribute('aria-label') || '').trim().slice(0, 30)}" ${Math.round(node.getBoundingClientRect().width)}×${Math.round(node.getBoundingClientRect().height)}`)
            return { language: document.documentElement.lang, wide, small, serious: violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')}`) }
          }, read).catch(error => ({ serious: [error.message], small: [], wide: 0 }))
          if (found.language !== language) faults.push(`${address}: lang is ${found.language}`)
          if (found.wide > 0) faults.push(`${address}: ${found.wide} px over the edge`)
          for (const one of found.serious) faults.push(`${address}: axe ${one}`)
          for (const one of found.small.slice(0, 5)) faults.push(`${address}: small target ${one}`)
        }
        await page.context().close()
      }
      assert.deepEqual(faults, [])
    })
  }
}
