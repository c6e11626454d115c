// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { absolute } from './source-files.ts'
import { asOwner, openKeysDatabase, openTestDatabase } from './test-database.ts'

const RENEW = 'packages/platform/sql/schema.sql is old: npm run build && node scripts/dump-schema.js'

type Document = { schemaDocument(query: (sql: string) => Promise<unknown[]>): Promise<string> }

const { clock, ownerUrl } = await openTestDatabase()
const keys = await openKeysDatabase(clock)
const script = pathToFileURL(absolute('scripts/schema-document.js')).href
const { schemaDocument } = (await import(script)) as Document
const document = () => schemaDocument(async (sql) => (await asOwner(ownerUrl, sql)).rows)
const written = readFileSync(absolute('packages/platform/sql/schema.sql'), 'utf8')

test('sql/schema.sql shows what the migrations add up to', async () => {
  expect(written, RENEW).toBe(await document())
})

test('sql/keys/schema.sql shows what the migrations of the key store add up to', async () => {
  const text = await schemaDocument(async (sql) => (await asOwner(keys.ownerUrl, sql)).rows)
  expect(readFileSync(absolute('packages/platform/sql/keys/schema.sql'), 'utf8'), RENEW).toBe(text)
})

test.each([
  ['a column', 'alter table ticks add column spare integer'],
  ['a default', 'alter table ticks alter column tick set default 7'],
  ['a constraint', 'alter table ticks add check (tick < 9)'],
  ['an index', 'create index on ticks (at)'],
  ['a view', 'create view v_spare as select 1 as one'],
  ['a right', 'grant update on ticks to probity_app'],
  ['a right to call', 'grant execute on function refuse_change to probity_app'],
  ['a comment', "comment on column ticks.at is 'Another.'"],
  ['a lost guard', 'drop trigger ticks_insert_only on ticks'],
])('%s would show there', async (_what, change) => {
  const before = await document()
  await asOwner(ownerUrl, change)
  expect(await document()).not.toBe(before)
})
