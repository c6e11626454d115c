// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { randomBytes } from 'node:crypto'
import pg from 'pg'

export type Login = { readonly name: string; readonly role: string }

const nodeLogin: Login = { name: 'probity_node', role: 'probity_app' }
/** For the other commands of this machine's operator, who runs the node and does not read what it holds. */
const operatorLogin: Login = { name: 'probity_operator_node', role: 'probity_operator' }
/** Apart from the data's: whoever has the one login reads nothing with it of the other database. */
export const keysLogin: Login = { name: 'probity_keys_node', role: 'probity_keys_app' }

/**
 * Gives the embedded server a login that has the rights of one role and no others, with a new password at
 * each start: nothing that runs as the node can take on the owner's rights.
 * @returns the connection of that login
 */
export async function renewAppLogin(ownerUrl: string, login: Login = nodeLogin): Promise<string> {
  const password = randomBytes(24).toString('hex')
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    // Names and password are our own: DDL takes no parameters.
    await client.query(`
      do $$ begin
        if not exists (select from pg_roles where rolname = '${login.name}') then
          create role ${login.name} login in role ${login.role};
        end if;
      end $$;
      alter role ${login.name} password '${password}'`)
  } finally {
    await client.end()
  }
  const url = new URL(ownerUrl)
  url.username = login.name
  url.password = password
  return url.href
}

/** How the operator's commands connect, to the embedded server or to one of the operator's own. */
export async function operatorConnection(
  ownerUrl: string,
  own: { readonly databaseUrl?: string; readonly operatorDatabaseUrl?: string },
): Promise<{ readonly url: string; readonly role?: string }> {
  if (own.databaseUrl === undefined) return { url: await renewAppLogin(ownerUrl, operatorLogin) }
  const { operatorDatabaseUrl } = own
  return operatorDatabaseUrl === undefined
    ? { url: ownerUrl, role: operatorLogin.role }
    : { url: operatorDatabaseUrl }
}
