// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { families, insertOnlyTables, namedTables } from './table-families.ts'
import { openTestDatabase } from './test-database.ts'

const DENIED = { code: '42501' }
const GUARDED = { code: 'PBIO1' }
const AT = '2026-06-15T02:00:00.000Z'
const SUBJECT = '00000000-0000-7000-8000-00000000000a'

const { appUrl, ownerUrl } = await openTestDatabase(AT)
const [app, owner] = [
  new pg.Client({ connectionString: appUrl }),
  new pg.Client({ connectionString: ownerUrl }),
]
await Promise.all([app.connect(), owner.connect()])
afterAll(() => Promise.all([app.end(), owner.end()]))

/** Runs the act and takes it back, whatever came of it. */
async function tried<T>(client: pg.Client, act: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    return await act()
  } finally {
    await client.query('rollback')
  }
}

async function columnOf(table: string): Promise<string> {
  const { rows } = await owner.query<{ name: string }>(
    'select attname as name from pg_attribute where attrelid = $1::regclass and attnum = 1',
    [table],
  )
  return rows[0]?.name ?? 'none'
}

const verbs = ['update', 'delete', 'truncate'] as const

async function attempt(client: pg.Client, verb: (typeof verbs)[number], table: string): Promise<unknown> {
  const column = await columnOf(table)
  const sql = { update: `update ${table} set ${column} = ${column}`, delete: `delete from ${table}` }
  return tried(client, () => client.query(verb === 'truncate' ? `truncate ${table}` : sql[verb]))
}

const attempts = insertOnlyTables.flatMap((table) => verbs.map((verb) => [verb, table] as const))

describe('what is written stays', () => {
  test.each(attempts)('the application may not %s %s', async (verb, table) => {
    await expect(attempt(app, verb, table)).rejects.toMatchObject(DENIED)
  })

  test.each(attempts)('even the owner is stopped when it tries to %s %s', async (verb, table) => {
    await expect(attempt(owner, verb, table)).rejects.toMatchObject(GUARDED)
  })

  test.each(namedTables.filter((table) => !(table in families.disposable)))(
    'the application may neither delete from %s nor empty it',
    async (table) => {
      await expect(attempt(app, 'delete', table)).rejects.toMatchObject(DENIED)
      await expect(attempt(app, 'truncate', table)).rejects.toMatchObject(DENIED)
    },
  )

  test('the setting that lets the retention function through opens nothing for the application', async () => {
    const act = async (): Promise<unknown> => {
      await app.query("set local probity.retention = 'on'")
      return app.query('delete from record_versions')
    }
    await expect(tried(app, act)).rejects.toMatchObject(DENIED)
  })
})

describe('the application takes on no rights but its own', () => {
  test('it has exactly one role, and may become no other', async () => {
    const { rows } = await owner.query<{ name: string }>(
      "select rolname as name from pg_roles where rolname not in ('probity_node', 'probity_app')",
    )
    expect(rows.map((row) => row.name)).toContain('probity_retention')
    for (const { name } of rows) {
      await expect(
        tried(app, () => app.query(`set local role "${name}"`)),
        name,
      ).rejects.toMatchObject(DENIED)
    }
  })

  test.each([
    ['lift a guard', 'alter table record_versions disable trigger all'],
    ['drop a table', 'drop table record_versions'],
    ['make a table', 'create table spare (id integer)'],
    ['make a function', 'create function spare() returns integer language sql as $$ select 1 $$'],
    ['switch triggers off', "set local session_replication_role = 'replica'"],
  ])('it may not %s', async (_what, sql) => {
    await expect(tried(app, () => app.query(sql))).rejects.toMatchObject(DENIED)
  })

  test('it may not give itself rights', async () => {
    // A grant by somebody without the right is only warned of: what counts is what stands behind it, at once.
    const grants = `select grantee, privilege_type from information_schema.role_table_grants
      where table_name = 'record_versions' order by 1, 2`
    const [before, after] = await tried(app, async () => {
      const { rows: had } = await app.query(grants)
      await app.query('savepoint trying')
      await app
        .query('grant delete on record_versions to probity_node')
        .catch(() => app.query('rollback to trying'))
      const { rows: has } = await app.query(grants)
      await expect(app.query('delete from record_versions')).rejects.toMatchObject(DENIED)
      return [had, has]
    })
    expect(before).not.toHaveLength(0)
    expect(after).toEqual(before)
  })

  test('it may not read which migrations have run, nor write there', async () => {
    await expect(app.query('select name from schema_migrations')).rejects.toMatchObject(DENIED)
  })

  test('it may not call the function that deletes', async () => {
    await expect(tried(app, () => app.query(deleteRecord(RECORDS.kept)))).rejects.toMatchObject(DENIED)
  })
})

const RECORDS = {
  kept: '00000000-0000-7000-8000-000000000001',
  deleted: '00000000-0000-7000-8000-000000000002',
  rolledBack: '00000000-0000-7000-8000-000000000003',
}
const ENTRY = '00000000-0000-7000-8000-0000000000e1'

function deleteRecord(record: string): string {
  return `select retention_delete_record('${SUBJECT}', '${record}', 'term over', '${ENTRY}', '${AT}') as versions`
}

async function insertRecord(record: string): Promise<void> {
  for (const versionNo of [1, 2])
    await app.query(
      `insert into record_versions (subject_id, record_id, version_no, tick, furnisher_id, type, layout, polarity,
         came_by_scheme, came_by_value, batch_id, row_no, face)
       values ($1, $2, $3, 1, 1, 'cn.registration', 1, 'neutral', 'cn.uscc', 'x', $2, 2, '')`,
      [SUBJECT, record, versionNo],
    )
  await app.query(
    `insert into record_keys (furnisher_id, type, number, record_id, subject_id, version_no, content_mac,
       stated_at, arrival)
     values (1, 'cn.registration', $1::text, $1::uuid, $2, 2, '\\x00', 'epoch', 1)`,
    [record, SUBJECT],
  )
}

async function countOf(table: string, record: string): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    `select count(*) as n from ${table} where record_id = $1`,
    [record],
  )
  return rows[0]?.n ?? -1
}

async function asRetention<T>(act: () => Promise<T>): Promise<T> {
  await owner.query('set role probity_retention')
  try {
    return await act()
  } finally {
    await owner.query('reset role')
  }
}

describe('retention', () => {
  test('may not delete, change or empty by itself, not even with its setting on', async () => {
    await asRetention(async () => {
      for (const sql of [
        'delete from record_versions',
        'update record_versions set tick = 1',
        'truncate record_versions',
        'delete from record_keys',
        'insert into tombstones select * from tombstones',
      ])
        await expect(
          tried(owner, async () => {
            await owner.query("set local probity.retention = 'on'")
            await owner.query(sql)
          }),
          sql,
        ).rejects.toMatchObject(DENIED)
    })
  })

  test('deletes all versions of one record, and the same transaction leaves tombstone, entry and tick', async () => {
    await insertRecord(RECORDS.kept)
    await insertRecord(RECORDS.deleted)
    const { rows } = await asRetention(() => owner.query(deleteRecord(RECORDS.deleted)))
    expect(rows).toEqual([{ versions: 2 }])
    expect([
      await countOf('record_versions', RECORDS.deleted),
      await countOf('record_keys', RECORDS.deleted),
    ]).toEqual([0, 0])
    expect([
      await countOf('record_versions', RECORDS.kept),
      await countOf('record_keys', RECORDS.kept),
    ]).toEqual([2, 1])
    const witnesses = await owner.query(
      `select t.reason, e.kind, t.xmin::text = e.xmin::text and t.xmin::text = k.xmin::text as one_transaction
       from tombstones t join log_queue e on e.entry_id = t.entry_id join ticks k on k.tick = t.tick
       where t.record_id = $1`,
      [RECORDS.deleted],
    )
    expect(witnesses.rows).toEqual([{ reason: 'term over', kind: 'record.deleted', one_transaction: true }])
  })

  test('leaves the guard closed behind it, within the same transaction too', async () => {
    const act = async (): Promise<unknown> => {
      await owner.query(deleteRecord(RECORDS.kept).replace('e1', 'e4'))
      return owner.query('delete from record_versions')
    }
    await expect(tried(owner, act)).rejects.toMatchObject(GUARDED)
  })

  test('whose transaction fails has deleted nothing and witnessed nothing', async () => {
    await insertRecord(RECORDS.rolledBack)
    const ticks = await owner.query('select max(tick) from ticks')
    await asRetention(() =>
      tried(owner, () => owner.query(deleteRecord(RECORDS.rolledBack).replace('e1', 'e2'))),
    )
    expect(await countOf('record_versions', RECORDS.rolledBack)).toBe(2)
    expect(await countOf('tombstones', RECORDS.rolledBack)).toBe(0)
    expect((await owner.query('select max(tick) from ticks')).rows).toEqual(ticks.rows)
  })

  test('of a record that is not there writes no tombstone', async () => {
    const unknown = '00000000-0000-7000-8000-0000000000ff'
    const { rows } = await asRetention(() => owner.query(deleteRecord(unknown).replace('e1', 'e3')))
    expect(rows).toEqual([{ versions: 0 }])
    expect(await countOf('tombstones', unknown)).toBe(0)
  })
})
