// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'

type Piece = { readonly text: string; readonly isHit: boolean; readonly at: number }

/** Marks the runs of the name that also stand in the query, two characters at least. */
export function markHits(name: string, query: string): Piece[] {
  const sought = query.normalize('NFKC').toLowerCase()
  const text = name.toLowerCase()
  const pieces: Piece[] = []
  let at = 0
  while (at < name.length) {
    const run = longestRun(text, at, sought)
    const isHit = run >= 2
    const length = isHit ? run : 1
    const last = pieces.at(-1)
    if (last && !isHit && !last.isHit)
      pieces[pieces.length - 1] = { ...last, text: last.text + name.slice(at, at + length) }
    else pieces.push({ text: name.slice(at, at + length), isHit, at })
    at += length
  }
  return pieces
}

function longestRun(text: string, at: number, sought: string): number {
  let length = 0
  while (at + length < text.length && sought.includes(text.slice(at, at + length + 1))) length++
  return length
}

export function Highlighted({ name, query }: { name: string; query: string }): ReactNode {
  return (
    <span lang="zh-CN">
      {markHits(name, query).map((piece) =>
        piece.isHit ? <mark key={piece.at}>{piece.text}</mark> : <span key={piece.at}>{piece.text}</span>,
      )}
    </span>
  )
}
