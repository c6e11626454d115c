// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { portRefusal } from '../kernel/data-folder.ts'
import { runUntilStopped } from '../kernel/lifecycle.ts'
import { refuse } from '../kernel/refusal.ts'
import { findLogResource, type LogFolder, openLogFolder } from '../modules/transparency-log/index.ts'
import type { CliIo } from './command.ts'

export async function serveCommand(path: string, portText: string, io: CliIo): Promise<number> {
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : Number.NaN
  if (!(port <= 65_535)) throw refuse('USAGE', { usage: 'probity log serve DIR [--port N]' })
  const folder = openLogFolder(resolve(path))
  if ((await folder.readCheckpoint()) === undefined)
    throw refuse('FILE_UNREADABLE', { file: `${path}/checkpoint` })
  return runUntilStopped(async () => {
    const server = createServer((request, response) => {
      answer(folder, request, response).catch(() => {
        // The disk, not the asker: said by the status, and nothing of the disk is shown.
        response.writeHead(500).end()
      })
    })
    await new Promise<void>((settle, fail) => {
      server.once('error', (error) => fail(portRefusal(error, port)))
      server.listen(port, '127.0.0.1', settle)
    })
    io.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/checkpoint\n`)
    return {
      stop: () =>
        new Promise<void>((settle) => {
          server.close(() => settle())
          server.closeAllConnections()
        }),
    }
  })
}

async function answer(folder: LogFolder, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end()
    return
  }
  const found = await findLogResource(folder, (request.url ?? '').replace(/^\//, '').replace(/\?.*$/, ''))
  if (!found) {
    response.writeHead(404, { 'cache-control': 'no-store' }).end()
    return
  }
  const { bytes, contentType, cacheControl, compressible } = found
  const packed = compressible && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  const body = packed ? gzipSync(bytes) : bytes
  response.writeHead(200, {
    'content-type': contentType,
    'cache-control': cacheControl,
    'content-length': body.length,
    'x-content-type-options': 'nosniff',
    ...(compressible ? { vary: 'accept-encoding' } : {}),
    ...(packed ? { 'content-encoding': 'gzip' } : {}),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}
