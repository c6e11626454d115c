// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Readable, Writable } from 'node:stream'
import { expect, test } from 'vitest'
import type { CliIo } from './command.ts'
import { dayCommand } from './day.ts'

async function day(...args: string[]): Promise<{ exit: number; out: string; err: string }> {
  const heard = { out: '', err: '' }
  const into = (name: 'out' | 'err') =>
    new Writable({
      write: (chunk, _encoding, done) => {
        heard[name] += String(chunk)
        done()
      },
    })
  const io: CliIo = {
    stdin: Readable.from([]),
    stdout: into('out'),
    stderr: into('err'),
    env: {},
    isTty: false,
  }
  return { exit: await dayCommand.run(args, io), ...heard }
}

test('seven working days after 26 September 2025 is 13 October', async () => {
  expect(await day('add', '2025-09-26', '7', '--working')).toEqual({ exit: 0, out: '2025-10-13\n', err: '' })
})

test('seven calendar days after it is 3 October, a holiday, and it stays there', async () => {
  expect(await day('add', '2025-09-26', '7', '--calendar')).toEqual({ exit: 0, out: '2025-10-03\n', err: '' })
})

test('a procedural term that ends in the holidays moves behind them', async () => {
  expect((await day('add', '2025-09-26', '7', '--calendar', '--procedural')).out).toBe('2025-10-09\n')
})

test('a negative number counts back', async () => {
  expect((await day('add', '2025-10-13', '-7', '--working')).out).toBe('2025-09-26\n')
  expect((await day('add', '--calendar', '2025-10-13', '-13')).out).toBe('2025-09-30\n')
})

test('without a unit both are explained, in both languages', async () => {
  const { exit, out, err } = await day('add', '2025-09-26', '7')
  expect([exit, out]).toEqual([2, ''])
  for (const said of ['--working', '--calendar', '工作日', '自然日', 'working days', 'every day'])
    expect(err).toContain(said)
  expect((await day('add', '2025-09-26', '7', '--working', '--calendar')).exit).toBe(2)
})

test('a year without published holidays is refused in both languages', async () => {
  const { exit, out, err } = await day('add', '2026-12-31', '1', '--working')
  expect([exit, out]).toEqual([1, ''])
  expect(err).toContain('2027')
  expect(err).toContain('没有 2027 年已公布的节假日')
  expect(err).toContain('no published holidays')
})

test('plain calendar days need no holidays', async () => {
  expect((await day('add', '2026-12-31', '1', '--calendar')).out).toBe('2027-01-01\n')
})

test('a script gets the answer and the refusal as JSON', async () => {
  const answered = await day('add', '2025-09-26', '7', '--working', '--json')
  expect(JSON.parse(answered.out)).toEqual({
    from: '2025-09-26',
    days: 7,
    unit: 'working',
    procedural: false,
    on: '2025-10-13',
  })
  const refused = await day('is', '2003-10-01', '--json')
  expect(refused.exit).toBe(1)
  expect(JSON.parse(refused.out)).toMatchObject({ refused: 'CALENDAR_YEAR_UNKNOWN', facts: { year: 2003 } })
})

test('a make-up Sunday is a working day, National Day is not', async () => {
  expect((await day('is', '2025-09-28')).out).toBe('working day 工作日\n')
  expect(JSON.parse((await day('is', '2025-10-01', '--json')).out)).toEqual({
    day: '2025-10-01',
    working: false,
  })
})

test('a day that the calendar lacks is refused, and so is a count beyond the limit', async () => {
  expect(await day('is', '2025-02-29')).toMatchObject({ exit: 1, out: '' })
  expect((await day('add', '2025-02-28', '999999999', '--calendar')).err).toContain('36500')
})

test.each([
  [[]],
  [['tomorrow']],
  [['add']],
  [['is']],
  [['add', '2025-09-26', 'seven', '--working']],
  [['add', '2025-09-26', '1', '--work']],
])('wrong use %j ends with the usage and exit 2', async (args) => {
  const { exit, out, err } = await day(...args)
  expect([exit, out]).toEqual([2, ''])
  expect(err).toContain('probity day add DAY N')
})

test('help is an answer, not an error', async () => {
  const { exit, out } = await day('--help')
  expect([exit, out.includes('probity day add')]).toEqual([0, true])
})
