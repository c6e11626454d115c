// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { encodeBase64, equalBytes } from '@probity/verify'
import { type ReactNode, useRef } from 'react'
import { useWidth } from '../frame/use-width.ts'
import { FINGERPRINT_WIDTH, FingerprintBars } from './fingerprint.tsx'
import type { Block, Join } from './joins.ts'
import { type JoinsLayout, layoutJoins, type PlacedJoin, type Point } from './joins-layout.ts'

type Props = {
  readonly label: string
  readonly blocks: readonly Block[]
  /** Where the reader's own computation begins. */
  readonly seed: Block
  readonly right: readonly Join[]
  /** The way to an older root, when there is one. */
  readonly left?: readonly Join[]
  readonly nameOf: (block: Block) => string
  readonly classOf: (block: Block) => 'own' | 'given' | 'new'
  /** The roots that were signed, to be compared with those the ways end in. */
  readonly signed: { readonly right: Uint8Array; readonly left?: Uint8Array }
  /** How many joins have been taken so far. */
  readonly taken: number
}

const LETTER = 7.2

export function JoinsPicture(props: Props): ReactNode {
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const { blocks, seed, right, left, nameOf, label } = props
  const longest = Math.max(...blocks.map((block) => nameOf(block).length)) * LETTER + 20
  const isRoomy = longest + FINGERPRINT_WIDTH + 14 < width * 0.42
  const boxWidth = Math.ceil(isRoomy ? longest + FINGERPRINT_WIDTH + 14 : Math.max(longest, 64))
  const layout = layoutJoins(blocks, { right, left }, seed, width, boxWidth)
  return (
    <div ref={place} className="joins-place">
      <svg
        className="joins"
        width={width}
        height={layout.height}
        viewBox={`0 0 ${width} ${layout.height}`}
        role="img"
        aria-label={label}
      >
        <Ways layout={layout} {...props} />
        {blocks.map((block, at) => (
          <BlockBox key={block.begin} {...{ block, layout, isRoomy, ...props }} y={layout.rows[at] ?? 0} />
        ))}
      </svg>
    </div>
  )
}

function Ways({ layout, left = [], right, seed, signed, taken }: Props & { layout: JoinsLayout }): ReactNode {
  const { x, width } = layout.box
  const rootOf = (joins: readonly Join[]) => joins.at(-1)?.made ?? seed
  return (
    <>
      <Way placed={layout.right} end={layout.rightEnd} edge={x + width} taken={taken} joins={right} />
      <Root
        at={layout.rightEnd}
        made={rootOf(right)}
        signed={signed.right}
        isReached={taken >= right.length}
      />
      {layout.leftEnd && signed.left && (
        <>
          <Way placed={layout.left} end={layout.leftEnd} edge={x} taken={taken} joins={right} isOlder />
          <Root
            at={layout.leftEnd}
            made={rootOf(left)}
            signed={signed.left}
            isReached={taken >= right.length}
          />
        </>
      )}
    </>
  )
}

type WayProps = {
  readonly placed: readonly PlacedJoin[]
  readonly end: Point
  /** The side of the boxes from which the way begins. */
  readonly edge: number
  readonly taken: number
  /** Of the right way: the left one takes its steps at the same time. */
  readonly joins: readonly Join[]
  readonly isOlder?: boolean
}

function Way({ placed, end, edge, taken, joins, isOlder = false }: WayProps): ReactNode {
  const step = placed.length > 1 ? Math.abs((placed[1]?.at.x ?? 0) - (placed[0]?.at.x ?? 0)) : 44
  const last = placed.at(-1)?.at
  const turnOf = (one: PlacedJoin) => {
    const given = one.join[one.join.given]
    return joins.findIndex((join) => join[join.given].begin === given.begin)
  }
  return (
    <g className={isOlder ? 'way way-older' : 'way'}>
      {placed.map((one) => {
        const [given, own] = one.join.given === 'left' ? [one.upper, one.lower] : [one.lower, one.upper]
        return (
          <g key={one.at.x} className={turnOf(one) < taken ? 'is-on' : 'is-off'}>
            <path className="way-given" d={bend(given, one.at)} />
            <path className="way-own" d={bend(own, one.at)} />
          </g>
        )
      })}
      <path
        className={taken >= joins.length ? 'way-own is-on' : 'way-own is-off'}
        d={`M${last?.x ?? edge} ${end.y}H${end.x}`}
      />
      {/* Above all lines: the numbers are read. */}
      {placed.map((one) => (
        <JoinSign
          key={one.at.x}
          placed={one}
          turn={turnOf(one)}
          isOn={turnOf(one) < taken}
          isRoomy={step >= 22}
        />
      ))}
    </g>
  )
}

type SignProps = { placed: PlacedJoin; turn: number; isOn: boolean; isRoomy: boolean }

function JoinSign({ placed: { at, join }, turn, isOn, isRoomy }: SignProps): ReactNode {
  return (
    <g className={isOn ? 'is-on' : 'is-off'}>
      <circle cx={at.x} cy={at.y} r={isRoomy ? 9 : 4} className="way-join">
        <title>{encodeBase64(join.made.hash)}</title>
      </circle>
      {isRoomy && (
        <text x={at.x} y={at.y + 4} className="way-number">
          {turn + 1}
        </text>
      )}
    </g>
  )
}

/** Sideways first, then up or down to the join, with a soft corner. */
function bend(from: Point, to: Point): string {
  const radius = Math.min(6, Math.abs(to.y - from.y), Math.abs(to.x - from.x))
  const [dx, dy] = [Math.sign(to.x - from.x) * radius, Math.sign(to.y - from.y) * radius]
  return `M${from.x} ${from.y}H${to.x - dx}Q${to.x} ${from.y} ${to.x} ${from.y + dy}V${to.y}`
}

type RootProps = { at: Point; made: Block; signed: Uint8Array; isReached: boolean }

function Root({ at: { x, y }, made, signed, isReached }: RootProps): ReactNode {
  const isSame = equalBytes(made.hash, signed)
  const state = isReached ? (isSame ? 'root-same' : 'root-other') : 'root-waiting'
  return (
    <g className={`root ${state}`}>
      <circle cx={x} cy={y} r="13" />
      {isReached && <path d={isSame ? `M${x - 5} ${y}l3.5 4 7-8` : `M${x - 4} ${y - 4}l8 8m0-8l-8 8`} />}
      <title>{encodeBase64(made.hash)}</title>
    </g>
  )
}

type BoxProps = Props & { block: Block; y: number; layout: JoinsLayout; isRoomy: boolean }

function BlockBox({ block, y, layout, isRoomy, nameOf, classOf }: BoxProps): ReactNode {
  const { x, width, height } = layout.box
  return (
    <g className={`block block-${classOf(block)}`}>
      <rect x={x + 0.5} y={y - height / 2} width={width - 1} height={height} rx="4" />
      <text x={isRoomy ? x + 10 : x + width / 2} y={y + 4.5} textAnchor={isRoomy ? 'start' : 'middle'}>
        {nameOf(block)}
      </text>
      {isRoomy && <FingerprintBars hash={block.hash} x={x + width - FINGERPRINT_WIDTH - 9} y={y} />}
      <title>{encodeBase64(block.hash)}</title>
    </g>
  )
}
