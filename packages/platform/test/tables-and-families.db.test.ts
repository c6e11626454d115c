// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import { readSqlOfProgram, type SqlText } from './sql-texts.ts'
import { type FamilyName, families, familyNames, insertOnlyTables, namedTables } from './table-families.ts'
import { asOwner, openTestDatabase } from './test-database.ts'

const { ownerUrl } = await openTestDatabase()
const read = async <R>(sql: string): Promise<R[]> => (await asOwner(ownerUrl, sql)).rows as R[]

type Relation = {
  readonly name: string
  readonly kind: 'r' | 'v' | 'm' | 'p' | 'f' | 'S'
  readonly comment: string | null
}
const relations = await read<Relation>(
  `select relname as name, relkind as kind, obj_description(oid, 'pg_class') as comment from pg_class
   where relnamespace = 'public'::regnamespace and relkind <> 'i' order by relname`,
)
const tables = relations.filter(({ kind }) => kind === 'r').map(({ name }) => name)

type Index = { readonly table: string; readonly first: string; readonly primary: boolean }
const uniqueIndexes = await read<Index>(
  `select c.relname as table, a.attname as first, i.indisprimary as primary
   from pg_index i join pg_class c on c.oid = i.indrelid
   join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
   where i.indisunique and c.relnamespace = 'public'::regnamespace order by 1, 2`,
)

function familyOf(table: string): FamilyName | undefined {
  return familyNames.find((name) => families[name].includes(table))
}

describe('tables', () => {
  test('every table, view and function says what it is for', async () => {
    expect(relations.filter(({ comment }) => !comment).map(({ name }) => name)).toEqual([])
    const functions = await read<{ name: string }>(
      `select proname as name from pg_proc p where pronamespace = 'public'::regnamespace
         and obj_description(oid, 'pg_proc') is null
         and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
    )
    expect(functions).toEqual([])
  })

  test('a relation is a table or a view whose name begins with v_; there is nothing else', () => {
    expect(relations.filter(({ kind }) => kind !== 'r' && kind !== 'v')).toEqual([])
    for (const { name, kind } of relations) expect(name.startsWith('v_'), name).toBe(kind === 'v')
  })

  test('every table belongs to one family, and no family names a table that is not there', () => {
    expect([...namedTables].sort()).toEqual([...tables].sort())
  })

  test('every table has a primary key', () => {
    const keyed = new Set(uniqueIndexes.filter(({ primary }) => primary).map(({ table }) => table))
    expect(tables.filter((table) => !keyed.has(table))).toEqual([])
  })
})

describe('families, so that the schema can be distributed', () => {
  test.each(families.subject)('the id of the subject leads every unique key of %s', (table) => {
    const leads = families.subjectColumn[table] ?? 'subject_id'
    const keys = uniqueIndexes.filter((index) => index.table === table)
    expect(keys.length).toBeGreaterThan(0)
    for (const { first } of keys) expect(first).toBe(leads)
  })

  test('only subject tables are led by another column of the subject, and only those that need it', () => {
    for (const [table, column] of Object.entries(families.subjectColumn)) {
      expect(familyOf(table)).toBe('subject')
      expect(column).not.toBe('subject_id')
    }
  })

  test('no foreign key leaves its family, and directory tables have none', async () => {
    const keys = await read<{ from: string; to: string }>(
      `select conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint where contype = 'f'`,
    )
    for (const { from, to } of keys) {
      expect(familyOf(from), `${from} → ${to}`).toBe(familyOf(to))
      expect([familyOf(from), familyOf(to)], `${from} → ${to}`).not.toContain('directory')
    }
  })
})

describe('what may change', () => {
  test('a table is guarded as insert-only, or in the list of those that may change, with the reason', async () => {
    const guarded = await read<{ name: string }>(
      `select tgrelid::regclass::text as name from pg_trigger
       where tgfoid = 'refuse_change'::regproc and tgenabled = 'O' and not tgisinternal
         -- before, each statement; update, delete and truncate: bits of pg_trigger.tgtype
         and tgtype & 1 = 0 and tgtype & 58 = 58 order by 1`,
    )
    expect(guarded.map(({ name }) => name)).toEqual([...insertOnlyTables].sort())
    for (const [table, reason] of Object.entries(families.mutable)) {
      expect(tables, table).toContain(table)
      expect(reason.length, table).toBeGreaterThan(8)
    }
  })

  test('the application may change rows only where the list says so', async () => {
    const granted = await read<{ name: string }>(
      `select relname as name from pg_class
       where relnamespace = 'public'::regnamespace and relkind = 'r'
         and (has_any_column_privilege('probity_app', oid, 'update')
           or has_table_privilege('probity_app', oid, 'delete'))
       order by 1`,
    )
    expect(granted.map(({ name }) => name)).toEqual(Object.keys(families.mutable).sort())
  })
})

describe('what may go', () => {
  test('the application may delete only from what is of passing use, and the list says why', async () => {
    const granted = await read<{ name: string }>(
      `select relname as name from pg_class
       where relnamespace = 'public'::regnamespace and relkind = 'r'
         and has_table_privilege('probity_app', oid, 'delete') order by 1`,
    )
    expect(granted.map(({ name }) => name)).toEqual(Object.keys(families.disposable).sort())
    for (const [table, reason] of Object.entries(families.disposable)) {
      expect(Object.keys(families.mutable), table).toContain(table)
      expect(reason.length, table).toBeGreaterThan(8)
    }
  })
})

/** `modules/records`, or the room outside the modules such as `kernel`. */
function roomOf(path: string): string {
  return /src\/(modules\/[^/]+|[^/]+)/.exec(path)?.[1] ?? path
}

function writersOf(texts: readonly SqlText[]): Map<string, Set<string>> {
  const writers = new Map<string, Set<string>>()
  for (const { path, sql } of texts) {
    for (const [, table = ''] of sql.matchAll(
      /\b(?:insert\s+into|update|delete\s+from|truncate|copy)\s+(\w+)/gi,
    )) {
      if (tables.includes(table)) writers.set(table, (writers.get(table) ?? new Set()).add(roomOf(path)))
    }
  }
  return writers
}

describe('who writes', () => {
  const writers = writersOf(readSqlOfProgram())

  test('each table is written by one room only', () => {
    for (const [table, rooms] of writers) expect([...rooms], table).toHaveLength(1)
  })

  test('every table is written by somebody: by an act, or by a function of the database', () => {
    const unwritten = tables.filter((table) => !writers.has(table))
    // retention_delete_record; keep_inquiries.
    expect(unwritten).toEqual(['authorisation_uses', 'inquiries', 'inquiry_groups', 'tombstones'])
  })

  test('a second writer would be seen', () => {
    const texts = ['records', 'subjects'].map((room) => ({
      path: `packages/platform/src/modules/${room}/x-store.ts`,
      line: 1,
      sql: 'insert into ticks (tick) values ($1)',
    }))
    expect(writersOf(texts).get('ticks')).toEqual(new Set(['modules/records', 'modules/subjects']))
  })

  test('a room reads the tables of another only through its views; reference tables are for all', () => {
    const owner = (table: string) => [...(writers.get(table) ?? [])][0]
    const trespasses = readSqlOfProgram().flatMap(({ path, line, sql }) =>
      [...sql.matchAll(/\b(?:from|join)\s+(\w+)/gi)]
        .map(([, table = '']) => table)
        .filter((table) => owner(table) !== undefined && owner(table) !== roomOf(path))
        .filter((table) => familyOf(table) !== 'reference')
        .map((table) => `${path}:${line}: ${table}`),
    )
    expect(trespasses).toEqual([])
  })
})
