// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import { present } from '../../kernel/refusal.ts'
import type { RecordType, RowFault } from '../catalogue/index.ts'
import type { SubjectResolver } from '../subjects/index.ts'
import type { RepeatFinder } from './find-repeats.ts'
import type { Finding, JudgedRun } from './judging-worker.ts'
import type { RecordRun } from './record-splitter.ts'
import { DIGEST_BYTES, digestAt, isBlankDigest } from './row-number-table.ts'
import { RowDecoder } from './rows/row-decoder.ts'
import { checkStored } from './stored-checks.ts'

export type FileSource = {
  readonly furnisherId: number
  readonly type: RecordType
  readonly encoding: string
  /** One a file, given its runs in order. */
  readonly repeats: RepeatFinder
}

/**
 * What the judges of single rows cannot see: other rows of the file, and records that are stored.
 * @param released by row number: what will be taken although it was found faulty, so its number counts
 */
export async function judgeTogether(
  stored: { readonly on: { readonly query: Query }; readonly subjects: SubjectResolver },
  source: FileSource,
  run: RecordRun,
  judged: JudgedRun,
  released: ReadonlyMap<number, unknown> = new Map(),
): Promise<Finding[]> {
  const { repeats, type } = source
  const numbers = withReleased(run, judged, released)
  const decoder = new RowDecoder(source.encoding)
  const findingAt = (
    place: number,
    weight: 'fault' | 'note',
    item: Pick<RowFault, 'code' | 'rule' | 'facts'>,
  ): Finding => ({
    rowNo: present(run.rowNos[place], 'a row has a number'),
    weight,
    items: [{ ...item, column: null, field: null }],
    raw:
      judged.masked.get(place) ?? decoder.decode(run.bytes.subarray(run.starts[place], run.ends[place])).text,
    number: weight === 'fault' ? numberAt(numbers, place) : null,
    question: null,
    nameOnly: null,
  })
  const breaches = await checkStored(stored, source, judged.probes)
  return [
    ...repeats
      .find(numbers, run.rowNos)
      .map(({ place, firstRow }) =>
        findingAt(place, 'fault', { code: 'DUP-NUMBER', rule: type.numberRule, facts: { firstRow } }),
      ),
    ...breaches.map(({ place, weight, code, rule }) => findingAt(place, weight, { code, rule, facts: {} })),
  ]
}

function numberAt(numbers: Uint8Array, place: number): Uint8Array | null {
  const number = digestAt(numbers, place)
  return isBlankDigest(number) ? null : number
}

function withReleased(
  run: RecordRun,
  { numbers, findings }: JudgedRun,
  released: ReadonlyMap<number, unknown>,
): Uint8Array {
  if (released.size === 0) return numbers
  const counted = numbers.slice()
  for (const { rowNo, number } of findings)
    if (number && released.has(rowNo)) counted.set(number, DIGEST_BYTES * run.rowNos.indexOf(rowNo))
  return counted
}
