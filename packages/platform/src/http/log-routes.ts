// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { gzipSync } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '../kernel/refusal.ts'
import type { House } from './house.ts'
import { answers, LogStanding } from './schemas.ts'

/** The transparency log as C2SP tlog-tiles lays it out: for anybody, with no reader recorded. */
export function mountLogRoutes(app: FastifyInstance, house: House): void {
  app.get('/v1/public/log', {
    schema: {
      operationId: 'getLog',
      summary: 'How large the transparency log is, and who has witnessed it',
      description: 'Its checkpoint, tiles and entries lie under /log/, as C2SP tlog-tiles lays them out.',
      tags: ['public'],
      response: answers(200, 'The log', LogStanding),
    },
    handler: async (_request, reply) => {
      reply.header('cache-control', 'public, max-age=1')
      return house.transparencyLog.standing()
    },
  })
  app.get(
    '/log/*',
    { schema: { hide: true } },
    async (request: FastifyRequest<{ Params: { '*': string } }>, reply: FastifyReply) => {
      const found = await house.transparencyLog.findResource(request.params['*'])
      if (!found) throw refuse('LOG_RESOURCE_UNKNOWN')
      const packed = found.compressible && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
      reply.header('cache-control', found.cacheControl).type(found.contentType)
      if (found.compressible) reply.header('vary', 'accept-encoding')
      if (packed) reply.header('content-encoding', 'gzip')
      return reply.send(packed ? gzipSync(found.bytes) : found.bytes)
    },
  )
}
