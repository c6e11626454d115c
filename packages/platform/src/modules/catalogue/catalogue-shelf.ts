// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import type { Database } from '../../kernel/db/database.ts'
import { takeTick } from '../../kernel/db/tick.ts'
import { assert, DefectError } from '../../kernel/refusal.ts'
import { queueEntry } from '../transparency-log/index.ts'
import type { Catalogue } from './catalogue.ts'
import { catalogueWitness } from './catalogue-witness.ts'
import type { RecordType } from './record-type.ts'

export type ShelvedCatalogue = {
  /** Published version and the beginning of the digest: an edited draft is another version. */
  readonly version: string
  readonly catalogue: Catalogue
}

/** Every catalogue this node has worked by. A batch is judged to its end by the one it came in under. */
export class CatalogueShelf {
  readonly #database: Database
  readonly #open = new Map<string, ShelvedCatalogue>()
  #current: ShelvedCatalogue | undefined

  constructor(database: Database) {
    this.#database = database
  }

  current(): ShelvedCatalogue {
    assert(this.#current, 'a catalogue is loaded before anything is asked of it')
    return this.#current
  }

  /** Stores the catalogue if this node has never worked by it, and makes it the current one. */
  async load(catalogue: Catalogue): Promise<ShelvedCatalogue> {
    const shelved = { version: `${catalogue.version}+${catalogue.digest.slice(0, 8)}`, catalogue }
    await this.#database.transact(async (tx) => {
      const known = await tx.query('select 1 from catalogue_versions where version = $1', [shelved.version])
      if (known.length > 0) return
      const tick = await takeTick(tx)
      await tx.query(
        `insert into catalogue_versions (version, digest, tick, effective_on, content) values ($1, $2, $3, $4, $5)
         on conflict do nothing`,
        [
          shelved.version,
          Buffer.from(catalogue.digest, 'hex'),
          tick,
          catalogue.effectiveOn,
          JSON.stringify(catalogue),
        ],
      )
      await queueEntry(tx, 'catalogue.version', catalogueWitness(shelved.version, catalogue.digest))
    })
    this.#open.set(shelved.version, shelved)
    this.#current = shelved
    return shelved
  }

  /** @param digest as `digestPart` gives it */
  async getByDigest(digest: string): Promise<ShelvedCatalogue> {
    for (const shelved of this.#open.values()) if (digestPart(shelved.version) === digest) return shelved
    const rows = await this.#database.query<{ version: string }>(
      "select version from catalogue_versions where split_part(version, '+', 2) = $1 order by version limit 1",
      [digest],
    )
    if (!rows[0]) throw new DefectError('a report names a catalogue this node never had')
    return this.get(rows[0].version)
  }

  async get(version: string): Promise<ShelvedCatalogue> {
    const open = this.#open.get(version)
    if (open) return open
    const rows = await this.#database.query<{ content: Catalogue }>(
      'select content from catalogue_versions where version = $1',
      [version],
    )
    if (!rows[0]) throw new DefectError('a batch names a catalogue this node never had')
    const shelved = { version, catalogue: completeStored(rows[0].content) }
    this.#open.set(version, shelved)
    return shelved
  }
}

/** The end of a version's name, by which a numbered report names its catalogue. */
export function digestPart(version: string): string {
  return version.slice(version.indexOf('+') + 1)
}

/** A catalogue stored before these rules existed is worked by as it was: without them. */
function completeStored(stored: Catalogue): Catalogue {
  const none = {
    forbidden: '',
    consent: '',
    secret: '',
    hiddenNumber: '',
    account: '',
    mobile: '',
    mayHold: [],
  }
  return {
    ...stored,
    prohibitedContent: stored.prohibitedContent ?? {
      variants: [],
      kinds: [],
      basis: { forbidden: [], consent: [], secret: [], account: [] },
    },
    blankWords: stored.blankWords ?? [],
    disclosure: stored.disclosure ?? { views: [], refusals: [], openings: [] },
    purposes: stored.purposes.map((one) => ({
      ...one,
      sides: one.sides ?? ['public'],
      consent: one.consent ?? 'always',
      weight: one.weight ?? null,
      caseNumber: one.caseNumber ?? true,
    })),
    recordTypes: stored.recordTypes.map((type) => ({
      ...type,
      numberRule: type.numberRule ?? '',
      region: type.region ?? null,
      content: type.content ?? none,
      stored: type.stored ?? [],
    })),
  }
}

/** A number for the fields of a type that anybody may see; rows made under another are cut again when read. */
export function layoutOf(type: RecordType): number {
  return hash(
    'sha256',
    JSON.stringify([openFieldCodes(type), type.individualBusinessMasks]),
    'buffer',
  ).readInt32BE()
}

export function openFieldCodes(type: RecordType): string[] {
  return type.fields.filter((field) => field.label === 'public').map((field) => field.code)
}

/**
 * Schemes under which a record of the type may show the number it came by: those of fields anybody may see. A number
 * from a field for departments is looked up by, and shown to nobody.
 */
export function openSchemes(type: RecordType): string[] {
  const open = type.fields.filter(
    (field) => field.label === 'public' && type.subjectIdentifiers.fields.includes(field.code),
  )
  const schemes = new Set(open.flatMap((field) => field.schemes ?? []))
  // The directory keeps an old taxpayer number as the organisation code inside it.
  if (schemes.has('cn.taxpayer')) schemes.add('cn.orgcode')
  return [...schemes]
}
