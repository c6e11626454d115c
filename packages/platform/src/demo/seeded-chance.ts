// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { assert } from '../kernel/refusal.ts'

/** Chance that falls the same way each time for the same seed: the demo world must be the same on every machine. */
export type Chance = {
  /** From 0 to 1, 1 excluded. */
  fraction(): number
  /** A whole number, both ends included. */
  between(min: number, max: number): number
  happens(share: number): boolean
  pick<T>(items: ArrayLike<T>): T
}

export function seededChance(seed: string): Chance {
  let state = hashOf(seed)
  const fraction = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    // The low bits of a xorshift are its weakest: a multiplication spreads them.
    return (Math.imul(state, 0x9e3779b1) >>> 0) / 2 ** 32
  }
  const between = (min: number, max: number): number => min + Math.floor(fraction() * (max - min + 1))
  return {
    fraction,
    between,
    happens: (share) => fraction() < share,
    pick<T>(items: ArrayLike<T>): T {
      assert(items.length > 0, 'there is something to pick from')
      return items[between(0, items.length - 1)] as T
    },
  }
}

/** FNV-1a; never 0, where a xorshift would stay. */
function hashOf(seed: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < seed.length; at++) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193)
  return hash === 0 ? 1 : hash
}
