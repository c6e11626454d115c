// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Preparing, startNode } from '../app.ts'
import { loadConfig } from '../kernel/config.ts'
import { StartAbandoned } from '../kernel/lifecycle.ts'
import { createLogger } from '../kernel/logger.ts'
import { makeDemoWorld } from './make-demo-world.ts'
import { needsDemoWorld } from './needs-demo-world.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'probity-abandoned-'))
afterAll(() => rm(dataDir, { recursive: true, force: true }))

const config = loadConfig(['--data', dataDir, '--port', '0'], {})
const log = createLogger({ level: 'silent' })

/** A start that is stopped when the step was told. @returns the steps it told */
async function startStoppedAt(step: number): Promise<number[]> {
  const stop = new AbortController()
  const told: number[] = []
  const progress = (done: number): void => {
    told.push(done)
    if (done === step) stop.abort()
  }
  const prepare: Preparing = async (house) => {
    expect(await needsDemoWorld(house)).toBe(true)
    await makeDemoWorld(house, { dataDir, share: 0.03, progress, signal: stop.signal })
    throw new StartAbandoned()
  }
  await expect(startNode(config, log, () => undefined, prepare)).rejects.toBeInstanceOf(StartAbandoned)
  return told
}

test('a node stopped while its world is made answered nobody, left nothing open, and goes on', async () => {
  expect(await startStoppedAt(3)).toEqual([1, 2, 3])
  expect(existsSync(join(dataDir, 'node.json')), 'it never served').toBe(false)
  expect(await startStoppedAt(4), 'the first day was played').toEqual([2, 3, 4])
}, 180_000)
