// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// Takes the pictures of public pages in docs/images from a running demo node: node scripts/take-pictures.js URL
// CHROMIUM: the browser to use.
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const [, , base] = process.argv
if (!base) {
  process.stderr.write('node scripts/take-pictures.js http://127.0.0.1:8420\n')
  process.exit(2)
}
const images = join(import.meta.dirname, '../docs/images')
const pictures = [
  { name: 'organisation-page', width: 1280, height: 1600, locale: 'zh-CN', query: '' },
  { name: 'organisation-page-phone-en', width: 375, height: 1400, locale: 'en-GB', query: '?lang=en' },
]

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
try {
  const { id, name } = await mostTold()
  for (const { name: file, width, height, locale, query } of pictures) {
    const context = await browser.newContext({ viewport: { width, height }, locale, reducedMotion: 'reduce' })
    const page = await context.newPage()
    await page.goto(new URL(`/organisations/${id}${query}`, base).href)
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
    await page.locator('.record').first().waitFor()
    await page.screenshot({ path: join(images, `${file}.png`) })
    await context.close()
    process.stdout.write(`${file}.png\n`)
  }
} finally {
  await browser.close()
}

/** The example of which there is most to see. */
async function mostTold() {
  const { examples } = await ask('/v1/public/status')
  const pages = await Promise.all(examples.map(({ id }) => ask(`/v1/public/organisations/${id}/report`)))
  const [most] = pages.sort((a, b) => b.records.length - a.records.length)
  if (!most) throw new Error('the node names no example organisation; is it in demo mode?')
  return most
}

async function ask(path) {
  const response = await fetch(new URL(path, base))
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return response.json()
}
