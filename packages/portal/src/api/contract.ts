// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { components } from './__generated__/schema.ts'

/**
 * What the node answers: names for the shapes generated from its OpenAPI description. Nothing else in the portal
 * names a field of the wire but `read-report.ts`.
 */
type Schemas = components['schemas']

export type Bilingual = Schemas['BilingualText']
export type Identifier = Schemas['Identifier']
export type FoundOrganisation = Schemas['FoundOrganisation']
export type SearchAnswer = Schemas['SearchAnswer']
export type TypeAbout = Schemas['AboutRecordType']
export type FieldAbout = TypeAbout['fields'][string]
export type Basis = TypeAbout['basis'][number]
export type Confidence = Basis['confidence']
export type Report = Schemas['Report']
export type WireRecord = Schemas['PublicRecord']
export type FieldValue = WireRecord['fields'][string]
export type LegalDocument = NonNullable<WireRecord['document']>
export type Polarity = WireRecord['polarity']
export type Severity = NonNullable<WireRecord['severity']>
export type SubjectKind = Report['kind']
export type Source = Report['sources'][string]
export type NodeStatus = Schemas['Status']
export type Example = NodeStatus['examples'][number]
export type LogStanding = Schemas['LogStanding']
export type Problem = Schemas['Problem']
export type Furnisher = Schemas['Furnisher']
export type BatchLine = Schemas['BatchLine']
export type BatchLines = Schemas['BatchLines']
export type BatchState = Schemas['Batch']
export type BatchAccepted = Schemas['BatchAccepted']
export type FileColumn = Schemas['FileColumn']
export type RowFindings = Schemas['RowFindings']
export type RowFault = RowFindings['faults'][number]
export type FindingsAnswer = Schemas['Findings']
export type FaultCounts = Schemas['FaultCounts']
export type CheckedRows = Schemas['CheckedRows']
export type MendedRow = Schemas['MendedRows']['rows'][number]
export type QuarantinedRow = Schemas['QuarantinedRow']
export type QuarantinePage = Schemas['QuarantinePage']
export type QuarantineState = QuarantinedRow['state']
export type ReleaseProposal = Schemas['ReleaseProposal']
export type ReleaseGround = ReleaseProposal['ground']
export type NoticeLine = Schemas['Notice']
export type LinkedSubject = Schemas['LinkedSubject']
export type LinkComparison = Schemas['LinkComparison']
export type LinkProposal = Schemas['LinkProposal']
export type LinkProposals = Schemas['LinkProposals']
export type LinkHistory = Schemas['LinkHistory']
export type LinkGround = LinkHistory['grounds'][number]
export type LinkAct = LinkProposal['act']
export type LinkEvidence = LinkProposal['evidence'][number]
export type Likeness = LinkProposal['likeness'][number]
