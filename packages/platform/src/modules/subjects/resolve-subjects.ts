// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database, Tx } from '../../kernel/db/database.ts'
import { newId, type SubjectId } from '../../kernel/ids.ts'
import { present } from '../../kernel/refusal.ts'
import type { DirectoryIdentifier, ResolvedSubject, SubjectClaim, SubjectKind } from './subject.ts'
import { type DirectoryRow, findIdentifiers, insertIdentifiers, insertSubjects } from './subject-store.ts'

const REMEMBERED_MAX = 400_000

type Candidate = DirectoryRow & { readonly kind: SubjectKind }

/** Numbers and whose they are; by scheme first, so that no key has to be put together for each look. */
class KnownNumbers {
  readonly #spaces = new Map<string, Map<string, SubjectId>>()
  #size = 0

  get size(): number {
    return this.#size
  }

  get(identifier: DirectoryIdentifier): SubjectId | undefined {
    return this.#spaces.get(spaceOf(identifier))?.get(identifier.value)
  }

  set(identifier: DirectoryIdentifier, subjectId: SubjectId): void {
    const space = spaceOf(identifier)
    const numbers = this.#spaces.get(space) ?? new Map<string, SubjectId>()
    this.#size -= numbers.size
    numbers.set(identifier.value, subjectId)
    this.#size += numbers.size
    this.#spaces.set(space, numbers)
  }

  clear(): void {
    this.#spaces.clear()
    this.#size = 0
  }
}

function spaceOf({ scheme, generation }: DirectoryIdentifier): string {
  return generation ? `${scheme} ${generation}` : scheme
}

/**
 * Ties numbers to subjects, many at once. A number never changes its subject, so what was read once is
 * remembered; only numbers kept in clear are: a person's, blind as it is, is asked for anew, since it may be erased.
 */
export class SubjectResolver {
  readonly #database: Database
  readonly #known = new KnownNumbers()

  constructor(database: Database) {
    this.#database = database
  }

  /** In the order of the claims. New numbers make new subjects; two callers at once agree on one. */
  async resolve(claims: readonly SubjectClaim[]): Promise<{ subjects: ResolvedSubject[]; made: number }> {
    // What these claims need is copied before the first await: another call may empty the memory meanwhile.
    const known = new KnownNumbers()
    for (const { identifier, computed } of claims) {
      this.#copy(identifier, known)
      if (computed) this.#copy(computed, known)
    }
    const missing = this.#missing(claims, known)
    let made = 0
    if (missing.length > 0) {
      const settled = await this.#database.transact((tx) => settle(tx, missing))
      for (const row of settled.rows) known.set(row, row.subjectId)
      this.#remember(settled.rows)
      made = settled.made
    }
    return { subjects: claims.map((claim) => resolved(claim, known)), made }
  }

  /** Whose the numbers are, in their order; null for a number of nobody yet. Makes no subject. */
  async find(identifiers: readonly DirectoryIdentifier[]): Promise<(SubjectId | null)[]> {
    const owners = identifiers.map((identifier) => this.#known.get(identifier) ?? null)
    const missing = identifiers.filter((_, i) => owners[i] === null)
    if (missing.length === 0) return owners
    const rows = await findIdentifiers(this.#database, missing)
    this.#remember(rows)
    const found = new KnownNumbers()
    for (const row of rows) found.set(row, row.subjectId)
    return owners.map((owner, i) => owner ?? found.get(identifiers[i] as DirectoryIdentifier) ?? null)
  }

  #copy(identifier: DirectoryIdentifier, to: KnownNumbers): void {
    const subjectId = this.#known.get(identifier)
    if (subjectId) to.set(identifier, subjectId)
  }

  #missing(claims: readonly SubjectClaim[], known: KnownNumbers): Candidate[] {
    const missing = new Map<string, Candidate>()
    for (const { kind, identifier, computed } of claims) {
      if (known.get(identifier) && (!computed || known.get(computed))) continue
      const own = known.get(identifier) ?? missing.get(keyOf(identifier))?.subjectId
      const subjectId = own ?? newId<SubjectId>(this.#database.clock.nowMs())
      for (const number of computed ? [identifier, computed] : [identifier]) {
        const key = keyOf(number)
        if (!known.get(number) && !missing.has(key)) missing.set(key, { ...number, subjectId, kind })
      }
    }
    return [...missing.values()]
  }

  #remember(rows: readonly DirectoryRow[]): void {
    if (this.#known.size > REMEMBERED_MAX) this.#known.clear()
    for (const row of rows) {
      if ((row.generation ?? 0) === 0) this.#known.set(row, row.subjectId)
    }
  }
}

function resolved(claim: SubjectClaim, known: KnownNumbers): ResolvedSubject {
  const subjectId = present(known.get(claim.identifier), 'every claimed number has a subject')
  const other = claim.computed ? known.get(claim.computed) : undefined
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
