// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { decodeBase64, encodeBase64 } from './base64.ts'
import { canonicalise } from './canonical.ts'
import { isObject, parseCanonicalObject } from './canonical-object.ts'
import type { Checkpoint, LogTrust } from './checkpoint.ts'
import { equalBytes } from './equal-bytes.ts'
import { parseEntry } from './log-entry.ts'
import { verifyLogProof } from './log-proof.ts'
import { type MapProof, verifyMapAbsence, verifyMapValue } from './map-proof.ts'
import { assertHash } from './merkle-tree.ts'
import { saltBytes, saltedLeaf } from './row-proof.ts'
import type { Suite } from './suite.ts'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'
import { VerificationError } from './verification-error.ts'

/**
 * All that was asked about one subject, none withheld: a chain of salted hashes under the subject's blinded key, whose
 * end is the value of that key in a map, whose root is an entry of the log. Another list would need another log.
 */
export type History = {
  /** 32 random bytes that only the subject and the node know: they blind the key, nothing leads back from it. */
  readonly blind: Uint8Array
  readonly items: readonly HistoryItem[]
  readonly map: MapProof & { readonly root: Uint8Array }
  /** The entry of the log that commits to the map's root, and the tlog-proof that it is there. */
  readonly entry: string
  readonly proof: string
}

/** What was lawfully erased leaves its hash: the chain stays whole, and that something stood there stays visible. */
export type HistoryItem =
  | { readonly content: unknown; readonly salt: Uint8Array }
  | { readonly hash: Uint8Array }

export type VerifiedHistory = {
  readonly checkpoint: Checkpoint
  /** Whose list it is: the question, which no list can answer. Compare it with the key that the subject was given. */
  readonly key: Uint8Array
  /** In the order in which they happened; null for what was erased. */
  readonly items: readonly unknown[]
}

const format = 'probity-history/0'
export const historyEntryKind = 'history.map'
export const historyBytesMax = 33_554_432
const chainPrefix = Uint8Array.of(2)
const fields = 'blind,entry,format,items,map,proof'

/** SHA-256(0x02 ‖ blind): where the subject's chain stands in the map. */
export function historyKey(suite: Suite, blind: Uint8Array): Uint8Array {
  assertHash(blind)
  return suite.hash(chainPrefix, blind)
}

/** The chain begins with its own key, so that no part of one is part of another. */
export function extendChain(suite: Suite, head: Uint8Array, item: Uint8Array): Uint8Array {
  assertHash(head)
  assertHash(item)
  return suite.hash(chainPrefix, head, item)
}

export function historyItemHash(suite: Suite, item: HistoryItem): Uint8Array {
  return 'hash' in item ? item.hash : saltedLeaf(suite, item.salt, encodeUtf8(canonicalise(item.content)))
}

/**
 * Returns when these are all items of this key, none left out and none put in, as of the checkpoint. That the node
 * keeps no second key for the same subject is not shown by it: see the README.
 * @throws VerificationError
 */
export function verifyHistory(suite: Suite, text: string | Uint8Array, trust: LogTrust): VerifiedHistory {
  const { blind, items, map, entry, proof } = parseHistory(text)
  const entryBytes = encodeUtf8(entry)
  const { checkpoint } = verifyLogProof(suite, proof, entryBytes, trust)
  const { kind, commitment } = parseEntry(entryBytes)
  if (kind !== historyEntryKind) throw malformed('entry')
  if (!equalBytes(commitment, map.root)) throw new VerificationError('ENTRY_OF_ANOTHER')
  const key = historyKey(suite, blind)
  if (items.length === 0) verifyMapAbsence(suite, map.root, key, map)
  else {
    const head = items.reduce((so, item) => extendChain(suite, so, historyItemHash(suite, item)), key)
    verifyMapValue(suite, map.root, key, head, map)
  }
  return { checkpoint, key, items: items.map((item) => ('hash' in item ? null : item.content)) }
}

export function formatHistory({ blind, items, map, entry, proof }: History): string {
  const { root, siblings, other } = map
  const text = `${canonicalise({
    blind: encodeBase64(blind),
    entry,
    format,
    items: items.map((item) =>
      'hash' in item
        ? { hash: encodeBase64(item.hash) }
        : { content: item.content, salt: encodeBase64(item.salt) },
    ),
    map: {
      ...(other ? { other: { key: encodeBase64(other.key), value: encodeBase64(other.value) } } : {}),
      root: encodeBase64(root),
      siblings: siblings.map(encodeBase64),
    },
    proof,
  })}\n`
  // What could not be read back is never handed out.
  parseHistory(text)
  return text
}

/** @throws VerificationError HISTORY_FORMAT_UNKNOWN, HISTORY_MALFORMED and those of the encodings */
export function parseHistory(text: string | Uint8Array): History {
  if (text.length > historyBytesMax) throw malformed('length')
  const line = decodeUtf8(typeof text === 'string' ? encodeUtf8(text) : text)
  if (!line.endsWith('\n')) throw malformed('end')
  const parsed = parseCanonicalObject(line.slice(0, -1), malformed)
  if (parsed.format !== format) throw new VerificationError('HISTORY_FORMAT_UNKNOWN')
  if (Object.keys(parsed).join() !== fields) throw malformed('fields')
  const { blind, items, map, entry, proof } = parsed
  if (typeof entry !== 'string') throw malformed('entry')
  if (typeof proof !== 'string') throw malformed('proof')
  if (!Array.isArray(items)) throw malformed('items')
  return { blind: parseHash(blind, 'blind'), items: items.map(parseItem), map: parseMap(map), entry, proof }
}

function parseItem(item: unknown): HistoryItem {
  if (!isObject(item)) throw malformed('item')
  const { hash, salt, content, ...more } = item
  if (Object.keys(more).length > 0) throw malformed('item')
  if (hash !== undefined && salt === undefined && content === undefined)
    return { hash: parseHash(hash, 'item') }
  if (hash !== undefined || content === undefined || typeof salt !== 'string') throw malformed('item')
  const bytes = decodeBase64(salt)
  if (bytes.length !== saltBytes) throw new VerificationError('SALT_LENGTH')
  return { content, salt: bytes }
}

function parseMap(map: unknown): History['map'] {
  if (!isObject(map)) throw malformed('map')
  const { root, siblings, other, ...more } = map
  if (!Array.isArray(siblings) || siblings.length > 256) throw malformed('siblings')
  if (Object.keys(more).length > 0) throw malformed('map')
  const parsed = {
    root: parseHash(root, 'root'),
    siblings: siblings.map((each) => parseHash(each, 'siblings')),
  }
  return other === undefined ? parsed : { ...parsed, other: parseOther(other) }
}

function parseOther(other: unknown): NonNullable<MapProof['other']> {
  if (!isObject(other) || Object.keys(other).join() !== 'key,value') throw malformed('other')
  return { key: parseHash(other.key, 'other'), value: parseHash(other.value, 'other') }
}

function parseHash(value: unknown, where: string): Uint8Array {
  if (typeof value !== 'string' || value.length !== 44) throw malformed(where)
  const hash = decodeBase64(value)
  assertHash(hash)
  return hash
}

function malformed(where: string): VerificationError {
  return new VerificationError('HISTORY_MALFORMED', where)
}
