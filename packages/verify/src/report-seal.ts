// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { decodeBase64, encodeBase64 } from './base64.ts'
import { equalBytes } from './equal-bytes.ts'
import { parseVerifierKey, type SigningKey } from './note-key.ts'
import { parseCount, parseDay, parseHash, parseInstant, parseName, readLines } from './note-lines.ts'
import { signNote, verifyNote } from './signed-note.ts'
import type { SigningSuite, Suite } from './suite.ts'
import { VerificationError } from './verification-error.ts'

/**
 * What a node seals of a report: format 0. It names no subject and holds of each section a salted hash only, so that a
 * section may be withheld, or lawfully erased, and the seal still proves the rest.
 */
export type ReportSeal = {
  readonly node: string
  /** The report's number. */
  readonly report: string
  readonly composed: string
  /** For which day, at which tick, by which catalogue and by which frozen statement: what a replay needs. */
  readonly asOf: string
  readonly tick: number
  readonly catalogue: string
  readonly view: string
  /** Base64, strictly ascending: their order tells nothing. Hashes of nothing may stand among them. */
  readonly sections: readonly string[]
}

const formatLine = 'probity-report/0'
const codes = { unknown: 'REPORT_FORMAT_UNKNOWN', malformed: 'REPORT_MALFORMED' } as const
const sectionsMax = 1_000

/** @throws VerificationError for a field that the format cannot hold */
export function formatReportSeal(seal: ReportSeal): string {
  const lines: readonly [key: string, value: string | number][] = [
    ['node', seal.node],
    ['report', seal.report],
    ['composed', seal.composed],
    ['as-of', seal.asOf],
    ['tick', seal.tick],
    ['catalogue', seal.catalogue],
    ['view', seal.view],
    ['sections', seal.sections.length],
    ...seal.sections.map((hash): [string, string] => ['section', hash]),
  ]
  const body = `${[formatLine, ...lines.map(([key, value]) => `${key}: ${value}`)].join('\n')}\n`
  // What could not be read back is never signed.
  parseReportSeal(body)
  return body
}

/** @throws VerificationError REPORT_FORMAT_UNKNOWN, REPORT_MALFORMED, HASH_LENGTH, BASE64_MALFORMED */
export function parseReportSeal(body: string): ReportSeal {
  const { read, end } = readLines(body, formatLine, codes)
  // Read in the order of the format, which the language keeps in a literal.
  const head = {
    node: read('node', parseName),
    report: read('report', parseName),
    composed: read('composed', parseInstant),
    asOf: read('as-of', parseDay),
    tick: read('tick', parseCount),
    catalogue: read('catalogue', parseName),
    view: read('view', parseName),
  }
  const count = read('sections', parseCount)
  // Before anything of that length is made.
  if (count === 0 || count > sectionsMax) throw new VerificationError('REPORT_MALFORMED', 'sections')
  const sections = Array.from({ length: count }, () =>
    read('section', (text) => parseHash(text, decodeBase64)),
  )
  end()
  assertAscending(sections.map(decodeBase64))
  return { ...head, sections }
}

export function signReportSeal(suite: SigningSuite, seal: ReportSeal, key: SigningKey): string {
  assertOwnNode(seal, key.name)
  return signNote(suite, formatReportSeal(seal), key)
}

/** @throws VerificationError */
export function verifyReportSeal(suite: Suite, note: string | Uint8Array, verifierKey: string): ReportSeal {
  const key = parseVerifierKey(suite, verifierKey)
  const seal = parseReportSeal(verifyNote(suite, note, key))
  assertOwnNode(seal, key.name)
  return seal
}

/** The order in which a seal lists its sections. */
export function sortHashes(hashes: readonly Uint8Array[]): string[] {
  return [...hashes].sort(compareBytes).map(encodeBase64)
}

function assertAscending(hashes: readonly Uint8Array[]): void {
  hashes.forEach((hash, at) => {
    const before = hashes[at - 1]
    if (before && (compareBytes(before, hash) > 0 || equalBytes(before, hash))) {
      throw new VerificationError('REPORT_MALFORMED', 'section')
    }
  })
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const at = left.findIndex((byte, i) => byte !== right[i])
  return at < 0 ? 0 : (left[at] as number) - (right[at] as number)
}

/** As with receipts: the one node's report is not shown in the other's name. */
function assertOwnNode(seal: ReportSeal, keyName: string): void {
  if (seal.node !== keyName) throw new VerificationError('REPORT_OF_ANOTHER_NODE')
}
