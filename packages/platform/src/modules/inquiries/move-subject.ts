// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Tx } from '../../kernel/db/database.ts'
import { type Tick, takeTick } from '../../kernel/db/tick.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { insertMove } from './marks-store.ts'

/**
 * Takes the tick of an act that changes an answer about a subject otherwise than by a record, a name or a link: every
 * answer that was composed before it, and is not yet durable, is composed anew. Caller: as with `takeTick`, last.
 */
export async function moveSubject(tx: Tx, subjectId: SubjectId): Promise<Tick> {
  const tick = await takeTick(tx)
  await insertMove(tx, subjectId, tick)
  return tick
}
