// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { BatchId } from '../../kernel/ids.ts'
import type { ActId } from '../workflow/index.ts'

export type ReleasedRow = {
  /** The waiting row that was released. */
  readonly of: number
  readonly codes: readonly string[]
  readonly proposer: string
  readonly seconder: string
}

/** What the entry about a release commits to. */
export function releaseWitness(
  actId: ActId,
  batchId: BatchId,
  newBatchId: BatchId,
  released: readonly ReleasedRow[],
): string {
  const rows = released.map(({ of, codes }) => `${of}:${codes.join('+')}`).join(' ')
  const officers = `${released[0]?.proposer ?? ''} ${released[0]?.seconder ?? ''}`
  return `${actId}\n${batchId}\n${newBatchId}\n${rows}\n${officers}\n`
}
