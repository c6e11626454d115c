// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  equalBytes,
  halvesOf,
  hashesFromTiles,
  nodeHash,
  plainSuite,
  type ReadTile,
  type SubtreeRange,
} from '@probity/verify'

/** A piece of the tree as it is drawn: so many levels below a subtree, and what lies deeper as one block. */
export type Branch = SubtreeRange & {
  readonly depth: number
  readonly halves: readonly [Branch, Branch] | null
}

/** A subtree, and how it hangs in the whole: the half beside it at each step down. */
export type Focus = { readonly range: SubtreeRange; readonly beside: readonly SubtreeRange[] }

export function cutTree({ begin, end }: SubtreeRange, levels: number, depth = 0): Branch {
  if (depth === levels || end - begin === 1) return { begin, end, depth, halves: null }
  const [left, right] = halvesOf({ begin, end })
  return { begin, end, depth, halves: [cutTree(left, levels, depth + 1), cutTree(right, levels, depth + 1)] }
}

/** The blocks at the foot of the drawing, from the oldest entry to the newest. */
export function endsOf(branch: Branch): Branch[] {
  return branch.halves ? branch.halves.flatMap(endsOf) : [branch]
}

/** Undefined when the tree of this size has no such subtree. */
export function focusOn(range: SubtreeRange, size: number): Focus | undefined {
  const beside: SubtreeRange[] = []
  let here: SubtreeRange = { begin: 0, end: size }
  while (here.begin !== range.begin || here.end !== range.end) {
    if (here.end - here.begin < 2) return undefined
    const [left, right] = halvesOf(here)
    const isLeft = range.end <= left.end
    if (!isLeft && range.begin < right.begin) return undefined
    beside.push(isLeft ? right : left)
    here = isLeft ? left : right
  }
  return { range, beside }
}

/** The subtree around one, to go up: it itself when it is the whole. */
export function around({ range, beside }: Focus): SubtreeRange {
  const last = beside.at(-1)
  if (!last) return range
  return { begin: Math.min(range.begin, last.begin), end: Math.max(range.end, last.end) }
}

export type DrawnTree = {
  readonly branch: Branch
  readonly hashOf: (branch: SubtreeRange) => Uint8Array
  /** Whether all of it leads to the root that was signed. */
  readonly isSigned: boolean
}

export function rangesOf(focus: Focus, levels: number): SubtreeRange[] {
  return [...endsOf(cutTree(focus.range, levels)), ...focus.beside]
}

/** Only the blocks at the foot come from tiles; everything above them is computed here, up to the signed root. */
export function drawTree(
  read: ReadTile,
  focus: Focus,
  levels: number,
  signed: { readonly size: number; readonly root: Uint8Array },
): DrawnTree {
  const branch = cutTree(focus.range, levels)
  const ends = endsOf(branch)
  const known = new Map<string, Uint8Array>()
  const given = hashesFromTiles(plainSuite, read, rangesOf(focus, levels), signed.size)
  ends.forEach((end, at) => {
    known.set(nameOf(end), given[at] as Uint8Array)
  })
  const own = compute(branch, known)
  const beside = given.slice(ends.length)
  const root = focus.beside.reduceRight((hash, range, at) => {
    const other = beside[at] as Uint8Array
    return range.begin < focus.range.begin
      ? nodeHash(plainSuite, other, hash)
      : nodeHash(plainSuite, hash, other)
  }, own)
  return {
    branch,
    hashOf: (one) => known.get(nameOf(one)) ?? own,
    isSigned: equalBytes(root, signed.root),
  }
}

function compute(branch: Branch, known: Map<string, Uint8Array>): Uint8Array {
  const have = known.get(nameOf(branch))
  if (have || !branch.halves) return have as Uint8Array
  const [left, right] = branch.halves
  const hash = nodeHash(plainSuite, compute(left, known), compute(right, known))
  known.set(nameOf(branch), hash)
  return hash
}

function nameOf({ begin, end }: SubtreeRange): string {
  return `${begin}-${end}`
}
