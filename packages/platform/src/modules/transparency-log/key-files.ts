// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readdir, readFile, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import {
  formatVerifierKey,
  generateSigningKey,
  type Handover,
  parseHandover,
  parseNote,
  parseSigningKey,
  platformSuite,
  type SignatureType,
  type SigningKey,
  signatureTypes,
  VerificationError,
  verifyHandover,
} from '@probity/verify'
import { refuse } from '../../kernel/refusal.ts'
import { writeSecret } from '../../kernel/write-secret.ts'

/**
 * Where the keys of a node lie: the first in `note.key`, the one of the n-th hand-over in `note.N.key`, and beside it
 * the statement that names it, `note.N.handover`. Each file is made whole or not at all, and never replaced: the
 * statement is what makes the hand-over a fact.
 */
export function keyFileOf(first: string, turn: number): string {
  return turn === 0 ? first : first.replace(/(\.key)?$/, `.${turn}.key`)
}

function statementFileOf(first: string, turn: number): string {
  return first.replace(/(\.key)?$/, `.${turn}.handover`)
}

/** A hand-over as it lies on the disk. */
export type StatedHandover = { readonly statement: string; readonly handover: Handover }

/**
 * The hand-over of this turn, by this key (of the first, whatever key the statement names); undefined when it has not
 * come to that.
 * @throws Refusal LOG_KEY_UNUSABLE when it is another key's, or none
 */
export async function findHandover(
  first: string,
  turn: number,
  old?: string,
): Promise<StatedHandover | undefined> {
  const file = statementFileOf(first, turn)
  const statement = await readText(file)
  if (statement === undefined) return undefined
  return unlessUnusable(file, () => {
    const by = old ?? parseHandover(platformSuite, parseNote(statement).body).old
    const handover = verifyHandover(platformSuite, statement, by)
    if (handover.turn !== turn) throw new VerificationError('HANDOVER_MALFORMED', 'turn')
    return { statement, handover }
  })
}

/** @throws an error with code EEXIST when this turn has been taken by another */
export function writeHandover(first: string, turn: number, statement: string): Promise<void> {
  return writeSecret(statementFileOf(first, turn), statement)
}

/**
 * The key in a file; one of this name is made when there is no file.
 * @throws Refusal LOG_KEY_UNUSABLE
 */
export async function openSigningKey(
  file: string,
  name: string,
  type: SignatureType = signatureTypes.note,
): Promise<SigningKey> {
  const kept = await findSigningKey(file, type)
  if (kept) return kept
  const { signingKey } = generateSigningKey(name, type)
  await writeSecret(file, `${signingKey}\n`)
  return parseSigningKey(platformSuite, signingKey, type)
}

/** @throws Refusal LOG_KEY_UNUSABLE */
export async function findSigningKey(
  file: string,
  type: SignatureType = signatureTypes.note,
): Promise<SigningKey | undefined> {
  const text = await readText(file)
  return text === undefined
    ? undefined
    : unlessUnusable(file, () => parseSigningKey(platformSuite, text.trim(), type))
}

export function verifierKeyOf({ name, seed }: Pick<SigningKey, 'name' | 'seed'>): string {
  return formatVerifierKey(platformSuite, name, platformSuite.publicKeyOf(seed))
}

/** The private half of a key that signs no more, and what a kill may have left beside it. */
export async function destroySigningKey(file: string): Promise<void> {
  const [folder, name] = [dirname(file), basename(file)]
  const isHalf = (each: string) => each === name || (each.startsWith(`${name}.`) && each.endsWith('.partial'))
  for (const each of (await readdir(folder)).filter(isHalf)) await rm(join(folder, each), { force: true })
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function unlessUnusable<T>(file: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof VerificationError) throw refuse('LOG_KEY_UNUSABLE', { file, code: error.code })
    throw error
  }
}
