// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import assert from 'node:assert/strict'
import { join } from 'node:path'

export const title =
  'a clerk uploads a file with faults, filters them, mends one row in place, sends it again and sees both counts'
export const view = { viewport: { width: 1280, height: 900 }, locale: 'zh-CN' }

const file = join(import.meta.dirname, '../../../docs/examples/penalties-with-faults.csv')
const FAULTY_DAY = '2026-02-30'

export async function run({ page, base, keyOf }) {
  await enter(page, base, keyOf('demo-ecology'))
  await upload(page)
  await filter(page)
  await mend(page)
  await sendAgain(page)
  await page.reload()
  await page.getByLabel('本单位的密钥').waitFor()
  assert.equal(await page.evaluate(() => JSON.stringify(localStorage).includes('probity_')), false)
}

async function enter(page, base, key) {
  await page.goto(new URL('/desk', base).href)
  await page.getByText('密钥只留在本页内存中').waitFor()
  await page.getByLabel('本单位的密钥').fill('probity_wrong')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('密钥无效或已过期').waitFor()
  await page.getByLabel('本单位的密钥').fill(key)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 2, name: '本单位的批次' }).waitFor()
}

async function upload(page) {
  await page.getByLabel('报送模板').selectOption('shuanggongshi-penalty')
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByRole('button', { name: '报送', exact: true }).click()
  await page.getByRole('heading', { level: 2, name: '差错' }).waitFor()
  await page.getByText('新增 + 更正 + 未变 + 撤回 + 差错 = 全部').waitFor()
  await page.locator('.fault-row').first().waitFor()
}

async function filter(page) {
  const all = await page.locator('.fault-row').count()
  assert.ok(all > 3, 'the example has several faulty rows')
  await page.getByLabel('按规则筛选').selectOption('FRM-DAY')
  await page.getByText('已列出 1 行').waitFor()
  assert.equal(
    new URL(page.url()).searchParams.get('rule'),
    'FRM-DAY',
    'the filter can be sent to a colleague',
  )
  const marked = await page.locator('.fault-row td.is-faulty').allInnerTexts()
  assert.deepEqual(marked, [FAULTY_DAY], 'the faulty cell is marked, and no other')
}

async function mend(page) {
  const row = page.locator('.fault-row')
  await row.getByRole('button', { name: '改正此行' }).click()
  await row.getByRole('button', { name: '核验' }).click()
  await row.getByText('仍有差错').waitFor()
  const cell = row.getByLabel(/^处罚决定日期/)
  assert.equal(await cell.getAttribute('aria-invalid'), 'true')
  await cell.fill('2026-02-28')
  await row.getByRole('button', { name: '核验' }).click()
  await row.getByText('核验通过，可以重报。').waitFor()
}

async function sendAgain(page) {
  await page.getByRole('button', { name: '只重报这 1 行' }).click()
  await page.getByRole('heading', { level: 3, name: '已作为新批次重报' }).waitFor()
  const correction = page.locator('.correction-counts tbody tr').nth(1)
  await correction.getByText('已完成').waitFor()
  const [rows, ...outcome] = await correction.locator('td').allInnerTexts()
  assert.equal(rows, '1')
  assert.equal(
    outcome.map(Number).reduce((sum, count) => sum + count, 0),
    1,
    'the one row is accounted for',
  )
  const [before] = await page.locator('.correction-counts tbody tr').nth(0).locator('td').allInnerTexts()
  assert.ok(Number(before) > 1, 'the first batch keeps its own count')
  await page.locator('.fault-row').getByText('已更正').waitFor()
}
