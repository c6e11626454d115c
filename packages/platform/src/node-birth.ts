// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database, Tx } from './kernel/db/database.ts'
import type { NodeId } from './kernel/db/outbox.ts'
import { isUuid } from './kernel/ids.ts'
import { DefectError, refuse } from './kernel/refusal.ts'

export type NodeMode = 'demo' | 'production'

/**
 * What a node is for life. A demo's data never become a real node's, nor a real node's a demo's.
 * Nor do two keys ever work on one database: what one sealed and compared, the other could neither open nor compare.
 * @param keyFingerprint what the node key derives for this, and gives nothing of the key away
 * @throws Refusal NODE_IS_DEMO, NODE_IS_NOT_DEMO, NODE_KEY_DIFFERS
 * @returns whether this start is its birth, and the name under which it signs
 */
export async function bearOrRecognise(
  database: Database,
  mode: NodeMode,
  keyFingerprint: string,
): Promise<{ isNew: boolean; name: string }> {
  return database.transact(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(7002)')
    const rows = await tx.query<{ fact: string; value: string }>('select fact, value from node_facts')
    const facts = new Map(rows.map((row) => [row.fact, row.value]))
    const known = facts.get('mode')
    if (known === undefined) {
      const name = `${mode === 'demo' ? 'demo' : 'node'}-${randomBytes(4).toString('hex')}.probity`
      await tx.query(
        "insert into node_facts (fact, value) values ('side', 'public'), ('mode', $1), ('name', $2), ('born_at', $3)",
        [mode, name, tx.clock.now()],
      )
      await bindKey(tx, keyFingerprint)
      return { isNew: true, name }
    }
    if (known !== mode) throw refuse(known === 'demo' ? 'NODE_IS_DEMO' : 'NODE_IS_NOT_DEMO')
    const bound = facts.get('key_fingerprint')
    if (bound === undefined) await bindKey(tx, keyFingerprint)
    else if (bound !== keyFingerprint) throw refuse('NODE_KEY_DIFFERS')
    return { isNew: false, name: facts.get('name') ?? 'node.probity' }
  })
}

async function bindKey(tx: Tx, keyFingerprint: string): Promise<void> {
  await tx.query("insert into node_facts (fact, value) values ('key_fingerprint', $1)", [keyFingerprint])
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
  await mkdir(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 })
  await writeFile(file, `${made}\n`, { mode: 0o600, flag: 'wx' })
  return made
}
