// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { completeOrganisationCode, completeUscc } from '../modules/identifiers/index.ts'

export type BenchSubject = { readonly uscc: string; readonly name: string }

const brands = '华盛宏达瑞丰泰和兴隆恒远明德嘉诚天润'
const trades = ['科技', '贸易', '建筑', '食品', '物流', '机械', '电子', '农业'] as const

/** Invented organisations of division 999999. */
export function benchSubjects(count: number): BenchSubject[] {
  return Array.from({ length: count }, (_, i) => benchSubject(i))
}

export function benchSubject(i: number): BenchSubject {
  const code = completeOrganisationCode(`B${String(i).padStart(7, '0')}`)
  const uscc = code === null ? null : completeUscc('91999999', code)
  if (uscc === null) throw new Error('a number for every subject')
  const brand = [0, 3, 7].map((shift) => brands[(i * 7 + shift * (i % 11)) % brands.length]).join('')
  return { uscc, name: `演示${brand}${i}${trades[i % trades.length]}有限公司` }
}

export function registrationCsv(subjects: readonly BenchSubject[]): string {
  const lines = subjects.map(({ uscc, name }, i) => `${uscc},${name},20${10 + (i % 10)}-03-0${1 + (i % 9)}`)
  return `uscc,name,registered_on\n${lines.join('\n')}\n`
}

/**
 * One month's penalties from October 2024 on, of a kind that is published for three years; subjects in an order of
 * its own: what a furnisher sends is not sorted for us.
 */
export function penaltyCsv(subjects: readonly BenchSubject[], month: number, perSubject: number): string {
  const year = 2024 + Math.floor((month + 9) / 12)
  const mm = String(((month + 9) % 12) + 1).padStart(2, '0')
  const lines = [heading.join(',')]
  for (const i of shuffled(subjects.length * perSubject, month + 1)) {
    const { uscc, name } = subjects[i % subjects.length] as BenchSubject
    const day = String((i % 28) + 1).padStart(2, '0')
    lines.push(
      `${name},organisation,${uscc},行政处罚决定书,演市监罚字〔${year}〕${month}-${i}号,未按规定公示信息,责令停产停业,责令停产停业并罚款${(i % 90) + 1}000元,${(i % 90) + 1}000,${year}-${mm}-${day},演示市市场监督管理局,普通程序`,
    )
  }
  return `${lines.join('\n')}\n`
}

export const heading = [
  'party_name',
  'party_kind',
  'uscc',
  'decision_name',
  'decision_number',
  'facts',
  'penalty_kinds',
  'content',
  'fine_amount',
  'decision_on',
  'authority',
  'procedure',
] as const

/** A permutation of 0 … n−1 that is the same for the same seed. */
export function shuffled(n: number, seed: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i)
  let state = seed >>> 0
  for (let i = n - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const j = state % (i + 1)
    ;[order[i], order[j]] = [order[j] as number, order[i] as number]
  }
  return order
}
