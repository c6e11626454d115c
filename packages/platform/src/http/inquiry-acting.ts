// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { FastifyRequest } from 'fastify'
import type { Tx } from '../kernel/db/database.ts'
import type { Actor } from '../modules/access/index.ts'
import { actorOf } from './actor-of.ts'
import type { House } from './house.ts'

/** An act in one transaction, by whoever asks. */
export async function acting<T>(
  house: House,
  request: FastifyRequest,
  act: (tx: Tx, actor: Actor) => Promise<T>,
): Promise<T> {
  const actor = await actorOf(house, request)
  return house.database.transact((tx) => act(tx, actor))
}
