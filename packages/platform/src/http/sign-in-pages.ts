// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Static, Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { OutageError, Refusal, refuse } from '../kernel/refusal.ts'
import type { Session, SignIns, Wanted } from '../modules/access/index.ts'
import { clearSignIn, sessionCookieOf, setSession, setSignIn, signInCookieOf } from './cookies.ts'
import type { House } from './house.ts'
import { originOf, placeOf } from './origin.ts'
import { programOf } from './program.ts'
import { oneOf } from './schemas.ts'

const RETURN_PATH = '/v1/sign-in/return'
/** Where a browser that was refused is told why. */
const ACCOUNT_PAGE = '/account'

const SignInQuery = Type.Object(
  {
    as: Type.Optional(oneOf(['staff', 'self', 'office', 'agent'])),
    scheme: Type.Optional(Type.String({ maxLength: 20 })),
    number: Type.Optional(Type.String({ maxLength: 40 })),
    return: Type.Optional(Type.String({ maxLength: 300 })),
    lang: Type.Optional(oneOf(['zh', 'en'])),
  },
  { additionalProperties: false },
)
type SignInQuery = Static<typeof SignInQuery>

/** Two addresses for browsers, which answer with a way to go on, never with a page or a problem. */
export function mountSignIn(app: FastifyInstance, house: House): void {
  app.get('/v1/sign-in', {
    schema: { hide: true, querystring: SignInQuery },
    handler: (request: FastifyRequest<{ Querystring: SignInQuery }>, reply) =>
      orTell(house, request, reply, async (origin) => {
        const asked = {
          wanted: wantedBy(request.query),
          returnTo: ownPage(request.query.return ?? ACCOUNT_PAGE),
          redirectUri: `${origin}${RETURN_PATH}`,
        }
        const { url, browser } = await signInsOf(house).ask(asked, placeOf(request))
        setSignIn(reply, origin, browser)
        return url.href
      }),
  })
  app.get(RETURN_PATH, {
    schema: { hide: true },
    handler: (request, reply) =>
      orTell(house, request, reply, async (origin) => {
        const browser = signInCookieOf(request)
        clearSignIn(reply, origin)
        const { token, returnTo } = await signInsOf(house).finish({
          url: new URL(request.url, origin),
          browser,
          place: placeOf(request),
          program: programOf(request.headers['user-agent']),
          before: await sessionBefore(house, request, origin),
        })
        setSession(reply, origin, token)
        return returnTo
      }),
  })
}

/** The session that this sign-in takes the place of: the way back is no request of a page, so it proves nothing. */
function sessionBefore(
  { access }: House,
  request: FastifyRequest,
  origin: string,
): Promise<Session | undefined> {
  const token = sessionCookieOf(request, origin)
  return token ? access.sessions.find(token) : Promise.resolve(undefined)
}

async function orTell(
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
  act: (origin: string) => Promise<string>,
): Promise<FastifyReply> {
  reply.header('cache-control', 'no-store')
  try {
    return await reply.redirect(await act(originOf(house.access.origins(), request)), 303)
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    house.log.info({ event: 'sign-in.refused', code, requestId: request.id })
    return reply.redirect(`${ACCOUNT_PAGE}?refused=${code}`, 303)
  }
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof Refusal) return error.code
  return error instanceof OutageError ? 'OUTAGE' : undefined
}

function signInsOf({ access }: House): SignIns {
  if (!access.signIns) throw refuse('SIGN_IN_OFF')
  return access.signIns
}

function wantedBy({ as = 'staff', scheme, number }: SignInQuery): Wanted {
  return as === 'office' ? { as, scheme: scheme ?? '', number: number ?? '' } : { as }
}

/** @throws Refusal RETURN_UNKNOWN: a path of this node's pages, and nothing a browser could read as another host */
function ownPage(path: string): string {
  if (!/^\/(?!v1\/)[A-Za-z0-9_.~%?=&-][A-Za-z0-9_.~%?=&/-]*$|^\/$/.test(path)) throw refuse('RETURN_UNKNOWN')
  return path
}
