// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Handover, platformSuite, signHandover, verifyHandover } from '@probity/verify'
import { instantOf } from '../../kernel/civil-date.ts'
import type { Clock } from '../../kernel/clock.ts'
import { present, refuse } from '../../kernel/refusal.ts'
import {
  findHandover,
  findSigningKey,
  keyFileOf,
  openSigningKey,
  verifierKeyOf,
  writeHandover,
} from './key-files.ts'

const DAY_MS = 86_400_000

/**
 * Hands the node's name from the key that signs now to a new one: both sign a statement, and the file of it is the
 * hand-over. A kill before that leaves a key nobody knows of, which the next attempt takes; after it the node goes on
 * by itself (see `key-events.ts`).
 * @param first the file of the node's first key
 * @throws Refusal LOG_KEY_MISSING, LOG_KEY_UNUSABLE, LOG_KEY_HANDED_OVER
 */
export async function rotateKey(first: string, clock: Clock, overlapDays: number): Promise<Handover> {
  const turn = await nextTurn(first)
  const file = keyFileOf(first, turn - 1)
  const old = await findSigningKey(file)
  if (!old) throw refuse('LOG_KEY_MISSING', { file })
  const [made, until] = [clock.now(), instantOf(clock.nowMs() + overlapDays * DAY_MS)]
  try {
    const next = await openSigningKey(keyFileOf(first, turn), old.name)
    const statement = signHandover(platformSuite, { turn, made, until }, old, next)
    await writeHandover(first, turn, statement)
    return verifyHandover(platformSuite, statement, verifierKeyOf(old))
  } catch (error) {
    // Somebody else was quicker: a key hands over once.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw refuse('LOG_KEY_HANDED_OVER', { turn })
    throw error
  }
}

async function nextTurn(first: string): Promise<number> {
  let old: string | undefined
  for (let turn = 1; ; turn += 1) {
    const stated = await findHandover(first, turn, old)
    if (!stated) return turn
    old = present(stated.handover.new, 'whom it names')
  }
}
