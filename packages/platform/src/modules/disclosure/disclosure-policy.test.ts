// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { DecisionTable, loadCatalogue } from '../catalogue/index.ts'
import { type Asking, verdictOf } from './disclosure-policy.ts'

const catalogue = await loadCatalogue(fileURLToPath(new URL('../../../../../catalogue/cn', import.meta.url)))
const table = new DecisionTable(catalogue, { demo: true })

const refused: [why: string, asking: Asking, code: string][] = [
  [
    'the operator asks for anything',
    { actor: 'operator', purpose: 'publicity', basis: 'publicity', subjectKind: 'organisation' },
    'OPERATOR_SEES_NOTHING',
  ],
  [
    'anybody asks the public pages about a person',
    { actor: 'public', purpose: 'publicity', basis: 'publicity', subjectKind: 'person' },
    'PERSON_NOT_PUBLIC',
  ],
  [
    'a department would class a person',
    { actor: 'department', purpose: 'supervision', basis: 'statute', subjectKind: 'person' },
    'PERSON_NEVER_CLASSED',
  ],
  [
    'a lender asks about a person on a statute',
    { actor: 'lender', purpose: 'financing-service', basis: 'statute', subjectKind: 'person' },
    'CONSENT_NEEDED',
  ],
  [
    'a department asks for a file as its own',
    { actor: 'department', purpose: 'own-report', basis: 'own-file', subjectKind: 'organisation' },
    'BASIS_NOT_YOURS',
  ],
  [
    'a lender decides about a loan by what public bodies keep',
    { actor: 'lender', purpose: 'loan-approval', basis: 'authorisation', subjectKind: 'organisation' },
    'SIDES_APART',
  ],
  [
    'a department asks for what nobody wrote down',
    { actor: 'department', purpose: 'financing-service', basis: 'authorisation', subjectKind: 'person' },
    'VIEW_NOT_PROVIDED',
  ],
]

test.each(refused)('nothing is shown when %s, and the reason is its own', (_why, asking, code) => {
  expect(verdictOf(table, catalogue, asking)).toEqual({ refuses: code, shown: [] })
})

test('what is shown names the view, and each kind of record with the line that opens it', () => {
  const asking: Asking = {
    actor: 'lender',
    purpose: 'financing-service',
    basis: 'authorisation',
    subjectKind: 'person',
  }
  const verdict = verdictOf(table, catalogue, asking)
  expect(verdict).toMatchObject({ refuses: null, view: { code: 'lender' } })
  expect(verdict.shown).toEqual(
    ['positive', 'neutral', 'adverse'].map((polarity) => ({
      type: 'cn.administrative-penalty',
      polarity,
      line: 'FINANCING',
    })),
  )
})
