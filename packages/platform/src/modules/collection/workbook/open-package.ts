// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Entry, fromBufferPromise } from 'yauzl'
import { refuse } from '../../../kernel/refusal.ts'
import { workbookLimits as limits } from './workbook-limits.ts'

/** The parts of a workbook by name, in small letters: names of parts are equal whatever their case. */
export type Package = {
  has(part: string): boolean
  names(): readonly string[]
  /** Inflated within limits; nothing of a part that is not asked for is inflated. */
  read(part: string, bytesMax: number): AsyncIterable<Buffer>
}

/** @throws Refusal BATCH_XLSX_DAMAGED, BATCH_XLSX_ENCRYPTED, BATCH_XLSX_TOO_LARGE */
export async function openPackage(file: Buffer): Promise<Package> {
  const zip = await fromBufferPromise(file, { lazyEntries: true, validateEntrySizes: true })
  const entries = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) {
    if (entries.size >= limits.entriesMax) throw refuse('BATCH_XLSX_TOO_LARGE')
    if (entry.isEncrypted()) throw refuse('BATCH_XLSX_ENCRYPTED')
    const name = entry.fileName.toLowerCase()
    // Two parts of one name: which of them is read depends on the reader, so neither is.
    if (entries.has(name)) throw refuse('BATCH_XLSX_DAMAGED')
    entries.set(name, entry)
  }
  return {
    has: (part) => entries.has(part.toLowerCase()),
    names: () => [...entries.keys()],
    read: async function* (part, bytesMax) {
      const entry = entries.get(part.toLowerCase())
      if (!entry?.canDecodeFileData()) throw refuse('BATCH_XLSX_DAMAGED')
      assertSane(entry.uncompressedSize, entry.compressedSize, bytesMax)
      let bytes = 0
      // What the directory says of the size is checked by the stream itself, byte by byte.
      for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
        bytes += chunk.length
        assertSane(bytes, entry.compressedSize, bytesMax)
        yield chunk
      }
    },
  }
}

function assertSane(inflated: number, compressed: number, bytesMax: number): void {
  const isBomb = inflated > limits.ratioFreeBytes && inflated > compressed * limits.ratioMax
  if (inflated > bytesMax || isBomb) throw refuse('BATCH_XLSX_TOO_LARGE')
}
