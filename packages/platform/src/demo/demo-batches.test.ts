// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { addDays, type CivilDate, parseCivilDate } from '../kernel/civil-date.ts'
import { present } from '../kernel/refusal.ts'
import {
  type Catalogue,
  compileRecordType,
  getRecordType,
  loadCatalogue,
  type RowJudge,
} from '../modules/catalogue/index.ts'
import { checkIdentifier, residentId15To18 } from '../modules/identifiers/index.ts'
import type { DemoBatch } from './demo-batch.ts'
import { type DemoWorld, sketchWorld } from './demo-world.ts'
import { demoParticipants } from './participants.ts'
import { lastSender } from './penalty-batches.ts'
import { planWorld } from './plan-world.ts'
import { bytesOf } from './send-batch.ts'
import type { DemoTable } from './write-table.ts'

const day = parseCivilDate('2026-11-24')
const SMALL = 0.03
const batchesOf = async (world: DemoWorld) => (await planWorld(world)).flatMap(({ batches }) => batches)

const world = sketchWorld(day)
let batches: DemoBatch[]
let tidy: DemoBatch[]
let catalogue: Catalogue
beforeAll(async () => {
  catalogue = await loadCatalogue(fileURLToPath(new URL('../../../../catalogue/cn', import.meta.url)))
  batches = await batchesOf(world)
  tidy = batches.filter(isTidy)
})

const isTidy = ({ careless, operation }: DemoBatch): boolean => !careless && operation === 'record'

const tableOf = ({ content }: DemoBatch): DemoTable => {
  if (content instanceof Uint8Array) throw new Error('a tidy file is a table')
  return content
}

type Judged = ReturnType<typeof judgeNow>
const judged = new Map<DemoBatch, Judged>()

/** Judging is most of the time these tests take: once for each file. */
function judgeBatch(batch: DemoBatch, first: CivilDate): Judged {
  const known = judged.get(batch) ?? judgeNow(batch, first)
  judged.set(batch, known)
  return known
}

const judges = new Map<string, Opened>()
type Opened = { readonly judge: RowJudge; readonly headings: ReturnType<RowJudge['headings']> }

/** One judge for all files of one layout: to compile it takes longer than to judge a thousand rows. */
function open({ type, profile }: DemoBatch, { headings }: DemoTable): Opened {
  const layout = [type, profile, ...headings].join('\n')
  const known = judges.get(layout)
  if (known) return known
  const judge = compileRecordType(catalogue, type, profile, { demo: true })
  const opened = { judge, headings: judge.headings(headings) }
  judges.set(layout, opened)
  return opened
}

function judgeNow(batch: DemoBatch, first: CivilDate) {
  const table = tableOf(batch)
  const { judge, headings } = open(batch, table)
  const receivedOn = addDays(first, -batch.daysAgo)
  return {
    headings,
    rows: table.rows.map((cells) => ({ cells, judged: judge.judge([...cells], receivedOn) })),
  }
}

/** Every row of every tidy file, by the catalogue: none is faulty, and no furnisher uses a number twice. */
function countSound(some: readonly DemoBatch[], first: CivilDate): number {
  const numbers = new Set<string>()
  let rows = 0
  for (const batch of some) {
    const { headings, rows: judged } = judgeBatch(batch, first)
    expect([...headings.faults, ...headings.notes]).toEqual([])
    for (const { judged: row } of judged) {
      expect(row.faults, batch.title.en).toEqual([])
      // What a register says anew of somebody has the number it had.
      if (batch.key !== 'register-changes') numbers.add(`${batch.furnisher} ${batch.type} ${row.number}`)
    }
    if (batch.key !== 'register-changes') rows += judged.length
  }
  expect(numbers.size, 'no number of a furnisher stands twice').toBe(rows)
  return rows
}

const digestsOf = async (made: readonly DemoBatch[]) =>
  Promise.all(
    made.map(async (one) => `${one.furnisher} ${one.key} ${hash('sha256', Buffer.from(await bytesOf(one)))}`),
  )

test('the same day makes the same files, byte for byte, in every format', async () => {
  expect(await digestsOf(await batchesOf(sketchWorld(day)))).toEqual(await digestsOf(batches))
})

test('about 30,000 records, in which the catalogue finds no fault', () => {
  const rows = countSound(tidy, day)
  expect(rows).toBeGreaterThan(29_500)
  expect(rows).toBeLessThan(30_500)
})

test('whatever the first day is, the same day makes the same files, and the catalogue finds no fault', async () => {
  const anyDay = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays(parseCivilDate('2019-06-01'), days))
  const examples = ['2024-02-29', '2026-04-01', '2027-01-01'].map((one): [CivilDate] => [parseCivilDate(one)])
  await fc.assert(
    fc.asyncProperty(anyDay, async (first) => {
      const made = await batchesOf(sketchWorld(first, SMALL))
      expect(await digestsOf(await batchesOf(sketchWorld(first, SMALL)))).toEqual(await digestsOf(made))
      expect(countSound(made.filter(isTidy), first)).toBeGreaterThan(700)
    }),
    { numRuns: 4, examples },
  )
}, 120_000)

test('of one furnisher no two files have one key, and the last sender sends the last file and no other', () => {
  expect(new Set(batches.map(({ furnisher, key }) => `${furnisher} ${key}`)).size).toBe(batches.length)
  const senders = batches.map(({ furnisher }) => furnisher)
  expect(senders.indexOf(lastSender)).toBe(batches.length - 1)
  expect(new Set(senders).size, 'every participant sends something').toBe(demoParticipants.length)
})

test('every file comes from a participant that may furnish its type', () => {
  for (const { furnisher, type } of batches) {
    const sender = demoParticipants.find(({ code }) => code === furnisher)
    const functions = getRecordType(catalogue, type).furnishers.map((rule) => rule.function)
    expect(
      sender?.functions.some((one) => functions.includes(one)),
      `${furnisher} ${type}`,
    ).toBe(true)
  }
})

test('every number of a natural person lies in the division that nobody has, and everybody has a record', () => {
  const persons = new Map(world.persons.map((person) => [person.residentId, person.name]))
  expect(persons.size).toBe(300)
  const met = new Set<string>()
  let namesOther = 0
  for (const batch of tidy) {
    const personal = getRecordType(catalogue, batch.type).fields.filter(({ label }) => label === 'personal')
    const { headings, rows } = judgeBatch(batch, day)
    headings.fields.forEach((field, column) => {
      if (!personal.some(({ code }) => code === field)) return
      for (const { cells } of rows) {
        const cell = cells[column] ?? ''
        if (!/^\d/.test(cell)) continue
        expect(checkIdentifier('cn.rid', cell, { demo: true }).valid, cell).toBe(true)
        expect(cell.slice(0, 6)).toBe('999999')
        if (field !== 'person_id') continue
        const id = residentId15To18(cell) ?? cell
        met.add(id)
        if (persons.get(id) !== cells[0]) namesOther += 1
      }
    })
  }
  expect([...persons.keys()].filter((id) => !met.has(id))).toEqual([])
  expect(namesOther).toBeGreaterThan(2)
  expect(namesOther).toBeLessThan(25)
})

test('penalties are published, over and never published, before and under the rule of April 2026', () => {
  const all = tidy
    .filter(({ type }) => type === 'cn.administrative-penalty')
    .flatMap((batch) => judgeBatch(batch, day).rows.map(({ judged }) => judged))
  const severities = new Set(all.map(({ severity }) => severity))
  expect(severities).toEqual(new Set(['minor', 'general', 'serious']))
  for (const isNew of [false, true]) {
    const some = all.filter(({ document }) => present(document, 'it has one').on >= '2026-04-01' === isNew)
    const until = some.map(({ publicity }) => (publicity.from === null ? null : (publicity.until ?? day)))
    expect(until.filter((one) => one === null).length, 'never published').toBeGreaterThan(20)
    expect(until.filter((one) => one !== null && one > day).length, 'published').toBeGreaterThan(20)
    if (!isNew) expect(until.filter((one) => one !== null && one <= day).length, 'over').toBeGreaterThan(20)
  }
})

test('some penalties bear a name that is not the registered one', () => {
  const registered = new Map(world.organisations.map(({ uscc, name }) => [uscc, name]))
  const other = tidy
    .filter(({ type }) => type === 'cn.administrative-penalty')
    .flatMap((batch) => judgeBatch(batch, day).rows)
    .filter(({ judged }) => registered.has(String(judged.payload.uscc)))
    .filter(({ judged }) => registered.get(String(judged.payload.uscc)) !== judged.name)
  expect(other.length).toBeGreaterThanOrEqual(15)
  expect(other.length).toBeLessThanOrEqual(60)
})

test('files come as CSV in three encodings, as workbooks and as JSON, whole, in parts and pushed', async () => {
  const forms = new Set(tidy.map((batch) => tableOf(batch).form))
  expect(forms).toEqual(new Set(['csv', 'csv-with-mark', 'csv-gb18030', 'xlsx', 'json-lines']))
  expect(new Set(batches.map(({ door }) => door))).toEqual(new Set(['file', 'parts', 'push']))
  expect(new Set(batches.map(({ operation }) => operation))).toEqual(new Set(['record', 'withdraw']))
  const startOf = async (form: string) => {
    const batch = present(
      tidy.find((one) => tableOf(one).form === form),
      'there is one',
    )
    return Buffer.from(await bytesOf(batch)).subarray(0, 4)
  }
  expect((await startOf('xlsx')).toString('latin1')).toBe('PK\x03\x04')
  expect((await startOf('csv-with-mark')).subarray(0, 3).toString('hex')).toBe('efbbbf')
  expect(new TextDecoder('gb18030', { fatal: true }).decode(await startOf('csv-gb18030'))).toBe('行政')
  expect((await startOf('json-lines')).toString()).toMatch(/^\{"/)
})
