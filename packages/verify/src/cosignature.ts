// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { encodeBase64 } from './base64.ts'
import { decodeHex } from './hex.ts'
import { isCount } from './inclusion-proof.ts'
import type { SigningKey, VerifierKey } from './note-key.ts'
import { formatNote, parseNote } from './signed-note.ts'
import type { SigningSuite, Suite } from './suite.ts'
import { encodeUtf8 } from './utf8.ts'
import { VerificationError } from './verification-error.ts'

/**
 * C2SP tlog-cosignature, Ed25519: a witness says that at this time this was the largest consistent tree it had seen of
 * the log. The signature stands in the checkpoint's own note, behind eight bytes of time.
 */
export type Cosignature = {
  readonly witness: string
  /** Seconds since 1970. */
  readonly time: number
}

const timeBytes = 8
/** The last second that a date of the language holds. */
const timeMax = 8_640_000_000_000
const signatureBytes = 64

/**
 * What this witness says of the checkpoint; undefined when it says nothing.
 * @throws VerificationError COSIGNATURE_MALFORMED, SIGNATURE_WRONG, and those of `parseNote`
 */
export function verifyCosignature(
  suite: Suite,
  note: string | Uint8Array,
  witness: VerifierKey,
): Cosignature | undefined {
  const { body, signatures } = parseNote(note)
  const line = signatures.find(({ name, keyId }) => name === witness.name && keyId === witness.id)
  if (!line) return undefined
  if (line.signature.length !== timeBytes + signatureBytes)
    throw new VerificationError('COSIGNATURE_MALFORMED')
  const time = readTime(line.signature)
  if (!suite.verify(witness.publicKey, messageOf(body, time), line.signature.subarray(timeBytes))) {
    throw new VerificationError('SIGNATURE_WRONG', 'cosignature')
  }
  return { witness: witness.name, time }
}

/** The same note with this witness's cosignature in it. Caller: has verified that the tree extends the one before. */
export function cosign(
  suite: SigningSuite,
  note: string | Uint8Array,
  key: SigningKey,
  time: number,
): string {
  if (!isCount(time) || time > timeMax) throw new VerificationError('COSIGNATURE_MALFORMED', 'time')
  const { body, signatures } = parseNote(note)
  const bytes = new Uint8Array(timeBytes + signatureBytes)
  writeTime(bytes, time)
  bytes.set(suite.sign(key.seed, messageOf(body, time)), timeBytes)
  const others = signatures.filter(({ name, keyId }) => name !== key.name || keyId !== key.id)
  return formatNote({ body, signatures: [...others, { name: key.name, keyId: key.id, signature: bytes }] })
}

/** The witness's line alone, as it answers the log. */
export function cosignatureLine(
  note: string | Uint8Array,
  witness: Pick<VerifierKey, 'name' | 'id'>,
): string {
  const line = parseNote(note).signatures.find(
    ({ name, keyId }) => name === witness.name && keyId === witness.id,
  )
  if (!line) throw new VerificationError('SIGNATURE_MISSING')
  return `\u2014 ${line.name} ${encodeBase64(Uint8Array.from([...decodeHex(line.keyId), ...line.signature]))}\n`
}

function messageOf(body: string, time: number): Uint8Array {
  return encodeUtf8(`cosignature/v1\ntime ${time}\n${body}`)
}

/** Big-endian, 64 bits. */
function readTime(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const time = view.getUint32(0) * 2 ** 32 + view.getUint32(4)
  if (time > timeMax) throw new VerificationError('COSIGNATURE_MALFORMED', 'time')
  return time
}

function writeTime(bytes: Uint8Array, time: number): void {
  const view = new DataView(bytes.buffer)
  view.setUint32(0, Math.floor(time / 2 ** 32))
  view.setUint32(4, time % 2 ** 32)
}
