// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { KeyObject } from 'node:crypto'
import type { RecordId, SubjectId } from '../../kernel/ids.ts'
import { open, seal } from '../../kernel/sealing.ts'

/** What of a record lies nowhere but under its subject's key. */
export type SealedContent = {
  /** By field code, as the payload has them. */
  readonly fields: Readonly<Record<string, string | number | null>>
  /** Of a person's record: the number in full, as the directory would have it in clear. */
  readonly identifier?: { readonly scheme: string; readonly value: string }
  /** Present when the person was a minor on the day of the fact (L08). */
  readonly isMinor?: true
}

/** The one version it is sealed for. */
export type SealedPlace = {
  readonly subjectId: SubjectId
  readonly recordId: RecordId
  readonly versionNo: number
  readonly type: string
}

export function sealContent(key: KeyObject, place: SealedPlace, content: SealedContent): Buffer {
  return seal(key, Buffer.from(JSON.stringify(content)), boundOf(place))
}

/** @throws DefectError when it was changed, or sealed for another version or under another key */
export function openContent(key: KeyObject, place: SealedPlace, sealed: Uint8Array): SealedContent {
  return JSON.parse(open(key, sealed, boundOf(place)).toString()) as SealedContent
}

function boundOf({ subjectId, recordId, versionNo, type }: SealedPlace): string {
  return `record/${subjectId}/${recordId}/${versionNo}/${type}`
}
