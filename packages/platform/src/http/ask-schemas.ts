// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Static, Type } from '@sinclair/typebox'
import { askedSchemes } from '../modules/disclosure/index.ts'
import { NamedBody } from './inquiry-schemas.ts'
import { BilingualText, Day, Instant, Language, nullable, oneOf } from './schemas.ts'

const closed = { additionalProperties: false } as const
const Named = Type.String({ minLength: 1, maxLength: 120 })

export const AskedBody = Type.Object(
  {
    about: Type.Optional(
      Type.Object(
        {
          scheme: oneOf(askedSchemes),
          value: Type.String({ minLength: 1, maxLength: 64 }),
        },
        { ...closed, description: 'The exact number; left out where you ask for your own file' },
      ),
    ),
    purpose: Type.String({
      pattern: '^[a-z][a-z0-9-]{0,62}$',
      description: 'A purpose of the catalogue, such as financing-service',
    }),
    basis: Type.Union([
      Type.Object({ kind: Type.Literal('own-file') }, closed),
      Type.Object(
        {
          kind: Type.Literal('statute'),
          statute: Type.String({ maxLength: 120, description: 'The law by which you may ask' }),
          caseNumber: Type.String({ maxLength: 120, description: 'The number of the proceeding' }),
        },
        closed,
      ),
      Type.Object(
        {
          kind: Type.Literal('authorisation'),
          authorisationId: Type.Optional(
            Type.String({ format: 'uuid', description: 'Left out: the latest of yours that holds' }),
          ),
        },
        closed,
      ),
    ]),
    recordTypes: Type.Optional(
      Type.Array(Type.String({ maxLength: 64 }), {
        minItems: 1,
        maxItems: 100,
        uniqueItems: true,
        description: 'No more than these; left out: whatever the purpose shows',
      }),
    ),
    hidden: Type.Optional(
      Type.Object(
        { until: Day, document: Named },
        { ...closed, description: 'Of an investigation: kept from the subject until a day, on a document' },
      ),
    ),
  },
  { ...closed, $id: 'Asked' },
)
export type AskedBody = Static<typeof AskedBody>

export const AskedQuery = Type.Composite([Language], closed)

const Value = Type.Union([Type.String(), Type.Number()])
const Identifiers = Type.Array(Type.Object({ scheme: Type.String(), value: Type.String() }))

const ReportRecord = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  tick: Type.Integer(),
  nameDisagrees: Type.Boolean(),
  hold: Type.Boolean({ description: 'Nobody may use it now; only the subject is shown it' }),
  objection: Type.Boolean({ description: 'The subject says that it is wrong; the flag travels with it' }),
  sealGone: Type.Optional(Type.Boolean({ description: 'Its sealed part was erased' })),
  type: Type.String(),
  polarity: oneOf(['positive', 'neutral', 'adverse']),
  severity: nullable(Type.String()),
  eventOn: nullable(Day),
  validFrom: nullable(Day),
  validTo: nullable(Day),
  document: nullable(Type.Object({ number: Type.String(), on: Day, body: Type.String() })),
  fields: Type.Record(Type.String(), Value),
  source: Type.Integer(),
  publicity: nullable(Type.Unknown()),
})

export const NumberedReport = Type.Object(
  {
    view: Type.String({ description: 'The numbered form and the audience: report_v1.lender' }),
    purpose: Type.String(),
    kind: oneOf(['organisation', 'individual-business', 'person']),
    id: nullable(Type.String({ description: 'Null of natural persons' })),
    name: nullable(Type.String()),
    formerNames: Type.Array(Type.String()),
    identifiers: Identifiers,
    records: Type.Array(ReportRecord),
    deleted: Type.Array(Type.Object({ record: Type.String(), entry: Type.String() }), {
      description: 'Of a report shown again: what was lawfully deleted since, and the entry of the log',
    }),
    types: Type.Record(Type.String(), Type.Unknown()),
    regimes: Type.Record(Type.String(), Type.Ref(BilingualText)),
    sources: Type.Record(Type.String(), Type.Unknown()),
    day: Day,
    tick: Type.Integer(),
    catalogueVersion: Type.String(),
  },
  { $id: 'NumberedReport' },
)

const envelope = {
  number: Type.String({ description: 'Of the inquiry, and of the report' }),
  view: Type.String({ description: 'By which it can be composed again, byte for byte' }),
  resultHash: Type.String({ description: 'SHA-256 of the report as it stands here, base64' }),
}

export const AnsweredInquiry = Type.Object(
  {
    ...envelope,
    askedAt: Instant,
    ownReports: nullable(
      Type.Object(
        {
          year: Type.Integer(),
          free: Type.Integer(),
          taken: Type.Integer(),
          next: oneOf(['free', 'charged']),
        },
        { description: 'Of an own file: full reports of the year' },
      ),
    ),
    report: Type.Ref(NumberedReport),
  },
  { $id: 'AnsweredInquiry' },
)

export const ReplayedInquiry = Type.Object(
  {
    ...envelope,
    same: Type.Boolean({ description: 'Whether these are the bytes that were answered' }),
    report: Type.Ref(NumberedReport),
  },
  { $id: 'ReplayedInquiry' },
)

export const StatuteQuestionsQuery = Type.Composite(
  [
    Language,
    Type.Object({
      day: Day,
      before: Type.Optional(Type.String({ format: 'uuid' })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    }),
  ],
  closed,
)
export type StatuteQuestionsQuery = Static<typeof StatuteQuestionsQuery>

export const StatuteQuestions = Type.Object(
  {
    percent: Type.Integer({ description: 'Of a hundred questions on a statute, how many are drawn' }),
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        askedAt: Instant,
        body: nullable(Type.Ref(NamedBody)),
        staff: nullable(Type.String()),
        purpose: Type.Object({ code: Type.String(), title: Type.Ref(BilingualText) }),
        statute: nullable(Type.String()),
        caseNumber: nullable(Type.String()),
        refusal: nullable(Type.String()),
      }),
    ),
    next: nullable(Type.String()),
  },
  { $id: 'StatuteQuestions' },
)

export const OwnInquiryParams = Type.Object({ id: Type.String({ format: 'uuid' }) })

export const askSchemas = [AskedBody, StatuteQuestions, NumberedReport, AnsweredInquiry, ReplayedInquiry]
