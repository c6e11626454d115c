// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { checkIdentifier, type IdentifierCheck, isConfirmable, suggestIdentifiers } from './index.ts'

const folder = new URL('../../../../../../shared/data/real/', import.meta.url)
const isThere = existsSync(folder)
if (!isThere)
  process.stdout.write('skipped: the real registries are not beside the checkout (shared/data/real)\n')

function column(file: string, at: number): string[] {
  const bytes = readFileSync(new URL(file, folder))
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  const rows = text.trimEnd().split('\n').slice(1)
  return rows.map((row) => row.split(',')[at] ?? '')
}

function refusedOf(checks: IdentifierCheck[]): string[] {
  return checks.flatMap((check) => check.faults).sort()
}

describe.skipIf(!isThere)('real registries', () => {
  // Five codes of the two fail the inner check, one is of class 99: all issued, so confirmed by their registry row.
  test.each([
    ['registry_heilongjiang.csv.gz', 93_930, 6_716, ['ID-USCC-INNER', 'ID-USCC-INNER', 'ID-USCC-INNER']],
    ['registry_sample.csv.gz', 26_132, 618, ['ID-USCC-CLASS', 'ID-USCC-INNER', 'ID-USCC-INNER']],
  ])('of %s all but a handful pass, and the authority may confirm these', (file, rows, unknown, faults) => {
    const checks = column(file, 0).map((code) => checkIdentifier('cn.uscc', code))
    const refused = checks.filter((check) => !check.valid)
    expect(checks).toHaveLength(rows)
    expect(refusedOf(refused)).toEqual(faults)
    expect(refused.every((check) => isConfirmable(check.faults))).toBe(true)
    expect(checks.filter((check) => check.notes.includes('ID-NOTE-DIVISION-UNKNOWN'))).toHaveLength(unknown)
  })

  test('the malformed taxpayer numbers of a real list are refused by rule, and nothing else is', () => {
    const checks = column('tax_a_grade_2018_heilongjiang.csv', 1).map((n) =>
      checkIdentifier('cn.taxpayer', n),
    )
    const refused = checks.filter((check) => !check.valid)
    expect(checks).toHaveLength(4_987)
    expect(refused.map((check) => check.raw.length).sort()).toEqual([16, 17, 18, 18, 19, 19, 19, 19])
    expect(refused.filter((check) => suggestIdentifiers(check.raw).length > 0)).toHaveLength(7)
    expect(checks.some((check) => check.personal)).toBe(false)
  })
})
