// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadCatalogue } from '../src/modules/catalogue/index.ts'
import { policyMatrix } from '../src/modules/disclosure/index.ts'

const catalogue = await loadCatalogue(fileURLToPath(new URL('../../../catalogue/cn', import.meta.url)))
const expected = await readFile(new URL('policy-matrix.txt', import.meta.url), 'utf8')

// Renewed by hand, and read before it is committed: probity access matrix > packages/platform/test/policy-matrix.txt
test('every question there is has the answer that was reviewed', () => {
  expect(policyMatrix(catalogue)).toBe(expected)
})
