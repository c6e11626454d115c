// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { timingSafeEqual } from 'node:crypto'
import type { Database } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { present, refuse } from '../../kernel/refusal.ts'
import { type AssuranceLevel, assuranceLevels, type ProvenPerson } from '../access/index.ts'
import { type Catalogue, type CatalogueShelf, findParameter, type RecordType } from '../catalogue/index.ts'
import { checkIdentifier, isSchemeCode, personNumber } from '../identifiers/index.ts'
import type { KeyStore } from '../key-store/index.ts'
import { openSealed } from '../records/index.ts'
import {
  type DirectoryIdentifier,
  findIdentifiers,
  normaliseName,
  PersonIndex,
  type SubjectResolver,
} from '../subjects/index.ts'
import { type CurrentVersion, listCurrentVersions } from './rights-store.ts'

export type OwnFileParts = {
  readonly database: Database
  readonly catalogues: Pick<CatalogueShelf, 'current'>
  readonly keys: KeyStore
  readonly subjects: SubjectResolver
  readonly demo: boolean
  /** Six digits: whose rules say how surely somebody must be known. */
  readonly jurisdiction: string
}

export type Entrance = 'own-file' | 'staff'

const STRICTEST = Math.max(...assuranceLevels) as AssuranceLevel

/**
 * How surely somebody must be known, where this node stands. A jurisdiction that says nothing asks for the most.
 * @statute 个人信息保护法 44, 45 — everybody may see their own file, so nobody may see another's in their name
 */
export function requiredAssurance(
  catalogue: Catalogue,
  division: string,
  entrance: Entrance,
): AssuranceLevel {
  const found = findParameter(catalogue, division, `${entrance}-assurance`)
  return assuranceLevels.find((level) => found?.unit === 'level' && level === found.value) ?? STRICTEST
}

/** Proves that whoever signed in is the subject, or holds office in it. Says nothing of why it is not proven. */
export class OwnFiles {
  readonly #parts: OwnFileParts
  readonly #index: PersonIndex

  constructor(parts: OwnFileParts) {
    this.#parts = parts
    this.#index = new PersonIndex(parts.keys.personIndex)
  }

  required(entrance: Entrance): AssuranceLevel {
    return requiredAssurance(this.#parts.catalogues.current().catalogue, this.#parts.jurisdiction, entrance)
  }

  /**
   * The subject that a person is. Whoever is not on file yet is put there as a number alone: what others ask about them
   * from now on, they shall see.
   * @throws Refusal IDENTITY_NOT_PROVEN
   */
  async proveSelf(person: ProvenPerson | null): Promise<SubjectId> {
    const identifier = this.#blind(person)
    if (!identifier) throw refuse('IDENTITY_NOT_PROVEN')
    const { subjects } = await this.#parts.subjects.resolve([{ kind: 'person', identifier, computed: null }])
    return present(subjects[0], 'a claimed number has a subject').subjectId
  }

  /**
   * The organisation in whose register this person stands as legal representative now: name and number both, compared
   * blind. A register that holds no number proves nobody, for many bear one name.
   * @throws Refusal IDENTITY_NOT_PROVEN, OFFICE_NOT_PROVEN also when there is no such organisation
   */
  async proveOffice(
    person: ProvenPerson | null,
    stated: { readonly scheme: string; readonly number: string },
  ): Promise<SubjectId> {
    const self = this.#blind(person)
    if (!person || !self) throw refuse('IDENTITY_NOT_PROVEN')
    for (const version of await this.#registrations(stated)) {
      const held = await this.#holderIn(version, person.number.scheme)
      if (held && equal(held.index, self.value) && held.name === normaliseName(person.name))
        return version.subjectId
    }
    throw refuse('OFFICE_NOT_PROVEN')
  }

  async #registrations(stated: {
    readonly scheme: string
    readonly number: string
  }): Promise<readonly CurrentVersion[]> {
    if (!isSchemeCode(stated.scheme)) return []
    const { database, demo } = this.#parts
    const { scheme, normalised, personal } = checkIdentifier(stated.scheme, stated.number, { demo })
    if (personal) return []
    const [found] = await findIdentifiers(database, [{ scheme, value: normalised }])
    return found ? listCurrentVersions(database, found.subjectId, [...this.#offices().keys()]) : []
  }

  /** Who holds office by one version of a register; null when it does not say so, or not with a number. */
  async #holderIn(
    version: CurrentVersion,
    scheme: string,
  ): Promise<{ readonly name: string; readonly index: string } | null> {
    const { database, keys } = this.#parts
    const office = this.#offices().get(version.type)
    const opened = await openSealed(database, keys, version)
    if (!office || opened.state !== 'open') return null
    const [name, number] = [opened.content.fields[office.holder], opened.content.fields[office.number]]
    if (typeof name !== 'string' || typeof number !== 'string') return null
    const index = this.#blind({ name, number: { scheme, value: number } })
    return index && { name: normaliseName(name), index: index.value }
  }

  #offices(): Map<string, NonNullable<RecordType['office']>> {
    const { catalogue } = this.#parts.catalogues.current()
    return new Map(catalogue.recordTypes.flatMap(({ code, office }) => (office ? [[code, office]] : [])))
  }

  #blind(person: ProvenPerson | null): DirectoryIdentifier | null {
    const { demo } = this.#parts
    const number = person && personNumber(person.number.scheme, person.number.value, { demo })
    return number && this.#index.blind(number)
  }
}

function equal(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}
