// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { quarantineStates } from '../modules/collection/index.ts'

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'A day, YYYY-MM-DD' })
export const Instant = Type.String({ description: 'An instant, ISO 8601 in UTC' })
/** One `enum` in the description of the interface, where a union of literals would be a list of schemas. */
export const oneOf = <const T extends string>(
  values: readonly T[],
  about: { description?: string; default?: T } = {},
) => Type.Unsafe<T>({ type: 'string', enum: values, ...about })
const Kind = oneOf(['organisation', 'individual-business'])
const Polarity = oneOf(['positive', 'neutral', 'adverse'])
const FieldValue = Type.Union([Type.String(), Type.Number(), Type.Null()])

export const BilingualText = Type.Object(
  { zh: Type.String(), en: Type.String() },
  { $id: 'BilingualText', additionalProperties: false },
)
export const Bilingual = Type.Ref(BilingualText)

export const Identifier = Type.Object({ scheme: Type.String(), value: Type.String() }, { $id: 'Identifier' })
export const IdentifierSchema = Type.Ref(Identifier)

export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable; see the list of codes' }),
    detail: Type.String(),
    hint: Type.Optional(Type.String()),
    facts: Type.Record(Type.String(), Type.Unknown()),
    requestId: Type.String(),
  },
  { $id: 'Problem' },
)

export const Language = Type.Object({
  lang: Type.Optional(oneOf(['zh', 'en'], { description: 'Language of the sentence in a problem' })),
})

export const SearchQuery = Type.Composite(
  [
    Language,
    Type.Object({
      q: Type.String({
        maxLength: 400,
        description: 'A name or part of it (two characters at least), a USCC or an organisation code',
      }),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 20 })),
      after: Type.Optional(Type.String({ maxLength: 1000, description: '`next` of the page before' })),
    }),
  ],
  { additionalProperties: false },
)
export type SearchQuery = Static<typeof SearchQuery>

export const FoundOrganisation = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    kind: Kind,
    identifier: nullable(IdentifierSchema),
    registeredOn: nullable(Day),
    matched: oneOf(['identifier', 'name', 'similar']),
  },
  { $id: 'FoundOrganisation' },
)

export const SearchAnswer = Type.Object(
  {
    items: Type.Array(Type.Ref(FoundOrganisation)),
    next: nullable(Type.String({ description: 'Give it as `after` for the next page' })),
    day: Day,
  },
  { $id: 'SearchAnswer' },
)

export const OrganisationParams = Type.Object({
  id: Type.String({ maxLength: 64, description: 'Subject id, USCC or organisation code' }),
})
export const MomentQuery = Type.Composite(
  [
    Language,
    Type.Object({
      asOf: Type.Optional(
        Type.String({ maxLength: 10, description: 'As it was on this day; may only take away' }),
      ),
      knownAt: Type.Optional(
        Type.String({
          maxLength: 40,
          description: 'As known then: `tick:N` or an instant; may only take away',
        }),
      ),
    }),
  ],
  { additionalProperties: false },
)
export type MomentQuery = Static<typeof MomentQuery>

export const ReportQuery = Type.Composite(
  [
    MomentQuery,
    Type.Object({
      after: Type.Optional(Type.String({ maxLength: 200, description: 'The `next` of the page before' })),
    }),
  ],
  { additionalProperties: false },
)
export type ReportQuery = Static<typeof ReportQuery>

const ReportHead = {
  id: Type.String(),
  kind: Kind,
  name: Type.String(),
  formerNames: Type.Array(Type.String()),
  identifiers: Type.Array(IdentifierSchema),
  day: Day,
  asOf: Day,
  knownAt: nullable(Type.Integer()),
  tick: Type.Integer({ description: 'The last change of what this page shows' }),
  catalogueVersion: Type.String(),
}

export const PublicRecord = Type.Object(
  {
    id: Type.String(),
    version: Type.Integer(),
    type: Type.String(),
    polarity: Polarity,
    severity: nullable(oneOf(['minor', 'general', 'serious'])),
    eventOn: nullable(Day),
    validFrom: nullable(Day),
    validTo: nullable(Day),
    document: nullable(Type.Object({ number: Type.String(), on: Day, body: Type.String() })),
    fields: Type.Record(Type.String(), FieldValue),
    source: Type.Integer({ description: 'Key in `sources`' }),
    publicity: Type.Object({ from: Day, until: nullable(Day), rule: Type.String() }),
    nameDisagrees: Type.Boolean({
      description: 'The furnisher stated another name than the registered ones',
    }),
    tick: Type.Integer(),
  },
  { $id: 'PublicRecord' },
)

export const AboutRecordType = Type.Object(
  {
    title: Bilingual,
    category: Type.Object({ code: Type.String(), title: Bilingual }),
    basis: Type.Array(
      Type.Object({
        code: Type.String(),
        title: Bilingual,
        number: nullable(Type.String()),
        article: nullable(Type.String()),
        confidence: oneOf(['seen', 'computed', 'recalled']),
      }),
    ),
    fields: Type.Record(
      Type.String(),
      Type.Object({
        title: Bilingual,
        kind: Type.String(),
        codes: Type.Optional(Type.Record(Type.String(), Bilingual)),
      }),
    ),
  },
  { $id: 'AboutRecordType' },
)

export const Report = Type.Object(
  {
    ...ReportHead,
    records: Type.Array(Type.Ref(PublicRecord)),
    next: nullable(
      Type.String({ description: 'Give it as `after` for older records; null on the last page' }),
    ),
    types: Type.Record(Type.String(), Type.Ref(AboutRecordType)),
    sources: Type.Record(Type.String(), Type.Object({ code: Type.String(), name: Bilingual })),
    regimes: Type.Record(Type.String(), Bilingual, {
      description: 'Titles of the regimes that `publicity.rule` names',
    }),
  },
  { $id: 'Report' },
)

export const Organisation = Type.Object(
  {
    ...ReportHead,
    registration: nullable(Type.Record(Type.String(), FieldValue)),
    counts: Type.Object({ positive: Type.Integer(), neutral: Type.Integer(), adverse: Type.Integer() }),
  },
  { $id: 'Organisation' },
)

export const Status = Type.Object(
  {
    node: Type.Object({
      name: Type.String(),
      mode: oneOf(['demo', 'production']),
      side: oneOf(['public']),
      verifierKey: Type.String({ description: "Checks this node's receipts with probity-verify" }),
    }),
    today: Day,
    tick: Type.Integer(),
    catalogueVersion: Type.String(),
    counts: Type.Object({
      organisations: Type.Integer(),
      records: Type.Integer(),
      furnishers: Type.Integer(),
    }),
    examples: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        identifier: nullable(Type.String()),
        why: Bilingual,
      }),
    ),
    recordTypes: Type.Array(
      Type.Object({
        code: Type.String(),
        title: Bilingual,
        category: Type.Object({ code: Type.String(), title: Bilingual }),
        draft: Type.Boolean(),
      }),
    ),
  },
  { $id: 'Status' },
)

const WitnessStanding = Type.Object({
  name: Type.String(),
  verifierKey: Type.String({ description: 'Checks its cosignatures with probity-verify --witness' }),
  size: nullable(
    Type.Integer({ description: 'The largest checkpoint it has cosigned since the node started' }),
  ),
  cosignedAt: nullable(Instant),
  problem: nullable(
    oneOf(['WITNESS_AWAY', 'WITNESS_REFUSES', 'WITNESS_WRONG', 'WITNESS_AHEAD'], {
      description: 'Why the checkpoint that is served does not bear its cosignature',
    }),
  ),
})

export const LogStanding = Type.Object(
  {
    origin: Type.String(),
    verifierKey: Type.String(),
    keys: Type.Array(
      Type.Object({
        verifierKey: Type.String(),
        state: oneOf(['signing', 'overlapping', 'retired']),
        from: nullable(Instant),
        until: nullable(Instant),
      }),
      { description: 'All it has had; /log/handovers leads from one to the next, for probity-verify key' },
    ),
    size: Type.Integer({ description: 'Entries below the checkpoint that is served' }),
    root: Type.String({ description: 'Base64' }),
    cosigning: nullable(
      Type.Object({
        quorum: Type.String({ description: 'A witness or group of the policy, or none' }),
        isMet: Type.Boolean({ description: 'Whether the checkpoint is witnessed as the policy asks' }),
        witnesses: Type.Array(WitnessStanding),
      }),
    ),
  },
  { $id: 'LogStanding' },
)

export const QuarantineState = oneOf(quarantineStates)

export const BatchParams = Type.Object({ id: Type.String({ maxLength: 36 }) })
const Counts = Type.Object({
  rows: nullable(Type.Integer()),
  accepted: Type.Integer(),
  corrected: Type.Integer(),
  unchanged: Type.Integer(),
  withdrawn: Type.Integer(),
  faulty: nullable(Type.Integer()),
})

export const BatchState = Type.Object(
  {
    id: Type.String(),
    state: oneOf(['received', 'judging', 'merging', 'completed', 'refused', 'stuck'], {
      description: 'stuck: the node has tried too often and waits for its operator; nothing is lost',
    }),
    type: Type.String(),
    profile: Type.String(),
    format: oneOf(['csv', 'xlsx', 'jsonl'], { description: 'As stated, or told by the first bytes' }),
    operation: oneOf(['record', 'withdraw', 'replace']),
    asOf: Instant,
    period: nullable(Type.String()),
    door: oneOf(['http', 'push', 'command', 'folder', 'table', 'desk'], { description: 'How it came in' }),
    encoding: Type.String({ description: 'As guessed from the bytes' }),
    bytes: Type.Integer(),
    receivedAt: Instant,
    completedAt: nullable(Instant),
    stuckAt: nullable(Instant),
    counts: Counts,
    faultsKept: Type.Integer({
      description:
        'Faulty rows whose details are kept, at most 100,000 a batch; `counts` and `codes` are of all of them',
    }),
    absent: Type.Integer({
      description: 'Of a replacement: records of the period that it does not have and that were withdrawn',
    }),
    namesDisagreeing: Type.Integer({
      description: 'Rows whose name is none of the registered names of their number',
    }),
    subjectsMade: Type.Integer(),
    codes: Type.Array(
      Type.Object({
        code: Type.String(),
        weight: oneOf(['fault', 'note']),
        rows: Type.Integer(),
        says: Bilingual,
      }),
    ),
    refusal: nullable(Type.Object({ code: Type.String(), says: Bilingual, hint: nullable(Bilingual) })),
    correctsBatchId: nullable(
      Type.String({ description: 'The batch whose faulty rows this one sends again' }),
    ),
    quarantine: Type.Array(Type.Object({ state: QuarantineState, rows: Type.Integer() }), {
      description: 'How many faulty rows wait, and how the others left',
    }),
    receipt: nullable(Type.String({ description: 'A signed note; check it with probity-verify' })),
    logged: nullable(
      Type.Object(
        {
          index: Type.Integer({ description: 'Place of its entry in the log, from 0' }),
          entry: Type.String({ description: 'The entry, byte for byte; it commits to the receipt' }),
          proof: Type.String({ description: 'C2SP tlog-proof; check it with probity-verify inclusion' }),
        },
        { description: 'Null until the receipt is in the transparency log' },
      ),
    ),
  },
  { $id: 'Batch' },
)

export const FindingsQuery = Type.Composite(
  [
    Language,
    Type.Object({
      weight: Type.Optional(oneOf(['fault', 'note'], { default: 'fault' })),
      after: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: 2_147_483_647,
          default: 0,
          description: 'Row number of the last row of the page before',
        }),
      ),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
      rule: Type.Optional(
        Type.String({
          maxLength: 64,
          description: 'Only rows with this code, or this number of a rule of the record type',
        }),
      ),
      column: Type.Optional(
        Type.String({
          maxLength: 200,
          description: "Only rows with something in this column: its heading or its field's code",
        }),
      ),
    }),
  ],
  { additionalProperties: false },
)
export type FindingsQuery = Static<typeof FindingsQuery>

export const RowFindings = Type.Object(
  {
    row: Type.Integer({ description: 'As a spreadsheet shows it: the header is row 1' }),
    raw: nullable(
      Type.String({ description: 'Null once the term of quarantine is over and the row is removed' }),
    ),
    cells: nullable(Type.Array(Type.String(), { description: 'The row in the columns of its file' })),
    faults: Type.Array(
      Type.Object({
        code: Type.String(),
        rule: nullable(Type.String()),
        column: nullable(Type.String()),
        field: nullable(Type.String()),
        says: Bilingual,
        hint: nullable(Bilingual),
      }),
    ),
    offered: Type.Array(IdentifierSchema, {
      description: 'Numbers this one may have been meant to be; never taken by themselves',
    }),
    state: nullable(QuarantineState),
  },
  { $id: 'RowFindings' },
)

export const FileColumn = Type.Object(
  {
    heading: Type.String(),
    field: nullable(Type.String()),
    title: nullable(Bilingual),
  },
  { $id: 'FileColumn' },
)

export const Findings = Type.Object(
  {
    columns: nullable(Type.Array(Type.Ref(FileColumn), { description: "Of the batch's file, in its order" })),
    items: Type.Array(Type.Ref(RowFindings)),
    next: nullable(Type.Integer()),
  },
  { $id: 'Findings' },
)

export const RowProofParams = Type.Object({
  id: Type.String({ maxLength: 36 }),
  row: Type.Integer({ minimum: 1 }),
})
export const RowProofAnswer = Type.Object(
  {
    row: Type.String({ description: 'Base64 of the row as it was sent' }),
    proof: Type.String({ description: 'JSON for probity-verify row' }),
  },
  { $id: 'RowProof' },
)

/** Everything that the description names; whatever is not here stands in it whole, wherever it is used. */
export const namedSchemas = [
  BilingualText,
  Identifier,
  Problem,
  FoundOrganisation,
  SearchAnswer,
  AboutRecordType,
  PublicRecord,
  Report,
  Organisation,
  Status,
  LogStanding,
  BatchState,
  RowFindings,
  FileColumn,
  Findings,
  RowProofAnswer,
] as const

const problem = {
  description: 'Refused or failed; the code says why',
  content: { 'application/problem+json': { schema: Type.Ref(Problem) } },
}

/** The answers of a route as its description lists them: the one that was asked for, and problems. */
export function answers(status: number, description: string, schema: TSchema): Record<string, unknown> {
  return { [status]: { ...Type.Ref(schema), description }, '4xx': problem, '5xx': problem }
}

/** The same for a route that answers with a file, which streams past every serialiser. */
export function answersWithFile(description: string, mediaType: string): Record<string, unknown> {
  const file = Type.String({ format: 'binary' })
  return {
    200: { description, content: { [mediaType]: { schema: file } } },
    '4xx': problem,
    '5xx': problem,
  }
}
