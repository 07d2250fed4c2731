// SPDX-License-Identifier: GPL-3.0-or-later
//
// English behind a switch: on the sign-in page and in the menu, at once for the whole frame, kept by the device.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PASSWORD } from '../http/server.js'
import { signIn, startBrowser, startOffice } from './browser.js'

/** Letters that only Vietnamese has. */
const VIETNAMESE = /[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i
let server, browser
before(async () => { server = await startOffice(); browser = await startBrowser() })
after(async () => { await browser?.stop(); await server?.stop() })

/** The words of the frame: navigation, connection, headings and buttons. Names of people and papers stay as they are. */
const frame = async (page, heading) => {
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
  const words = [await page.getByRole('navigation').first().innerText(), await page.getByRole('status').first().innerText(), await page.getByRole('heading', { level: 1 }).innerText()]
  return words.join('\n').replaceAll('Nghị Sự', '').replaceAll('Đỗ Thị Thanh Hà', '').replaceAll('Nguyễn Hải Đăng', '')
}

test('language_switched_in_the_menu__turns_the_whole_frame_and_stays_after_a_reload', { timeout: 120000 }, async () => {
  const page = await browser.tablet(1180)
  await signIn(page, server.origin, 'quantri')
  assert.match(await frame(page, /Chào/), VIETNAMESE)
  await page.getByRole('button', { name: /^Tài khoản của tôi/ }).click()
  await page.getByRole('button', { name: 'English', exact: true }).click()
  await page.getByRole('navigation', { name: 'Main navigation' }).waitFor()
  assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  assert.doesNotMatch(await frame(page, /./), VIETNAMESE)
  await page.reload()
  await page.getByRole('navigation', { name: 'Main navigation' }).waitFor()
  for (const [link, heading] of [['Documents', 'Documents'], ['Meetings', 'Meetings'], ['Agencies and units', 'Agencies and units'], ['People', 'People'], ['Catalogues', 'Catalogues'], ['Home', /./]]) {
    await page.getByRole('navigation').getByRole('link', { name: link, exact: true }).click()
    assert.doesNotMatch(await frame(page, heading), VIETNAMESE, link)
  }
  await page.goto(server.origin + '/no-such-page')
  await page.getByRole('heading', { name: 'Not found.' }).waitFor()
  await page.getByRole('button', { name: /^My account/ }).click()
  await page.getByRole('button', { name: 'Tiếng Việt', exact: true }).click()
  await page.getByRole('navigation', { name: 'Điều hướng chính' }).waitFor()
  await page.reload()
  await page.getByRole('navigation', { name: 'Điều hướng chính' }).waitFor()
  assert.equal(await page.locator('html').getAttribute('lang'), 'vi')
})

test('language_switched_before_signing_in__is_the_language_of_what_follows', { timeout: 120000 }, async () => {
  const page = await browser.tablet(820)
  await page.goto(server.origin)
  await page.getByRole('button', { name: 'English', exact: true }).click()
  await page.locator('input[name=account]').fill('thuky')
  await page.locator('input[name=password]').fill('wrong-password')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  assert.doesNotMatch(await page.getByRole('alert').innerText(), VIETNAMESE)
  await page.locator('input[name=password]').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('navigation', { name: 'Main navigation' }).waitFor()
  assert.doesNotMatch(await frame(page, /./), VIETNAMESE)
})
