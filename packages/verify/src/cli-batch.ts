// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Asked, findKey, type Question, read, required } from './cli-door.ts'
import type { Receipt } from './receipt.ts'
import { parseRowProof, verifyRow } from './row-proof.ts'
import { verifyReceipt } from './verify-receipt.ts'

export const receiptQuestion: Question = {
  operand: 'FILE',
  needs: ['key'],
  answer(asked) {
    const checked = checkReceipt(asked, asked.file)
    return (
      `VALID: ${checked.node} has signed this receipt for batch ${checked.batch}.\n` +
      `有效：该回执由 ${checked.node} 就批次 ${checked.batch} 签发。\n${describe(checked)}`
    )
  },
}

export const rowQuestion: Question = {
  needs: ['receipt', 'row', 'proof', 'key'],
  answer(asked) {
    const { options, door, suite } = asked
    const checked = checkReceipt(asked, required(options.receipt, '--receipt'))
    const rowProof = parseRowProof(read(required(options.proof, '--proof'), door))
    verifyRow(suite, checked, read(required(options.row, '--row'), door), rowProof)
    const place = rowProof.index + 1
    return (
      `VALID: this is row ${place} of ${checked.rows} in batch ${checked.batch}, received by ${checked.node}.\n` +
      `有效：该行是 ${checked.node} 所收批次 ${checked.batch} 的第 ${place} 行（共 ${checked.rows} 行）。\n`
    )
  },
}

function checkReceipt(asked: Asked, file: string): Receipt {
  const verifierKey = findKey(asked, required(asked.options.key, '--key'))
  return verifyReceipt(asked.suite, read(file, asked.door), verifierKey)
}

export function describe(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([field, value]) => `  ${field}: ${value ?? '-'}\n`)
    .join('')
}
