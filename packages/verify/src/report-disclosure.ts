// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { decodeBase64, encodeBase64 } from './base64.ts'
import { canonicalise } from './canonical.ts'
import { isObject, parseCanonicalObject } from './canonical-object.ts'
import { parseName } from './note-lines.ts'
import { type ReportSeal, verifyReportSeal } from './report-seal.ts'
import { saltBytes, saltedLeaf } from './row-proof.ts'
import type { Suite } from './suite.ts'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'
import { VerificationError } from './verification-error.ts'

/** One part of a report with the salt that keeps its hash from telling it. */
export type ReportSection = { readonly name: string; readonly salt: Uint8Array; readonly content: unknown }

/** A sealed report, or what its subject chooses to show of it: the seal, and any of its sections. */
export type ReportDisclosure = { readonly seal: string; readonly sections: readonly ReportSection[] }

export type VerifiedReport = {
  readonly seal: ReportSeal
  readonly sections: readonly { readonly name: string; readonly content: unknown }[]
  /** How many sealed hashes nothing was shown for: withheld, erased, or hashes of nothing. */
  readonly undisclosed: number
}

const format = 'probity-disclosure/0'
export const disclosureBytesMax = 33_554_432

/** SHA-256(0x00 ‖ salt ‖ the canonical form of { content, name }). */
export function sectionHash(suite: Suite, { name, salt, content }: ReportSection): Uint8Array {
  return saltedLeaf(suite, salt, encodeUtf8(canonicalise({ content, name })))
}

export function formatDisclosure({ seal, sections }: ReportDisclosure): string {
  const shown = sections
    .map(({ name, salt, content }) => ({ content, name, salt: encodeBase64(salt) }))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
  const text = `${canonicalise({ format, seal, sections: shown })}\n`
  // What could not be read back is never handed out.
  parseDisclosure(text)
  return text
}

/**
 * A JSON object in canonical form and a line end, sections in ascending order of their names.
 * @throws VerificationError REPORT_MALFORMED, SALT_LENGTH and those of the encodings
 */
export function parseDisclosure(text: string | Uint8Array): ReportDisclosure {
  if (text.length > disclosureBytesMax) throw malformed('length')
  const line = decodeUtf8(typeof text === 'string' ? encodeUtf8(text) : text)
  if (!line.endsWith('\n')) throw malformed('end')
  const { format: stated, seal, sections, ...more } = parseCanonicalObject(line.slice(0, -1), malformed)
  if (stated !== format) throw new VerificationError('REPORT_FORMAT_UNKNOWN')
  if (typeof seal !== 'string') throw malformed('seal')
  if (!Array.isArray(sections) || Object.keys(more).length > 0) throw malformed('sections')
  const parsed = sections.map(parseSection)
  parsed.forEach(({ name }, at) => {
    const before = parsed[at - 1]
    // A name twice would let whoever shows the report choose between two sealed truths.
    if (before && before.name >= name) throw malformed('name')
  })
  return { seal, sections: parsed }
}

/** The subject's own tool: the same seal with fewer sections. @throws VerificationError SECTION_UNKNOWN */
export function discloseOnly(disclosure: ReportDisclosure, names: readonly string[]): ReportDisclosure {
  const sections = names.map((name) => {
    const section = disclosure.sections.find((each) => each.name === name)
    if (!section) throw new VerificationError('SECTION_UNKNOWN')
    return section
  })
  return { seal: disclosure.seal, sections }
}

/**
 * What the node has sealed, as far as it is shown.
 * @throws VerificationError SECTION_NOT_SEALED when a section is not under the seal, word for word
 */
export function verifyDisclosure(
  suite: Suite,
  text: string | Uint8Array,
  verifierKey: string,
): VerifiedReport {
  const { seal: note, sections } = parseDisclosure(text)
  const seal = verifyReportSeal(suite, note, verifierKey)
  const sealed = new Set(seal.sections)
  for (const section of sections) {
    if (!sealed.delete(encodeBase64(sectionHash(suite, section))))
      throw new VerificationError('SECTION_NOT_SEALED')
  }
  return {
    seal,
    sections: sections.map(({ name, content }) => ({ name, content })),
    undisclosed: sealed.size,
  }
}

function parseSection(section: unknown): ReportSection {
  if (!isObject(section)) throw malformed('section')
  const { name, salt, ...more } = section
  if (Object.keys(more).join() !== 'content') throw malformed('section')
  if (typeof name !== 'string' || parseName(name) === undefined) throw malformed('name')
  if (typeof salt !== 'string' || salt.length !== 24) throw malformed('salt')
  const bytes = decodeBase64(salt)
  if (bytes.length !== saltBytes) throw new VerificationError('SALT_LENGTH')
  return { name, salt: bytes, content: more.content }
}

function malformed(where: string): VerificationError {
  return new VerificationError('REPORT_MALFORMED', where)
}
