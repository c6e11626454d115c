// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import assert from 'node:assert/strict'

export const title =
  'an officer compares two organisations and proposes to read them as one, another decides, and both part them again'
export const view = { viewport: { width: 1280, height: 900 }, locale: 'zh-CN' }

export async function run({ page, base, keyOf }) {
  const [one, other] = await twoOrganisations(base)
  await enter(page, base, keyOf('demo-market-regulation.clerk-1'))
  await propose(page, one, other, '登记档案', '提议合为一页')
  const own = proposalOf(page, one, other)
  await own.getByText('由您提议').waitFor()
  assert.equal(await own.getByRole('button', { name: /^确认/ }).count(), 0)
  await page.getByRole('button', { name: '退出' }).click()

  await enter(page, base, keyOf('demo-market-regulation.clerk-2'))
  const waiting = proposalOf(page, one, other)
  await waiting.getByText('登记档案').waitFor()
  await waiting.getByRole('button', { name: '确认：合为一页' }).click()
  await page.getByRole('status').getByText('已合为一页').waitFor()
  assert.equal((await pageOf(base, other)).id, one.id)
  await propose(page, one, other, '当时归并有误', '提议解除归并')
  await page.getByRole('button', { name: '退出' }).click()

  await enter(page, base, keyOf('demo-market-regulation.clerk-1'))
  await proposalOf(page, one, other).getByRole('button', { name: '确认：解除归并' }).click()
  await page.getByRole('status').getByText('已解除归并').waitFor()
  assert.equal((await pageOf(base, other)).id, other.id)
  await compare(page, one, other)
  await page.getByRole('link', { name: '归并沿革' }).last().click()
  await page.getByRole('heading', { name: `${other.name} 的归并沿革` }).waitFor()
  await page.locator('.ground.is-ended').last().getByText('clerk-2 提议，clerk-1 确认').waitFor()
}

/** Two that are on the register and read by nobody else in these journeys. */
async function twoOrganisations(base) {
  const answer = await fetch(new URL('/v1/public/organisations?q=演示&limit=50', base))
  const { items } = await answer.json()
  const [other, one] = items.filter(({ kind }) => kind === 'organisation').reverse()
  return [one, other]
}

async function pageOf(base, { identifier }) {
  return (await fetch(new URL(`/v1/public/organisations/${identifier.value}`, base))).json()
}

const proposalOf = (page, one, other) =>
  page
    .locator('li.link-proposal')
    .filter({ hasText: one.identifier.value })
    .filter({ hasText: other.identifier.value })

async function enter(page, base, key) {
  await page.goto(new URL('/desk/links?lang=zh', base).href)
  await page.getByLabel('本单位的密钥').fill(key)
  await page.getByRole('button', { name: '进入' }).click()
  await page.getByRole('heading', { level: 1, name: '主体归并' }).waitFor()
}

async function compare(page, one, other) {
  await page.getByLabel('主体一（以此为准）').fill(one.identifier.value)
  await page.getByLabel('主体二').fill(other.identifier.value)
  await page.getByRole('button', { name: '比对' }).click()
  await page.locator('div.link-proposal').getByText(other.name).waitFor()
}

async function propose(page, one, other, evidence, button) {
  await compare(page, one, other)
  const send = page.getByRole('button', { name: button })
  assert.equal(await send.isDisabled(), true, 'nothing is proposed without evidence')
  await page.getByLabel(evidence).check()
  await send.click()
  await page.getByRole('status').getByText('已提议').waitFor()
}
