// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { encodeBase64 } from '@probity/verify'
import type { Database, Tx } from '../../kernel/db/database.ts'
import type { Bilingual } from '../../kernel/messages.ts'
import type { EntryWitness, WitnessedAct } from './entry-witness.ts'
import { countByKind, countLosses, filterEntered, listOfKind } from './transparency-log-store.ts'

export type Difference = { readonly at: string; readonly code: string; readonly says: Bilingual }

export type ActsAudit = {
  /** Acts whose entries were worked out again. */
  readonly acts: number
  /** Entries whose acts were lost when the database was restored from before. */
  readonly lost: number
  readonly difference: Difference | null
}

const ENTRIES_AT_ONCE = 10_000

/**
 * Works out again what every entry commits to, from what the database holds of the acts now, and finds the first act
 * that is not as it was entered, and the first entry that no act stands behind.
 */
export async function auditActs(database: Database, witnesses: readonly EntryWitness[]): Promise<ActsAudit> {
  return database.transact(async (tx) => {
    // One snapshot: what is entered meanwhile is looked at the next time.
    await tx.query('set transaction isolation level repeatable read, read only')
    const entered = await countByKind(tx)
    const lost = await countLosses(tx)
    let acts = 0
    for (const witness of witnesses) {
      const { count, difference } = await auditKind(tx, witness, entered.get(witness.kind) ?? 0)
      acts += count
      if (difference) return { acts, lost, difference }
    }
    const known = new Set<string>(witnesses.map(({ kind }) => kind))
    const strange = [...entered.keys()].find((kind) => !known.has(kind))
    return { acts, lost, difference: strange === undefined ? null : withoutAct(strange) }
  })
}

async function auditKind(
  tx: Tx,
  witness: EntryWitness,
  entered: number,
): Promise<{ count: number; difference: Difference | null }> {
  let count = 0
  for await (const run of witness.list(tx)) {
    const difference = await compareRun(tx, witness.kind, run)
    if (difference) return { count, difference }
    count += run.length
  }
  const difference = entered > count ? await findWithoutAct(tx, witness) : null
  return { count, difference }
}

async function compareRun(tx: Tx, kind: string, run: readonly WitnessedAct[]): Promise<Difference | null> {
  const entered = await filterEntered(
    tx,
    kind,
    run.map(({ commitment }) => commitment),
  )
  const found = run.find((act) => act.disagrees !== undefined || !entered.has(encodeBase64(act.commitment)))
  if (!found) return null
  const more = found.disagrees === undefined ? '' : `: ${found.disagrees}`
  return {
    at: `${kind} ${found.act}${more}`,
    code: 'ACT_DISAGREES',
    says: {
      zh: '数据库所载的这一行为与当时记入日志的不一致。',
      en: 'What the database holds of this act is not what was entered.',
    },
  }
}

/** More entries than acts: only now are all commitments held at once, to name the first that nothing stands behind. */
async function findWithoutAct(tx: Tx, witness: EntryWitness): Promise<Difference> {
  const told = new Map<string, number>()
  for await (const run of witness.list(tx)) {
    for (const { commitment } of run) {
      const name = encodeBase64(commitment)
      told.set(name, (told.get(name) ?? 0) + 1)
    }
  }
  let after: string | null = null
  for (;;) {
    const entries = await listOfKind(tx, witness.kind, after, ENTRIES_AT_ONCE)
    for (const { commitment, entryId, entryIndex } of entries) {
      const name = encodeBase64(commitment)
      const left = told.get(name) ?? 0
      if (left === 0) return withoutAct(`entry ${entryIndex ?? entryId} (${witness.kind})`)
      told.set(name, left - 1)
    }
    after = entries.at(-1)?.entryId ?? null
    if (after === null) return withoutAct(witness.kind)
  }
}

function withoutAct(at: string): Difference {
  return {
    at,
    code: 'ENTRY_WITHOUT_ACT',
    says: {
      zh: '日志中有此条目，而数据库中没有其所见证的行为。',
      en: 'The log has this entry, and the database no act that it would be about.',
    },
  }
}
