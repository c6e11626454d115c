// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { bearOrRecognise, rememberKeyStore, suite } from '../src/node-birth.ts'
import { asOwner, openTestDatabase } from './test-database.ts'

const NODE_KEY = 'fingerprint-of-the-node-key'
const STORE = '00000000-0000-4000-8000-00000000000b'
const forget = (ownerUrl: string, fact: string): Promise<unknown> =>
  asOwner(ownerUrl, `set session_replication_role = 'replica'; delete from node_facts where fact = '${fact}'`)

test('a node remembers the key store it has sealed with, and never another', async () => {
  const { database } = await openTestDatabase()
  const born = await bearOrRecognise(database, 'demo', NODE_KEY)
  expect(born).toMatchObject({ isNew: true, keyStoreId: null })
  await rememberKeyStore(database, born, STORE)
  const again = await bearOrRecognise(database, 'demo', NODE_KEY)
  expect(again).toEqual({ isNew: false, name: born.name, keyStoreId: STORE })
  await rememberKeyStore(database, again, '00000000-0000-4000-8000-00000000000c')
  expect((await bearOrRecognise(database, 'demo', NODE_KEY)).keyStoreId).toBe(STORE)
})

test('a node from before suites were recorded is of the one there was; another suite is refused', async () => {
  const { database, ownerUrl } = await openTestDatabase()
  const { name } = await bearOrRecognise(database, 'production', NODE_KEY)
  await forget(ownerUrl, 'suite')
  expect((await bearOrRecognise(database, 'production', NODE_KEY)).name).toBe(name)
  expect(await database.query("select value from node_facts where fact = 'suite'")).toEqual([
    { value: suite },
  ])
  await forget(ownerUrl, 'suite')
  await asOwner(ownerUrl, "insert into node_facts (fact, value) values ('suite', 'gm')")
  await expect(bearOrRecognise(database, 'production', NODE_KEY)).rejects.toMatchObject({
    code: 'NODE_SUITE_OTHER',
  })
})
