// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Query } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { type RecordType, storedCodes } from '../catalogue/index.ts'
import type { DirectoryIdentifier, SubjectResolver } from '../subjects/index.ts'
import type { RowVerdict } from './judge-row.ts'
import {
  type DayOfSubject,
  findBeforeFounding,
  findFoundedAfterAdverse,
  listHeldNumbers,
  listLinkedPairs,
} from './stored-check-store.ts'

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
 * of the database as it is while the file is judged. Cheap where nothing is amiss: numbers that are new and subjects
 * that stand alone cost one look-up.
 */
export async function checkStored(
  { on, subjects }: { readonly on: { readonly query: Query }; readonly subjects: SubjectResolver },
  source: { readonly furnisherId: number; readonly type: RecordType },
  probes: readonly StoredProbe[],
): Promise<StoredFinding[]> {
  if (probes.length === 0) return []
  const { type, furnisherId } = source
  const rules = new Map(type.stored.map((rule) => [rule.kind, rule]))
  const owners = await subjects.find(probes.map((probe) => probe.identifier))
  const held = rules.has('number-of-another')
    ? await listHeldNumbers(
        on,
        { furnisherId, type: type.code },
        probes.map((probe) => probe.number),
      )
    : []
  const strange = held.filter(({ place, subjectId }) => owners[place] !== subjectId)
  const founding = rules.get('before-founding')
  const asksDays = founding !== undefined || rules.has('founded-after-adverse')
  const linked = await readTogether(on, asksDays ? owners : strange.map(({ place }) => owners[place] ?? null))
  const days = asksDays ? daysOf(probes, owners, linked) : []
  const found = {
    'number-of-another': strange
      .filter(({ place, subjectId }) => !linked(owners[place]).includes(subjectId))
      .map(({ place }) => probes[place]?.place ?? 0),
    'before-founding':
      founding?.kind === 'before-founding' && days.length > 0
        ? await findBeforeFounding(on, founding.registrations, days)
        : [],
    'founded-after-adverse':
      rules.has('founded-after-adverse') && days.length > 0 ? await findFoundedAfterAdverse(on, days) : [],
  }
  return [...rules.values()].flatMap(({ kind, rule, weight }) =>
    found[kind].map((place) => ({ place, code: storedCodes[kind], rule, weight })),
  )
}

type ReadTogether = (subject: SubjectId | null | undefined) => readonly SubjectId[]

/** The subject itself and those it is linked with. */
async function readTogether(
  on: { readonly query: Query },
  subjects: readonly (SubjectId | null)[],
): Promise<ReadTogether> {
  const ids = [...new Set(subjects.filter((id) => id !== null))]
  const others = new Map<SubjectId, SubjectId[]>()
  for (const { one, other } of ids.length > 0 ? await listLinkedPairs(on, ids) : [])
    others.set(one, [...(others.get(one) ?? []), other])
  return (subject) => (subject ? [subject, ...(others.get(subject) ?? [])] : [])
}

function daysOf(
  probes: readonly StoredProbe[],
  owners: readonly (SubjectId | null)[],
  linked: ReadTogether,
): DayOfSubject[] {
  return probes.flatMap(({ place, eventOn }, i) =>
    eventOn === null ? [] : linked(owners[i]).map((subjectId) => ({ place, subjectId, onDay: eventOn })),
  )
}
