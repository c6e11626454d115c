// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Readable, Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { catalogueCommand } from './catalogue.ts'

async function catalogue(...args: string[]): Promise<{ exit: number; out: string; err: string }> {
  const heard = { out: '', err: '' }
  const into = (name: 'out' | 'err'): Writable =>
    new Writable({
      write: (chunk, _encoding, done) => {
        heard[name] += String(chunk)
        done()
      },
    })
  const io = { stdin: Readable.from([]), stdout: into('out'), stderr: into('err'), env: {}, isTty: false }
  return { exit: await catalogueCommand.run(args, io), ...heard }
}

test('check says that the catalogue of the house is valid, with version and digest', async () => {
  const { exit, out } = await catalogue('check')
  expect([exit, out]).toEqual([
    0,
    expect.stringMatching(/valid {2}\d{4}\.\d+\.\d+ .* sha256 [0-9a-f]{64}\n$/),
  ])
  const { valid, problems } = JSON.parse((await catalogue('check', '--json')).out)
  expect([valid, problems]).toEqual([true, []])
})

test('check of a folder that is no catalogue ends with 1 and tells every problem', async () => {
  const { exit, out, err } = await catalogue('check', '--folder', 'no-such-folder')
  expect([exit, out]).toEqual([1, ''])
  expect(err).toContain('cannot be read: ENOENT')
  expect(err).toMatch(/\d+ 处问题 problems?\n$/)
  expect(JSON.parse((await catalogue('check', '--json', '--folder', 'no-such-folder')).out).valid).toBe(false)
})

test('show lists the types, Chinese first, and marks what is a draft', async () => {
  const { exit, out } = await catalogue('show')
  expect(exit).toBe(0)
  expect(out).toMatch(/cn\.tax-a-grade-list +A级纳税人名单 +草案（仅演示模式）/)
  expect((await catalogue('show', '--language', 'en')).out).toMatch(
    /cn\.registration +Registration +in force/,
  )
})

test('show of a type tells fields, labels, basis with its confidence, and terms of publicity', async () => {
  const { out } = await catalogue('show', 'cn.administrative-penalty')
  for (const line of [
    /依据 +《中华人民共和国行政处罚法》2021年修订 第48条 \[已见原文 S10\]/,
    /生效文书 +行政处罚决定书文号, 处罚决定日期, 处罚机关/,
    /legal_representative_id +法定代表人证件号码 +text +否 +个人信息 +PEN-FRM-011 PEN-PRS-003/,
    /文书日期自 2023-05-01 至 2026-03-31/,
    /严重 +是 +12–36 +已见原文/,
  ]) {
    expect(out).toMatch(line)
  }
})

test('a script gets a type, or the whole catalogue, as JSON', async () => {
  expect(JSON.parse((await catalogue('show', 'cn.registration', '--json')).out).code).toBe('cn.registration')
  expect(JSON.parse((await catalogue('show', '--json')).out).recordTypes).toHaveLength(5)
})

test('an unknown type is refused by name', async () => {
  await expect(catalogue('show', 'cn.jaywalking')).rejects.toMatchObject({ code: 'RECORD_TYPE_UNKNOWN' })
})

test.each([[], ['tell'], ['check', 'x'], ['show', 'a', 'b'], ['show', '--language', 'fr']])(
  'wrong use %j shows the usage and ends with 2',
  async (...args) => {
    const { exit, err } = await catalogue(...args)
    expect([exit, err]).toEqual([2, expect.stringContaining('probity catalogue check')])
  },
)
