// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { RecordId } from '../../kernel/ids.ts'
import type { RowJudge } from '../catalogue/index.ts'
import type { SealedContent } from '../records/index.ts'
import type { SubjectKind } from '../subjects/index.ts'
import type { RowVerdict } from './judge-row.ts'

/** With what, and for which version, a row is to be sealed: found once its subject is. */
export type SealOrder = {
  readonly key: Uint8Array
  /** Null: the furnisher's number is new, so the worker makes the id. */
  readonly recordId: RecordId | null
  readonly versionNo: number
}

/** What of a good row is sealed; null when there is nothing about a person in it. */
export function sealedContentOf(judge: RowJudge, verdict: RowVerdict): SealedContent | null {
  const { judged, kind, identifier, isMinor } = verdict
  if (!judged || !kind || !identifier) return null
  const fields = judge.sealedFields(judged.payload, kind as SubjectKind)
  if (kind !== 'person') return Object.keys(fields).length === 0 ? null : { fields }
  const { scheme, value } = identifier
  return { fields, identifier: { scheme, value }, ...(isMinor ? { isMinor } : {}) }
}
