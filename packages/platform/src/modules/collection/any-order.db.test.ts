// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openWorld } from '../../../test/world.ts'
import type { Instant } from '../../kernel/civil-date.ts'
import { completeOrganisationCode, completeUscc } from '../identifiers/index.ts'
import { processBatch } from './process-batch.ts'

/**
 * Whatever the order in which batches arrive and are worked off, readers end with the same: that of a model which
 * knows all statements at once.
 */
const world = await openWorld()

let made = 0
function newUscc(): string {
  made++
  const code = completeOrganisationCode(`D${String(made).padStart(7, '0')}`)
  return (code && completeUscc('91999999', code)) as string
}

type Row = { readonly no: number; readonly year: number; readonly content: string; readonly subject: number }
type Statement =
  | { readonly operation: 'record'; readonly rows: readonly Row[] }
  | { readonly operation: 'withdraw'; readonly rows: readonly Pick<Row, 'no'>[] }
  | { readonly operation: 'replace'; readonly period: number; readonly rows: readonly Row[] }

const subjects = 3
const years = [2023, 2024, 2025] as const
const row = fc.record({
  no: fc.integer({ min: 0, max: 3 }),
  year: fc.constantFrom(...years),
  content: fc.constantFrom('甲', '乙'),
  subject: fc.nat(subjects - 1),
})
const rows = <T extends { no: number }>(one: fc.Arbitrary<T>) =>
  fc.uniqueArray(one, { minLength: 1, maxLength: 3, selector: (each) => each.no })
const statement: fc.Arbitrary<Statement> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ operation: fc.constant('record' as const), rows: rows(row) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      operation: fc.constant('withdraw' as const),
      rows: rows(fc.record({ no: fc.integer({ min: 0, max: 3 }) })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ period: fc.constantFrom(...years), rows: rows(row) })
      .map(({ period, rows: all }) => ({
        operation: 'replace' as const,
        period,
        rows: all.map((each) => ({ ...each, year: period })),
      })),
  },
)
/** Each as of an instant of its own, and an order in which they arrive. */
const history = fc
  .array(statement, { minLength: 2, maxLength: 6 })
  .chain((statements) =>
    fc.tuple(
      fc.constant(statements),
      fc.shuffledSubarray([...statements.keys()], { minLength: statements.length }),
    ),
  )

/** What every number says in the end: the last statement about it, unless its period was replaced without it since. */
function model(statements: readonly Statement[]): (Row | null)[] {
  return [0, 1, 2, 3].map((no) => {
    const last = statements.findLastIndex((one) => one.rows.some((each) => each.no === no))
    const said = statements[last]
    if (!said || said.operation === 'withdraw') return null
    const content = said.rows.find((each) => each.no === no) as Row
    const isReplaced = statements.some(
      (one, at) => at > last && one.operation === 'replace' && one.period === content.year,
    )
    return isReplaced ? null : content
  })
}

async function newStage() {
  const tax = await world.furnisher(`tax-${made}`, 'tax-authority')
  const uscc = Array.from({ length: subjects }, newUscc)
  const line = (each: Row) =>
    `n${each.no},${uscc[each.subject]},演示${each.content}有限公司,${each.year},演示${each.content}局\n`
  const receive = (one: Statement, at: number) =>
    world.receive(tax, {
      type: 'cn.tax-a-grade-list',
      operation: one.operation,
      ...(one.operation === 'replace' ? { period: String(one.period) } : {}),
      statedAt: `2026-06-0${at + 1}T00:00:00.000Z` as Instant,
      csv:
        one.operation === 'withdraw'
          ? `record_id\n${one.rows.map((each) => `n${each.no}\n`).join('')}`
          : `record_id,taxpayer_id,name,year,tax_authority\n${one.rows.map(line).join('')}`,
    })
  return { tax, uscc, receive }
}

type Stage = Awaited<ReturnType<typeof newStage>>

/** The public pages, and the current versions of all records, without ids, ticks and version numbers. */
async function seen({ tax, uscc }: Stage): Promise<unknown> {
  const pages = []
  for (const id of uscc) {
    const page = await world.page(id).catch(() => null)
    pages.push(
      page && {
        name: page.name,
        formerNames: page.formerNames,
        identifiers: page.identifiers.map(({ value }) => uscc.indexOf(value)),
        records: page.records
          .map(({ type, polarity, fields, nameDisagrees, publicity }) => {
            const shown = { ...fields, taxpayer_id: uscc.indexOf(String(fields.taxpayer_id)) }
            return JSON.stringify({ type, polarity, fields: shown, nameDisagrees, publicity })
          })
          .sort(),
      },
    )
  }
  return { pages, current: await current(tax.participantId, uscc) }
}

/** What holds, told by the versions alone: the last of each record at each subject, if it is not withdrawn. */
async function current(furnisherId: number, uscc: readonly string[]): Promise<unknown[]> {
  const versions = await world.database.query<{ value: string; edition: number; face: string }>(
    `select v.came_by_value as value, v.edition, v.face from record_versions v
     where v.furnisher_id = $1 and not v.withdrawn and not exists (
       select 1 from record_versions newer
       where newer.subject_id = v.subject_id and newer.record_id = v.record_id and newer.version_no > v.version_no)`,
    [furnisherId],
  )
  return versions
    .map(({ value, edition, face }) => [uscc.indexOf(value), edition, /演示(.)局/.exec(face)?.[1]])
    .sort()
}

const expected = (statements: readonly Statement[]): unknown[] =>
  model(statements)
    .flatMap((one) => (one ? [[one.subject, one.year, one.content]] : []))
    .sort()

test('in whatever order mixed batches arrive, readers end with the same, and a resend changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(history, async ([statements, order]) => {
      const [inOrder, shuffled] = [await newStage(), await newStage()]
      for (const [at, one] of statements.entries()) {
        await processBatch(world.collection, await inOrder.receive(one, at))
      }
      for (const at of order) {
        await processBatch(world.collection, await shuffled.receive(statements[at] as Statement, at))
      }
      expect(await current(inOrder.tax.participantId, inOrder.uscc)).toEqual(expected(statements))
      const end = await seen(shuffled)
      expect(end).toEqual(await seen(inOrder))
      const at = order[0] as number
      await processBatch(world.collection, await shuffled.receive(statements[at] as Statement, at))
      expect(await seen(shuffled)).toEqual(end)
    }),
    { numRuns: 25 },
  )
}, 120_000)

test('in whatever order received batches are worked off, even of one instant, the end is the same', async () => {
  await fc.assert(
    fc.asyncProperty(history, async ([statements, order]) => {
      const stage = await newStage()
      const ids = []
      for (const one of statements) ids.push(await stage.receive(one, 0))
      for (const at of order) await processBatch(world.collection, ids[at] as (typeof ids)[number])
      expect(await current(stage.tax.participantId, stage.uscc)).toEqual(expected(statements))
    }),
    { numRuns: 12 },
  )
}, 120_000)
