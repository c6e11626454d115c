// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export {
  type Basis,
  type Catalogue,
  type CodeItem,
  type Confidence,
  type ContentKind,
  type ContentRule,
  findParameter,
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
  type ProhibitedContent,
  type PublicityClass,
  type PublicityRegime,
  type Purpose,
  restsOnRecalledLaw,
  type Severity,
  severities,
} from './catalogue.ts'
export { catalogueFaults } from './catalogue-faults.ts'
export { catalogueRefusals } from './catalogue-refusals.ts'
export {
  CatalogueShelf,
  digestPart,
  layoutOf,
  openFieldCodes,
  openSchemes,
  type ShelvedCatalogue,
} from './catalogue-shelf.ts'
export { catalogueVersionWitness } from './catalogue-witness.ts'
export {
  areApart,
  type Decision,
  DecisionTable,
  partsUnfit,
  polarities,
  type Question,
  type Shut,
  subjectKinds,
  whyShut,
} from './decision-table.ts'
export { deriveSeverity, type PenaltyFacts } from './derive-severity.ts'
export { type DescribedType, describeRules } from './describe-rules.ts'
export { type CatalogueChange, diffCatalogues } from './diff-catalogues.ts'
export {
  type BasisKind,
  basisKinds,
  type DisclosureRules,
  isRefusing,
  type LineRefusal,
  type Mask,
  type OpeningLine,
  type RefusingLine,
  type View,
  type ViewCode,
  viewCodes,
} from './disclosure-rules.ts'
export { foldSpelling } from './fold-spelling.ts'
export { compileRecordType, compileWithdrawal, type JudgeSetting } from './judge-payload.ts'
export { type CatalogueInspection, inspectCatalogue, loadCatalogue } from './load-catalogue.ts'
export { type PeriodDays, parsePeriod, periodForm } from './period.ts'
export { type PublicityInput, type PublicityTerm, personsPublicity, publicityTerm } from './publicity-term.ts'
export { familiesOf, type QualityRule, qualityRules, type RuleFamily, storedCodes } from './quality-rules.ts'
export type { Problem } from './read-catalogue-files.ts'
export {
  type ConsistencyRule,
  type FieldKind,
  type FieldLabel,
  type FieldSpec,
  type FurnisherRule,
  isListing,
  type PeriodKind,
  type Polarity,
  type RecordType,
  type RuleWeight,
  type StoredRule,
  type SubjectKind,
} from './record-type.ts'
export type {
  CellMasks,
  HeaderVerdict,
  JudgedRow,
  Payload,
  RowFault,
  RowJudge,
  StatedIdentifier,
} from './row-judge.ts'
export { isAboutPerson } from './row-readings.ts'
export { splitFields } from './split-fields.ts'
export { type ViewField, viewFields } from './view-fields.ts'
export { withdrawalForm, withdrawalProfile, withdrawalReasonField } from './withdrawal-form.ts'
