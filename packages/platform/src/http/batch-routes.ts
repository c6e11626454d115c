// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Readable } from 'node:stream'
import { encodeBase64, formatRowProof } from '@probity/verify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type BatchId, parseId } from '../kernel/ids.ts'
import {
  type BatchLayout,
  type BatchProgress,
  type FaultyFile,
  findBatchLayout,
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
      const progress = await getBatchProgress(house.collection, actor, parseId<BatchId>(request.params.id))
      const { receipt } = progress
      const logged = receipt === null ? null : await house.transparencyLog.findProof('batch.receipt', receipt)
      return { ...toState(progress), logged }
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
      const { weight = 'fault', after = 0, limit = 100, rule, column } = request.query
      const id = parseId<BatchId>(request.params.id)
      const layout = await findBatchLayout(house.collection, actor, id)
      const field = column && (layout?.columns.find((one) => one.heading === column)?.field ?? column)
      const page = { weight, afterRowNo: after, limit, rule, field }
      const found = await listBatchFindings(house.collection, actor, id, page)
      return {
        columns: layout?.columns ?? null,
        items: found.map((one) => toFinding(one, layout)),
        next: found.length === limit ? (found.at(-1)?.rowNo ?? null) : null,
      }
    },
  })
}

const csvType = 'text/csv; charset=utf-8'
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** The faulty rows as a file to be mended and sent again. */
function mountFaultyFiles(app: FastifyInstance, house: House): void {
  const describe = (operationId: string, format: string, mediaType: string) => ({
    operationId,
    summary: `The faulty rows in their own layout, with what is wrong, as ${format}`,
    description: 'Can be mended and sent again as it is: the added columns are known and not read.',
    tags: ['collection'],
    security,
    params: BatchParams,
    response: answersWithFile('The faulty rows', mediaType),
  })
  const open = async (request: FastifyRequest<{ Params: { id: string } }>): Promise<FaultyFile> => {
    const actor = await actorOf(house, request)
    return openFaultyFile(house.collection, actor, parseId<BatchId>(request.params.id))
  }
  const send = (reply: FastifyReply, name: string, mediaType: string, file: Readable): FastifyReply =>
    reply
      .type(mediaType)
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store')
      .send(file)

  app.get('/v1/batches/:id/faults.csv', {
    schema: describe('downloadBatchFaultsCsv', 'CSV', csvType),
    handler: async (request: FastifyRequest<{ Params: { id: string } }>, reply) =>
      send(reply, `${request.params.id}-faults.csv`, csvType, annotatedCsv(await open(request))),
  })
  app.get('/v1/batches/:id/faults.xlsx', {
    schema: describe('downloadBatchFaultsXlsx', 'XLSX', xlsxType),
    handler: async (request: FastifyRequest<{ Params: { id: string } }>, reply) =>
      send(reply, `${request.params.id}-faults.xlsx`, xlsxType, annotatedXlsx(await open(request))),
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

function toState(progress: BatchProgress): Record<string, unknown> {
  const { batch, totals, counts, kept, quarantine, receipt } = progress
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
    absent: totals.absent,
    namesDisagreeing: totals.namesDisagreeing,
    subjectsMade: totals.subjectsMade,
    codes: counts.map((count) => ({ ...count, says: faultInGeneral(count.code) })),
    refusal:
      batch.refusal === null
        ? null
        : { code: batch.refusal, ...wordsOf(refusalMessages, batch.refusal, { type: batch.type }) },
    correctsBatchId: batch.correctsBatchId,
    quarantine,
    receipt,
  }
}

/** @param layout of the batch's file; null where its rows have no columns */
export function toFinding(
  found: OpenedFinding,
  layout: Pick<BatchLayout, 'proposeCells'> | null,
): Record<string, unknown> {
  return {
    row: found.rowNo,
    raw: found.raw,
    cells: found.raw === null ? null : (layout?.proposeCells(found.raw) ?? null),
    faults: found.items.map((item) => ({
      code: item.code,
      rule: item.rule,
      column: item.column,
      field: item.field,
      ...faultWords(item),
    })),
    offered: found.offered,
    state: found.state,
  }
}
