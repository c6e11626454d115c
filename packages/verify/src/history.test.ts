// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { signCheckpoint } from './checkpoint.ts'
import { equalBytes } from './equal-bytes.ts'
import {
  extendChain,
  formatHistory,
  type History,
  type HistoryItem,
  historyBytesMax,
  historyEntryKind,
  historyItemHash,
  historyKey,
  parseHistory,
  verifyHistory,
} from './history.ts'
import { formatEntry } from './log-entry.ts'
import { formatLogProof } from './log-proof.ts'
import { bitAt, emptySubtree, type MapProof, mapLeaf, verifyMapAbsence, verifyMapValue } from './map-proof.ts'
import { leafHash, nodeHash } from './merkle-tree.ts'
import { parseSigningKey, parseVerifierKey } from './note-key.ts'
import { generateSigningKey, platformSuite as suite } from './platform-suite.ts'
import { encodeUtf8 } from './utf8.ts'
import type { VerificationCode } from './verification-error.ts'

const refusal = (code: VerificationCode) => expect.objectContaining({ name: 'VerificationError', code })
type Leaf = readonly [key: Uint8Array, value: Uint8Array]
const hashOf = (text: string) => suite.hash(encodeUtf8(text))

/** The definition of the map by recursion: what the proofs are measured against. */
function rootOfMap(leaves: readonly Leaf[], depth = 0): Uint8Array {
  const [only, ...others] = leaves
  if (!only) return emptySubtree
  if (others.length === 0) return mapLeaf(suite, ...only)
  const side = (bit: number) =>
    rootOfMap(
      leaves.filter(([key]) => bitAt(key, depth) === bit),
      depth + 1,
    )
  return nodeHash(suite, side(0), side(1))
}

function proofOfMap(leaves: readonly Leaf[], key: Uint8Array, depth = 0): MapProof {
  const [only, ...others] = leaves
  if (others.length === 0) {
    const isOther = only && !equalBytes(only[0], key)
    return { siblings: [], ...(isOther ? { other: { key: only[0], value: only[1] } } : {}) }
  }
  const [own, next] = [true, false].map((same) =>
    leaves.filter(([each]) => (bitAt(each, depth) === bitAt(key, depth)) === same),
  ) as [Leaf[], Leaf[]]
  const below = proofOfMap(own, key, depth + 1)
  return { ...below, siblings: [rootOfMap(next, depth + 1), ...below.siblings] }
}

const leaves: Leaf[] = Array.from({ length: 60 }, (_, at) => [hashOf(`key ${at}`), hashOf(`value ${at}`)])
// Two keys that part at the last bit only.
leaves.push([new Uint8Array(32).fill(7), hashOf('a')], [new Uint8Array(32).fill(7).with(31, 6), hashOf('b')])
const root = rootOfMap(leaves)

describe('the map', () => {
  test('shows the value of every key, and of every other key that it is absent', () => {
    for (const [key, value] of leaves) {
      verifyMapValue(suite, root, key, value, proofOfMap(leaves, key))
      expect(() => verifyMapAbsence(suite, root, key, proofOfMap(leaves, key))).toThrow(
        refusal('MAP_NOT_PROVEN'),
      )
    }
    let empty = 0
    for (let at = 0; at < 200; at += 1) {
      const absent = hashOf(`nobody ${at}`)
      const proof = proofOfMap(leaves, absent)
      if (!proof.other) empty += 1
      verifyMapAbsence(suite, root, absent, proof)
    }
    // Both ways of being absent came: an empty place, and one that another key holds alone.
    expect(empty).toBeGreaterThan(0)
    expect(empty).toBeLessThan(200)
    verifyMapAbsence(suite, emptySubtree, hashOf('x'), { siblings: [] })
  })

  test('shows no other value, and no absence of what is there by way of another leaf', () => {
    const [key, value] = leaves[5] as Leaf
    const proof = proofOfMap(leaves, key)
    const unproven = refusal('MAP_NOT_PROVEN')
    expect(() => verifyMapValue(suite, root, key, hashOf('other'), proof)).toThrow(unproven)
    expect(() => verifyMapAbsence(suite, root, key, { ...proof, other: { key, value } })).toThrow(unproven)
    const elsewhere = leaves.find(([each]) => bitAt(each, 0) !== bitAt(key, 0)) as Leaf
    const wrongPlace = {
      ...proofOfMap(leaves, elsewhere[0]),
      other: { key: elsewhere[0], value: elsewhere[1] },
    }
    expect(() => verifyMapAbsence(suite, root, key, wrongPlace)).toThrow(unproven)
    expect(() =>
      verifyMapValue(suite, root, key, value, { ...proof, siblings: proof.siblings.slice(1) }),
    ).toThrow(unproven)
  })

  test('refuses hashes of the wrong length, too many of them, and a proof that is both', () => {
    const [key, value] = leaves[5] as Leaf
    const { siblings } = proofOfMap(leaves, key)
    const short = new Uint8Array(31)
    for (const [at, what, proof] of [
      [short, value, { siblings }],
      [key, short, { siblings }],
      [key, value, { siblings: [short] }],
    ] as const) {
      expect(() => verifyMapValue(suite, root, at, what, proof)).toThrow(refusal('HASH_LENGTH'))
    }
    expect(() => verifyMapValue(suite, short, key, value, { siblings })).toThrow(refusal('HASH_LENGTH'))
    expect(() => verifyMapAbsence(suite, root, short, { siblings })).toThrow(refusal('HASH_LENGTH'))
    expect(() => verifyMapAbsence(suite, root, key, { siblings, other: { key: short, value } })).toThrow(
      refusal('HASH_LENGTH'),
    )
    const many = Array.from({ length: 257 }, () => root)
    expect(() => verifyMapValue(suite, root, key, value, { siblings: many })).toThrow(
      refusal('PROOF_MALFORMED'),
    )
    const both = { siblings, other: { key, value } }
    expect(() => verifyMapValue(suite, root, key, value, both)).toThrow(refusal('PROOF_MALFORMED'))
  })
})

const pair = generateSigningKey('log.example')
const trust = { log: parseVerifierKey(suite, pair.verifierKey) }
const signing = parseSigningKey(suite, pair.signingKey)
const blind = hashOf('only the subject and the node know this')
const items: HistoryItem[] = ['demo-bank', 'demo-court', 'demo-bank'].map((by, at) => ({
  content: { by, at },
  salt: new Uint8Array(16).fill(at),
}))

/** The history as a node would hand it out, over a log with this one entry. */
function historyOf(
  listed: readonly HistoryItem[],
  change: Partial<History> & { kind?: string } = {},
): string {
  const key = historyKey(suite, blind)
  const head = items.reduce((so, item) => extendChain(suite, so, historyItemHash(suite, item)), key)
  const map: Leaf[] = [...leaves, [key, head]]
  const mapRoot = rootOfMap(map)
  const id = '01980000-0000-7000-8000-000000000001'
  const entry = formatEntry({ id, kind: change.kind ?? historyEntryKind, commitment: mapRoot })
  const checkpoint = signCheckpoint(suite, { size: 1, root: leafHash(suite, entry) }, signing)
  const { kind: _, ...changed } = change
  return formatHistory({
    blind,
    items: listed,
    map: { ...proofOfMap(map, key), root: mapRoot },
    entry: new TextDecoder().decode(entry),
    proof: formatLogProof({ index: 0, path: [], checkpoint }),
    ...changed,
  })
}

describe('the history of a subject', () => {
  test('verifies when it is whole, also where something was lawfully erased', () => {
    const { items: shown, checkpoint } = verifyHistory(suite, historyOf(items), trust)
    expect(shown).toEqual([
      { by: 'demo-bank', at: 0 },
      { by: 'demo-court', at: 1 },
      { by: 'demo-bank', at: 2 },
    ])
    expect(checkpoint.size).toBe(1)
    const erased = items.map((item, at) => (at === 1 ? { hash: historyItemHash(suite, item) } : item))
    expect(verifyHistory(suite, historyOf(erased), trust).items[1]).toBeNull()
  })

  test.each([
    ['the first withheld', items.slice(1)],
    ['the last withheld', items.slice(0, 2)],
    ['one in the middle withheld', [items[0], items[2]] as HistoryItem[]],
    ['two of them swapped', [items[1], items[0], items[2]] as HistoryItem[]],
    ['one put in', [...items, items[0]] as HistoryItem[]],
    ['one changed', [{ content: { by: 'demo-park', at: 0 }, salt: new Uint8Array(16) }, ...items.slice(1)]],
    ['all of them withheld', []],
  ])('is refused with %s', (_what, listed) => {
    expect(() => verifyHistory(suite, historyOf(listed), trust)).toThrow(refusal('MAP_NOT_PROVEN'))
  })

  test('needs the map whose root is in the log, in an entry of that kind', () => {
    expect(() => verifyHistory(suite, historyOf(items, { kind: 'batch.receipt' }), trust)).toThrow(
      refusal('HISTORY_MALFORMED'),
    )
    expect(() => verifyHistory(suite, historyOf(items, { map: { siblings: [], root } }), trust)).toThrow(
      refusal('ENTRY_OF_ANOTHER'),
    )
    expect(() => verifyHistory(suite, historyOf(items, { entry: '{}' }), trust)).toThrow(
      refusal('INCLUSION_NOT_PROVEN'),
    )
  })

  const text = historyOf(items)
  test.each([
    ['no line end', 'HISTORY_MALFORMED', text.trim()],
    ['another format', 'HISTORY_FORMAT_UNKNOWN', text.replace('history/0', 'history/1')],
    ['a field more', 'HISTORY_MALFORMED', text.replace('}\n', ',"zone":1}\n')],
    ['a blind that is a number', 'HISTORY_MALFORMED', text.replace(/"blind":"[^"]*"/, '"blind":1')],
    ['a short blind', 'HISTORY_MALFORMED', text.replace(/"blind":"[^"]*"/, '"blind":"AAAA"')],
    ['a blind of 33 bytes', 'HASH_LENGTH', text.replace(/"blind":"[^"]*"/, `"blind":"${'A'.repeat(44)}"`)],
    ['an entry that is no text', 'HISTORY_MALFORMED', text.replace(/"entry":"(\\"|[^"])*"/, '"entry":1')],
    ['a proof that is no text', 'HISTORY_MALFORMED', text.replace(/"proof":"(\\"|[^"])*"/, '"proof":1')],
    ['items that are no list', 'HISTORY_MALFORMED', text.replace(/"items":\[.*\],"map"/, '"items":1,"map"')],
    ['an item that is none', 'HISTORY_MALFORMED', text.replace('"items":[', '"items":[1,')],
    ['an item with more', 'HISTORY_MALFORMED', text.replace(',"salt"', ',"more":1,"salt"')],
    ['an item that is both', 'HISTORY_MALFORMED', text.replace(',"salt"', ',"hash":"","salt"')],
    ['an item of nothing', 'HISTORY_MALFORMED', text.replace('"items":[', '"items":[{},')],
    ['an item without salt', 'HISTORY_MALFORMED', text.replace('"items":[', '"items":[{"content":1},')],
    [
      'an item with a short salt',
      'SALT_LENGTH',
      text.replace('"items":[', '"items":[{"content":1,"salt":"AAAA"},'),
    ],
    ['a map that is none', 'HISTORY_MALFORMED', text.replace(/"map":\{[^}]*\}/, '"map":[]')],
    ['a map with more', 'HISTORY_MALFORMED', text.replace('"map":{', '"map":{"more":1,')],
    ['siblings that are no list', 'HISTORY_MALFORMED', text.replace(/"siblings":\[[^\]]*\]/, '"siblings":1')],
    ['another leaf that is none', 'HISTORY_MALFORMED', text.replace('"map":{', '"map":{"other":1,')],
    ['another leaf with more', 'HISTORY_MALFORMED', text.replace('"map":{', '"map":{"other":{"key":""},')],
    ['no JSON', 'HISTORY_MALFORMED', 'history\n'],
  ] as const)('with %s is refused: %s', (_what, code, changed) => {
    expect(() => parseHistory(changed)).toThrow(refusal(code))
  })

  test('of a key that has none is written with the leaf that stands in its place', () => {
    const other = { key: root, value: blind }
    const written = historyOf([], { map: { siblings: [], other, root } })
    expect(parseHistory(written).map).toEqual({ siblings: [], other, root })
  })

  test('that is larger than any history is not even read', () => {
    expect(() => parseHistory(new Uint8Array(historyBytesMax + 1))).toThrow(refusal('HISTORY_MALFORMED'))
    const many = { siblings: Array.from({ length: 257 }, () => root), root }
    expect(() => historyOf(items, { map: many })).toThrow(refusal('HISTORY_MALFORMED'))
  })

  test('of any JSON in any field is refused by this error or none, never by another', () => {
    const parsed = JSON.parse(text) as Record<string, unknown>
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(parsed)), (value, field) => {
        try {
          verifyHistory(suite, `${JSON.stringify({ ...parsed, [field]: value })}\n`, trust)
        } catch (error) {
          expect(error).toEqual(expect.objectContaining({ name: 'VerificationError' }))
        }
      }),
    )
  })
})
