// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database } from '../../kernel/db/database.ts'
import type { NodeId } from '../../kernel/db/outbox.ts'
import { findHolder, insertHolder } from './transparency-log-store.ts'

/**
 * Whether this node's folder holds the log of the database: the first node's does. Where two believe it, the key on the
 * size of the tree keeps them from signing two trees; this only says who works.
 */
export async function holdLog(database: Database, nodeId: NodeId): Promise<boolean> {
  return database.transact(async (tx) => {
    await insertHolder(tx, 1, nodeId)
    return (await findHolder(tx))?.nodeId === nodeId
  })
}

/** From now on this node's folder holds the log: for when the folder that did is gone for good. */
export async function takeOverLog(database: Database, nodeId: NodeId): Promise<void> {
  await database.transact(async (tx) => {
    const holder = await findHolder(tx)
    if (holder?.nodeId !== nodeId) await insertHolder(tx, (holder?.turn ?? 0) + 1, nodeId)
  })
}
