// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { decodeBase64, encodeBase64 } from './base64.ts'
import { decodeHex, encodeHex } from './hex.ts'
import { isKeyName, type SigningKey, type VerifierKey } from './note-key.ts'
import type { SigningSuite, Suite } from './suite.ts'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'
import { VerificationError } from './verification-error.ts'

/** C2SP signed note: a text, an empty line, and one line for each signature over the text. */
export type SignedNote = { readonly body: string; readonly signatures: readonly NoteSignature[] }

export type NoteSignature = {
  readonly name: string
  /** Eight lower-case hexadecimal digits. */
  readonly keyId: string
  readonly signature: Uint8Array
}

export const noteBytesMax = 1_000_000
const signaturesMax = 100
const idBytes = 4
const lineHead = '\u2014 '
const controlOtherThanNewline = /(?!\n)\p{Cc}/u

/** @throws VerificationError NOTE_MALFORMED, NOTE_TOO_LARGE, UTF8_MALFORMED, BASE64_MALFORMED */
export function parseNote(note: string | Uint8Array): SignedNote {
  // Before anything is decoded or split: the note comes from whoever wants to be believed.
  if (note.length > noteBytesMax) throw new VerificationError('NOTE_TOO_LARGE')
  const text = decodeUtf8(typeof note === 'string' ? encodeUtf8(note) : note)
  const split = text.lastIndexOf('\n\n')
  if (split < 0 || !text.endsWith('\n')) throw new VerificationError('NOTE_MALFORMED')
  const body = text.slice(0, split + 1)
  assertBody(body)
  const lines = text.slice(split + 2, -1).split('\n')
  if (lines.length > signaturesMax) throw new VerificationError('NOTE_MALFORMED', 'signatures')
  const signatures = lines.map(parseSignatureLine)
  if (new Set(signatures.map(signerOf)).size < signatures.length) {
    throw new VerificationError('NOTE_MALFORMED', 'same key twice')
  }
  return { body, signatures }
}

export function formatNote(note: SignedNote): string {
  assertBody(note.body)
  const lines = note.signatures.map(({ name, keyId, signature }) => {
    if (!isKeyName(name)) throw new VerificationError('NOTE_MALFORMED', 'signature line')
    return `${lineHead}${name} ${encodeBase64(Uint8Array.from([...decodeHex(keyId), ...signature]))}\n`
  })
  return `${note.body}\n${lines.join('')}`
}

/**
 * The text that this key, or one of these, has signed. Signatures of other keys are not looked at, as the format
 * demands; a wrong one by a known key refuses the note whole, however many others there are.
 * @throws VerificationError SIGNATURE_MISSING, SIGNATURE_WRONG, and those of `parseNote`
 */
export function verifyNote(
  suite: Suite,
  note: string | Uint8Array,
  known: VerifierKey | readonly VerifierKey[],
): string {
  const { body, signatures } = parseNote(note)
  const message = encodeUtf8(body)
  let isSigned = false
  for (const key of [known].flat()) {
    const ours = signatures.find(({ name, keyId }) => name === key.name && keyId === key.id)
    if (!ours) continue
    if (!suite.verify(key.publicKey, message, ours.signature)) throw new VerificationError('SIGNATURE_WRONG')
    isSigned = true
  }
  if (!isSigned) throw new VerificationError('SIGNATURE_MISSING')
  return body
}

/** Signed by each of the keys, in this order. */
export function signNote(
  suite: SigningSuite,
  body: string,
  key: SigningKey,
  ...others: readonly SigningKey[]
): string {
  assertBody(body)
  const message = encodeUtf8(body)
  const signatures = [key, ...others].map(({ name, id, seed }) => ({
    name,
    keyId: id,
    signature: suite.sign(seed, message),
  }))
  return formatNote({ body, signatures })
}

function assertBody(body: string): void {
  if (!body.endsWith('\n') || controlOtherThanNewline.test(body)) {
    throw new VerificationError('NOTE_MALFORMED', 'text')
  }
}

function parseSignatureLine(line: string): NoteSignature {
  const [name, encoded, ...more] = line.startsWith(lineHead) ? line.slice(lineHead.length).split(' ') : []
  if (name === undefined || encoded === undefined || more.length > 0 || !isKeyName(name)) {
    throw new VerificationError('NOTE_MALFORMED', 'signature line')
  }
  const bytes = decodeBase64(encoded)
  if (bytes.length <= idBytes) throw new VerificationError('NOTE_MALFORMED', 'signature line')
  return { name, keyId: encodeHex(bytes.subarray(0, idBytes)), signature: bytes.subarray(idBytes) }
}

function signerOf({ name, keyId }: NoteSignature): string {
  return `${name}+${keyId}`
}
