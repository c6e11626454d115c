// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { completeBusinessRegistration } from './business-registration.ts'
export { checkIdentifier } from './check-identifier.ts'
export { isConfirmable } from './confirmable.ts'
export { countDigits, type FoundNumber, maskDigits, maskNumbers } from './digit-runs.ts'
export {
  coversDivision,
  DEMO_DIVISION,
  type Division,
  divisionName,
  divisionsNamed,
  findDivision,
  hasProvince,
  listDivisions,
} from './division.ts'
export { findBankCards, findMobileNumbers } from './find-accounts.ts'
export { findResidentIds } from './find-resident-ids.ts'
export {
  type IdentifierFaultCode,
  type IdentifierNoteCode,
  identifierFaults,
  identifierMessages,
  identifierNotes,
} from './identifier-messages.ts'
export { lacksLeadingZeros } from './leading-zeros.ts'
export { normaliseIdentifier } from './normalise.ts'
export { completeOrganisationCode } from './organisation-code.ts'
export { personNumber } from './person-number.ts'
export { type Recognition, recogniseIdentifier } from './recognise-identifier.ts'
export { birthDayOfResidentId, completeResidentId, holdsResidentId, residentId15To18 } from './resident-id.ts'
export {
  type CheckOptions,
  type IdentifierCheck,
  isSchemeCode,
  type SchemeCode,
  schemeCodes,
} from './scheme.ts'
export { type NumberedKind, subjectKindOf } from './subject-kind.ts'
export { type IdentifierSuggestion, suggestIdentifiers } from './suggest-identifiers.ts'
export { organisationCodeOfTaxpayer } from './taxpayer.ts'
export { completeUscc, isIssuedShape, organisationCodeOfUscc } from './uscc.ts'
