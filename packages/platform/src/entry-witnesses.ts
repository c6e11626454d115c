// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { catalogueVersionWitness } from './modules/catalogue/index.ts'
import { collectionWitnesses, type SealedFiles } from './modules/collection/index.ts'
import { keptInquiriesWitness } from './modules/inquiries/index.ts'
import { deletionWitness } from './modules/records/index.ts'
import { linkWitnesses } from './modules/subjects/index.ts'
import type { EntryWitness } from './modules/transparency-log/index.ts'

/**
 * By whom the audit has every kind of entry told again. Whoever adds a kind adds its witness here, or the audit names
 * the first such entry as one without an act.
 */
export function entryWitnesses(files: SealedFiles): EntryWitness[] {
  return [
    catalogueVersionWitness,
    ...linkWitnesses,
    deletionWitness,
    keptInquiriesWitness,
    ...collectionWitnesses(files),
  ]
}
