// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { folderRefusal } from '../data-folder.ts'
import { refuse } from '../refusal.ts'
import type { PostgresHost } from './postgres-host.ts'
import { serverEnvironment } from './server-environment.ts'

/**
 * Makes the cluster on the first start and answers with the owner's password.
 * @throws Refusal EMBEDDED_PASSWORD_LOST, DISK_FULL, DATA_FOLDER_UNWRITABLE, EMBEDDED_DATABASE_FAILED
 */
export async function initialiseCluster(host: PostgresHost, dataDir: string): Promise<string> {
  const passwordFile = join(dataDir, 'secrets', 'postgres-password')
  try {
    const known = await readFile(passwordFile, 'utf8').catch(whenAbsent)
    if (await isThere(join(host.cluster, 'PG_VERSION'))) {
      if (!known) throw refuse('EMBEDDED_PASSWORD_LOST', { file: passwordFile })
      return known.trim()
    }
    const password = known?.trim() || (await writePassword(passwordFile))
    await makeCluster(host, dataDir, password)
    return password
  } catch (error) {
    throw folderRefusal(error, dataDir)
  }
}

async function writePassword(file: string): Promise<string> {
  const password = randomBytes(24).toString('hex')
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, `${password}\n`, { mode: 0o600 })
  return password
}

/** initdb works under a name of its own: a first start broken off leaves nothing that looks like a cluster. */
async function makeCluster(host: PostgresHost, dataDir: string, password: string): Promise<void> {
  await removeUnfinished(host.cluster)
  const unfinished = `${host.cluster}.new-${randomBytes(4).toString('hex')}`
  const passwordFile = `${unfinished}.password`
  try {
    await mkdir(unfinished, { mode: 0o700 })
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' })
    if (host.account) {
      await chown(unfinished, host.account.uid, host.account.gid)
      await chown(passwordFile, host.account.uid, host.account.gid)
    }
    await runInitdb(host, dataDir, unfinished, passwordFile)
    await rename(unfinished, host.cluster)
  } finally {
    await removeUnfinished(host.cluster)
  }
}

async function removeUnfinished(cluster: string): Promise<void> {
  for (const name of await readdir(dirname(cluster))) {
    if (!name.startsWith(`${basename(cluster)}.new-`)) continue
    // An initdb whose node was killed may still be writing there; its last files do no harm.
    await rm(join(dirname(cluster), name), { recursive: true, force: true }).catch(() => undefined)
  }
}

async function runInitdb(
  host: PostgresHost,
  dataDir: string,
  cluster: string,
  passwordFile: string,
): Promise<void> {
  const args = [
    '-D',
    cluster,
    '-U',
    'postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    ...localeArguments(),
    '--no-instructions',
  ]
  const { file, args: words, options } = host.command(host.binaries.initdb, args)
  const said = await new Promise<{ code: number | null; text: string }>((resolve, reject) => {
    const child = spawn(file, words, {
      ...options,
      cwd: dirname(cluster),
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C during the first start is the node's to answer.
      detached: true,
      windowsHide: true,
    })
    const text: Buffer[] = []
    child.stdout?.on('data', (chunk: Buffer) => text.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => text.push(chunk))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, text: Buffer.concat(text).toString('utf8') }))
  })
  if (said.code === 0) return
  const log = join(dataDir, 'pg.log')
  await writeFile(log, said.text, { flag: 'a', mode: 0o600 })
  if (/No space left on device|Disk quota exceeded/.test(said.text))
    throw refuse('DISK_FULL', { folder: dataDir })
  throw refuse('EMBEDDED_DATABASE_FAILED', { log, reason: said.text.trim().split('\n').at(-1) ?? '' })
}

/** With LC_CTYPE C the trigram index finds no Chinese. macOS has no C.UTF-8: its UTF-8 letters, C's order. */
function localeArguments(): string[] {
  return process.platform === 'darwin' ? ['--locale=C', '--lc-ctype=en_US.UTF-8'] : ['--locale=C.UTF-8']
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

function whenAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
