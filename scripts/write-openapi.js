// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// Writes packages/platform/openapi.json as the built server describes itself.
// Use: npm run build && node scripts/write-openapi.js
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const platform = fileURLToPath(new URL('../packages/platform/', import.meta.url))
const built = join(platform, 'dist/http/server.js')
if (!existsSync(built)) {
  process.stderr.write('Not built yet: run npm run build first.\n')
  process.exit(1)
}
const { buildServer } = await import(pathToFileURL(built).href)
// The description asks nothing of the house: what the routes call is not called.
const server = await buildServer({ portalDir: null })
const { body } = await server.inject('/v1/openapi.json')
await server.close()
writeFileSync(join(platform, 'openapi.json'), `${JSON.stringify(JSON.parse(body), undefined, 2)}\n`)
