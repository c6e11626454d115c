// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHmac, type KeyObject } from 'node:crypto'
import { newId, type RecordId, type SubjectId } from '../../kernel/ids.ts'
import { present } from '../../kernel/refusal.ts'
import { asKey } from '../../kernel/sealing.ts'
import { type JudgedRow, type Payload, personsPublicity, type RowJudge } from '../catalogue/index.ts'
import type { PersonIndexKeys } from '../key-store/index.ts'
import { type SealedContent, type StagedContent, type StagedRecord, sealContent } from '../records/index.ts'
import {
  type DirectoryIdentifier,
  nameKeyHex,
  PersonIndex,
  type SubjectClaim,
  type SubjectKind,
} from '../subjects/index.ts'
import type { RowVerdict } from './judge-row.ts'
import { type SealOrder, sealedContentOf } from './seal-rows.ts'

/** A row that the judges found nothing against, on its way to being staged. */
export type GoodRow = {
  readonly rowNo: number
  readonly raw: string
  readonly verdict: RowVerdict
  /** As the directory keeps it; null of a withdrawal, which names no subject. */
  readonly cameBy: DirectoryIdentifier | null
  readonly sealing: SealedContent | null
}

export type StagingSetting = {
  readonly type: string
  readonly furnisherId: number
  readonly receivedAtMs: number
  readonly contentKey: Uint8Array
  readonly personIndex: PersonIndexKeys
}

/** Makes of good rows what is staged. One a file and worker. */
export class RowStager {
  readonly #setting: StagingSetting
  readonly #judge: RowJudge
  readonly #contentKey: KeyObject
  readonly #persons: PersonIndex
  readonly #codes: readonly string[]

  constructor(setting: StagingSetting, judge: RowJudge) {
    this.#setting = setting
    this.#judge = judge
    this.#contentKey = asKey(setting.contentKey)
    this.#persons = new PersonIndex(setting.personIndex)
    this.#codes = judge.type.fields.map((field) => field.code).sort((a, b) => (a < b ? -1 : 1))
  }

  goodRow(rowNo: number, { raw, verdict }: { raw: string; verdict: RowVerdict }): GoodRow {
    const { identifier: stated, kind } = verdict
    const cameBy = stated && kind === 'person' ? this.#persons.blind(stated) : stated
    return { rowNo, raw, verdict, cameBy, sealing: sealedContentOf(this.#judge, verdict) }
  }

  /** Null: something of the row depends on its subject, be it a seal or a person's name. */
  content(row: GoodRow): StagedContent | null {
    if (row.sealing !== null || row.verdict.kind === 'person') return null
    const { recordId, judged, kind } = this.#made(row, null)
    return this.#content(row, recordId, {
      nameKey: judged.name === null ? null : nameKeyHex(judged.name),
      name: judged.name,
      publicity: judged.publicity,
      face: this.#face(judged, kind),
      sealed: null,
    })
  }

  record(row: GoodRow, subjectId: SubjectId, order: SealOrder | null): StagedRecord {
    const { recordId, judged, kind } = this.#made(row, order)
    const isPerson = kind === 'person'
    const { name } = judged
    const content = this.#content(row, recordId, {
      nameKey: name === null ? null : isPerson ? this.#persons.nameMac(subjectId, name) : nameKeyHex(name),
      name: isPerson ? null : name,
      publicity: isPerson ? personsPublicity : judged.publicity,
      face: isPerson ? '' : this.#face(judged, kind),
      sealed: row.sealing ? this.#seal(row.sealing, { subjectId, recordId }, order) : null,
    })
    return { ...content, subjectId }
  }

  #made(row: GoodRow, order: SealOrder | null): { recordId: RecordId; judged: JudgedRow; kind: SubjectKind } {
    return {
      recordId: order?.recordId ?? newId<RecordId>(this.#setting.receivedAtMs),
      judged: present(row.verdict.judged, 'a good row was judged'),
      kind: present(row.verdict.kind, 'a good row has a subject kind'),
    }
  }

  #content(
    { rowNo, verdict, ...row }: GoodRow,
    recordId: RecordId,
    own: Pick<StagedContent, 'nameKey' | 'name' | 'publicity' | 'face' | 'sealed'>,
  ): StagedContent {
    const cameBy = present(row.cameBy, 'a good row has an identifier')
    const judged = present(verdict.judged, 'a good row was judged')
    const closed = this.#judge.closedFields(judged.payload, present(verdict.kind, 'as above'))
    return {
      rowNo,
      recordId,
      number: judged.number,
      contentMac: this.#contentMac(cameBy.value, judged.payload),
      polarity: judged.polarity,
      severity: judged.severity,
      eventOn: judged.eventOn,
      validFrom: judged.validFrom,
      validTo: judged.validTo,
      document: judged.document,
      edition: judged.edition,
      cameBy: { scheme: cameBy.scheme, value: cameBy.value, generation: cameBy.generation ?? 0 },
      closed: isEmpty(closed) ? null : JSON.stringify(closed),
      ...own,
    }
  }

  #seal(
    content: SealedContent,
    place: { readonly subjectId: SubjectId; readonly recordId: RecordId },
    order: SealOrder | null,
  ): StagedRecord['sealed'] {
    const { key, versionNo } = present(order, 'a row to be sealed has its order')
    const { type } = this.#setting
    return { bytes: sealContent(asKey(key), { ...place, versionNo, type }, content), versionNo }
  }

  /**
   * What the record shows of itself on a public page, as finished JSON: labels and masks are applied here, once.
   * Without the outer braces, for what depends on the moment of reading is put before it.
   */
  #face(judged: JudgedRow, kind: SubjectKind): string {
    const face = JSON.stringify({
      type: this.#setting.type,
      polarity: judged.polarity,
      severity: judged.severity,
      eventOn: judged.eventOn,
      validFrom: judged.validFrom,
      validTo: judged.validTo,
      document: judged.document,
      fields: this.#judge.openFields(judged.payload, kind),
      source: this.#setting.furnisherId,
      publicity: judged.publicity,
    })
    return face.slice(1, -1)
  }

  /** Keyed, so that nobody without the key can test a guess at sealed content against it. */
  #contentMac(identifier: string, payload: Payload): string {
    // Empty fields say nothing: one that a later catalogue adds must not make every record a correction.
    const content: [string, string | number][] = []
    for (const code of this.#codes) {
      const value = payload[code]
      if (value !== null && value !== undefined) content.push([code, value])
    }
    return createHmac('sha256', this.#contentKey)
      .update(identifier + JSON.stringify(content))
      .digest('hex')
      .slice(0, 32)
  }
}

function isEmpty(payload: Payload): boolean {
  for (const _ in payload) return false
  return true
}

export function claimOf({ verdict, cameBy }: GoodRow): SubjectClaim {
  return {
    kind: present(verdict.kind, 'a good row has a subject kind'),
    identifier: present(cameBy, 'a good row has an identifier'),
    computed: verdict.computed,
  }
}
