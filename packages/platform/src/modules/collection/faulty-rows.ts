// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import type { BatchId } from '../../kernel/ids.ts'
import { listFaultyRuns } from './finding-store.ts'

const PAGE = 100

/** The faulty rows of a batch: four bytes each, however many millions they are. */
export type FaultyRows = { has(rowNo: number): boolean }

export async function loadFaultyRows(on: { readonly query: Query }, batchId: BatchId): Promise<FaultyRows> {
  let rows = new Int32Array(1024)
  let count = 0
  for (let after = -1; ; ) {
    const page = await listFaultyRuns(on, batchId, after, PAGE)
    for (const { faultyRows } of page) {
      if (count + faultyRows.length > rows.length) {
        const larger = new Int32Array(2 * (count + faultyRows.length))
        larger.set(rows)
        rows = larger
      }
      rows.set(faultyRows, count)
      count += faultyRows.length
    }
    const last = page.at(-1)
    if (!last || page.length < PAGE) break
    after = last.lastRowNo
  }
  const sorted = rows.subarray(0, count).sort()
  return { has: (rowNo) => isAmong(sorted, rowNo) }
}

function isAmong(sorted: Int32Array, value: number): boolean {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return sorted[low] === value
}
