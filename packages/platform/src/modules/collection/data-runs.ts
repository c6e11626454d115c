// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type RecordRun, splitRecords } from './record-splitter.ts'

/** The rows behind the header. @param behindRowNo rows up to this one are left out */
export async function* dataRuns(
  source: AsyncIterable<Buffer>,
  behindRowNo: number,
): AsyncGenerator<RecordRun> {
  let isFirst = true
  for await (const run of splitRecords(source)) {
    const from = isFirst ? 1 : 0
    isFirst = false
    const skip = Math.max(from, run.rowNos.filter((rowNo) => rowNo <= behindRowNo).length)
    if (skip < run.starts.length) yield skip === 0 ? run : withoutFirst(run, skip)
  }
}

function withoutFirst(run: RecordRun, count: number): RecordRun {
  return {
    bytes: run.bytes,
    starts: run.starts.slice(count),
    ends: run.ends.slice(count),
    rowNos: run.rowNos.slice(count),
    damage: new Map(
      [...run.damage].filter(([at]) => at >= count).map(([at, damage]) => [at - count, damage]),
    ),
  }
}
