// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  encodeBase64,
  MerkleRoot,
  parseNote,
  parseReceipt,
  platformSuite,
  type Receipt,
  VerificationError,
} from '@probity/verify'
import type { Query } from '../../kernel/db/database.ts'
import { type EntryWitness, pages, type WitnessedAct, witnessedAct } from '../transparency-log/index.ts'
import {
  type EmptiedRows,
  type IssuedReceipt,
  listEmptied,
  listReceipts,
  listReleases,
  listReplacements,
  type ReleasedBatch,
  type ReplacedWhole,
} from './audit-store.ts'
import type { Batch } from './batch.ts'
import { eachLeaf, type SealedFiles } from './batch-leaves.ts'
import { findBatch, sumChunks } from './batch-store.ts'
import { releaseWitness } from './release-witness.ts'

const ACTS_AT_ONCE = 500

/** What the entry about a replacement commits to: the receipt counts rows, and tells nothing of what was left out. */
export function replacementWitness({ batchId, type, period, absent }: ReplacedWhole): string {
  return `${batchId} ${type} ${period} ${absent}`
}

/** @param files where the rows of a batch are read again, as long as its sealed file is kept */
export function collectionWitnesses(files: SealedFiles): EntryWitness[] {
  return [
    { kind: 'batch.receipt', list: (on) => tellReceipts(on, files) },
    {
      kind: 'batch.replacement',
      list: (on) =>
        told(
          pages<ReplacedWhole>((last) => listReplacements(on, last?.batchId ?? null, ACTS_AT_ONCE)),
          (one) => witnessedAct(one.batchId, replacementWitness(one)),
        ),
    },
    {
      kind: 'quarantine.released',
      list: (on) =>
        told(
          pages<ReleasedBatch>((last) => listReleases(on, last?.actId ?? null, ACTS_AT_ONCE)),
          ({ actId, batchId, newBatchId, rows }) =>
            witnessedAct(actId, releaseWitness(actId, batchId, newBatchId, rows)),
        ),
    },
    {
      kind: 'quarantine.emptied',
      list: (on) =>
        told(
          pages<EmptiedRows>((last) => listEmptied(on, last?.emptiedBy ?? null, ACTS_AT_ONCE)),
          ({ batchId, rowNos }) => witnessedAct(batchId, `${batchId}\n${rowNos.join(' ')}\n`),
        ),
    },
  ]
}

async function* told<Row>(
  runs: AsyncIterable<readonly Row[]>,
  tell: (row: Row) => WitnessedAct,
): AsyncGenerator<WitnessedAct[]> {
  for await (const run of runs) yield run.map(tell)
}

/** Of each receipt also: that its counts are those of the batch, and its root that of the rows. */
async function* tellReceipts(
  on: { readonly query: Query },
  files: SealedFiles,
): AsyncGenerator<WitnessedAct[]> {
  const runs = pages<IssuedReceipt>((last) => listReceipts(on, last?.batchId ?? null, ACTS_AT_ONCE))
  for await (const run of runs) {
    for (const { batchId, note } of run) {
      const act = witnessedAct(batchId, note)
      const disagrees = await compareReceipt(on, files, { batchId, note })
      yield [disagrees === undefined ? act : { ...act, disagrees }]
    }
  }
}

async function compareReceipt(
  on: { readonly query: Query },
  files: SealedFiles,
  { batchId, note }: IssuedReceipt,
): Promise<string | undefined> {
  const receipt = readReceipt(note)
  if (!receipt) return 'receipts'
  const batch = await findBatch(on, batchId)
  if (!batch) return 'batches'
  const chunks = await sumChunks(on, batchId)
  const counted = ['accepted', 'corrected', 'unchanged', 'withdrawn'] as const
  if (counted.some((name) => receipt[name] !== chunks[name])) return 'batch_chunks'
  if (receipt.rows !== batch.rows || receipt.faulty !== batch.faulty) return 'batches'
  if (receipt.root !== batch.root?.toString('base64')) return 'batches root'
  return batch.spoolRemovedAt === null ? compareRows(files, batch, receipt) : undefined
}

function readReceipt(note: string): Receipt | undefined {
  try {
    return parseReceipt(parseNote(note).body)
  } catch (error) {
    if (error instanceof VerificationError) return undefined
    throw error
  }
}

/** Where file and salts are kept, the root once more from the rows as they were sent. */
async function compareRows(files: SealedFiles, batch: Batch, receipt: Receipt): Promise<string | undefined> {
  const tree = new MerkleRoot(platformSuite)
  try {
    await eachLeaf(files, batch, ({ leaf }) => tree.append(leaf()))
  } catch {
    // It does not open any more, or is not what its headings say: either way not the file that came.
    return 'file'
  }
  return encodeBase64(tree.root()) === receipt.root ? undefined : 'rows'
}
