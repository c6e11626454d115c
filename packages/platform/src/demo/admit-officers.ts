// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../kernel/db/database.ts'
import { issueApiKey } from '../modules/access/index.ts'
import { findParticipantByCode } from '../modules/participants/index.ts'

const BODY = 'demo-ecology'
const accounts = ['clerk-1', 'clerk-2'] as const
const scopes = ['batches:send', 'batches:read', 'quarantine:propose', 'quarantine:release']

/** Two accounts of one body, so that proposing and seconding a release can be tried. Accounts, not persons. */
export async function admitOfficers(database: Database, keysDir: string): Promise<void> {
  const body = await findParticipantByCode(database, BODY)
  if (!body) return
  const { participantId } = body
  for (const holder of accounts) {
    const file = join(keysDir, `${BODY}.${holder}.key`)
    if (await readFile(file).catch(() => undefined)) continue
    const key = await database.transact((tx) =>
      issueApiKey(tx, { participantId, scopes, expiresOn: null, holder }),
    )
    await writeFile(file, `${key}\n`, { mode: 0o600 })
  }
}
