// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { parseCivilDate } from '../kernel/civil-date.ts'
import { type AccountId, type PowerId, parseId, type SessionId, type StaffId } from '../kernel/ids.ts'
import { present, Refusal } from '../kernel/refusal.ts'
import {
  type Actor,
  endPower,
  givePower,
  listPowersOfAccount,
  listPowersOfSubject,
  type Power,
  type Session,
  subjectOf,
} from '../modules/access/index.ts'
import {
  type AskedCapacity,
  changeCapacity,
  listPosts,
  type Post,
  redeemCode,
  roles,
} from '../modules/participants/index.ts'
import {
  Capacity,
  Ended,
  IdParams,
  NewPower,
  OwnPowers,
  OwnSessions,
  PowerGiven,
  RedeemCode,
  Redeemed,
  WhoAmI,
} from './access-schemas.ts'
import { acting } from './acting.ts'
import { recognise, sessionOf } from './actor-of.ts'
import { clearSession, setSession } from './cookies.ts'
import type { House } from './house.ts'
import { originOf, placeOf } from './origin.ts'
import { answers } from './schemas.ts'

const tags = ['access']
const security = [{ session: [] }]

type ById = FastifyRequest<{ Params: { id: string } }>

/** Who I am here, as what I act, and where else I am signed in. */
export function mountSessionRoutes(app: FastifyInstance, house: House): void {
  mountWho(app, house)
  mountOwnSessions(app, house)
  mountPowers(app, house)
}

function mountWho(app: FastifyInstance, house: House): void {
  app.get('/v1/session', {
    schema: {
      operationId: 'whoAmI',
      summary: 'Who asks, as what, and as what else they may act',
      tags,
      security: [{}, ...security, { apiKey: [] }],
      response: answers(200, 'Who asks', WhoAmI),
    },
    handler: async (request) => describe(house, await recogniseOrOver(house, request)),
  })

  app.put('/v1/session', {
    schema: {
      operationId: 'actAs',
      summary: 'Act as the holder of a post or of a power, under a new session',
      tags,
      security,
      body: Type.Ref(Capacity),
      response: answers(200, 'Who asks from now on', WhoAmI),
    },
    handler: async (request: FastifyRequest<{ Body: Capacity }>, reply) => {
      const { session } = await sessionOf(house, request)
      const opened = await change(house, withAccount(session), request.body)
      setSession(reply, originOf(house.access.origins(), request), opened.token)
      const recognised = await house.access.doorkeeper.recognise({ by: 'session', token: opened.token })
      return describe(house, { ...recognised, isOver: false })
    },
  })

  app.delete('/v1/session', {
    schema: {
      operationId: 'signOut',
      summary: 'Sign out: ends this session',
      tags,
      security,
      response: answers(200, 'How many sessions ended', Ended),
    },
    handler: async (request, reply) => {
      const { session } = await recogniseOrOver(house, request)
      clearSession(reply, originOf(house.access.origins(), request))
      if (!session) return { ended: 0 }
      const { accountId, sessionId } = withAccount(session)
      await end(house, accountId, sessionId, 'signed-out')
      return { ended: 1 }
    },
  })

  app.post('/v1/codes', {
    schema: {
      operationId: 'redeemCode',
      summary: 'Take the post or the power that a code invites to',
      tags,
      security,
      body: Type.Ref(RedeemCode),
      response: answers(200, 'What was taken', Redeemed),
    },
    handler: async (request: FastifyRequest<{ Body: RedeemCode }>) => {
      const { session } = await sessionOf(house, request)
      return redeem(house, withAccount(session).accountId, request)
    },
  })
}

/** A code is beyond guessing; somebody who tries all the same is made to wait. */
async function redeem(
  { database, access }: House,
  accountId: AccountId,
  request: FastifyRequest<{ Body: RedeemCode }>,
): Promise<{ to: string; id: string }> {
  const places = [placeOf(request), `account ${accountId}`]
  for (const place of places) await access.failures.assertFree(place)
  try {
    return await database.transact((tx) => redeemCode(tx, accountId, request.body.code))
  } catch (error) {
    if (error instanceof Refusal) for (const place of places) await access.failures.add(place)
    throw error
  }
}

function mountOwnSessions(app: FastifyInstance, house: House): void {
  app.get('/v1/sessions', {
    schema: {
      operationId: 'listSessions',
      summary: "The account's own open sessions, newest first",
      tags,
      security,
      response: answers(200, 'The sessions', OwnSessions),
    },
    handler: async (request) => {
      const { session } = await sessionOf(house, request)
      const own = await house.access.sessions.list(withAccount(session).accountId)
      return { items: own.map((one) => ({ ...toSession(one), isThis: one.sessionId === session.sessionId })) }
    },
  })

  app.delete('/v1/sessions/:id', {
    schema: {
      operationId: 'revokeSession',
      summary: 'Ends one of the own sessions, at once',
      tags,
      security,
      params: IdParams,
      response: answers(200, 'How many sessions ended', Ended),
    },
    handler: async (request: ById) => {
      const { session } = await sessionOf(house, request)
      await end(house, withAccount(session).accountId, parseId<SessionId>(request.params.id), 'revoked')
      return { ended: 1 }
    },
  })

  app.delete('/v1/sessions', {
    schema: {
      operationId: 'revokeOtherSessions',
      summary: 'Ends all own sessions but this one',
      tags,
      security,
      response: answers(200, 'How many sessions ended', Ended),
    },
    handler: async (request) => {
      const { session } = await sessionOf(house, request)
      const { accountId } = withAccount(session)
      const others = (await house.access.sessions.list(accountId)).filter(
        (one) => one.sessionId !== session.sessionId,
      )
      for (const other of others) await end(house, accountId, other.sessionId, 'revoked').catch(ignoreEnded)
      return { ended: others.length }
    },
  })
}

function mountPowers(app: FastifyInstance, house: House): void {
  app.get('/v1/powers', {
    schema: {
      operationId: 'listPowers',
      summary: 'Who may act in the name of the subject that asks',
      tags,
      security,
      response: answers(200, 'The powers', OwnPowers),
    },
    handler: async (request) => {
      const { actor } = await sessionOf(house, request)
      const lines = await listPowersOfSubject(house.database, subjectOf(actor).subjectId)
      return {
        items: lines.map((line) => ({ ...toPower(line), isTaken: line.isTaken, endsAt: line.endsAt })),
      }
    },
  })

  app.post('/v1/powers', {
    schema: {
      operationId: 'givePower',
      summary: 'Let somebody act in the own name: for some acts, until a day, whoever takes the code',
      tags,
      security,
      body: Type.Ref(NewPower),
      response: answers(201, 'The power, and the code for its holder', PowerGiven),
    },
    handler: async (request: FastifyRequest<{ Body: NewPower }>, reply: FastifyReply) => {
      const { powerId, code } = await acting(house, request, (tx, actor) =>
        givePower(tx, actor, { scopes: request.body.scopes, until: parseCivilDate(request.body.until) }),
      )
      return reply.code(201).send({ id: powerId, code })
    },
  })

  app.delete('/v1/powers/:id', {
    schema: {
      operationId: 'endPower',
      summary: 'Takes a power back, at once',
      tags,
      security,
      params: IdParams,
      response: answers(200, 'How many powers ended', Ended),
    },
    handler: async (request: ById) => {
      await acting(house, request, (tx, actor) => endPower(tx, actor, parseId<PowerId>(request.params.id)))
      return { ended: 1 }
    },
  })
}

type WithAccount = Session & { readonly accountId: AccountId }

function withAccount(session: Session): WithAccount {
  const accountId = present(session.accountId, 'a session of a browser has an account')
  return { ...session, accountId }
}

async function end(
  { database, access }: House,
  accountId: AccountId,
  sessionId: SessionId,
  reason: 'signed-out' | 'revoked',
): Promise<void> {
  await database.transact((tx) => access.sessions.end(tx, accountId, sessionId, reason))
}

function ignoreEnded(error: unknown): void {
  // It ended by itself between the list and this.
  if (!(error instanceof Refusal)) throw error
}

async function change({ database, access }: House, session: WithAccount, { post, power }: Capacity) {
  const asked: AskedCapacity =
    post === undefined
      ? { as: 'agent', powerId: parseId<PowerId>(power ?? '') }
      : { as: 'staff', staffId: parseId<StaffId>(post) }
  const required = { staff: access.required('staff'), agent: access.required('own-file') }
  return database.transact((tx) => changeCapacity(tx, access.sessions, session, asked, required))
}

type Described = { readonly actor: Actor; readonly session: Session | undefined; readonly isOver: boolean }

/** To a browser whose session is over nothing is refused: it learns that it is, and who it is now. */
async function recogniseOrOver(house: House, request: FastifyRequest): Promise<Described> {
  try {
    return { ...(await recognise(house, request)), isOver: false }
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'NOT_SIGNED_IN') throw error
    return { actor: { kind: 'public' }, session: undefined, isOver: true }
  }
}

async function describe(
  house: House,
  { actor, session, isOver }: Described,
): Promise<Record<string, unknown>> {
  const { access, database } = house
  const accountId = session?.accountId ?? null
  const posts = accountId === null ? [] : await listPosts(database, accountId, database.clock)
  const powers =
    accountId === null
      ? []
      : await listPowersOfAccount(database, accountId, database.clock.today(), database.clock.now())
  const post = 'staffId' in actor ? posts.find((one) => one.staffId === actor.staffId) : undefined
  return {
    kind: actor.kind,
    signIn: access.signInTitle,
    isOver,
    session: session
      ? {
          ...toSession(session),
          assurance: session.assurance,
          idleMinutes: access.sessions.limits.idleMinutes,
        }
      : null,
    holder: 'holder' in actor ? actor.holder : null,
    body: post?.employer ?? null,
    roles: 'roles' in actor ? actor.roles.map(toRole) : [],
    scopes: 'scopes' in actor ? actor.scopes : [],
    office: actor.kind === 'subject' ? actor.office : null,
    power: actor.kind === 'agent' ? toPower(actor.power) : null,
    posts: posts.map(toPost),
    powers: powers.map(toPower),
  }
}

function toSession(session: Session): Record<string, unknown> {
  const { sessionId, capacity, program, madeAt, usedAt, endsAt } = session
  return { id: sessionId, as: capacity, program, madeAt, usedAt, endsAt }
}

function toPower({ powerId, scopes, until }: Power): Record<string, unknown> {
  return { id: powerId, scopes, until }
}

function toPost(post: Post): Record<string, unknown> {
  const { staffId, holder, kind, employer } = post
  return { id: staffId, holder, kind, body: employer, roles: post.roles.map(toRole) }
}

function toRole(code: string): Record<string, unknown> {
  return { code, title: roles.find((role) => role.code === code)?.title ?? { zh: code, en: code } }
}
