// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyKernel, type KernelCopy, type KernelProcess } from '../../../test/kernel-process.ts'

const DAEMON = 1
// A number that no line of /etc/passwd names, as containers use them.
const UNNAMED = 54_321
const asUser = (uid: number): string[] => ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups']
const isRoot = process.getuid?.() === 0
let place: string
let open: KernelCopy
let closed: KernelCopy

/** Starts, says as whom and where the server runs, stops. `rest` are more options of startEmbeddedPostgres. */
function startAndStop(rest: string): string {
  return `
import { readFileSync, realpathSync } from 'node:fs'
import { startEmbeddedPostgres } from './kernel/db/embedded-postgres.js'
import { startUpRefusals } from './kernel/start-up-refusals.js'
import { refusalText } from './kernel/refusal-text.js'
const dataDir = process.argv[2]
try {
  const server = await startEmbeddedPostgres({
    dataDir, log: () => undefined, settings: { shared_buffers: '16MB' }, ${rest}
  })
  const uid = /Uid:\\t(\\d+)/.exec(readFileSync('/proc/' + server.pid + '/status', 'utf8'))[1]
  console.log('uid=' + uid, 'cluster=' + realpathSync(dataDir + '/pg'))
  await server.stop()
  console.log('stopped')
} catch (refusal) {
  console.error(refusalText(refusal, startUpRefusals))
  process.exitCode = 1
}`
}

/** Runs before the script above: a node that starts well, and a disk that fills after it has stopped. */
const fillDisk = `
import { writeFileSync } from 'node:fs'
import { startEmbeddedPostgres as startOnce } from './kernel/db/embedded-postgres.js'
const once = await startOnce({ dataDir: process.argv[2], log: () => undefined, settings: { shared_buffers: '16MB' } })
await once.stop()
try {
  writeFileSync(process.argv[2] + '/filling', Buffer.alloc(64_000_000))
} catch {}
`

async function outcome(node: KernelProcess): Promise<{ code: number | null; text: string }> {
  const code = await node.ended
  return { code, text: node.text() }
}

function newDataDir(name: string, uid = 0): string {
  const dataDir = join(place, name)
  mkdirSync(dataDir, { mode: 0o700 })
  if (uid !== 0) chownSync(dataDir, uid, uid)
  return dataDir
}

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'probity-host-'))
  chmodSync(place, 0o755)
  open = copyKernel()
  closed = copyKernel({ private: true })
}, 60_000)

afterAll(() => {
  open.remove()
  closed.remove()
  rmSync(place, { recursive: true, force: true })
})

/** The words that hide the line of a `postgres` user from whatever comes after them; absent where forbidden. */
function withoutPostgresUser(): string[] | undefined {
  const passwd = join(place, 'passwd')
  writeFileSync(passwd, readFileSync('/etc/passwd', 'utf8').replace(/^postgres:.*\n/m, ''))
  const hide = 'mount --bind "$0" /etc/passwd && exec "$@"'
  const words = ['unshare', '-m', 'sh', '-c', hide, passwd]
  try {
    const id = [...words, 'sh', '-c', 'id postgres 2>/dev/null || echo hidden']
    return execFileSync('unshare', id.slice(1), { encoding: 'utf8' }).trim() === 'hidden' ? words : undefined
  } catch {
    return undefined
  }
}

describe.runIf(isRoot && process.platform === 'linux')('as root', () => {
  test('a clone in a folder only root can enter runs without a postgres user and without an install script', async ({
    skip,
  }) => {
    const hidden = withoutPostgresUser()
    if (!hidden) return skip('this machine forbids root a mount namespace')
    const dataDir = newDataDir('namespace')
    const said = await outcome(closed.run(startAndStop(''), [dataDir], hidden))
    expect(said).toEqual({ code: 0, text: `uid=0 cluster=${dataDir}/pg\nstopped\n` })
    expect(statSync(join(dataDir, 'pg')).uid).toBe(0)
  })

  test('where namespaces are forbidden, programs and cluster move to an open folder and stay', async () => {
    const rootPlace = join(place, 'lib')
    const dataDir = newDataDir('moved')
    const before = await outcome(open.run(startAndStop(''), [dataDir]))
    expect(before.text).toContain('stopped')

    const rest = `namespaces: false, rootPlace: ${JSON.stringify(rootPlace)}`
    const moved = await outcome(closed.run(startAndStop(rest), [dataDir]))
    expect(moved.code, moved.text).toBe(0)
    expect(moved.text).toMatch(/^uid=65534 cluster=.*\/lib\/[0-9a-f]{16}\/pg\nstopped\n$/)
    expect(lstatSync(join(dataDir, 'pg')).isSymbolicLink()).toBe(true)

    const allowed = `rootPlace: ${JSON.stringify(rootPlace)}`
    expect(await outcome(closed.run(startAndStop(allowed), [dataDir]))).toEqual(moved)
  })

  test('where namespaces are forbidden from the first start, the cluster is made over there', async () => {
    const rest = `namespaces: false, rootPlace: ${JSON.stringify(join(place, 'lib'))}`
    const said = await outcome(open.run(startAndStop(rest), [newDataDir('made-there')]))
    expect(said.text).toMatch(/^uid=65534 cluster=.*\/lib\/[0-9a-f]{16}\/pg\nstopped\n$/)
  })

  test.for([DAEMON, UNNAMED])(
    'an ordinary user (%d) needs nothing, and root finding that cluster runs it as its owner',
    async (uid) => {
      const dataDir = newDataDir(`ordinary-${uid}`, uid)
      const expected = { code: 0, text: `uid=${uid} cluster=${dataDir}/pg\nstopped\n` }
      expect(await outcome(open.run(startAndStop(''), [dataDir], asUser(uid)))).toEqual(expected)
      expect(await outcome(open.run(startAndStop(''), [dataDir]))).toEqual(expected)
    },
  )
})

describe.runIf(isRoot && process.platform === 'linux')('what the operator must mend', () => {
  test('an unwritable folder gets one sentence in each language and no stack', async () => {
    const dataDir = newDataDir('locked')
    const { code, text } = await outcome(open.run(startAndStop(''), [dataDir], asUser(DAEMON)))
    expect(code).toBe(1)
    expect(text.trim().split('\n')).toEqual([
      expect.stringContaining(`无法写入数据目录 ${dataDir}`),
      expect.stringContaining(`The data folder ${dataDir} cannot be written to (EACCES)`),
    ])
  })

  test.for([
    ['before the cluster is made', '12m', ''],
    ['when the cluster starts again', '64m', fillDisk],
  ] as const)(
    'a full disk %s gets one sentence in each language and no stack',
    async ([, size, fill], { skip }) => {
      if (!withoutPostgresUser()) return skip('this machine forbids root a mount namespace')
      const folder = newDataDir(`tiny-${size}`)
      const mount = 'mount -t tmpfs -o size="$0" probity "$1" && shift && exec "$@"'
      const words = ['unshare', '-m', 'sh', '-c', mount, size, folder]
      const { code, text } = await outcome(open.run(fill + startAndStop(''), [folder], words))
      expect(code, text).toBe(1)
      expect(text.trim().split('\n')).toEqual([
        expect.stringContaining(`数据目录 ${folder} 所在的磁盘已满`),
        expect.stringContaining(`The disk that holds the data folder ${folder} is full.`),
      ])
    },
  )
})
