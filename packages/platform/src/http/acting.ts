// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { FastifyRequest } from 'fastify'
import type { Tx } from '../kernel/db/database.ts'
import type { Actor } from '../modules/access/index.ts'
import { holdActor } from '../modules/participants/index.ts'
import { actorOf } from './actor-of.ts'
import type { House } from './house.ts'

/** An act in one transaction, in which whoever acts cannot be shut out half way, nor act after they were. */
export async function acting<T>(
  house: House,
  request: FastifyRequest,
  act: (tx: Tx, actor: Actor) => Promise<T>,
): Promise<T> {
  const actor = await actorOf(house, request)
  return house.database.transact(async (tx) => {
    await holdActor(tx, house.access.sessions, actor)
    return act(tx, actor)
  })
}
