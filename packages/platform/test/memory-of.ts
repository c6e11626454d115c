// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const dist = new URL('../dist/modules/collection/', import.meta.url)

/**
 * Runs a piece of program in a process of its own, for only there its memory is its own.
 * @param body statements of a module; `at(file)` is the address of a compiled file of collection
 * @returns what it printed as JSON, and the most memory it had, in MiB
 */
export function memoryOf<T>(body: string): { readonly printed: T; readonly peakMiB: number } {
  const program = `
    const at = (file) => ${JSON.stringify(dist.href)} + file
    ${body}
    console.log(JSON.stringify({ peakMiB: process.resourceUsage().maxRSS / 1024 }))`
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    encoding: 'utf8',
    timeout: 60_000,
  })
  if (run.status !== 0) throw new Error(`the process ended badly: ${run.stderr}`)
  const lines = run.stdout.trim().split('\n')
  return {
    printed: JSON.parse(lines[0] ?? 'null') as T,
    ...(JSON.parse(lines.at(-1) ?? '{}') as { peakMiB: number }),
  }
}
