// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { CivilDate } from '../../kernel/civil-date.ts'
import { compileWithdrawal } from './judge-payload.ts'
import { loadCatalogue } from './load-catalogue.ts'

const catalogue = await loadCatalogue(fileURLToPath(new URL('../../../../../catalogue/cn', import.meta.url)))
const today = '2026-11-24' as CivilDate

describe('a withdrawal', () => {
  const withdrawal = (type: string, row: Readonly<Record<string, string>>, profile = 'default') => {
    const judge = compileWithdrawal(catalogue, type, profile, { demo: true })
    const verdict = judge.headings(Object.keys(row))
    return { verdict, row: judge.judge(Object.values(row), today) }
  }

  test('needs only the fields of the number, makes the same number as the record had, and takes a reason', () => {
    const { verdict, row } = withdrawal('cn.administrative-penalty', {
      decision_number: '示市监罚〔2026〕1号',
      authority: '示范市市场监督管理局',
      撤回原因: '文书已撤销',
    })
    expect(verdict).toMatchObject({ faults: [], notes: [] })
    expect(row).toMatchObject({
      faults: [],
      number: '示市监罚[2026]1号|示范市市场监督管理局',
      payload: { withdrawal_reason: 'document-revoked' },
      publicity: { from: null },
    })
  })

  test('reads a number in any width, as the record did', () => {
    const { row } = withdrawal('cn.registration', { uscc: '９1350100m000100y43' })
    expect(row.number).toBe('91350100M000100Y43')
  })

  test('without a number, or for a reason of its own, is faulty', () => {
    const { row } = withdrawal('cn.registration', { uscc: '', withdrawal_reason: '张三要求' })
    expect(row.faults.map((one) => `${one.code} ${one.rule ?? '-'} ${one.field ?? '-'}`)).toEqual([
      'CMP-REQUIRED REG-CMP-001 uscc',
      'REF-CODE - withdrawal_reason',
    ])
  })

  test('of a draft type outside demo is refused as its records are', () => {
    expect(() => compileWithdrawal(catalogue, 'cn.tax-a-grade-list', 'default', { demo: false })).toThrow(
      expect.objectContaining({ code: 'RECORD_TYPE_INERT' }),
    )
  })
})
