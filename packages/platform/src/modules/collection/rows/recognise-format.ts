// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { refuse } from '../../../kernel/refusal.ts'
import type { BatchFormat } from '../batch.ts'
import { jsonArrayToLines } from './json-array.ts'

const HEAD_BYTES = 512

export type RecognisedFile = {
  readonly format: BatchFormat
  /** False: the source makes other bytes of those that came. */
  readonly asItCame: boolean
  /** What is to be spooled: the bytes as they came, or JSON Lines made of a JSON array. */
  readonly source: AsyncIterable<Uint8Array>
}

/**
 * Tells the format by the first bytes; what a door states must not contradict them.
 * @throws Refusal BATCH_OLE_CONTAINER, BATCH_UTF16, BATCH_FORMAT_DIFFERS, BATCH_EMPTY
 */
export async function recogniseFile(
  source: AsyncIterable<Uint8Array>,
  stated?: BatchFormat,
): Promise<RecognisedFile> {
  const parts = source[Symbol.asyncIterator]()
  const { head, ended } = await readHead(parts)
  if (head.length === 0) throw refuse('BATCH_EMPTY')
  if (startsWith(head, OLE)) throw refuse('BATCH_OLE_CONTAINER')
  if (UTF16.some((mark) => startsWith(head, mark))) throw refuse('BATCH_UTF16')
  const isZip = ZIP.some((mark) => startsWith(head, mark))
  if (stated !== undefined && (stated === 'xlsx') !== isZip) {
    throw refuse('BATCH_FORMAT_DIFFERS', { stated, found: isZip ? 'xlsx' : 'text' })
  }
  const whole = resume(head, parts, ended)
  if (isZip) return { format: 'xlsx', asItCame: true, source: whole }
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  if (stated !== 'csv' && /^\s*\[\s*[{\]]/.test(text)) {
    return { format: 'jsonl', asItCame: false, source: jsonArrayToLines(whole) }
  }
  const format = stated ?? (/^\s*\{/.test(text) ? 'jsonl' : 'csv')
  return { format, asItCame: true, source: whole }
}

const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const ZIP = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x4b, 0x05, 0x06],
]
const UTF16 = [
  [0xff, 0xfe],
  [0xfe, 0xff],
]

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, i) => bytes[i] === byte)
}

async function readHead(parts: AsyncIterator<Uint8Array>): Promise<{ head: Buffer; ended: boolean }> {
  let head: Buffer = Buffer.alloc(0)
  while (head.length < HEAD_BYTES) {
    const next = await parts.next()
    if (next.done) return { head, ended: true }
    head = Buffer.concat([head, next.value])
  }
  return { head, ended: false }
}

async function* resume(
  head: Buffer,
  parts: AsyncIterator<Uint8Array>,
  ended: boolean,
): AsyncGenerator<Uint8Array> {
  try {
    yield head
    while (!ended) {
      const next = await parts.next()
      if (next.done) return
      yield next.value
    }
  } finally {
    await parts.return?.()
  }
}
