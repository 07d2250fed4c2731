// SPDX-License-Identifier: GPL-3.0-or-later
//
// Prints the sample documents to PDF with Chromium. Run only when their text changes: the PDFs are kept in the repository.
//   NODE_PATH=… node deploy/sample/make.mjs      (needs playwright-core, chromium, fonts-liberation2: the older Liberation Serif has no Vietnamese)
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import path from 'node:path'
import { page as draw } from './form.mjs'
import { papers } from './papers.mjs'
import { report } from './report.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))
const { chromium } = createRequire(path.join(here, '../../tests/'))('playwright-core')
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
for (const paper of [...papers, report]) {
  const tab = await browser.newPage()
  await tab.setContent(draw(paper))
  await tab.pdf({ path: path.join(here, paper.file), preferCSSPageSize: true, outline: true, tagged: true })
  await tab.close()
  console.log(paper.file)
}
await browser.close()
