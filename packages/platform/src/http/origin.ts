// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { FastifyRequest } from 'fastify'
import { refuse } from '../kernel/refusal.ts'

const SAFE_METHODS = ['GET', 'HEAD']

/** Under which of its own addresses the node was called; a host that is none of them gets the first. */
export function originOf(origins: readonly string[], request: FastifyRequest): string {
  const { host } = request.headers
  return origins.find((origin) => new URL(origin).host === host) ?? origins[0] ?? ''
}

/**
 * What a browser sends by itself may be asked for by any page. So whatever rests on a cookie must come from a page of
 * this node: the browser says so, in headers that no page can write.
 * @throws Refusal CROSS_SITE
 */
export function assertSameSite(origins: readonly string[], request: FastifyRequest): void {
  const { origin, 'sec-fetch-site': site } = request.headers
  if (origin !== undefined && !origins.includes(origin)) throw refuse('CROSS_SITE')
  if (site !== undefined && site !== 'same-origin' && !(site === 'none' && isSafe(request)))
    throw refuse('CROSS_SITE')
  if (!isSafe(request) && origin === undefined && site === undefined) throw refuse('CROSS_SITE')
}

function isSafe(request: FastifyRequest): boolean {
  return SAFE_METHODS.includes(request.method)
}

/** Whence failures are counted. A whole IPv6 network is one place: it has more addresses than anybody has patience. */
export function placeOf(request: FastifyRequest): string {
  const { ip } = request
  return ip.includes(':') && !ip.startsWith('::ffff:')
    ? `network ${ip.split(':').slice(0, 4).join(':')}`
    : `address ${ip}`
}
