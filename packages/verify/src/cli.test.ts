// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from './cli.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const golden = (name: string): string => here(`../golden/${name}`)
const note = golden('receipt-v0.txt')
const keyFile = golden('receipt-v0.key')
const key = readFileSync(keyFile, 'utf8').trim()
const rowArgs = ['row', '--receipt', note, '--row', golden('receipt-v0-row.txt')]
const proofArgs = ['--proof', golden('receipt-v0-row-proof.json')]

function run(...args: string[]): { code: number; out: string; err: string } {
  const said = { out: '', err: '' }
  const code = runCli(args, {
    readFile: (path) => {
      if (path === 'tampered')
        return Buffer.from(readFileSync(note, 'utf8').replace('accepted: 7', 'accepted: 8'))
      return readFileSync(path)
    },
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
  })
  return { code, ...said }
}

describe('probity-verify', () => {
  test('says in both languages that a receipt is valid, and what is in it', () => {
    for (const keyOrFile of [key, keyFile]) {
      const { code, out, err } = run('receipt', note, '--key', keyOrFile)
      expect([code, err]).toEqual([0, ''])
      expect(out).toMatch(/^VALID: demo\.probity\.example has signed .*\n有效：.*\n/)
      expect(out).toContain('  accepted: 7\n')
      expect(out).toContain('  profile: -\n')
    }
  })

  test('says that a row is in it, counting from one', () => {
    const { code, out } = run(...rowArgs, ...proofArgs, '--key', key)
    expect(code).toBe(0)
    expect(out).toMatch(/^VALID: this is row 7 of 11 .*\n有效：.*第 7 行（共 11 行）。\n$/)
  })

  test('says in both languages why a receipt is not valid', () => {
    const { code, out, err } = run('receipt', 'tampered', '--key', key)
    expect([code, out]).toEqual([1, ''])
    expect(err).toBe(
      'NOT VALID: The signature does not fit the text. [SIGNATURE_WRONG]\n无效：签名与内容不符。\n',
    )
  })

  test('says that a row is not valid when another is shown', () => {
    const another = ['row', '--receipt', note, '--row', note]
    expect(run(...another, ...proofArgs, '--key', key)).toMatchObject({ code: 1, out: '' })
    expect(run(...rowArgs, '--proof', note, '--key', key)).toMatchObject({ code: 1, out: '' })
  })

  test('helps', () => {
    for (const help of ['--help', '-h']) {
      const { code, out } = run(help)
      expect(code).toBe(0)
      expect(out).toContain('probity-verify receipt FILE --key KEY')
      expect(out).toContain('验证批次回执')
    }
  })

  test.each([
    ['nothing to do', []],
    ['an unknown command', ['seal']],
    ['an unknown option', ['receipt', note, '--keys', key]],
    ['an option without value', ['receipt', note, '--key']],
    ['no file', ['receipt', '--key', key]],
    ['no key', ['receipt', note]],
    ['too many files', ['receipt', note, note, '--key', key]],
    ['options of the other command', ['receipt', note, '--key', key, '--receipt', note]],
    ['a row option for a receipt', ['receipt', note, '--key', key, '--row', note]],
    ['a proof option for a receipt', ['receipt', note, '--key', key, '--proof', note]],
    ['a loose file for a row', ['row', note, '--key', key]],
    ['no receipt for a row', ['row', '--row', note, ...proofArgs, '--key', key]],
    ['no row', ['row', '--receipt', note, ...proofArgs, '--key', key]],
    ['no proof', [...rowArgs, '--key', key]],
    ['no key for a row', [...rowArgs, ...proofArgs]],
    ['a file that is not there', ['receipt', here('not-there'), '--key', key]],
    ['a folder', ['receipt', here('.'), '--key', key]],
    ['a key file that is not there', ['receipt', note, '--key', here('not-there')]],
    ['a key file without a key', ['receipt', note, '--key', note]],
    ['a key that is none', ['receipt', note, '--key', key.replace('demo', 'dome')]],
  ])('takes %s for a wrong use and shows how', (_what, args) => {
    const { code, out, err } = run(...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('--help')
  })

  test('does not hide a defect as an answer', () => {
    const broken = () => {
      throw new RangeError('a defect')
    }
    const door = { readFile: (path: string) => readFileSync(path), out: broken, err: () => undefined }
    expect(() => runCli(['--help'], door)).toThrow(RangeError)
  })
})

describe('the command as it is installed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'probity-verify-'))
  const bin = join(folder, 'bin/probity-verify.js')
  const start = (...args: string[]) => spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8' })

  beforeAll(() => {
    cpSync(here('../bin'), join(folder, 'bin'), { recursive: true })
    cpSync(here('../package.json'), join(folder, 'package.json'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('says what to do when it is not built, and checks a receipt once it is', () => {
    const before = start('--help')
    expect(before.status).toBe(2)
    expect(before.stderr).toMatch(/^probity-verify is not built yet: run `npm run build`\./)

    const tsc = here('../../../node_modules/typescript/bin/tsc')
    const flags = ['--composite', 'false', '--incremental', 'false', '--tsBuildInfoFile', 'null']
    const out = join(folder, 'dist')
    execFileSync(process.execPath, [tsc, '-p', here('..'), '--outDir', out, ...flags])
    const after = start('receipt', note, '--key', keyFile)
    expect(after.stdout).toMatch(/^VALID: /)
    expect(after.status).toBe(0)
    expect(start('receipt', note, '--key', 'x')).toMatchObject({ status: 2, stdout: '' })
  })
})
