// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { checkIdentifier, suggestIdentifiers } from './index.ts'

test.each([
  ['a stray letter in front', 'L91230199591915375C', 'cn.uscc', '91230199591915375C'],
  ['a stray letter before an old number', 'L230110560640938', 'cn.taxpayer', '230110560640938'],
  ['a letter in front and digits behind', 'L23109074442176401', 'cn.orgcode', '744421764'],
  ['one character too many', '9144030001922038216', 'cn.uscc', '914403001922038216'],
  ['the last character lost', '91440300192203821', 'cn.uscc', '914403001922038216'],
  ['two neighbours swapped', '914403001922083216', 'cn.uscc', '914403001922038216'],
  ['a letter for a digit', '9I44O300192203821６', 'cn.uscc', '914403001922038216'],
  ['a lost check digit', '11010801266042', 'cn.bizreg', '110108012660422'],
] as const)('%s: %s may be the %s %s', (_what, raw, scheme, value) => {
  expect(suggestIdentifiers(raw)).toContainEqual({ scheme, value })
})

test('what is offered is well formed, short and never the value itself', () => {
  for (const raw of [
    'L91230199591915375C',
    'L23109074442176401',
    '9144030001922038216',
    '9123010312772267',
  ]) {
    const offered = suggestIdentifiers(raw)
    expect(offered.length).toBeLessThanOrEqual(5)
    for (const { scheme, value } of offered) {
      expect(checkIdentifier(scheme, value).valid, value).toBe(true)
      expect(value).not.toBe(raw)
    }
  }
})

test.each([
  ['a well-formed number', '914403001922038216'],
  ['a resident id with a wrong check', '11010519491231002A'.replace('A', '1')],
  ['a resident id behind a stray letter', 'L110105491231002'],
  ['a word', 'unknown'],
  ['a megabyte', '9'.repeat(1_000_000)],
])('nothing is offered for %s', (_what, raw) => {
  expect(suggestIdentifiers(raw)).toEqual([])
})
