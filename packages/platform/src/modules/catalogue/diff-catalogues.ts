// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { canonicalise } from '@probity/verify'
import type { Catalogue } from './catalogue.ts'

export type CatalogueChange = {
  readonly part: string
  readonly code: string
  readonly change: 'added' | 'removed' | 'changed'
  /** Members that differ, for `changed`. */
  readonly members: readonly string[]
}

type Coded = { readonly code: string }

/** What a change of law changed: every datum added, removed or changed from `before` to `after`. */
export function diffCatalogues(before: Catalogue, after: Catalogue): readonly CatalogueChange[] {
  const byDivision = (catalogue: Catalogue): Coded[] =>
    catalogue.jurisdictions.map((one) => ({ ...one, code: one.division }))
  return [
    ...diffPart('legal-bases', before.legalBases, after.legalBases),
    ...diffPart('purposes', before.purposes, after.purposes),
    ...diffPart('identifier-schemes', before.identifierSchemes, after.identifierSchemes),
    ...diffPart('publicity', before.publicityRegimes, after.publicityRegimes),
    ...diffPart('penalty-kinds', scaleParts(before), scaleParts(after)),
    ...diffPart('record-types', before.recordTypes, after.recordTypes),
    ...diffPart('disclosure', linesOf(before), linesOf(after)),
    ...diffPart('profiles', before.profiles, after.profiles),
    ...diffPart('jurisdictions', byDivision(before), byDivision(after)),
  ]
}

function linesOf({ disclosure }: Catalogue): readonly Coded[] {
  return [...disclosure.views, ...disclosure.refusals, ...disclosure.openings]
}

function scaleParts(catalogue: Catalogue): readonly Coded[] {
  const { kinds, ...scale } = catalogue.penaltyScale
  return [{ code: 'scale', ...scale }, ...kinds]
}

function diffPart(part: string, before: readonly Coded[], after: readonly Coded[]): CatalogueChange[] {
  const old = new Map(before.map((one) => [one.code, one]))
  const now = new Map(after.map((one) => [one.code, one]))
  const changes: CatalogueChange[] = []
  for (const [code, one] of old) {
    const other = now.get(code)
    if (!other) changes.push({ part, code, change: 'removed', members: [] })
    else {
      const members = differingMembers(one, other)
      if (members.length > 0) changes.push({ part, code, change: 'changed', members })
    }
  }
  for (const code of now.keys()) {
    if (!old.has(code)) changes.push({ part, code, change: 'added', members: [] })
  }
  return changes
}

/** Canonical form: a version that comes back from the database has its members in another order. */
function differingMembers(a: Coded, b: Coded): string[] {
  const before = new Map<string, unknown>(Object.entries(a))
  const after = new Map<string, unknown>(Object.entries(b))
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].filter((name) => text(before.get(name)) !== text(after.get(name))).sort()
}

function text(value: unknown): string {
  return value === undefined ? '' : canonicalise(value)
}
