// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// `npm run fuzz -- [--cases N] [--seed S]`: the parsers of collection against N cases, a million unless told otherwise.
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { programOf } from './build.js'
import { root } from './stale.js'

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '1000000' }, seed: { type: 'string' } },
})
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31))
console.log(`${values.cases} cases, seed ${seed}`)
const file = 'packages/platform/src/modules/collection/parsers.fuzz.test.ts'
const child = spawn(
  process.execPath,
  [programOf('vitest', 'vitest.mjs', root), 'run', '--reporter=verbose', file],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PROBITY_FUZZ_CASES: values.cases, PROBITY_FUZZ_SEED: seed },
  },
)
child.once('close', (code) => process.exit(code ?? 1))
