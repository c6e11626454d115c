// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { completeResidentId } from '../modules/identifiers/index.ts'
import { heading, shuffled } from './bench-data.ts'
import type { BenchNode } from './bench-node.ts'
import type { BenchResult } from './bench-result.ts'

const PERSONS = 20_000
const MONTHS = 10

export type BenchPerson = { readonly name: string; readonly residentId: string }

/**
 * Persons' penalties from the open door to the signed receipt: first of persons nobody has met, each of whom gets a
 * subject, a blind index and a key of its own, then month by month of the same persons.
 */
export async function benchPersons(bench: BenchNode, say: (line: string) => void): Promise<BenchResult[]> {
  const authority = await bench.furnisher('bench-persons-authority', 'penalty-authority')
  const persons = benchPersonsOf(PERSONS)
  const send = async (month: number): Promise<number> => {
    const csv = personCsv(persons, month)
    const from = performance.now()
    const { totals } = await bench.submit(authority, 'cn.administrative-penalty', csv)
    if (totals.accepted !== persons.length) throw new Error('every row of the bench is good')
    return (performance.now() - from) / 1000
  }
  const first = await send(0)
  say(`  new persons: ${Math.round(PERSONS / first)} rows/s`)
  let seconds = 0
  for (let month = 1; month <= MONTHS; month++) {
    seconds += await send(month)
    say(`  month ${month}/${MONTHS}: ${Math.round((PERSONS * month) / seconds)} rows/s`)
  }
  const floor = { value: 8_000 }
  return [
    { name: 'persons, met for the first time', value: PERSONS / first, unit: 'rows/s', floor },
    { name: 'persons, known', value: (PERSONS * MONTHS) / seconds, unit: 'rows/s', floor },
  ]
}

/** Invented persons of division 999999. */
export function benchPersonsOf(count: number): BenchPerson[] {
  const names = '王李张刘陈杨黄赵周吴徐孙朱马胡林郭何高罗'
  return Array.from({ length: count }, (_, i) => {
    const month = String((Math.floor(i / 50) % 12) + 1).padStart(2, '0')
    const date = String((Math.floor(i / 600) % 28) + 1).padStart(2, '0')
    const day = `19${50 + (i % 50)}${month}${date}`
    const residentId = completeResidentId(`999999${day}${String(Math.floor(i / 16_800)).padStart(3, '0')}`)
    if (residentId === null) throw new Error('a number for every person')
    return { residentId, name: `${names[i % names.length]}${names[Math.floor(i / 20) % names.length]}某${i}` }
  })
}

export function personCsv(persons: readonly BenchPerson[], month: number): string {
  const lines = [[...heading.filter((column) => column !== 'uscc'), 'person_id'].join(',')]
  for (const i of shuffled(persons.length, month + 1)) {
    const { name, residentId } = persons[i] as BenchPerson
    const day = String((i % 28) + 1).padStart(2, '0')
    lines.push(
      `${name},person,行政处罚决定书,演交罚字〔2025〕${month}-${i}号,${name}未按规定维护车辆,罚款,对${name}罚款${(i % 90) + 1}00元,${(i % 90) + 1}00,2025-0${(month % 9) + 1}-${day},演示市交通运输局,普通程序,${residentId}`,
    )
  }
  return `${lines.join('\n')}\n`
}
