// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { completeBusinessRegistration } from './business-registration.ts'
export { checkIdentifier } from './check-identifier.ts'
export { isConfirmable } from './confirmable.ts'
export { DEMO_DIVISION, type Division, divisionName, findDivision, listDivisions } from './division.ts'
export {
  type IdentifierFaultCode,
  type IdentifierNoteCode,
  identifierFaults,
  identifierMessages,
  identifierNotes,
} from './identifier-messages.ts'
export { normaliseIdentifier } from './normalise.ts'
export { completeOrganisationCode } from './organisation-code.ts'
export { type Recognition, recogniseIdentifier } from './recognise-identifier.ts'
export { residentId15To18 } from './resident-id.ts'
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
