// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { encodeBase64, formatRowProof } from '@probity/verify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type BatchId, parseId } from '../kernel/ids.ts'
import { type Bilingual, type MessageTable, render } from '../kernel/messages.ts'
import type { Facts } from '../kernel/refusal.ts'
import { catalogueFaults } from '../modules/catalogue/index.ts'
import {
  type BatchProgress,
  collectionFaults,
  getBatchProgress,
  listBatchFindings,
  type OpenedFinding,
  proveRow,
} from '../modules/collection/index.ts'
import { identifierMessages } from '../modules/identifiers/index.ts'
import { refusalMessages } from '../refusal-messages.ts'
import { actorOf } from './actor-of.ts'
import type { House } from './house.ts'
import {
  answers,
  BatchParams,
  BatchState,
  Findings,
  FindingsQuery,
  RowProofAnswer,
  RowProofParams,
} from './schemas.ts'

const security = [{ apiKey: [] }]
const faultMessages: MessageTable = { ...collectionFaults, ...catalogueFaults, ...identifierMessages }

/** Where a furnisher's machine reads what became of what it sent. */
export function mountBatchRoutes(app: FastifyInstance, house: House): void {
  mountFollowing(app, house)
  mountProving(app, house)
}

function mountFollowing(app: FastifyInstance, house: House): void {
  app.get('/v1/batches/:id', {
    schema: {
      operationId: 'getBatch',
      summary: 'How far a batch is, and its receipt',
      tags: ['collection'],
      security,
      params: BatchParams,
      response: answers(200, 'How far it is', BatchState),
    },
    handler: async (request: FastifyRequest<{ Params: { id: string } }>) => {
      const actor = await actorOf(house, request)
      return toState(await getBatchProgress(house.collection, actor, parseId<BatchId>(request.params.id)))
    },
  })

  app.get('/v1/batches/:id/faults', {
    schema: {
      operationId: 'listBatchFaults',
      summary: 'Faulty rows, or notes on good ones',
      tags: ['collection'],
      security,
      params: BatchParams,
      querystring: FindingsQuery,
      response: answers(200, 'A page of rows', Findings),
    },
    handler: async (request: FastifyRequest<{ Params: { id: string }; Querystring: FindingsQuery }>) => {
      const actor = await actorOf(house, request)
      const { weight = 'fault', after = 0, limit = 100 } = request.query
      const page = { weight, afterRowNo: after, limit }
      const found = await listBatchFindings(
        house.collection,
        actor,
        parseId<BatchId>(request.params.id),
        page,
      )
      return {
        items: found.map(toFinding),
        next: found.length === limit ? (found.at(-1)?.rowNo ?? null) : null,
      }
    },
  })
}

function mountProving(app: FastifyInstance, house: House): void {
  app.get('/v1/batches/:id/rows/:row/proof', {
    schema: {
      operationId: 'proveBatchRow',
      summary: 'Proof that a row, as sent, is under the receipt',
      tags: ['collection'],
      security,
      params: RowProofParams,
      response: answers(200, 'The row and its proof', RowProofAnswer),
    },
    handler: async (request: FastifyRequest<{ Params: { id: string; row: number } }>) => {
      const actor = await actorOf(house, request)
      const { row, proof } = await proveRow(
        house.collection,
        actor,
        parseId<BatchId>(request.params.id),
        request.params.row,
      )
      return { row: encodeBase64(row), proof: formatRowProof(proof) }
    },
  })
}

function toState({ batch, totals, counts, receipt }: BatchProgress): Record<string, unknown> {
  return {
    id: batch.batchId,
    state: batch.stuckAt === null ? batch.state : 'stuck',
    type: batch.type,
    profile: batch.profile,
    format: batch.format,
    operation: batch.operation,
    asOf: batch.statedAt,
    period: batch.period,
    door: batch.door,
    encoding: batch.encoding,
    bytes: batch.bytes,
    receivedAt: batch.receivedAt,
    completedAt: batch.completedAt,
    stuckAt: batch.stuckAt,
    counts: {
      rows: batch.rows,
      accepted: totals.accepted,
      corrected: totals.corrected,
      unchanged: totals.unchanged,
      withdrawn: totals.withdrawn,
      faulty: batch.faulty,
    },
    namesDisagreeing: totals.namesDisagreeing,
    subjectsMade: totals.subjectsMade,
    codes: counts.map((count) => ({ ...count, says: inGeneral(sentence(faultMessages, count.code, {})) })),
    refusal:
      batch.refusal === null
        ? null
        : { code: batch.refusal, ...wordsOf(refusalMessages, batch.refusal, { type: batch.type }) },
    receipt,
  }
}

function toFinding(found: OpenedFinding): Record<string, unknown> {
  return {
    row: found.rowNo,
    raw: found.raw,
    faults: found.items.map(({ code, rule, column, facts }) => ({
      code,
      rule,
      column,
      ...wordsOf(faultMessages, code, facts),
    })),
    offered: found.offered,
  }
}

function wordsOf(
  table: MessageTable,
  code: string,
  facts: Facts,
): { says: Bilingual; hint: Bilingual | null } {
  const hint = table[code]?.hint
  return { says: sentence(table, code, facts), hint: hint ? both(hint, facts) : null }
}

function sentence(table: MessageTable, code: string, facts: Facts): Bilingual {
  const message = table[code]
  return message ? both(message.says, facts) : { zh: code, en: code }
}

/** Of many rows at once: what differs from row to row is left open. */
function inGeneral({ zh, en }: Bilingual): Bilingual {
  return { zh: zh.replace(/\{\w+\}/g, '…'), en: en.replace(/\{\w+\}/g, '…') }
}

function both(text: Bilingual, facts: Facts): Bilingual {
  return { zh: render(text, 'zh', facts), en: render(text, 'en', facts) }
}
