// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  encodeHex,
  parseNote,
  parseReceipt,
  parseRowProof,
  plainSuite,
  type Receipt,
  type RowProof,
  saltedLeaf,
  verifyReceipt,
  verifyRow,
} from '@probity/verify'
import { inclusionSteps } from '../proof/joins.ts'
import type { TrustedKeys } from '../proof/trusted-keys.ts'
import type { Given } from './recognise.ts'
import { proveSigner } from './signed-by.ts'
import { holds, type Walk } from './walk.ts'

export type CheckedReceipt = { readonly name: string; readonly from?: string; readonly receipt: Receipt }

/** @returns the receipt only when everything about it holds: one that was merely read proves nothing */
export function checkReceipt(walk: Walk, given: Given, keys: TrustedKeys): CheckedReceipt | undefined {
  const { bytes, name, from } = given
  const read = walk.prove('receiptForm', () => parseReceipt(parseNote(bytes).body), sumsOf)
  const key = read && proveSigner(walk, bytes, keys.nodes)
  const receipt =
    key &&
    walk.prove(
      'receiptNode',
      () => verifyReceipt(plainSuite, bytes, key.text),
      ({ node }) => ({ node }),
    )
  if (!receipt) return undefined
  walk.show({ kind: 'receipt', receipt })
  return { name, receipt, ...(from === undefined ? {} : { from }) }
}

function sumsOf({ rows, accepted, corrected, unchanged, withdrawn, faulty }: Receipt) {
  return { rows, sum: [accepted, corrected, unchanged, withdrawn, faulty].join(' + ') }
}

/** Is one of these the file that the furnisher sent? */
export function findFileOf(
  walk: Walk,
  { receipt }: CheckedReceipt,
  others: readonly Given[],
): Given | undefined {
  const file = others.find((other) => sha256Of(other.bytes) === receipt.fileSha256)
  if (file) walk.pass('receiptFile', { file: file.name })
  else walk.note('receiptNoFile', { sha256: receipt.fileSha256 })
  return file
}

const known = new WeakMap<Uint8Array, string>()

/** A file may be long: its hash is computed once. */
function sha256Of(bytes: Uint8Array): string {
  const sha256 = known.get(bytes) ?? encodeHex(plainSuite.hash(bytes))
  known.set(bytes, sha256)
  return sha256
}

export type RowMatch = { readonly row: Given; readonly checked: CheckedReceipt }

/** @returns which row of which receipt it is */
export function checkRowProof(
  walk: Walk,
  given: Given,
  receipts: readonly CheckedReceipt[],
  others: readonly Given[],
): RowMatch | undefined {
  const proof = walk.prove('rowForm', () => parseRowProof(given.bytes), placeOf)
  if (!proof) return undefined
  // A proof that came together with its row is of that row and of no other.
  const own = others.filter(({ from }) => from !== undefined && from === given.from)
  const rows = own.length > 0 ? own : others.filter(({ from }) => from === undefined)
  if (receipts.length === 0) walk.lack('rowNeedsReceipt')
  if (rows.length === 0) walk.lack('rowNeedsRow')
  const pairs = receipts.flatMap((checked) => rows.map((row) => ({ row, checked })))
  const isProven = ({ row, checked }: RowMatch) =>
    holds(() => verifyRow(plainSuite, checked.receipt, row.bytes, proof))
  const match = pairs.find(isProven) ?? pairs[0]
  if (!match) return undefined
  const { row, checked } = match
  const facts = { ...placeOf(proof), row: row.name, receipt: checked.name }
  const proven = walk.prove(
    'rowProven',
    () => {
      verifyRow(plainSuite, checked.receipt, row.bytes, proof)
      return true
    },
    () => facts,
  )
  if (!proven) return undefined
  showRow(walk, proof, row)
  return match
}

function placeOf({ index, size }: RowProof) {
  return { place: index + 1, rows: size }
}

function showRow(walk: Walk, proof: RowProof, row: Given): void {
  walk.show({ kind: 'text', bytes: row.bytes })
  const steps = inclusionSteps(saltedLeaf(plainSuite, proof.salt, row.bytes), proof)
  if (steps) walk.show({ kind: 'path', unit: 'row', steps })
}
