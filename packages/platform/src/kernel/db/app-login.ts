// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { randomBytes } from 'node:crypto'
import pg from 'pg'

/**
 * Gives the embedded server a login that has the rights of role probity_app and no others, with a new password at
 * each start: nothing that runs as the node can take on the owner's rights.
 * @returns the connection of that login
 */
export async function renewAppLogin(ownerUrl: string): Promise<string> {
  const password = randomBytes(24).toString('hex')
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    // The password is our own hexadecimal text: DDL takes no parameters.
    await client.query(`
      do $$ begin
        if not exists (select from pg_roles where rolname = 'probity_node') then
          create role probity_node login in role probity_app;
        end if;
      end $$;
      alter role probity_node password '${password}'`)
  } finally {
    await client.end()
  }
  const url = new URL(ownerUrl)
  url.username = 'probity_node'
  url.password = password
  return url.href
}
