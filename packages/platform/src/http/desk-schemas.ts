// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Static, Type } from '@sinclair/typebox'
import { releaseGrounds } from '../modules/collection/index.ts'
import {
  Bilingual,
  Day,
  Instant,
  Language,
  nullable,
  oneOf,
  QuarantineState,
  RowFindings,
} from './schemas.ts'

const Id = Type.String({ maxLength: 36 })
const RowNo = Type.Integer({ minimum: 1, maximum: 2_000_000_000 })
const Rows = Type.Array(RowNo, { minItems: 1, maxItems: 100, description: 'As a spreadsheet numbers them' })
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 }))
const closed = { additionalProperties: false } as const

export const Furnisher = Type.Object(
  {
    code: Type.String(),
    name: Bilingual,
    division: Type.String(),
    holder: nullable(Type.String({ description: 'The account behind the key; null for a machine' })),
    scopes: Type.Array(Type.String()),
    types: Type.Array(
      Type.Object({
        code: Type.String(),
        title: Bilingual,
        draft: Type.Boolean(),
        profiles: Type.Array(Type.Object({ code: Type.String(), title: Bilingual })),
      }),
      { description: 'What the body may furnish, and the profiles for it' },
    ),
  },
  { $id: 'Furnisher' },
)

export const BatchesQuery = Type.Composite(
  [Language, Type.Object({ before: Type.Optional(Id), limit: Limit })],
  closed,
)
export type BatchesQuery = Static<typeof BatchesQuery>

export const BatchLine = Type.Object(
  {
    id: Type.String(),
    state: oneOf(['received', 'judging', 'merging', 'completed', 'refused']),
    type: Type.String(),
    profile: Type.String(),
    door: Type.String(),
    receivedAt: Instant,
    completedAt: nullable(Instant),
    bytes: Type.Integer(),
    rows: nullable(Type.Integer()),
    faulty: nullable(Type.Integer()),
    refusal: nullable(Type.String()),
    correctsBatchId: nullable(Type.String()),
  },
  { $id: 'BatchLine' },
)
export const BatchLines = Type.Object(
  {
    items: Type.Array(Type.Ref(BatchLine)),
    next: nullable(Type.String({ description: 'Give it as `before` for the next page' })),
  },
  { $id: 'BatchLines' },
)

export const FaultCounts = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        code: Type.String(),
        rule: nullable(Type.String()),
        field: nullable(Type.String()),
        weight: oneOf(['fault', 'note']),
        rows: Type.Integer(),
        says: Bilingual,
      }),
    ),
  },
  { $id: 'FaultCounts' },
)

const MendedRow = Type.Object(
  { row: RowNo, cells: Type.Array(Type.String({ maxLength: 65_536 }), { minItems: 1, maxItems: 500 }) },
  closed,
)
export const MendedRows = Type.Object(
  { rows: Type.Array(MendedRow, { minItems: 1, maxItems: 100 }) },
  { $id: 'MendedRows', ...closed },
)
export type MendedRows = Static<typeof MendedRows>

export const CheckedRows = Type.Object(
  {
    faults: Type.Array(Type.Ref(RowFindings), { description: 'Empty: every row would be taken' }),
    notes: Type.Array(Type.Ref(RowFindings)),
  },
  { $id: 'CheckedRows' },
)

export const QuarantineQuery = Type.Composite(
  [
    Language,
    Type.Object({
      state: Type.Optional(QuarantineState),
      batch: Type.Optional(Id),
      holder: Type.Optional(Type.String({ maxLength: 32 })),
      after: Type.Optional(Type.String({ maxLength: 64, description: '`next` of the page before' })),
      limit: Limit,
    }),
  ],
  closed,
)
export type QuarantineQuery = Static<typeof QuarantineQuery>

export const QuarantinedRow = Type.Object(
  {
    batch: Type.String(),
    row: Type.Integer(),
    type: Type.String(),
    codes: Type.Array(Type.Object({ code: Type.String(), says: Bilingual })),
    state: QuarantineState,
    enteredOn: Day,
    ageDays: Type.Integer(),
    expireOn: nullable(Day),
    holder: nullable(Type.String()),
    releasable: Type.Boolean({ description: 'Whether two officers may release it as it is' }),
    leftAt: nullable(Instant),
    leftBy: nullable(Type.Object({ batch: Type.String(), row: Type.Integer() })),
  },
  { $id: 'QuarantinedRow' },
)
export const QuarantinePage = Type.Object(
  { items: Type.Array(Type.Ref(QuarantinedRow)), next: nullable(Type.String()) },
  { $id: 'QuarantinePage' },
)

export const RowAssignment = Type.Object(
  { batch: Id, rows: Rows, holder: nullable(Type.String({ maxLength: 32 })) },
  { $id: 'RowAssignment', ...closed },
)
export type RowAssignment = Static<typeof RowAssignment>
export const RowsAssigned = Type.Object({ rows: Type.Integer() }, { $id: 'RowsAssigned' })

export const NewRelease = Type.Object(
  { batch: Id, rows: Rows, ground: oneOf(releaseGrounds) },
  { $id: 'NewRelease', ...closed },
)
export type NewRelease = Static<typeof NewRelease>

export const ReleaseProposal = Type.Object(
  {
    id: Type.String(),
    batch: Type.String(),
    rows: Type.Array(Type.Integer()),
    ground: oneOf(releaseGrounds),
    proposer: Type.String(),
    proposedAt: Instant,
    expiresAt: Instant,
  },
  { $id: 'ReleaseProposal' },
)
export const ReleaseProposals = Type.Object(
  { items: Type.Array(Type.Ref(ReleaseProposal)) },
  { $id: 'ReleaseProposals' },
)
export const ReleaseParams = Type.Object({ id: Id })
export const ReleaseProposed = Type.Object({ id: Type.String() }, { $id: 'ReleaseProposed' })
export const ReleaseDeclined = Type.Object({ declined: Type.Boolean() }, { $id: 'ReleaseDeclined' })

export const NoticesQuery = Type.Composite(
  [Language, Type.Object({ before: Type.Optional(Id), limit: Limit })],
  closed,
)
export type NoticesQuery = Static<typeof NoticesQuery>

export const Notice = Type.Object(
  {
    id: Type.String(),
    kind: Type.String(),
    says: Bilingual,
    hint: nullable(Bilingual),
    batch: nullable(Type.String()),
    writtenAt: Instant,
  },
  { $id: 'Notice' },
)
export const Notices = Type.Object(
  { items: Type.Array(Type.Ref(Notice)), next: nullable(Type.String()) },
  { $id: 'Notices' },
)

/** What the desk adds to the description. */
export const deskSchemas = [
  Furnisher,
  BatchLine,
  BatchLines,
  FaultCounts,
  MendedRows,
  CheckedRows,
  QuarantinedRow,
  QuarantinePage,
  RowAssignment,
  RowsAssigned,
  NewRelease,
  ReleaseProposal,
  ReleaseProposals,
  ReleaseProposed,
  ReleaseDeclined,
  Notice,
  Notices,
] as const
