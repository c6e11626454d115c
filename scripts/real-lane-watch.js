// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// How far the node's newest batch is merged, read beside the node.
import pg from 'pg'
import { ownerUrlOf } from './owner-url.js'

let client

export async function query(data) {
  if (!client) {
    client = new pg.Client({ connectionString: ownerUrlOf(data) })
    client.on('error', () => {})
    await client.connect()
  }
  const { rows } = await client.query(
    'select batch_id as "batchId", sum(accepted)::int as merged from batch_chunks group by batch_id order by batch_id desc limit 1',
  )
  return rows[0]
}
