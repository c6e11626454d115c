// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { type MessagePort, parentPort } from 'node:worker_threads'
import { leafHash, platformSuite } from '@probity/verify'
import type { BatchId, SubjectId } from '../../kernel/ids.ts'
import { assert, present } from '../../kernel/refusal.ts'
import {
  type Catalogue,
  isAboutPerson,
  type RecordType,
  type RowFault,
  type RowJudge,
  withdrawalReasonField,
} from '../catalogue/index.ts'
import type { PersonIndexKeys } from '../key-store/index.ts'
import { ContentEncoder, encodeStaged, encodeWithdrawals, type StagedWithdrawal } from '../records/index.ts'
import { nameKey, type SubjectClaim } from '../subjects/index.ts'
import type { BatchFormat } from './batch.ts'
import { compileJudge, profileToRead } from './compile-judge.ts'
import type { IdentityQuestion } from './judge-identity.ts'
import { type JudgingRules, judgeRow, type RowMarks, type RowVerdict, unmarked } from './judge-row.ts'
import type { FinishedRun } from './kept-runs.ts'
import type { CellMark, Damage } from './record-splitter.ts'
import { DIGEST_BYTES, digestOfNumber, digestsOf, pickDigests, writeDigest } from './row-number-table.ts'
import { type CellReading, cellReading } from './rows/cell-reading.ts'
import { RowDecoder } from './rows/row-decoder.ts'
import type { SealOrder } from './seal-rows.ts'
import { claimOf, type GoodRow, RowStager } from './stage-rows.ts'
import { probeOf, type StoredProbe } from './stored-checks.ts'

/** What a worker has to know of a batch. It reads no clock, no file and no database. */
export type WorkerSetting = {
  readonly catalogue: Catalogue
  readonly type: string
  readonly profile: string
  readonly header: readonly string[]
  readonly format: BatchFormat
  /** See `isAnnotated`. */
  readonly annotated: boolean
  readonly rules: JudgingRules
  readonly receivedAtMs: number
  readonly batchId: BatchId
  readonly furnisherId: number
  readonly encoding: string
  readonly contentKey: Uint8Array
  readonly saltKey: Uint8Array
  readonly personIndex: PersonIndexKeys
}

export type RunMessage = {
  readonly bytes: Uint8Array
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  readonly rowNos: readonly number[]
  readonly damage: ReadonlyMap<number, Damage>
  readonly marks?: ReadonlyMap<number, readonly CellMark[]>
}

export type Finding = {
  readonly rowNo: number
  readonly weight: 'fault' | 'note'
  readonly items: readonly RowFault[]
  /** The row as it may be kept. */
  readonly raw: string
  /** Of a fault: the furnisher's number where it could be read, as `RowNumberTable` knows it. */
  readonly number: Uint8Array | null
  readonly question: (IdentityQuestion & { readonly nameKey: Uint8Array | null }) | null
  /** Of a faulty row without any number: the name by which candidates may be found, never taken. */
  readonly nameOnly: string | null
}

export type JudgedRun = {
  readonly findings: readonly Finding[]
  /** 32 bytes a row: RFC 9162 leaf hashes of salt ‖ row. */
  readonly leaves: Uint8Array
  /** By place: rows that must not be kept as they came, and what may be. */
  readonly masked: ReadonlyMap<number, string>
  readonly probes: readonly StoredProbe[]
  /** Numbers of rows that may be taken, by place in the run, as `RowNumberTable` knows them; else zero. */
  readonly numbers: Uint8Array
  /** Null unless asked for, and where something in a row depends on its subject. */
  readonly finished: FinishedRun | null
}

export type PreparedRun = {
  readonly claims: readonly SubjectClaim[]
  /** Of each row in which something is to be sealed, the furnisher's number; null of the others. */
  readonly sealing: readonly (string | null)[]
}

/** In the order of the claims. */
export type ResolvedRun = {
  readonly subjectIds: readonly SubjectId[]
  readonly seals: readonly (SealOrder | null)[]
}

export type StagedRun = {
  readonly encoded: Uint8Array
  readonly rows: number
  /** By row number: good rows that must not be kept as they came, and what may be. */
  readonly masked: ReadonlyMap<number, string>
  /** Of the rows staged, in their order: a waiting row is corrected by one that brings its number. */
  readonly rowNos: readonly number[]
  /** Of the rows staged, in their order, as `writeDigest` puts them. */
  readonly numbers: Uint8Array
}

/** `batch` is the number of the pool's work on one batch: a worker may have several open. */
export type WorkerCall = { readonly id: number; readonly batch: number } & WorkerAct

export type WorkerAct =
  | { readonly act: 'catalogue'; readonly catalogue: Catalogue }
  | { readonly act: 'open'; readonly setting: Omit<WorkerSetting, 'catalogue'> }
  | { readonly act: 'close' }
  | { readonly act: 'judge'; readonly run: RunMessage; readonly finish: boolean }
  | {
      readonly act: 'prepare'
      readonly run: RunMessage
      readonly faulty: ReadonlySet<number>
    }
  | {
      readonly act: 'stage'
      readonly prepared: number
      readonly resolved: ResolvedRun
    }

export type WorkerAnswer =
  | { readonly id: number; readonly ok: JudgedRun | PreparedRun | StagedRun | null }
  | { readonly id: number; readonly error: string }

class BatchJudge {
  readonly #setting: WorkerSetting
  readonly #judge: RowJudge
  readonly #stager: RowStager
  readonly #saltKey: KeyObject
  readonly #prepared = new Map<number, readonly GoodRow[]>()
  readonly #decoder: RowDecoder
  readonly #read: CellReading
  /** For each column the field it fills. */
  readonly #fields: readonly (string | null)[]

  constructor(setting: WorkerSetting) {
    this.#setting = setting
    const { catalogue, rules } = setting
    const form = { type: setting.type, profile: setting.profile, withdraws: rules.withdraws }
    this.#judge = compileJudge(catalogue, form, { demo: rules.demo, region: rules.region })
    this.#fields = this.#judge.headings(setting.header).fields
    this.#read = cellReading({ ...setting, profile: profileToRead(catalogue, form) })
    this.#stager = new RowStager(setting, this.#judge)
    this.#saltKey = createSecretKey(setting.saltKey)
    this.#decoder = new RowDecoder(setting.encoding)
  }

  judgeRun(run: RunMessage, finish: boolean): JudgedRun {
    const findings: Finding[] = []
    const masked = new Map<number, string>()
    const probes: StoredProbe[] = []
    const numbers = new Uint8Array(DIGEST_BYTES * run.starts.length)
    const leaves = new Uint8Array(32 * run.starts.length)
    const unknownKeys = new Set<string | null>()
    const finishing = finish && !this.#setting.rules.withdraws ? new RunFinisher(this.#stager) : null
    run.starts.forEach((start, i) => {
      const row = run.bytes.subarray(start, run.ends[i])
      const rowNo = present(run.rowNos[i], 'a row has a number')
      leaves.set(leafHash(platformSuite, saltOf(this.#saltKey, rowNo), row), 32 * i)
      const { raw, verdict } = this.#verdict(run, i)
      const { kept } = verdict
      const number = numberThatCounts(verdict)
      if (number) writeDigest(number, numbers, DIGEST_BYTES * i)
      const probe = probeOf(this.#judge.type, i, verdict)
      if (probe) probes.push(probe)
      if (kept !== raw) masked.set(i, kept)
      if (number && verdict.faults.length === 0) finishing?.add(i, rowNo, { raw, verdict })
      const notes = verdict.notes.filter((note) => !isKnownKey(note, unknownKeys))
      findings.push(...findingsOf(rowNo, verdict, notes, this.#judge.type))
    })
    return { findings, leaves, numbers, masked, probes, finished: finishing?.finished(numbers) ?? null }
  }

  #verdict(run: RunMessage, i: number): { readonly raw: string; readonly verdict: RowVerdict } {
    const { text, damage } = this.#decoder.decode(run.bytes.subarray(run.starts[i], run.ends[i]))
    const marks = this.#marksOf(run.marks?.get(i))
    const ails = run.damage.get(i) ?? damage
    return {
      raw: text,
      verdict: judgeRow(this.#judge, this.#setting.rules, text, ails, this.#read, marks),
    }
  }

  /** Columns that the profile does not read may hold what they like. */
  #marksOf(marks: readonly CellMark[] | undefined): RowMarks {
    if (!marks) return unmarked
    const found = marks.flatMap(({ column, code, weight }) => {
      const field = column === null ? null : (this.#fields[column] ?? null)
      if (column !== null && field === null) return []
      const heading = column === null ? null : (this.#setting.header[column] ?? null)
      return [{ weight, fault: { code, rule: null, column: heading, field, facts: {} } }]
    })
    const of = (weight: CellMark['weight']): RowFault[] =>
      found.filter((one) => one.weight === weight).map((one) => one.fault)
    return { faults: of('fault'), notes: of('note') }
  }

  prepare(id: number, run: RunMessage, faulty: ReadonlySet<number>): PreparedRun {
    const good: GoodRow[] = []
    run.rowNos.forEach((rowNo, i) => {
      if (faulty.has(rowNo)) return
      good.push(this.#stager.goodRow(rowNo, this.#verdict(run, i)))
    })
    this.#prepared.set(id, good)
    if (this.#setting.rules.withdraws) return { claims: [], sealing: [] }
    return {
      claims: good.map(claimOf),
      sealing: good.map(({ verdict, sealing }) => (sealing ? (verdict.judged?.number ?? null) : null)),
    }
  }

  stage(prepared: number, { subjectIds, seals }: ResolvedRun): StagedRun {
    const good = present(this.#prepared.get(prepared), 'a run is prepared before it is staged')
    this.#prepared.delete(prepared)
    const rows = good.length
    const masked = maskedOf(good)
    if (this.#setting.rules.withdraws) {
      // A withdrawal settles no row that waits: what waits was never taken.
      return {
        encoded: encodeWithdrawals(good.map(withdrawalOf)),
        rows,
        masked,
        rowNos: [],
        numbers: new Uint8Array(),
      }
    }
    assert(good.length === subjectIds.length, 'each prepared row has its subject')
    const encoded = encodeStaged(
      good.map((row, i) => this.#stager.record(row, subjectIds[i] as SubjectId, seals[i] ?? null)),
    )
    return {
      encoded,
      rows,
      masked,
      rowNos: good.map((row) => row.rowNo),
      numbers: digestsOf(good.map(({ verdict }) => present(verdict.judged, 'a good row was judged').number)),
    }
  }
}

/** What can be made of a run's good rows before their subjects are known, as long as every one of them allows it. */
class RunFinisher {
  readonly #stager: RowStager
  readonly #places: number[] = []
  readonly #rowNos: number[] = []
  readonly #claims: SubjectClaim[] = []
  readonly #masked = new Map<number, string>()
  #contents: ContentEncoder | null = new ContentEncoder()

  constructor(stager: RowStager) {
    this.#stager = stager
  }

  /** A row with faults is not brought here: should it be taken after all, its run is judged again. */
  add(place: number, rowNo: number, judged: Pick<GoodRow, 'raw' | 'verdict'>): void {
    // Once one row does not allow it, no other is prepared in vain: blinding and sealing are a fifth of judging.
    if (this.#contents === null) return
    const row = this.#stager.goodRow(rowNo, judged)
    const content = this.#stager.content(row)
    if (content === null) {
      this.#contents = null
      return
    }
    this.#contents.add(content)
    this.#places.push(place)
    this.#rowNos.push(row.rowNo)
    this.#claims.push(claimOf(row))
    if (row.verdict.kept !== row.raw) this.#masked.set(row.rowNo, row.verdict.kept)
  }

  /** @param numbers of the run, by place */
  finished(numbers: Uint8Array): FinishedRun | null {
    if (this.#contents === null) return null
    return {
      rowNos: this.#rowNos,
      claims: this.#claims,
      numbers: pickDigests(numbers, this.#places),
      masked: this.#masked,
      contents: this.#contents.finish(),
    }
  }
}

function maskedOf(good: readonly GoodRow[]): Map<number, string> {
  const changed = good.filter(({ raw, verdict }) => verdict.kept !== raw)
  return new Map(changed.map(({ rowNo, verdict }) => [rowNo, verdict.kept]))
}

function withdrawalOf({ rowNo, verdict }: GoodRow): StagedWithdrawal {
  const { number, payload } = present(verdict.judged, 'a good row was judged')
  const reason = payload[withdrawalReasonField]
  return { rowNo, number, reason: typeof reason === 'string' ? reason : null }
}

function findingsOf(
  rowNo: number,
  verdict: RowVerdict,
  notes: readonly RowFault[],
  type: RecordType,
): Finding[] {
  const { faults, kept: raw, judged } = verdict
  const found: Finding[] = []
  if (faults.length > 0) {
    const number = judged?.number ? digestOfNumber(judged.number) : null
    const asked = { number, question: questionOf(verdict), nameOnly: nameOnlyOf(verdict, type) }
    found.push({ rowNo, weight: 'fault', items: faults, raw, ...asked })
  }
  if (notes.length > 0) {
    found.push({ rowNo, weight: 'note', items: notes, raw, number: null, question: null, nameOnly: null })
  }
  return found
}

/** Each unknown key is told of once a run; the batch as a whole tells of it once. */
function isKnownKey(note: RowFault, keys: Set<string | null>): boolean {
  if (note.code !== 'NTE-KEY-UNKNOWN') return false
  if (keys.has(note.column)) return true
  keys.add(note.column)
  return false
}

/** A faulty row is not taken, so the next row of its number is no repeat; one that may be confirmed may be taken. */
function numberThatCounts({ judged, faults, question }: RowVerdict): string | null {
  return faults.length === 0 || question?.confirmable ? (judged?.number ?? null) : null
}

function questionOf(verdict: RowVerdict): Finding['question'] {
  if (!verdict.question) return null
  const name = verdict.judged?.name
  return { ...verdict.question, nameKey: name ? nameKey(name) : null }
}

/** A name leads to organisations only: of a row about a natural person none is looked for. */
function nameOnlyOf({ judged, faults }: RowVerdict, type: RecordType): string | null {
  if (!judged?.name || judged.identifierFields.length > 0 || isAboutPerson(type, judged.payload)) return null
  return faults.some((fault) => fault.code.startsWith('PRS-')) ? null : judged.name
}

/** The salt of a row: known while the batch key lives, beyond guessing afterwards. */
export function saltOf(saltKey: KeyObject, rowNo: number): Buffer {
  return Buffer.from(createHmac('sha256', saltKey).update(String(rowNo)).digest('hex').slice(0, 32), 'hex')
}

/** The large tables of an answer move over instead of being copied; each was made for it. */
function movedWith(ok: ReturnType<typeof answer>): ArrayBuffer[] {
  if (ok === null || !('leaves' in ok)) return []
  const { leaves, numbers, finished } = ok
  const tables = [
    leaves,
    numbers,
    ...(finished ? [finished.numbers, finished.contents.bytes, finished.contents.ends] : []),
  ]
  return tables.map((table) => table.buffer as ArrayBuffer)
}

function serve(port: MessagePort): void {
  const open: WorkerState = { catalogue: null, batches: new Map() }
  port.on('message', (call: WorkerCall) => {
    try {
      const ok = answer(open, call)
      port.postMessage({ id: call.id, ok } satisfies WorkerAnswer, movedWith(ok))
    } catch (error) {
      port.postMessage({
        id: call.id,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      })
    }
  })
}

/** The catalogue is sent when it is another than before: it is large, and most batches are small. */
type WorkerState = { catalogue: Catalogue | null; readonly batches: Map<number, BatchJudge> }

function answer(open: WorkerState, call: WorkerCall): JudgedRun | PreparedRun | StagedRun | null {
  if (call.act === 'catalogue') {
    open.catalogue = call.catalogue
    return null
  }
  if (call.act === 'open') {
    const catalogue = present(open.catalogue, 'the catalogue comes first')
    open.batches.set(call.batch, new BatchJudge({ ...call.setting, catalogue }))
    return null
  }
  if (call.act === 'close') {
    open.batches.delete(call.batch)
    return null
  }
  const judge = present(open.batches.get(call.batch), 'a batch is opened before its rows are judged')
  switch (call.act) {
    case 'judge':
      return judge.judgeRun(call.run, call.finish)
    case 'prepare':
      return judge.prepare(call.id, call.run, call.faulty)
    case 'stage':
      return judge.stage(call.prepared, call.resolved)
  }
}

if (parentPort) serve(parentPort)
