// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { systemClock } from '../src/kernel/clock.ts'
import { keysLogin, renewAppLogin } from '../src/kernel/db/app-login.ts'
import { startEmbeddedPostgres } from '../src/kernel/db/embedded-postgres.ts'
import { keysSchema, migrate } from '../src/kernel/db/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    ownerUrl: string
    keysUrl: string
    appUrl: string
  }
}

export const templateDatabase = 'probity_template'
export const keysTemplate = 'probity_keys_template'

/** One real PostgreSQL a run; each test file clones the migrated template. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'probity-test-'))
  const server = await startEmbeddedPostgres({
    dataDir: folder,
    log: () => undefined,
    // What a test loses with the machine is lost anyway; kills of the node are tested with the real settings.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  })
  const owner = new pg.Client({ connectionString: server.url })
  await owner.connect()
  await owner.query(`create database ${templateDatabase}`)
  await owner.query(`create database ${keysTemplate}`)
  await owner.end()
  await migrate(server.urlOf(templateDatabase), systemClock())
  await migrate(server.urlOf(keysTemplate), systemClock(), keysSchema)
  const appUrl = await renewAppLogin(server.urlOf(templateDatabase))
  project.provide('ownerUrl', server.url)
  project.provide('appUrl', appUrl)
  project.provide('keysUrl', await renewAppLogin(server.urlOf(keysTemplate), keysLogin))
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
