// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signCheckpoint } from './checkpoint.ts'
import { runCli } from './cli.ts'
import { parseSigningKey } from './note-key.ts'
import { generateSigningKey, platformSuite as suite } from './platform-suite.ts'
import { formatDisclosure, sectionHash } from './report-disclosure.ts'
import { signReportSeal, sortHashes } from './report-seal.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const golden = (name: string): string => here(`../golden/${name}`)
const note = golden('receipt-v0.txt')
const keyFile = golden('receipt-v0.key')
const key = readFileSync(keyFile, 'utf8').trim()
const logKey = golden('log-v0.key')
const witness = ['--witness', golden('log-v0-witness.key')]
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

  test.each([
    [
      'checkpoint',
      ['log-v0-checkpoint.txt'],
      witness,
      /300 entries[\s\S]*witness\.probity\.example: 2026-04-02T03/,
    ],
    ['checkpoint', ['log-v0-older.txt'], [], /has signed this checkpoint of 100 entries/],
    ['inclusion', ['log-v0.tlog-proof'], ['--entry', golden('log-v0-entry.json')], /this is entry 9/],
    [
      'inclusion',
      ['log-v0.tlog-proof'],
      ['--entry', golden('log-v0-entry.json'), '--of', note],
      /commits to/,
    ],
    [
      'consistency',
      ['log-v0-extension.txt'],
      ['--older', golden('log-v0-older.txt')],
      /the 300 entries .* the 100/,
    ],
    ['report', ['report-v0.json'], [], /4 sections shown, 2 not[\s\S]*penalties: .*罚款/],
    ['history', ['history-v0.json'], [...witness, '--quorum', '1'], /all 3 items[\s\S]*2: erased/],
  ])('says that a %s is valid, by the platform and by itself', (command, [file = ''], more, says) => {
    for (const suite of [[], ['--plain']]) {
      const { code, out, err } = run(command, golden(file), '--key', logKey, ...more, ...suite)
      expect([code, err]).toEqual([0, ''])
      expect(out).toMatch(/^VALID: .*\n有效：.*\n/)
      expect(out).toMatch(says)
    }
  })

  test('says when an entry commits to something else, or a witness is missing', () => {
    const inclusion = ['inclusion', golden('log-v0.tlog-proof'), '--entry', golden('log-v0-entry.json')]
    expect(run(...inclusion, '--of', keyFile, '--key', logKey)).toMatchObject({ code: 1, out: '' })
    const { code, err } = run('checkpoint', golden('log-v0-older.txt'), '--key', logKey, ...witness)
    expect([code, err.includes('WITNESSES_TOO_FEW')]).toEqual([1, true])
  })

  test('writes a report with the sections that its subject chooses, and it is the one that verifies', () => {
    const { code, out } = run(
      'disclose',
      golden('report-v0.json'),
      '--section',
      'subject',
      '--section',
      'registration',
    )
    expect([code, out]).toEqual([0, readFileSync(golden('report-v0-part.json'), 'utf8')])
    expect(run('disclose', golden('report-v0.json'), '--section', 'none').err).toContain('SECTION_UNKNOWN')
  })

  test('checks a log in a folder, and names what is missing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'probity-verify-log-'))
    cpSync(golden('log-v0-checkpoint.txt'), join(folder, 'checkpoint'))
    const { code, err } = run('log', folder, '--key', logKey)
    expect([code, err.includes('TILE_MISSING (tile/entries/000)')]).toEqual([1, true])
    const pair = generateSigningKey('log.example')
    const signing = parseSigningKey(suite, pair.signingKey)
    writeFileSync(join(folder, 'checkpoint'), signCheckpoint(suite, { size: 0, root: suite.hash() }, signing))
    expect(run('log', folder, '--key', pair.verifierKey).out).toMatch(/^VALID: all 0 entries/)
    rmSync(folder, { recursive: true })
  })

  test('lets nothing that a report holds turn the text of a terminal around', () => {
    const pair = generateSigningKey('node.example')
    const section = { name: 'a', salt: new Uint8Array(16), content: '\u202egnp\u001b[2J' }
    const sections = sortHashes([sectionHash(suite, section)])
    const head = {
      node: 'node.example',
      report: '1',
      composed: '2026-01-01T00:00:00.000Z',
      asOf: '2026-01-01',
    }
    const seal = { ...head, tick: 1, catalogue: '1', view: 'v', sections }
    const signed = signReportSeal(suite, seal, parseSigningKey(suite, pair.signingKey))
    const file = join(mkdtempSync(join(tmpdir(), 'probity-verify-')), 'report.json')
    writeFileSync(file, formatDisclosure({ seal: signed, sections: [section] }))
    const { out } = run('report', file, '--key', pair.verifierKey)
    expect(out).toContain(String.raw`a: "\u{202e}gnp\u001b[2J"`.replaceAll('\\\\', '\\'))
    rmSync(file)
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
    ['a word that every object has', ['constructor']],
    ['an entry that is not named', ['inclusion', golden('log-v0.tlog-proof'), '--key', logKey]],
    [
      'a quorum that is no number',
      ['checkpoint', golden('log-v0-checkpoint.txt'), '--key', logKey, '--quorum', 'x'],
    ],
    ['a log key as that of a witness', ['checkpoint', note, '--key', logKey, '--witness', logKey]],
    ['a report without sections to keep', ['disclose', golden('report-v0.json')]],
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
