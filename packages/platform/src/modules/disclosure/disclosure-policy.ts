// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  type Catalogue,
  type CatalogueShelf,
  type Decision,
  DecisionTable,
  polarities,
  type Question,
  type ShelvedCatalogue,
  type View,
} from '../catalogue/index.ts'

/** A question before it is known what is held of the subject. */
export type Asking = Omit<Question, 'type' | 'polarity'>

/** A kind of records that an asking is shown. */
export type Shown = Pick<Question, 'type' | 'polarity'> & { readonly line: string }

/** What an asking is answered: in which view, and which kinds of records; or why not. */
export type Verdict =
  | { readonly refuses: null; readonly view: View; readonly shown: readonly Shown[] }
  | { readonly refuses: Exclude<Decision['refuses'], null>; readonly shown: readonly [] }

export type DecidedBy = {
  /** Of the catalogue by which it was decided. */
  readonly version: string
  readonly catalogue: Catalogue
}

const TABLES_MAX = 8

/** Tables of catalogues, each worked out once. Nothing else in the house decides who may see what. */
export class DisclosurePolicy {
  readonly #catalogues: CatalogueShelf
  readonly #node: { readonly demo: boolean }
  readonly #tables = new Map<string, DecisionTable>()

  constructor(catalogues: CatalogueShelf, node: { readonly demo: boolean }) {
    this.#catalogues = catalogues
    this.#node = node
  }

  /**
   * By the catalogue in force, or one of before. Decided before anything is looked up, so that no refusal says whether
   * anybody is known.
   */
  judge(asking: Asking, shelved: ShelvedCatalogue = this.#catalogues.current()): Verdict & DecidedBy {
    const { version, catalogue } = shelved
    const table = this.#tables.get(version) ?? new DecisionTable(catalogue, this.#node)
    if (this.#tables.size >= TABLES_MAX) this.#tables.clear()
    this.#tables.set(version, table)
    return { ...verdictOf(table, catalogue, asking), version, catalogue }
  }
}

/** Where nothing is shown, the reason is the one that most kinds of records about such a subject have. */
export function verdictOf(table: DecisionTable, catalogue: Catalogue, asking: Asking): Verdict {
  const { views } = catalogue.disclosure
  const decided = catalogue.recordTypes.flatMap((type) =>
    polarities.map((polarity) => {
      const of = { type: type.code, polarity }
      return { type, of, decision: table.decide({ ...asking, ...of }) }
    }),
  )
  const shown = decided.flatMap(({ of, decision }) =>
    decision.opens === null ? [] : [{ ...of, line: decision.line.code }],
  )
  // The loader refuses a table in which one asking opens two views.
  const opens = decided.find(({ decision }) => decision.opens !== null)?.decision.opens
  const view = views.find((one) => one.code === opens)
  if (view) return { refuses: null, view, shown }
  const taking = decided.filter(({ type }) => type.subjectKinds.includes(asking.subjectKind))
  const reasons = (taking.length > 0 ? taking : decided).map(({ decision }) => decision.refuses ?? CLOSED)
  return { refuses: mostFrequent(reasons) ?? CLOSED, shown: [] }
}

const CLOSED = 'VIEW_NOT_PROVIDED'

function mostFrequent<T>(values: readonly T[]): T | undefined {
  const count = (value: T): number => values.filter((one) => one === value).length
  return values.toSorted((a, b) => count(b) - count(a))[0]
}
