// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** A row whose number an earlier row of the file has. */
export type Repeat = { readonly place: number; readonly firstRow: number }

/**
 * The family DUP. A number twice in one file: the furnisher has to say which row holds; the first is taken until then.
 * One finder a file, given its runs in order.
 */
export class RepeatFinder {
  readonly #firstRowOf = new Map<string, number>()

  /** @param numbers by place in the run; null where a row has none that can be read */
  find(numbers: readonly (string | null)[], rowNos: readonly number[]): Repeat[] {
    const repeats: Repeat[] = []
    numbers.forEach((number, place) => {
      if (number === null) return
      const firstRow = this.#firstRowOf.get(number)
      if (firstRow === undefined) this.#firstRowOf.set(number, rowNos[place] as number)
      else repeats.push({ place, firstRow })
    })
    return repeats
  }
}
