// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Static, Type } from '@sinclair/typebox'
import { likenesses, linkEvidence } from '../modules/subjects/index.ts'
import { IdentifierSchema, Instant, Language, nullable, oneOf } from './schemas.ts'

const closed = { additionalProperties: false } as const
const Id = Type.String({ maxLength: 36 })
const Subject = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'The id of an organisation or individual business, or a number of it; never a person',
})
const Act = oneOf(['link', 'part'], { description: 'Read the two as one, or no longer' })
const evidenceCodes = [...new Set([...linkEvidence.link, ...linkEvidence.part])]

export const LinkedSubject = Type.Object(
  {
    id: Type.String(),
    kind: oneOf(['organisation', 'individual-business']),
    names: Type.Array(Type.Object({ name: Type.String(), registered: Type.Boolean() }), {
      description: 'Registered ones first, the newest first',
    }),
    identifiers: Type.Array(IdentifierSchema, { description: 'Numbers by which its own records came' }),
    regions: Type.Array(Type.Object({ code: Type.String(), name: nullable(Type.String()) }), {
      description: 'Where its names and unified codes place it',
    }),
    readAs: nullable(Type.String({ description: 'The subject under whom it is read already' })),
    leads: Type.Integer({ description: 'How many others are read under it' }),
  },
  { $id: 'LinkedSubject' },
)
const Linked = Type.Ref(LinkedSubject)
const Likenesses = Type.Array(oneOf(likenesses), {
  description: 'What the two have in common, or not: to look at, never a proof',
})

/** In the body, not in the address: what was typed may be a person's number, and addresses are kept by proxies. */
export const TwoSubjects = Type.Object(
  { joining: Subject, other: Subject },
  { $id: 'TwoSubjects', ...closed },
)
export type TwoSubjects = Static<typeof TwoSubjects>

export const LinkComparison = Type.Object(
  {
    joining: Linked,
    other: Linked,
    likeness: Likenesses,
    possible: Type.Array(Act, { description: 'What could be proposed as things stand' }),
  },
  { $id: 'LinkComparison' },
)

export const NewLinkProposal = Type.Object(
  {
    act: Act,
    joining: Subject,
    other: Subject,
    evidence: Type.Array(oneOf(evidenceCodes), { minItems: 1, maxItems: 8 }),
  },
  { $id: 'NewLinkProposal', ...closed },
)
export type NewLinkProposal = Static<typeof NewLinkProposal>

export const LinkProposal = Type.Object(
  {
    id: Type.String(),
    act: Act,
    joining: Linked,
    other: Linked,
    likeness: Likenesses,
    evidence: Type.Array(oneOf(evidenceCodes)),
    proposer: Type.String(),
    proposedAt: Instant,
    ageDays: Type.Integer(),
    expiresAt: Instant,
  },
  { $id: 'LinkProposal' },
)

export const ProposalsQuery = Type.Composite(
  [
    Language,
    Type.Object({
      after: Type.Optional(Id),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    }),
  ],
  closed,
)
export type ProposalsQuery = Static<typeof ProposalsQuery>
export const LinkProposals = Type.Object(
  {
    items: Type.Array(Type.Ref(LinkProposal)),
    next: nullable(Type.String({ description: 'Give it as `after` for the next page' })),
  },
  { $id: 'LinkProposals' },
)

export const ProposalParams = Type.Object({ id: Id })
export const LinkProposed = Type.Object({ id: Type.String() }, { $id: 'LinkProposed' })
export const LinkSeconded = Type.Object(
  { tick: Type.Integer({ description: 'From this tick on readers see it' }) },
  { $id: 'LinkSeconded' },
)
export const LinkDeclined = Type.Object({ declined: Type.Boolean() }, { $id: 'LinkDeclined' })

export const NewAssertion = Type.Object(
  { number: Subject, formerNumber: Subject },
  { $id: 'NewAssertion', ...closed },
)
export type NewAssertion = Static<typeof NewAssertion>
export const LinkAsserted = Type.Object(
  { linked: Type.Boolean({ description: 'False: it had been said before, and holds' }) },
  { $id: 'LinkAsserted' },
)

export const HistoryQuery = Type.Composite([Language, Type.Object({ subject: Id })], closed)
export type HistoryQuery = Static<typeof HistoryQuery>

const Officers = nullable(
  Type.Object({
    body: Type.String({ description: 'Code of the body whose officers they are' }),
    proposer: nullable(Type.String({ description: 'The account; null for those of another body' })),
    seconder: nullable(Type.String()),
  }),
)
export const LinkHistory = Type.Object(
  {
    subject: Type.String(),
    readAs: Type.String(),
    group: Type.Array(Type.String(), { description: 'All that are read together now' }),
    subjects: Type.Array(Linked),
    grounds: Type.Array(
      Type.Object({
        id: Type.String(),
        joining: Type.String(),
        other: Type.String(),
        reason: oneOf(['computed-from-number', 'registration-authority', 'two-officers']),
        assertedBy: nullable(Type.String({ description: 'Code of the registering body' })),
        by: Officers,
        tick: Type.Integer(),
        at: Instant,
        end: nullable(Type.Object({ tick: Type.Integer(), at: Instant, by: Officers })),
      }),
      { description: 'The oldest first' },
    ),
  },
  { $id: 'LinkHistory' },
)

/** What the door for links adds to the description. */
export const linkSchemas = [
  LinkedSubject,
  TwoSubjects,
  LinkComparison,
  NewLinkProposal,
  LinkProposal,
  LinkProposals,
  LinkProposed,
  LinkSeconded,
  LinkDeclined,
  NewAssertion,
  LinkAsserted,
  LinkHistory,
] as const
