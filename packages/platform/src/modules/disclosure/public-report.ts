// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import { type CivilDate, isCivilDate } from '../../kernel/civil-date.ts'
import type { Database } from '../../kernel/db/database.ts'
import { isUuid, type SubjectId } from '../../kernel/ids.ts'
import { present, refuse } from '../../kernel/refusal.ts'
import { type CatalogueShelf, openFieldCodes } from '../catalogue/index.ts'
import { checkIdentifier } from '../identifiers/index.ts'
import { listParticipants } from '../participants/index.ts'
import { findIdentifiers } from '../subjects/index.ts'
import { regimesJson, typeJson } from './describe-type.ts'
import type { Moment } from './moment.ts'
import {
  PAGE_RECORDS_MAX,
  type PublicReportStatements,
  publicReportStatements,
} from './public-report-statement.ts'

export type ComposedReport = {
  /** Finished JSON. */
  readonly body: string
  readonly etag: string
  /** The name of the statement that read it: the same name, the same reading. */
  readonly view: string
}

type Prepared = {
  readonly version: string
  readonly statements: PublicReportStatements
  readonly types: Map<string, string>
  readonly regimes: string
}

/**
 * Composes what anybody may see of an organisation. Never stored or numbered: reading what is public is no inquiry,
 * and no reader is recorded.
 */
export class PublicReports {
  readonly #database: Database
  readonly #catalogues: CatalogueShelf
  readonly #node: { readonly demo: boolean }
  #prepared: Prepared | undefined
  readonly #sources = new Map<number, string>()

  constructor(database: Database, catalogues: CatalogueShelf, node: { readonly demo: boolean }) {
    this.#database = database
    this.#catalogues = catalogues
    this.#node = node
  }

  /**
   * @param id the subject's id, or its USCC or organisation code
   * @param after the `next` of the page before
   * @throws Refusal ORGANISATION_NOT_FOUND, also when there is nothing about it that may be shown; CURSOR_MALFORMED
   */
  async compose(id: string, moment: Moment, today: CivilDate, after?: string): Promise<ComposedReport> {
    const prepared = this.#prepare()
    const subjectId = await this.#findSubject(id)
    const asked = [
      subjectId,
      today,
      moment.asOf,
      ...(after === undefined ? [null, null] : parseCursor(after)),
    ]
    const { now, known } = prepared.statements
    const statement = moment.knownAt === null ? now : known
    const rows = await this.#database.read(
      statement,
      moment.knownAt === null ? asked : [...asked, moment.knownAt],
    )
    const row = rows[0] as ReportRow | undefined
    if (!row || row[5] === null) throw refuse('ORGANISATION_NOT_FOUND')
    const [canonicalId, kind, tick, names, identifiers, found, types, sources, shown] = row
    const { records, next } = pageOf(found, shown)
    const [name = '', ...formerNames] = new Set(names)
    await this.#learnSources(sources)
    const body =
      `{"id":"${canonicalId}","kind":"${kind}","name":${JSON.stringify(name)},` +
      `"formerNames":${JSON.stringify(formerNames)},` +
      `"identifiers":${identifiersJson(identifiers ?? [])},"records":[${records}],"next":${JSON.stringify(next)},` +
      `"types":{${types.map((type) => prepared.types.get(type)).join()}},` +
      `"regimes":${prepared.regimes},"sources":{${sources.map((source) => this.#sources.get(source)).join()}},` +
      `"day":"${today}","asOf":"${moment.asOf}","knownAt":${moment.knownAt},"tick":${tick},"catalogueVersion":"${prepared.version}"}`
    // The tick alone would not do: when an older record is taken away, the last change of what is left is the same.
    const etag = `"${tick}-${hash('sha256', body, 'base64url').slice(0, 22)}"`
    return { body, etag, view: statement.name }
  }

  async #findSubject(id: string): Promise<SubjectId> {
    const text = id.toLowerCase()
    if (isUuid(text)) return text as SubjectId
    const asked = (['cn.uscc', 'cn.orgcode'] as const)
      .map((scheme) => ({
        scheme,
        value: checkIdentifier(scheme, id.slice(0, 64), { demo: true }).normalised,
      }))
      // Anybody's text: the database takes no NUL, and no number holds anything else either.
      .filter(({ value }) => /^[0-9A-Z]+$/.test(value))
    const [found] = await findIdentifiers(this.#database, asked)
    if (!found) throw refuse('ORGANISATION_NOT_FOUND')
    return found.subjectId
  }

  #prepare(): Prepared {
    const { version, catalogue } = this.#catalogues.current()
    if (this.#prepared?.version !== version) {
      const types = new Map(
        catalogue.recordTypes.map((type) => [type.code, typeJson(catalogue, type, openFieldCodes(type))]),
      )
      this.#prepared = {
        version,
        statements: publicReportStatements(catalogue, this.#node),
        types,
        regimes: regimesJson(catalogue),
      }
    }
    return this.#prepared
  }

  async #learnSources(ids: readonly number[]): Promise<void> {
    if (ids.every((id) => this.#sources.has(id))) return
    for (const { participantId, code, name } of await listParticipants(this.#database)) {
      this.#sources.set(participantId, `"${participantId}":${JSON.stringify({ code, name })}`)
    }
  }
}

type ReportRow = [
  SubjectId,
  string,
  number,
  string[] | null,
  string[] | null,
  string | null,
  string[],
  number[],
  number,
]

/** Cuts off the one record that only tells that there are more. */
function pageOf(found: string | null, shown: number): { records: string; next: string | null } {
  if (found === null || shown <= PAGE_RECORDS_MAX) return { records: found ?? '', next: null }
  const records = (JSON.parse(`[${found}]`) as { id: string; eventOn: string | null }[]).slice(
    0,
    PAGE_RECORDS_MAX,
  )
  const last = present(records.at(-1), 'a full page has a last record')
  const next = Buffer.from(JSON.stringify([last.eventOn, last.id])).toString('base64url')
  return { records: JSON.stringify(records).slice(1, -1), next }
}

function parseCursor(text: string): [CivilDate | null, string] {
  try {
    const [day, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    if (
      typeof id === 'string' &&
      isUuid(id) &&
      (day === null || (typeof day === 'string' && isCivilDate(day)))
    )
      return [day as CivilDate | null, id]
  } catch {
    // Falls through: whatever it was, it is no cursor of ours.
  }
  throw refuse('CURSOR_MALFORMED')
}

/** Unified code first: it is the one people know. */
function identifiersJson(identifiers: readonly string[]): string {
  const parts = identifiers.map((text) => ({
    scheme: text.slice(0, text.indexOf(' ')),
    value: text.slice(text.indexOf(' ') + 1),
  }))
  return JSON.stringify(parts.sort((a, b) => (a.scheme > b.scheme ? -1 : 1)))
}
