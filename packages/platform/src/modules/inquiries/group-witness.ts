// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { equalBytes, platformSuite, saltedLeaf } from '@probity/verify'
import type { Query } from '../../kernel/db/database.ts'
import { type EntryWitness, pages, type WitnessedAct, witnessedAct } from '../transparency-log/index.ts'
import { listOfGroups, type SaltedInquiry } from './inquiries-store.ts'
import { inquiryContent } from './inquiry.ts'
import { groupWitness } from './inquiry-group.ts'
import { type KeptGroup, listGroups } from './inquiry-group-store.ts'

const GROUPS_AT_ONCE = 200

/** Inquiries as they were made durable together; each row is read again, so that none can be taken out or rewritten. */
export const keptInquiriesWitness: EntryWitness = {
  kind: 'inquiries.kept',
  async *list(on) {
    for await (const run of pages<KeptGroup>((last) =>
      listGroups(on, last?.groupId ?? null, GROUPS_AT_ONCE),
    )) {
      yield await witnessed(on, run)
    }
  },
}

async function witnessed(on: { readonly query: Query }, run: readonly KeptGroup[]): Promise<WitnessedAct[]> {
  const rows = new Map<string, SaltedInquiry[]>()
  for (const row of await listOfGroups(
    on,
    run.map(({ groupId }) => groupId),
  ))
    rows.set(row.groupId, [...(rows.get(row.groupId) ?? []), row])
  return run.map(({ groupId, leaves }) => {
    const act = witnessedAct(groupId, groupWitness(leaves))
    return isWhole(leaves, rows.get(groupId) ?? []) ? act : { ...act, disagrees: 'inquiries' }
  })
}

/** In the order of their ids, as the leaves are. */
function isWhole(leaves: readonly Uint8Array[], rows: readonly SaltedInquiry[]): boolean {
  return (
    rows.length === leaves.length &&
    rows.every(({ inquiry, salt }, at) => {
      const leaf = leaves[at]
      const content = Buffer.from(inquiryContent(inquiry))
      return leaf !== undefined && equalBytes(saltedLeaf(platformSuite, salt, content), leaf)
    })
  )
}
