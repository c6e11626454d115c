// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { FastifyRequest } from 'fastify'
import { type Actor, authenticate } from '../modules/access/index.ts'
import type { House } from './house.ts'

/** Who asks, by the key in the header. @throws Refusal API_KEY_MISSING, API_KEY_UNKNOWN */
export function actorOf(house: House, request: FastifyRequest): Promise<Actor> {
  return authenticate(house.database, request.headers.authorization, house.database.clock.today())
}
