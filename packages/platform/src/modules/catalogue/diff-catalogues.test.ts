// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Catalogue } from './catalogue.ts'
import { diffCatalogues } from './diff-catalogues.ts'
import { loadCatalogue } from './load-catalogue.ts'

const catalogue = await loadCatalogue(fileURLToPath(new URL('../../../../../catalogue/cn', import.meta.url)))

test('a catalogue that comes back from JSON with its members in another order differs in nothing', () => {
  const back = JSON.parse(JSON.stringify(reversed(catalogue))) as Catalogue
  expect(diffCatalogues(catalogue, back)).toEqual([])
})

test('what was added, removed and changed is told by part, code and member', () => {
  const after: Catalogue = {
    ...catalogue,
    recordTypes: catalogue.recordTypes.slice(1),
    purposes: [
      ...catalogue.purposes,
      {
        code: 'new',
        title: { zh: '新', en: 'New' },
        inquiry: true,
        sides: ['public'],
        consent: 'never',
        weight: 'soft',
        caseNumber: true,
        basis: [],
      },
    ],
    publicityRegimes: catalogue.publicityRegimes.map((regime) =>
      regime.code === 'ndrc-36-2025' ? { ...regime, classes: [] } : regime,
    ),
    disclosure: { ...catalogue.disclosure, openings: catalogue.disclosure.openings.slice(1) },
    penaltyScale: { ...catalogue.penaltyScale, minorFineMax: 200 },
    jurisdictions: catalogue.jurisdictions.map((one) => ({ ...one, demoOnly: false })),
  }
  expect(diffCatalogues(catalogue, after)).toEqual([
    { part: 'purposes', code: 'new', change: 'added', members: [] },
    { part: 'publicity', code: 'ndrc-36-2025', change: 'changed', members: ['classes'] },
    { part: 'penalty-kinds', code: 'scale', change: 'changed', members: ['minorFineMax'] },
    { part: 'record-types', code: 'cn.administrative-penalty', change: 'removed', members: [] },
    { part: 'disclosure', code: 'PUBLICITY', change: 'removed', members: [] },
    { part: 'jurisdictions', code: '999999', change: 'changed', members: ['demoOnly'] },
  ])
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  )
}
