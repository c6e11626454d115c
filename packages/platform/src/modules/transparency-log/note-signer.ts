// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFile } from 'node:fs/promises'
import {
  formatVerifierKey,
  generateSigningKey,
  parseSigningKey,
  platformSuite,
  type Receipt,
  type ReportSeal,
  type SignatureType,
  type SigningKey,
  signatureTypes,
  signCheckpoint,
  signReceipt,
  signReportSeal,
  VerificationError,
} from '@probity/verify'
import { refuse } from '../../kernel/refusal.ts'
import { writeSecret } from '../../kernel/write-secret.ts'

/** The key that speaks for this node. Its private half never leaves its file and this object. */
export type NoteSigner = {
  /** The node's name in every signature. */
  readonly name: string
  readonly verifierKey: string
  signReceipt(receipt: Omit<Receipt, 'node'>): string
  signReport(seal: Omit<ReportSeal, 'node'>): string
  /** Caller: signs no tree that does not extend the one it signed before. */
  signCheckpoint(tree: { readonly size: number; readonly root: Uint8Array }): string
}

/** Reads the signing key, or makes one for a node of this name. */
export async function openNoteSigner(file: string, name: string): Promise<NoteSigner> {
  return signerOf(await openSigningKey(file, name))
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
  try {
    return parseSigningKey(platformSuite, (await readKey(file)) ?? (await makeKey(file, name, type)), type)
  } catch (error) {
    if (error instanceof VerificationError) throw refuse('LOG_KEY_UNUSABLE', { file, code: error.code })
    throw error
  }
}

function signerOf(key: SigningKey): NoteSigner {
  return {
    name: key.name,
    verifierKey: formatVerifierKey(platformSuite, key.name, platformSuite.publicKeyOf(key.seed)),
    signReceipt: (receipt) => signReceipt(platformSuite, { ...receipt, node: key.name }, key),
    signReport: (seal) => signReportSeal(platformSuite, { ...seal, node: key.name }, key),
    signCheckpoint: (tree) => signCheckpoint(platformSuite, tree, key),
  }
}

async function readKey(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function makeKey(file: string, name: string, type: SignatureType): Promise<string> {
  const { signingKey } = generateSigningKey(name, type)
  await writeSecret(file, `${signingKey}\n`)
  return signingKey
}
