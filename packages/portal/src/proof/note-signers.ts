// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { NoteSignature } from '@probity/verify'

const TIME_BYTES = 8
const COSIGNATURE_BYTES = TIME_BYTES + 64

/**
 * The second that a line of a note claims when it has the shape of a cosignature. Whether it is one, only
 * `verifyCosignature` with the witness's key can say.
 */
export function readCosignatureTime({ signature }: NoteSignature): number | undefined {
  if (signature.length !== COSIGNATURE_BYTES) return undefined
  const time = Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0))
  // The last second that a date of the language holds.
  return time <= 8_640_000_000_000 ? time : undefined
}
