// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Tx } from '../../kernel/db/database.ts'
import type { Tick } from '../../kernel/db/tick.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { nameBigrams } from './name.ts'

export type SubjectName = { readonly subjectId: SubjectId; readonly nameKey: Buffer; readonly name: string }

/**
 * Adds names that subjects carry, with what search probes; a name already there stays as it is.
 * @param registered whether the owner of registration gave them
 */
export async function rememberNames(
  tx: Tx,
  names: readonly SubjectName[],
  registered: boolean,
  tick: Tick,
): Promise<void> {
  if (names.length === 0) return
  await tx.query(
    `insert into subject_names (subject_id, name_key, registered, name, bigrams, tick)
     select subject_id, name_key, $5, name, string_to_array(bigrams, ' '), $6
     from unnest($1::uuid[], $2::bytea[], $3::text[], $4::text[]) as known (subject_id, name_key, name, bigrams)
     on conflict do nothing`,
    [
      names.map((row) => row.subjectId),
      names.map((row) => row.nameKey),
      names.map((row) => row.name),
      names.map((row) => nameBigrams(row.name).join(' ')),
      registered,
      tick,
    ],
  )
}
