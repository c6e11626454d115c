// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Checkpoint, signCheckpoint, verifyCheckpoint } from './checkpoint.ts'
import { makeInclusionProof } from './inclusion-proof.ts'
import { formatEntry, parseEntry, verifyEntryOf } from './log-entry.ts'
import {
  formatLogExtension,
  formatLogProof,
  parseLogExtension,
  parseLogProof,
  verifyLogExtension,
  verifyLogProof,
} from './log-proof.ts'
import { leafHash, rootOf } from './merkle-tree.ts'
import { parseSigningKey, parseVerifierKey } from './note-key.ts'
import { generateSigningKey, platformSuite as suite } from './platform-suite.ts'
import { type Tile, tileInTree } from './tile.ts'
import { consistencyFromTiles } from './tile-proofs.ts'
import { encodeUtf8 } from './utf8.ts'
import type { VerificationCode } from './verification-error.ts'

const refusal = (code: VerificationCode) => expect.objectContaining({ name: 'VerificationError', code })
const pair = generateSigningKey('log.example')
const log = parseVerifierKey(suite, pair.verifierKey)
const key = parseSigningKey(suite, pair.signingKey)
const entries = Array.from({ length: 40 }, (_, at) => encodeUtf8(`entry ${at}`))
const leaves = entries.map((entry) => leafHash(suite, entry))
const rootAt = (size: number) => rootOf(suite, leaves.slice(0, size))
const noteAt = (size: number) => signCheckpoint(suite, { size, root: rootAt(size) }, key)
const treeAt = (size: number): Checkpoint => verifyCheckpoint(suite, noteAt(size), { log })
const readTile = ({ width }: Tile) => Uint8Array.from(leaves.slice(0, width).flatMap((leaf) => [...leaf]))
const pathBetween = (older: number, newer: number) => consistencyFromTiles(suite, readTile, older, newer)
const proofOf = (index: number, size: number) =>
  formatLogProof({
    index,
    path: makeInclusionProof(suite, leaves.slice(0, size), index).path,
    checkpoint: noteAt(size),
  })

describe('the proof that an entry is in the log', () => {
  test('leads from the bytes of the entry to the root that the log has signed', () => {
    for (const size of [1, 2, 7, 40]) {
      for (let index = 0; index < size; index += 1) {
        const found = verifyLogProof(suite, proofOf(index, size), entries[index] as Uint8Array, { log })
        expect([found.index, found.checkpoint.size]).toEqual([index, size])
      }
    }
    expect(tileInTree(40, 0, 0).width).toBe(40)
  })

  test('is the text of C2SP tlog-proof', () => {
    const [first, index, ...rest] = proofOf(3, 7).split('\n')
    expect([first, index]).toEqual(['c2sp.org/tlog-proof@v1', 'index 3'])
    expect(rest.slice(3).join('\n')).toBe(`\n${noteAt(7)}`)
    expect(formatLogProof(parseLogProof(proofOf(3, 7)))).toBe(proofOf(3, 7))
  })

  test('holds for no other entry, place or log', () => {
    const unproven = refusal('INCLUSION_NOT_PROVEN')
    const [text, entry] = [proofOf(3, 7), entries[3] as Uint8Array]
    expect(() => verifyLogProof(suite, text, entries[4] as Uint8Array, { log })).toThrow(unproven)
    expect(() => verifyLogProof(suite, text.replace('index 3', 'index 2'), entry, { log })).toThrow(unproven)
    const other = parseVerifierKey(suite, generateSigningKey('other.example').verifierKey)
    expect(() => verifyLogProof(suite, text, entry, { log: other })).toThrow(refusal('SIGNATURE_MISSING'))
  })

  test.each([
    ['another first line', (text: string) => text.replace('@v1', '@v2')],
    ['extra data, which nothing proves', (text: string) => text.replace('index', 'extra YWdl\nindex')],
    ['no index', (text: string) => text.replace('index 3\n', '')],
    ['a leading zero', (text: string) => text.replace('index 3', 'index 03')],
    ['an index of 2^53', (text: string) => text.replace('index 3', 'index 9007199254740992')],
    ['no checkpoint', (text: string) => text.slice(0, text.indexOf('\n\n'))],
    [
      '64 hashes',
      (text: string) => text.replace('index 3\n', `index 3\n${`${'A'.repeat(43)}=\n`.repeat(64)}`),
    ],
    ['a swapped element', (text: string) => text.replace(/(index 3\n)(.*\n)(.*\n)/, '$1$3$2')],
    ['an element more', (text: string) => text.replace('index 3\n', `index 3\n${'A'.repeat(43)}=\n`)],
    ['an element less', (text: string) => text.replace(/(index 3\n).*\n/, '$1')],
    ['an index beyond the tree', (text: string) => text.replace('index 3', 'index 7')],
    ['a megabyte of blanks', (text: string) => text + ' '.repeat(1_000_001)],
  ])('with %s is refused', (_what, change) => {
    const text = change(proofOf(3, 7))
    expect(() => verifyLogProof(suite, text, entries[3] as Uint8Array, { log })).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^(PROOF_MALFORMED|INCLUSION_NOT_PROVEN)$/) }),
    )
  })

  test('holds whole hashes only', () => {
    const withLine = (line: string) => proofOf(3, 7).replace('index 3\n', `index 3\n${line}\n`)
    expect(() => parseLogProof(withLine('AA=='))).toThrow(refusal('HASH_LENGTH'))
    expect(() => parseLogProof(withLine('?'))).toThrow(refusal('BASE64_MALFORMED'))
    expect(() => parseLogProof(Uint8Array.of(0xff))).toThrow(refusal('UTF8_MALFORMED'))
  })

  test('of any text is refused by this error, never by another', () => {
    const line = fc.constantFrom(
      'c2sp.org/tlog-proof@v1',
      'index 3',
      'old 2',
      '',
      'AAAA',
      '\u2014 a b',
      '\ud800',
    )
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        for (const parse of [parseLogProof, parseLogExtension]) {
          try {
            parse(lines.join('\n'))
          } catch (error) {
            expect(error).toEqual(expect.objectContaining({ name: 'VerificationError' }))
          }
        }
      }),
    )
  })
})

describe('the proof that a log was extended and not changed', () => {
  const extension = (older: number, newer: number, path = pathBetween(older, newer)) =>
    formatLogExtension({ olderSize: older, path, checkpoint: noteAt(newer) })

  test('holds between any two of its checkpoints', () => {
    for (const [older, newer] of [
      [0, 0],
      [0, 7],
      [1, 1],
      [1, 40],
      [7, 8],
      [32, 40],
      [39, 40],
    ] as const) {
      expect(verifyLogExtension(suite, extension(older, newer), treeAt(older), { log }).size).toBe(newer)
    }
    expect(formatLogExtension(parseLogExtension(extension(7, 8)))).toBe(extension(7, 8))
  })

  test('fails for a log that took an entry back, and says so of one that has two trees of one size', () => {
    const forked = { ...treeAt(7), root: leafHash(suite, rootAt(7)) }
    expect(() => verifyLogExtension(suite, extension(7, 40), forked, { log })).toThrow(
      refusal('CONSISTENCY_NOT_PROVEN'),
    )
    expect(() => verifyLogExtension(suite, extension(7, 7), forked, { log })).toThrow(refusal('LOG_FORKED'))
    expect(() =>
      verifyLogExtension(
        suite,
        formatLogExtension({ olderSize: 9, path: [], checkpoint: noteAt(7) }),
        treeAt(9),
        { log },
      ),
    ).toThrow(refusal('PROOF_MALFORMED'))
  })

  test('is for the checkpoint that was kept, of the same log, and holds nothing besides', () => {
    expect(() => verifyLogExtension(suite, extension(7, 40), treeAt(8), { log })).toThrow(
      refusal('PROOF_OF_ANOTHER_TREE'),
    )
    const elsewhere = { ...treeAt(7), origin: 'other.example' }
    expect(() => verifyLogExtension(suite, extension(7, 40), elsewhere, { log })).toThrow(
      refusal('CHECKPOINT_OF_ANOTHER_LOG'),
    )
    const extra = [rootAt(3)]
    for (const older of [0, 7]) {
      expect(() => verifyLogExtension(suite, extension(older, 7, extra), treeAt(older), { log })).toThrow(
        refusal('PROOF_MALFORMED'),
      )
    }
    expect(() => parseLogExtension('new 7\n\nx')).toThrow(refusal('PROOF_MALFORMED'))
  })
})

describe('an entry of a Probity log', () => {
  const id = '01980000-0000-7000-8000-000000000001'
  const commitment = suite.hash(encodeUtf8('what was done'))
  const bytes = formatEntry({ id, kind: 'batch.receipt', commitment })
  const text = new TextDecoder().decode(bytes)

  test('says what kind of act and which one, and commits to it without telling it', () => {
    expect(text).toMatch(
      /^\{"commitment":"[^"]{44}","format":"probity-entry\/0","id":"0198.*","kind":"batch\.receipt"\}$/,
    )
    expect(parseEntry(bytes)).toEqual({ id, kind: 'batch.receipt', commitment })
    verifyEntryOf(suite, parseEntry(bytes), encodeUtf8('what was done'))
    expect(() => verifyEntryOf(suite, parseEntry(bytes), encodeUtf8('what was not'))).toThrow(
      refusal('ENTRY_OF_ANOTHER'),
    )
  })

  test.each([
    ['a blank', text.replace(',', ', ')],
    ['another order', text.replace(/^\{(.*?),(.*?),/, '{$2,$1,')],
    ['a key twice', text.replace('{', '{"commitment":"",')],
    ['a field more', text.replace('}', ',"more":1}')],
    ['another format', text.replace('entry/0', 'entry/1')],
    ['no id', text.replace(id, '')],
    ['an id in capitals', text.replace(id, id.toUpperCase().replace('01980000', '0198ABCD'))],
    ['a kind that is a sentence', text.replace('batch.receipt', 'Batch receipt')],
    ['a commitment that is a number', text.replace(/"commitment":"[^"]*"/, '"commitment":1')],
    ['no kind', text.replace('"kind":"batch.receipt"', '"kind":null')],
    ['trailing text', `${text}\n`],
    ['no object', '[]'],
    ['nothing', 'null'],
    ['no JSON', '{'],
    ['too much', `"${' '.repeat(600)}"`],
  ])('with %s is refused', (_what, changed) => {
    expect(() => parseEntry(encodeUtf8(changed))).toThrow(refusal('ENTRY_MALFORMED'))
  })

  test('that could not be read back is not made', () => {
    expect(() => formatEntry({ id, kind: 'x', commitment: new Uint8Array(31) })).toThrow(
      refusal('HASH_LENGTH'),
    )
    expect(() => formatEntry({ id: 'x', kind: 'x', commitment })).toThrow(refusal('ENTRY_MALFORMED'))
  })
})
