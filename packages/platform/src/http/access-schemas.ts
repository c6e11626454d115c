// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Static, Type } from '@sinclair/typebox'
import { actorKinds, powerScopes } from '../modules/access/index.ts'
import { Bilingual, Day, Instant, nullable, oneOf } from './schemas.ts'

const closed = { additionalProperties: false } as const
const Id = Type.String({ maxLength: 36 })
const Word = Type.String({ minLength: 1, maxLength: 64 })
const Holder = Type.String({
  minLength: 1,
  maxLength: 32,
  description: 'An account such as clerk-1; never a name',
})
const Scopes = Type.Array(Word, { minItems: 1, maxItems: 20, uniqueItems: true })
const Code = Type.String({ description: 'Shown this once' })
const Body = Type.Object({ code: Type.String(), name: Bilingual }, closed)

export const IdParams = Type.Object({ id: Id })
export const StaffRoleParams = Type.Object({ id: Id, grant: Id })
export const ClientParams = Type.Object({ id: Type.String({ maxLength: 63 }) })
export const ClientKeyParams = Type.Object({ id: Type.String({ maxLength: 63 }), key: Id })

const Power = Type.Object({
  id: Type.String(),
  scopes: Type.Array(oneOf(powerScopes)),
  until: Day,
})
const Post = Type.Object({
  id: Type.String(),
  holder: Type.String(),
  kind: Type.String(),
  body: nullable(Body),
  roles: Type.Array(Type.Object({ code: Type.String(), title: Bilingual })),
})
const SessionAbout = {
  id: Type.String(),
  as: oneOf(['none', 'staff', 'subject', 'agent']),
  program: Type.String({ description: 'Family of browser and system' }),
  madeAt: Instant,
  usedAt: Instant,
  endsAt: Instant,
}

export const WhoAmI = Type.Object(
  {
    kind: oneOf(actorKinds),
    signIn: nullable(Bilingual),
    isOver: Type.Boolean({ description: 'The browser brought a session that has ended' }),
    session: nullable(
      Type.Object({ ...SessionAbout, assurance: Type.Integer(), idleMinutes: Type.Integer() }),
    ),
    holder: nullable(Type.String()),
    body: nullable(Body),
    roles: Type.Array(Type.Object({ code: Type.String(), title: Bilingual })),
    scopes: Type.Array(Type.String()),
    office: nullable(oneOf(['legal-representative'])),
    power: nullable(Power),
    posts: Type.Array(Post, { description: 'As what else this account may act' }),
    powers: Type.Array(Power),
  },
  { $id: 'WhoAmI' },
)

export const Capacity = Type.Object(
  { post: Type.Optional(Id), power: Type.Optional(Id) },
  { $id: 'Capacity', ...closed, minProperties: 1, maxProperties: 1 },
)
export type Capacity = Static<typeof Capacity>

export const OwnSessions = Type.Object(
  { items: Type.Array(Type.Object({ ...SessionAbout, isThis: Type.Boolean() })) },
  { $id: 'OwnSessions' },
)
export const Ended = Type.Object({ ended: Type.Integer() }, { $id: 'Ended' })

export const Redeemed = Type.Object({ to: oneOf(['post', 'power']), id: Type.String() }, { $id: 'Redeemed' })
export const RedeemCode = Type.Object(
  { code: Type.String({ minLength: 43, maxLength: 43 }) },
  { $id: 'RedeemCode', ...closed },
)
export type RedeemCode = Static<typeof RedeemCode>

export const NewPower = Type.Object({ scopes: Scopes, until: Day }, { $id: 'NewPower', ...closed })
export type NewPower = Static<typeof NewPower>
export const PowerGiven = Type.Object({ id: Type.String(), code: Code }, { $id: 'PowerGiven' })
export const OwnPowers = Type.Object(
  {
    items: Type.Array(
      Type.Composite([Power, Type.Object({ isTaken: Type.Boolean(), endsAt: nullable(Instant) })]),
    ),
  },
  { $id: 'OwnPowers' },
)

export const NewPost = Type.Object({ holder: Holder }, { $id: 'NewPost', ...closed })
export type NewPost = Static<typeof NewPost>
export const PostMade = Type.Object({ id: Type.String(), code: Code }, { $id: 'PostMade' })

const RoleGiven = Type.Object({
  id: Type.String(),
  role: Type.String(),
  until: Day,
  madeBy: Type.String(),
  endsAt: nullable(Instant),
})
export const Staff = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        holder: Type.String(),
        madeAt: Instant,
        isTaken: Type.Boolean(),
        endsAt: nullable(Instant),
        roles: Type.Array(RoleGiven),
      }),
    ),
    roles: Type.Array(
      Type.Object({
        code: Type.String(),
        title: Bilingual,
        scopes: Type.Array(Type.String()),
        twoOfficers: Type.Boolean(),
      }),
      { description: 'What the keeper may delegate' },
    ),
  },
  { $id: 'Staff' },
)
export const NewRole = Type.Object({ role: Word, until: Day }, { $id: 'NewRole', ...closed })
export type NewRole = Static<typeof NewRole>
export const RoleAnswer = Type.Object(
  {
    grant: nullable(Type.String()),
    proposal: nullable(Type.String({ description: 'Waits for a second officer' })),
  },
  { $id: 'RoleAnswer' },
)
export const RoleProposals = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        staff: Type.String(),
        role: Type.String(),
        until: Day,
        proposer: Type.String(),
      }),
    ),
  },
  { $id: 'RoleProposals' },
)

export const NewKey = Type.Object(
  {
    scopes: Scopes,
    expiresOn: Day,
    note: Type.Optional(Type.String({ maxLength: 60 })),
    own: Type.Optional(
      Type.Boolean({
        description: 'For the officer who asks, at the command line; else for a machine of the body',
      }),
    ),
  },
  { $id: 'NewKey', ...closed },
)
export type NewKey = Static<typeof NewKey>
export const KeyRotation = Type.Object(
  { expiresOn: Day, overlapDays: Type.Integer({ minimum: 0, maximum: 30 }) },
  { $id: 'KeyRotation', ...closed },
)
export type KeyRotation = Static<typeof KeyRotation>
export const KeyIssued = Type.Object({ id: Type.String(), key: Code }, { $id: 'KeyIssued' })
export const OwnKeys = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        scopes: Type.Array(Type.String()),
        holder: nullable(Type.String()),
        note: Type.String(),
        madeAt: Instant,
        expiresOn: nullable(Day),
        replaces: nullable(Type.String()),
        endsAt: nullable(Instant),
      }),
    ),
  },
  { $id: 'OwnKeys' },
)

const PublicKey = Type.Record(Type.String({ maxLength: 10 }), Type.Unknown(), {
  description: 'A JSON Web Key, public part only',
  maxProperties: 20,
})
export const NewClient = Type.Object(
  { client: Word, scopes: Scopes, publicKey: PublicKey, expiresOn: Day },
  { $id: 'NewClient', ...closed },
)
export type NewClient = Static<typeof NewClient>
export const NewClientKey = Type.Object(
  { publicKey: PublicKey, expiresOn: Day },
  { $id: 'NewClientKey', ...closed },
)
export type NewClientKey = Static<typeof NewClientKey>
export const ClientKeyMade = Type.Object({ key: Type.String() }, { $id: 'ClientKeyMade' })
export const OwnClients = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        client: Type.String(),
        scopes: Type.Array(Type.String()),
        madeAt: Instant,
        keys: Type.Array(
          Type.Object({
            id: Type.String(),
            thumbprint: Type.String(),
            expiresOn: Day,
            endsAt: nullable(Instant),
          }),
        ),
      }),
    ),
  },
  { $id: 'OwnClients' },
)

export const NewKeeper = Type.Object(
  { body: Type.String({ maxLength: 63 }), holder: Holder },
  { $id: 'NewKeeper', ...closed },
)
export type NewKeeper = Static<typeof NewKeeper>
export const Proposed = Type.Object({ id: Type.String() }, { $id: 'Proposed' })
export const KeeperProposals = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        body: Type.String(),
        holder: Type.String(),
        proposer: Type.String(),
      }),
    ),
  },
  { $id: 'KeeperProposals' },
)

/** As RFC 6749 names the members, for libraries that know them. */
export const TokenAnswer = Type.Object(
  {
    access_token: Type.String(),
    token_type: Type.Literal('Bearer'),
    expires_in: Type.Integer(),
    scope: Type.String(),
  },
  { $id: 'TokenAnswer' },
)

export const accessSchemas = [
  WhoAmI,
  Capacity,
  OwnSessions,
  Ended,
  Redeemed,
  RedeemCode,
  NewPower,
  PowerGiven,
  OwnPowers,
  NewPost,
  PostMade,
  Staff,
  NewRole,
  RoleAnswer,
  RoleProposals,
  NewKey,
  KeyRotation,
  KeyIssued,
  OwnKeys,
  NewClient,
  NewClientKey,
  ClientKeyMade,
  OwnClients,
  NewKeeper,
  Proposed,
  KeeperProposals,
  TokenAnswer,
] as const
