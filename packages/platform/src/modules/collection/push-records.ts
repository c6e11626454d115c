// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { BatchId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { Actor } from '../access/index.ts'
import type { Sending } from './admit-sending.ts'
import type { CollectionContext } from './collection-context.ts'
import { receiveBatch } from './receive-batch.ts'
import { jsonArrayToLines } from './rows/json-array.ts'
import { type RecognisedFile, recogniseFile } from './rows/recognise-format.ts'

export type PushRecords = Sending & {
  /** `lines`: JSON Lines; `json`: one object, or an array of objects. */
  readonly form: 'lines' | 'json'
  readonly source: AsyncIterable<Uint8Array>
}

export const pushRowsMax = 10_000
const PUSH_BYTES_MAX = 32 * 1024 * 1024
const LF = 0x0a

/**
 * Takes records that a program pushes: a small batch like any other.
 * @throws Refusal as `receiveBatch`; IDEMPOTENCY_KEY_MISSING, PUSH_TOO_MANY_ROWS, JSON_BODY_DAMAGED,
 *   JSON_ELEMENT_TOO_LONG
 */
export async function pushRecords(
  context: CollectionContext,
  actor: Actor,
  { form, source, ...sending }: PushRecords,
): Promise<BatchId> {
  if (sending.idempotencyKey === undefined) throw refuse('IDEMPOTENCY_KEY_MISSING')
  return receiveBatch(context, actor, {
    ...sending,
    format: 'jsonl',
    door: 'push',
    source: withinBytes(source),
    recognise: (bytes) => recognisePushed(bytes, form),
  })
}

/** An object may be written over several lines, so what is said to be JSON is never taken as lines. */
async function recognisePushed(
  source: AsyncIterable<Uint8Array>,
  form: PushRecords['form'],
): Promise<RecognisedFile> {
  if (form === 'json')
    return { format: 'jsonl', asItCame: false, source: withinRows(jsonArrayToLines(source)) }
  const file = await recogniseFile(source, 'jsonl')
  return { ...file, source: withinRows(file.source) }
}

async function* withinBytes(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const part of source) {
    bytes += part.length
    if (bytes > PUSH_BYTES_MAX) throw refuse('BATCH_TOO_LARGE', { bytesMax: PUSH_BYTES_MAX })
    yield part
  }
}

/** A last line without its line end is a row too. */
async function* withinRows(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rows = 0
  let isOpen = false
  for await (const part of source) {
    for (const byte of part) if (byte === LF) rows++
    if (part.length > 0) isOpen = part.at(-1) !== LF
    if (rows + (isOpen ? 1 : 0) > pushRowsMax) throw refuse('PUSH_TOO_MANY_ROWS', { rowsMax: pushRowsMax })
    yield part
  }
}
