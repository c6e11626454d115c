// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { FastifyRequest } from 'fastify'
import { refuse } from '../kernel/refusal.ts'

/** Beyond what any real file reaches; a zip bomb packs a thousand to one. */
const RATIO_MAX = 200
const JUDGED_FROM_BYTES = 8 * 1024 * 1024

/**
 * The bytes of a streamed body, unpacked where it says that it is packed.
 * @throws Refusal CONTENT_ENCODING_UNSUPPORTED at once; BODY_NOT_GZIP, BODY_INFLATES_TOO_FAR while it is read
 */
export function bodyOf(request: FastifyRequest): AsyncIterable<Uint8Array> {
  const body = request.body instanceof Readable ? request.body : Readable.from([])
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  if (encoding === 'identity') return asItComes(body)
  if (encoding !== 'gzip') throw refuse('CONTENT_ENCODING_UNSUPPORTED')
  return unpacked(body)
}

/**
 * Refused in the middle, the rest is let pass unread: who is still sending when the line is cut never hears why, and
 * who reads only after sending would wait for ever.
 */
async function* asItComes(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* body.iterator({ destroyOnReturn: false })
  } finally {
    body.resume()
  }
}

async function* unpacked(body: Readable): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip()
  let [packed, plain] = [0, 0]
  body.on('data', (part: Buffer) => {
    packed += part.length
  })
  // A line that breaks ends the body with an error of its own, which then is what the reader sees.
  body.on('error', (error) => gunzip.destroy(error))
  body.pipe(gunzip)
  try {
    for await (const part of gunzip as AsyncIterable<Buffer>) {
      plain += part.length
      if (plain > JUDGED_FROM_BYTES && plain > packed * RATIO_MAX)
        throw refuse('BODY_INFLATES_TOO_FAR', { ratioMax: RATIO_MAX })
      yield part
    }
  } catch (error) {
    const code = (error as { code?: unknown }).code
    throw typeof code === 'string' && code.startsWith('Z_') ? refuse('BODY_NOT_GZIP') : error
  } finally {
    body.unpipe(gunzip)
    gunzip.destroy()
    body.resume()
  }
}
