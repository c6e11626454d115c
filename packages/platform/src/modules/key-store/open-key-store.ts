// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type KeyObject, randomUUID } from 'node:crypto'
import type { Database, Tx } from '../../kernel/db/database.ts'
import { present, refuse } from '../../kernel/refusal.ts'
import { asKey, deriveKey, newKey, open, seal } from '../../kernel/sealing.ts'
import { EpochKeys } from './epoch-keys.ts'
import { KeyStore } from './key-store.ts'
import { findFacts, getIndexKey, insertFacts, insertIndexKey, lockBirth } from './key-store-store.ts'

export type KeyStoreOptions = {
  readonly database: Database
  /** Only keys for one use each are derived from the node's own. */
  readonly nodeKey: { derive(use: string): Uint8Array }
  readonly nodeName: string
  /** The store this node has sealed with before; null when it has not yet. */
  readonly knownStoreId: string | null
}

const FIRST_GENERATION = 1

/**
 * Recognises the node's key store, or gives birth to one where the node has never sealed anything.
 * @throws Refusal KEY_STORE_FOREIGN, KEY_STORE_LOST, KEY_STORE_NODE_KEY
 */
export async function openKeyStore(options: KeyStoreOptions): Promise<KeyStore> {
  const { database, nodeKey } = options
  const wrapping = asKey(nodeKey.derive('key-store'))
  const storeId = await database.transact(async (tx) => {
    await lockBirth(tx)
    return (await recognise(tx, options)) ?? (await bear(tx, options, wrapping))
  })
  const { generation, wrapped } = await getIndexKey(database)
  const indexKey = open(wrapping, wrapped, boundOf(generation))
  return new KeyStore(database, new EpochKeys(database, wrapping), storeId, {
    generation,
    numberKey: deriveKey(indexKey, 'person-number'),
    nameKey: deriveKey(indexKey, 'person-name'),
  })
}

/** The id of the store, undefined for one that was never born. */
async function recognise(tx: Tx, options: KeyStoreOptions): Promise<string | undefined> {
  const { nodeKey, nodeName, knownStoreId } = options
  const facts = await findFacts(tx)
  const owner = facts.get('node')
  if (owner === undefined) {
    if (knownStoreId !== null) throw refuse('KEY_STORE_LOST')
    return undefined
  }
  if (owner !== nodeName) throw refuse('KEY_STORE_FOREIGN', { owner, node: nodeName })
  const id = present(facts.get('store_id'), 'a key store has its id from birth')
  if (knownStoreId !== null && id !== knownStoreId) throw refuse('KEY_STORE_LOST')
  if (facts.get('node_key') !== fingerprintOf(nodeKey)) throw refuse('KEY_STORE_NODE_KEY')
  return id
}

async function bear(tx: Tx, { nodeKey, nodeName }: KeyStoreOptions, wrapping: KeyObject): Promise<string> {
  const id = randomUUID()
  await insertFacts(tx, {
    store_id: id,
    node: nodeName,
    node_key: fingerprintOf(nodeKey),
    born_at: tx.clock.now(),
  })
  const wrapped = seal(wrapping, newKey(), boundOf(FIRST_GENERATION))
  await insertIndexKey(tx, FIRST_GENERATION, wrapped)
  return id
}

/** Tells node keys apart and gives nothing of them away. */
function fingerprintOf(nodeKey: KeyStoreOptions['nodeKey']): string {
  return Buffer.from(nodeKey.derive('key-store-fingerprint')).subarray(0, 16).toString('hex')
}

function boundOf(generation: number): string {
  return `index/${generation}`
}
