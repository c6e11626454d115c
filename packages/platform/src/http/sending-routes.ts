// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { parseInstant } from '../kernel/civil-date.ts'
import { type BatchId, parseId } from '../kernel/ids.ts'
import { pushRecords, receiveBatch, type Sending } from '../modules/collection/index.ts'
import { actorOf } from './actor-of.ts'
import type { House } from './house.ts'
import { bodyOf } from './request-body.ts'
import { answers } from './schemas.ts'
import { BatchAccepted, IdempotencyHeaders, SendBatchQuery } from './sending-schemas.ts'

const CSV = 'text/csv'
const LINES = 'application/x-ndjson'
const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const BYTES = 'application/octet-stream'
const JSON_TYPE = 'application/json'
/** What `probity submit` calls itself; it says how a batch came in and opens nothing. */
export const commandAgent = 'probity-submit'

const security = [{ apiKey: [] }]
const durable =
  'UTF-8 or GB18030, plain or gzip. Answered once the file is durable; follow it at the location given.'

type SendRequest = FastifyRequest<{ Querystring: SendBatchQuery }>

/** The doors where a furnisher's program sends a file or pushes records. */
export function mountSendingRoutes(app: FastifyInstance, house: House): void {
  void app.register(async (scope) => {
    takeStreams(scope, [CSV, LINES, WORKBOOK, BYTES])
    mountFile(scope, house)
  })
  void app.register(async (scope) => {
    takeStreams(scope, [JSON_TYPE, LINES])
    mountPush(scope, house)
  })
}

/** Bodies are not parsed: they stream into the spool as they come, and no other kind is taken. */
export function takeStreams(scope: FastifyInstance, kinds: string[]): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(kinds, (_request, payload, done) => done(null, payload))
}

function mountFile(app: FastifyInstance, house: House): void {
  app.post('/v1/batches', {
    bodyLimit: Number.MAX_SAFE_INTEGER,
    schema: {
      operationId: 'sendBatch',
      summary: 'Send a batch of records as a file: CSV, JSON Lines or XLSX',
      description: durable,
      tags: ['collection'],
      consumes: [CSV, LINES, WORKBOOK, BYTES],
      security,
      querystring: SendBatchQuery,
      headers: IdempotencyHeaders,
      response: answers(202, 'Durable; not yet judged', BatchAccepted),
    },
    handler: async (request: SendRequest, reply) => {
      const actor = await actorOf(house, request)
      const isCommand = request.headers['user-agent']?.startsWith(commandAgent) ?? false
      const batchId = await receiveBatch(house.collection, actor, {
        ...sendingOf(request),
        format: formatOf(request),
        door: isCommand ? 'command' : 'http',
        source: bodyOf(request),
      })
      return accepted(reply, batchId)
    },
  })
}

function mountPush(app: FastifyInstance, house: House): void {
  app.post('/v1/records', {
    bodyLimit: Number.MAX_SAFE_INTEGER,
    schema: {
      operationId: 'pushRecords',
      summary: 'Push up to 10,000 records as JSON',
      description:
        'One object, an array of objects, or JSON Lines; the keys are the headings of the profile. It is a batch like any other. The header Idempotency-Key is required.',
      tags: ['collection'],
      consumes: [JSON_TYPE, LINES],
      security,
      querystring: SendBatchQuery,
      headers: IdempotencyHeaders,
      response: answers(202, 'Durable; not yet judged', BatchAccepted),
    },
    handler: async (request: SendRequest, reply) => {
      const actor = await actorOf(house, request)
      const batchId = await pushRecords(house.collection, actor, {
        ...sendingOf(request),
        form: mediaTypeOf(request) === LINES ? 'lines' : 'json',
        source: bodyOf(request),
      })
      return accepted(reply, batchId)
    },
  })
}

function mediaTypeOf(request: FastifyRequest): string | undefined {
  return request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
}

function formatOf(request: FastifyRequest): Sending['format'] {
  const formats: Readonly<Record<string, Sending['format']>> = {
    [CSV]: 'csv',
    [LINES]: 'jsonl',
    [WORKBOOK]: 'xlsx',
  }
  return formats[mediaTypeOf(request) ?? '']
}

function sendingOf(request: SendRequest): Sending {
  const key = request.headers['idempotency-key']
  return { ...toSending(request.query), idempotencyKey: typeof key === 'string' ? key : undefined }
}

/** What query and body name alike. @throws Refusal INSTANT_MALFORMED, ID_MALFORMED */
export function toSending(given: {
  readonly type: string
  readonly profile?: string
  readonly operation?: Sending['operation']
  readonly asOf?: string
  readonly period?: string
  readonly corrects?: string
}): Sending {
  return {
    type: given.type,
    profile: given.profile ?? 'default',
    operation: given.operation,
    statedAt: given.asOf === undefined ? undefined : parseInstant(given.asOf),
    period: given.period,
    correctsBatchId: given.corrects === undefined ? undefined : parseId<BatchId>(given.corrects),
  }
}

function accepted(reply: FastifyReply, batchId: BatchId): FastifyReply {
  const location = `/v1/batches/${batchId}`
  return reply.code(202).header('location', location).send({ id: batchId, location })
}
