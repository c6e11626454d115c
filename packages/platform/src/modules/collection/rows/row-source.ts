// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { Profile, RowFault } from '../../catalogue/index.ts'
import type { BatchFormat } from '../batch.ts'
import { defaultSplitLimits, type RecordRun, splitFields, splitRecords } from '../record-splitter.ts'
import { readWorkbook } from '../workbook/read-workbook.ts'
import { jsonHeader } from './cell-reading.ts'
import { isAnnotated, restoreCell } from './neutralise.ts'
import { RowDecoder } from './row-decoder.ts'

export const columnsMax = 2_000

export type FileHeader = {
  readonly rowNo: number
  readonly raw: string
  readonly cells: readonly string[]
  /** The file is one of our own lists of faults, mended and sent again. */
  readonly annotated: boolean
}

/** A furnisher's file as rows, whatever its format: all that judging, proofs and merging know of it. */
export type RowSource = {
  /** Null: the file has no row at all. */
  readonly header: FileHeader | null
  /** Why there is no header to read; then nothing else of the source is read. */
  readonly refusal: Refusal | null
  /** About the file as a whole. */
  readonly notes: readonly RowFault[]
  /** The rows behind the header, the same runs each time. */
  runs(): AsyncIterable<RecordRun>
}

export type FileToRead = {
  readonly format: BatchFormat
  readonly encoding: string
  readonly profile: Profile
  /** The bytes of the file, from the beginning at each call. */
  read(): AsyncIterable<Buffer>
}

/** @throws Refusal what `readWorkbook` refuses */
export async function openRows(file: FileToRead): Promise<RowSource> {
  switch (file.format) {
    case 'csv':
      return openCsv(file)
    case 'jsonl':
      return openJsonLines(file)
    case 'xlsx':
      return openWorkbook(file)
  }
}

async function openCsv({ encoding, read }: FileToRead): Promise<RowSource> {
  const runs = (): AsyncIterable<RecordRun> => withoutHeader(splitRecords(read()))
  for await (const run of splitRecords(read(), { ...defaultSplitLimits, recordsMax: 1 })) {
    const { text, damage } = new RowDecoder(encoding).decode(run.bytes.subarray(run.starts[0], run.ends[0]))
    if (run.damage.has(0) || damage) return refused(refuse('BATCH_HEADER_DAMAGED'))
    const raw = text.replace(/^\uFEFF/, '')
    const cells = splitFields(raw)
    if (cells.length > columnsMax) return refused(refuse('BATCH_COLUMNS_TOO_MANY', { columnsMax }))
    return { header: headerOf(run.rowNos[0] ?? 1, raw, cells), refusal: null, notes: [], runs }
  }
  return { header: null, refusal: null, notes: [], runs }
}

function headerOf(rowNo: number, raw: string, cells: readonly string[]): FileHeader {
  const annotated = isAnnotated(cells)
  return { rowNo, raw, cells: annotated ? cells.map(restoreCell) : cells, annotated }
}

/** Every line names its fields, so the profile's headings stand for a header. */
async function openJsonLines({ profile, read }: FileToRead): Promise<RowSource> {
  const limits = { ...defaultSplitLimits, quotes: false }
  return {
    header: { rowNo: 0, raw: '', cells: jsonHeader(profile), annotated: false },
    refusal: null,
    notes: [],
    runs: () => splitRecords(withoutMark(read()), limits),
  }
}

async function openWorkbook({ read }: FileToRead): Promise<RowSource> {
  const { header, notes, runs } = await readWorkbook(read())
  return {
    header: header === null ? null : headerOf(header.rowNo, header.raw, header.cells),
    refusal: null,
    notes,
    runs: async function* () {
      yield* runs
    },
  }
}

function refused(refusal: Refusal): RowSource {
  return { header: null, refusal, notes: [], runs: async function* () {} }
}

async function* withoutHeader(runs: AsyncIterable<RecordRun>): AsyncGenerator<RecordRun> {
  let isFirst = true
  for await (const run of runs) {
    const rest = isFirst ? withoutFirst(run, 1) : run
    isFirst = false
    if (rest.starts.length > 0) yield rest
  }
}

/** The run without its first records. */
export function withoutFirst(run: RecordRun, count: number): RecordRun {
  if (count === 0) return run
  const behind = <T>(places: ReadonlyMap<number, T>): Map<number, T> =>
    new Map([...places].filter(([at]) => at >= count).map(([at, value]) => [at - count, value]))
  return {
    bytes: run.bytes,
    starts: run.starts.slice(count),
    ends: run.ends.slice(count),
    rowNos: run.rowNos.slice(count),
    damage: behind(run.damage),
    ...(run.marks ? { marks: behind(run.marks) } : {}),
  }
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])

/** A byte order mark before the first line belongs to no row. */
async function* withoutMark(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0)
  for await (const part of source) {
    if (head === null) {
      yield part
      continue
    }
    head = Buffer.concat([head, part])
    if (head.length < BYTE_ORDER_MARK.length) continue
    yield head.subarray(0, 3).equals(BYTE_ORDER_MARK) ? head.subarray(3) : head
    head = null
  }
  if (head !== null) yield head
}
