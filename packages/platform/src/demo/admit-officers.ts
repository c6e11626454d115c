// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../kernel/db/database.ts'
import { issueApiKey } from '../modules/access/index.ts'
import { findParticipantByCode } from '../modules/participants/index.ts'

const accounts = ['clerk-1', 'clerk-2'] as const
const furnishing = ['batches:send', 'batches:read', 'quarantine:propose', 'quarantine:release']
const bodies = [
  { code: 'demo-ecology', scopes: furnishing },
  { code: 'demo-market-regulation', scopes: [...furnishing, 'links:propose', 'links:decide'] },
] as const

/** Two accounts of a body, so that what takes two officers can be tried. Accounts, not persons. */
export async function admitOfficers(database: Database, keysDir: string): Promise<void> {
  for (const { code, scopes } of bodies) {
    const body = await findParticipantByCode(database, code)
    if (!body) continue
    const { participantId } = body
    for (const holder of accounts) {
      const file = join(keysDir, `${code}.${holder}.key`)
      if (await readFile(file).catch(() => undefined)) continue
      const key = await database.transact((tx) =>
        issueApiKey(tx, { participantId, scopes, expiresOn: null, holder }),
      )
      await writeFile(file, `${key}\n`, { mode: 0o600 })
    }
  }
}
