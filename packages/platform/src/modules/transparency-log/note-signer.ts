// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFile } from 'node:fs/promises'
import {
  formatVerifierKey,
  generateSigningKey,
  parseSigningKey,
  platformSuite,
  type Receipt,
  type SigningKey,
  signReceipt,
} from '@probity/verify'
import { writeSecret } from '../../kernel/write-secret.ts'

/** The key that speaks for this node. Its private half never leaves its file and this object. */
export type NoteSigner = {
  /** The node's name in every signature. */
  readonly name: string
  readonly verifierKey: string
  signReceipt(receipt: Omit<Receipt, 'node'>): string
}

/** Reads the signing key, or makes one for a node of this name. */
export async function openNoteSigner(file: string, name: string): Promise<NoteSigner> {
  const key = parseSigningKey(platformSuite, (await readKey(file)) ?? (await makeKey(file, name)))
  return signerOf(key)
}

function signerOf(key: SigningKey): NoteSigner {
  return {
    name: key.name,
    verifierKey: formatVerifierKey(platformSuite, key.name, platformSuite.publicKeyOf(key.seed)),
    signReceipt: (receipt) => signReceipt(platformSuite, { ...receipt, node: key.name }, key),
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

async function makeKey(file: string, name: string): Promise<string> {
  const { signingKey } = generateSigningKey(name)
  await writeSecret(file, `${signingKey}\n`)
  return signingKey
}
