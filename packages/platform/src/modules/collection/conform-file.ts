// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { BatchId } from '../../kernel/ids.ts'
import { present, refuse } from '../../kernel/refusal.ts'
import {
  type Catalogue,
  compileRecordType,
  getRecordType,
  type RecordType,
  type RowFault,
} from '../catalogue/index.ts'
import { dataRuns } from './data-runs.ts'
import { EncodingGuess } from './encoding-guess.ts'
import { RepeatFinder } from './find-repeats.ts'
import { type FurnisherFacts, regionOf, registersFor, rulesFor } from './furnisher-rules.ts'
import { mapInOrder } from './in-order.ts'
import type { JudgingPool } from './judging-pool.ts'
import { type RecordRun, splitFields, splitRecords } from './record-splitter.ts'

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
  const encoding = await guessEncoding(input.read())
  const decode = (bytes: Uint8Array): string => new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes)
  const ended = (refusal: string | null, rows: number, faulty: number): ConformTotals => ({
    encoding,
    rows,
    faulty,
    refusal,
    notChecked: type.stored.map((rule) => rule.rule),
  })

  const first = await firstRun(input.read())
  if (!first) return ended('BATCH_WITHOUT_ROWS', 0, 0)
  if (first.damage.has(0)) return ended('BATCH_HEADER_DAMAGED', 0, 0)
  const raw = decode(first.bytes.subarray(first.starts[0], first.ends[0])).replace(/^\uFEFF/, '')
  const header = splitFields(raw)
  const verdict = judge.headings(header)
  const rowNo = present(first.rowNos[0], 'a run has a first row')
  for (const item of verdict.faults) yield { rowNo, weight: 'fault', item }
  for (const item of verdict.notes) yield { rowNo, weight: 'note', item }
  if (verdict.faults.length > 0) return ended('BATCH_HEADER_FAULTY', 0, 0)

  const { rows, faulty } = yield* judgeRows(input, type, header, encoding)
  const refusal = type.batchPolicy === 'whole' && faulty > 0 ? 'BATCH_HAS_FAULTS' : null
  return ended(rows === 0 ? 'BATCH_WITHOUT_ROWS' : refusal, rows, faulty)
}

async function* judgeRows(
  input: ConformFile,
  type: RecordType,
  header: readonly string[],
  encoding: string,
): AsyncGenerator<ConformFinding, { rows: number; faulty: number }> {
  const { catalogue, profile, furnisher, demo, receivedOn, judges } = input
  const judging = await judges.open({
    catalogue,
    type: type.code,
    profile,
    header,
    rules: {
      columns: header.length,
      demo,
      registers: registersFor(type, furnisher),
      region: regionOf(type, furnisher),
      receivedOn,
    },
    // Of a batch that never was: nothing is staged, and no leaf is looked at.
    receivedAtMs: 0,
    batchId: '00000000-0000-7000-8000-000000000000' as string as BatchId,
    furnisherId: 0,
    encoding,
    contentKey: new Uint8Array(32),
    saltKey: new Uint8Array(32),
  })
  const repeats = new RepeatFinder()
  let rows = 0
  let faulty = 0
  try {
    const judged = mapInOrder(dataRuns(input.read(), 0), RUNS_AHEAD, (run) => judging.judge(run))
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

async function guessEncoding(source: AsyncIterable<Buffer>): Promise<string> {
  const guess = new EncodingGuess()
  for await (const part of source) guess.add(part)
  return guess.result()
}

async function firstRun(source: AsyncIterable<Buffer>): Promise<RecordRun | null> {
  for await (const run of splitRecords(source)) return run
  return null
}
