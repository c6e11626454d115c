// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import assert from 'node:assert/strict'
import { findContrastingExample } from './node-answers.js'

export const title =
  'on a phone, in English: filter the time-line and read source, legal basis and term of a record'
export const view = { viewport: { width: 375, height: 812 }, locale: 'en-GB', hasTouch: true, isMobile: true }

export async function run({ page, base }) {
  const { example, report, adverse } = await findContrastingExample(base)
  await page.goto(new URL(`/organisations/${example.id}`, base).href)
  await page.getByRole('heading', { level: 1, name: example.name, exact: true }).waitFor()
  await page.getByRole('button', { name: 'English' }).tap()
  await page.getByRole('heading', { level: 2, name: 'Credit records' }).waitFor()
  assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  assert.equal(new URL(page.url()).searchParams.get('lang'), 'en')
  await assertNoSidewaysScroll(page)

  await page.getByText(`${report.records.length} of ${report.records.length} shown`).waitFor()
  await page.getByRole('radiogroup').getByText('Adverse', { exact: true }).tap()
  await page.getByText(`${adverse.length} of ${report.records.length} shown`).waitFor()
  const natures = await page.locator('.record').evaluateAll((all) => all.map((one) => one.dataset.polarity))
  assert.deepEqual([...new Set(natures)], ['adverse'])
  assert.equal(
    new URL(page.url()).searchParams.get('polarity'),
    'adverse',
    'the filter can be sent to somebody',
  )

  const record = page.locator('.record').first()
  const [newest] = adverse
  const type = report.types[newest.type]
  await record.getByRole('heading', { level: 4, name: type.title.en }).waitFor()
  const ground = await record.locator('.record-ground').textContent()
  assert.ok(ground.includes(report.sources[newest.source].name.en), 'who furnished it')
  assert.ok(ground.includes(type.basis[0].title.en), 'on which legal basis')
  assert.ok(ground.includes(newest.document.number), 'by which document')
  assert.match(
    ground,
    /Shown\s*\d{1,2} \w+ \d{4} until \d{1,2} \w+ \d{4} \(inclusive\)/,
    'until when it is shown',
  )

  const more = record.getByRole('button', { name: /: more$/ })
  await more.tap()
  await record.getByText('Record id').waitFor()
  await record.getByText(newest.id).waitFor()
  await assertNoSidewaysScroll(page)

  await page.reload()
  await page.getByText(`${adverse.length} of ${report.records.length} shown`).waitFor()
  await page.goto(base)
  await page.getByRole('heading', { level: 1, name: /public credit record/ }).waitFor()
}

async function assertNoSidewaysScroll(page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  assert.ok(over <= 0, `the page is ${over} px wider than the telephone`)
}
