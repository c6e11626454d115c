// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addYears } from '../kernel/civil-date.ts'
import type { Database, Tx } from '../kernel/db/database.ts'
import type { AccountId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import {
  findParticipantByCode,
  grant,
  makePost,
  redeemCode,
  registerParticipant,
} from '../modules/participants/index.ts'
import { demoAskers } from './participants.ts'
import { type DemoPost, demoSignIns } from './people.ts'

/** The account that signs in as somebody, known before they ever did. */
export type AccountOf = (tx: Tx, key: string) => Promise<AccountId>

/**
 * Registers the bodies that ask, makes the posts and lets the invented people take them, by the acts that anybody
 * uses. Called at every start of a demo: what is there stays.
 */
export async function admitPeople(database: Database, accountOf: AccountOf): Promise<void> {
  for (const body of demoAskers)
    if (!(await findParticipantByCode(database, body.code)))
      await database.transact((tx) => registerParticipant(tx, body))
  for (const { key, post } of demoSignIns()) if (post) await admit(database, accountOf, key, post)
}

async function admit(
  database: Database,
  accountOf: AccountOf,
  key: string,
  { body, holder, roles }: DemoPost,
): Promise<void> {
  const participant = body === null ? null : await findParticipantByCode(database, body)
  if (body !== null && !participant) return
  try {
    await database.transact(async (tx) => {
      const { staffId, code } = await makePost(tx, participant?.participantId ?? null, holder, 'house')
      const until = addYears(tx.clock.today(), 1)
      for (const role of roles) await grant(tx, { staffId, role, until }, 'house', null)
      await redeemCode(tx, await accountOf(tx, key), code)
    })
  } catch (error) {
    // It was made at an earlier start.
    if (!(error instanceof Refusal && error.code === 'HOLDER_TAKEN')) throw error
  }
}
