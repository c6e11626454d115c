// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { canonicalise } from './canonical.ts'
import { isObject, parseCanonicalObject } from './canonical-object.ts'
import type { Checkpoint, LogTrust } from './checkpoint.ts'
import { type Handover, handoverEntryKind, parseHandover, verifyHandover } from './handover.ts'
import { parseEntry, verifyEntryOf } from './log-entry.ts'
import { verifyLogProof } from './log-proof.ts'
import { parseVerifierKey } from './note-key.ts'
import { noteBytesMax, parseNote } from './signed-note.ts'
import type { Suite } from './suite.ts'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'
import { VerificationError } from './verification-error.ts'

/** One of all hand-overs of a node, with the proof that it stands in the log: whoever trusts one key follows. */
export type EnteredHandover = {
  /** The signed note. */
  readonly statement: string
  readonly entry: string
  readonly proof: string
}

export type FollowedKeys = {
  /** The key that was given, and those that came after it. */
  readonly keys: readonly string[]
  readonly handovers: readonly Handover[]
  /** The one under which the last hand-over was proven; undefined when there was none to follow. */
  readonly checkpoint: Checkpoint | undefined
}

const format = 'probity-handovers/0'
const handoversMax = 400

export function formatHandovers(handovers: readonly EnteredHandover[]): string {
  const text = `${canonicalise({ format, handovers: handovers.map((each) => ({ ...each })) })}\n`
  // What could not be read back is never handed out.
  parseHandovers(text)
  return text
}

/** @throws VerificationError HANDOVER_FORMAT_UNKNOWN, HANDOVER_MALFORMED */
export function parseHandovers(text: string | Uint8Array): EnteredHandover[] {
  if (text.length > noteBytesMax) throw malformed('length')
  const line = decodeUtf8(typeof text === 'string' ? encodeUtf8(text) : text)
  if (!line.endsWith('\n')) throw malformed('end')
  const parsed = parseCanonicalObject(line.slice(0, -1), malformed)
  if (parsed.format !== format) throw new VerificationError('HANDOVER_FORMAT_UNKNOWN')
  const { handovers } = parsed
  if (Object.keys(parsed).length > 2 || !Array.isArray(handovers)) throw malformed('handovers')
  if (handovers.length > handoversMax) throw malformed('handovers')
  return handovers.map((each) => {
    if (!isObject(each) || Object.keys(each).join() !== 'entry,proof,statement') throw malformed('handover')
    const { entry, proof, statement } = each
    if (typeof entry !== 'string' || typeof proof !== 'string' || typeof statement !== 'string') {
      throw malformed('handover')
    }
    return { entry, proof, statement }
  })
}

/**
 * From the key that somebody trusts to the one that signs now. Each hand-over is signed by the key before, and stands
 * in the log of the last key, where everybody could see it: a thief of an old key would need a log of his own, which is
 * what witnesses and a checkpoint that was kept are for.
 * @param trust the witnesses that must have seen that log; none when left out
 * @throws VerificationError
 */
export function followKeys(
  suite: Suite,
  text: string | Uint8Array,
  known: string,
  trust: Omit<LogTrust, 'log'> = {},
): FollowedKeys {
  const all = parseHandovers(text)
  const stated = all.map(({ statement }) => parseHandover(suite, parseNote(statement).body))
  const from = stated.findIndex(({ old }) => old === known)
  if (from < 0) {
    // The last key hands over to nobody: there is nothing to follow, and nothing shown.
    if (stated.at(-1)?.new === known) return { keys: [known], handovers: [], checkpoint: undefined }
    throw new VerificationError('HANDOVER_OF_ANOTHER')
  }
  const handovers: Handover[] = []
  for (const { statement } of all.slice(from)) {
    const before = handovers.at(-1)
    const handover = verifyHandover(suite, statement, before?.new ?? known)
    if (before && handover.turn !== before.turn + 1) throw malformed('turn')
    handovers.push(handover)
  }
  const keys = [known, ...handovers.map((handover) => handover.new)]
  const log = parseVerifierKey(suite, keys.at(-1) as string)
  return { keys, handovers, checkpoint: verifyEntered(suite, all.slice(from), { ...trust, log }) }
}

/** Each in the log of the last key. */
function verifyEntered(
  suite: Suite,
  entered: readonly EnteredHandover[],
  trust: LogTrust,
): Checkpoint | undefined {
  let checkpoint: Checkpoint | undefined
  for (const { statement, entry, proof } of entered) {
    const bytes = encodeUtf8(entry)
    checkpoint = verifyLogProof(suite, proof, bytes, trust).checkpoint
    const parsed = parseEntry(bytes)
    if (parsed.kind !== handoverEntryKind) throw malformed('entry')
    verifyEntryOf(suite, parsed, encodeUtf8(statement))
  }
  return checkpoint
}

function malformed(where: string): VerificationError {
  return new VerificationError('HANDOVER_MALFORMED', where)
}
