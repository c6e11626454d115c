// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { FurnisherRule, RecordType } from '../catalogue/index.ts'

/** What of a furnisher the rules of a type look at. */
export type FurnisherFacts = { readonly functions: readonly string[]; readonly division: string }

/** The rules of the type under which this body may furnish it; none: it may not. */
export function rulesFor(type: RecordType, functions: readonly string[]): FurnisherRule[] {
  return type.furnishers.filter((rule) => functions.includes(rule.function))
}

/** The body owns registration: its row confirms a number that was issued although a check fails. */
export function registersFor(type: RecordType, { functions }: FurnisherFacts): boolean {
  return rulesFor(type, functions).some((rule) => rule.ownsRegistration)
}

/** The division its records must be of; null where one of its functions lets it furnish for any. */
export function regionOf(type: RecordType, { functions, division }: FurnisherFacts): string | null {
  return rulesFor(type, functions).some((rule) => rule.region === 'anywhere') ? null : division
}
