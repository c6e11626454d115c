// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'
import { recur } from './recurring-work.ts'

test('work comes again after its time, never twice at once, and also after it has failed', async () => {
  const logged: string[] = []
  const log = createLogger({ level: 'info', destination: { write: (line) => void logged.push(line) } })
  let [turns, atWork] = [0, 0]
  const work = recur('test', 1, log, async () => {
    expect(++atWork).toBe(1)
    turns++
    await delay(5)
    atWork--
    if (turns === 2) throw new Error('a secret')
  })
  while (turns < 4) await delay(5)
  await work.stop()
  const after = turns
  await delay(30)
  expect(turns).toBe(after)
  expect(logged).toHaveLength(1)
  expect(logged[0]).toContain('"kind":"test"')
  expect(logged[0]).not.toContain('a secret')
})

test('a stop tells the turn in hand, waits for it, and calls its end no failure', async () => {
  const logged: string[] = []
  const log = createLogger({ level: 'info', destination: { write: (line) => void logged.push(line) } })
  let ended = false
  const work = recur('test', 60_000, log, async (signal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    await delay(10)
    ended = true
    signal.throwIfAborted()
  })
  await delay(5)
  await work.stop()
  expect(ended).toBe(true)
  expect(logged).toEqual([])
})

test('a stop between two turns waits for no turn', async () => {
  let turns = 0
  const work = recur('test', 3_600_000, createLogger({ level: 'silent' }), async () => {
    turns++
  })
  await delay(5)
  await work.stop()
  expect(turns).toBe(1)
})
