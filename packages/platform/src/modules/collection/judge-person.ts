// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addYears, type CivilDate } from '../../kernel/civil-date.ts'
import {
  isAboutPerson,
  isListing,
  type JudgedRow,
  type RecordType,
  type RowFault,
} from '../catalogue/index.ts'
import { birthDayOfResidentId } from '../identifiers/index.ts'
import { type Identity, isForPersons } from './judge-identity.ts'

const ADULT_YEARS = 18

export type PersonVerdict = {
  readonly faults: readonly RowFault[]
  /** Under eighteen on the day of the fact. */
  readonly isMinor: boolean
}

/** The kind a row states and the numbers it gives must agree; a minor is put on no list. */
export function judgePerson(
  judged: JudgedRow,
  type: RecordType,
  identity: Identity,
  receivedOn: CivilDate,
): PersonVerdict {
  const faults: RowFault[] = []
  const aboutPerson = isAboutPerson(type, judged.payload)
  const wrong =
    type.subjectKinds.includes('person') &&
    judged.identifierFields.find(({ field }) => isForPersons(type, field) !== aboutPerson)
  if (wrong) faults.push(fault('PRS-KIND-DISAGREES', type, wrong))
  const isMinor = identity.kind === 'person' && isMinorOn(identity, dayOfFact(judged) ?? receivedOn)
  if (isMinor && isListing(type)) faults.push(fault('PRS-MINOR-LISTED', type, judged.identifierFields[0]))
  return { faults, isMinor }
}

function dayOfFact(judged: JudgedRow): CivilDate | null {
  return judged.eventOn ?? judged.document?.on ?? judged.validFrom
}

/**
 * Who is under eighteen on the day is a minor. recalled: a year of age is complete on the day after the birthday; where
 * that is wrong, a minor is protected for one day more.
 * @statute 个人信息保护法 28 — protects those under fourteen; the limit here (L08) is stricter and covers all minors
 */
function isMinorOn({ identifier }: Identity, day: CivilDate): boolean {
  const born = identifier && birthDayOfResidentId(identifier.value)
  return born !== null && day <= addYears(born, ADULT_YEARS)
}

type Stated = JudgedRow['identifierFields'][number]

function fault(code: string, type: RecordType, stated: Stated | undefined): RowFault {
  return {
    code,
    rule: type.personWhen?.rule ?? null,
    column: stated?.column ?? null,
    field: stated?.field ?? null,
    facts: {},
  }
}
