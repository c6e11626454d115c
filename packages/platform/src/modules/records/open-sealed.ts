// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import type { RecordId, SubjectId } from '../../kernel/ids.ts'
import { asKey } from '../../kernel/sealing.ts'
import type { KeyStore } from '../key-store/index.ts'
import { findSealed } from './record-store.ts'
import { openContent, type SealedContent } from './sealed-content.ts'

export type OpenedSealed =
  | { readonly state: 'open'; readonly content: SealedContent }
  /** There is no such version, or nothing of it is sealed. */
  | { readonly state: 'nothing' }
  /** The subject's key is gone: erased, or the key store is older than the data. Nothing opens it any more. */
  | { readonly state: 'keyless' }

/**
 * Opens what is sealed in one version. Caller has the right to see it, and has logged that it did: nothing here asks.
 * @throws DefectError when what is stored was tampered with
 */
export async function openSealed(
  on: { readonly query: Query },
  keys: Pick<KeyStore, 'find'>,
  version: { readonly subjectId: SubjectId; readonly recordId: RecordId; readonly versionNo: number },
): Promise<OpenedSealed> {
  const stored = await findSealed(on, version)
  if (!stored) return { state: 'nothing' }
  const key = (await keys.find([version.subjectId])).get(version.subjectId)
  if (!key) return { state: 'keyless' }
  return { state: 'open', content: openContent(asKey(key), { ...version, type: stored.type }, stored.sealed) }
}
