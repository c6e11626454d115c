// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import type { Instant } from '../src/kernel/civil-date.ts'
import { fixedClock } from '../src/kernel/clock.ts'
import { namedTables } from './table-families.ts'
import { openKeysDatabase, openTestDatabase } from './test-database.ts'

const AT = '2026-06-15T02:00:00.000Z'
const DENIED = { code: '42501' }

/** All that whoever runs the machine may read: who takes part, what holds, what is stuck, the public log. */
const readable: Readonly<Record<string, readonly string[] | 'all'>> = {
  ticks: 'all',
  node_facts: 'all',
  participants: 'all',
  access_ends: 'all',
  staff_members: 'all',
  staff_roles: 'all',
  log_queue: 'all',
  log_trees: 'all',
  log_holders: 'all',
  api_keys: [
    ...['key_id', 'participant_id', 'scopes', 'made_at', 'expires_on'],
    ...['holder', 'staff_id', 'replaces', 'note'],
  ],
  table_sources: ['source', 'pulled_rows', 'pulled_at', 'run_at', 'failures', 'failure'],
  batches: ['batch_id', 'furnisher_id', 'type', 'state', 'received_at', 'stuck_at'],
  outbox: ['event_id', 'kind', 'payload', 'stuck_at', 'delivered_at'],
}
const writable = {
  insert: [
    ...['ticks', 'participants', 'access_ends', 'staff_members', 'staff_roles', 'invitations', 'api_keys'],
  ],
  update: { batches: ['stuck_at'], outbox: ['stuck_at', 'failures', 'run_at'] } as Record<string, string[]>,
}

const { ownerUrl } = await openTestDatabase(AT)
const owner = new pg.Client({ connectionString: ownerUrl })
const operator = new pg.Client({ connectionString: ownerUrl })
await Promise.all([owner.connect(), operator.connect()])
await operator.query('set role probity_operator')
afterAll(() => Promise.all([owner.end(), operator.end()]))

async function columnsOf(table: string): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
    [table],
  )
  return rows.map((row) => row.name)
}

async function tried(act: () => Promise<unknown>): Promise<unknown> {
  await operator.query('begin')
  try {
    return await act()
  } finally {
    await operator.query('rollback')
  }
}

const isMode = (mode: 'demo' | 'production') =>
  owner.query(`insert into node_facts (fact, value) values ('mode', $1) on conflict do nothing`, [mode])

describe('whoever runs the machine, at the database', () => {
  test.each(namedTables)('reads of %s what the list says, and no column more', async (table) => {
    const allowed = readable[table] ?? []
    for (const column of await columnsOf(table)) {
      const read = tried(() => operator.query(`select ${column} from ${table} limit 1`))
      if (allowed === 'all' || allowed.includes(column)) await expect(read, column).resolves.toBeDefined()
      else await expect(read, column).rejects.toMatchObject(DENIED)
    }
  })

  test('reads no view at all', async () => {
    const { rows } = await owner.query<{ name: string }>(
      "select relname as name from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace",
    )
    expect(rows.length).toBeGreaterThan(10)
    for (const { name } of rows)
      await expect(
        tried(() => operator.query(`select * from ${name}`)),
        name,
      ).rejects.toMatchObject(DENIED)
  })

  test.each(namedTables)('changes of %s what the list says, and deletes nothing', async (table) => {
    const allowed = writable.update[table] ?? []
    for (const column of await columnsOf(table)) {
      if (allowed.includes(column)) continue
      const change = tried(() => operator.query(`update ${table} set ${column} = ${column}`))
      await expect(change, column).rejects.toMatchObject(DENIED)
    }
    await expect(tried(() => operator.query(`delete from ${table}`))).rejects.toMatchObject(DENIED)
    await expect(tried(() => operator.query(`truncate ${table}`))).rejects.toMatchObject(DENIED)
    if (writable.insert.includes(table)) return
    const columns = await columnsOf(table)
    const add = `insert into ${table} (${columns[0]}) values (null)`
    await expect(tried(() => operator.query(add))).rejects.toMatchObject(DENIED)
  })

  test('becomes no other role, and calls no function that deletes', async () => {
    const { rows } = await owner.query<{ name: string }>(
      "select proname as name from pg_proc where proname like 'retention%'",
    )
    expect(rows.length).toBeGreaterThan(0)
    for (const { name } of rows) {
      const { rows: may } = await owner.query<{ may: boolean }>(
        `select bool_or(has_function_privilege('probity_operator', oid, 'execute')) as may from pg_proc where proname = $1`,
        [name],
      )
      expect(may[0]?.may, name).toBe(false)
    }
    const roles = await owner.query<{ may: boolean }>(
      `select bool_or(pg_has_role('probity_operator', oid, 'member')) as may from pg_roles where rolname <> 'probity_operator'`,
    )
    expect(roles.rows[0]?.may).toBe(false)
  })

  test('reads nothing of the key store', async () => {
    const keys = await openKeysDatabase(fixedClock(AT as Instant))
    const there = new pg.Client({ connectionString: keys.ownerUrl })
    await there.connect()
    try {
      await there.query('set role probity_operator')
      for (const table of ['store_facts', 'index_keys', 'epoch_keys', 'subject_keys'])
        await expect(there.query(`select * from ${table}`), table).rejects.toMatchObject(DENIED)
    } finally {
      await there.end()
    }
  })
})

const KEY = '00000000-0000-7000-8000-0000000000a1'
const POST = '00000000-0000-7000-8000-0000000000b1'
const OWN_POST = '00000000-0000-7000-8000-0000000000b2'
const HASH = `decode(repeat('ab', 32), 'hex')`

function newKey(what: {
  scopes: string
  holder?: string
  staff?: string
  body?: string
  expires?: string
}): string {
  const { scopes, holder = 'null', staff = 'null', body = '1', expires = `'2027-01-01'` } = what
  return `insert into api_keys (key_id, participant_id, key_hash, scopes, made_at, expires_on, holder, staff_id)
    values ('${KEY}', ${body}, ${HASH}, '{${scopes}}', '${AT}', ${expires}, ${holder}, ${staff})`
}

describe('on a real node the tables themselves refuse the operator', () => {
  test.each([
    ['a key that reads batches', newKey({ scopes: 'batches:send,batches:read' })],
    ['a key that asks', newKey({ scopes: 'inquiries:ask' })],
    ['a key of an officer', newKey({ scopes: 'batches:send', holder: `'clerk-1'` })],
    ['a key of a post', newKey({ scopes: 'batches:send', staff: `'${POST}'` })],
    ['a key of no body', newKey({ scopes: 'batches:send', body: 'null' })],
    ['a key without an end', newKey({ scopes: 'batches:send', expires: 'null' })],
    [
      'a post of a body',
      `insert into staff_members (staff_id, participant_id, holder, made_at, made_by)
       values ('${OWN_POST}', 1, 'clerk-9', '${AT}', 'house')`,
    ],
    [
      'a role of a post of a body',
      `insert into staff_roles (grant_id, staff_id, role, until_on, made_at, made_by)
       values ('${KEY}', '${POST}', 'operator', '2027-01-01', '${AT}', 'house')`,
    ],
    [
      'an invitation to a post of a body that nobody has taken yet',
      `insert into invitations (code_hash, invites_to, post_or_power_id, ends_at, made_at)
       values (${HASH}, 'post', '${POST}', '2027-01-01', '${AT}')`,
    ],
    [
      'an invitation to a power',
      `insert into invitations (code_hash, invites_to, post_or_power_id, ends_at, made_at)
       values (${HASH}, 'power', '${OWN_POST}', '2027-01-01', '${AT}')`,
    ],
  ])('%s', async (_what, sql) => {
    await isMode('production')
    await owner.query(
      `insert into staff_members (staff_id, participant_id, holder, made_at, made_by)
       values ('${POST}', 1, 'keeper-1', '${AT}', 'house') on conflict do nothing`,
    )
    await expect(tried(() => operator.query(sql))).rejects.toMatchObject(DENIED)
  })

  test('and let it make a machine’s key that sends, and a post of its own with its role and its code', async () => {
    await isMode('production')
    await tried(async () => {
      await operator.query(newKey({ scopes: 'batches:send' }))
      await operator.query(
        `insert into staff_members (staff_id, holder, made_at, made_by) values ('${OWN_POST}', 'op-1', '${AT}', 'house')`,
      )
      await operator.query(
        `insert into staff_roles (grant_id, staff_id, role, until_on, made_at, made_by)
         values ('${KEY}', '${OWN_POST}', 'operator', '2027-01-01', '${AT}', 'house')`,
      )
      await operator.query(
        `insert into invitations (code_hash, invites_to, post_or_power_id, ends_at, made_at)
         values (${HASH}, 'post', '${OWN_POST}', '2027-01-01', '${AT}')`,
      )
    })
  })

  test('nor does its own post take a role of a body', async () => {
    await isMode('production')
    await expect(
      tried(async () => {
        await operator.query(
          `insert into staff_members (staff_id, holder, made_at, made_by) values ('${OWN_POST}', 'op-1', '${AT}', 'house')`,
        )
        await operator.query(
          `insert into staff_roles (grant_id, staff_id, role, until_on, made_at, made_by)
           values ('${KEY}', '${OWN_POST}', 'inquirer', '2027-01-01', '${AT}', 'house')`,
        )
      }),
    ).rejects.toMatchObject(DENIED)
  })
})
