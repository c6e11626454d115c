// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { decodeBase64 } from './base64.ts'
import { decodeHex } from './hex.ts'
import { none, parseCount, parseHash, parseInstant, parseName, readLines } from './note-lines.ts'
import { VerificationError } from './verification-error.ts'

/** What a node says it did with a batch: format 0. Its text is the body of a signed note. */
export type Receipt = {
  /** The node's name, which is also the name of the key that signs. */
  readonly node: string
  readonly batch: string
  readonly furnisher: string
  /** The record type. */
  readonly type: string
  /** The version of the catalogue by which the rows were judged. */
  readonly catalogue: string
  /** The furnisher profile; null when the file had the type's own headings. */
  readonly profile: string | null
  /** Instants in UTC with milliseconds: `2026-04-01T08:30:00.000Z`. */
  readonly received: string
  readonly completed: string
  /** First and last tick that the batch took; both null when it changed nothing. */
  readonly tickFrom: number | null
  readonly tickTo: number | null
  readonly rows: number
  readonly accepted: number
  readonly corrected: number
  readonly unchanged: number
  readonly withdrawn: number
  readonly faulty: number
  /** Of the file as it came, 64 lower-case hexadecimal digits. */
  readonly fileSha256: string
  /** Base64 of the Merkle root over the salted leaf hashes of all rows, faulty ones too, in file order. */
  readonly root: string
}

const formatLine = 'probity-receipt/0'
const codes = { unknown: 'RECEIPT_FORMAT_UNKNOWN', malformed: 'RECEIPT_MALFORMED' } as const

/**
 * The body to sign, the same for the same fields, ending in a newline.
 * @throws VerificationError for a field that the format cannot hold, and for counts that do not add up
 */
export function formatReceipt(receipt: Receipt): string {
  // The one text that would come back as something else.
  if (receipt.profile === none) throw malformed('profile')
  const lines: readonly [key: string, value: string | number][] = [
    ['node', receipt.node],
    ['batch', receipt.batch],
    ['furnisher', receipt.furnisher],
    ['type', receipt.type],
    ['catalogue', receipt.catalogue],
    ['profile', receipt.profile ?? none],
    ['received', receipt.received],
    ['completed', receipt.completed],
    ['tick-from', receipt.tickFrom ?? none],
    ['tick-to', receipt.tickTo ?? none],
    ['rows', receipt.rows],
    ['accepted', receipt.accepted],
    ['corrected', receipt.corrected],
    ['unchanged', receipt.unchanged],
    ['withdrawn', receipt.withdrawn],
    ['faulty', receipt.faulty],
    ['file-sha256', receipt.fileSha256],
    ['root', receipt.root],
  ]
  const body = `${[formatLine, ...lines.map(([key, value]) => `${key}: ${value}`)].join('\n')}\n`
  // What could not be read back is never signed.
  parseReceipt(body)
  return body
}

/** @throws VerificationError RECEIPT_FORMAT_UNKNOWN, RECEIPT_MALFORMED, RECEIPT_TOTALS_DISAGREE */
export function parseReceipt(body: string): Receipt {
  const { read, end } = readLines(body, formatLine, codes)
  // Read in the order of the format, which the language keeps in a literal.
  const receipt: Receipt = {
    node: read('node', parseName),
    batch: read('batch', parseName),
    furnisher: read('furnisher', parseName),
    type: read('type', parseName),
    catalogue: read('catalogue', parseName),
    profile: read('profile', (text) => (text === none ? null : parseName(text))),
    received: read('received', parseInstant),
    completed: read('completed', parseInstant),
    tickFrom: read('tick-from', parseTick),
    tickTo: read('tick-to', parseTick),
    rows: read('rows', parseCount),
    accepted: read('accepted', parseCount),
    corrected: read('corrected', parseCount),
    unchanged: read('unchanged', parseCount),
    withdrawn: read('withdrawn', parseCount),
    faulty: read('faulty', parseCount),
    fileSha256: read('file-sha256', (text) => parseHash(text, decodeHex)),
    root: read('root', (text) => parseHash(text, decodeBase64)),
  }
  end()
  assertTicks(receipt)
  assertTotals(receipt)
  return receipt
}

function malformed(where: string): VerificationError {
  return new VerificationError('RECEIPT_MALFORMED', where)
}

function parseTick(text: string): number | null | undefined {
  return text === none ? null : parseCount(text)
}

function assertTicks({ tickFrom, tickTo }: Receipt): void {
  if ((tickFrom === null) !== (tickTo === null)) throw malformed('tick-to')
  if (tickFrom !== null && tickTo !== null && tickFrom > tickTo) throw malformed('tick-to')
}

function assertTotals({ rows, accepted, corrected, unchanged, withdrawn, faulty }: Receipt): void {
  // Near 2^53 a sum of numbers could round to the right one.
  const sum = [accepted, corrected, unchanged, withdrawn, faulty].reduce((total, n) => total + BigInt(n), 0n)
  if (sum !== BigInt(rows)) throw new VerificationError('RECEIPT_TOTALS_DISAGREE')
}
