// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type BatchId, parseId } from '../kernel/ids.ts'
import { refuse } from '../kernel/refusal.ts'
import { type Actor, isBody } from '../modules/access/index.ts'
import { isInert, type RecordType } from '../modules/catalogue/index.ts'
import {
  type Batch,
  checkRows,
  correctRows,
  countBatchFindings,
  listOwnBatches,
  quarantineNotices,
} from '../modules/collection/index.ts'
import { alarmNotices, lodgingNotices } from '../modules/inquiries/index.ts'
import { listOwnNotices, type NoticeId, type Notice as StoredNotice } from '../modules/notices/index.ts'
import { getParticipant } from '../modules/participants/index.ts'
import { actorOf } from './actor-of.ts'
import { toFinding } from './batch-routes.ts'
import {
  BatchesQuery,
  BatchLines,
  CheckedRows,
  FaultCounts,
  Furnisher,
  MendedRows,
  Notices,
  NoticesQuery,
} from './desk-schemas.ts'
import { faultInGeneral, wordsOf } from './fault-words.ts'
import type { House } from './house.ts'
import { answers, BatchParams } from './schemas.ts'
import { BatchAccepted } from './sending-schemas.ts'

export const security = [{ apiKey: [] }]
export const tags = ['desk']
type ByBatch = { Params: { id: string } }
const bodyNotices = { ...quarantineNotices, ...lodgingNotices, ...alarmNotices }

/** A furnisher's desk: what came back, mending it, and what the node has to tell. */
export function mountDeskRoutes(app: FastifyInstance, house: House): void {
  mountOverview(app, house)
  mountMending(app, house)
  mountNotices(app, house)
}

function mountOverview(app: FastifyInstance, house: House): void {
  app.get('/v1/furnisher', {
    schema: {
      operationId: 'getFurnisher',
      summary: 'Whose key this is, and what that body may furnish',
      tags,
      security,
      response: answers(200, 'The body', Furnisher),
    },
    handler: async (request: FastifyRequest) => describeFurnisher(house, await actorOf(house, request)),
  })

  app.get('/v1/batches', {
    schema: {
      operationId: 'listBatches',
      summary: "The body's own batches, newest first",
      tags,
      security,
      querystring: BatchesQuery,
      response: answers(200, 'A page of batches', BatchLines),
    },
    handler: async (request: FastifyRequest<{ Querystring: BatchesQuery }>) => {
      const actor = await actorOf(house, request)
      const { before, limit = 50 } = request.query
      const page = { before: before === undefined ? null : parseId<BatchId>(before), limit }
      const batches = await listOwnBatches(house.collection, actor, page)
      const next = batches.length === limit ? (batches.at(-1)?.batchId ?? null) : null
      return { items: batches.map(toLine), next }
    },
  })

  app.get('/v1/batches/:id/faults/counts', {
    schema: {
      operationId: 'countBatchFaults',
      summary: 'How many rows have which fault in which field',
      tags,
      security,
      params: BatchParams,
      response: answers(200, 'The most frequent first', FaultCounts),
    },
    handler: async (request: FastifyRequest<ByBatch>) => {
      const actor = await actorOf(house, request)
      const counts = await countBatchFindings(house.collection, actor, parseId<BatchId>(request.params.id))
      return { items: counts.map((count) => ({ ...count, says: faultInGeneral(count.code) })) }
    },
  })
}

function mountMending(app: FastifyInstance, house: House): void {
  app.post('/v1/batches/:id/rows/check', {
    schema: {
      operationId: 'checkBatchRows',
      summary: 'Judge mended rows by the whole gate; nothing is stored',
      tags,
      security,
      params: BatchParams,
      body: Type.Ref(MendedRows),
      response: answers(200, 'What the gate says', CheckedRows),
    },
    handler: async (request: FastifyRequest<ByBatch & { Body: MendedRows }>) => {
      const actor = await actorOf(house, request)
      const { rows } = request.body
      const found = await checkRows(house.collection, actor, parseId<BatchId>(request.params.id), rows)
      const cellsOf = new Map(rows.map(({ row, cells }) => [row, cells]))
      const of = (weight: string) =>
        found
          .filter((one) => one.weight === weight)
          .map((one) => toFinding(one, { proposeCells: () => cellsOf.get(one.rowNo) ?? null }))
      return { faults: of('fault'), notes: of('note') }
    },
  })

  app.post('/v1/batches/:id/corrections', {
    schema: {
      operationId: 'correctBatchRows',
      summary: 'Send mended rows again, as a batch of their own',
      description:
        'The old batch and its receipt stay; its rows leave quarantine when the new ones are merged.',
      tags,
      security,
      params: BatchParams,
      body: Type.Ref(MendedRows),
      response: answers(202, 'Durable; not yet judged', BatchAccepted),
    },
    handler: async (request: FastifyRequest<ByBatch & { Body: MendedRows }>, reply) => {
      const actor = await actorOf(house, request)
      const id = parseId<BatchId>(request.params.id)
      const batchId = await correctRows(house.collection, actor, id, request.body.rows)
      const location = `/v1/batches/${batchId}`
      return reply.code(202).header('location', location).send({ id: batchId, location })
    },
  })
}

function mountNotices(app: FastifyInstance, house: House): void {
  app.get('/v1/notices', {
    schema: {
      operationId: 'listNotices',
      summary: 'What the node has told the body by itself, newest first',
      tags,
      security,
      querystring: NoticesQuery,
      response: answers(200, 'A page of notices', Notices),
    },
    handler: async (request: FastifyRequest<{ Querystring: NoticesQuery }>) => {
      const actor = await actorOf(house, request)
      const { before, limit = 50 } = request.query
      const page = { before: before === undefined ? null : parseId<NoticeId>(before), limit }
      const notices = await listOwnNotices(house.database, actor, page)
      const next = notices.length === limit ? (notices.at(-1)?.noticeId ?? null) : null
      return { items: notices.map(toNotice), next }
    },
  })
}

async function describeFurnisher(house: House, actor: Actor): Promise<Record<string, unknown>> {
  if (!isBody(actor)) throw refuse('API_KEY_MISSING')
  const { code, name, division, functions } = await getParticipant(house.database, actor.participantId)
  const { catalogue } = house.catalogues.current()
  const mayFurnish = (type: RecordType): boolean =>
    !isInert(type, { demo: house.demo }) && type.furnishers.some((rule) => functions.includes(rule.function))
  const profilesOf = (type: string) =>
    catalogue.profiles
      .filter((profile) => profile.recordType === type || profile.recordType === 'any')
      .map((profile) => ({ code: profile.code, title: profile.title }))
  return {
    code,
    name,
    division,
    holder: actor.holder ?? null,
    scopes: actor.scopes,
    types: catalogue.recordTypes.filter(mayFurnish).map((type) => ({
      code: type.code,
      title: type.title,
      draft: type.status === 'draft',
      profiles: profilesOf(type.code),
    })),
  }
}

function toLine(batch: Batch): Record<string, unknown> {
  const { batchId, state, type, profile, door, receivedAt, completedAt, bytes, rows, faulty } = batch
  const { refusal, correctsBatchId } = batch
  return {
    id: batchId,
    state,
    type,
    profile,
    door,
    receivedAt,
    completedAt,
    bytes,
    rows,
    faulty,
    refusal,
    correctsBatchId,
  }
}

function toNotice({ noticeId, kind, facts, batchId, writtenAt }: StoredNotice): Record<string, unknown> {
  return { id: noticeId, kind, ...wordsOf(bodyNotices, kind, facts), batch: batchId, writtenAt }
}
