// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHmac, type KeyObject } from 'node:crypto'
import type { RecordId, SubjectId } from '../../kernel/ids.ts'
import { asKey } from '../../kernel/sealing.ts'
import type { RowJudge } from '../catalogue/index.ts'
import type { PersonIndexKeys } from '../key-store/index.ts'
import type { SealedContent } from '../records/index.ts'
import { type DirectoryIdentifier, normaliseName, type SubjectKind } from '../subjects/index.ts'
import type { RowVerdict } from './judge-row.ts'

/** With what, and for which version, a row is to be sealed: found once its subject is. */
export type SealOrder = {
  readonly key: Uint8Array
  /** Null: the furnisher's number is new, so the worker makes the id. */
  readonly recordId: RecordId | null
  readonly versionNo: number
}

/** Blind indexes of persons' numbers and MACs of their names. Workers have it, and nobody else needs it. */
export class PersonIndex {
  readonly #generation: number
  readonly #numberKey: KeyObject
  readonly #nameKey: KeyObject

  constructor(keys: PersonIndexKeys) {
    this.#generation = keys.generation
    this.#numberKey = asKey(keys.numberKey)
    this.#nameKey = asKey(keys.nameKey)
  }

  /** The number as the directory keeps it: equal for equal numbers, and saying nothing without the key. */
  blind({ scheme, value }: DirectoryIdentifier): DirectoryIdentifier {
    const index = createHmac('sha256', this.#numberKey).update(`${scheme} ${value}`).digest('hex')
    return { scheme, generation: this.#generation, value: index }
  }

  /**
   * Equal when two records of one person bear one name. The subject goes in, so that two persons of the same name
   * have nothing in common: the commonest MAC would tell the commonest name.
   */
  nameMac(subjectId: SubjectId, name: string): string {
    return createHmac('sha256', this.#nameKey)
      .update(`${subjectId} ${normaliseName(name)}`)
      .digest('hex')
      .slice(0, 32)
  }
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
