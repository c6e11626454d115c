// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { SubjectId } from '../../kernel/ids.ts'
import { present } from '../../kernel/refusal.ts'
import { findRecordKeys, type SameSubject } from '../records/index.ts'
import type { CollectionContext } from './collection-context.ts'
import type { PreparedRun, ResolvedRun } from './judging-worker.ts'
import type { SealOrder } from './seal-rows.ts'

export type ResolvedRows = ResolvedRun & {
  readonly made: number
  readonly sameSubjects: readonly SameSubject[]
}

/**
 * Finds, for a run at once, whose each row is and, where something in it is to be sealed, with which key and for
 * which version. The version is a forecast: merging looks again, under its lock.
 */
export async function resolveRows(
  context: Pick<CollectionContext, 'database' | 'keys' | 'subjects'>,
  source: { readonly furnisherId: number; readonly type: string },
  { claims, sealing }: PreparedRun,
): Promise<ResolvedRows> {
  const { subjects, made } = await context.subjects.resolve(claims)
  const subjectIds = subjects.map((subject) => subject.subjectId)
  const sameSubjects = subjects.flatMap(({ subjectId, sameAs }) =>
    sameAs ? [{ joining: subjectId, other: sameAs }] : [],
  )
  return { subjectIds, seals: await orderSeals(context, source, subjectIds, sealing), made, sameSubjects }
}

async function orderSeals(
  { database, keys }: Pick<CollectionContext, 'database' | 'keys'>,
  source: { readonly furnisherId: number; readonly type: string },
  subjectIds: readonly SubjectId[],
  sealing: PreparedRun['sealing'],
): Promise<(SealOrder | null)[]> {
  const numbers = sealing.filter((number) => number !== null)
  if (numbers.length === 0) return sealing.map(() => null)
  const owners = subjectIds.filter((_, i) => sealing[i] !== null)
  const [opened, known] = await Promise.all([
    keys.getOrMake(owners),
    findRecordKeys(database, source, numbers),
  ])
  return sealing.map((number, i) => {
    if (number === null) return null
    const key = present(opened.get(subjectIds[i] as SubjectId), 'whoever is sealed for has a key')
    // A copy of its own: a pooled buffer would take its whole slab along to the worker.
    const before = known.get(number)
    return {
      key: new Uint8Array(key),
      recordId: before?.recordId ?? null,
      versionNo: (before?.versionNo ?? 0) + 1,
    }
  })
}
