// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type Catalogue, loadCatalogue } from '../catalogue/index.ts'
import type { AuthorisationId } from '../inquiries/index.ts'
import type { Leave } from './ask-statements.ts'
import { narrowed } from './shown-records.ts'

const real = await loadCatalogue(fileURLToPath(new URL('../../../../../catalogue/cn', import.meta.url)))
/** As if penalties could hold what a person's income and taxes are. */
const catalogue: Catalogue = {
  ...real,
  recordTypes: real.recordTypes.map((type) =>
    type.code === 'cn.administrative-penalty'
      ? { ...type, content: { ...type.content, mayHold: ['income', 'tax'] } }
      : type,
  ),
}
const shown = ['cn.administrative-penalty', 'cn.registration'].map((type) => ({
  ...{ type, polarity: 'neutral' as const, line: 'FINANCING' },
}))

const leaveFor = (...separateKinds: string[]): Leave => ({
  ...{ authorisationId: 'x' as AuthorisationId, recordTypes: null, separateKinds },
})
const typesOf = (
  leave: Leave | null,
  recordTypes: readonly string[] | null,
  kind: 'person' | 'organisation',
) => narrowed(shown, { leave, recordTypes, catalogue, kind }).map((one) => one.type)

test('kinds that need a consent of their own are shown only where each was given (Reg. 14 ¶2)', () => {
  expect(typesOf(leaveFor(), null, 'person')).toEqual(['cn.registration'])
  expect(typesOf(leaveFor('income'), null, 'person')).toEqual(['cn.registration'])
  expect(typesOf(leaveFor('income', 'tax'), null, 'person')).toEqual(shown.map((one) => one.type))
})

test('an organisation, and a body that asks on a statute, need no consent apart', () => {
  expect(typesOf(leaveFor(), null, 'organisation')).toHaveLength(2)
  expect(typesOf(null, null, 'person')).toHaveLength(2)
})

test('no more is shown than was asked for, and no more than was left', () => {
  const left = { ...leaveFor('income', 'tax'), recordTypes: ['cn.registration'] }
  expect(typesOf(left, null, 'person')).toEqual(['cn.registration'])
  expect(typesOf(left, ['cn.administrative-penalty'], 'person')).toEqual([])
  expect(typesOf(null, ['cn.administrative-penalty'], 'person')).toEqual(['cn.administrative-penalty'])
})
