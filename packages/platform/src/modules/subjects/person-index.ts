// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHmac, type KeyObject } from 'node:crypto'
import type { SubjectId } from '../../kernel/ids.ts'
import { asKey } from '../../kernel/sealing.ts'
import type { PersonIndexKeys } from '../key-store/index.ts'
import { normaliseName } from './name.ts'
import type { DirectoryIdentifier } from './subject.ts'

/** Blind indexes of persons' numbers and MACs of their names. Workers have it, and whoever finds a person by number. */
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
