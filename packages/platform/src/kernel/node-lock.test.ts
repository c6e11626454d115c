// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyKernel, type KernelCopy } from '../../test/kernel-process.ts'
import { lockDataFolder } from './node-lock.ts'

const script = `
import { lockDataFolder } from './kernel/node-lock.js'
import { refusalText } from './kernel/refusal-text.js'
import { startUpRefusals } from './kernel/start-up-refusals.js'
try {
  await lockDataFolder(process.argv[2])
  console.log('locked')
  setInterval(() => undefined, 1000)
} catch (refusal) {
  console.error(refusalText(refusal, startUpRefusals))
  process.exitCode = 1
}`

let kernel: KernelCopy
let place: string

beforeAll(() => {
  kernel = copyKernel()
  place = mkdtempSync(join(tmpdir(), 'probity-lock-'))
})

afterAll(() => {
  kernel.remove()
  rmSync(place, { recursive: true, force: true })
})

describe.each([
  ['a short path', 'node'],
  ['a path longer than a socket may have', `${'long'.repeat(30)}/node`],
])('one node per data folder, on %s', (_, name) => {
  test('a second node is told in one sentence, and a node killed without warning leaves no lock', async () => {
    const folder = join(place, name)
    mkdirSync(folder, { recursive: true })
    const first = kernel.run(script, [folder])
    await first.says(/locked/)

    const second = kernel.run(script, [folder])
    expect(await second.ended).toBe(1)
    expect(second.text().trim().split('\n')).toEqual([
      expect.stringContaining(`数据目录 ${folder} 正由另一个节点使用。`),
      expect.stringContaining(`Another node is already running on the data folder ${folder}.`),
    ])

    first.child.kill('SIGKILL')
    await first.ended
    const lock = await lockDataFolder(folder)
    await expect(lockDataFolder(folder)).rejects.toMatchObject({ code: 'DATA_FOLDER_TAKEN' })
    await lock.release()
    const again = await lockDataFolder(folder)
    await again.release()
    expect(existsSync(join(folder, 'node.lock'))).toBe(false)
  })
})

test('of many nodes that find the same stale lock at once, exactly one gets the folder', async () => {
  const folder = join(place, 'race')
  mkdirSync(folder)
  for (let round = 0; round < 5; round++) {
    const dead = kernel.run(script, [folder])
    await dead.says(/locked/)
    dead.child.kill('SIGKILL')
    await dead.ended
    const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataFolder(folder)))
    const locks = attempts.filter((attempt) => attempt.status === 'fulfilled')
    expect(locks).toHaveLength(1)
    for (const lock of locks) await lock.value.release()
  }
})
