// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { FastifyRequest } from 'fastify'
import { Refusal, refuse } from '../kernel/refusal.ts'
import type { Actor, Session } from '../modules/access/index.ts'
import type { Presented, Recognised } from '../modules/participants/index.ts'
import { sessionCookieOf } from './cookies.ts'
import type { House } from './house.ts'
import { assertSameSite, originOf, placeOf } from './origin.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once it was asked who is there: the answer is theirs and lies in no cache. */
    isPersonal?: boolean
  }
}

/**
 * Who asks, by key, token or session. Somebody who is signed in as nothing yet asks as the public does.
 * @throws Refusal API_KEY_MISSING, API_KEY_UNKNOWN, NOT_SIGNED_IN, CROSS_SITE, SIGN_IN_HELD
 */
export async function actorOf(house: House, request: FastifyRequest): Promise<Actor> {
  const { actor } = await recognise(house, request)
  if (actor.kind === 'public') throw refuse('API_KEY_MISSING')
  return actor
}

/** The session of the browser that asks. @throws Refusal NOT_SIGNED_IN, CROSS_SITE */
export async function sessionOf(
  house: House,
  request: FastifyRequest,
): Promise<Recognised & { session: Session }> {
  const { actor, session } = await recognise(house, request)
  if (!session) throw refuse('NOT_SIGNED_IN')
  return { actor, session }
}

export async function recognise(house: House, request: FastifyRequest): Promise<Recognised> {
  request.isPersonal = true
  try {
    return await house.access.doorkeeper.recognise(presentedBy(house, request))
  } catch (error) {
    if (error instanceof Refusal && error.code === 'API_KEY_UNKNOWN') await countFailure(house, request)
    throw error
  }
}

/** A key is sent on purpose, a cookie by itself: where both come, the key says who acts. */
function presentedBy(house: House, request: FastifyRequest): Presented {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const text = /^Bearer (\S+)$/.exec(authorization)?.[1]
    return text === undefined ? { by: 'nothing' } : { by: 'bearer', text }
  }
  const origins = house.access.origins()
  const token = sessionCookieOf(request, originOf(origins, request))
  if (!token) return { by: 'nothing' }
  assertSameSite(origins, request)
  return { by: 'session', token }
}

/** Only failures are counted and held: a good key from the same place is never kept waiting. */
async function countFailure({ access }: House, request: FastifyRequest): Promise<void> {
  const place = placeOf(request)
  await access.failures.assertFree(place)
  await access.failures.add(place)
}
