// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Block, Join } from './joins.ts'

export type Point = { readonly x: number; readonly y: number }
export type PlacedJoin = {
  readonly join: Join
  readonly at: Point
  /** Where the lines to it begin, the upper one first. */
  readonly upper: Point
  readonly lower: Point
}
export type JoinsLayout = {
  readonly height: number
  readonly box: { readonly x: number; readonly width: number; readonly height: number }
  /** The middle of each block's box, in the order of the blocks. */
  readonly rows: readonly number[]
  readonly right: readonly PlacedJoin[]
  readonly left: readonly PlacedJoin[]
  readonly rightEnd: Point
  readonly leftEnd: Point | null
}

const ROW = 34
const BOX = 26
const STEP_MAX = 56
/** From the last join to the middle of the root, and from there to the edge. */
const END = 28
const EDGE = 16

/**
 * Blocks one above the other in the order of their entries; the ways to the root go to the right, and those to an older
 * root to the left. So the picture is as high as the proof is long, and fits a telephone.
 */
export function layoutJoins(
  blocks: readonly Block[],
  ways: { readonly right: readonly Join[]; readonly left?: readonly Join[] | undefined },
  seed: Block,
  width: number,
  boxWidth: number,
): JoinsLayout {
  const rows = blocks.map((_, at) => at * ROW + ROW / 2)
  const rowOf = (block: Block) => rows[blocks.findIndex(({ begin }) => begin === block.begin)] ?? 0
  const hasLeft = ways.left !== undefined
  const share = (width - boxWidth) / (hasLeft ? 2 : 1) - END - EDGE
  const boxX = hasLeft ? EDGE + END + share : 0
  const place = (joins: readonly Join[], from: number, step: number): PlacedJoin[] => {
    let have: Point = { x: from, y: rowOf(seed) }
    return joins.map((join, at) => {
      const given: Point = { x: from, y: rowOf(join[join.given]) }
      const here = { x: from + (at + 1) * step, y: (have.y + given.y) / 2 }
      const [upper, lower] = join.given === 'left' ? [given, have] : [have, given]
      have = here
      return { join, at: here, upper, lower }
    })
  }
  const stepOf = (joins: readonly Join[]) => Math.min(STEP_MAX, share / Math.max(1, joins.length))
  const right = place(ways.right, boxX + boxWidth, stepOf(ways.right))
  const left = place(ways.left ?? [], boxX, -stepOf(ways.left ?? []))
  const endOf = (placed: readonly PlacedJoin[], from: number, gap: number): Point => {
    const { x, y } = placed.at(-1)?.at ?? { x: from, y: rowOf(seed) }
    return { x: x + gap, y }
  }
  return {
    height: blocks.length * ROW,
    box: { x: boxX, width: boxWidth, height: BOX },
    rows,
    right,
    left,
    rightEnd: endOf(right, boxX + boxWidth, END),
    leftEnd: hasLeft ? endOf(left, boxX, -END) : null,
  }
}
