// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  encodeUtf8,
  equalBytes,
  leafHash,
  plainSuite,
  type ReadTile,
  rootOf,
  type SubtreeRange,
  type Tile,
} from '@probity/verify'
import { describe, expect, test } from 'vitest'
import { around, type Branch, cutTree, drawTree, endsOf, focusOn } from './tree.ts'

const SIZE = 700
const leaves = Array.from({ length: SIZE }, (_, at) => leafHash(plainSuite, encodeUtf8(`entry ${at}`)))
const hashOf = ({ begin, end }: SubtreeRange): Uint8Array => rootOf(plainSuite, leaves.slice(begin, end))
const read: ReadTile = ({ level, index, width }: Tile) => {
  const span = 256 ** level
  const hashes = Array.from({ length: width }, (_, at) => {
    const begin = (index * 256 + at) * span
    return hashOf({ begin, end: begin + span })
  })
  return Uint8Array.from(hashes.flatMap((hash) => [...hash]))
}
const signed = { size: SIZE, root: hashOf({ begin: 0, end: SIZE }) }
const whole = { begin: 0, end: SIZE }

function* branchesOf(branch: Branch): Generator<Branch> {
  yield branch
  for (const half of branch.halves ?? []) yield* branchesOf(half)
}

describe('a piece of the tree', () => {
  test('ends in blocks that are all of it, in order', () => {
    const ends = endsOf(cutTree(whole, 4))
    expect([ends[0]?.begin, ends.at(-1)?.end]).toEqual([0, SIZE])
    ends.forEach((end, at) => {
      if (at > 0) expect(end.begin).toBe(ends[at - 1]?.end)
    })
    expect(endsOf(cutTree({ begin: 8, end: 10 }, 4))).toHaveLength(2)
    expect(endsOf(cutTree({ begin: 8, end: 9 }, 4))).toHaveLength(1)
  })

  test.each([
    whole,
    { begin: 512, end: SIZE },
    { begin: 0, end: 512 },
    { begin: 696, end: 700 },
    { begin: 699, end: 700 },
  ])('is drawn from tiles with the hashes of the tree, and leads to the signed root: %o', (range) => {
    const focus = focusOn(range, SIZE)
    if (!focus) throw new Error('the tree has this subtree')
    const drawn = drawTree(read, focus, 4, signed)
    expect(drawn.isSigned).toBe(true)
    for (const branch of branchesOf(drawn.branch))
      expect(equalBytes(drawn.hashOf(branch), hashOf(branch)), `${branch.begin}-${branch.end}`).toBe(true)
  })

  test('that a tile belies leads to another root', () => {
    const focus = focusOn({ begin: 512, end: SIZE }, SIZE)
    if (!focus) throw new Error('the tree has this subtree')
    const lying: ReadTile = (tile) => {
      const bytes = read(tile)
      return tile.level === 0 && tile.index === 2 ? bytes.with(40, (bytes[40] as number) ^ 1) : bytes
    }
    expect(drawTree(lying, focus, 4, signed).isSigned).toBe(false)
  })
})

describe('a focus', () => {
  test('is a subtree of the tree, and knows the one around it', () => {
    const focus = focusOn({ begin: 640, end: 696 }, SIZE)
    expect(focus).toBeUndefined()
    const inside = focusOn({ begin: 640, end: 672 }, SIZE)
    expect(inside && around(inside)).toEqual({ begin: 640, end: 700 })
    const top = focusOn(whole, SIZE)
    expect(top && around(top)).toEqual(whole)
  })

  test.each([
    { begin: 1, end: 3 },
    { begin: 0, end: 701 },
    { begin: -1, end: 4 },
    { begin: 3, end: 3 },
    { begin: 0.5, end: 1 },
    { begin: Number.NaN, end: 8 },
  ])('%o is none', (range) => {
    expect(focusOn(range, SIZE)).toBeUndefined()
  })
})
