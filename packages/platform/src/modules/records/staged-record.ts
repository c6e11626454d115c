// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { RecordId, SubjectId } from '../../kernel/ids.ts'

export type Polarity = 'positive' | 'neutral' | 'adverse'
export type Severity = 'minor' | 'general' | 'serious'

/** One judged row on its way into the records: what the furnisher said, in the catalogue's terms. */
export type StagedRecord = {
  readonly rowNo: number
  /** Used if the furnisher's number is new. */
  readonly recordId: RecordId
  readonly subjectId: SubjectId
  readonly number: string
  readonly contentMac: Buffer
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
  readonly nameKey: Buffer | null
  /** `generation` above 0: the value is a person's blind index. */
  readonly cameBy: { readonly scheme: string; readonly generation: number; readonly value: string }
  /** JSON texts: what a public page shows of the record, and the other fields that may lie in clear. */
  readonly face: string
  readonly closed: string | null
  /** For this record id and no other, and for the version named. */
  readonly sealed: { readonly bytes: Buffer; readonly versionNo: number } | null
}

/** In the order of `encodeStaged`. */
export const stagedColumns = [
  'row_no integer',
  'record_id uuid',
  'subject_id uuid',
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

/** Rows of COPY's text format. Pure: workers call it. */
export function encodeStaged(records: readonly StagedRecord[]): Buffer {
  let text = ''
  for (const r of records) text += encodeOne(r)
  return Buffer.from(text)
}

function encodeOne(r: StagedRecord): string {
  const cells = [
    r.rowNo,
    r.recordId,
    r.subjectId,
    escapeCopyText(r.number),
    bytea(r.contentMac),
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
    r.nameKey ? bytea(r.nameKey) : NULL,
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
