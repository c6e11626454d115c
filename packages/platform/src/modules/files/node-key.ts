// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { DefectError, refuse } from '../../kernel/refusal.ts'
import { asKey, deriveKey } from '../../kernel/sealing.ts'
import { writeSecret } from '../../kernel/write-secret.ts'

const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16

/** The node's own secret, and what is derived from it. Lost, every sealed spool and fault is lost with it. */
export type NodeKey = {
  wrap(key: Buffer): Buffer
  unwrap(wrapped: Uint8Array): Buffer
  /** A key for one use; the same use always gives the same key. */
  derive(use: string): Uint8Array
}

/**
 * Reads the node key, or makes it when there is none.
 * @throws Refusal NODE_KEY_EXPOSED when others than the owner may read the file; NODE_KEY_MALFORMED
 */
export async function openNodeKey(file: string): Promise<NodeKey> {
  const secret = (await readSecret(file)) ?? (await makeSecret(file))
  return nodeKeyFrom(secret)
}

export function nodeKeyFrom(secret: Buffer): NodeKey {
  const wrapping = asKey(deriveKey(secret, 'wrap'))
  return {
    wrap: (key) => {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', wrapping, iv)
      return Buffer.concat([iv, cipher.update(key), cipher.final(), cipher.getAuthTag()])
    },
    unwrap: (wrapped) => {
      try {
        const decipher = createDecipheriv('aes-256-gcm', wrapping, wrapped.subarray(0, IV_BYTES))
        decipher.setAuthTag(wrapped.subarray(wrapped.length - TAG_BYTES))
        return Buffer.concat([
          decipher.update(wrapped.subarray(IV_BYTES, wrapped.length - TAG_BYTES)),
          decipher.final(),
        ])
      } catch (cause) {
        throw new DefectError('a wrapped key does not open with this node key', { cause })
      }
    },
    derive: (use) => deriveKey(secret, use),
  }
}

async function readSecret(file: string): Promise<Buffer | undefined> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (!found) return undefined
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw refuse('NODE_KEY_EXPOSED', { file: 'node.key' })
  const secret = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64')
  if (secret.length !== KEY_BYTES) throw refuse('NODE_KEY_MALFORMED', { file: 'node.key' })
  return secret
}

async function makeSecret(file: string): Promise<Buffer> {
  const secret = randomBytes(KEY_BYTES)
  await writeSecret(file, `${secret.toString('base64')}\n`)
  return secret
}
