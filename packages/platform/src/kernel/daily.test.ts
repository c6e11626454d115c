// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import type { Instant } from './civil-date.ts'
import { fixedClock } from './clock.ts'
import { startDaily } from './daily.ts'
import { createLogger } from './logger.ts'

const log = createLogger({ level: 'silent' })

test('a daily job runs when the node starts and once each new day in Shanghai', async () => {
  const clock = fixedClock('2026-06-15T02:00:00.000Z' as Instant)
  let runs = 0
  const daily = startDaily({ clock, log }, 'test', async () => void runs++)
  await daily.look()
  await daily.look()
  expect(runs).toBe(1)
  clock.set('2026-06-15T15:59:59.000Z' as Instant)
  await daily.look()
  expect(runs).toBe(1)
  clock.set('2026-06-15T16:00:00.000Z' as Instant)
  await daily.look()
  expect(runs).toBe(2)
  await daily.stop()
})

test('a job that fails is tried again the same day, ten minutes later and not before', async () => {
  const clock = fixedClock('2026-06-15T02:00:00.000Z' as Instant)
  let runs = 0
  const daily = startDaily({ clock, log }, 'test', async () => {
    runs++
    if (runs === 1) throw new Error('the database is away')
  })
  await daily.look()
  await daily.look()
  expect(runs).toBe(1)
  clock.set('2026-06-15T02:10:00.000Z' as Instant)
  await daily.look()
  await daily.look()
  expect(runs).toBe(2)
  await daily.stop()
})
