// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { VerificationError } from './verification-error.ts'

/** A bundle gives an entry's length two bytes. */
export const entryBytesMax = 65_535

export function assertEntry(entry: Uint8Array): void {
  if (entry.length > entryBytesMax) throw new VerificationError('ENTRY_TOO_LARGE')
}

/** C2SP tlog-tiles: entries one behind the other, each with its length, big-endian, before it. */
export function formatBundle(entries: readonly Uint8Array[]): Uint8Array {
  for (const entry of entries) assertEntry(entry)
  const bundle = new Uint8Array(entries.reduce((sum, entry) => sum + 2 + entry.length, 0))
  let at = 0
  for (const entry of entries) {
    bundle[at] = entry.length >> 8
    bundle[at + 1] = entry.length & 0xff
    bundle.set(entry, at + 2)
    at += 2 + entry.length
  }
  return bundle
}

/** @throws VerificationError BUNDLE_MALFORMED unless the bytes are exactly that many whole entries */
export function parseBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  const entries: Uint8Array[] = []
  let at = 0
  while (entries.length < width) {
    const [high, low] = [bytes[at], bytes[at + 1]]
    if (high === undefined || low === undefined) throw new VerificationError('BUNDLE_MALFORMED', 'length')
    const end = at + 2 + high * 256 + low
    if (end > bytes.length) throw new VerificationError('BUNDLE_MALFORMED', 'entry')
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  if (at !== bytes.length) throw new VerificationError('BUNDLE_MALFORMED', 'end')
  return entries
}
