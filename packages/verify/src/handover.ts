// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { encodeBase64 } from './base64.ts'
import { formatVerifierKey, parseVerifierKey, type SigningKey } from './note-key.ts'
import { parseCount, parseInstant, readLines } from './note-lines.ts'
import { parseNote, signNote, verifyNote } from './signed-note.ts'
import type { SigningSuite, Suite } from './suite.ts'
import { VerificationError } from './verification-error.ts'

/** How a node hands its name from one key to the next: format 0. The old key says so, the new one that it is there. */
export type Handover = {
  readonly node: string
  /** From 1, so that nobody can leave one out. */
  readonly turn: number
  /** Verifier keys. */
  readonly old: string
  readonly new: string
  readonly made: string
  /** Until then both keys sign every checkpoint; afterwards the old one signs nothing. */
  readonly until: string
}

const formatLine = 'probity-handover/0'
const codes = { unknown: 'HANDOVER_FORMAT_UNKNOWN', malformed: 'HANDOVER_MALFORMED' } as const
export const handoverEntryKind = 'key.handed-over'
const keyTextMax = 400

/** @throws VerificationError for what the format cannot hold */
export function signHandover(
  suite: SigningSuite,
  { turn, made, until }: Pick<Handover, 'turn' | 'made' | 'until'>,
  old: SigningKey,
  next: SigningKey,
): string {
  const keyOf = ({ name, seed }: SigningKey) => formatVerifierKey(suite, name, suite.publicKeyOf(seed))
  const lines: readonly [key: string, value: string | number][] = [
    ['node', old.name],
    ['turn', turn],
    ['old', keyOf(old)],
    ['new', keyOf(next)],
    ['made', made],
    ['until', until],
  ]
  const body = `${[formatLine, ...lines.map(([key, value]) => `${key}: ${value}`)].join('\n')}\n`
  // What could not be read back is never signed.
  parseHandover(suite, body)
  return signNote(suite, body, old, next)
}

/** @throws VerificationError HANDOVER_FORMAT_UNKNOWN, HANDOVER_MALFORMED and those of keys */
export function parseHandover(suite: Suite, body: string): Handover {
  const { read, end } = readLines(body, formatLine, codes)
  // Read in the order of the format, which the language keeps in a literal.
  const handover: Handover = {
    node: read('node', (text) => (text === '' ? undefined : text)),
    turn: read('turn', (text) => parseCount(text) || undefined),
    old: read('old', parseKeyText),
    new: read('new', parseKeyText),
    made: read('made', parseInstant),
    until: read('until', parseInstant),
  }
  end()
  const keys = [handover.old, handover.new].map((text) => parseVerifierKey(suite, text))
  // A name is what is handed over: it stays.
  if (keys.some(({ name }) => name !== handover.node)) throw malformed('node')
  if (new Set(keys.map(({ publicKey }) => encodeBase64(publicKey))).size < keys.length) throw malformed('new')
  if (handover.until < handover.made) throw malformed('until')
  return handover
}

/**
 * To whom this key has handed its name: both keys have signed.
 * @throws VerificationError HANDOVER_OF_ANOTHER when it is not this key that hands over
 */
export function verifyHandover(suite: Suite, note: string | Uint8Array, old: string): Handover {
  const handover = parseHandover(suite, parseNote(note).body)
  if (handover.old !== old) throw new VerificationError('HANDOVER_OF_ANOTHER')
  for (const key of [handover.old, handover.new]) verifyNote(suite, note, parseVerifierKey(suite, key))
  return handover
}

function parseKeyText(text: string): string | undefined {
  return text.length > keyTextMax ? undefined : text
}

function malformed(where: string): VerificationError {
  return new VerificationError('HANDOVER_MALFORMED', where)
}
