// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type NoteSignature, parseNote, plainSuite, type VerifierKey, verifyNote } from '@probity/verify'
import type { Walk } from './walk.ts'

/**
 * Which of the trusted keys has signed the note. One that nobody here trusts may be right all the same: that is said as
 * missing; also a key of a known name, since a node may hand its name from one key to the next. The id of a trusted key
 * under another name is no other key's: somebody has touched it.
 */
export function proveSigner<K extends VerifierKey>(
  walk: Walk,
  note: string | Uint8Array,
  keys: readonly K[],
  says: 'signed' | 'signedSeal' | 'signedCheckpoint' = 'signed',
): K | undefined {
  const { signatures } = parseNote(note)
  const signer = keys.find((key) =>
    signatures.some((line) => line.name === key.name && line.keyId === key.id),
  )
  if (signer) {
    const facts = { key: labelOf(signer) }
    return walk.prove(
      says,
      () => verifyNote(plainSuite, note, signer),
      () => facts,
    ) === undefined
      ? undefined
      : signer
  }
  const named = signatures.map(nameOf).join(', ')
  const isTouched = signatures.some((line) => keys.some((key) => line.keyId === key.id))
  if (isTouched) walk.refute(says, 'SIGNATURE_MISSING', undefined, { key: named })
  else walk.lack('signedByUnknown', { named })
  return undefined
}

export function labelOf({ name, id }: VerifierKey): string {
  return `${name}+${id}`
}

export function nameOf({ name, keyId }: NoteSignature): string {
  return `${name}+${keyId}`
}
