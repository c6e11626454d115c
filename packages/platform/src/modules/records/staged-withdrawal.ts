// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { escapeCopyText } from './staged-record.ts'

/** One judged row of a withdrawal. */
export type StagedWithdrawal = {
  readonly rowNo: number
  readonly number: string
  /** A code of the catalogue's withdrawal form; null: not said. */
  readonly reason: string | null
}

/** Rows of COPY's text format. Pure: workers call it. */
export function encodeWithdrawals(withdrawals: readonly StagedWithdrawal[]): Buffer {
  let text = ''
  for (const { rowNo, number, reason } of withdrawals) {
    text += `${rowNo}\t${escapeCopyText(number)}\t${reason === null ? '\\N' : escapeCopyText(reason)}\n`
  }
  return Buffer.from(text)
}
