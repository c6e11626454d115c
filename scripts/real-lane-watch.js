// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// How far the node's newest batch is merged, read beside the node.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

let client

export async function query(data) {
  if (!client) {
    const { database } = JSON.parse(readFileSync(join(data, 'node.json'), 'utf8'))
    client = new pg.Client({ connectionString: database.url })
    client.on('error', () => {})
    await client.connect()
  }
  const { rows } = await client.query(
    'select batch_id as "batchId", sum(accepted)::int as merged from batch_chunks group by batch_id order by batch_id desc limit 1',
  )
  return rows[0]
}
