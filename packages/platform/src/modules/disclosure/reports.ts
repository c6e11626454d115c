// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Database, NamedStatement } from '../../kernel/db/database.ts'
import type { RecordId, SubjectId } from '../../kernel/ids.ts'
import { assert, present } from '../../kernel/refusal.ts'
import { asKey } from '../../kernel/sealing.ts'
import type { Catalogue } from '../catalogue/index.ts'
import type { KeyStore } from '../key-store/index.ts'
import { listParticipants } from '../participants/index.ts'
import { openContent, type SealedContent } from '../records/index.ts'
import { composeReportV1, type Opened, type ReportHead, type ReportRow } from './compose-report-v1.ts'
import { type PreparedView, prepareView, type ReportGrant } from './prepared-view.ts'
import { type Beside, reportV1 } from './report-v1-statement.ts'

export type ReportMoment = {
  /** The tick as of which it is known; null: the latest. */
  readonly tick: number | null
  readonly day: CivilDate
}

export type Report = {
  /** Finished JSON: the same bytes for the same view, tick, day, catalogue and purpose. */
  readonly body: string
  /** SHA-256 of the body. */
  readonly resultHash: Buffer
  /** How many records it has. */
  readonly records: number
  readonly head: ReportHead
  /** What was asked besides in the same snapshot. */
  readonly beside: unknown
}

export type BesideAsked = {
  readonly statement: Beside
  readonly name: string
  readonly values: readonly unknown[]
}

const PREPARED_MAX = 200
/** As the key store keeps what it has opened. */
const KEY_KEPT_MS = 60_000
const LOOKED_MAX = 50_000
const LATEST = { name: 'latest_tick', text: 'select coalesce(max(tick), 0) from ticks' }

/** Composes numbered reports. Who may have one is not decided here, and nothing is written down. */
export class Reports {
  readonly #database: Database
  readonly #keys: Pick<KeyStore, 'find'>
  readonly #statements = new Map<string, NamedStatement>()
  readonly #prepared = new Map<string, PreparedView>()
  readonly #sources = new Map<number, string>()
  readonly #lookedMs = new Map<SubjectId, number>()

  constructor(database: Database, keys: Pick<KeyStore, 'find'>) {
    this.#database = database
    this.#keys = keys
  }

  async compose(
    subjectId: SubjectId,
    grant: ReportGrant,
    moment: ReportMoment,
    beside?: BesideAsked,
  ): Promise<Report> {
    const prepared = this.#prepare(grant)
    const [first, ...others] = await this.#database.read(this.#statement(beside), [
      ...[subjectId, moment.tick, moment.day],
      grant.shown.map(({ type, polarity }) => `${type} ${polarity}`),
      ...[grant.view.records === 'published', grant.view.unusable, registering(grant.catalogue)],
      ...(beside?.values ?? []),
    ])
    const [headText, besideText] = present(first, 'a report has a head')
    const head = JSON.parse(String(headText)) as ReportHead
    const rows = others.map(rowOf)
    await this.#learnSources(rows)
    const { body, records } = composeReportV1(
      { head, rows, opened: await this.#open(head, rows, prepared) },
      { grant, prepared, day: moment.day, sources: this.#sources },
    )
    return {
      body,
      resultHash: hash('sha256', body, 'buffer'),
      records,
      head,
      beside: typeof besideText === 'string' ? JSON.parse(besideText) : null,
    }
  }

  /** What is read after this is as of this tick, or later. */
  async latestTick(): Promise<number> {
    const [row] = await this.#database.read(LATEST, [])
    return Number(row?.[0] ?? 0)
  }

  #statement(beside: BesideAsked | undefined): NamedStatement {
    const name = beside ? `report_v1_${beside.name}` : 'report_v1'
    const known = this.#statements.get(name) ?? { name, text: reportV1(beside?.statement) }
    this.#statements.set(name, known)
    return known
  }

  #prepare(grant: ReportGrant): PreparedView {
    const shown = grant.shown.map(({ type }) => type).join()
    const key = [grant.version, grant.view.code, grant.purpose, grant.kind, shown].join(' ')
    const known = this.#prepared.get(key)
    if (known) return known
    const prepared = prepareView(grant)
    if (this.#prepared.size >= PREPARED_MAX) this.#prepared.clear()
    this.#prepared.set(key, prepared)
    return prepared
  }

  /** Opens what the view shows something of, and nothing else. */
  async #open(head: ReportHead, rows: readonly ReportRow[], prepared: PreparedView): Promise<Opened> {
    const sealed = rows.filter((row) => row.sealed !== null && prepared.types.get(row.type)?.readsSealed)
    const opened = new Map<RecordId, SealedContent | 'gone'>()
    if (sealed.length === 0) {
      await this.#lookInVain(head)
      return opened
    }
    const keys = await this.#keys.find(sealed.map((row) => row.subjectId))
    for (const row of sealed) {
      const key = keys.get(row.subjectId)
      opened.set(row.recordId, key ? openContent(asKey(key), row, row.sealed ?? Buffer.alloc(0)) : 'gone')
    }
    return opened
  }

  /**
   * Whoever measures must not learn that somebody has sealed records: where there are none the key store is asked all
   * the same, and as seldom as if there had been a key to keep.
   */
  async #lookInVain({ id, kind }: ReportHead): Promise<void> {
    if (kind !== null && kind !== 'person') return
    const nowMs = this.#database.clock.nowMs()
    if (nowMs - (this.#lookedMs.get(id) ?? Number.NEGATIVE_INFINITY) < KEY_KEPT_MS) return
    if (this.#lookedMs.size >= LOOKED_MAX) this.#lookedMs.clear()
    this.#lookedMs.set(id, nowMs)
    await this.#keys.find([id])
  }

  async #learnSources(rows: readonly ReportRow[]): Promise<void> {
    if (this.#sources.size > 0 && rows.every((row) => this.#sources.has(row.furnisherId))) return
    for (const { participantId, code, name } of await listParticipants(this.#database)) {
      this.#sources.set(participantId, `"${participantId}":${JSON.stringify({ code, name })}`)
    }
  }
}

function registering(catalogue: Catalogue): string[] {
  return catalogue.recordTypes
    .filter((type) => type.furnishers.some((rule) => rule.ownsRegistration))
    .map((type) => type.code)
}

/** In the order of the columns of the statement. */
function rowOf(columns: readonly unknown[]): ReportRow {
  assert(columns.length === 23, 'a record of a report has its columns')
  const [subjectId, recordId, versionNo, tick, furnisherId, type, layout, polarity, severity] =
    columns.slice(2)
  const [eventOn, validFrom, validTo, documentOn, documentNumber, documentBody] = columns.slice(11)
  const [agrees, held, objected, face, closed, sealed] = columns.slice(17)
  return {
    ...{ subjectId, recordId, versionNo, tick, furnisherId, type, layout, polarity, severity },
    ...{ eventOn, validFrom, validTo, documentOn, documentNumber, documentBody },
    ...{ agrees, held, objected, face, closed, sealed },
  } as ReportRow
}
