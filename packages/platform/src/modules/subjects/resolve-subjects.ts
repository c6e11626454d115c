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
 * remembered; only numbers kept in clear (organisations) are.
 */
export class SubjectResolver {
  readonly #database: Database
  readonly #known: Known = new Map()

  constructor(database: Database) {
    this.#database = database
  }

  /** In the order of the claims. New numbers make new subjects; two callers at once agree on one. */
  async resolve(claims: readonly SubjectClaim[]): Promise<{ subjects: ResolvedSubject[]; made: number }> {
    if (this.#known.size > REMEMBERED_MAX) this.#known.clear()
    const missing = this.#missing(claims)
    let made = 0
    if (missing.length > 0) {
      const settled = await this.#database.transact((tx) => settle(tx, missing))
      for (const row of settled.rows) this.#known.set(keyOf(row), row.subjectId)
      made = settled.made
    }
    return { subjects: claims.map((claim) => this.#resolved(claim)), made }
  }

  #missing(claims: readonly SubjectClaim[]): Candidate[] {
    const missing = new Map<string, Candidate>()
    for (const { kind, identifier, computed } of claims) {
      const own = this.#known.get(keyOf(identifier)) ?? missing.get(keyOf(identifier))?.subjectId
      const subjectId = own ?? newId<SubjectId>(this.#database.clock.nowMs())
      for (const number of computed ? [identifier, computed] : [identifier]) {
        const key = keyOf(number)
        if (!this.#known.has(key) && !missing.has(key)) missing.set(key, { ...number, subjectId, kind })
      }
    }
    return [...missing.values()]
  }

  #resolved(claim: SubjectClaim): ResolvedSubject {
    const subjectId = present(this.#known.get(keyOf(claim.identifier)), 'every claimed number has a subject')
    const other = claim.computed ? this.#known.get(keyOf(claim.computed)) : undefined
    return { subjectId, sameAs: other && other !== subjectId ? other : null }
  }
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
  return `${identifier.scheme} ${identifier.value}`
}
