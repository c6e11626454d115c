// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import type { Instant } from '../src/kernel/civil-date.ts'
import { fixedClock } from '../src/kernel/clock.ts'
import { asOwner, openKeysDatabase, openTestDatabase } from './test-database.ts'

const { ownerUrl, appUrl } = await openKeysDatabase(fixedClock('2026-06-15T02:00:00.000Z' as Instant))
const main = await openTestDatabase()
const [app, owner] = [
  new pg.Client({ connectionString: appUrl }),
  new pg.Client({ connectionString: ownerUrl }),
]
await Promise.all([app.connect(), owner.connect()])
afterAll(() => Promise.all([app.end(), owner.end()]))

const DENIED = { code: '42501' }
const tables = ['store_facts', 'index_keys', 'epoch_keys', 'subject_keys']
const changes = (table: string): string[] => {
  const column = {
    store_facts: 'value',
    index_keys: 'wrapped',
    epoch_keys: 'wrapped',
    subject_keys: 'wrapped',
  }[table]
  return [`update ${table} set ${column} = ${column}`, `delete from ${table}`, `truncate ${table} cascade`]
}

describe('the key store', () => {
  test.each(tables)('lets the application read and add to %s, and nothing else', async (table) => {
    for (const change of changes(table)) await expect(app.query(change), change).rejects.toMatchObject(DENIED)
    await expect(app.query(`select count(*) from ${table}`)).resolves.toBeDefined()
  })

  test.each(tables)(
    'stops even the owner who would change %s without saying that it is erasure',
    async (table) => {
      for (const change of changes(table)) {
        await expect(owner.query(change), change).rejects.toMatchObject({ code: 'PBIO1' })
      }
    },
  )

  test('says of every table, and of its function, what it is for', async () => {
    const { rows } = await owner.query<{ name: string }>(`
      select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
        and obj_description(oid, 'pg_class') is null
      union all
      select proname from pg_proc p where pronamespace = 'public'::regnamespace
        and obj_description(oid, 'pg_proc') is null`)
    expect(rows).toEqual([])
  })

  test('gives the role of erasure keys to remove and none to read the index keys with', async () => {
    const may = async (sql: string): Promise<unknown> =>
      asOwner(ownerUrl, `begin; set local role probity_keys_retention; ${sql}; rollback`)
    await expect(may('select wrapped from index_keys')).rejects.toMatchObject(DENIED)
    await expect(may("insert into store_facts values ('node', 'x')")).rejects.toMatchObject(DENIED)
    await expect(may("set local probity.retention = 'on'; delete from subject_keys")).resolves.toBeDefined()
  })

  test('and the data lie apart: the login of one may do nothing in the other', async () => {
    const inOther = async (login: string, database: string, sql: string): Promise<unknown> => {
      const url = new URL(login)
      url.pathname = new URL(database).pathname
      return asOwner(url.href, sql)
    }
    await expect(inOther(main.appUrl, ownerUrl, 'select wrapped from subject_keys')).rejects.toMatchObject(
      DENIED,
    )
    await expect(inOther(appUrl, main.ownerUrl, 'select sealed from record_versions')).rejects.toMatchObject(
      DENIED,
    )
  })
})
