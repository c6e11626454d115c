// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { parseVerifierKey, type SigningKey } from './note-key.ts'
import { formatReceipt, parseReceipt, type Receipt } from './receipt.ts'
import { signNote, verifyNote } from './signed-note.ts'
import type { SigningSuite, Suite } from './suite.ts'
import { VerificationError } from './verification-error.ts'

/**
 * What a node has signed about a batch. Everything in the answer is the node's word; that the rows are those of the
 * furnisher's file is for `verifyRow` and the file's own SHA-256 to show.
 * @throws VerificationError
 */
export function verifyReceipt(suite: Suite, note: string | Uint8Array, verifierKey: string): Receipt {
  const key = parseVerifierKey(suite, verifierKey)
  const receipt = parseReceipt(verifyNote(suite, note, key))
  assertOwnNode(receipt, key.name)
  return receipt
}

/** @throws VerificationError for fields that `verifyReceipt` would refuse */
export function signReceipt(suite: SigningSuite, receipt: Receipt, key: SigningKey): string {
  assertOwnNode(receipt, key.name)
  return signNote(suite, formatReceipt(receipt), key)
}

/** Without this, whoever trusts the keys of two nodes could be shown the one's receipt in the other's name. */
function assertOwnNode(receipt: Receipt, keyName: string): void {
  if (receipt.node !== keyName) throw new VerificationError('RECEIPT_OF_ANOTHER_NODE')
}
