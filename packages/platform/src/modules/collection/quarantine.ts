// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate, Instant } from '../../kernel/civil-date.ts'
import { addDays } from '../../kernel/civil-date.ts'
import type { BatchId } from '../../kernel/ids.ts'
import { type Catalogue, catalogueFaults, findParameter } from '../catalogue/index.ts'
import { collectionFaults } from './collection-faults.ts'

/**
 * waiting → corrected | superseded | released | expired. `superseded`: the furnisher sent the row again and it is
 * still faulty, so the newer row waits in its place.
 */
export const quarantineStates = ['waiting', 'corrected', 'superseded', 'released', 'expired'] as const
export type QuarantineState = (typeof quarantineStates)[number]

export type QuarantinedRow = {
  readonly batchId: BatchId
  readonly rowNo: number
  readonly type: string
  readonly codes: readonly string[]
  readonly state: QuarantineState
  readonly enteredOn: CivilDate
  readonly remindOn: CivilDate | null
  readonly expireOn: CivilDate | null
  readonly holder: string | null
  readonly leftAt: Instant | null
  readonly leftByBatchId: BatchId | null
  readonly leftByRowNo: number | null
}

const releasable: ReadonlySet<string> = new Set(
  [...Object.entries(catalogueFaults), ...Object.entries(collectionFaults)]
    .filter(([, message]) => 'releasable' in message && message.releasable)
    .map(([code]) => code),
)

/** What two officers may release a row from: a closed list, so that a new fault is not releasable by oversight. */
export function isReleasable(code: string): boolean {
  return releasable.has(code)
}

export type QuarantineTerms = { readonly remindDays: number | null; readonly expireDays: number | null }

/** As the catalogue says for the furnisher's division. Without a term nothing is reminded of and nothing removed. */
export function quarantineTerms(catalogue: Catalogue, division: string): QuarantineTerms {
  return {
    remindDays: daysOf(catalogue, division, 'quarantine-remind-days'),
    expireDays: daysOf(catalogue, division, 'quarantine-expire-days'),
  }
}

function daysOf(catalogue: Catalogue, division: string, code: string): number | null {
  const found = findParameter(catalogue, division, code)
  return found && typeof found.value === 'number' && found.unit === 'days' && found.value > 0
    ? found.value
    : null
}

export function termDay(from: CivilDate, days: number | null): CivilDate | null {
  return days === null ? null : addDays(from, days)
}
