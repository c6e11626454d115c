// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { PassThrough, Readable, Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { identifierCommand } from './identifier.ts'
import { LINE_BYTES_MAX } from './read-lines.ts'

type Said = { code: number; out: string; err: string }

function collect(): { stream: Writable; text: () => string } {
  const parts: Buffer[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      parts.push(chunk)
      done()
    },
  })
  return { stream, text: () => Buffer.concat(parts).toString('utf8') }
}

async function run(args: string[], input: Iterable<string | Buffer> = [], env = {}): Promise<Said> {
  const [out, err] = [collect(), collect()]
  const stdin = Readable.from([...input].map((part) => Buffer.from(part as string)))
  const code = await identifierCommand.run(args, {
    stdin,
    stdout: out.stream,
    stderr: err.stream,
    env,
    isTty: false,
  })
  return { code, out: out.text(), err: err.text() }
}

async function answers(input: string | Buffer | Buffer[], ...flags: string[]) {
  const said = await run(['check', '--json', ...flags], Array.isArray(input) ? input : [input])
  expect(said.code).toBe(0)
  const lines = said.out.split('\n')
  expect(lines.pop()).toBe('')
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

describe('probity identifier check --json', () => {
  test('answers each line in order with exactly the promised fields, a blank line too', async () => {
    expect(await answers('914403001922038216\n\n1922038-21\r\ncn.rid\t999999190001010015')).toEqual([
      {
        value: '914403001922038216',
        scheme: 'cn.uscc',
        valid: true,
        normalised: '914403001922038216',
        faults: [],
        notes: [],
      },
      { value: '', scheme: null, valid: false, normalised: '', faults: ['ID-VALUE-EMPTY'], notes: [] },
      {
        value: '1922038-21',
        scheme: null,
        valid: false,
        normalised: '192203821',
        faults: ['ID-ORGCODE-HYPHEN'],
        notes: [],
      },
      {
        value: '999999190001010015',
        scheme: 'cn.rid',
        valid: false,
        normalised: '999999190001010015',
        faults: ['ID-DEMO-DIVISION'],
        notes: [],
      },
    ])
  })

  test('no line, no answer; a line feed alone is one blank line', async () => {
    expect(await answers('')).toEqual([])
    expect(await answers('\n')).toHaveLength(1)
    expect(await answers('\n\n')).toHaveLength(2)
  })

  test('--demo admits division 999999', async () => {
    const [answer] = await answers('999999190001010015\n', '--demo')
    expect(answer).toMatchObject({ scheme: 'cn.rid', valid: true })
  })

  test('the scheme before the tab decides; its short name does too; an unknown one is answered as given', async () => {
    const said = await answers(
      'cn.taxpayer\t914403001922038216\nuscc\t914403001922038216\nfoo\tx\n\t192203821\ncn.uscc\t\n',
    )
    expect(said.map(({ scheme, valid, faults }) => ({ scheme, valid, faults }))).toEqual([
      { scheme: 'cn.taxpayer', valid: true, faults: [] },
      { scheme: 'cn.uscc', valid: true, faults: [] },
      { scheme: 'foo', valid: false, faults: ['ID-SCHEME-UNKNOWN'] },
      { scheme: 'cn.orgcode', valid: true, faults: [] },
      { scheme: 'cn.uscc', valid: false, faults: ['ID-VALUE-EMPTY'] },
    ])
  })

  test('a byte order mark goes, and a character cut by two chunks is whole again', async () => {
    const bytes = Buffer.from('\uFEFF９14403001922038216\n')
    const said = await answers([...bytes].map((byte) => Buffer.from([byte])))
    expect(said).toMatchObject([{ value: '９14403001922038216', valid: true }])
  })

  test('a megabyte, broken UTF-8 and NUL are answered, and so is the line after them', async () => {
    const long = '9'.repeat(1_000_000)
    const said = await answers([
      Buffer.from(`${long}\n`),
      Buffer.from([0xff, 0xfe, 0xc3, 0x0a]),
      Buffer.from('91\u00004403001922038216\n192203821\n'),
    ])
    expect(said.map(({ valid }) => valid)).toEqual([false, false, false, true])
    expect(said[0]?.value).toBe(long)
    expect(said[2]?.value).toBe('91\u00004403001922038216')
  })

  test('a line without an end costs bounded memory and is still one answer', async () => {
    const part = Buffer.alloc(1024 * 1024, 0x39)
    const said = await answers([...Array.from({ length: 10 }, () => part), Buffer.from('\n192203821\n')])
    expect(said).toHaveLength(2)
    expect(String(said[0]?.value)).toHaveLength(LINE_BYTES_MAX)
    expect(said[1]?.valid).toBe(true)
  })

  test('ten thousand lines are answered through a slow reader, none lost', async () => {
    const stdout = new PassThrough({ highWaterMark: 1024 })
    const io = { stdout, stderr: collect().stream, env: {}, isTty: false }
    const stdin = Readable.from(
      Array.from({ length: 100 }, () => Buffer.from('914403001922038216\n'.repeat(100))),
    )
    const running = identifierCommand.run(['check', '--json'], { ...io, stdin }).then((code) => {
      stdout.end()
      return code
    })
    let lines = 0
    for await (const chunk of stdout) lines += (chunk as Buffer).toString('utf8').split('\n').length - 1
    expect(await running).toBe(0)
    expect(lines).toBe(10_000)
  })

  test('a reader that leaves ends the work without an error', async () => {
    const stdout = new PassThrough({ highWaterMark: 16 })
    const stdin = Readable.from(Array.from({ length: 50 }, () => Buffer.from('914403001922038216\n')))
    const running = identifierCommand.run(['check', '--json'], {
      ...{ stdin, stdout, stderr: collect().stream, env: {}, isTty: false },
    })
    stdout.destroy(new Error('EPIPE'))
    expect(await running).toBe(0)
  })
})

describe('probity identifier check for people', () => {
  test('values may be arguments; each fault comes with its sentence, in the language of the terminal', async () => {
    const zh = await run(['check', '914403001922038217'], [], { LANG: 'zh_CN.UTF-8' })
    expect(zh).toMatchObject({ code: 0, err: '' })
    expect(zh.out).toContain('ID-USCC-CHECK 第 18 位校验码不符。')
    const en = await run(['check', '914403001922038216'], [], { LANG: 'C.UTF-8' })
    expect(en.out).toBe('914403001922038216  cn.uscc  well formed\n')
  })

  test('a candidate is offered for a malformed number, and the number stays refused', async () => {
    const { out } = await run(['check', 'L91230199591915375C'])
    expect(out).toContain('refused')
    expect(out).toContain('may be: cn.uscc 91230199591915375C')
  })

  test('a value cannot steer the terminal', async () => {
    const { out } = await run(['check'], ['\u001b[2J\u202E914403001922038216\n'])
    expect(out).toContain('\\u{1b}[2J\\u{202e}')
    expect(out).not.toContain('\u001b')
  })

  test.each([[[]], [['guess']], [['check', '--nope']]])(
    'wrong use %j says how, and exits with 2',
    async (args) => {
      const said = await run(args)
      expect(said.code).toBe(2)
      expect(said.out).toBe('')
      expect(said.err).toContain('probity identifier check [--json]')
    },
  )

  test('--help is an answer', async () => {
    const said = await run(['--help'])
    expect(said).toMatchObject({ code: 0, err: '' })
    expect(said.out).toContain('SCHEME<TAB>VALUE')
  })
})
