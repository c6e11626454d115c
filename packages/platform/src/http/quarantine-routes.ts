// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type BatchId, parseId } from '../kernel/ids.ts'
import {
  assignRows,
  declineRelease,
  listQuarantine,
  listReleaseProposals,
  proposeRelease,
  secondRelease,
  type WaitingRow,
} from '../modules/collection/index.ts'
import type { ActId } from '../modules/workflow/index.ts'
import { actorOf } from './actor-of.ts'
import { security, tags } from './desk-routes.ts'
import {
  NewRelease,
  QuarantinePage,
  QuarantineQuery,
  ReleaseDeclined,
  ReleaseParams,
  ReleaseProposals,
  ReleaseProposed,
  RowAssignment,
  RowsAssigned,
} from './desk-schemas.ts'
import { faultInGeneral } from './fault-words.ts'
import type { House } from './house.ts'
import { answers } from './schemas.ts'
import { BatchAccepted } from './sending-schemas.ts'

type ByRelease = { Params: { id: string } }

/** Faulty rows that wait, and the ways out that two officers decide. */
export function mountQuarantineRoutes(app: FastifyInstance, house: House): void {
  mountWaiting(app, house)
  mountReleases(app, house)
  mountDecisions(app, house)
}

function mountWaiting(app: FastifyInstance, house: House): void {
  app.get('/v1/quarantine', {
    schema: {
      operationId: 'listQuarantine',
      summary: "The body's own faulty rows, the oldest first",
      tags,
      security,
      querystring: QuarantineQuery,
      response: answers(200, 'A page of rows', QuarantinePage),
    },
    handler: async (request: FastifyRequest<{ Querystring: QuarantineQuery }>) => {
      const actor = await actorOf(house, request)
      const { state = 'waiting', batch, holder = null, after = null, limit = 50 } = request.query
      const batchId = batch === undefined ? null : parseId<BatchId>(batch)
      const rows = await listQuarantine(house.collection, actor, { state, batchId, holder, after, limit })
      return { items: rows.map(toRow), next: rows.length === limit ? (rows.at(-1)?.cursor ?? null) : null }
    },
  })

  app.post('/v1/quarantine/assignments', {
    schema: {
      operationId: 'assignQuarantinedRows',
      summary: 'Give waiting rows to an officer, or to nobody',
      tags,
      security,
      body: Type.Ref(RowAssignment),
      response: answers(200, 'How many rows it was', RowsAssigned),
    },
    handler: async (request: FastifyRequest<{ Body: RowAssignment }>) => {
      const actor = await actorOf(house, request)
      const { batch, rows, holder } = request.body
      const input = { batchId: parseId<BatchId>(batch), rows, holder }
      return { rows: await assignRows(house.collection, actor, input) }
    },
  })
}

function mountReleases(app: FastifyInstance, house: House): void {
  app.get('/v1/quarantine/releases', {
    schema: {
      operationId: 'listReleases',
      summary: 'Releases that wait for a second officer',
      tags,
      security,
      response: answers(200, 'The oldest first', ReleaseProposals),
    },
    handler: async (request: FastifyRequest) => {
      const actor = await actorOf(house, request)
      const open = await listReleaseProposals(house.collection, actor, 200)
      return { items: open.map(({ actId, batchId, ...rest }) => ({ id: actId, batch: batchId, ...rest })) }
    },
  })

  app.post('/v1/quarantine/releases', {
    schema: {
      operationId: 'proposeRelease',
      summary: 'Propose to release rows that are only doubted',
      tags,
      security,
      body: Type.Ref(NewRelease),
      response: answers(201, 'Proposed; another officer must second it', ReleaseProposed),
    },
    handler: async (request: FastifyRequest<{ Body: NewRelease }>, reply) => {
      const actor = await actorOf(house, request)
      const { batch, rows, ground } = request.body
      const input = { batchId: parseId<BatchId>(batch), rows, ground }
      return reply.code(201).send({ id: await proposeRelease(house.collection, actor, input) })
    },
  })
}

function mountDecisions(app: FastifyInstance, house: House): void {
  app.post('/v1/quarantine/releases/:id/second', {
    schema: {
      operationId: 'secondRelease',
      summary: 'Second a release: the rows go through the gate again, as a batch of the desk',
      tags,
      security,
      params: ReleaseParams,
      response: answers(202, 'Durable; not yet judged', BatchAccepted),
    },
    handler: async (request: FastifyRequest<ByRelease>, reply) => {
      const actor = await actorOf(house, request)
      const batchId = await secondRelease(house.collection, actor, parseId<ActId>(request.params.id))
      const location = `/v1/batches/${batchId}`
      return reply.code(202).header('location', location).send({ id: batchId, location })
    },
  })

  app.post('/v1/quarantine/releases/:id/decline', {
    schema: {
      operationId: 'declineRelease',
      summary: 'Decline a release, or take back what one has proposed',
      tags,
      security,
      params: ReleaseParams,
      response: answers(200, 'Declined', ReleaseDeclined),
    },
    handler: async (request: FastifyRequest<ByRelease>) => {
      const actor = await actorOf(house, request)
      await declineRelease(house.collection, actor, parseId<ActId>(request.params.id))
      return { declined: true }
    },
  })
}

function toRow(row: WaitingRow): Record<string, unknown> {
  const {
    batchId,
    rowNo,
    codes,
    leftByBatchId,
    leftByRowNo,
    cursor: _cursor,
    remindOn: _remindOn,
    ...rest
  } = row
  const leftBy =
    leftByBatchId === null || leftByRowNo === null ? null : { batch: leftByBatchId, row: leftByRowNo }
  const worded = codes.map((code) => ({ code, says: faultInGeneral(code) }))
  return { ...rest, batch: batchId, row: rowNo, codes: worded, leftBy }
}
