// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { parse, serialize } from 'cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

const SIGN_IN_PATH = '/v1/sign-in'
const SIGN_IN_SECONDS = 600

/** Over TLS the browser itself keeps the prefix to its promise: this host, this path, and never in clear. */
function sessionName(origin: string): string {
  return isSecure(origin) ? '__Host-probity-session' : 'probity-session'
}

function isSecure(origin: string): boolean {
  return origin.startsWith('https:')
}

export function sessionCookieOf(request: FastifyRequest, origin: string): string | undefined {
  return cookiesOf(request)[sessionName(origin)]
}

/** Strict: another site's link or form never carries it. It ends with the browser; the node ends it sooner. */
export function setSession(reply: FastifyReply, origin: string, token: string): void {
  add(reply, sessionName(origin), token, { origin, path: '/', sameSite: 'strict' })
}

export function clearSession(reply: FastifyReply, origin: string): void {
  add(reply, sessionName(origin), '', { origin, path: '/', sameSite: 'strict', maxAge: 0 })
}

/** Lax, because the way back from the identity provider is a link of another site. */
export function setSignIn(reply: FastifyReply, origin: string, secret: string): void {
  add(reply, 'probity-sign-in', secret, {
    origin,
    path: SIGN_IN_PATH,
    sameSite: 'lax',
    maxAge: SIGN_IN_SECONDS,
  })
}

export function signInCookieOf(request: FastifyRequest): string | undefined {
  return cookiesOf(request)['probity-sign-in']
}

export function clearSignIn(reply: FastifyReply, origin: string): void {
  add(reply, 'probity-sign-in', '', { origin, path: SIGN_IN_PATH, sameSite: 'lax', maxAge: 0 })
}

type Attributes = {
  readonly origin: string
  readonly path: string
  readonly sameSite: 'strict' | 'lax'
  readonly maxAge?: number
}

function add(reply: FastifyReply, name: string, value: string, { origin, ...attributes }: Attributes): void {
  reply.header(
    'set-cookie',
    serialize(name, value, { ...attributes, httpOnly: true, secure: isSecure(origin) }),
  )
}

function cookiesOf(request: FastifyRequest): Record<string, string | undefined> {
  return parse(request.headers.cookie ?? '')
}
