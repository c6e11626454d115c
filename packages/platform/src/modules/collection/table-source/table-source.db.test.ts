// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import pg from 'pg'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { newUscc } from '../../../../test/http-world.ts'
import { openTestDatabase } from '../../../../test/test-database.ts'
import { openWorld } from '../../../../test/world.ts'
import type { Instant } from '../../../kernel/civil-date.ts'
import type { BatchId } from '../../../kernel/ids.ts'
import { asKey } from '../../files/index.ts'
import { TableSources } from '../index.ts'
import { postgresTable } from './postgres-table.ts'
import { pullTable } from './pull-table.ts'
import { parseTableSources, type TableSource } from './source-config.ts'
import { listSources } from './table-source-store.ts'

const world = await openWorld()
const { collection, database, clock } = world
await world.furnisher('registry', 'registration-authority')
// A department's own database: another one of the test server, which knows nothing of the node.
const { ownerUrl: departmentUrl } = await openTestDatabase()
const department = new pg.Client({ connectionString: departmentUrl })
await department.connect()
afterAll(() => department.end())
await department.query('create schema exchange')

let made = 0
let source: TableSource

beforeEach(async () => {
  made++
  await department.query(`create table exchange."表${made}" (
    id bigint, changed_at timestamptz, "统一代码" text, "名称" text, "成立日期" date)`)
  source = sourceOf({})
})

function sourceOf(more: Partial<TableSource>): TableSource {
  return {
    source: `registry-${made}`,
    furnisher: 'registry',
    type: 'cn.registration',
    profile: 'default',
    connection: 'REGISTRY_DB',
    table: `exchange.表${made}`,
    columns: { 统一代码: 'uscc', 名称: 'name', 成立日期: 'registered_on' },
    key: ['id'],
    everySeconds: 60,
    settleSeconds: 0,
    rowsMax: 3,
    timeoutSeconds: 5,
    ...more,
  }
}

async function expose(ids: (number | null)[], changedAt = '2026-06-01T00:00:00Z'): Promise<void> {
  for (const id of ids) {
    await department.query(`insert into exchange."表${made}" values ($1, $2, $3, $4, '2020-01-02')`, [
      id,
      changedAt,
      newUscc(),
      `演示表${id}有限公司`,
    ])
  }
}

const pull = (one: TableSource = source): Promise<BatchId[]> => {
  clock.set(new Date(clock.nowMs() + 7_200_000).toISOString() as Instant)
  return pullTable(collection, one, postgresTable(departmentUrl))
}

async function linesOf(batchId: BatchId): Promise<Record<string, string | null>[]> {
  const [row] = await database.query<{ key: Buffer }>(
    'select key_wrapped as key from batches where batch_id = $1',
    [batchId],
  )
  const parts: Buffer[] = []
  const key = asKey(collection.nodeKey.unwrap(row?.key as Buffer))
  for await (const part of collection.spool.read(batchId, key)) parts.push(part)
  return Buffer.concat(parts)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string | null>)
}

const namesOf = async (batches: BatchId[]): Promise<(string | null | undefined)[]> =>
  (await Promise.all(batches.map(linesOf))).flat().map((line) => line.name)

async function stateOf(name = source.source) {
  const told = (await listSources(database, 100)).find((state) => state.source === name)
  // Where the reading stands is kept from the operator's list: a key of a department may be a person's number.
  expect(told).not.toHaveProperty('watermark')
  const rows = await database.query('select watermark from table_sources where source = $1', [name])
  return told && { ...told, watermark: rows[0]?.watermark }
}

describe('a front-end table', () => {
  test('is read in the order of its key, each page a batch of JSON Lines by the profile’s headings', async () => {
    await expose([5, 1, 3, 2, 4])
    const batches = await pull()
    expect(batches).toHaveLength(2)
    expect(await namesOf(batches)).toEqual([1, 2, 3, 4, 5].map((n) => `演示表${n}有限公司`))
    expect((await linesOf(batches[0] as BatchId))[0]).toEqual({
      uscc: expect.stringMatching(/^91999999/),
      name: '演示表1有限公司',
      registered_on: '2020-01-02',
    })
    const rows = await database.query(
      'select distinct door, format, operation from batches where batch_id = any($1)',
      [batches],
    )
    expect(rows).toEqual([{ door: 'table', format: 'jsonl', operation: 'record' }])
  })

  test('is read on behind its watermark: what was read is not read again, what is new is', async () => {
    await expose([1, 2])
    await pull()
    expect(await pull()).toEqual([])
    await expose([3])
    expect(await namesOf(await pull())).toEqual(['演示表3有限公司'])
    expect(await stateOf()).toMatchObject({ watermark: ['3'], pulledRows: 3, failures: 0, failure: null })
  })

  test('with a time and a number as key loses none of the rows of one instant', async () => {
    await expose([1, 2, 3, 4], '2026-06-01T00:00:00.123456Z')
    await expose([0], '2026-06-02T00:00:00Z')
    const batches = await pull(sourceOf({ key: ['changed_at', 'id'], rowsMax: 2 }))
    expect(await namesOf(batches)).toEqual([1, 2, 3, 4, 0].map((n) => `演示表${n}有限公司`))
  })

  test('leaves the youngest rows for later, for others with an earlier time may still commit', async () => {
    const key = ['changed_at', 'id']
    const settling = sourceOf({ key, settleSeconds: 3_600 })
    // The pull comes two hours later: this row is then half an hour old.
    await expose([1], new Date(clock.nowMs() + 5_400_000).toISOString())
    expect(await pull(settling)).toEqual([])
    expect(await namesOf(await pull(settling))).toEqual(['演示表1有限公司'])
  })

  test('may be a view', async () => {
    await expose([1])
    await department.query(`create view exchange."视图${made}" as select * from exchange."表${made}"`)
    expect(await namesOf(await pull(sourceOf({ table: `exchange.视图${made}` })))).toEqual([
      '演示表1有限公司',
    ])
  })

  test('is not read before its time, nor by two nodes at once', async () => {
    await expose([1])
    const table = postgresTable(departmentUrl)
    clock.set(new Date(clock.nowMs() + 7_200_000).toISOString() as Instant)
    const both = await Promise.all([
      pullTable(collection, source, table),
      pullTable(collection, source, table),
    ])
    expect(both.flat()).toHaveLength(1)
    await expose([2])
    expect(await pullTable(collection, source, table)).toEqual([])
  })

  test('killed between the reading and the taking in, is read again from the same place', async () => {
    await expose([1, 2])
    const real = postgresTable(departmentUrl)
    const dying = {
      readPage: async (asked: Parameters<typeof real.readPage>[0]) => {
        await real.readPage(asked)
        throw new Error('killed')
      },
    }
    clock.set(new Date(clock.nowMs() + 7_200_000).toISOString() as Instant)
    expect(await pullTable(collection, source, dying)).toEqual([])
    expect(await stateOf()).toMatchObject({ watermark: null, failures: 1, failure: 'DEFECT' })
    expect(await namesOf(await pull())).toEqual(['演示表1有限公司', '演示表2有限公司'])
  })
})

describe('a table that could lose rows is not read', () => {
  test('rows without their key', async () => {
    await expose([1, null])
    expect(await pull()).toEqual([])
    expect(await stateOf()).toMatchObject({ failure: 'SOURCE_KEY_EMPTY', watermark: null })
  })

  test('rows with the same key, also where a page ends between them', async () => {
    await expose([1, 2, 3, 3])
    expect(await pull()).toEqual([])
    expect(await stateOf()).toMatchObject({ failure: 'SOURCE_KEY_REPEATS' })
  })
})

describe('a source that fails', () => {
  test('waits longer each time, is seen, and goes on when it is mended', async () => {
    await department.query(`alter table exchange."表${made}" rename to "隐藏${made}"`)
    const waits: number[] = []
    for (let n = 0; n < 5; n++) {
      await pull()
      const state = await stateOf()
      expect(state?.failures).toBe(n + 1)
      waits.push((Date.parse(state?.runAt ?? '') - clock.nowMs()) / 1000)
    }
    expect(waits).toEqual([30, 120, 600, 3600, 3600])
    expect((await stateOf())?.failure).toBe('SOURCE_TABLE_UNREADABLE')
    await department.query(`alter table exchange."隐藏${made}" rename to "表${made}"`)
    await expose([1])
    expect(await pull()).toHaveLength(1)
    expect(await stateOf()).toMatchObject({ failures: 0, failure: null })
  })

  test('whose database is away is an outage', async () => {
    const away = postgresTable('postgres://nobody:nothing@127.0.0.1:1/none')
    clock.set(new Date(clock.nowMs() + 7_200_000).toISOString() as Instant)
    await pullTable(collection, source, away)
    expect(await stateOf()).toMatchObject({ failure: 'OUTAGE' })
  })

  test('whose statement takes too long is given up', async () => {
    await department.query(
      `create view exchange."慢${made}" as select *, pg_sleep(3)::text as slow from exchange."表${made}"`,
    )
    await expose([1])
    const slow = sourceOf({ table: `exchange.慢${made}`, columns: { slow: 'name' }, timeoutSeconds: 1 })
    expect(await pull(slow)).toEqual([])
    expect(await stateOf()).toMatchObject({ failure: 'OUTAGE' })
  })

  test('cannot write to the department’s database, whatever its table does', async () => {
    await department.query(`create function exchange.touch${made}() returns bigint language sql as
      $$ insert into exchange."表${made}" (id) values (99) returning id $$`)
    await department.query(
      `create view exchange."手${made}" as select id, exchange.touch${made}()::text as name from exchange."表${made}"`,
    )
    await expose([1])
    await pull(sourceOf({ table: `exchange.手${made}`, columns: { name: 'name' } }))
    const { rows } = await department.query(`select count(*)::int as n from exchange."表${made}"`)
    expect(rows).toEqual([{ n: 1 }])
  })

  test('named so as to be another statement is only a name', async () => {
    const hostile = sourceOf({ table: `exchange.x"; drop table exchange."表${made}"; --` })
    await pull(hostile)
    expect(await stateOf()).toMatchObject({ failure: 'SOURCE_TABLE_UNREADABLE' })
    await expose([1])
  })
})

describe('the file of sources', () => {
  const text = `sources:
  - source: market-penalties
    furnisher: city-market
    type: cn.administrative-penalty
    connection: MARKET_DB
    table: exchange.penalties
    columns: { wsh: decision_number }
    key: [changed_at, id]
`

  test('says what holds when nothing is said', () => {
    expect(parseTableSources(text, 'f')).toMatchObject([
      { profile: 'default', everySeconds: 300, rowsMax: 10_000, timeoutSeconds: 30 },
    ])
  })

  test.each([
    ['no YAML', 'sources: [', 'YAML'],
    ['a connection in the file itself', text.replace('MARKET_DB', 'postgres://u:secret@h/d'), '/connection'],
    ['a table without its schema', text.replace('exchange.penalties', 'penalties'), '/table'],
    ['a field too many', text.replace('    key:', '    password: x\n    key:'), '/password'],
    ['one source twice', text + text.slice('sources:\n'.length), 'market-penalties twice'],
  ])('with %s is refused, and the refusal repeats no value', (_what, wrong, where) => {
    let refused: unknown
    try {
      parseTableSources(wrong, 'sources.yml')
    } catch (error) {
      refused = error
    }
    expect(refused).toMatchObject({ code: 'TABLE_SOURCES_INVALID' })
    expect(JSON.stringify(refused)).toContain(where)
    expect(JSON.stringify(refused)).not.toContain('secret')
  })

  test('whose connection the environment does not hold keeps the node from starting', () => {
    expect(() => new TableSources(collection, [source], {})).toThrow(
      expect.objectContaining({ code: 'SOURCE_CONNECTION_MISSING' }),
    )
  })
})
