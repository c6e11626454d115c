// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { type CivilDate, parseCivilDate } from '../kernel/civil-date.ts'
import { present } from '../kernel/refusal.ts'
import {
  type Catalogue,
  compileRecordType,
  getRecordType,
  loadCatalogue,
} from '../modules/catalogue/index.ts'
import { checkIdentifier, residentId15To18 } from '../modules/identifiers/index.ts'
import { demoBatches, lastSender } from './batches.ts'
import { carelessBatches } from './careless-batches.ts'
import type { DemoBatch } from './demo-batch.ts'
import { inventOrganisations } from './organisations.ts'
import { demoParticipants } from './participants.ts'
import { inventPersons } from './persons.ts'

const today = parseCivilDate('2026-11-24')
const batches = demoBatches(today)
const careless = carelessBatches(inventOrganisations(today), today)
const isTidy = ({ title }: DemoBatch) => careless.every((one) => one.title.en !== title.en)
const tidy = batches.filter(isTidy)

let catalogue: Catalogue
beforeAll(async () => {
  catalogue = await loadCatalogue(fileURLToPath(new URL('../../../../catalogue/cn', import.meta.url)))
})

/** A reader of its own, for tidy files only. */
function readRows(csv: Uint8Array): string[][] {
  const text = decode(csv)
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === '\r\n') rows.push([])
  }
  expect(rows.pop(), 'a tidy file ends with a line end').toEqual([])
  return rows
}

function decode(csv: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(csv)
  } catch {
    return new TextDecoder('gb18030', { fatal: true }).decode(csv)
  }
}

function judgeBatch({ type, profile, csv }: DemoBatch, on: CivilDate) {
  const judge = compileRecordType(catalogue, type, profile, { demo: true })
  const [header, ...rows] = readRows(csv)
  const headings = judge.headings(present(header, 'a file has headings'))
  return { headings, rows: rows.map((cells) => ({ cells, judged: judge.judge(cells, on) })) }
}

const digests = (made: readonly DemoBatch[]) =>
  made.map(({ csv, title }) => `${title.en} ${hash('sha256', Buffer.from(csv))}`)

test('the same day makes the same files, byte for byte', () => {
  expect(digests(demoBatches(today))).toEqual(digests(batches))
})

test('a day later in the same month sends nothing new, so that a killed start can be repeated', () => {
  expect(digests(demoBatches(parseCivilDate('2026-11-25')))).toEqual(digests(batches))
})

test('the last sender sends the last file and no other, and every participant sends something', () => {
  const senders = batches.map(({ furnisher }) => furnisher)
  expect(senders.indexOf(lastSender)).toBe(batches.length - 1)
  expect(new Set(senders).size).toBe(demoParticipants.length)
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

test.each(['2019-06-01', '2024-02-29', '2026-04-01', '2026-11-24', '2027-01-01'])(
  'on %s the catalogue finds no fault in the tidy files, and about 12,000 records',
  (text) => {
    const on = parseCivilDate(text)
    const all = demoBatches(on)
    let rows = 0
    const numbers = new Set<string>()
    for (const batch of all.filter(isTidy)) {
      const { headings, rows: judged } = judgeBatch(batch, on)
      expect([...headings.faults, ...headings.notes]).toEqual([])
      for (const { judged: row } of judged) {
        expect(row.faults, batch.title.en).toEqual([])
        numbers.add(`${batch.furnisher} ${batch.type} ${row.number}`)
      }
      rows += judged.length
    }
    expect(numbers.size, 'no number of a furnisher stands twice').toBe(rows)
    expect(rows).toBeGreaterThan(10_000)
    expect(rows).toBeLessThan(13_000)
  },
)

test('every number of a natural person lies in the division that nobody has, and everybody has a record', () => {
  const persons = new Map(inventPersons().map((person) => [person.residentId, person.name]))
  expect(persons.size).toBe(300)
  const met = new Set<string>()
  let namesOther = 0
  for (const batch of tidy) {
    const personal = getRecordType(catalogue, batch.type).fields.filter(({ label }) => label === 'personal')
    const { headings, rows } = judgeBatch(batch, today)
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
  expect(namesOther).toBeLessThan(15)
})

test('penalties are published, over and never published, before and under the rule of April 2026', () => {
  const all = tidy
    .filter(({ type }) => type === 'cn.administrative-penalty')
    .flatMap((batch) => judgeBatch(batch, today).rows.map(({ judged }) => judged))
  const severities = new Set(all.map(({ severity }) => severity))
  expect(severities).toEqual(new Set(['minor', 'general', 'serious']))
  for (const isNew of [false, true]) {
    const some = all.filter(({ document }) => present(document, 'it has one').on >= '2026-04-01' === isNew)
    const until = some.map(({ publicity }) => (publicity.from === null ? null : (publicity.until ?? today)))
    expect(until.filter((day) => day === null).length, 'never published').toBeGreaterThan(20)
    expect(until.filter((day) => day !== null && day > today).length, 'published').toBeGreaterThan(20)
    if (!isNew) expect(until.filter((day) => day !== null && day <= today).length, 'over').toBeGreaterThan(20)
  }
})

test('a few penalties bear a name that is not the registered one', () => {
  const registered = new Map(inventOrganisations(today).map(({ uscc, name }) => [uscc, name]))
  const other = tidy
    .filter(({ type }) => type === 'cn.administrative-penalty')
    .flatMap((batch) => judgeBatch(batch, today).rows)
    .filter(({ judged }) => judged.payload.party_kind !== 'person')
    .filter(({ judged }) => registered.get(String(judged.payload.uscc)) !== judged.name)
  expect(other.length).toBeGreaterThanOrEqual(5)
  expect(other.length).toBeLessThanOrEqual(20)
})

test('one body sends GB18030, all others UTF-8', () => {
  const others = batches.filter(({ csv }) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(csv)
      return false
    } catch {
      return true
    }
  })
  expect(others.map(({ furnisher }) => furnisher)).toEqual(['demo-transport'])
  expect(decode(present(others[0], 'there is one').csv)).toContain('行政处罚决定书文号')
})

test.each([
  [
    'cn.administrative-penalty',
    ['FRM-DAY', 'REF-CODE', 'FRM-NUMBER', 'CMP-DOCUMENT', 'CMP-IDENTIFIER', 'CNS-FUTURE-DAY'],
  ],
  ['cn.tax-credit-result', ['FRM-DAY', 'REF-CODE', 'CMP-DOCUMENT', 'CNS-YEAR-NOT-ENDED', 'CMP-REQUIRED']],
])('the careless file of %s has faults of many kinds, and rows that hold', (type, expected) => {
  const batch = present(
    careless.find((one) => one.type === type),
    'there is one',
  )
  const judge = compileRecordType(catalogue, batch.type, batch.profile, { demo: true })
  const lines = decode(batch.csv).split('\r\n').slice(0, -2)
  const [header, ...rows] = readRows(new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join('')))
  expect(judge.headings(present(header, 'a file has headings')).faults).toEqual([])
  const judged = rows.map((cells) => ({ width: cells.length, ...judge.judge(cells, today) }))
  const codes = new Set(judged.flatMap(({ faults }) => faults.map(({ code }) => code)))
  for (const code of expected) expect(codes).toContain(code)
  expect(judged.some(({ width }) => width !== header?.length)).toBe(true)
  expect(new Set(judged.map(({ number }) => number)).size, 'a number stands twice').toBeLessThan(
    judged.length,
  )
  expect(judged.filter(({ faults }) => faults.length === 0).length).toBeGreaterThan(15)
  expect(decode(batch.csv).trimEnd().split('\n').at(-1), 'a quote that never closes').toMatch(/^"[^"]*$/)
})
