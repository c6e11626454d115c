// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  parseNote,
  parseVerifierKey,
  plainSuite,
  type SignatureType,
  signatureTypes,
  type VerificationCode,
  VerificationError,
  type VerifierKey,
} from '@probity/verify'

/** A key as the reader wrote it: some of `verify` takes the text, some the key. */
export type TrustedKey = VerifierKey & { readonly text: string }

export type TrustedKeys = {
  /** Of nodes: they sign receipts, reports and their log. */
  readonly nodes: readonly TrustedKey[]
  readonly witnesses: readonly TrustedKey[]
  readonly wrong: readonly { readonly line: string; readonly code: VerificationCode }[]
}

/** One key a line; blank lines and lines that begin with # say nothing. */
export function readKeys(text: string): TrustedKeys {
  const lines = [...new Set(text.split('\n').map((line) => line.trim()))]
  const read = lines.filter((line) => line !== '' && !line.startsWith('#')).map(readKey)
  return {
    nodes: read.flatMap((one) => ('type' in one && one.type === signatureTypes.note ? [one.key] : [])),
    witnesses: read.flatMap((one) =>
      'type' in one && one.type === signatureTypes.cosignature ? [one.key] : [],
    ),
    wrong: read.flatMap((one) => ('code' in one ? [one] : [])),
  }
}

type Read = { type: SignatureType; key: TrustedKey } | { line: string; code: VerificationCode }

function readKey(line: string): Read {
  const [ofNode, ofWitness] = [
    attempt(line, signatureTypes.note),
    attempt(line, signatureTypes.cosignature),
  ] as const
  // Which of both it was meant to be tells the one that got further: a wrong algorithm says nothing of the rest.
  if ('type' in ofNode) return ofNode
  return 'type' in ofWitness || ofWitness.code === 'KEY_ID_MISMATCH' ? ofWitness : ofNode
}

function attempt(line: string, type: SignatureType): Read {
  try {
    return { type, key: { ...parseVerifierKey(plainSuite, line, type), text: line } }
  } catch (error) {
    if (error instanceof VerificationError) return { line, code: error.code }
    throw error
  }
}

/** Those of the keys that a note names among its signatures. */
export function signersOf<K extends VerifierKey>(
  note: string | Uint8Array,
  keys: readonly K[],
): { readonly known: readonly K[]; readonly named: readonly string[] } {
  const { signatures } = parseNote(note)
  return {
    known: keys.filter((key) => signatures.some(({ name, keyId }) => name === key.name && keyId === key.id)),
    named: signatures.map(({ name, keyId }) => `${name}+${keyId}`),
  }
}
