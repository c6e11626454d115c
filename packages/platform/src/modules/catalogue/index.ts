// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export {
  type Basis,
  type Catalogue,
  type CodeItem,
  type Confidence,
  findRecordType,
  getProfile,
  getRecordType,
  type IdentifierScheme,
  isInert,
  type Jurisdiction,
  type JurisdictionParameter,
  type LegalBasis,
  type PenaltyKind,
  type PenaltyScale,
  type Profile,
  type ProfileHeading,
  type PublicityClass,
  type PublicityRegime,
  type Purpose,
  type Severity,
  severities,
} from './catalogue.ts'
export { catalogueFaults } from './catalogue-faults.ts'
export { catalogueRefusals } from './catalogue-refusals.ts'
export { CatalogueShelf, layoutOf, openFieldCodes, type ShelvedCatalogue } from './catalogue-shelf.ts'
export { deriveSeverity, type PenaltyFacts } from './derive-severity.ts'
export { type CatalogueChange, diffCatalogues } from './diff-catalogues.ts'
export { compileRecordType, compileWithdrawal } from './judge-payload.ts'
export { type CatalogueInspection, inspectCatalogue, loadCatalogue } from './load-catalogue.ts'
export { type PeriodDays, parsePeriod, periodForm } from './period.ts'
export { type PublicityInput, type PublicityTerm, publicityTerm } from './publicity-term.ts'
export type { Problem } from './read-catalogue-files.ts'
export type {
  FieldKind,
  FieldLabel,
  FieldSpec,
  FurnisherRule,
  PeriodKind,
  Polarity,
  RecordType,
  SubjectKind,
} from './record-type.ts'
export type { HeaderVerdict, JudgedRow, Payload, RowFault, RowJudge, StatedIdentifier } from './row-judge.ts'
export { splitFields } from './split-fields.ts'
export { withdrawalReasonField } from './withdrawal-form.ts'
