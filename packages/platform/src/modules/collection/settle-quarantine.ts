// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHmac } from 'node:crypto'
import type { Tx } from '../../kernel/db/database.ts'
import { asKey, type NodeKey } from '../files/index.ts'
import type { Participant } from '../participants/index.ts'
import type { Batch } from './batch.ts'
import type { CollectionContext } from './collection-context.ts'
import type { StagedRun } from './judging-worker.ts'
import { quarantineTerms, termDay } from './quarantine.ts'
import { hasWaitingRows, insertQuarantinedRows, settleRows, supersedeRows } from './quarantine-store.ts'
import { digestAt } from './row-number-table.ts'

/** Of a furnisher's number as `digestOfNumber` gives it. */
export type NumberMac = (type: string, number: Uint8Array | null) => Buffer | null

/** Keyed: a furnisher's number may be a person's, and its digest must not be open to guessing. */
export function numberMacOf(nodeKey: NodeKey): NumberMac {
  const key = asKey(nodeKey.derive('quarantine-number'))
  return (type, number) =>
    number ? createHmac('sha256', key).update(`${type}\n`).update(number).digest().subarray(0, 16) : null
}

type Finished = {
  readonly context: CollectionContext
  readonly batch: Batch
  readonly furnisher: Participant
}

/**
 * The faulty rows of a finished batch begin to wait; older ones of the same number, or for which they were sent, wait
 * no more. Caller: in the transaction that finishes the batch.
 */
export async function enterQuarantine(tx: Tx, { context, batch, furnisher }: Finished): Promise<void> {
  const today = tx.clock.today()
  const terms = quarantineTerms(context.catalogues.current().catalogue, furnisher.division)
  await insertQuarantinedRows(tx, batch, {
    enteredOn: today,
    remindOn: termDay(today, terms.remindDays),
    expireOn: termDay(today, terms.expireDays),
  })
  await supersedeRows(tx, batch.batchId, tx.clock.now())
}

/**
 * Waiting rows leave because these rows are merged. Caller: in the transaction of the merge and before it, for the
 * merge holds the tick's lock to commit.
 */
export async function leaveQuarantine(
  tx: Tx,
  { batch }: { readonly batch: Batch },
  numberMac: NumberMac,
  staged: Pick<StagedRun, 'rowNos' | 'numbers'>,
): Promise<void> {
  if (!(await hasWaitingRows(tx, batch.furnisherId, batch.type, batch.batchId))) return
  const brought = staged.rowNos.flatMap((rowNo, i) => {
    const mac = numberMac(batch.type, digestAt(staged.numbers, i))
    return mac ? [{ rowNo, numberMac: mac }] : []
  })
  await settleRows(tx, batch, brought)
}
