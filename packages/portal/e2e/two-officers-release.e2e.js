// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import assert from 'node:assert/strict'

export const title =
  'on a phone, in English: an officer proposes to release a doubt, cannot second it, and another does'
export const view = { viewport: { width: 390, height: 844 }, locale: 'en-GB', hasTouch: true, isMobile: true }

export async function run({ page, base, keyOf }) {
  await enter(page, base, keyOf('demo-ecology.clerk-1'))
  await page.getByText('account clerk-1').waitFor()
  await assertNoSidewaysScroll(page)
  await page
    .getByRole('button', { name: /^Propose to release row/ })
    .first()
    .tap()
  await page.getByLabel('Ground').selectOption('source-system')
  await page.getByRole('button', { name: 'Propose', exact: true }).tap()
  const proposal = page.locator('.release').last()
  await proposal.getByText('another officer must second it').waitFor()
  assert.equal(await proposal.getByRole('button', { name: 'Second the release' }).count(), 0)
  await page.getByRole('button', { name: 'Leave' }).tap()

  await enter(page, base, keyOf('demo-ecology.clerk-2'))
  await page.getByText('ground: checked in the source system').waitFor()
  await page.locator('.release').last().getByRole('button', { name: 'Second the release' }).tap()
  await page.getByRole('status').getByRole('link').tap()
  await page.locator('.batch-counts').waitFor()
  await page.getByText('Notes', { exact: true }).tap()
  await page.getByText('clerk-1 proposed and clerk-2 confirmed').waitFor()
  await assertNoSidewaysScroll(page)
}

async function enter(page, base, key) {
  await page.goto(new URL('/desk/quarantine?lang=en', base).href)
  await page.getByLabel('The key of your body').fill(key)
  await page.getByRole('button', { name: 'Enter' }).tap()
  await page.getByRole('heading', { level: 1, name: 'Faulty rows that wait' }).waitFor()
}

async function assertNoSidewaysScroll(page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  assert.ok(over <= 0, `the page is ${over} px wider than the telephone`)
}
