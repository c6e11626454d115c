// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import { Refusal } from '../refusal.ts'
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  type ServerExit,
  startEmbeddedPostgres,
} from './embedded-postgres.ts'

export type SupervisedOptions = EmbeddedPostgresOptions & {
  readonly clock: Clock
  /** Told when the server ended without our stop: whether it is started again. */
  readonly onEnd: (end: { readonly restarts: boolean; readonly count: number }) => void
  /** Told once when it cannot be started again before somebody makes room on the disk. */
  readonly onFull: () => void
  readonly onReady: () => void
}

/** So often within the time below a server is started again; one that dies oftener is broken. */
const RESTARTS_MAX = 5
const WITHIN_MS = 600_000
const ROOM_EVERY_MS = 2_000

/**
 * The embedded PostgreSQL, started again at the same address when it ends by itself: who holds its URL sees an outage
 * of seconds, or of as long as the disk is full. `exited` settles when it was stopped, or has ended too often, or does
 * not start any more.
 */
export async function superviseEmbeddedPostgres(options: SupervisedOptions): Promise<EmbeddedPostgres> {
  const first = await startEmbeddedPostgres(options)
  let current = first
  let starting: Promise<EmbeddedPostgres> | undefined
  let stopping = false
  const port = Number(new URL(first.url).port)
  const ends: number[] = []

  const watch = async (): Promise<ServerExit> => {
    for (;;) {
      const how = await current.exited
      if (stopping || how.expected) return { ...how, expected: true }
      const nowMs = options.clock.nowMs()
      ends.push(nowMs)
      const count = ends.filter((at) => nowMs - at < WITHIN_MS).length
      const restarts = count <= RESTARTS_MAX
      options.onEnd({ restarts, count })
      if (!restarts) return how
      starting = startWhenThereIsRoom({ ...options, port }, () => stopping)
      const again = await starting.catch(() => undefined)
      starting = undefined
      if (!again) return stopping ? { ...how, expected: true } : how
      current = again
      if (stopping) await again.stop()
      else options.onReady()
    }
  }
  const exited = watch()

  return {
    url: first.url,
    adminUrl: first.adminUrl,
    urlOf: (database) => first.urlOf(database),
    get pid() {
      return current.pid
    },
    exited,
    stop: async () => {
      stopping = true
      await starting?.catch(() => undefined)
      await current.stop()
      await exited
    },
  }
}

/** A server that has ended for want of room is not broken: it comes again when there is some. */
async function startWhenThereIsRoom(
  options: SupervisedOptions,
  isStopping: () => boolean,
): Promise<EmbeddedPostgres> {
  for (let tries = 1; ; tries++) {
    try {
      return await startEmbeddedPostgres(options)
    } catch (error) {
      if (isStopping() || !(error instanceof Refusal && error.code === 'DISK_FULL')) throw error
      if (tries === 1) options.onFull()
      await delay(ROOM_EVERY_MS)
    }
  }
}
