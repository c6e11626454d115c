// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type BatchId, parseId } from '../kernel/ids.ts'
import {
  abandonUpload,
  beginUpload,
  continueUpload,
  getUploadProgress,
  type UploadProgress,
} from '../modules/collection/index.ts'
import { actorOf } from './actor-of.ts'
import type { House } from './house.ts'
import { bodyOf } from './request-body.ts'
import { answers } from './schemas.ts'
import { takeStreams, toSending } from './sending-routes.ts'
import {
  IdempotencyHeaders,
  UploadBody,
  UploadHeaders,
  UploadParams,
  UploadState,
} from './sending-schemas.ts'

const security = [{ apiKey: [] }]
const PART = 'application/offset+octet-stream'

type UploadRequest = FastifyRequest<{ Params: { id: string } }>

/** A large file in parts, each durable before it is acknowledged: after a broken line it goes on where it was. */
export function mountUploadRoutes(app: FastifyInstance, house: House): void {
  mountBeginning(app, house)
  mountFollowing(app, house)
  void app.register(async (scope) => {
    takeStreams(scope, [PART])
    mountParts(scope, house)
  })
}

function mountBeginning(app: FastifyInstance, house: House): void {
  app.post('/v1/uploads', {
    schema: {
      operationId: 'beginUpload',
      summary: 'Announce a large file that will come in parts',
      description:
        'Send the parts with PATCH. With the header Idempotency-Key the same announcement again is the same upload.',
      tags: ['collection'],
      security,
      body: UploadBody,
      headers: IdempotencyHeaders,
      response: answers(201, 'Send the first part to the location given', UploadState),
    },
    handler: async (request: FastifyRequest<{ Body: UploadBody }>, reply) => {
      const actor = await actorOf(house, request)
      const { sha256, length, format } = request.body
      const key = request.headers['idempotency-key']
      const progress = await beginUpload(house.collection, actor, {
        ...toSending(request.body),
        format,
        length,
        sha256: sha256 === undefined ? undefined : Buffer.from(sha256, 'hex'),
        idempotencyKey: typeof key === 'string' ? key : undefined,
      })
      return answer(reply.code(201), progress)
    },
  })
}

function mountFollowing(app: FastifyInstance, house: House): void {
  app.get('/v1/uploads/:id', {
    schema: {
      operationId: 'getUpload',
      summary: 'How much of an upload is durable; HEAD answers with the header Upload-Offset alone',
      tags: ['collection'],
      security,
      params: UploadParams,
      response: answers(200, 'Go on at the offset', UploadState),
    },
    handler: async (request: UploadRequest, reply) => {
      const actor = await actorOf(house, request)
      return answer(
        reply,
        await getUploadProgress(house.collection, actor, parseId<BatchId>(request.params.id)),
      )
    },
  })

  app.delete('/v1/uploads/:id', {
    schema: {
      operationId: 'abandonUpload',
      summary: 'Throw an unfinished upload away',
      tags: ['collection'],
      security,
      params: UploadParams,
      response: answers(200, 'As it was; a batch it has become stays', UploadState),
    },
    handler: async (request: UploadRequest, reply) => {
      const actor = await actorOf(house, request)
      return answer(reply, await abandonUpload(house.collection, actor, parseId<BatchId>(request.params.id)))
    },
  })
}

function mountParts(app: FastifyInstance, house: House): void {
  app.patch('/v1/uploads/:id', {
    bodyLimit: Number.MAX_SAFE_INTEGER,
    schema: {
      operationId: 'continueUpload',
      summary: 'Send the next part of an upload',
      description:
        'The part begins at Upload-Offset. What is acknowledged is durable, also of a part that breaks off: ask for the offset and go on. The last byte makes the batch.',
      tags: ['collection'],
      consumes: [PART],
      security,
      params: UploadParams,
      headers: UploadHeaders,
      response: answers(200, 'Durable up to the offset; with the last part, the batch', UploadState),
    },
    handler: async (request: UploadRequest, reply) => {
      const actor = await actorOf(house, request)
      const progress = await continueUpload(house.collection, actor, parseId<BatchId>(request.params.id), {
        offset: Number(request.headers['upload-offset']),
        source: bodyOf(request),
      })
      return answer(reply, progress)
    },
  })
}

function answer(reply: FastifyReply, progress: UploadProgress): FastifyReply {
  const { uploadId, received, length, batchId } = progress
  const location = batchId === null ? `/v1/uploads/${uploadId}` : `/v1/batches/${batchId}`
  return reply
    .headers({
      location,
      'upload-offset': String(received),
      'upload-length': String(length),
      'cache-control': 'no-store',
    })
    .send({ id: uploadId, location, offset: received, length, batch: batchId })
}
