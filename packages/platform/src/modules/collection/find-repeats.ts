// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { digestAt, isBlankDigest, RowNumberTable } from './row-number-table.ts'

/** A row whose number an earlier row of the file has. */
export type Repeat = { readonly place: number; readonly firstRow: number }

/**
 * The family DUP. A number twice in one file: the furnisher has to say which row holds; the first is taken until then.
 * One finder a file, given its runs in order.
 */
export class RepeatFinder {
  readonly #firstRows = new RowNumberTable()

  /** @param numbers digests by place in the run; zero where a row has no number that counts */
  find(numbers: Uint8Array, rowNos: readonly number[]): Repeat[] {
    const repeats: Repeat[] = []
    rowNos.forEach((rowNo, place) => {
      const number = digestAt(numbers, place)
      if (isBlankDigest(number)) return
      const firstRow = this.#firstRows.firstRowOf(number, rowNo)
      if (firstRow !== null) repeats.push({ place, firstRow })
    })
    return repeats
  }
}
