// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encodeHex, platformSuite } from '@probity/verify'
import { portRefusal } from '../kernel/data-folder.ts'
import {
  addCheckpoint,
  findCosigned,
  type WitnessDesk,
  type WitnessReply,
} from '../modules/transparency-log/index.ts'

const BODY_BYTES_MAX = 1_000_000
const BODY_MS = 10_000
const CONNECTIONS_MAX = 64

/** Does one act after the other: two checkpoints looked at side by side could both extend the same third. */
export type InTurn = <T>(act: () => Promise<T>) => Promise<T>

export function takeTurns(): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return (act) => {
    const next = last.then(act)
    last = next.catch(() => undefined)
    return next
  }
}

/** A witness that logs come to, as C2SP tlog-witness says, at 127.0.0.1. */
export async function serveWitness(desk: WitnessDesk, inTurn: InTurn, port: number): Promise<Server> {
  const [{ name }] = desk.logKeys as [WitnessDesk['logKeys'][number]]
  const kept = `/${encodeHex(platformSuite.hash(Buffer.from(name)))}/checkpoint`
  const reply = async (request: IncomingMessage): Promise<WitnessReply | undefined> => {
    if (request.method === 'GET' && request.url === kept) return findCosigned(desk)
    if (request.method !== 'POST' || request.url !== '/add-checkpoint') return undefined
    const body = await readBody(request)
    return inTurn(() => addCheckpoint(desk, body))
  }
  const server = createServer({ requestTimeout: BODY_MS, headersTimeout: BODY_MS }, (request, response) => {
    reply(request).then(
      (made) => answer(response, made ?? { status: 404, contentType: 'text/plain', text: '' }),
      // Too large a body, or the disk: nothing has been cosigned, and nothing of the disk is shown.
      () => answer(response, { status: 500, contentType: 'text/plain', text: '' }),
    )
  })
  server.maxConnections = CONNECTIONS_MAX
  await new Promise<void>((settle, fail) => {
    server.once('error', (error) => fail(portRefusal(error, port)))
    server.listen(port, '127.0.0.1', settle)
  })
  return server
}

export function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function answer(response: ServerResponse, { status, contentType, text }: WitnessReply): void {
  response
    .writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(text) })
    .end(text)
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > BODY_BYTES_MAX) throw new Error('the body is larger than any checkpoint')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
