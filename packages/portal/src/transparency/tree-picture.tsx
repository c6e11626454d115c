// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { encodeBase64, type SubtreeRange } from '@probity/verify'
import type { MouseEvent, ReactNode } from 'react'
import { useWords } from '../i18n/language.ts'
import { FINGERPRINT_WIDTH, FingerprintBars } from '../proof/fingerprint.tsx'
import { useBlockName } from '../proof/use-block-name.ts'
import { showNumber } from '../report/show-value.ts'
import { type Branch, type DrawnTree, endsOf } from './tree.ts'

const LEVEL = 54
const PILL = { width: FINGERPRINT_WIDTH + 8, height: 22 }
const FOOT = 62
const LETTER = 6.8

type Props = {
  readonly tree: DrawnTree
  readonly width: number
  /** The entry that is chosen: its way up is marked. */
  readonly chosen: number | null
  readonly onOpen: (range: SubtreeRange) => void
}

/** How many levels fit the width, so that what stands under a block can be read. */
export function levelsFor(width: number, size: number): number {
  const label = `${showNumber(size, 'en')}–${showNumber(size, 'en')}`.length * LETTER
  const ends = width / Math.max(PILL.width + 6, label + 8)
  return Math.max(1, Math.min(4, Math.floor(Math.log2(ends))))
}

export function TreePicture({ tree, width, chosen, onOpen }: Props): ReactNode {
  const { t } = useWords()
  const ends = endsOf(tree.branch)
  const foot = Math.max(...ends.map(({ depth }) => depth))
  const placeOf = placing(ends, width, foot)
  const height = foot * LEVEL + PILL.height + FOOT
  return (
    <nav aria-label={t('log.tree.label', { count: ends.length })}>
      <svg
        className="tree"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="presentation"
      >
        <Lines branch={tree.branch} placeOf={placeOf} chosen={chosen} />
        <Nodes branch={tree.branch} placeOf={placeOf} chosen={chosen} tree={tree} />
        {ends.map((end) => (
          <Foot key={end.begin} end={end} at={placeOf(end)} isChosen={holds(end, chosen)} onOpen={onOpen} />
        ))}
      </svg>
    </nav>
  )
}

type Place = (branch: Branch) => { readonly x: number; readonly y: number }

/** Ends stand side by side at the foot, the others above the middle of what they are made of. */
function placing(ends: readonly Branch[], width: number, foot: number): Place {
  const xOf = (branch: Branch): number => {
    if (branch.halves) return (xOf(branch.halves[0]) + xOf(branch.halves[1])) / 2
    return ((ends.findIndex(({ begin }) => begin === branch.begin) + 0.5) * width) / ends.length
  }
  return (branch) => ({
    x: xOf(branch),
    y: PILL.height / 2 + 1 + (branch.halves ? branch.depth : foot) * LEVEL,
  })
}

function holds({ begin, end }: SubtreeRange, chosen: number | null): boolean {
  return chosen !== null && chosen >= begin && chosen < end
}

type DrawProps = { readonly branch: Branch; readonly placeOf: Place; readonly chosen: number | null }

function Lines({ branch, placeOf, chosen }: DrawProps): ReactNode {
  if (!branch.halves) return null
  const from = placeOf(branch)
  return branch.halves.map((half) => {
    const to = placeOf(half)
    const middle = (from.y + to.y) / 2
    return (
      <g key={half.begin}>
        <path
          className={holds(half, chosen) ? 'tree-line is-way' : 'tree-line'}
          d={`M${from.x} ${from.y}C${from.x} ${middle} ${to.x} ${middle} ${to.x} ${to.y}`}
        />
        <Lines branch={half} placeOf={placeOf} chosen={chosen} />
      </g>
    )
  })
}

function Nodes({ branch, placeOf, chosen, tree }: DrawProps & { tree: DrawnTree }): ReactNode {
  const { x, y } = placeOf(branch)
  const hash = tree.hashOf(branch)
  return (
    <>
      <g className={holds(branch, chosen) ? 'tree-node is-way' : 'tree-node'}>
        <rect
          x={x - PILL.width / 2}
          y={y - PILL.height / 2}
          width={PILL.width}
          height={PILL.height}
          rx={branch.end - branch.begin === 1 ? 3 : 11}
        />
        <FingerprintBars hash={hash} x={x - FINGERPRINT_WIDTH / 2} y={y} />
        <title>{encodeBase64(hash)}</title>
      </g>
      {branch.halves?.map((half) => (
        <Nodes key={half.begin} branch={half} placeOf={placeOf} chosen={chosen} tree={tree} />
      ))}
    </>
  )
}

type FootProps = {
  readonly end: Branch
  readonly at: { readonly x: number; readonly y: number }
  readonly isChosen: boolean
  readonly onOpen: (range: SubtreeRange) => void
}

/** A block opens, an entry is chosen: a link, so that the keyboard finds it and it can be opened beside. */
function Foot({ end, at: { x, y }, isChosen, onOpen }: FootProps): ReactNode {
  const { t, language } = useWords()
  const nameOf = useBlockName('entry')
  const count = end.end - end.begin
  const top = y + PILL.height / 2
  const open = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    onOpen(end)
  }
  const label =
    count === 1
      ? t('log.tree.choose', { what: nameOf(end) })
      : t('log.tree.open', { what: nameOf(end), count: showNumber(count, language) })
  return (
    <a
      href={count === 1 ? `?entry=${end.begin}` : `?at=${end.begin}-${end.end}`}
      className={isChosen ? 'tree-foot is-way' : 'tree-foot'}
      aria-label={label}
      aria-current={isChosen && count === 1 ? 'true' : undefined}
      onClick={open}
    >
      {count > 1 && <path className="tree-fan" d={`M${x} ${top}l-17 20h34z`} />}
      <rect className="tree-touch" x={x - 24} y={y - 14} width={48} height={FOOT + 8} rx="4" />
      <text x={x} y={top + (count > 1 ? 36 : 18)}>
        {nameOf(end)}
      </text>
    </a>
  )
}
