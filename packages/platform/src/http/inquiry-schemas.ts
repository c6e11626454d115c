// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Static, Type } from '@sinclair/typebox'
import { actorKinds } from '../modules/access/index.ts'
import { alarmKinds, lodgedSchemes } from '../modules/inquiries/index.ts'
import { Bilingual, Day, Instant, nullable, oneOf } from './schemas.ts'

const closed = { additionalProperties: false } as const
const Id = Type.String({ maxLength: 36 })
const Code = Type.String({ minLength: 1, maxLength: 64 })
const Reference = Type.String({
  minLength: 1,
  maxLength: 120,
  description: 'Number of the document it rests on',
})
const next = nullable(Type.String({ description: 'Give it as `before` for the next page' }))

export const IdParams = Type.Object({ id: Id }, closed)
export type IdParams = Static<typeof IdParams>
export const BodyParams = Type.Object({ code: Type.String({ maxLength: 63 }) }, closed)
export type BodyParams = Static<typeof BodyParams>

export const PageQuery = Type.Object(
  {
    before: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    lang: Type.Optional(oneOf(['zh', 'en'])),
  },
  closed,
)
export type PageQuery = Static<typeof PageQuery>

export const NamedBody = Type.Object({ code: Type.String(), name: Bilingual }, { $id: 'NamedBody' })
const Body = Type.Ref(NamedBody)

export const SeenInquiry = Type.Object(
  {
    id: Type.String(),
    askedAt: Instant,
    asker: oneOf(actorKinds),
    body: nullable(Body),
    staff: nullable(Type.String({ description: 'The account that asked; never a name' })),
    forBody: nullable(Body),
    asAgent: Type.Boolean({ description: 'Asked by an agent of the subject' }),
    purpose: Type.Object({ code: Type.String(), title: Bilingual }),
    basis: oneOf(['authorisation', 'statute', 'own-file', 'none']),
    authorisation: nullable(Type.String()),
    statute: nullable(Type.String()),
    caseNumber: nullable(Type.String()),
    view: Type.String(),
    fields: nullable(Type.Array(Type.String(), { description: 'Null: all of the view' })),
    asOf: Day,
    answered: Type.Boolean(),
    resultHash: nullable(Type.String({ description: 'SHA-256 of the answer, base64' })),
    refusal: nullable(Type.String()),
    hidden: nullable(
      Type.Object(
        { until: Day, document: Type.String() },
        { description: 'It was kept from the subject until then' },
      ),
    ),
  },
  { $id: 'SeenInquiry' },
)
export const SeenInquiries = Type.Object(
  { items: Type.Array(Type.Ref(SeenInquiry)), next },
  { $id: 'SeenInquiries' },
)

export const InquiryEvidence = Type.Object(
  {
    content: Type.String({ description: 'What the log commits to, byte for byte' }),
    salt: Type.String({ description: 'Base64' }),
    index: Type.Integer(),
    size: Type.Integer(),
    path: Type.Array(Type.String(), { description: 'Base64, from the leaf up' }),
    witness: Type.String({ description: 'The SHA-256 of this is the commitment of the entry' }),
    entry: nullable(
      Type.Object(
        { index: Type.Integer(), entry: Type.String(), proof: Type.String() },
        { description: 'Null until the group has its place in the log' },
      ),
    ),
  },
  { $id: 'InquiryEvidence' },
)

const states = [
  'notice-pending',
  'not-yet',
  'in-force',
  'document-overdue',
  'spent',
  'over',
  'revoked',
  'denied',
  'withdrawn',
] as const

export const OwnAuthorisation = Type.Object(
  {
    id: Type.String(),
    state: oneOf(states),
    origin: oneOf(['given', 'lodged']),
    to: Body,
    purposes: Type.Array(Type.Object({ code: Type.String(), title: Bilingual })),
    recordTypes: nullable(Type.Array(Type.String())),
    separate: Type.Array(Type.String(), { description: 'Kinds consented to by themselves' }),
    single: Type.Boolean(),
    validFrom: Day,
    validUntil: Day,
    signedOn: nullable(Day),
    madeAt: Instant,
    endedAt: nullable(Instant),
    documentDueOn: nullable(Day),
  },
  { $id: 'OwnAuthorisation' },
)
export const OwnAuthorisations = Type.Object(
  { items: Type.Array(Type.Ref(OwnAuthorisation)), next },
  { $id: 'OwnAuthorisations' },
)

const consent = {
  purposes: Type.Array(Code, { minItems: 1, maxItems: 20, uniqueItems: true }),
  recordTypes: Type.Optional(nullable(Type.Array(Code, { minItems: 1, maxItems: 100, uniqueItems: true }))),
  separate: Type.Optional(
    Type.Array(
      Type.Object(
        {
          kind: Code,
          effectsAcknowledged: Type.Boolean({ description: 'The notice of adverse effects was read' }),
        },
        closed,
      ),
      { maxItems: 20, description: 'Kinds that need a consent of their own' },
    ),
  ),
  single: Type.Boolean({ description: 'For one answer' }),
  validFrom: Day,
  validUntil: Day,
}

export const NewAuthorisation = Type.Object(
  { to: Type.String({ maxLength: 63, description: "The body's code" }), ...consent },
  { $id: 'NewAuthorisation', ...closed },
)
export type NewAuthorisation = Static<typeof NewAuthorisation>

export const NewLodging = Type.Object(
  {
    subject: Type.Object({ scheme: oneOf(lodgedSchemes), value: Type.String({ maxLength: 64 }) }, closed),
    ...consent,
    documentHash: Type.String({
      pattern: '^[0-9a-f]{64}$',
      description: 'SHA-256 of the signed document, hex',
    }),
    signedOn: Day,
  },
  { $id: 'NewLodging', ...closed },
)
export type NewLodging = Static<typeof NewLodging>

export const Made = Type.Object({ id: Type.String() }, { $id: 'Made' })
export const Done = Type.Object({ done: Type.Literal(true) }, { $id: 'Done' })

export const OwnFreeze = Type.Object({ frozenAt: nullable(Instant) }, { $id: 'OwnFreeze' })
export const OwnSuspensions = Type.Object(
  {
    items: Type.Array(
      Type.Object({ id: Type.String(), body: Body, authorisation: Type.String(), suspendedAt: Instant }),
    ),
  },
  { $id: 'OwnSuspensions' },
)
export const OwnReportCount = Type.Object(
  {
    year: Type.Integer(),
    free: Type.Integer(),
    taken: Type.Integer(),
    next: oneOf(['free', 'charged'], { description: 'It is never refused' }),
  },
  { $id: 'OwnReportCount' },
)
export const OwnNotices = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        kind: Type.String(),
        says: Bilingual,
        hint: nullable(Bilingual),
        about: Type.String({ description: 'The occasion, such as the authorisation' }),
        writtenAt: Instant,
      }),
    ),
    next,
  },
  { $id: 'OwnNotices' },
)
export const ConsentChoices = Type.Object(
  {
    bodies: Type.Array(Type.Object({ code: Type.String(), name: Bilingual, kind: oneOf(actorKinds) })),
    purposes: Type.Array(Type.Object({ code: Type.String(), title: Bilingual })),
    separate: Type.Array(Type.Object({ kind: Type.String(), title: Bilingual })),
    adverseEffects: Bilingual,
    yearsMax: Type.Integer(),
  },
  { $id: 'ConsentChoices' },
)

export const NewObjection = Type.Object(
  { reason: oneOf(['inaccurate', 'not-mine', 'unlawful']) },
  {
    $id: 'NewObjection',
    ...closed,
  },
)
export type NewObjection = Static<typeof NewObjection>

export const DocumentDemands = Type.Object(
  { items: Type.Array(Type.Object({ authorisation: Type.String(), demandedOn: Day, dueOn: Day })) },
  { $id: 'DocumentDemands' },
)

export const NewMark = Type.Object(
  {
    subject: Id,
    record: Id,
    mark: oneOf(['hold', 'objection']),
    reason: Type.String({ pattern: '^[a-z][a-z-]{0,31}$' }),
    reference: Type.Optional(Reference),
  },
  { $id: 'NewMark', ...closed },
)
export type NewMark = Static<typeof NewMark>
export const Lifting = Type.Object({ subject: Id, reference: Reference }, { $id: 'Lifting', ...closed })
export type Lifting = Static<typeof Lifting>
export const Reopening = Type.Object({ reference: Reference }, { $id: 'Reopening', ...closed })
export type Reopening = Static<typeof Reopening>

export const Lodging = Type.Object(
  {
    isOpen: Type.Boolean(),
    due: Type.Integer(),
    failed: Type.Integer(),
    terms: nullable(
      Type.Object({
        samplePercent: Type.Number(),
        documentWorkingDays: Type.Number(),
        failuresPercentMax: Type.Number(),
        countedDays: Type.Number(),
      }),
    ),
  },
  { $id: 'Lodging' },
)

export const NewWatch = Type.Object(
  { subject: Id, watch: oneOf(['colleague', 'public-eye']) },
  { $id: 'NewWatch', ...closed },
)
export type NewWatch = Static<typeof NewWatch>
export const WatchEnd = Type.Object({ subject: Id }, { $id: 'WatchEnd', ...closed })
export type WatchEnd = Static<typeof WatchEnd>

export const Alarms = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        kind: oneOf(alarmKinds),
        body: nullable(Body),
        staff: nullable(Type.String()),
        subject: nullable(Type.String()),
        day: Day,
        counted: Type.Integer(),
        threshold: Type.Integer(),
        facts: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
        inquiries: Type.Array(Type.String(), { description: 'Some of them; the log has the rest' }),
        raisedAt: Instant,
      }),
    ),
    next,
  },
  { $id: 'Alarms' },
)

export const inquirySchemas = [
  NamedBody,
  SeenInquiry,
  SeenInquiries,
  InquiryEvidence,
  OwnAuthorisation,
  OwnAuthorisations,
  NewAuthorisation,
  NewLodging,
  Made,
  Done,
  OwnFreeze,
  OwnSuspensions,
  OwnReportCount,
  OwnNotices,
  ConsentChoices,
  NewObjection,
  DocumentDemands,
  NewMark,
  Lifting,
  Reopening,
  Lodging,
  NewWatch,
  WatchEnd,
  Alarms,
]
