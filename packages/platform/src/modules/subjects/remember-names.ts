// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../kernel/civil-date.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Tick } from '../../kernel/db/tick.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { nameBigrams } from './name.ts'

export type SubjectName = { readonly subjectId: SubjectId; readonly nameKey: Buffer; readonly name: string }

/**
 * Adds names that subjects carry, with what search probes; a name already there stays as it is, also one that
 * another act has written since these were looked for.
 * @param stated whether the owner of registration gave them, and as of when
 */
export async function rememberNames(
  tx: Tx,
  names: readonly SubjectName[],
  stated: { readonly registered: boolean; readonly statedAt: Instant },
  tick: Tick,
): Promise<void> {
  if (names.length === 0) return
  await tx.query(
    `insert into subject_names (subject_id, name_key, registered, name, bigrams, tick, stated_at)
     select subject_id, name_key, $5, name, string_to_array(bigrams, ' '), $6, $7
     from unnest($1::uuid[], $2::bytea[], $3::text[], $4::text[]) as known (subject_id, name_key, name, bigrams)
     where not exists (
       select 1 from v_standing_names n
       where n.subject_id = known.subject_id and n.name_key = known.name_key and n.registered = $5
         and n.stated_at <= $7)
     on conflict do nothing`,
    [
      names.map((row) => row.subjectId),
      names.map((row) => row.nameKey),
      names.map((row) => row.name),
      names.map((row) => nameBigrams(row.name).join(' ')),
      stated.registered,
      tick,
      stated.statedAt,
    ],
  )
}

/** What the owner of registration had given by mistake is no former name: from this tick on it agrees with nothing. */
export async function takeBackNames(
  tx: Tx,
  names: readonly Pick<SubjectName, 'subjectId' | 'nameKey'>[],
  tick: Tick,
): Promise<void> {
  if (names.length === 0) return
  await tx.query(
    `insert into subject_name_mistakes (subject_id, name_key, tick)
     select subject_id, name_key, $3 from unnest($1::uuid[], $2::bytea[]) as mistaken (subject_id, name_key)
     on conflict do nothing`,
    [names.map((row) => row.subjectId), names.map((row) => row.nameKey), tick],
  )
}
