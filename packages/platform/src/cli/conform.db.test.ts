// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld } from '../../test/world.ts'
import { main } from './main.ts'

const example = fileURLToPath(new URL('../../../../docs/examples/penalties-with-faults.csv', import.meta.url))
const penalties = ['--type', 'cn.administrative-penalty', '--profile', 'shuanggongshi-penalty', '--demo']
const on = ['--today', '2026-11-24']
const world = await openWorld('2026-11-24T02:00:00Z')
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probity-conform-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function conform(...args: string[]): Promise<{ exit: number; out: string; err: string }> {
  const heard = { out: '', err: '' }
  const into = (name: 'out' | 'err'): Writable =>
    new Writable({
      write: (chunk, _encoding, done) => {
        heard[name] += String(chunk)
        done()
      },
    })
  const io = { stdin: Readable.from([]), stdout: into('out'), stderr: into('err'), env: {}, isTty: false }
  return { exit: await main(['conform', ...args], io), ...heard }
}

async function fileOf(name: string, content: string | Buffer): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, content)
  return file
}

type Line = {
  finding?: {
    row: number
    weight: string
    code: string
    rule: string | null
    says: { zh: string; en: string }
  }
  totals?: Record<string, unknown>
}
const linesOf = (out: string): Line[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

test('a file is judged offline as the node judges it: the same rows, codes and rules', async () => {
  const { exit, out } = await conform(example, ...penalties, ...on, '--division', '999999', '--json')
  const lines = linesOf(out)
  const offline = lines.flatMap(({ finding }) =>
    finding?.weight === 'fault' ? [`${finding.row} ${finding.code} ${finding.rule}`] : [],
  )
  const actor = await world.furnisher('ecology', 'penalty-authority')
  const csv = await readFile(example)
  const { batch } = await world.submit(actor, {
    type: 'cn.administrative-penalty',
    profile: 'shuanggongshi-penalty',
    csv,
  })
  const online = (await world.faults(actor, batch.batchId)).flatMap(({ rowNo, items }) =>
    items.map((item) => `${rowNo} ${item.code} ${item.rule}`),
  )
  expect(offline.sort()).toEqual(online.sort())
  expect(exit).toBe(1)
  expect(lines.at(-1)?.totals).toMatchObject({
    rows: 11,
    faulty: 7,
    encoding: 'utf-8',
    refusal: null,
    regionTested: true,
    notChecked: ['PEN-STO-001', 'PEN-STO-002'],
  })
})

test('a terminal shows rows, both languages, what to do, counts by rule, and what was not checked', async () => {
  const { out } = await conform(example, ...penalties, ...on)
  for (const line of [
    /row 第 7 行 \[处罚决定日期\] {2}FRM-DAY PEN-FRM-024/,
    /不是有效日期。 \/ This is not a day of the calendar\./,
    /写作 2026-04-01。 \/ Write it as 2026-04-01\./,
    /✗ DUP-NUMBER PEN-DUP-001 {2}×1/,
    /not checked offline: PEN-STO-001, PEN-STO-002, RGN/,
    /有差错 faulty/,
  ])
    expect(out).toMatch(line)
})

test('the CSV of findings has one line each, and no heading in it becomes a formula', async () => {
  const faults = join(folder, 'faults.csv')
  const file = await fileOf('formula.csv', 'uscc,name,registered_on,=1+1\nbad,,2020-01-01,x\n')
  const { exit } = await conform(file, '--type', 'cn.registration', ...on, '--out', faults)
  const text = await readFile(faults, 'utf8')
  expect(exit).toBe(1)
  expect(text).toMatch(/^\uFEFFrow,weight,code,rule,column,field,zh,en,hint_zh,hint_en\n/)
  expect(text).toContain("1,note,NTE-HEADING-UNKNOWN,,'=1+1,")
  expect(text).toContain('2,fault,CMP-REQUIRED,REG-CMP-002,name,name,')
})

test('a clean file ends with 0, in GB18030 too', async () => {
  const rows = 'uscc,name,registered_on\n91350100M000100Y43,'
  const gb = Buffer.concat([
    Buffer.from(rows),
    Buffer.from([0xba, 0xa3, 0xb4, 0xa8]),
    Buffer.from(',2015-10-01\n'),
  ])
  const { exit, out } = await conform(await fileOf('gb.csv', gb), '--type', 'cn.registration', ...on)
  expect([exit, out]).toEqual([0, expect.stringContaining('encoding 编码 gb18030')])
  expect(out).toContain('通过 clean')
})

test('rows that are damaged are told by their number, and hold no number of a person', async () => {
  const id = '999999190001010015'
  const long = '长'.repeat(400_000)
  const content = `uscc,name,registered_on\n91350100M000100Y43,"海川"有限公司,2015-10-01\n${long}\n${id},海川\n`
  const { out } = await conform(
    await fileOf('damaged.csv', content),
    '--type',
    'cn.registration',
    ...on,
    '--json',
  )
  expect(linesOf(out).flatMap(({ finding }) => (finding ? [[finding.row, finding.code]] : []))).toEqual([
    [2, 'ROW-QUOTE-TEXT'],
    [3, 'ROW-TOO-LONG'],
    [4, 'ROW-FIELDS'],
  ])
  expect(out).not.toContain(id)
})

test('what a node would refuse whole ends with 1 and says why', async () => {
  const cases: [string, string, string][] = [
    ['header.csv', 'uscc,name\n1,2\n', 'BATCH_HEADER_FAULTY'],
    ['empty.csv', '', 'BATCH_EMPTY'],
    ['only.csv', 'uscc,name,registered_on\n', 'BATCH_WITHOUT_ROWS'],
    ['open.csv', '"uscc,name\n', 'BATCH_HEADER_DAMAGED'],
  ]
  for (const [name, content, refusal] of cases) {
    const { exit, out } = await conform(
      await fileOf(name, content),
      '--type',
      'cn.registration',
      ...on,
      '--json',
    )
    expect([exit, linesOf(out).at(-1)?.totals?.refusal], name).toEqual([1, refusal])
  }
})

test('the region is tested for a body whose division is given', async () => {
  const content = 'uscc,name,registered_on,division\n91350100M000100Y43,海川,2015-10-01,230102\n'
  const args = [await fileOf('region.csv', content), '--type', 'cn.registration', ...on]
  expect((await conform(...args, '--division', '230000')).exit).toBe(0)
  const outside = await conform(...args, '--division', '350100')
  expect([outside.exit, outside.out]).toEqual([1, expect.stringContaining('RGN-OUTSIDE REG-RGN-001')])
})

test('wrong use ends with 2; a file, type or body that cannot be with 1', async () => {
  const file = await fileOf('any.csv', 'uscc\n1\n')
  expect((await conform(file)).exit).toBe(2)
  expect((await conform('--type', 'cn.registration')).exit).toBe(2)
  expect((await conform(file, '--type', 'cn.registration', '--division', '23')).exit).toBe(2)
  expect((await conform(file, '--no-such-option')).exit).toBe(2)
  expect(await conform('no-such-file.csv', '--type', 'cn.registration')).toMatchObject({
    exit: 1,
    err: expect.stringContaining('no-such-file.csv'),
  })
  expect((await conform(file, '--type', 'cn.jaywalking')).exit).toBe(1)
  const taxman = await conform(file, '--type', 'cn.registration', '--furnisher-function', 'tax-authority')
  expect([taxman.exit, taxman.err]).toEqual([1, expect.stringContaining('tax-authority')])
  const nowhere = await conform(file, '--type', 'cn.registration', '--out', join(folder, 'no', 'such.csv'))
  expect([nowhere.exit, nowhere.err]).toEqual([1, expect.stringContaining('such.csv')])
})
