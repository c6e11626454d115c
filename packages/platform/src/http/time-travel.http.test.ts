// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  csvOf,
  type Fields,
  gradeA,
  newUscc,
  openHttpWorld,
  organisationCodeIn,
  penalty,
  registration,
} from '../../test/http-world.ts'

const world = await openHttpWorld('2024-03-01T02:00:00.000Z')
const registry = await world.furnisher('registry', 'registration-authority')
const tax = await world.furnisher('tax', 'tax-authority')
const inspector = await world.furnisher('inspector', 'penalty-authority')

const [first, renamed, lateRegistered, disputed, byCode] = [
  newUscc(),
  newUscc(),
  newUscc(),
  newUscc(),
  newUscc(),
]
const corrected = penalty(first, '演示先行铸造有限公司', {
  decision_on: '2024-02-01',
  penalty_kinds: 'permit-revoked',
})
const moved = penalty(first, '演示先行铸造有限公司', { decision_on: '2025-09-01' })

type Act = readonly [day: string, furnisher: typeof registry, type: string, rows: readonly Fields[]]

/** Two years of a node: corrections, new names, replaced lists, late registration, a link, a disagreeing name. */
const acts: readonly Act[] = [
  [
    '2024-03-01',
    registry,
    'cn.registration',
    [registration(first, '演示先行铸造有限公司'), registration(renamed, '演示旧称纺织有限公司')],
  ],
  [
    '2024-03-02',
    inspector,
    'cn.administrative-penalty',
    [corrected, penalty(renamed, '演示旧称纺织有限公司', { decision_on: '2024-01-05' })],
  ],
  [
    '2024-04-10',
    tax,
    'cn.tax-a-grade-list',
    [gradeA(first, '演示先行铸造有限公司', 2023), gradeA(byCode, '演示编码陶瓷有限公司', 2023)],
  ],
  [
    '2024-09-01',
    inspector,
    'cn.administrative-penalty',
    [
      penalty(lateRegistered, '演示后登物流有限公司', {
        decision_on: '2024-08-01',
        penalty_kinds: 'closure',
      }),
    ],
  ],
  [
    '2024-10-01',
    inspector,
    'cn.administrative-penalty',
    [penalty(disputed, '演示他称建材有限公司', { decision_on: '2024-09-20', penalty_kinds: 'closure' })],
  ],
  [
    '2025-02-01',
    registry,
    'cn.registration',
    [registration(renamed, '演示新称纺织有限公司'), registration(disputed, '演示本称建材有限公司')],
  ],
  [
    '2025-04-10',
    tax,
    'cn.tax-a-grade-list',
    [gradeA(`230100${organisationCodeIn(byCode)}`, '演示编码陶瓷有限公司', 2024)],
  ],
  [
    '2025-06-01',
    registry,
    'cn.registration',
    [registration(lateRegistered, '演示后登物流有限公司'), registration(byCode, '演示编码陶瓷有限公司')],
  ],
  [
    '2025-09-10',
    inspector,
    'cn.administrative-penalty',
    [moved, penalty(renamed, '演示新称纺织有限公司', { decision_on: '2025-09-02' })],
  ],
  [
    '2025-11-01',
    inspector,
    'cn.administrative-penalty',
    [
      { ...corrected, penalty_kinds: 'warning', fine_amount: '' },
      { ...moved, uscc: renamed, party_name: '演示新称纺织有限公司' },
    ],
  ],
  [
    '2026-01-15',
    inspector,
    'cn.administrative-penalty',
    [penalty(first, '演示先行铸造有限公司', { decision_on: '2026-01-10' })],
  ],
]
for (const [day, furnisher, type, rows] of acts) {
  world.itIs(day)
  await world.submit(furnisher, { type, csv: csvOf(rows) })
}
const [{ ticks } = { ticks: 0 }] = await world.database.query<{ ticks: number }>(
  'select max(tick) as ticks from ticks',
)
const subjects = (
  await world.database.query<{ id: string }>('select subject_id as id from subjects order by subject_id')
).map(({ id }) => id)

type Page = {
  name: string
  formerNames: string[]
  identifiers: object[]
  records: { id: string; version: number }[]
}

async function page(id: string, query: string): Promise<Page> {
  const answer = await world.get(`/v1/public/organisations/${id}/report${query}`)
  if (answer.statusCode === 404) return { name: '', formerNames: [], identifiers: [], records: [] }
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<Page>()
}

const pad = (n: number): string => String(n).padStart(2, '0')
const days = fc
  .tuple(
    fc.integer({ min: 2018, max: 2026 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([year, month, day]) => `${year}-${pad(month)}-${pad(day)}`)
const knownAt = fc.oneof(
  fc.integer({ min: 1, max: ticks }).map((tick) => `tick:${tick}`),
  days.filter((day) => day > '2024-03-01').map((day) => `${day}T12:00:00Z`),
)
const moments = fc.record({
  id: fc.constantFrom(
    first,
    renamed,
    lateRegistered,
    disputed,
    byCode,
    organisationCodeIn(byCode),
    ...subjects,
  ),
  today: fc.constantFrom('2026-01-20', '2026-03-31', '2026-04-01', '2026-06-15', '2027-02-01'),
  asOf: fc.option(days, { nil: undefined }),
  knownAt: fc.option(knownAt, { nil: undefined }),
})

test('whatever moment is asked for, nothing is shown that is not shown today, and nothing otherwise', async () => {
  let narrowed = 0
  let shown = 0
  await fc.assert(
    fc.asyncProperty(moments, async (asked) => {
      world.itIs(asked.today)
      const query = new URLSearchParams()
      if (asked.asOf !== undefined && asked.asOf <= asked.today) query.set('asOf', asked.asOf)
      if (asked.knownAt !== undefined) query.set('knownAt', asked.knownAt)
      const [now, then] = [await page(asked.id, ''), await page(asked.id, `?${query}`)]
      const today = new Map(now.records.map((record) => [record.id, record]))
      for (const record of then.records) expect(record).toEqual(today.get(record.id))
      const names = new Set([now.name, ...now.formerNames])
      for (const name of [then.name, ...then.formerNames]) expect(name === '' || names.has(name)).toBe(true)
      for (const identifier of then.identifiers) expect(now.identifiers).toContainEqual(identifier)
      if (then.records.length < now.records.length) narrowed++
      if (then.records.length > 0) shown++
    }),
    { numRuns: 250, seed: 20260615 },
  )
  // The property would hold of a node that shows nothing, or that does not look at the moment.
  expect(narrowed).toBeGreaterThan(20)
  expect(shown).toBeGreaterThan(50)
})

test('later knowledge never shows less than earlier knowledge did, of what is shown today', async () => {
  world.itIs('2026-01-20')
  for (const id of [first, renamed, lateRegistered, byCode]) {
    const sizes: number[] = []
    for (let tick = 1; tick <= ticks; tick++)
      sizes.push((await page(id, `?knownAt=tick:${tick}`)).records.length)
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
    expect(sizes.at(-1)).toBe((await page(id, '')).records.length)
  }
})

test('a version since replaced is shown at no moment', async () => {
  world.itIs('2026-01-20')
  for (let tick = 1; tick <= ticks; tick++) {
    const { records } = await page(first, `?knownAt=tick:${tick}`)
    expect(JSON.stringify(records)).not.toContain('permit-revoked')
  }
})
