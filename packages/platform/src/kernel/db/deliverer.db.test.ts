// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { openTestDatabase } from '../../../test/test-database.ts'
import type { Instant } from '../civil-date.ts'
import { createLogger } from '../logger.ts'
import { OutageError } from '../refusal.ts'
import { Deliverer, type DelivererOptions } from './deliverer.ts'
import { type NodeId, publish, type Subscriber, stuckKind } from './outbox.ts'
import { retryStuckEvents } from './outbox-store.ts'

const { database, clock } = await openTestDatabase()
const [here, there] = ['1', '2'].map(
  (n) => `00000000-0000-4000-8000-00000000000${n}` as string as NodeId,
) as [NodeId, NodeId]
const running: Deliverer[] = []
let made = 0

afterEach(async () => {
  await Promise.all(running.splice(0).map((deliverer) => deliverer.stop()))
})

/** A kind of its own for each test: what another left behind is none of its business. */
function newKind(): string {
  return `kind-${made++}`
}

async function deliver(
  subscribers: Record<string, Subscriber>,
  options: Partial<DelivererOptions> = {},
): Promise<{ deliverer: Deliverer; logged: string[] }> {
  const logged: string[] = []
  const log = createLogger({ level: 'debug', destination: { write: (line) => void logged.push(line) } })
  const table = new Map(Object.entries(subscribers).map(([kind, one]) => [kind, [one]]))
  const deliverer = new Deliverer({ database, nodeId: here, log, subscribers: table, ...options })
  running.push(deliverer)
  await deliverer.start()
  return { deliverer, logged }
}

/** A moment later each time: of one lane what was told first comes first. */
function tell(
  kind: string,
  payload: Record<string, unknown> = {},
  lane: string | null = null,
): Promise<unknown> {
  later(0.001)
  return database.transact((tx) => publish(tx, kind, payload, null, lane))
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (await holds()) return
    await delay(25)
  }
  throw new Error('it did not come to hold within ten seconds')
}

const later = (minutes: number): void =>
  clock.set(new Date(clock.nowMs() + minutes * 60_000).toISOString() as Instant)

async function rowOf(kind: string) {
  const [row] = await database.query<{
    failures: number
    stuck: boolean
    delivered: boolean
    claimed: string | null
    error: string | null
  }>(
    `select failures, stuck_at is not null as stuck, delivered_at is not null as delivered, claimed_by as claimed,
       last_error as error from outbox where kind = $1`,
    [kind],
  )
  return row
}

describe('lanes', () => {
  test('of one lane one event is worked on at a time, in order, while another lane goes on beside it', async () => {
    const kind = newKind()
    const atWork = new Set<string>()
    const begun = new Set<string>()
    const order: string[] = []
    for (const lane of ['a', 'b']) for (const n of [1, 2, 3]) await tell(kind, { lane, n }, `${kind} ${lane}`)
    await deliver({
      [kind]: async ({ payload }) => {
        const lane = String(payload.lane)
        expect(atWork.has(lane)).toBe(false)
        atWork.add(lane)
        begun.add(lane)
        // Neither would end its first if the other lane had to wait for it.
        await until(() => begun.size === 2)
        await delay(10)
        atWork.delete(lane)
        order.push(`${lane}${payload.n}`)
      },
    })
    await until(() => order.length === 6)
    for (const lane of ['a', 'b'])
      expect(order.filter((one) => one.startsWith(lane))).toEqual([1, 2, 3].map((n) => `${lane}${n}`))
  })

  test('who sends a hundred does not keep waiting who sends one', async () => {
    const kind = newKind()
    const order: string[] = []
    for (let n = 0; n < 12; n++) await tell(kind, { who: 'many' }, `${kind} many`)
    await tell(kind, { who: 'one' }, `${kind} one`)
    await tell(kind, { who: 'other' }, `${kind} other`)
    await deliver(
      {
        [kind]: async ({ payload }) => {
          order.push(String(payload.who))
          later(0.01)
        },
      },
      { slots: 1 },
    )
    await until(() => order.length === 14)
    expect(order.slice(0, 3).sort()).toEqual(['many', 'one', 'other'])
  })

  test('two nodes never work on one lane, nor on one event, at once', async () => {
    const kind = newKind()
    const seen = new Map<number, number>()
    let atWork = 0
    for (let n = 0; n < 20; n++) await tell(kind, { n }, kind)
    const work: Subscriber = async ({ payload }) => {
      expect(++atWork).toBe(1)
      seen.set(Number(payload.n), (seen.get(Number(payload.n)) ?? 0) + 1)
      await delay(2)
      atWork--
    }
    await Promise.all([deliver({ [kind]: work }), deliver({ [kind]: work }, { nodeId: there })])
    await until(() => seen.size === 20)
    expect([...seen.values()].every((times) => times === 1)).toBe(true)
  })
})

describe('failing', () => {
  test('work that always fails is tried a few times, then stuck, said, and never tried again by itself', async () => {
    const [kind, told] = [newKind(), [] as unknown[]]
    let tries = 0
    await tell(kind, { batchId: 'b' })
    const { logged, deliverer } = await deliver(
      {
        [kind]: async () => {
          tries++
          throw new Error('a bad row')
        },
        [stuckKind(kind)]: async ({ payload }) => void told.push(payload),
      },
      { failuresMax: 3 },
    )
    for (let n = 1; n <= 3; n++) {
      await until(() => tries === n)
      await until(async () => (await rowOf(kind))?.failures === n)
      later(20)
      deliverer.wake()
    }
    await until(() => told.length === 1)
    expect(told).toEqual([{ batchId: 'b' }])
    expect(await rowOf(kind)).toMatchObject({ stuck: true, delivered: false, error: 'Error' })
    expect(logged.some((line) => line.includes('outbox.stuck'))).toBe(true)
    expect(logged.join()).not.toContain('a bad row')
    later(10_000)
    await delay(600)
    expect(tries).toBe(3)
  })

  test('what is stuck is tried again when the operator says so', async () => {
    const kind = newKind()
    let isMended = false
    await tell(kind, { batchId: 'c' })
    const { deliverer } = await deliver(
      {
        [kind]: async () => {
          if (!isMended) throw new Error('not yet')
        },
      },
      { failuresMax: 1 },
    )
    await until(async () => (await rowOf(kind))?.stuck === true)
    isMended = true
    expect(await database.transact((tx) => retryStuckEvents(tx, kind, { batchId: 'another' }))).toBe(0)
    expect(await database.transact((tx) => retryStuckEvents(tx, kind, { batchId: 'c' }))).toBe(1)
    deliverer.wake()
    await until(async () => (await rowOf(kind))?.delivered === true)
  })

  test('an outage is no failure of the work: it never gets stuck by one', async () => {
    const kind = newKind()
    let tries = 0
    await tell(kind)
    const { deliverer } = await deliver(
      {
        [kind]: async () => {
          if (++tries < 5) throw new OutageError('away')
        },
      },
      { failuresMax: 2 },
    )
    await until(async () => {
      later(1)
      deliverer.wake()
      return (await rowOf(kind))?.delivered === true
    })
    expect(tries).toBe(5)
    expect(await rowOf(kind)).toMatchObject({ failures: 0, stuck: false })
  })
})

describe('ending', () => {
  test('a stop in the middle of long work puts it back, and the next start goes on with it', async () => {
    const kind = newKind()
    const steps: string[] = []
    await tell(kind)
    const longWork: Subscriber = async (_event, signal) => {
      steps.push('begun')
      for (let i = 0; i < 500; i++) {
        signal.throwIfAborted()
        await delay(20)
      }
    }
    const { deliverer } = await deliver({ [kind]: longWork })
    await until(() => steps.length === 1)
    const from = performance.now()
    await deliverer.stop()
    expect(performance.now() - from).toBeLessThan(5_000)
    expect(await rowOf(kind)).toMatchObject({ delivered: false, claimed: null, failures: 0, stuck: false })
    await deliver({ [kind]: async () => void steps.push('ended') })
    await until(async () => (await rowOf(kind))?.delivered === true)
    expect(steps).toEqual(['begun', 'ended'])
  })

  test('a lease that another node has taken ends the work, and nothing of its end is written', async () => {
    const kind = newKind()
    const ends: unknown[] = []
    let begun = 0
    await tell(kind)
    await deliver(
      {
        [kind]: async (_event, signal) => {
          begun++
          await new Promise((resolve) => signal.addEventListener('abort', resolve))
          ends.push(signal.reason)
          signal.throwIfAborted()
        },
      },
      { leaseMs: 300 },
    )
    await until(() => begun === 1)
    await database.query(
      `update outbox set claimed_by = $2, attempts = attempts + 1, claimed_until = $3 where kind = $1`,
      [kind, there, new Date(clock.nowMs() + 3_600_000).toISOString()],
    )
    await until(() => ends.length === 1)
    expect(ends[0]).toMatchObject({ name: 'WorkEnded', why: 'lease lost' })
    await delay(100)
    expect(await rowOf(kind)).toMatchObject({ claimed: there, delivered: false, failures: 0 })
  })

  test('what a killed node had claimed is free at its next start, without waiting for the lease', async () => {
    const kind = newKind()
    await tell(kind)
    await database.query(
      'update outbox set claimed_by = $2, claimed_until = $3, attempts = 1 where kind = $1',
      [kind, here, new Date(clock.nowMs() + 3_600_000).toISOString()],
    )
    await deliver({ [kind]: async () => undefined })
    await until(async () => (await rowOf(kind))?.delivered === true)
  })
})
