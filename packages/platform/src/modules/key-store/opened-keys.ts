// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Clock } from '../../kernel/clock.ts'

const SWEEP_MS = 5_000

/**
 * Opened keys for as long as they may be remembered: an erasure elsewhere is obeyed here within that time. Bounded; the
 * oldest go first.
 */
export class OpenedKeys<Id> {
  readonly #clock: Clock
  readonly #keptMs: number
  readonly #countMax: number
  /** In the order in which they were opened, which is the order in which they end. */
  readonly #keys = new Map<Id, { readonly key: Buffer; readonly untilMs: number }>()
  readonly #sweeping: NodeJS.Timeout

  constructor(clock: Clock, limits: { readonly keptMs: number; readonly countMax: number }) {
    this.#clock = clock
    this.#keptMs = limits.keptMs
    this.#countMax = limits.countMax
    // An idle node forgets too.
    this.#sweeping = setInterval(() => this.#sweep(), SWEEP_MS).unref()
  }

  get size(): number {
    return this.#keys.size
  }

  get(id: Id): Buffer | undefined {
    const entry = this.#keys.get(id)
    return entry && entry.untilMs > this.#clock.nowMs() ? entry.key : undefined
  }

  /** @param openedMs when it was read from the store: not later than that does its time begin */
  add(id: Id, key: Buffer, openedMs: number): void {
    this.#keys.delete(id)
    this.#keys.set(id, { key, untilMs: openedMs + this.#keptMs })
    for (const oldest of this.#keys.keys()) {
      if (this.#keys.size <= this.#countMax) return
      this.#keys.delete(oldest)
    }
  }

  clear(): void {
    clearInterval(this.#sweeping)
    this.#keys.clear()
  }

  #sweep(): void {
    const nowMs = this.#clock.nowMs()
    for (const [id, { untilMs }] of this.#keys) if (untilMs <= nowMs) this.#keys.delete(id)
  }
}
