// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Query } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { present, refuse } from '../../kernel/refusal.ts'
import type { Actor } from '../access/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import { checkIdentifier, residentId15To18, subjectKindOf } from '../identifiers/index.ts'
import type { KeyStore } from '../key-store/index.ts'
import { PersonIndex, type SubjectResolver } from '../subjects/index.ts'
import { assertLodgingOpen, lenderOf } from './lodging.ts'

/** The numbers by which consents are lodged. */
export const lodgedSchemes = ['cn.rid', 'cn.uscc'] as const
export type LodgedScheme = (typeof lodgedSchemes)[number]

export type LodgingContext = {
  readonly database: { readonly query: Query }
  readonly keys: Pick<KeyStore, 'personIndex'>
  readonly subjects: SubjectResolver
  readonly demo: boolean
}

/**
 * The subject of a number, for a lender that may lodge: made where it was not there, so that lodging tells nobody who
 * is known here. A person's number becomes its blind index before anything is asked of the database.
 * @throws Refusal SCOPE_MISSING, LODGING_NOT_YOURS, LODGING_CLOSED, IDENTIFIER_UNUSABLE
 */
export async function subjectToLodge(
  { database, keys, subjects, demo }: LodgingContext,
  actor: Actor,
  catalogue: Catalogue,
  number: { readonly scheme: LodgedScheme; readonly value: string },
  today: CivilDate,
): Promise<SubjectId> {
  await assertLodgingOpen(database, catalogue, lenderOf(actor), today)
  const { valid, normalised } = checkIdentifier(number.scheme, number.value, { demo })
  const kind = valid ? subjectKindOf(number.scheme, normalised) : null
  if (kind === null) throw refuse('IDENTIFIER_UNUSABLE')
  // The old number and the new one name one person: the directory has the new.
  const whole = normalised.length === 15 ? (residentId15To18(normalised) ?? normalised) : normalised
  const stated = { scheme: number.scheme, value: whole }
  const identifier = kind === 'person' ? new PersonIndex(keys.personIndex).blind(stated) : stated
  const found = await subjects.resolve([{ kind, identifier, computed: null }])
  return present(found.subjects[0], 'a number has its subject').subjectId
}
