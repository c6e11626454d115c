// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database, Query, Tx } from './kernel/db/database.ts'
import type { NodeId } from './kernel/db/outbox.ts'
import { isUuid } from './kernel/ids.ts'
import { DefectError, refuse } from './kernel/refusal.ts'
import { writeSecret } from './kernel/write-secret.ts'

export type NodeMode = 'demo' | 'production'

/** AES-256-GCM, HMAC-SHA-256, SHA-256, Ed25519. What was sealed with one suite is not read with another. */
export const suite = 'intl'

export type Birth = {
  readonly isNew: boolean
  /** The name under which the node signs. */
  readonly name: string
  /** The key store it has sealed with; null before the first. */
  readonly keyStoreId: string | null
}

/**
 * What a node is for life. A demo's data never become a real node's, nor a real node's a demo's.
 * Nor do two keys ever work on one database: what one sealed and compared, the other could neither open nor compare.
 * @param keyFingerprint what the node key derives for this, and gives nothing of the key away
 * @throws Refusal NODE_IS_DEMO, NODE_IS_NOT_DEMO, NODE_SUITE_OTHER, NODE_KEY_DIFFERS
 */
export async function bearOrRecognise(
  database: Database,
  mode: NodeMode,
  keyFingerprint: string,
): Promise<Birth> {
  return database.transact(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(7002)')
    const rows = await tx.query<{ fact: string; value: string }>('select fact, value from node_facts')
    const facts = new Map(rows.map((row) => [row.fact, row.value]))
    const known = facts.get('mode')
    if (known === undefined) {
      const name = `${mode === 'demo' ? 'demo' : 'node'}-${randomBytes(4).toString('hex')}.probity`
      await tx.query(
        `insert into node_facts (fact, value) values
           ('side', 'public'), ('mode', $1), ('name', $2), ('born_at', $3), ('suite', $4)`,
        [mode, name, tx.clock.now(), suite],
      )
      await insertFact(tx, 'key_fingerprint', keyFingerprint)
      return { isNew: true, name, keyStoreId: null }
    }
    if (known !== mode) throw refuse(known === 'demo' ? 'NODE_IS_DEMO' : 'NODE_IS_NOT_DEMO')
    await assertSuite(tx, facts.get('suite'))
    await assertKey(tx, facts.get('key_fingerprint'), keyFingerprint)
    return {
      isNew: false,
      name: facts.get('name') ?? 'node.probity',
      keyStoreId: facts.get('key_store') ?? null,
    }
  })
}

/** Whether these data are a demo's, for whoever is no node. */
export async function isDemoData(on: { readonly query: Query }): Promise<boolean> {
  const rows = await on.query("select 1 from node_facts where fact = 'mode' and value = 'demo'")
  return rows.length === 1
}

/** A node from before suites were recorded has used this one. */
async function assertSuite(tx: Tx, recorded: string | undefined): Promise<void> {
  if (recorded === undefined) await insertFact(tx, 'suite', suite)
  else if (recorded !== suite) throw refuse('NODE_SUITE_OTHER', { suite: recorded })
}

async function assertKey(tx: Tx, recorded: string | undefined, fingerprint: string): Promise<void> {
  if (recorded === undefined) await insertFact(tx, 'key_fingerprint', fingerprint)
  else if (recorded !== fingerprint) throw refuse('NODE_KEY_DIFFERS')
}

/** From now on the node opens with this key store or not at all. */
export async function rememberKeyStore(database: Database, birth: Birth, storeId: string): Promise<void> {
  if (birth.keyStoreId !== null) return
  await database.transact((tx) => insertFact(tx, 'key_store', storeId))
}

async function insertFact(tx: Tx, fact: string, value: string): Promise<void> {
  await tx.query('insert into node_facts (fact, value) values ($1, $2) on conflict do nothing', [fact, value])
}

/** Names this data folder among several nodes over one database: the spool it holds is nobody else's. */
export async function openNodeId(dataDir: string): Promise<NodeId> {
  const file = join(dataDir, 'secrets', 'node-id')
  const known = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (known !== undefined) {
    if (!isUuid(known.trim())) throw new DefectError('the file secrets/node-id holds no id')
    return known.trim() as NodeId
  }
  const made = randomUUID() as string as NodeId
  await writeSecret(file, `${made}\n`)
  return made
}
