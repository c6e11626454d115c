// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database, Tx } from '../../kernel/db/database.ts'
import { newId, type SubjectId } from '../../kernel/ids.ts'
import { present } from '../../kernel/refusal.ts'
import type { DirectoryIdentifier, ResolvedSubject, SubjectClaim, SubjectKind } from './subject.ts'
import { type DirectoryRow, findIdentifiers, insertIdentifiers, insertSubjects } from './subject-store.ts'

const REMEMBERED_MAX = 400_000

type Candidate = DirectoryRow & { readonly kind: SubjectKind }
type Known = Map<string, SubjectId>

/**
 * Ties numbers to subjects, many at once. A number never changes its subject, so what was read once is
 * remembered; only numbers kept in clear are: a person's, blind as it is, is asked for anew, since it may be erased.
 */
export class SubjectResolver {
  readonly #database: Database
  readonly #known: Known = new Map()

  constructor(database: Database) {
    this.#database = database
  }

  /** In the order of the claims. New numbers make new subjects; two callers at once agree on one. */
  async resolve(claims: readonly SubjectClaim[]): Promise<{ subjects: ResolvedSubject[]; made: number }> {
    // What these claims need is copied before the first await: another call may empty the memory meanwhile.
    const known = this.#knownOf(claims)
    const missing = this.#missing(claims, known)
    let made = 0
    if (missing.length > 0) {
      const settled = await this.#database.transact((tx) => settle(tx, missing))
      for (const row of settled.rows) known.set(keyOf(row), row.subjectId)
      this.#remember(settled.rows)
      made = settled.made
    }
    return { subjects: claims.map((claim) => resolved(claim, known)), made }
  }

  /** Whose the numbers are, in their order; null for a number of nobody yet. Makes no subject. */
  async find(identifiers: readonly DirectoryIdentifier[]): Promise<(SubjectId | null)[]> {
    const owners = identifiers.map((identifier) => this.#known.get(keyOf(identifier)) ?? null)
    const missing = identifiers.filter((_, i) => owners[i] === null)
    if (missing.length === 0) return owners
    const rows = await findIdentifiers(this.#database, missing)
    this.#remember(rows)
    const found = new Map(rows.map((row) => [keyOf(row), row.subjectId]))
    return owners.map((owner, i) => owner ?? found.get(keyOf(identifiers[i] as DirectoryIdentifier)) ?? null)
  }

  #knownOf(claims: readonly SubjectClaim[]): Known {
    const known: Known = new Map()
    for (const { identifier, computed } of claims) {
      for (const number of computed ? [identifier, computed] : [identifier]) {
        const subjectId = this.#known.get(keyOf(number))
        if (subjectId) known.set(keyOf(number), subjectId)
      }
    }
    return known
  }

  #missing(claims: readonly SubjectClaim[], known: Known): Candidate[] {
    const missing = new Map<string, Candidate>()
    for (const { kind, identifier, computed } of claims) {
      const own = known.get(keyOf(identifier)) ?? missing.get(keyOf(identifier))?.subjectId
      const subjectId = own ?? newId<SubjectId>(this.#database.clock.nowMs())
      for (const number of computed ? [identifier, computed] : [identifier]) {
        const key = keyOf(number)
        if (!known.has(key) && !missing.has(key)) missing.set(key, { ...number, subjectId, kind })
      }
    }
    return [...missing.values()]
  }

  #remember(rows: readonly DirectoryRow[]): void {
    if (this.#known.size > REMEMBERED_MAX) this.#known.clear()
    for (const row of rows) {
      if ((row.generation ?? 0) === 0) this.#known.set(keyOf(row), row.subjectId)
    }
  }
}

function resolved(claim: SubjectClaim, known: Known): ResolvedSubject {
  const subjectId = present(known.get(keyOf(claim.identifier)), 'every claimed number has a subject')
  const other = claim.computed ? known.get(keyOf(claim.computed)) : undefined
  return { subjectId, sameAs: other && other !== subjectId ? other : null }
}

async function settle(
  tx: Tx,
  missing: readonly Candidate[],
): Promise<{ rows: DirectoryRow[]; made: number }> {
  const found = await findIdentifiers(tx, missing)
  const foundKeys = new Set(found.map(keyOf))
  // One order for all writers, or two batches that bring the same numbers lock each other out.
  const fresh = missing
    .filter((candidate) => !foundKeys.has(keyOf(candidate)))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  if (fresh.length === 0) return { rows: found, made: 0 }
  await insertIdentifiers(tx, fresh)
  // A second statement, because the first cannot see what another transaction won.
  const winners = await findIdentifiers(tx, fresh)
  const winning = new Set(winners.map((row) => row.subjectId))
  const made = await insertSubjects(
    tx,
    fresh.filter((candidate) => winning.has(candidate.subjectId)),
  )
  return { rows: [...found, ...winners], made }
}

function keyOf(identifier: DirectoryIdentifier): string {
  return `${identifier.scheme} ${identifier.generation ?? 0} ${identifier.value}`
}
