// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  assertExtends,
  type Checkpoint,
  cosignatureLine,
  equalBytes,
  type LogExtension,
  parseCheckpoint,
  parseLogExtension,
  parseNote,
  platformSuite,
  VerificationError,
  verificationMessages,
  verifyCheckpoint,
} from '@probity/verify'
import { cosignAndKeep, findKept, isAlarmed, keepEvidence, type WitnessDesk } from './witness-log.ts'

/** What a witness answers, as HTTP says it. */
export type WitnessReply = { readonly status: number; readonly contentType: string; readonly text: string }

/**
 * C2SP tlog-witness `add-checkpoint`: a log brings its checkpoint, with the proof that it extends the one this witness
 * has cosigned last, and takes a cosignature home. Caller: one at a time, and not beside `witnessLog`.
 */
export async function addCheckpoint(desk: WitnessDesk, body: Uint8Array): Promise<WitnessReply> {
  const asked = orReply(400, () => parseLogExtension(body))
  if ('status' in asked) return asked
  const named = orReply(400, () => parseCheckpoint(platformSuite, parseNote(asked.checkpoint).body))
  if ('status' in named) return named
  if (!desk.logKeys.some(({ name }) => name === named.origin))
    return says(404, 'this log is not followed here')
  const shown = orReply(403, () => verifyCheckpoint(platformSuite, asked.checkpoint, { log: desk.logKeys }))
  if ('status' in shown) return shown
  if (asked.olderSize > shown.size) return says(400, 'the old size is larger than the new')
  if (await isAlarmed(desk))
    return says(422, 'this log has shown another past before: it is cosigned no more')
  return judge(desk, asked, shown)
}

async function judge(desk: WitnessDesk, asked: LogExtension, shown: Checkpoint): Promise<WitnessReply> {
  const kept = await findKept(desk)
  const keptSize = kept?.size ?? 0
  const isForked = kept !== undefined && shown.size === keptSize && !equalBytes(shown.root, kept.root)
  if (isForked) await keepEvidence(desk, kept, { ...shown, note: asked.checkpoint })
  if (asked.olderSize !== keptSize) {
    return { status: 409, contentType: 'text/x.tlog.size', text: `${keptSize}\n` }
  }
  const older = kept ?? { ...shown, size: 0, root: platformSuite.hash() }
  const refused = orReply(422, () => assertExtends(platformSuite, older, shown, asked.path))
  if (refused) {
    // No proof of a fork, for the path may have been spoilt; but signed by the log, so worth keeping.
    if (!isForked) await desk.state.write([{ path: 'refused', bytes: Buffer.from(asked.checkpoint) }])
    return refused
  }
  const note = await cosignAndKeep(desk, asked.checkpoint)
  return says(200, cosignatureLine(note, desk.witnessKey))
}

/** What C2SP calls monitor retrieval: the checkpoint that was cosigned last, by the hash of the log's origin. */
export async function findCosigned(desk: WitnessDesk): Promise<WitnessReply> {
  const kept = await findKept(desk)
  return kept ? says(200, kept.note) : says(404, 'nothing has been cosigned yet')
}

function says(status: number, text: string): WitnessReply {
  return { status, contentType: 'text/plain; charset=utf-8', text: text.endsWith('\n') ? text : `${text}\n` }
}

function orReply<T>(status: number, act: () => T): T | WitnessReply {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error
    // The one malformed checkpoint for which the format has a status of its own.
    return says(error.where === 'root of an empty tree' ? 422 : status, verificationMessages[error.code].en)
  }
}
