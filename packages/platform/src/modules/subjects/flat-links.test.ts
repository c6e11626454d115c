// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { flatLinks, type Join } from './flat-links.ts'

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const grounds = fc
  .array(fc.record({ memberId: id, canonicalId: id }), { maxLength: 10 })
  .map((all) => all.filter((one) => one.memberId !== one.canonicalId))

/** Groups by following grounds from each subject as far as they lead. */
function reachable(from: string, all: readonly Join[]): string[] {
  const seen = new Set([from])
  for (const one of seen) {
    for (const { memberId, canonicalId } of all) {
      if (memberId === one) seen.add(canonicalId)
      if (canonicalId === one) seen.add(memberId)
    }
  }
  return [...seen].sort()
}

test('links are flat, never a cycle, and join exactly whom grounds in force join', () => {
  fc.assert(
    fc.property(grounds, (all) => {
      const links = flatLinks(all)
      for (const canonical of links.values()) expect(links.has(canonical)).toBe(false)
      const root = (one: string): string => links.get(one as 'a') ?? one
      for (const one of 'abcdef') {
        const group = reachable(one, all)
        expect([...'abcdef'].filter((other) => root(other) === root(one))).toEqual(group)
      }
    }),
  )
})

test('the order in which grounds were made does not matter', () => {
  fc.assert(
    fc.property(grounds, (all) => {
      expect(flatLinks([...all].reverse())).toEqual(flatLinks(all))
    }),
  )
})

test('whom no ground makes a member is the canonical; of several the oldest', () => {
  expect(flatLinks([{ memberId: 'a', canonicalId: 'b' }])).toEqual(new Map([['a', 'b']]))
  const chain = [
    { memberId: 'a', canonicalId: 'b' },
    { memberId: 'b', canonicalId: 'c' },
  ]
  expect(Object.fromEntries(flatLinks(chain))).toEqual({ a: 'c', b: 'c' })
  const two = [
    { memberId: 'c', canonicalId: 'b' },
    { memberId: 'c', canonicalId: 'a' },
  ]
  expect(Object.fromEntries(flatLinks(two))).toEqual({ b: 'a', c: 'a' })
})
