// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { afterAll } from 'vitest'
import { type Database, openDatabase } from '../src/kernel/db/database.ts'
import type { BatchId } from '../src/kernel/ids.ts'
import type { BodyActor } from '../src/modules/access/index.ts'
import {
  type BatchProgress,
  getBatchProgress,
  listBatchFindings,
  listQuarantine,
  processBatch,
  type QuarantineState,
  type WaitingRow,
} from '../src/modules/collection/index.ts'
import { csvOf, type Fields, newUscc, penalty, registration } from './http-world.ts'
import { openWorld, type World } from './world.ts'

export type Furnisher = BodyActor

/** A world of furnishers whose rows are faulty, and of what they can do about them. */
export type DeskWorld = World & {
  /** As the role that alone may remove. */
  readonly retention: Database
  newBody(): Promise<Furnisher>
  /** An organisation on the register, by its number. */
  registered(name: string): Promise<string>
  send(body: Furnisher, ...rows: Fields[]): Promise<BatchProgress>
  finish(body: Furnisher, batchId: BatchId): Promise<BatchProgress>
  rowsIn(body: Furnisher, state?: QuarantineState): Promise<WaitingRow[]>
  /** The cells of a faulty row as it was sent, some of them changed. */
  cellsOf(body: Furnisher, batchId: BatchId, row: number, more: Fields): Promise<string[]>
}

export async function openDeskWorld(): Promise<DeskWorld> {
  const world = await openWorld()
  const { collection } = world
  const retention = openDatabase({ url: world.ownerUrl, role: 'probity_retention', clock: world.clock })
  afterAll(() => retention.close())
  const registry = await world.furnisher('registry', 'registration-authority')
  let bodies = 0
  return {
    ...world,
    retention,
    newBody: () => {
      bodies++
      return world.furnisher(`inspector-${bodies}`, 'penalty-authority')
    },
    registered: async (name) => {
      const uscc = newUscc()
      await world.submit(registry, { type: 'cn.registration', csv: csvOf([registration(uscc, name)]) })
      return uscc
    },
    send: (body, ...rows) => world.submit(body, { type: 'cn.administrative-penalty', csv: csvOf(rows) }),
    finish: async (body, batchId) => {
      await processBatch(collection, batchId)
      return getBatchProgress(collection, body, batchId)
    },
    rowsIn: (body, state = 'waiting') =>
      listQuarantine(collection, body, { state, batchId: null, holder: null, after: null, limit: 500 }),
    cellsOf: async (body, batchId, row, more) => {
      const page = { weight: 'fault', afterRowNo: row - 1, limit: 1 } as const
      const [found] = await listBatchFindings(collection, body, batchId, page)
      const cells = (found?.raw ?? '').slice(1, -1).split('","')
      const headings = Object.keys(doubtful('x', 'x'))
      for (const [field, value] of Object.entries(more)) cells[headings.indexOf(field)] = value
      return cells
    },
  }
}

export const asOfficer = (body: Furnisher, holder: string): Furnisher => ({ ...body, holder })

/** A row whose end lies before its start: doubtful, yet a document may say so. */
export function doubtful(uscc: string, name: string, more: Fields = {}): Fields {
  return penalty(uscc, name, { effective_until: '2026-01-01', ...more })
}
