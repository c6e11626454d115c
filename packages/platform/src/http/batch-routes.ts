// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Readable } from 'node:stream'
import { encodeBase64, formatRowProof } from '@probity/verify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type BatchId, parseId } from '../kernel/ids.ts'
import {
  type BatchProgress,
  type FaultyFile,
  getBatchProgress,
  listBatchFindings,
  type OpenedFinding,
  openFaultyFile,
  proveRow,
} from '../modules/collection/index.ts'
import { refusalMessages } from '../refusal-messages.ts'
import { actorOf } from './actor-of.ts'
import { annotatedCsv, annotatedXlsx } from './annotated-file.ts'
import { faultInGeneral, faultWords, wordsOf } from './fault-words.ts'
import type { House } from './house.ts'
import {
  answers,
  answersWithFile,
  BatchParams,
  BatchState,
  Findings,
  FindingsQuery,
  RowProofAnswer,
  RowProofParams,
} from './schemas.ts'

const security = [{ apiKey: [] }]

/** Where a furnisher's machine reads what became of what it sent. */
export function mountBatchRoutes(app: FastifyInstance, house: House): void {
  mountFollowing(app, house)
  mountFaultyFiles(app, house)
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

/** The faulty rows as a file to be mended and sent again. */
function mountFaultyFiles(app: FastifyInstance, house: House): void {
  for (const { ending, mediaType, write } of faultyFiles) {
    app.get(`/v1/batches/:id/faults.${ending}`, {
      schema: {
        operationId: `downloadBatchFaults${ending === 'csv' ? 'Csv' : 'Xlsx'}`,
        summary: `The faulty rows in their own layout, with what is wrong, as ${ending.toUpperCase()}`,
        description: 'Can be mended and sent again as it is: the added columns are known and not read.',
        tags: ['collection'],
        security,
        params: BatchParams,
        response: answersWithFile('The faulty rows', mediaType),
      },
      handler: async (request: FastifyRequest<{ Params: { id: string } }>, reply) => {
        const actor = await actorOf(house, request)
        const batchId = parseId<BatchId>(request.params.id)
        const file = await openFaultyFile(house.collection, actor, batchId)
        return reply
          .type(mediaType)
          .header('content-disposition', `attachment; filename="${batchId}-faults.${ending}"`)
          .header('cache-control', 'no-store')
          .send(write(file))
      },
    })
  }
}

const faultyFiles: readonly { ending: string; mediaType: string; write(file: FaultyFile): Readable }[] = [
  { ending: 'csv', mediaType: 'text/csv; charset=utf-8', write: annotatedCsv },
  {
    ending: 'xlsx',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: annotatedXlsx,
  },
]

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

function toState({ batch, totals, counts, kept, receipt }: BatchProgress): Record<string, unknown> {
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
    faultsKept: kept.faults,
    namesDisagreeing: totals.namesDisagreeing,
    subjectsMade: totals.subjectsMade,
    codes: counts.map((count) => ({ ...count, says: faultInGeneral(count.code) })),
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
    faults: found.items.map((item) => ({
      code: item.code,
      rule: item.rule,
      column: item.column,
      ...faultWords(item),
    })),
    offered: found.offered,
  }
}
