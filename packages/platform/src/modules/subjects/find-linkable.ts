// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import { isUuid, type SubjectId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { checkIdentifier, findResidentIds, recogniseIdentifier, schemeCodes } from '../identifiers/index.ts'
import { findIdentifiers, findKinds } from './subject-store.ts'

const TEXT_MAX = 64

/**
 * The subject that an officer names, by its id or by any number of it. Only of organisations and individual
 * businesses: what may be a person's number is not even looked up.
 * @throws Refusal LINK_OF_PERSON, NUMBER_AMBIGUOUS, SUBJECT_UNKNOWN
 */
export async function findLinkable(on: { readonly query: Query }, text: string): Promise<SubjectId> {
  const given = text.trim().slice(0, TEXT_MAX)
  const ids = isUuid(given.toLowerCase()) ? [given.toLowerCase() as SubjectId] : await findByNumber(on, given)
  const kinds = await findKinds(on, ids)
  const [found, ...others] = ids.filter((id) => kinds.has(id) && kinds.get(id) !== 'person')
  if (found === undefined) throw refuse('SUBJECT_UNKNOWN')
  if (others.length > 0) throw refuse('NUMBER_AMBIGUOUS')
  return found
}

async function findByNumber(on: { readonly query: Query }, given: string): Promise<SubjectId[]> {
  if (recogniseIdentifier(given, { demo: true }).personal || findResidentIds(given).length > 0)
    throw refuse('LINK_OF_PERSON')
  const asked = schemeCodes
    .filter((scheme) => scheme !== 'cn.rid')
    .map((scheme) => ({ scheme, value: checkIdentifier(scheme, given, { demo: true }).normalised }))
    // Anybody's text: the database takes no NUL, and no number holds anything else either.
    .filter(({ value }) => /^[0-9A-Z]+$/.test(value))
  const found = await findIdentifiers(on, asked)
  return [...new Set(found.map((row) => row.subjectId))]
}
