// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../kernel/civil-date.ts'
import { carelessBatches } from './careless-batches.ts'
import type { DemoBatch } from './demo-batch.ts'
import { inventOrganisations } from './organisations.ts'
import { penaltyBatches } from './penalty-batches.ts'
import { personPenaltyBatches } from './person-penalty-batches.ts'
import { registrationBatches } from './registration-batches.ts'
import { taxBatches } from './tax-batches.ts'

/** Sends one file, the last: whoever finds it there knows that all others were sent too. */
export const lastSender = 'demo-agriculture'

/** Everything the demo city's bodies send, in the order in which they send it; the same for the same day. */
export function demoBatches(today: CivilDate): DemoBatch[] {
  const organisations = inventOrganisations(today)
  return [
    ...registrationBatches(organisations),
    ...taxBatches(organisations, today),
    ...carelessBatches(organisations, today),
    ...personPenaltyBatches(today),
    ...penaltyBatches(organisations, today),
  ]
}
