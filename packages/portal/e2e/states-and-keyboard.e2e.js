// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import assert from 'node:assert/strict'
import { listExamples } from './node-answers.js'

export const title = 'nothing found, nobody known, a node in trouble; and a search by the keyboard alone'
export const view = { viewport: { width: 1280, height: 900 }, locale: 'zh-CN' }

const unknownId = '00000000-0000-7000-8000-000000000000'

export async function run({ page, base }) {
  const [example] = await listExamples(base)
  await findNothing(page, base)
  await meetUnknown(page, base)
  await meetTrouble(page, base, example)
  await searchByKeyboard(page, base, example)
}

async function findNothing(page, base) {
  await page.goto(new URL(`/search?q=${encodeURIComponent('龘靐齉')}`, base).href)
  await page.getByRole('heading', { level: 1, name: '没有找到“龘靐齉”' }).waitFor()
  await page.getByText('18 位统一社会信用代码').waitFor()
  await page.goto(new URL('/search?q=%E4%B8%80', base).href)
  await page.getByRole('heading', { level: 1, name: '请输入至少两个字' }).waitFor()
}

async function meetUnknown(page, base) {
  await page.goto(new URL(`/organisations/${unknownId}`, base).href)
  await page.getByRole('heading', { level: 1, name: '没有可以公开展示的这个组织' }).waitFor()
  await page.goto(new URL('/no/such/page', base).href)
  await page.getByRole('heading', { level: 1, name: '没有这个页面' }).waitFor()
  await page.getByRole('link', { name: '返回首页' }).click()
  await page.getByRole('heading', { level: 1, name: '查一个组织的公开信用信息' }).waitFor()
}

/** The node cannot be asked to fail, so its answer is replaced on the way. */
async function meetTrouble(page, base, example) {
  const answers = '**/v1/public/organisations?*'
  const problem = {
    type: 'urn:probity:refusal:OUTAGE',
    title: 'OUTAGE',
    status: 503,
    code: 'OUTAGE',
    detail: '',
    facts: {},
    requestId: 'req-e2e',
  }
  await page.route(answers, (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
  )
  await page.goto(new URL(`/search?q=${encodeURIComponent(example.name)}`, base).href)
  await page.getByRole('alert').getByText('系统暂时不能回答').waitFor()
  await page.getByText('请求编号 req-e2e').waitFor()
  await page.unroute(answers)

  await page.route(answers, (route) => route.abort('connectionrefused'))
  await page.getByRole('button', { name: '重试' }).click()
  await page.getByRole('alert').getByText('连接不上服务器').waitFor()
  await page.unroute(answers)

  await page.getByRole('button', { name: '重试' }).click()
  await page.getByRole('link', { name: example.name, exact: true }).first().waitFor()
}

async function searchByKeyboard(page, base, example) {
  await page.goto(base)
  await page.getByRole('combobox').waitFor()
  await page.keyboard.press('Tab')
  assert.equal(await focused(page, 'href'), '#main', 'the first stop skips to the content')
  for (let stops = 0; stops < 10 && (await focused(page, 'role')) !== 'combobox'; stops++) {
    await page.keyboard.press('Tab')
  }
  assert.equal(await focused(page, 'role'), 'combobox', 'the search box is reached by Tab')
  await page.keyboard.type(example.name, { delay: 15 })
  await page.getByRole('option').first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('listbox').waitFor({ state: 'hidden' })
  await page.keyboard.press('ArrowDown')
  await page.getByRole('option', { selected: true }).waitFor()
  const active = await focused(page, 'aria-activedescendant')
  const chosen = page.locator(`[id="${active}"]`)
  const name = await chosen.locator('[lang="zh-CN"]').textContent()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  assert.equal(await focused(page, 'id'), 'main', 'the new page has the focus')
}

function focused(page, attribute) {
  return page.evaluate((name) => document.activeElement?.getAttribute(name) ?? null, attribute)
}
