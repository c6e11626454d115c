// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const title =
  'on a phone, in English: of a log of 70,000 entries only the files that a proof needs are fetched'
export const view = { viewport: { width: 375, height: 812 }, locale: 'en-GB', hasTouch: true, isMobile: true }

const SIZE = 70_000
const INDEX = 12_345
const OLDER = 40_000
const program = join(import.meta.dirname, '../../platform/bin/probity.js')

export async function run({ page, base }) {
  const folder = mkdtempSync(join(tmpdir(), 'probity-large-log-'))
  try {
    const asked = await serveLog(page, buildLog(folder), folder)
    await page.goto(new URL(`/transparency?lang=en&entry=${INDEX}&older=${OLDER}`, base).href)
    await page.getByText('Entry 12,345 is among the 70,000 that were signed.').waitFor()
    await page.getByText('The 40,000 entries of then are the beginning of the 70,000 of now').waitFor()
    await page.getByText('lead, level by level, to the root that the checkpoint signs').waitFor()
    assert.ok(asked.size <= 12, `${asked.size} files were fetched: ${[...asked].join(' ')}`)
    await assertNoSidewaysScroll(page)
    await openBlocks(page)
    await assertNoSidewaysScroll(page)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** By the node's own tool, from the lines of a file: a log of strangers, whose entries are none of Probity's. */
function buildLog(folder) {
  const lines = Array.from({ length: SIZE }, (_, at) => `entry ${at}\n`)
  writeFileSync(join(folder, 'entries'), lines.join(''))
  const said = execFileSync(process.execPath, [
    program,
    ...[
      'log',
      'build',
      '--entries',
      join(folder, 'entries'),
      '--key',
      join(folder, 'key'),
      '--out',
      join(folder, 'log'),
    ],
  ])
  const [key] = /\S+\+[0-9a-f]{8}\+\S+/.exec(said.toString())
  return key
}

/** The demo's own log is small: another one is put in its place on the way. */
async function serveLog(page, key, folder) {
  const asked = new Set()
  await page.route('**/log/**', (route) => {
    const path = new URL(route.request().url()).pathname.slice('/log/'.length)
    const file = join(folder, 'log', path)
    if (path !== 'checkpoint') asked.add(path)
    return existsSync(file) ? route.fulfill({ body: readFileSync(file) }) : route.fulfill({ status: 404 })
  })
  await page.route('**/v1/public/log', async (route) => {
    const standing = await (await route.fetch()).json()
    await route.fulfill({ json: { ...standing, keys: [{ ...standing.keys[0], verifierKey: key }] } })
  })
  return asked
}

async function openBlocks(page) {
  const tree = page.locator('.tree')
  for (let opened = 0; opened < 20; opened++) {
    const labels = await tree
      .getByRole('link', { name: /^Open / })
      .evaluateAll((links) => links.map((link) => link.getAttribute('aria-label')))
    if (labels.length === 0) break
    const block = tree.getByRole('link', { name: labels[0], exact: true })
    await block.tap()
    await block.waitFor({ state: 'detached' })
  }
  await tree.getByRole('link', { name: 'Choose entry No. 1', exact: true }).tap()
  await page.getByText('Entry 1 is among the 70,000 that were signed.').waitFor()
  await page.getByRole('button', { name: 'The whole tree' }).tap()
  await tree.getByRole('link', { name: /^Open 0–/ }).waitFor()
}

async function assertNoSidewaysScroll(page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  assert.ok(over <= 0, `the page is ${over} px wider than the telephone`)
}
