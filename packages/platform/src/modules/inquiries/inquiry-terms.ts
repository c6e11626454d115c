// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Catalogue, findParameter, type JurisdictionParameter } from '../catalogue/index.ts'

type Unit = JurisdictionParameter['unit']

/** A figure of the city's own; null where it sets none, and then what rests on it stays closed. */
export function termOf(catalogue: Catalogue, division: string, code: string, unit: Unit): number | null {
  const found = findParameter(catalogue, division, code)
  return found && found.unit === unit && typeof found.value === 'number' ? found.value : null
}

export type LodgingTerms = {
  /** Of a hundred lodged authorisations, of how many the signed document is demanded. */
  readonly samplePercent: number
  readonly documentWorkingDays: number
  /** Of a hundred documents due, how many may fail. */
  readonly failuresPercentMax: number
  /** How far back failures are counted. */
  readonly countedDays: number
}

/** Null: this city has no rule for lodging, and so nobody lodges. */
export function lodgingTerms(catalogue: Catalogue, division: string): LodgingTerms | null {
  const samplePercent = termOf(catalogue, division, 'lodged-sample', 'percent')
  const documentWorkingDays = termOf(catalogue, division, 'lodged-document', 'working-days')
  const failuresPercentMax = termOf(catalogue, division, 'lodged-failures', 'percent')
  const countedDays = termOf(catalogue, division, 'lodged-failures-counted', 'days')
  if (samplePercent === null || documentWorkingDays === null) return null
  if (failuresPercentMax === null || countedDays === null) return null
  return { samplePercent, documentWorkingDays, failuresPercentMax, countedDays }
}

/** The longest that a consent may hold. Ours, where the city sets none: a consent nobody remembers is none. */
export function authorisationYears(catalogue: Catalogue, division: string): number {
  return termOf(catalogue, division, 'authorisation-term', 'years') ?? 1
}
