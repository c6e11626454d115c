// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Checkpoint, type SubtreeRange, tilesOfRanges } from '@probity/verify'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useRef } from 'react'
import { useWidth } from '../frame/use-width.ts'
import { useWords } from '../i18n/language.ts'
import { useBlockName } from '../proof/use-block-name.ts'
import { Loading } from '../states/page-loading.tsx'
import { fetchTiles } from './log-source.ts'
import { LogTrouble } from './log-trouble.tsx'
import { SignedMark } from './signed-mark.tsx'
import { around, drawTree, type Focus, focusOn, rangesOf } from './tree.ts'
import { levelsFor, TreePicture } from './tree-picture.tsx'

type Props = {
  readonly checkpoint: Checkpoint
  readonly at: SubtreeRange | null
  readonly chosen: number | null
  readonly onAt: (range: SubtreeRange | null) => void
  readonly onChoose: (index: number) => void
}

/** The log as it is: a tree over its entries, drawn from the tiles that the piece needs, and followed to the root. */
export function TreeSection({ checkpoint, at, chosen, onAt, onChoose }: Props): ReactNode {
  const { t } = useWords()
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const whole = { begin: 0, end: checkpoint.size }
  const focus: Focus = (at && focusOn(at, checkpoint.size)) || { range: whole, beside: [] }
  const levels = levelsFor(width, checkpoint.size)
  const { begin, end } = focus.range
  const query = useQuery({
    queryKey: ['tree', checkpoint.size, begin, end, levels],
    queryFn: async () => {
      const { read } = await fetchTiles(tilesOfRanges(rangesOf(focus, levels), checkpoint.size))
      return drawTree(read, focus, levels, checkpoint)
    },
    placeholderData: keepPreviousData,
  })
  return (
    <section aria-labelledby="tree-title">
      <h2 id="tree-title">{t('log.tree.title')}</h2>
      <p className="log-lead">{t('log.tree.lead')}</p>
      <Crumbs focus={focus} onAt={onAt} />
      <div ref={place} className="tree-place">
        {query.data ? (
          <TreePicture
            tree={query.data}
            width={width}
            chosen={chosen}
            onOpen={(range) => (range.end - range.begin === 1 ? onChoose(range.begin) : onAt(range))}
          />
        ) : query.error ? (
          <LogTrouble error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Loading rows={4} />
        )}
      </div>
      {query.data && (
        <SignedMark isRight={query.data.isSigned} right="log.tree.signed" wrong="log.tree.unsigned" />
      )}
    </section>
  )
}

function Crumbs({ focus, onAt }: { focus: Focus; onAt: Props['onAt'] }): ReactNode {
  const { t } = useWords()
  const nameOf = useBlockName('entry')
  if (focus.beside.length === 0) return null
  const up = around(focus)
  return (
    <nav className="tree-crumbs" aria-label={t('log.tree.crumbs')}>
      <button type="button" className="small-button" onClick={() => onAt(null)}>
        {t('log.tree.whole')}
      </button>
      {focus.beside.length > 1 && (
        <button type="button" className="small-button" onClick={() => onAt(up)}>
          {t('log.tree.up', { what: nameOf(up) })}
        </button>
      )}
      <span>{t('log.tree.here', { what: nameOf(focus.range) })}</span>
    </nav>
  )
}
