// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  bundlePath,
  encodeBase64,
  encodeUtf8,
  formatBundle,
  formatEntry,
  generateSigningKey,
  leafHash,
  parseSigningKey,
  platformSuite,
  rootOf,
  signCheckpoint,
  tilePath,
} from '@probity/verify'
import { describe, expect, test } from 'vitest'
import { checkEn } from '../i18n/check-en.ts'
import { checkZh } from '../i18n/check-zh.ts'
import { readKeys } from '../proof/trusted-keys.ts'
import { checkFiles } from './check-files.ts'
import { type Given, recognise } from './recognise.ts'
import { type Finding, verdictOf } from './walk.ts'

const golden = (name: string): Uint8Array =>
  Uint8Array.from(readFileSync(fileURLToPath(new URL(`../../../verify/golden/${name}`, import.meta.url))))
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const keys = readKeys(
  ['receipt-v0.key', 'log-v0.key', 'log-v0-witness.key', 'handovers-v0.key']
    .map((name) => text(golden(name)))
    .join('\n'),
)

function check(files: Readonly<Record<string, Uint8Array | string>>, trusted = keys): readonly Finding[] {
  const given = Object.entries(files).flatMap(([name, content]): readonly Given[] =>
    recognise(name, typeof content === 'string' ? encodeUtf8(content) : content),
  )
  return checkFiles(given, trusted)
}

const verdicts = (findings: readonly Finding[]) =>
  Object.fromEntries(findings.map((finding) => [finding.name, verdictOf(finding)]))
const says = (finding: Finding | undefined) => finding?.steps.map((step) => `${step.outcome} ${step.says}`)
const codes = (finding: Finding | undefined) =>
  finding?.steps.flatMap((step) => (step.outcome === 'invalid' ? [step.why.code] : []))
const flip = (bytes: Uint8Array, at: number) => bytes.with(at, (bytes[at] as number) ^ 1)

const receipt = golden('receipt-v0.txt')
const row = golden('receipt-v0-row.txt')
const rowProof = golden('receipt-v0-row-proof.json')
const report = golden('report-v0.json')
const checkpoint = golden('log-v0-checkpoint.txt')
const older = golden('log-v0-older.txt')
const entry = golden('log-v0-entry.json')
const inclusion = golden('log-v0.tlog-proof')

describe('what is proven', () => {
  test('a receipt, and each step of it is said', () => {
    const [finding] = check({ 'r.txt': receipt })
    expect(says(finding)).toEqual([
      'valid receiptForm',
      'valid signed',
      'valid receiptNode',
      'note receiptNoFile',
    ])
    expect(finding?.steps[0]?.facts).toEqual({ rows: 11, sum: '7 + 1 + 2 + 0 + 1' })
    expect(finding?.shown).toMatchObject([{ kind: 'receipt', receipt: { rows: 11 } }])
  })

  test('a row, by its proof and a receipt that is valid itself', () => {
    const findings = check({ 'row.txt': row, 'proof.json': rowProof, 'r.txt': receipt })
    expect(verdicts(findings)).toEqual({ 'proof.json': 'valid', 'r.txt': 'valid' })
    const [proof] = findings
    expect(proof?.shown.map(({ kind }) => kind)).toEqual(['text', 'path'])
    expect(check({ 'row.txt': row, 'proof.json': rowProof }).map(says)).toEqual([
      ['open unknown'],
      ['valid rowForm', 'open rowNeedsReceipt'],
    ])
    expect(says(check({ 'proof.json': rowProof, 'r.txt': receipt })[0])).toEqual([
      'valid rowForm',
      'open rowNeedsRow',
    ])
    const forged = flip(receipt, receipt.length - 20)
    expect(verdicts(check({ 'row.txt': row, 'proof.json': rowProof, 'r.txt': forged }))).toMatchObject({
      'proof.json': 'open',
      'r.txt': 'invalid',
    })
  })

  test('the same in the answers of the node, saved as they came', () => {
    const answer = JSON.stringify({ row: encodeBase64(row), proof: text(rowProof) })
    const batch = JSON.stringify({ id: 'x', receipt: text(receipt), logged: null })
    expect(verdicts(check({ 'row.json': answer, 'batch.json': batch }))).toEqual({
      'row.json › proof': 'valid',
      'batch.json › receipt': 'valid',
    })
    const other = JSON.stringify({ row: encodeBase64(flip(row, 3)), proof: text(rowProof) })
    const [proof] = check({ 'row.json': other, 'batch.json': batch, 'row.txt': row })
    expect(codes(proof), 'the proof is of the row that it came with').toEqual(['INCLUSION_NOT_PROVEN'])
  })

  test('that a file is the one of which the receipt speaks, to the last byte', () => {
    const file = encodeUtf8('name\n示例\n')
    const { signingKey, verifierKey } = generateSigningKey('test.node')
    const sha256 = Buffer.from(platformSuite.hash(file)).toString('hex')
    const body = text(receipt)
      .replace(/file-sha256: .*/, `file-sha256: ${sha256}`)
      .replace(/node: .*/, 'node: test.node')
    const signed = signBody(body.slice(0, body.indexOf('\n\n') + 1), signingKey)
    const trusted = readKeys(verifierKey)
    const [finding] = check({ 'r.txt': signed, 'sent.csv': file }, trusted)
    expect(says(finding)?.at(-1)).toBe('valid receiptFile')
    const changed = check({ 'r.txt': signed, 'sent.csv': flip(file, 6) }, trusted)
    expect(changed.map(says)).toEqual([expect.arrayContaining(['note receiptNoFile']), ['open unknown']])
  })

  test('a sealed report, whole and in part, with the day it is of', () => {
    const [whole, part] = check({ 'a.json': report, 'b.json': golden('report-v0-part.json') })
    expect(says(whole)).toEqual([
      'valid reportForm',
      'valid signedSeal',
      'valid reportNode',
      'valid reportSections',
      'note reportUndisclosed',
      'note reportThatDay',
    ])
    expect([whole, part].map((one) => one && verdictOf(one))).toEqual(['valid', 'valid'])
    expect(part?.steps[0]?.facts).toEqual({ shown: 2, sealed: 6 })
  })

  test('a history, and an empty one', () => {
    const findings = check({ 'h.json': golden('history-v0.json'), 'e.json': golden('history-v0-empty.json') })
    expect(verdicts(findings)).toEqual({ 'h.json': 'valid', 'e.json': 'valid' })
    expect(says(findings[0])).toEqual([
      'valid historyForm',
      'valid checkpointForm',
      'valid signedCheckpoint',
      'valid checkpointLog',
      'valid cosigned',
      'valid historyEntry',
      'valid historyWhole',
    ])
  })

  test('a checkpoint with its witness; a witness nobody knows is named and not counted', () => {
    expect(says(check({ c: checkpoint })[0])?.at(-1)).toBe('valid cosigned')
    const [finding] = check({ c: checkpoint }, readKeys(text(golden('log-v0.key'))))
    expect(says(finding)?.at(-1)).toBe('note cosignedByUnknown')
    expect(finding?.steps.at(-1)?.facts).toEqual({
      witness: 'witness.probity.example+99b104f8',
      at: '2026-04-02T03:20:00.000Z',
    })
  })

  test('an entry and its inclusion, and what is missing when one of them is not there', () => {
    const findings = check({ 'e.json': entry, p: inclusion })
    expect(verdicts(findings)).toEqual({ p: 'valid' })
    expect(says(findings[0])?.slice(-3)).toEqual(['valid included', 'valid entryForm', 'note entryOfUnknown'])
    expect(says(check({ p: inclusion })[0])?.at(-1)).toBe('open inclusionNeedsEntry')
    expect(says(check({ 'e.json': entry })[0])).toEqual(['valid entryForm', 'open entryNeedsProof'])
  })

  test('from a key of before to the key of now, and what the key of now has signed', () => {
    const handovers = golden('handovers-v0.json')
    const old = readKeys(text(golden('handovers-v0.key')))
    const [finding] = check({ 'h.json': handovers }, old)
    expect(says(finding)).toEqual(['valid handoversForm', 'valid handoversFollowed', 'note handoversTrusted'])
    expect(says(check({ 'h.json': handovers }, readKeys(''))[0])?.at(-1)).toBe('open handoversNeedKey')
    const proof =
      (JSON.parse(text(handovers)) as { handovers: { proof: string }[] }).handovers.at(-1)?.proof ?? ''
    const checkpoint = proof.slice(proof.indexOf('\n\n') + 2)
    expect(verdicts(check({ c: checkpoint }, old))).toEqual({ c: 'open' })
    expect(verdicts(check({ c: checkpoint, 'h.json': handovers }, old))).toEqual({
      c: 'valid',
      'h.json': 'valid',
    })
  })

  test('that a newer log extends an older one that the reader has kept', () => {
    const extension = golden('log-v0-extension.txt')
    const findings = check({ x: extension, o: older })
    expect(verdicts(findings)).toEqual({ x: 'valid', o: 'valid' })
    expect(findings[0]?.shown.map(({ kind }) => kind)).toEqual(['past'])
    expect(says(check({ x: extension })[0])?.at(-1)).toBe('open extensionNeedsOlder')
  })
})

function signBody(body: string, signingKey: string): string {
  const key = parseSigningKey(platformSuite, signingKey)
  const signature = platformSuite.sign(key.seed, encodeUtf8(body))
  const line = encodeBase64(Uint8Array.from([...Buffer.from(key.id, 'hex'), ...signature]))
  return `${body}\n\u2014 ${key.name} ${line}\n`
}

describe('one changed bit', () => {
  test.each([
    ['receipt', receipt, 1],
    ['sealed report', report, 7],
    ['checkpoint', checkpoint, 1],
    ['history', golden('history-v0.json'), 31],
  ])(
    'of a %s, wherever it is, is never valid, and its content is not shown',
    (_what, bytes, stride) => {
      for (let at = 0; at < bytes.length; at += stride) {
        for (const finding of check({ file: flip(bytes, at) })) {
          // A cosignature that no longer names a known witness is a stranger's, and says nothing.
          const isOfStranger = finding.steps.some(
            (step) => /^(co)?signedBy/.test(step.says) && step.outcome === 'note',
          )
          if (isOfStranger) continue
          expect([at, verdictOf(finding)]).not.toEqual([at, 'valid'])
          expect(finding.shown).toEqual([])
        }
      }
    },
    120_000,
  )

  test('of a row, of its proof, of an entry and of a proof of inclusion is never valid', () => {
    for (let at = 0; at < row.length; at += 1)
      expect(verdicts(check({ row: flip(row, at), 'p.json': rowProof, r: receipt }))['p.json']).toBe(
        'invalid',
      )
    for (let at = 0; at < rowProof.length; at += 1) {
      const found = verdicts(check({ row, 'p.json': flip(rowProof, at), r: receipt }))['p.json']
      expect([at, found]).not.toEqual([at, 'valid'])
    }
    for (let at = 0; at < inclusion.length; at += 13) {
      const [finding] = check(
        { 'e.json': entry, p: flip(inclusion, at) },
        readKeys(text(golden('log-v0.key'))),
      )
      const isOfStranger = finding?.steps.some(
        ({ says }) => says === 'signedByOthers' || says === 'cosignedByUnknown',
      )
      if (!isOfStranger) expect([at, finding && verdictOf(finding)]).not.toEqual([at, 'valid'])
    }
  }, 120_000)
})

describe('what is not proven', () => {
  test('a signature by a key that nobody here trusts is missing, not wrong', () => {
    const [finding] = check({ r: receipt }, readKeys(''))
    expect(says(finding)).toEqual(['valid receiptForm', 'open signedByUnknown'])
    expect(finding && verdictOf(finding)).toBe('open')
  })

  test('a signature by another key of a known name is missing: a node may have handed its name on', () => {
    const other = readKeys(generateSigningKey('demo.probity.example').verifierKey)
    expect(says(check({ r: receipt }, other)[0])).toEqual(['valid receiptForm', 'open signedByUnknown'])
  })

  test('the id of a trusted key under another name is wrong', () => {
    const touched = text(receipt).replace('\u2014 demo.probity.example', '\u2014 demo.probity.exampl')
    expect(codes(check({ r: touched })[0])).toEqual(['SIGNATURE_MISSING'])
  })

  test('two checkpoints of one size that differ: the log has forked', () => {
    const { signingKey, verifierKey } = generateSigningKey('forked.log')
    const key = parseSigningKey(platformSuite, signingKey)
    const [one, two] = [1, 2].map((byte) =>
      signCheckpoint(platformSuite, { size: 3, root: new Uint8Array(32).fill(byte) }, key),
    )
    const findings = check({ a: one ?? '', b: two ?? '' }, readKeys(verifierKey))
    expect(findings.map(codes)).toEqual([['LOG_FORKED'], ['LOG_FORKED']])
  })

  test('a page without seal, a key, a private key and an unknown file say what they are', () => {
    const findings = check({
      'page.json': JSON.stringify({ id: 'x', formerNames: [], records: [] }),
      'node.key': text(golden('log-v0.key')),
      'note.key': 'PRIVATE+KEY+x+00000000+AAAA',
      'a.csv': 'a,b\n',
    })
    expect(findings.map(says)).toEqual([
      ['open pageUnsealed'],
      ['open keyOffered'],
      ['open secretGiven'],
      ['open unknown'],
    ])
  })

  test('whatever a file holds, it ends in a finding', () => {
    for (const strange of [
      '',
      '{',
      '{}',
      'null',
      '\n\n\u2014 a AAAA\n',
      'old 3\n\n',
      'probity-receipt/9\n',
      '\u0000',
    ])
      for (const finding of check({ strange })) expect(verdictOf(finding)).not.toBe('valid')
  })
})

describe('the folder of a log', () => {
  const entries = Array.from({ length: 5 }, (_, at) =>
    formatEntry({
      id: `01980000-0000-7000-8000-00000000000${at}`,
      kind: 'batch.receipt',
      commitment: new Uint8Array(32).fill(at),
    }),
  )
  const leaves = entries.map((one) => leafHash(platformSuite, one))
  const { signingKey, verifierKey } = generateSigningKey('folder.log')
  const trusted = readKeys(verifierKey)
  const note = signCheckpoint(
    platformSuite,
    { size: 5, root: rootOf(platformSuite, leaves) },
    parseSigningKey(platformSuite, signingKey),
  )
  const bundle = formatBundle(entries)
  const folder = {
    'log/checkpoint': note,
    [`log/${tilePath({ level: 0, index: 0, width: 5 })}`]: Uint8Array.from(
      leaves.flatMap((leaf) => [...leaf]),
    ),
    [`log/${bundlePath({ index: 0, width: 5 })}`]: bundle,
  }

  test('is worked out again from its entries', () => {
    const findings = check(folder, trusted)
    expect(findings.map(says)).toEqual([
      ['valid checkpointForm', 'valid signedCheckpoint', 'valid checkpointLog'],
      ['valid logWhole'],
    ])
  })

  test('with one changed byte in an entry or a tile is refused, and the place is named', () => {
    for (const path of Object.keys(folder).slice(1)) {
      const bytes = folder[path] as Uint8Array
      const finding = check({ ...folder, [path]: flip(bytes, 20) }, trusted).at(-1)
      expect(codes(finding), path).toHaveLength(1)
      expect(finding && verdictOf(finding)).toBe('invalid')
    }
  })

  test('that is not whole, or without its checkpoint, is not judged', () => {
    const { 'log/checkpoint': _note, ...rest } = folder
    expect(says(check(rest, trusted).at(-1))).toEqual(['open logNeedsCheckpoint'])
    const [, tile = ''] = Object.keys(folder)
    const { [tile]: _tile, ...part } = folder
    expect(check(part, trusted).at(-1)?.steps).toMatchObject([
      { says: 'logMisses', facts: { path: 'tile/0/000.p/5' } },
    ])
  })

  test('saved as one bundle is compared with the checkpoint', () => {
    expect(says(check({ '5': bundle, checkpoint: note }, trusted).at(-1))).toEqual([
      'valid bundleForm',
      'valid bundleWhole',
    ])
    expect(codes(check({ '5': flip(bundle, 30), checkpoint: note }, trusted).at(-1))).toEqual([
      'CHECKPOINT_DISAGREES',
    ])
    expect(says(check({ '5': bundle }, trusted).at(-1))).toEqual(['valid bundleForm', 'open bundleNeedsLog'])
  })
})

test('a step names the same facts in both languages', () => {
  const facts = (sentence: string) => [...new Set(sentence.match(/\{\{\w+\}\}/g))].sort()
  for (const [name, sentence] of Object.entries(checkZh.step))
    expect(facts(checkEn.step[name as keyof typeof checkEn.step]), name).toEqual(facts(sentence))
})
