// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import type { GroupId } from './inquiry.ts'

const LEAF_BYTES = 32

export type KeptGroup = { readonly groupId: GroupId; readonly leaves: readonly Buffer[] }

export async function listGroups(
  on: { readonly query: Query },
  after: GroupId | null,
  limit: number,
): Promise<KeptGroup[]> {
  const rows = await on.query<{ groupId: GroupId; leaves: Buffer }>(
    `select group_id as "groupId", leaves from inquiry_groups
     where $1::uuid is null or group_id > $1::uuid order by group_id limit $2`,
    [after, limit],
  )
  return rows.map(({ groupId, leaves }) => ({
    groupId,
    leaves: Array.from({ length: leaves.length / LEAF_BYTES }, (_, at) =>
      leaves.subarray(at * LEAF_BYTES, (at + 1) * LEAF_BYTES),
    ),
  }))
}
