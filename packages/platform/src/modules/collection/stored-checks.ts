// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Query } from '../../kernel/db/database.ts'
import { present } from '../../kernel/refusal.ts'
import { type RecordType, storedCodes } from '../catalogue/index.ts'
import { type DirectoryIdentifier, findIdentifiers } from '../subjects/index.ts'
import type { RowVerdict } from './judge-row.ts'
import { findStoredBreaches } from './stored-check-store.ts'

/** What the rules against stored records ask about one good row. */
export type StoredProbe = {
  readonly place: number
  readonly identifier: DirectoryIdentifier
  readonly number: string
  readonly eventOn: CivilDate | null
}

/** Null for a row that has faults, for it goes no further, and for a person's: nothing of theirs is asked in clear. */
export function probeOf(type: RecordType, place: number, verdict: RowVerdict): StoredProbe | null {
  const { judged, identifier, kind } = verdict
  if (type.stored.length === 0 || !judged || !identifier || kind === 'person') return null
  if (verdict.faults.length > 0) return null
  return { place, identifier, number: judged.number, eventOn: judged.eventOn }
}

export type StoredFinding = {
  readonly place: number
  readonly code: string
  readonly rule: string
  readonly weight: 'fault' | 'note'
}

/**
 * The family STO: what a row says against what this node has stored. Not part of the pure judge: asked once a run,
 * of the database as it is while the file is judged.
 */
export async function checkStored(
  on: { readonly query: Query },
  source: { readonly furnisherId: number; readonly type: RecordType },
  probes: readonly StoredProbe[],
): Promise<StoredFinding[]> {
  if (probes.length === 0) return []
  const { type, furnisherId } = source
  const founding = type.stored.find((rule) => rule.kind === 'before-founding')
  const kinds = {
    numberOfAnother: type.stored.some((rule) => rule.kind === 'number-of-another'),
    registrations: founding?.kind === 'before-founding' ? founding.registrations : null,
    adverse: type.stored.some((rule) => rule.kind === 'founded-after-adverse'),
  }
  const known = new Map(
    (
      await findIdentifiers(
        on,
        probes.map((probe) => probe.identifier),
      )
    ).map((row) => [`${row.scheme} ${row.value}`, row.subjectId]),
  )
  // A first load of a register meets nobody: then there is nothing to compare with.
  if (known.size === 0 && !kinds.numberOfAnother) return []
  const questions = probes.map(({ place, number, eventOn, identifier }) => ({
    place,
    number,
    eventOn,
    subjectId: known.get(`${identifier.scheme} ${identifier.value}`) ?? null,
  }))
  const asked = kinds.numberOfAnother ? questions : questions.filter((one) => one.subjectId !== null)
  const breaches = await findStoredBreaches(on, { furnisherId, type: type.code }, kinds, asked)
  return breaches.map(({ place, kind }) => {
    const { rule, weight } = present(
      type.stored.find((one) => one.kind === kind),
      'only the rules of the type were asked',
    )
    return { place, code: storedCodes[kind], rule, weight }
  })
}
