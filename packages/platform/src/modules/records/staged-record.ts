// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { RecordId, SubjectId } from '../../kernel/ids.ts'

export type Polarity = 'positive' | 'neutral' | 'adverse'
export type Severity = 'minor' | 'general' | 'serious'

/** One judged row on its way into the records: what the furnisher said, in the catalogue's terms. */
export type StagedContent = {
  readonly rowNo: number
  /** Used if the furnisher's number is new. */
  readonly recordId: RecordId
  readonly number: string
  /** Sixteen bytes as hexadecimal digits; so `nameKey`. */
  readonly contentMac: string
  readonly polarity: Polarity
  readonly severity: Severity | null
  readonly eventOn: CivilDate | null
  readonly validFrom: CivilDate | null
  readonly validTo: CivilDate | null
  readonly document: { readonly number: string; readonly on: CivilDate; readonly body: string } | null
  readonly edition: number | null
  readonly publicity: {
    readonly from: CivilDate | null
    readonly until: CivilDate | null
    readonly rule: string
  }
  /** To be remembered in clear: never a person's. */
  readonly name: string | null
  readonly nameKey: string | null
  /** `generation` above 0: the value is a person's blind index. */
  readonly cameBy: { readonly scheme: string; readonly generation: number; readonly value: string }
  /** JSON texts: what a public page shows of the record, and the other fields that may lie in clear. */
  readonly face: string
  readonly closed: string | null
  /** For this record id and no other, and for the version named. */
  readonly sealed: { readonly bytes: Buffer; readonly versionNo: number } | null
}

export type StagedRecord = StagedContent & { readonly subjectId: SubjectId }

/** In the order of `encodeStaged`: whose the row is comes first, for it is known last. */
export const stagedColumns = [
  'subject_id uuid',
  'row_no integer',
  'record_id uuid',
  'number text',
  'content_mac bytea',
  'polarity text',
  'severity text',
  'event_on date',
  'valid_from date',
  'valid_to date',
  'document_number text',
  'document_on date',
  'document_body text',
  'edition integer',
  'public_from date',
  'public_until date',
  'public_rule text',
  'name text',
  'name_key bytea',
  'came_by_scheme text',
  'came_by_generation smallint',
  'came_by_value text',
  'face text',
  'closed text',
  'sealed bytea',
  'sealed_version integer',
] as const

/** Rows without their subjects, one behind the other; `ends` has where each ends. */
export type EncodedContents = { readonly bytes: Uint8Array; readonly ends: Uint32Array }

/** Rows of COPY's text format. Pure: workers call it. */
export function encodeStaged(records: readonly StagedRecord[]): Buffer {
  let text = ''
  for (const record of records) text += `${record.subjectId}\t${encodeContent(record)}`
  return Buffer.from(text)
}

/** What `encodeStaged` makes, of records whose subjects are yet to be found; row by row, so that none is held. */
export class ContentEncoder {
  // Memory of its own, so that it can be handed to another thread.
  #bytes = Buffer.allocUnsafeSlow(1024 * 1024)
  #length = 0
  readonly #ends: number[] = []

  add(content: StagedContent): void {
    const row = encodeContent(content)
    const room = row.length * UTF8_BYTES_MAX
    if (this.#length + room > this.#bytes.length) this.#grow(room)
    this.#length += this.#bytes.write(row, this.#length)
    this.#ends.push(this.#length)
  }

  finish(): EncodedContents {
    return { bytes: this.#bytes.subarray(0, this.#length), ends: Uint32Array.from(this.#ends) }
  }

  #grow(room: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.#bytes.length, this.#length + room))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}

/** Of one unit of a JavaScript text. */
const UTF8_BYTES_MAX = 3

/**
 * The chosen rows as `encodeStaged` would have made them.
 * @param chosen places in `contents`
 * @param subjectIds in the order of `chosen`
 */
export function withSubjects(
  { bytes, ends }: EncodedContents,
  chosen: readonly number[],
  subjectIds: readonly SubjectId[],
): Buffer {
  const startOf = (place: number): number => (place === 0 ? 0 : (ends[place - 1] as number))
  const sum = chosen.reduce((total, place) => total + (ends[place] as number) - startOf(place), 0)
  const encoded = Buffer.allocUnsafeSlow(sum + chosen.length * (ID_LENGTH + 1))
  let at = 0
  chosen.forEach((place, i) => {
    at += encoded.write(`${subjectIds[i]}\t`, at, 'latin1')
    const row = bytes.subarray(startOf(place), ends[place])
    encoded.set(row, at)
    at += row.length
  })
  return encoded
}

const ID_LENGTH = 36

function encodeContent(r: StagedContent): string {
  const cells = [
    r.rowNo,
    r.recordId,
    escapeCopyText(r.number),
    `\\\\x${r.contentMac}`,
    r.polarity,
    r.severity ?? NULL,
    r.eventOn ?? NULL,
    r.validFrom ?? NULL,
    r.validTo ?? NULL,
    r.document ? escapeCopyText(r.document.number) : NULL,
    r.document?.on ?? NULL,
    r.document ? escapeCopyText(r.document.body) : NULL,
    r.edition ?? NULL,
    r.publicity.from ?? NULL,
    r.publicity.until ?? NULL,
    escapeCopyText(r.publicity.rule),
    r.name === null ? NULL : escapeCopyText(r.name),
    r.nameKey === null ? NULL : `\\\\x${r.nameKey}`,
    r.cameBy.scheme,
    r.cameBy.generation,
    escapeCopyText(r.cameBy.value),
    escapeCopyText(r.face),
    r.closed === null ? NULL : escapeCopyText(r.closed),
    r.sealed ? bytea(r.sealed.bytes) : NULL,
    r.sealed?.versionNo ?? NULL,
  ]
  return `${cells.join('\t')}\n`
}

const NULL = '\\N'

function bytea(bytes: Buffer): string {
  return `\\\\x${bytes.toString('hex')}`
}

const SPECIAL = /[\\\t\n\r]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

export function escapeCopyText(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => escapes[character] as string) : text
}
