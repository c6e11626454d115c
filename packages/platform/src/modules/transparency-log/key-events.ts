// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { encodeBase64, platformSuite } from '@probity/verify'
import type { Database } from '../../kernel/db/database.ts'
import { type EntryWitness, witnessedAct } from './entry-witness.ts'
import type { LogParts } from './log-state.ts'
import type { NoteSigner } from './note-signer.ts'
import { type EntryKind, queueEntry } from './queue-entry.ts'
import { filterEntered, findByCommitment } from './transparency-log-store.ts'

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
    for (const event of eventsOf(signer)) {
      const name = `${event.kind} ${event.witnessed}`
      if (this.#entered.has(name)) continue
      await enterOnce(database, event)
      // Only now: as long as nobody can read that it is gone, it is there.
      if (event.retires !== undefined) await signer.retire(event.retires)
      this.#entered.add(name)
    }
  }
}

const keyKinds = ['key.made', 'key.handed-over', 'key.retired'] as const

/** What has happened to the keys, as the files tell it. */
function eventsOf(signer: NoteSigner): KeyEvent[] {
  return signer
    .states()
    .flatMap(({ verifierKey, state }, turn): KeyEvent[] => [
      ...(turn === 0 ? [{ kind: 'key.made' as const, witnessed: `${verifierKey}\n` }] : []),
      ...signer.handovers
        .slice(turn, turn + 1)
        .map(({ statement }) => ({ kind: 'key.handed-over' as const, witnessed: statement })),
      ...(state === 'retired'
        ? [{ kind: 'key.retired' as const, witnessed: `${verifierKey}\n`, retires: turn }]
        : []),
    ])
}

/** An event that is not entered yet is no difference: the node enters it at its next round. */
export function keyWitnesses(signer: NoteSigner): EntryWitness[] {
  return keyKinds.map((kind) => ({
    kind,
    async *list(on) {
      const acts = eventsOf(signer)
        .filter((event) => event.kind === kind)
        .map(({ kind: what, witnessed }) => witnessedAct(what, witnessed))
      const entered = await filterEntered(
        on,
        kind,
        acts.map(({ commitment }) => commitment),
      )
      yield acts.filter(({ commitment }) => entered.has(encodeBase64(commitment)))
    },
  }))
}

async function enterOnce(database: Database, { kind, witnessed }: KeyEvent): Promise<void> {
  const commitment = platformSuite.hash(Buffer.from(witnessed))
  if (await findByCommitment(database, kind, commitment)) return
  await database.transact((tx) => queueEntry(tx, kind, witnessed))
}
