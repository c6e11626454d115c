// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import type { RecordId, SubjectId } from '../../kernel/ids.ts'
import { listHeld } from './record-store.ts'

/**
 * Adverse records of these persons that may not be used: their current records do not all bear one name. Nobody
 * registers a person's name with a node, so none of them is the right one until a furnisher has corrected.
 */
export async function findHeldRecords(
  on: { readonly query: Query },
  persons: readonly SubjectId[],
): Promise<Set<RecordId>> {
  return new Set(await listHeld(on, persons))
}
