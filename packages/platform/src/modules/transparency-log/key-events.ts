// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { platformSuite } from '@probity/verify'
import type { Database } from '../../kernel/db/database.ts'
import type { LogParts } from './log-state.ts'
import { type EntryKind, queueEntry } from './queue-entry.ts'
import { findByCommitment } from './transparency-log-store.ts'

type KeyEvent = { readonly kind: EntryKind; readonly witnessed: string; readonly retires?: number }

/**
 * Enters in the log what has happened to the node's keys. The files are what happened; an entry that is missing, after
 * a kill or in a database restored from before, is entered again by its commitment, and never twice.
 */
export class KeyEvents {
  readonly #parts: Pick<LogParts, 'database' | 'signer'>
  readonly #entered = new Set<string>()

  constructor(parts: Pick<LogParts, 'database' | 'signer'>) {
    this.#parts = parts
  }

  /** Before each round of the sequencer: asks the database only when something is new. */
  async enter(): Promise<void> {
    const { database, signer } = this.#parts
    await signer.refresh()
    for (const event of this.#listEvents()) {
      const name = `${event.kind} ${event.witnessed}`
      if (this.#entered.has(name)) continue
      await enterOnce(database, event)
      // Only now: as long as nobody can read that it is gone, it is there.
      if (event.retires !== undefined) await signer.retire(event.retires)
      this.#entered.add(name)
    }
  }

  #listEvents(): KeyEvent[] {
    const { signer } = this.#parts
    const states = signer.states()
    return states.flatMap(({ verifierKey, state }, turn): KeyEvent[] => [
      ...(turn === 0 ? [{ kind: 'key.made' as const, witnessed: `${verifierKey}\n` }] : []),
      ...signer.handovers
        .slice(turn, turn + 1)
        .map(({ statement }) => ({ kind: 'key.handed-over' as const, witnessed: statement })),
      ...(state === 'retired'
        ? [{ kind: 'key.retired' as const, witnessed: `${verifierKey}\n`, retires: turn }]
        : []),
    ])
  }
}

async function enterOnce(database: Database, { kind, witnessed }: KeyEvent): Promise<void> {
  const commitment = platformSuite.hash(Buffer.from(witnessed))
  if (await findByCommitment(database, kind, commitment)) return
  await database.transact((tx) => queueEntry(tx, kind, witnessed))
}
