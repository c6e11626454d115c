// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { BatchId } from '../../kernel/ids.ts'
import { present, Refusal, refuse } from '../../kernel/refusal.ts'
import {
  type Catalogue,
  compileRecordType,
  getProfile,
  getRecordType,
  type Profile,
  type RecordType,
  type RowFault,
} from '../catalogue/index.ts'
import type { BatchFormat } from './batch.ts'
import { EncodingGuess } from './encoding-guess.ts'
import { RepeatFinder } from './find-repeats.ts'
import { type FurnisherFacts, regionOf, registersFor, rulesFor } from './furnisher-rules.ts'
import { mapInOrder } from './in-order.ts'
import type { JudgingPool } from './judging-pool.ts'
import { isAnnotation } from './rows/neutralise.ts'
import { recogniseFile } from './rows/recognise-format.ts'
import { type FileHeader, openRows, type RowSource } from './rows/row-source.ts'

/** What is to be judged without a node: no database, no spool, and nothing is kept. */
export type ConformFile = {
  readonly catalogue: Catalogue
  readonly type: string
  readonly profile: string
  readonly furnisher: FurnisherFacts
  readonly demo: boolean
  readonly receivedOn: CivilDate
  /** Called twice: once to guess the encoding, once to judge. */
  readonly read: () => AsyncIterable<Buffer>
  readonly judges: JudgingPool
}

export type ConformFinding = {
  readonly rowNo: number
  readonly weight: 'fault' | 'note'
  readonly item: RowFault
}

/** What comes once the file is read to its end. */
export type ConformTotals = {
  readonly encoding: string
  readonly rows: number
  readonly faulty: number
  /** A fault of the whole file, for which a node would refuse the batch; null when there is none. */
  readonly refusal: string | null
  /** Rules that compare with stored records: only a node can ask them. */
  readonly notChecked: readonly string[]
}

const RUNS_AHEAD = 4

/**
 * The gate of a node over a file, by the same judges: every finding as it is made, then the totals. Memory is bounded:
 * nothing is held but the runs under way and the numbers of the file.
 * @throws Refusal RECORD_TYPE_UNKNOWN, RECORD_TYPE_INERT, PROFILE_UNKNOWN, FURNISHER_NOT_ENTITLED
 */
export async function* conformFile(input: ConformFile): AsyncGenerator<ConformFinding, ConformTotals> {
  const { catalogue, profile, furnisher, demo } = input
  const type = getRecordType(catalogue, input.type)
  const judge = compileRecordType(catalogue, type.code, profile, { demo })
  if (rulesFor(type, furnisher.functions).length === 0)
    throw refuse('FURNISHER_NOT_ENTITLED', { furnisher: furnisher.functions.join(', '), type: type.code })
  let encoding = 'utf-8'
  const ended = (refusal: string | null, rows: number, faulty: number): ConformTotals => ({
    encoding,
    rows,
    faulty,
    refusal,
    notChecked: type.stored.map((rule) => rule.rule),
  })

  const file = await openFile(input, getProfile(catalogue, type, profile))
  if (file instanceof Refusal) return ended(file.code, 0, 0)
  encoding = file.encoding
  if (file.rows.refusal) return ended(file.rows.refusal.code, 0, 0)
  const { header, notes } = file.rows
  if (!header) return ended('BATCH_WITHOUT_ROWS', 0, 0)
  const verdict = judge.headings(header.cells)
  const { rowNo } = header
  for (const item of verdict.faults) yield { rowNo, weight: 'fault', item }
  for (const item of [...notes, ...verdict.notes]) {
    if (!(header.annotated && isAnnotation(item.column ?? ''))) yield { rowNo, weight: 'note', item }
  }
  if (verdict.faults.length > 0) return ended('BATCH_HEADER_FAULTY', 0, 0)

  const { rows, faulty } = yield* judgeRows(input, type, file, header)
  const refusal = type.batchPolicy === 'whole' && faulty > 0 ? 'BATCH_HAS_FAULTS' : null
  return ended(rows === 0 ? 'BATCH_WITHOUT_ROWS' : refusal, rows, faulty)
}

async function* judgeRows(
  input: ConformFile,
  type: RecordType,
  { rows: source, format, encoding }: OpenedFile,
  header: FileHeader,
): AsyncGenerator<ConformFinding, { rows: number; faulty: number }> {
  const { catalogue, profile, furnisher, demo, receivedOn, judges } = input
  const judging = await judges.open({
    catalogue,
    type: type.code,
    profile,
    header: header.cells,
    format,
    annotated: header.annotated,
    rules: {
      columns: header.cells.length,
      demo,
      registers: registersFor(type, furnisher),
      region: regionOf(type, furnisher),
      receivedOn,
      withdraws: false,
      period: null,
    },
    // Of a batch that never was: nothing is staged, and no leaf is looked at.
    receivedAtMs: 0,
    batchId: '00000000-0000-7000-8000-000000000000' as string as BatchId,
    furnisherId: 0,
    encoding,
    contentKey: new Uint8Array(32),
    saltKey: new Uint8Array(32),
    personIndex: { generation: 1, numberKey: new Uint8Array(32), nameKey: new Uint8Array(32) },
  })
  const repeats = new RepeatFinder()
  let rows = 0
  let faulty = 0
  try {
    const judged = mapInOrder(source.runs(), RUNS_AHEAD, (run) => judging.judge(run))
    for await (const { item: run, result } of judged) {
      rows += run.starts.length
      const faultyHere = new Set<number>()
      for (const { rowNo, weight, items } of result.findings) {
        if (weight === 'fault') faultyHere.add(rowNo)
        for (const item of items) yield { rowNo, weight, item }
      }
      for (const { place, firstRow } of repeats.find(result.numbers, run.rowNos)) {
        const rowNo = present(run.rowNos[place], 'a row has a number')
        faultyHere.add(rowNo)
        const facts = { firstRow }
        const item = { code: 'DUP-NUMBER', rule: type.numberRule, column: null, field: null, facts }
        yield { rowNo, weight: 'fault', item }
      }
      faulty += faultyHere.size
    }
  } finally {
    await judging.close()
  }
  return { rows, faulty }
}

type OpenedFile = { readonly rows: RowSource; readonly format: BatchFormat; readonly encoding: string }

/** As a door and the judging behind it would open the file; what they would refuse comes back as the refusal. */
async function openFile(input: ConformFile, profile: Profile): Promise<OpenedFile | Refusal> {
  try {
    const { format, source } = await recogniseFile(input.read())
    const guess = new EncodingGuess()
    for await (const part of source) if (format !== 'xlsx') guess.add(part)
    const encoding = guess.result()
    const read = async function* (): AsyncGenerator<Buffer> {
      for await (const part of (await recogniseFile(input.read())).source) yield Buffer.from(part)
    }
    return { rows: await openRows({ format, encoding, profile, read }), format, encoding }
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
