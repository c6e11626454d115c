// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  consistencyRanges,
  type InclusionProof,
  inclusionRanges,
  nodeHash,
  plainSuite,
  type SubtreeRange,
  type Tree,
} from '@probity/verify'

/**
 * A proof as the steps that a reader can follow with a finger. They are computed here, in the reader's browser, and
 * decide nothing: the verdict is always that of `verifyInclusion` and `verifyConsistency`.
 */
export type Block = SubtreeRange & { readonly hash: Uint8Array }

/** Two neighbouring blocks become one; `given` says which of them the log has handed us. */
export type Join = {
  readonly left: Block
  readonly right: Block
  readonly made: Block
  readonly given: 'left' | 'right'
}

export type InclusionSteps = {
  /** In the order of the entries: together they are the whole tree. */
  readonly blocks: readonly Block[]
  readonly own: Block
  readonly joins: readonly Join[]
  readonly root: Block
}

export type ConsistencySteps = {
  readonly blocks: readonly Block[]
  /** The block that ends where the older tree ends: both ways begin with it. */
  readonly seed: Block
  readonly olderJoins: readonly Join[]
  readonly newerJoins: readonly Join[]
  readonly olderRoot: Block
  readonly newerRoot: Block
}

/** Undefined when the path has not the length that a tree of this size asks for: then there is nothing to draw. */
export function inclusionSteps(
  leaf: Uint8Array,
  { index, size, path }: InclusionProof,
): InclusionSteps | undefined {
  const ranges = inclusionRanges(index, size)
  const given = blocksOf(ranges, path)
  if (!given) return undefined
  const own = { begin: index, end: index + 1, hash: leaf }
  const joins = joinAll(own, given)
  return { blocks: inOrder([own, ...given]), own, joins, root: joins.at(-1)?.made ?? own }
}

/** Undefined as above, and for two trees between which nothing is to be shown. */
export function consistencySteps(
  older: Tree,
  newer: Tree,
  path: readonly Uint8Array[],
): ConsistencySteps | undefined {
  const ranges = consistencyRanges(older.size, newer.size)
  const given = blocksOf(ranges, path)
  const [first] = ranges
  if (!given || !first) return undefined
  // An older tree that is one full subtree is its own first block, and the proof leaves it out.
  const isWhole = first.end > older.size
  const whole = { begin: 0, end: older.size, hash: older.root }
  const [seed = whole, ...rest] = isWhole ? [whole, ...given] : given
  const olderJoins = joinAll(
    seed,
    rest.filter((block) => block.end <= older.size),
  )
  const newerJoins = joinAll(seed, rest)
  return {
    blocks: inOrder([seed, ...rest]),
    seed,
    olderJoins,
    newerJoins,
    olderRoot: olderJoins.at(-1)?.made ?? seed,
    newerRoot: newerJoins.at(-1)?.made ?? seed,
  }
}

function blocksOf(ranges: readonly SubtreeRange[], hashes: readonly Uint8Array[]): Block[] | undefined {
  if (ranges.length !== hashes.length) return undefined
  return ranges.map((range, at) => ({ ...range, hash: hashes[at] as Uint8Array }))
}

function joinAll(from: Block, given: readonly Block[]): Join[] {
  const joins: Join[] = []
  let have = from
  for (const block of given) {
    const isLeft = block.end <= have.begin
    const [left, right] = isLeft ? [block, have] : [have, block]
    const hash = nodeHash(plainSuite, left.hash, right.hash)
    have = { begin: left.begin, end: right.end, hash }
    joins.push({ left, right, made: have, given: isLeft ? 'left' : 'right' })
  }
  return joins
}

function inOrder(blocks: readonly Block[]): Block[] {
  return [...blocks].sort((a, b) => a.begin - b.begin)
}
