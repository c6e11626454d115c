// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { SubjectKind } from '../catalogue/index.ts'
import { checkIdentifier, residentId15To18, type SchemeCode, subjectKindOf } from '../identifiers/index.ts'
import { unknownSubject } from '../inquiries/index.ts'
import { type DirectoryIdentifier, findIdentifiers, type PersonIndex } from '../subjects/index.ts'

/** Numbers by which somebody may be asked about; of natural persons the exact number, and nothing else. */
export const askedSchemes = ['cn.uscc', 'cn.orgcode', 'cn.bizreg', 'cn.rid'] as const satisfies SchemeCode[]

/** Whom a question is about. */
export type NamedSubject = {
  /** Of a number that names nobody here: an id that no subject has, the same each time. */
  readonly subjectId: SubjectId
  readonly known: boolean
  /** What the number says; what the subject is may differ, and is read later. */
  readonly kind: SubjectKind
}

/**
 * Looks in the directory for the exact number. A number in a form that names nobody is refused; one that nobody here
 * bears is not: whoever may not know who is known gets the same answer either way.
 * @throws Refusal SUBJECT_NUMBER_INVALID
 */
export async function nameSubject(
  on: { readonly query: Query },
  persons: PersonIndex,
  number: { readonly scheme: string; readonly value: string },
  node: { readonly demo: boolean },
): Promise<NamedSubject> {
  const scheme = askedSchemes.find((one) => one === number.scheme)
  if (!scheme) throw refuse('SUBJECT_NUMBER_INVALID')
  const { normalised, valid } = checkIdentifier(scheme, number.value, node)
  const kind = valid ? subjectKindOf(scheme, normalised) : null
  if (kind === null) throw refuse('SUBJECT_NUMBER_INVALID')
  const identifier = directoryForm(scheme, normalised, persons)
  const [found] = await findIdentifiers(on, [identifier])
  return {
    subjectId: found?.subjectId ?? unknownSubject(identifier),
    known: found !== undefined,
    kind,
  }
}

function directoryForm(scheme: SchemeCode, value: string, persons: PersonIndex): DirectoryIdentifier {
  if (scheme !== 'cn.rid') return { scheme, value }
  const whole = value.length === 15 ? (residentId15To18(value) ?? value) : value
  return persons.blind({ scheme, value: whole })
}
