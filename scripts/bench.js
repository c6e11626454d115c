// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const build = spawnSync(
  process.execPath,
  [fileURLToPath(new URL('build.js', import.meta.url)), '--if-stale'],
  { stdio: 'inherit' },
)
if (build.status !== 0) process.exit(build.status ?? 1)
const { main } = await import('../packages/platform/dist/bench/main.js')
process.exitCode = await main(process.argv.slice(2))
