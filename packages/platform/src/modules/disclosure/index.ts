// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

export { type Answered, type Asked, type AskedBasis, Questions } from './ask.ts'
export { type Asking, DisclosurePolicy, type Shown, type Verdict, verdictOf } from './disclosure-policy.ts'
export { disclosureRefusals } from './disclosure-refusals.ts'
export { type ExplainedLine, type Explanation, explainDecision } from './explain-decision.ts'
export {
  type ComparedSubjects,
  compareSubjects,
  type DescribedHistory,
  type DescribedSubject,
  listComparedProposals,
  readLinkHistory,
} from './link-desk.ts'
export { type Moment, parseMoment } from './moment.ts'
export { askedSchemes } from './name-subject.ts'
export { policyMatrix } from './policy-matrix.ts'
export type { ReportGrant } from './prepared-view.ts'
export { type ComposedReport, PublicReports } from './public-report.ts'
export { publicReportStatements } from './public-report-statement.ts'
export { type NodeCounts, PublicStatus } from './public-status.ts'
export type { Replayed } from './replay-report.ts'
export { type BesideAsked, type Report, type ReportMoment, Reports } from './reports.ts'
export { sealPublicReport } from './seal-public-report.ts'
export { type FoundOrganisation, OrganisationSearch, type SearchPage } from './search-organisations.ts'
export { type Audience, audiencesOf, viewMatrix } from './view-matrix.ts'
