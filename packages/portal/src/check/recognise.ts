// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  decodeBase64,
  encodeUtf8,
  parseTilePath,
  type TileResource,
  VerificationError,
} from '@probity/verify'

export type Kind =
  | 'receipt'
  | 'row-proof'
  | 'checkpoint'
  | 'inclusion'
  | 'extension'
  | 'entry'
  | 'bundle'
  | 'tile'
  | 'report'
  | 'history'
  | 'handovers'
  | 'note'
  | 'page'
  | 'key'
  | 'secret'
  | 'other'

/** One thing that the reader has given us, and what it says it is. Nothing of that is believed. */
export type Given = {
  readonly name: string
  readonly kind: Kind
  readonly bytes: Uint8Array
  /** Of a log's resource that came with its folder: `tile/0/000`. */
  readonly path?: string
  /** The file that it was unpacked from: what comes out of one answer of the node belongs together. */
  readonly from?: string
}

const HEAD_BYTES = 4096
const ANSWER_BYTES_MAX = 4_194_304

/** @param name with its folders, when a folder was given */
export function recognise(name: string, bytes: Uint8Array): readonly Given[] {
  const resource = resourceOf(name)
  if (resource)
    return [{ name, kind: resource.kind === 'entries' ? 'bundle' : 'tile', bytes, path: resource.path }]
  const head = new TextDecoder().decode(bytes.subarray(0, HEAD_BYTES))
  return answerOf(name, head, bytes) ?? [{ name, kind: kindOf(head, bytes), bytes }]
}

const heads: readonly (readonly [head: RegExp, kind: Kind])[] = [
  [/^probity-receipt\//, 'receipt'],
  [/^c2sp\.org\/tlog-proof/, 'inclusion'],
  [/^old \d/, 'extension'],
  [/^PRIVATE\+KEY\+/, 'secret'],
  [/^[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+\s*$/, 'key'],
  // Canonical or not: that is for `verify` to say.
  [/^\s*\{.*"format"\s*:\s*"probity-disclosure\//s, 'report'],
  [/^\s*\{.*"format"\s*:\s*"probity-history\//s, 'history'],
  [/^\s*\{.*"format"\s*:\s*"probity-entry\//s, 'entry'],
  [/^\s*\{\s*"format"\s*:\s*"probity-handovers\//s, 'handovers'],
  [/^\s*\{(?=.*"index")(?=.*"size")(?=.*"salt").*"path"/s, 'row-proof'],
  [/^\s*\{(?=.*"formerNames").*"records"/s, 'page'],
  [/^[^\n]+\n\d+\n[^\n]{40,48}\n\n/, 'checkpoint'],
]

function kindOf(head: string, bytes: Uint8Array): Kind {
  // An item of a history may be long, and its format stands behind it; its first member stands at the head.
  if (/^\s*\{"blind":/.test(head)) return 'history'
  const known = heads.find(([shape]) => shape.test(head))
  if (known) return known[1]
  if (isBundle(bytes)) return 'bundle'
  return isNote(bytes) ? 'note' : 'other'
}

/** A text, an empty line, and a line that says who has signed: whatever the text is. */
function isNote(bytes: Uint8Array): boolean {
  const end = new TextDecoder().decode(bytes.subarray(-HEAD_BYTES))
  return /\n\n\u2014 [^ ]+ [A-Za-z0-9+/=]+\n/.test(end)
}

/** Entries of Probity, each behind its length: what a browser has saved of a log without the folder around it. */
function isBundle(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(2, 17)) === '{"commitment":"'
}

function resourceOf(name: string): (TileResource & { path: string }) | undefined {
  const [, path] = /(?:^|\/)(tile\/.*)$/.exec(name) ?? []
  if (path === undefined) return undefined
  try {
    return { ...parseTilePath(path), path }
  } catch (error) {
    if (error instanceof VerificationError) return undefined
    throw error
  }
}

/** What the node answers about a batch, or about a row of it, saved as it came: unpacked into what can be checked. */
function answerOf(name: string, head: string, bytes: Uint8Array): readonly Given[] | undefined {
  if (!/^\s*\{/.test(head) || bytes.length > ANSWER_BYTES_MAX) return undefined
  const answer = parseObject(bytes)
  const part = (what: string, kind: Kind, content: Uint8Array): Given => ({
    name: `${name} › ${what}`,
    kind,
    bytes: content,
    from: name,
  })
  const { receipt, logged, row, proof } = answer
  if (typeof row === 'string' && typeof proof === 'string' && Object.keys(answer).length === 2) {
    const content = bytesOf(row)
    return content && [part('row', 'other', content), part('proof', 'row-proof', encodeUtf8(proof))]
  }
  if (typeof receipt !== 'string' || !('logged' in answer)) return undefined
  const parts = [part('receipt', 'receipt', encodeUtf8(receipt))]
  const { entry, proof: inLog } = objectOf(logged)
  if (typeof entry !== 'string' || typeof inLog !== 'string') return parts
  return [...parts, part('entry', 'entry', encodeUtf8(entry)), part('proof', 'inclusion', encodeUtf8(inLog))]
}

function parseObject(bytes: Uint8Array): Record<string, unknown> {
  try {
    return objectOf(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch {
    // No JSON: then it is no answer of the node, and something else may know it.
    return {}
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function bytesOf(base64: string): Uint8Array | undefined {
  try {
    return decodeBase64(base64)
  } catch (error) {
    if (error instanceof VerificationError) return undefined
    throw error
  }
}
