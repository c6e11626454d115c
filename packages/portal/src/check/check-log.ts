// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  auditLog,
  type Checkpoint,
  equalBytes,
  leafHash,
  parseBundle,
  parseCheckpoint,
  parseEntry,
  parseLogExtension,
  parseLogProof,
  parseNote,
  plainSuite,
  rootOf,
  VerificationError,
  verifyCheckpoint,
  verifyCosignature,
  verifyEntryOf,
  verifyLogExtension,
  verifyLogProof,
  verifyNote,
} from '@probity/verify'
import { consistencySteps, inclusionSteps } from '../proof/joins.ts'
import { readCosignatureTime } from '../proof/note-signers.ts'
import type { TrustedKey, TrustedKeys } from '../proof/trusted-keys.ts'
import type { Given } from './recognise.ts'
import { nameOf, proveSigner } from './signed-by.ts'
import { holds, type Walk } from './walk.ts'

export type CheckedCheckpoint = {
  readonly name: string
  readonly note: string | Uint8Array
  readonly checkpoint: Checkpoint
}

/** More than this keeps a page busy for too long: `probity-verify log` does it without end. */
const ENTRIES_MAX = 300_000

/** @returns the checkpoint only when its log has signed it and no cosignature in it is wrong */
export function checkCheckpoint(
  walk: Walk,
  name: string,
  note: string | Uint8Array,
  keys: TrustedKeys,
): (CheckedCheckpoint & { readonly key: TrustedKey }) | undefined {
  const read = walk.prove(
    'checkpointForm',
    () => parseCheckpoint(plainSuite, parseNote(note).body),
    ({ size, origin }) => ({ size, origin }),
  )
  const key = read && proveSigner(walk, note, keys.nodes, 'signedCheckpoint')
  const checkpoint =
    key && walk.prove('checkpointLog', () => verifyCheckpoint(plainSuite, note, { log: key }))
  if (!key || !checkpoint) return undefined
  return checkCosignatures(walk, note, key, keys) ? { name, note, checkpoint, key } : undefined
}

/** A wrong cosignature by a known witness refuses the whole, as in `verify`; one by a stranger says nothing. */
function checkCosignatures(
  walk: Walk,
  note: string | Uint8Array,
  key: TrustedKey,
  keys: TrustedKeys,
): boolean {
  const lines = parseNote(note).signatures.filter((line) => line.name !== key.name || line.keyId !== key.id)
  return lines.every((line) => {
    // While a name is handed over, the old key and the new one sign both.
    const other = keys.nodes.find(({ name, id }) => name === line.name && id === line.keyId)
    if (other) {
      const facts = { key: nameOf(line) }
      const signed = walk.prove(
        'signedCheckpoint',
        () => verifyNote(plainSuite, note, other),
        () => facts,
      )
      return signed !== undefined
    }
    const witness = keys.witnesses.find(({ name, id }) => name === line.name && id === line.keyId)
    if (witness) {
      const seen = walk.prove(
        'cosigned',
        () => verifyCosignature(plainSuite, note, witness),
        (cosignature) => ({
          witness: nameOf(line),
          at: instantOf(cosignature?.time ?? 0),
        }),
      )
      return seen !== undefined
    }
    const time = readCosignatureTime(line)
    if (time === undefined) walk.note('signedByOthers', { named: nameOf(line) })
    else walk.note('cosignedByUnknown', { witness: nameOf(line), at: instantOf(time) })
    return true
  })
}

function instantOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}

/** Two trees of one size, both signed: the one thing that no log can explain. */
export function compareCheckpoints(
  walk: Walk,
  own: CheckedCheckpoint,
  others: readonly CheckedCheckpoint[],
): void {
  for (const { name, checkpoint } of others) {
    const { origin, size, root } = own.checkpoint
    if (checkpoint.origin !== origin || checkpoint.size !== size) continue
    if (!equalBytes(checkpoint.root, root)) walk.refute('sameSize', 'LOG_FORKED', undefined, { file: name })
  }
}

/** @returns the entry that the proof is of, and what the entry commits to, when they are at hand */
export function checkInclusion(
  walk: Walk,
  given: Given,
  keys: TrustedKeys,
  entries: readonly Given[],
  documents: readonly Given[],
): readonly Given[] {
  const proof = walk.prove(
    'inclusionForm',
    () => parseLogProof(given.bytes),
    ({ index }) => ({ index }),
  )
  const checked = proof && checkCheckpoint(walk, given.name, proof.checkpoint, keys)
  if (!proof || !checked) return []
  const { key, checkpoint } = checked
  const isOf = (entry: Given) =>
    holds(() => verifyLogProof(plainSuite, given.bytes, entry.bytes, { log: key }))
  const own = entries.filter(({ from }) => from === given.from)
  const candidates = own.length > 0 ? own : entries
  const entry = candidates.find(isOf) ?? candidates[0]
  if (!entry) {
    walk.lack('inclusionNeedsEntry')
    return []
  }
  const facts = { index: proof.index, size: checkpoint.size, file: entry.name }
  const proven = walk.prove(
    'included',
    () => verifyLogProof(plainSuite, given.bytes, entry.bytes, { log: key }),
    () => facts,
  )
  if (!proven) return []
  const steps = inclusionSteps(leafHash(plainSuite, entry.bytes), { ...proof, size: checkpoint.size })
  if (steps) walk.show({ kind: 'path', unit: 'entry', steps })
  const document = checkCommitment(walk, given, entry, documents)
  return document ? [entry, document] : [entry]
}

function checkCommitment(
  walk: Walk,
  given: Given,
  entryGiven: Given,
  documents: readonly Given[],
): Given | undefined {
  const entry = walk.prove(
    'entryForm',
    () => parseEntry(entryGiven.bytes),
    ({ kind }) => ({ kind }),
  )
  if (!entry) return undefined
  const own = documents.filter(({ from }) => from !== undefined && from === given.from)
  const isOf = ({ bytes }: Given) => holds(() => verifyEntryOf(plainSuite, entry, bytes))
  const document = documents.find(isOf) ?? own[0]
  if (!document) {
    walk.note('entryOfUnknown')
    return undefined
  }
  const proven = walk.prove(
    'entryOf',
    () => {
      verifyEntryOf(plainSuite, entry, document.bytes)
      return document
    },
    ({ name }) => ({ file: name }),
  )
  return proven
}

export function checkExtension(
  walk: Walk,
  given: Given,
  keys: TrustedKeys,
  checkpoints: readonly CheckedCheckpoint[],
): void {
  const extension = walk.prove(
    'extensionForm',
    () => parseLogExtension(given.bytes),
    ({ olderSize }) => ({ older: olderSize }),
  )
  const newer = extension && checkCheckpoint(walk, given.name, extension.checkpoint, keys)
  if (!extension || !newer) return
  const older = checkpoints.find(
    ({ checkpoint: { size, origin } }) => size === extension.olderSize && origin === newer.checkpoint.origin,
  )
  if (!older) {
    walk.lack('extensionNeedsOlder', { older: extension.olderSize })
    return
  }
  const proven = walk.prove(
    'extended',
    () => verifyLogExtension(plainSuite, given.bytes, older.checkpoint, { log: newer.key }),
    ({ size }) => ({ size, older: extension.olderSize, file: older.name }),
  )
  const steps = proven && consistencySteps(older.checkpoint, proven, extension.path)
  if (steps) walk.show({ kind: 'past', steps })
}

/** The whole folder of a log, worked out again from its entries. */
export function checkLogFolder(
  walk: Walk,
  resources: readonly Given[],
  checkpoints: readonly CheckedCheckpoint[],
): void {
  const served = new Map(resources.map(({ path, bytes }) => [path, bytes]))
  const newest = checkpoints.reduce<CheckedCheckpoint | undefined>(
    (so, one) => (so && so.checkpoint.size >= one.checkpoint.size ? so : one),
    undefined,
  )
  if (!newest) {
    walk.lack('logNeedsCheckpoint')
    return
  }
  const { checkpoint } = newest
  if (checkpoint.size > ENTRIES_MAX) {
    walk.lack('logTooLarge', { size: checkpoint.size })
    return
  }
  try {
    auditLog(plainSuite, checkpoint, (path) => served.get(path))
    walk.pass('logWhole', { size: checkpoint.size, files: resources.length, file: newest.name })
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error
    // What was not given may lie where the reader has not looked; what was given and is wrong is wrong.
    if (error.code === 'TILE_MISSING') walk.lack('logMisses', { path: error.where ?? '' })
    else
      walk.refute('logWhole', error.code, error.where, {
        size: checkpoint.size,
        files: resources.length,
        file: newest.name,
      })
  }
}

/** Entries that a browser has saved without their folder: they are the whole log, or not enough. */
export function checkLooseBundle(walk: Walk, given: Given, checkpoints: readonly CheckedCheckpoint[]): void {
  const entries = walk.prove(
    'bundleForm',
    () => parseBundle(given.bytes, countEntries(given.bytes)),
    (all) => ({ count: all.length }),
  )
  if (!entries) return
  const whole = checkpoints.find(({ checkpoint }) => checkpoint.size === entries.length)
  if (!whole) {
    walk.lack('bundleNeedsLog')
    return
  }
  walk.prove(
    'bundleWhole',
    () => {
      const root = rootOf(
        plainSuite,
        entries.map((entry) => leafHash(plainSuite, entry)),
      )
      if (!equalBytes(root, whole.checkpoint.root)) throw new VerificationError('CHECKPOINT_DISAGREES')
    },
    () => ({ file: whole.name }),
  )
}

/** By the lengths alone; `parseBundle` then says whether they fit. */
function countEntries(bytes: Uint8Array): number {
  let count = 0
  for (let at = 0; at + 1 < bytes.length; count += 1) {
    at += 2 + (bytes[at] as number) * 256 + (bytes[at + 1] as number)
  }
  return count
}
