// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const title =
  'a lawyer follows an entry to the signed root, compares then and now, and sees what a lying node would show'
export const view = { viewport: { width: 1280, height: 900 }, locale: 'zh-CN' }

const batch = join(import.meta.dirname, '../../../docs/examples/registration.csv')

export async function run({ page, base, keyOf }) {
  const kept = await fetchCheckpoint(base)
  await growLog(base, keyOf('demo-market-regulation'), sizeOf(kept))
  await page.goto(base)
  await page.getByRole('contentinfo').getByRole('link', { name: '透明日志' }).click()
  await page.getByRole('heading', { level: 1, name: '透明日志' }).waitFor()
  await assertOwnColours(page)
  const size = await readCheckpoint(page)
  await followEntry(page, size)
  await compareThen(page, kept, size)
  await catchLies(page, size)
}

const fetchCheckpoint = async (base) => (await fetch(new URL('/log/checkpoint', base))).text()
const sizeOf = (note) => Number(note.split('\n')[1])

/** Something is done at the node meanwhile: its receipt makes the log longer than what was kept. */
async function growLog(base, key, before) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/csv' }
  const address = new URL('/v1/batches?type=cn.registration&profile=default', base)
  const sent = await fetch(address, { method: 'POST', headers, body: readFileSync(batch) })
  assert.equal(sent.status, 202)
  for (let tries = 0; tries < 100; tries++) {
    if (sizeOf(await fetchCheckpoint(base)) > before) return
    await new Promise((settle) => setTimeout(settle, 200))
  }
  throw new Error('the log has not grown')
}

/** Two documents share the styles, and a library's rules must come before ours in both. */
async function assertOwnColours(page) {
  const [link, own] = await page.evaluate(() => {
    const probe = document.createElement('span')
    probe.className = 'link-button'
    document.body.append(probe)
    const colours = [document.querySelector('.foot a'), probe].map((one) => getComputedStyle(one).color)
    probe.remove()
    return colours
  })
  assert.equal(link, own, 'a link has the colour of the house')
}

async function readCheckpoint(page) {
  const card = page.locator('.checkpoint')
  await card.getByText('检查点由密钥').waitFor()
  assert.equal(await card.locator('.check-step-invalid').count(), 0)
  await page.getByText('所得的根就是检查点所签的根').waitFor()
  return Number((await card.locator('.checkpoint-size .number').innerText()).replaceAll(',', ''))
}

async function followEntry(page, size) {
  const section = page.getByRole('region', { name: '一条条目和它的证明' })
  await section.getByText(`第 ${size - 1} 号条目就在所签的 ${size} 条之中`).waitFor()
  await section.getByLabel(/^条目编号/).fill('3')
  await section.getByText('第 3 号条目就在所签的').waitFor()
  await page.waitForURL(/entry=3/)
  assert.equal((await section.locator('.block-own').count()) > 0, true)
  await section.getByRole('button', { name: '从头' }).focus()
  await page.keyboard.press('Enter')
  await section.locator('.walk-says').getByText('由浏览器算出它的指纹').waitFor()
  await section.getByRole('button', { name: '到底' }).click()
  await section.locator('.walk-says').getByText('证明成立').waitFor()
  await openDownTo(page, '选择第 1 号条目')
  await page.getByRole('link', { name: '选择第 1 号条目' }).click()
  await section.getByText('第 1 号条目就在所签的').waitFor()
}

/** However long the log is: the smallest block that begins with the first entry, again and again. */
async function openDownTo(page, name) {
  const wanted = page.getByRole('link', { name })
  for (let steps = 0; steps < 8 && (await wanted.count()) === 0; steps++) {
    const blocks = page.getByRole('link', { name: /^打开 0–/ })
    const labels = await blocks.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))
    const lasts = labels.map((label) => Number(/^打开 0–(\d+)/.exec(label)[1]))
    await blocks.nth(lasts.indexOf(Math.min(...lasts))).focus()
    const before = page.url()
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.href !== before)
    await Promise.race([wanted.waitFor(), page.waitForTimeout(2_000)])
  }
}

async function compareThen(page, kept, size) {
  const section = page.getByRole('region', { name: '从前与现在' })
  await section.getByLabel(/^从前的大小/).fill('5')
  await section.getByText(`从前的 5 条原样是现在 ${size} 条的开头`).waitFor()
  await section.getByLabel('您保存的检查点').fill(kept)
  await section.getByText(`从前的 ${sizeOf(kept)} 条原样是现在 ${size} 条的开头`).waitFor()
  await section.getByText('检查点由密钥').waitFor()
  const [, , root] = kept.split('\n')
  const other = root.startsWith('A') ? `B${root.slice(1)}` : `A${root.slice(1)}`
  await section.getByLabel('您保存的检查点').fill(kept.replace(root, other))
  await section.getByText('SIGNATURE_WRONG').waitFor()
  assert.equal(await section.locator('.joins').count(), 0, 'nothing is compared with what is not signed')
}

/** The node's answers are changed on the way: one byte of a tile, then one of an entry, then of the checkpoint. */
async function catchLies(page, size) {
  const lie = async (pattern, change) => {
    await page.route(pattern, async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, body: change(await answer.body()) })
    })
    await page.goto(`${page.url().split('?')[0]}?entry=3&older=5`)
  }
  const flip = (at) => (body) => {
    body[at] ^= 1
    return body
  }
  await lie('**/log/tile/0/**', flip(5 * 32))
  await page.getByRole('alert').getByText('节点给出的分片不对').waitFor()
  const entry = page.getByRole('region', { name: '一条条目和它的证明' })
  await entry.getByText('无效', { exact: true }).waitFor()
  await entry.getByText('INCLUSION_NOT_PROVEN').waitFor()
  await entry.locator('.root-other').first().waitFor()
  const past = page.getByRole('region', { name: '从前与现在' })
  await past.getByText('CONSISTENCY_NOT_PROVEN').waitFor()
  await page.unroute('**/log/tile/0/**')

  await lie('**/log/tile/entries/**', (body) => {
    body[body.indexOf('batch.receipt')] ^= 1
    return body
  })
  await page.getByText('所得的根就是检查点所签的根').waitFor()
  const changed = entry.getByText('INCLUSION_NOT_PROVEN')
  for (let index = 0; index < size && !(await changed.isVisible()); index++) {
    await entry.getByLabel(/^条目编号/).fill(String(index))
    await entry.getByText(`第 ${index} 号条目`, { exact: false }).first().waitFor()
    await page.waitForTimeout(100)
  }
  await changed.waitFor()
  await page.unroute('**/log/tile/entries/**')

  await lie('**/log/checkpoint', (body) =>
    Buffer.from(String(body).replace(/\n(\d+)\n/, (_all, n) => `\n${n}0\n`)),
  )
  await page.locator('.checkpoint').getByText('SIGNATURE_WRONG').waitFor()
  await page.getByText('下面什么也不画').waitFor()
  assert.equal(await page.locator('.joins, .tree').count(), 0)
}
