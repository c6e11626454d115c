// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { type MessagePort, parentPort } from 'node:worker_threads'
import { leafHash, platformSuite } from '@probity/verify'
import { type BatchId, newId, type RecordId, type SubjectId } from '../../kernel/ids.ts'
import { assert, present } from '../../kernel/refusal.ts'
import {
  type Catalogue,
  compileRecordType,
  compileWithdrawal,
  type JudgedRow,
  type Payload,
  type RowFault,
  type RowJudge,
  withdrawalReasonField,
} from '../catalogue/index.ts'
import {
  encodeStaged,
  encodeWithdrawals,
  type StagedRecord,
  type StagedWithdrawal,
} from '../records/index.ts'
import { nameKey, type SubjectClaim, type SubjectKind } from '../subjects/index.ts'
import type { IdentityQuestion } from './judge-identity.ts'
import { type JudgingRules, judgeRow, type RowVerdict } from './judge-row.ts'
import type { Damage } from './record-splitter.ts'

/** What a worker has to know of a batch. It reads no clock, no file and no database. */
export type WorkerSetting = {
  readonly catalogue: Catalogue
  readonly type: string
  readonly profile: string
  readonly header: readonly string[]
  readonly rules: JudgingRules
  readonly receivedAtMs: number
  readonly batchId: BatchId
  readonly furnisherId: number
  readonly encoding: string
  readonly contentKey: Uint8Array
  readonly saltKey: Uint8Array
}

export type RunMessage = {
  readonly bytes: Uint8Array
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  readonly rowNos: readonly number[]
  readonly damage: ReadonlyMap<number, Damage>
}

export type Finding = {
  readonly rowNo: number
  readonly weight: 'fault' | 'note'
  readonly items: readonly RowFault[]
  /** The row as it came. */
  readonly raw: string
  readonly question: (IdentityQuestion & { readonly nameKey: Uint8Array | null }) | null
  /** Of a faulty row without any number: the name by which candidates may be found, never taken. */
  readonly nameOnly: string | null
}

export type JudgedRun = {
  readonly findings: readonly Finding[]
  /** 32 bytes a row: RFC 9162 leaf hashes of salt ‖ row. */
  readonly leaves: Uint8Array
  /** The furnisher's number by place in the run; null where it could not be read. */
  readonly numbers: readonly (string | null)[]
}

export type PreparedRun = { readonly claims: readonly SubjectClaim[] }
export type StagedRun = { readonly encoded: Uint8Array; readonly rows: number }

/** `batch` is the number of the pool's work on one batch: a worker may have several open. */
export type WorkerCall = { readonly id: number; readonly batch: number } & WorkerAct

export type WorkerAct =
  | { readonly act: 'open'; readonly setting: WorkerSetting }
  | { readonly act: 'close' }
  | { readonly act: 'judge'; readonly run: RunMessage }
  | {
      readonly act: 'prepare'
      readonly run: RunMessage
      readonly faulty: ReadonlySet<number>
    }
  | {
      readonly act: 'stage'
      readonly prepared: number
      readonly subjectIds: readonly SubjectId[]
    }

export type WorkerAnswer =
  | { readonly id: number; readonly ok: JudgedRun | PreparedRun | StagedRun | null }
  | { readonly id: number; readonly error: string }

type GoodRow = { readonly rowNo: number; readonly verdict: RowVerdict }

class BatchJudge {
  readonly #setting: WorkerSetting
  readonly #judge: RowJudge
  readonly #contentKey: KeyObject
  readonly #saltKey: KeyObject
  readonly #prepared = new Map<number, readonly GoodRow[]>()
  readonly #decode: (bytes: Uint8Array) => string

  constructor(setting: WorkerSetting) {
    this.#setting = setting
    const compile = setting.rules.withdraws ? compileWithdrawal : compileRecordType
    this.#judge = compile(setting.catalogue, setting.type, setting.profile, { demo: setting.rules.demo })
    this.#judge.headings(setting.header)
    this.#contentKey = createSecretKey(setting.contentKey)
    this.#saltKey = createSecretKey(setting.saltKey)
    const decoder = new TextDecoder(setting.encoding, { ignoreBOM: true })
    this.#decode = (bytes) => decoder.decode(bytes)
  }

  judgeRun(run: RunMessage): JudgedRun {
    const findings: Finding[] = []
    const numbers: (string | null)[] = []
    const leaves = new Uint8Array(32 * run.starts.length)
    run.starts.forEach((start, i) => {
      const row = run.bytes.subarray(start, run.ends[i])
      const rowNo = present(run.rowNos[i], 'a row has a number')
      leaves.set(leafHash(platformSuite, saltOf(this.#saltKey, rowNo), row), 32 * i)
      const raw = this.#decode(row)
      const verdict = judgeRow(this.#judge, this.#setting.rules, raw, run.damage.get(i))
      numbers.push(verdict.judged?.number || null)
      if (verdict.faults.length > 0)
        findings.push({
          rowNo,
          weight: 'fault',
          items: verdict.faults,
          raw,
          question: questionOf(verdict),
          nameOnly: nameOnlyOf(verdict),
        })
      if (verdict.notes.length > 0)
        findings.push({ rowNo, weight: 'note', items: verdict.notes, raw, question: null, nameOnly: null })
    })
    return { findings, leaves, numbers }
  }

  prepare(id: number, run: RunMessage, faulty: ReadonlySet<number>): PreparedRun {
    const good: GoodRow[] = []
    run.starts.forEach((start, i) => {
      const rowNo = present(run.rowNos[i], 'a row has a number')
      if (faulty.has(rowNo)) return
      const raw = this.#decode(run.bytes.subarray(start, run.ends[i]))
      good.push({ rowNo, verdict: judgeRow(this.#judge, this.#setting.rules, raw, run.damage.get(i)) })
    })
    this.#prepared.set(id, good)
    if (this.#setting.rules.withdraws) return { claims: [] }
    return {
      claims: good.map(({ verdict }) => ({
        kind: present(verdict.kind, 'a good row has a subject kind'),
        identifier: present(verdict.identifier, 'a good row has an identifier'),
        computed: verdict.computed,
      })),
    }
  }

  stage(prepared: number, subjectIds: readonly SubjectId[]): StagedRun {
    const good = present(this.#prepared.get(prepared), 'a run is prepared before it is staged')
    this.#prepared.delete(prepared)
    if (this.#setting.rules.withdraws) {
      return { encoded: encodeWithdrawals(good.map(withdrawalOf)), rows: good.length }
    }
    assert(good.length === subjectIds.length, 'each prepared row has its subject')
    const encoded = encodeStaged(good.map((row, i) => this.#staged(row, subjectIds[i] as SubjectId)))
    return { encoded, rows: good.length }
  }

  #staged({ rowNo, verdict }: GoodRow, subjectId: SubjectId): StagedRecord {
    const judged = present(verdict.judged, 'a good row was judged')
    const kind = present(verdict.kind, 'a good row has a subject kind')
    const cameBy = present(verdict.identifier, 'a good row has an identifier')
    const closed = filled(this.#judge.closedFields(judged.payload, kind))
    return {
      rowNo,
      recordId: newId<RecordId>(this.#setting.receivedAtMs),
      subjectId,
      number: judged.number,
      contentMac: this.#contentMac(cameBy.value, judged.payload),
      polarity: judged.polarity,
      severity: judged.severity,
      eventOn: judged.eventOn,
      validFrom: judged.validFrom,
      validTo: judged.validTo,
      document: judged.document,
      edition: judged.edition,
      publicity: judged.publicity,
      name: judged.name,
      nameKey: judged.name === null ? null : nameKey(judged.name),
      cameBy,
      face: this.#face(judged, kind),
      closed: Object.keys(closed).length === 0 ? null : JSON.stringify(closed),
    }
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
      fields: filled(this.#judge.openFields(judged.payload, kind)),
      source: this.#setting.furnisherId,
      publicity: judged.publicity,
    })
    return face.slice(1, -1)
  }

  /** Keyed, so that nobody without the key can test a guess at sealed content against it. */
  #contentMac(identifier: string, payload: Payload): Buffer {
    // Empty fields say nothing: one that a later catalogue adds must not make every record a correction.
    const content = Object.entries(filled(payload)).sort(([a], [b]) => (a < b ? -1 : 1))
    return createHmac('sha256', this.#contentKey)
      .update(identifier)
      .update(JSON.stringify(content))
      .digest()
      .subarray(0, 16)
  }
}

function withdrawalOf({ rowNo, verdict }: GoodRow): StagedWithdrawal {
  const { number, payload } = present(verdict.judged, 'a good row was judged')
  const reason = payload[withdrawalReasonField]
  return { rowNo, number, reason: typeof reason === 'string' ? reason : null }
}

function filled(payload: Payload): Payload {
  return Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null))
}

function questionOf(verdict: RowVerdict): Finding['question'] {
  if (!verdict.question) return null
  const name = verdict.judged?.name
  return { ...verdict.question, nameKey: name ? nameKey(name) : null }
}

/** A name leads to organisations only: of a row about a natural person none is looked for. */
function nameOnlyOf({ judged, faults }: RowVerdict): string | null {
  if (!judged?.name || judged.identifierFields.length > 0) return null
  return faults.some((fault) => fault.code.startsWith('PRS-')) ? null : judged.name
}

/** The salt of a row: known while the batch key lives, beyond guessing afterwards. */
export function saltOf(saltKey: KeyObject, rowNo: number): Buffer {
  return createHmac('sha256', saltKey).update(String(rowNo)).digest().subarray(0, 16)
}

function serve(port: MessagePort): void {
  const open = new Map<number, BatchJudge>()
  port.on('message', (call: WorkerCall) => {
    try {
      port.postMessage({ id: call.id, ok: answer(open, call) } satisfies WorkerAnswer)
    } catch (error) {
      port.postMessage({
        id: call.id,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      })
    }
  })
}

function answer(open: Map<number, BatchJudge>, call: WorkerCall): JudgedRun | PreparedRun | StagedRun | null {
  if (call.act === 'open') {
    open.set(call.batch, new BatchJudge(call.setting))
    return null
  }
  if (call.act === 'close') {
    open.delete(call.batch)
    return null
  }
  const judge = present(open.get(call.batch), 'a batch is opened before its rows are judged')
  switch (call.act) {
    case 'judge':
      return judge.judgeRun(call.run)
    case 'prepare':
      return judge.prepare(call.id, call.run, call.faulty)
    case 'stage':
      return judge.stage(call.prepared, call.subjectIds)
  }
}

if (parentPort) serve(parentPort)
