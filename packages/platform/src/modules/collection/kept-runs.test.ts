// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import type { SubjectId } from '../../kernel/ids.ts'
import type { SubjectClaim } from '../subjects/index.ts'
import { type FinishedRun, KeptRuns, stageFinished } from './kept-runs.ts'
import type { RecordRun } from './record-splitter.ts'
import { digestsOf } from './row-number-table.ts'

const none = { has: () => false }
const only = (...rowNos: number[]) => ({ has: (rowNo: number) => rowNos.includes(rowNo) })

function runOf(rowNos: readonly number[]): RecordRun {
  return { bytes: Buffer.alloc(0), starts: [], ends: [], rowNos, damage: new Map() }
}

/** A run whose rows are the bytes of their own numbers. */
function finishedOf(rowNos: readonly number[], bytesARow = 4): FinishedRun {
  const claim: SubjectClaim = {
    kind: 'organisation',
    identifier: { scheme: 'cn.uscc', value: 'X' },
    computed: null,
  }
  return {
    rowNos,
    claims: rowNos.map(() => claim),
    numbers: digestsOf(rowNos.map(String)),
    masked: new Map(rowNos.map((rowNo) => [rowNo, `masked ${rowNo}`])),
    contents: {
      bytes: Buffer.concat(rowNos.map((rowNo) => Buffer.from(String(rowNo).padEnd(bytesARow)))),
      ends: Uint32Array.from(rowNos.map((_, place) => bytesARow * (place + 1))),
    },
  }
}

describe('what judging has kept of a run', () => {
  test('is given once: made anew, the run is judged again', () => {
    const kept = new KeptRuns()
    kept.keep(runOf([2, 3]), finishedOf([2, 3]))
    expect(kept.take(runOf([2, 3]), none)?.places).toEqual([0, 1])
    expect(kept.take(runOf([2, 3]), none)).toBeNull()
  })

  test('is given without a row that was found faulty afterwards, a repeat or one against what is stored', () => {
    const kept = new KeptRuns()
    kept.keep(runOf([2, 3, 4]), finishedOf([2, 3, 4]))
    const chosen = kept.take(runOf([2, 3, 4]), only(3))
    if (!chosen) throw new Error('kept')
    const subject = '00000000-0000-7000-8000-000000000001' as SubjectId
    const staged = stageFinished(chosen, [subject, subject])
    expect(Buffer.from(staged.encoded).toString()).toBe(`${subject}\t2   ${subject}\t4   `)
    expect(staged.rowNos).toEqual([2, 4])
    expect(Buffer.from(staged.numbers)).toEqual(Buffer.from(digestsOf(['2', '4'])))
    expect([staged.rows, staged.masked.get(4)]).toEqual([2, 'masked 4'])
  })

  test('is not given when a row that judging left out is taken after all, released or confirmed', () => {
    const kept = new KeptRuns()
    kept.keep(runOf([2, 3, 4]), finishedOf([2, 4]))
    expect(kept.take(runOf([2, 3, 4]), none)).toBeNull()
  })

  test('is not given for the rest of a run that was merged in part', () => {
    const kept = new KeptRuns()
    kept.keep(runOf([2, 3, 4]), finishedOf([2, 3, 4]))
    expect(kept.take(runOf([3, 4]), none)).toBeNull()
  })

  test('has an end, and room again once it is merged or given up', () => {
    const kept = new KeptRuns()
    const large = finishedOf([2], 24 * 1024 * 1024)
    const more = (rowNo: number): FinishedRun => ({ ...large, rowNos: [rowNo] })
    kept.keep(runOf([2]), large)
    expect(kept.hasRoom).toBe(true)
    kept.keep(runOf([3]), more(3))
    expect(kept.hasRoom).toBe(false)
    kept.keep(runOf([4]), more(4))
    expect(kept.take(runOf([4]), none)).toBeNull()
    expect(kept.take(runOf([2]), only(2))?.places).toEqual([])
    expect(kept.hasRoom).toBe(true)
  })
})
