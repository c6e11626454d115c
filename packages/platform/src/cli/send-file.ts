// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { Refusal, refuse } from '../kernel/refusal.ts'
import { callNode } from './node-link.ts'

/** How a file is sent: what the node is told of it, and with which key. */
export type FileToSend = {
  readonly file: string
  readonly bytes: number
  readonly query: Readonly<Record<string, string>>
  readonly format: 'csv' | 'xlsx' | 'jsonl' | null
  readonly idempotencyKey: string | null
  readonly headers: Readonly<Record<string, string>>
}

export type SendOptions = {
  readonly onSent?: (bytes: number) => void
  /** Files above this go in parts. */
  readonly inPartsAbove?: number
  readonly partBytes?: number
  readonly retryMs?: number
}

const IN_PARTS_ABOVE = 32 * 1024 * 1024
const PART_BYTES = 64 * 1024 * 1024
const RETRY_MS = 1_000
const TRIES_MAX = 30
const agent = 'probity-submit'
const mediaTypes = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jsonl: 'application/x-ndjson',
} as const

/** @returns the id of the batch */
export async function sendFile(url: string, sending: FileToSend, options: SendOptions = {}): Promise<string> {
  // What comes in parts is kept as it came; an array has to be made lines on its way in.
  const isArray = sending.format === null && /\.json$/i.test(sending.file)
  return sending.bytes > (options.inPartsAbove ?? IN_PARTS_ABOVE) && !isArray
    ? sendInParts(url, sending, options)
    : sendAtOnce(url, sending)
}

async function sendAtOnce(
  url: string,
  { file, query, format, idempotencyKey, headers }: FileToSend,
): Promise<string> {
  const { id } = await callNode<{ id: string }>(`${url}/v1/batches?${new URLSearchParams(query)}`, {
    method: 'POST',
    headers: {
      ...headers,
      'user-agent': agent,
      'content-type': format === null ? 'application/octet-stream' : mediaTypes[format],
      ...(idempotencyKey === null ? {} : { 'idempotency-key': idempotencyKey }),
    },
    body: Readable.toWeb(createReadStream(file)) as ReadableStream,
    duplex: 'half',
  })
  return id
}

type UploadAnswer = {
  readonly id: string
  readonly offset: number
  readonly length: number
  readonly batch: string | null
}

/** Goes on where the node says it is, as often as the line breaks; only a refusal ends it. */
async function sendInParts(url: string, sending: FileToSend, options: SendOptions): Promise<string> {
  const { bytes, query, format, headers } = sending
  const announcement = { ...query, length: bytes, ...(format === null ? {} : { format }) }
  // With a key of this run's own at least, an announcement whose answer was lost is not a second upload.
  const idempotencyKey = sending.idempotencyKey ?? randomUUID()
  let upload = await again(options, () =>
    callNode<UploadAnswer>(`${url}/v1/uploads`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
      body: JSON.stringify(announcement),
    }),
  )
  const address = `${url}/v1/uploads/${upload.id}`
  while (upload.batch === null) {
    const { offset } = upload
    upload = await sendPart(address, sending, offset, options).catch(async (error: unknown) => {
      if (!isPassing(error)) throw error
      await delay(options.retryMs ?? RETRY_MS)
      return again(options, () => callNode<UploadAnswer>(address, { headers }))
    })
    options.onSent?.(upload.offset)
  }
  return upload.batch
}

function sendPart(
  address: string,
  { file, bytes, headers }: FileToSend,
  offset: number,
  { partBytes = PART_BYTES }: SendOptions,
): Promise<UploadAnswer> {
  const end = Math.min(offset + partBytes, bytes)
  const part = offset < end ? createReadStream(file, { start: offset, end: end - 1 }) : Readable.from([])
  return callNode<UploadAnswer>(address, {
    method: 'PATCH',
    headers: {
      ...headers,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
    },
    body: Readable.toWeb(part) as ReadableStream,
    duplex: 'half',
  })
}

async function again<T>({ retryMs = RETRY_MS }: SendOptions, act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await act()
    } catch (error) {
      if (!isPassing(error) || tries >= TRIES_MAX) throw error
      await delay(retryMs)
    }
  }
}

/** The line, or the node, was away for a while; or another part of ours has not yet ended there. */
function isPassing(error: unknown): boolean {
  const passing = [
    'NODE_DOES_NOT_ANSWER',
    'OUTAGE',
    'UPLOAD_BUSY',
    'UPLOAD_OFFSET',
    'SENDINGS_AT_ONCE',
    'SPOOL_FULL',
  ]
  return error instanceof Refusal && passing.includes(error.code)
}

/** By its ending, for nobody writes a CSV into a file named .xlsx; else as its bytes show. */
export function formatOfName(file: string, said: string | undefined): FileToSend['format'] {
  const ending = said ?? /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase()
  if (ending === 'csv' || ending === 'xlsx' || ending === 'jsonl') return ending
  if (ending === 'ndjson') return 'jsonl'
  if (said !== undefined) throw refuse('FORMAT_UNKNOWN', { format: said })
  return null
}
