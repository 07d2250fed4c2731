// SPDX-License-Identifier: GPL-3.0-or-later
//
// Chromium as a tablet: two sizes, touch, signed in through the page. Knows how to start and end it, not what is tested.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { PASSWORD } from '../http/server.js'

export const SIZES = { 1180: { width: 1180, height: 820 }, 820: { width: 820, height: 1180 } }
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

export async function startBrowser () {
  const folder = mkdtempSync(path.join(tmpdir(), 'nghisu-browser-'))
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: FLAGS })
  return {
    /** A tablet of its own: cookies and storage apart from the others'. */
    async tablet (size = 1180, options = {}) {
      const context = await browser.newContext({ viewport: SIZES[size], hasTouch: true, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', ...options })
      return context.newPage()
    },
    async stop () { await browser.close(); rmSync(folder, { recursive: true, force: true }) }
  }
}

/** Signs in by hand. */
export async function signIn (page, origin, account, password = PASSWORD) {
  await page.goto(origin + '/')
  await page.getByLabel('Tài khoản', { exact: true }).fill(account)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await page.getByRole('navigation').first().waitFor()
}
