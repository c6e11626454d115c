// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  consistencyRanges,
  encodeUtf8,
  equalBytes,
  leafHash,
  makeInclusionProof,
  plainSuite,
  rootOf,
  type SubtreeRange,
  verifyConsistency,
} from '@probity/verify'
import { describe, expect, test } from 'vitest'
import { type Block, consistencySteps, inclusionSteps } from './joins.ts'

const SIZE_MAX = 21
const leaves = Array.from({ length: SIZE_MAX }, (_, at) => leafHash(plainSuite, encodeUtf8(`entry ${at}`)))
const hashOf = ({ begin, end }: SubtreeRange): Uint8Array => rootOf(plainSuite, leaves.slice(begin, end))

function expectWhole(blocks: readonly Block[], size: number): void {
  expect(blocks[0]?.begin).toBe(0)
  expect(blocks.at(-1)?.end).toBe(size)
  blocks.forEach((block, at) => {
    if (at > 0) expect(block.begin).toBe(blocks[at - 1]?.end)
    expect(equalBytes(block.hash, hashOf(block)), `${block.begin}-${block.end}`).toBe(true)
  })
}

describe('the steps of an inclusion', () => {
  test('cut the whole tree into blocks, and join them to its root, for every place of every size', () => {
    for (let size = 1; size <= SIZE_MAX; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const tree = leaves.slice(0, size)
        const leaf = leaves[index] as Uint8Array
        const steps = inclusionSteps(leaf, makeInclusionProof(plainSuite, tree, index))
        expectWhole(steps?.blocks ?? [], size)
        for (const { made } of steps?.joins ?? []) expect(equalBytes(made.hash, hashOf(made))).toBe(true)
        expect(equalBytes(steps?.root.hash as Uint8Array, rootOf(plainSuite, tree))).toBe(true)
        expect([steps?.root.begin, steps?.root.end]).toEqual([0, size])
      }
    }
  })

  test('of a path that is too short or too long are not drawn', () => {
    const proof = makeInclusionProof(plainSuite, leaves, 5)
    const leaf = leaves[5] as Uint8Array
    expect(inclusionSteps(leaf, { ...proof, path: proof.path.slice(1) })).toBeUndefined()
    expect(inclusionSteps(leaf, { ...proof, path: [...proof.path, leaf] })).toBeUndefined()
  })
})

describe('the steps of a consistency', () => {
  test('lead from the same blocks to both roots, for every two sizes', () => {
    for (let newerSize = 2; newerSize <= SIZE_MAX; newerSize += 1) {
      for (let olderSize = 1; olderSize < newerSize; olderSize += 1) {
        const [older, newer] = [olderSize, newerSize].map((size) => ({
          size,
          root: rootOf(plainSuite, leaves.slice(0, size)),
        })) as [{ size: number; root: Uint8Array }, { size: number; root: Uint8Array }]
        const path = consistencyRanges(olderSize, newerSize).map(hashOf)
        verifyConsistency(plainSuite, older, newer, path)
        const steps = consistencySteps(older, newer, path)
        expectWhole(steps?.blocks ?? [], newerSize)
        expect(equalBytes(steps?.olderRoot.hash as Uint8Array, older.root)).toBe(true)
        expect(equalBytes(steps?.newerRoot.hash as Uint8Array, newer.root)).toBe(true)
        expect(steps?.olderRoot).toMatchObject({ begin: 0, end: olderSize })
        expect(steps?.newerRoot).toMatchObject({ begin: 0, end: newerSize })
      }
    }
  })

  test('between trees of one size, and by a path of another length, are not drawn', () => {
    const tree = { size: 5, root: rootOf(plainSuite, leaves.slice(0, 5)) }
    expect(consistencySteps(tree, tree, [])).toBeUndefined()
    const newer = { size: 9, root: rootOf(plainSuite, leaves.slice(0, 9)) }
    expect(consistencySteps(tree, newer, [tree.root])).toBeUndefined()
  })
})
