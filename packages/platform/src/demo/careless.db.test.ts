// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, parseCivilDate } from '../kernel/civil-date.ts'
import { present } from '../kernel/refusal.ts'
import { type Catalogue, loadCatalogue } from '../modules/catalogue/index.ts'
import { conformFile, JudgingPool } from '../modules/collection/index.ts'
import type { DemoBatch } from './demo-batch.ts'
import { sketchWorld } from './demo-world.ts'
import { getDemoParticipant } from './participants.ts'
import { planWorld } from './plan-world.ts'
import { bytesOf } from './send-batch.ts'

const day = parseCivilDate('2026-11-24')
const judges = new JudgingPool(1)
afterAll(() => judges.end())

let catalogue: Catalogue
let careless: DemoBatch[]
beforeAll(async () => {
  catalogue = await loadCatalogue(fileURLToPath(new URL('../../../../catalogue/cn', import.meta.url)))
  const scenes = await planWorld(sketchWorld(day, 0.3))
  careless = scenes.flatMap(({ batches }) => batches).filter((one) => one.careless)
})

/** The whole gate but for what is stored: where each fault stands, and how many rows there are. */
async function gate(batch: DemoBatch) {
  const { functions, division } = getDemoParticipant(batch.furnisher)
  const bytes = Buffer.from(await bytesOf(batch))
  const judging = conformFile({
    catalogue,
    type: batch.type,
    profile: batch.profile,
    furnisher: { functions, division },
    demo: true,
    receivedOn: addDays(day, -batch.daysAgo),
    read: async function* () {
      yield bytes
    },
    judges,
  })
  const faults: string[] = []
  const notes = new Set<string>()
  for (;;) {
    const { done, value } = await judging.next()
    if (done) return { ...value, faults: new Set(faults), notes }
    if (value.weight === 'fault') faults.push(value.item.code)
    else notes.add(value.item.code)
  }
}

/** What each careless file is to show. */
const shown: Readonly<Record<string, readonly string[]>> = {
  'demo-ecology careless-old': [
    ...['ID-USCC-CHECK', 'ID-USCC-LENGTH', 'CMP-IDENTIFIER', 'CMP-DOCUMENT', 'CMP-DOCUMENT-NUMBER'],
    ...['FRM-DAY', 'CNS-FUTURE-DAY', 'CNS-END-BEFORE-START', 'ROW-QUOTE-OPEN', 'DUP-NUMBER'],
  ],
  'demo-ecology careless-recent': [
    ...['ID-USCC-CHECK', 'ID-USCC-LENGTH', 'CMP-IDENTIFIER', 'CMP-DOCUMENT', 'CMP-DOCUMENT-NUMBER'],
    ...['FRM-DAY', 'CNS-FUTURE-DAY', 'CNS-END-BEFORE-START', 'REF-CODE', 'FRM-NUMBER', 'FRM-AMOUNT-NEGATIVE'],
    ...[
      'PRS-KIND-DISAGREES',
      'PRS-NUMBER-MISSING',
      'CMP-REQUIRED',
      'ROW-FIELDS',
      'ROW-QUOTE-OPEN',
      'DUP-NUMBER',
    ],
  ],
  'demo-tax careless-results': [
    ...['ID-USCC-CHECK', 'CNS-YEAR-NOT-ENDED', 'REF-CODE', 'CMP-DOCUMENT', 'FRM-DAY', 'CMP-REQUIRED'],
    ...['ID-USCC-LENGTH', 'ROW-FIELDS', 'DUP-NUMBER'],
  ],
  'demo-housing careless-workbook': [
    ...['DMG-SCIENTIFIC', 'DMG-LONG-NUMBER', 'DMG-DAY-SERIAL', 'XLS-FORMULA', 'XLS-ERROR', 'XLS-MERGED'],
    'FRM-AMOUNT-UNIT',
  ],
  'demo-labour careless-lines': ['ROW-FIELDS', 'ROW-ENCODING', 'ROW-CONTROL', 'ROW-QUOTE-TEXT', 'DUP-NUMBER'],
  'demo-health careless-persons': [
    ...['PRH-FORBIDDEN', 'PRH-CONSENT', 'PRH-SECRET', 'PRS-HIDDEN-ID', 'ID-RID-CHECK', 'PRS-NUMBER-MISSING'],
    ...['ID-RID-LENGTH', 'PRS-KIND-DISAGREES', 'PRS-ACCOUNT', 'CMP-DOCUMENT'],
  ],
  'demo-customs careless-json': [
    ...['JSN-SYNTAX', 'JSN-NOT-OBJECT', 'JSN-KEY-TWICE', 'JSN-NESTED', 'JSN-NUMBER'],
  ],
  'demo-civil-affairs careless-register': [
    ...['ID-USCC-LENGTH', 'FRM-DAY', 'CNS-END-BEFORE-START', 'RGN-OUTSIDE', 'DMG-DIVISION-SHORT', 'REF-CODE'],
    ...['CMP-REQUIRED', 'CNS-FUTURE-DAY', 'DUP-NUMBER'],
  ],
  'demo-drug careless-samples': ['CMP-IDENTIFIER', 'CMP-DOCUMENT'],
}

test('each careless file has the faults that it is to show, and rows that hold', async () => {
  const rows = careless.filter(({ key }) => key.startsWith('careless'))
  expect(new Set(rows.map(({ furnisher, key }) => `${furnisher} ${key}`))).toEqual(
    new Set(Object.keys(shown)),
  )
  const found: Record<string, string[]> = {}
  for (const batch of rows) {
    const name = `${batch.furnisher} ${batch.key}`
    const { faults, refusal, rows: counted, faulty } = await gate(batch)
    expect(refusal, name).toBe(null)
    found[name] = [...faults].sort()
    if (batch.furnisher !== 'demo-drug') expect(counted - faulty, name).toBeGreaterThan(2)
  }
  expect(found).toEqual(
    Object.fromEntries(Object.entries(shown).map(([name, codes]) => [name, [...codes].sort()])),
  )
})

test('two files cannot be read at all, and say why', async () => {
  const useless = careless.filter(({ key }) => !key.startsWith('careless'))
  const refusals = await Promise.all(useless.map(async (batch) => (await gate(batch)).refusal))
  expect(refusals).toEqual(['BATCH_HEADER_FAULTY', 'BATCH_WITHOUT_ROWS'])
})

test('a hidden row and an unknown key are told of, and taken', async () => {
  const notesOf = async (key: string) =>
    (
      await gate(
        present(
          careless.find((one) => one.key === key),
          'it is there',
        ),
      )
    ).notes
  expect(await notesOf('careless-workbook')).toContain('NTE-ROW-HIDDEN')
  expect(await notesOf('careless-json')).toContain('NTE-KEY-UNKNOWN')
})
