// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type EntryWitness, pages, witnessedAct } from '../transparency-log/index.ts'
import { groupWitness } from './inquiry-group.ts'
import { type KeptGroup, listGroups } from './inquiry-group-store.ts'

const GROUPS_AT_ONCE = 500

/** Inquiries as they were made durable together. */
export const keptInquiriesWitness: EntryWitness = {
  kind: 'inquiries.kept',
  async *list(on) {
    for await (const run of pages<KeptGroup>((last) =>
      listGroups(on, last?.groupId ?? null, GROUPS_AT_ONCE),
    )) {
      yield run.map(({ groupId, leaves }) => witnessedAct(groupId, groupWitness(leaves)))
    }
  },
}
