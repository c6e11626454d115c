// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deriveSeverity, type PenaltyFacts } from './derive-severity.ts'
import { loadCatalogue } from './load-catalogue.ts'

const { penaltyScale: scale } = await loadCatalogue(
  fileURLToPath(new URL('../../../../../catalogue/cn', import.meta.url)),
)

function severity(facts: Partial<PenaltyFacts>): string {
  return deriveSeverity(scale, {
    penaltyKinds: null,
    procedure: 'ordinary',
    documentName: '行政处罚决定书',
    fineAmount: null,
    ...facts,
  })
}

test.each([
  ['warning', 'minor'],
  ['criticism', 'minor'],
  ['confiscation-of-income', 'general'],
  ['confiscation-of-property', 'general'],
  ['permit-suspended', 'general'],
  ['qualification-lowered', 'general'],
  ['permit-revoked', 'serious'],
  ['business-restricted', 'serious'],
  ['business-stopped', 'serious'],
  ['closure', 'serious'],
  ['trade-barred', 'serious'],
  ['detention', 'minor'],
  ['other', 'minor'],
])('%s in the ordinary procedure is %s', (penaltyKinds, expected) => {
  expect(severity({ penaltyKinds })).toBe(expected)
})

test('a fine is general only above the ceiling of the simple procedure, and never serious by its size', () => {
  expect(severity({ penaltyKinds: 'fine', fineAmount: '3000' })).toBe('minor')
  expect(severity({ penaltyKinds: 'fine', fineAmount: '3000.01' })).toBe('general')
  expect(severity({ penaltyKinds: 'fine', fineAmount: '999999999999' })).toBe('general')
})

test('the heaviest kind of a decision counts', () => {
  expect(severity({ penaltyKinds: 'warning;fine', fineAmount: '50000' })).toBe('general')
  expect(severity({ penaltyKinds: 'warning;fine;permit-revoked', fineAmount: '1' })).toBe('serious')
})

test('the simple procedure makes every penalty minor, whether stated or told by the document', () => {
  expect(severity({ penaltyKinds: 'permit-revoked', procedure: 'simple' })).toBe('minor')
  expect(severity({ penaltyKinds: 'permit-revoked', documentName: '当场行政处罚决定书' })).toBe('minor')
})

test('what is unknown is minor: kind, procedure, sum', () => {
  expect(severity({ penaltyKinds: null })).toBe('minor')
  expect(severity({ penaltyKinds: 'exile' })).toBe('minor')
  expect(severity({ penaltyKinds: 'permit-revoked', procedure: null })).toBe('minor')
  expect(severity({ penaltyKinds: 'fine', fineAmount: null })).toBe('minor')
  expect(severity({ penaltyKinds: 'permit-revoked', documentName: null })).toBe('serious')
})

test('leaving something out never makes a penalty heavier', () => {
  const rank = ['minor', 'general', 'serious']
  const kinds = scale.kinds.map((kind) => kind.code)
  const whole = fc.record({
    penaltyKinds: fc.subarray(kinds, { minLength: 1 }).map((some) => some.join(';')),
    procedure: fc.constantFrom('simple', 'ordinary'),
    documentName: fc.constantFrom('行政处罚决定书', '当场行政处罚决定书', null),
    fineAmount: fc.integer({ min: 0, max: 10_000 }).map(String),
  })
  fc.assert(
    fc.property(whole, fc.constantFrom('penaltyKinds', 'procedure', 'fineAmount'), (facts, member) => {
      const less = severity({ ...facts, [member]: null })
      return rank.indexOf(less) <= rank.indexOf(severity(facts))
    }),
  )
})
