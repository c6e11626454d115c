// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// Writes packages/platform/sql/schema.sql and sql/keys/schema.sql from databases that have just been migrated.
// Use: npm run build && node scripts/dump-schema.js
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { schemaDocument } from './schema-document.js'

const platform = fileURLToPath(new URL('../packages/platform/', import.meta.url))
const kernel = join(platform, 'dist/kernel')
if (!existsSync(join(kernel, 'db/migrate.js'))) {
  process.stderr.write('Not built yet: run npm run build first.\n')
  process.exit(1)
}
const load = (file) => import(pathToFileURL(join(kernel, file)).href)
const { systemClock } = await load('clock.js')
const { startEmbeddedPostgres } = await load('db/embedded-postgres.js')
const { ensureDatabase } = await load('db/ensure-database.js')
const { keysSchema, mainSchema, migrate } = await load('db/migrate.js')
const { default: pg } = await import(
  pathToFileURL(createRequire(join(platform, 'package.json')).resolve('pg')).href
)

const folder = mkdtempSync(join(tmpdir(), 'probity-schema-'))
const server = await startEmbeddedPostgres({ dataDir: folder, log: () => undefined })
try {
  await dump(server.url, mainSchema, 'sql/schema.sql')
  await dump(await ensureDatabase(server, 'probity_keys'), keysSchema, 'sql/keys/schema.sql')
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function dump(url, schema, file) {
  await migrate(url, systemClock(), schema)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    writeFileSync(join(platform, file), await schemaDocument(async (sql) => (await client.query(sql)).rows))
  } finally {
    await client.end()
  }
}
