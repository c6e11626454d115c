// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { randomBytes } from 'node:crypto'
import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { refuse } from '../kernel/refusal.ts'
import { buildLog, openLogFolder, openSigningKey, verifierKeyOf } from '../modules/transparency-log/index.ts'
import type { CliIo } from './command.ts'

type Words = { entries: string; key: string; out: string; name: string | undefined }

export async function buildCommand({ entries, key: keyFile, out, name }: Words, io: CliIo): Promise<number> {
  // Before a key is made: a wrong name of the file leaves nothing behind.
  await access(entries).catch(() => {
    throw refuse('FILE_UNREADABLE', { file: entries })
  })
  const key = await openSigningKey(keyFile, name ?? `log-${randomBytes(4).toString('hex')}.probity`)
  const { size, root } = await buildLog(entries, key, openLogFolder(resolve(out)))
  io.stdout.write(`${key.name}\n${size}\n${Buffer.from(root, 'hex').toString('base64')}\n`)
  io.stdout.write(`验证密钥 verifier key: ${verifierKeyOf(key)}\n`)
  return 0
}
