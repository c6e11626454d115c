// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { askNode, listExamples } from './node-answers.js'

export const title =
  'with the network pulled out: a receipt, a row, a sealed report and a checkpoint are proven, and one changed byte is not'
export const view = { viewport: { width: 1280, height: 900 }, locale: 'zh-CN' }

const file = (name, content) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) })

export async function run({ page, base, keyOf }) {
  const given = await collect(page, base, keyOf('demo-ecology'))
  await page.goto(base)
  await page.getByRole('contentinfo').getByRole('link', { name: '验证文件' }).click()
  await page.getByRole('heading', { level: 1, name: '验证文件' }).waitFor()
  await assertClosed(page, page.url())
  await page.context().setOffline(true)
  await page.getByText('网络已断开').waitFor()
  await prove(page, given)
  await refute(page, given)
  await trustAnother(page, given)
  await page.context().setOffline(false)
}

/** As their holders get them: by the interface, and by the link on an organisation's page. */
async function collect(page, base, key) {
  const headers = { authorization: `Bearer ${key}` }
  const ask = async (path) => (await fetch(new URL(path, base), { headers })).json()
  const { items } = await ask('/v1/batches?limit=20')
  const { id } = items.find((batch) => batch.state === 'completed')
  const batch = await ask(`/v1/batches/${id}`)
  assert.ok(batch.logged, 'the receipt is in the log by now')
  const [example] = await listExamples(base)
  await page.goto(new URL(`/organisations/${example.id}`, base).href)
  const saving = page.waitForEvent('download')
  await page.getByRole('link', { name: '签名版' }).click()
  const report = readFileSync(await (await saving).path(), 'utf8')
  const checkpoint = await (await fetch(new URL('/log/checkpoint', base))).text()
  return {
    batch: JSON.stringify(batch),
    receipt: batch.receipt,
    row: JSON.stringify(await ask(`/v1/batches/${id}/rows/2/proof`)),
    report,
    checkpoint,
    name: example.name,
    key: (await askNode(base, '/v1/public/status')).node.verifierKey,
  }
}

/** The browser itself keeps the promise: whatever the page tries to send is refused, to its own node too. */
async function assertClosed(watched, address) {
  // A breach is provoked: on a page apart, since none may happen on the one that is watched.
  const page = await watched.context().newPage()
  await page.goto(address)
  const refused = await page.evaluate(async () => {
    const broken = new Promise((settle) =>
      document.addEventListener('securitypolicyviolation', (event) => settle(event.effectiveDirective)),
    )
    const sent = fetch('/v1/public/status', { method: 'POST', body: 'a file' }).then(
      () => 'sent',
      () => broken,
    )
    return Promise.race([sent, new Promise((settle) => setTimeout(() => settle('nothing'), 5_000))])
  })
  assert.equal(refused, 'connect-src')
  await page.close()
}

async function give(page, files) {
  await page.locator('input[type=file]').first().setInputFiles(files)
}

const verdictOf = (page, name) =>
  page.locator('.finding').filter({ has: page.getByRole('heading', { level: 3, name, exact: true }) })

async function prove(page, { batch, row, report, checkpoint, name }) {
  await give(page, [
    file('batch.json', batch),
    file('row.json', row),
    file('report.json', report),
    file('checkpoint', checkpoint),
  ])
  for (const proven of [
    'batch.json › receipt',
    'batch.json › proof',
    'row.json › proof',
    'report.json',
    'checkpoint',
  ])
    await verdictOf(page, proven).getByText('有效', { exact: true }).waitFor()
  await page.getByText('5 个结果：5 个有效').waitFor()
  const reported = verdictOf(page, 'report.json')
  await reported.getByText('报告的内容').click()
  await reported.getByText(name, { exact: true }).first().waitFor()
  await walkThrough(page, verdictOf(page, 'row.json › proof'))
}

/** By the keyboard alone: from the first step to the last. */
async function walkThrough(page, card) {
  await card.getByRole('button', { name: '从头' }).focus()
  await page.keyboard.press('Enter')
  await card.getByText('由浏览器算出它的指纹').first().waitFor()
  const all = Number((await card.locator('.walk-place').innerText()).match(/共 (\d+) 步/)[1])
  await card.getByRole('button', { name: '下一步' }).focus()
  for (let step = 1; step < all; step++) await page.keyboard.press('Enter')
  await card.locator('.walk-says').getByText('证明成立').waitFor()
  assert.ok((await card.locator('.root-same').count()) > 0, 'the root is the one that was signed')
}

async function refute(page, { receipt, row, report, checkpoint, batch }) {
  await page.getByRole('button', { name: '全部移除' }).click()
  const [digit] = /(?<=accepted: )\d/.exec(receipt)
  const changedRow = JSON.parse(row)
  const bytes = Buffer.from(changedRow.row, 'base64')
  bytes[0] ^= 1
  await give(page, [
    file('receipt.txt', receipt.replace(`accepted: ${digit}`, `accepted: ${(Number(digit) + 1) % 10}`)),
    file('batch.json', batch),
    file('row.json', JSON.stringify({ ...changedRow, row: bytes.toString('base64') })),
    file('report.json', report.replace('"kind":"organisation"', '"kind":"organisatiom"')),
    file(
      'checkpoint',
      checkpoint.replace(/\n(\d+)\n/, (_all, size) => `\n${Number(size) + 1}\n`),
    ),
  ])
  const reasons = [
    ['receipt.txt', /RECEIPT_TOTALS_DISAGREE|SIGNATURE_WRONG/],
    ['row.json › proof', /INCLUSION_NOT_PROVEN/],
    ['report.json', /SECTION_NOT_SEALED/],
    ['checkpoint', /SIGNATURE_WRONG/],
  ]
  for (const [name, code] of reasons) {
    const card = verdictOf(page, name)
    await card.getByText('无效', { exact: true }).waitFor()
    await card.getByText(code).waitFor()
    assert.equal(await card.locator('details.shown').count(), 0, `${name}: nothing of it is shown`)
  }
}

/** Without the key nothing is proven; a key that is offered is not trusted until the reader says so. */
async function trustAnother(page, { checkpoint, key }) {
  await page.getByRole('button', { name: '全部移除' }).click()
  await page.getByLabel('验证密钥，一行一个').fill('')
  await give(page, [file('checkpoint', checkpoint), file('node.key', `${key}\n`)])
  await verdictOf(page, 'checkpoint').getByText('尚未证明', { exact: true }).waitFor()
  await verdictOf(page, 'node.key').getByRole('button', { name: '信任这把密钥' }).click()
  await verdictOf(page, 'checkpoint').getByText('有效', { exact: true }).waitFor()
}
