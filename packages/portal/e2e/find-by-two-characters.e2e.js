// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import assert from 'node:assert/strict'
import { askNode, listExamples } from './node-answers.js'

export const title =
  'a citizen types two characters, chooses a suggestion and reads the page of the organisation'
export const view = { viewport: { width: 1280, height: 900 }, locale: 'zh-CN' }

export async function run({ page, base }) {
  const [example] = await listExamples(base)
  const twoCharacters = [...example.name].slice(0, 2).join('')

  await page.goto(base)
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN', 'the portal speaks Chinese first')
  await page.getByRole('note').getByText('虚构').waitFor()
  await page.getByRole('heading', { level: 2, name: '不妨从这里看起' }).waitFor()

  await page.getByRole('combobox').pressSequentially(twoCharacters, { delay: 30 })
  const first = page.getByRole('option').first()
  await first.waitFor()
  const marked = await first.locator('mark').first().textContent()
  assert.ok(marked.includes(twoCharacters), `the suggestion marks what was typed, not ${marked}`)
  const name = await first.locator('[lang="zh-CN"]').textContent()
  await first.click()

  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  const id = new URL(page.url()).pathname.split('/').pop()
  const report = await askNode(base, `/v1/public/organisations/${id}/report`)
  assert.equal(report.name, name)
  await page.getByRole('heading', { level: 2, name: '信用记录' }).waitFor()
  assert.equal(await page.locator('.record').count(), report.records.length, 'every public record is listed')
  await page.getByText(report.identifiers[0].value, { exact: true }).first().waitFor()
  await page.getByRole('heading', { level: 2, name: '认为信息有误？' }).waitFor()
  assert.equal(await page.title(), `${name} – Probity 信用信息公示`)

  await page.getByRole('button', { name: '按收录时间查看' }).click()
  await page.getByRole('dialog').getByText('回看只会减少').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}
