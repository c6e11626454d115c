// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { equalBytes } from '@probity/verify'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/language.ts'
import { showNumber } from '../report/show-value.ts'
import type { Block, ConsistencySteps } from './joins.ts'
import { JoinsPicture } from './joins-picture.tsx'
import { PastLegend } from './legend.tsx'
import { ProofWalk, type WalkStep } from './proof-walk.tsx'
import { useBlockName } from './use-block-name.ts'

type Props = {
  readonly steps: ConsistencySteps
  readonly signed: { readonly older: Uint8Array; readonly newer: Uint8Array }
  /** False when nobody has shown an older checkpoint: then its root is only worked out from the log of today. */
  readonly isOlderSigned: boolean
}

/** How the same blocks lead to the root of then and to the root of now. */
export function ConsistencyWalk({ steps, signed, isOlderSigned }: Props): ReactNode {
  const { t, language } = useWords()
  const nameOf = useBlockName('entry')
  const { seed, blocks, olderJoins, newerJoins, olderRoot, newerRoot } = steps
  const sizes = { older: showNumber(olderRoot.end, language), newer: showNumber(newerRoot.end, language) }
  const isSame = equalBytes(olderRoot.hash, signed.older) && equalBytes(newerRoot.hash, signed.newer)
  const said: WalkStep[] = [
    { text: t('proof.seed', { what: nameOf(seed) }), hashes: [seed.hash] },
    ...newerJoins.map(({ left, right, made, given }) => {
      const block = given === 'left' ? left : right
      const older = olderJoins.find((join) => join.left === left)
      return {
        text: t(given === 'left' ? 'proof.joinBoth' : 'proof.joinNew', {
          given: nameOf(block),
          made: nameOf(made),
        }),
        hashes: older && given === 'left' ? [older.made.hash, made.hash] : [made.hash],
      }
    }),
    {
      text: t(
        isSame ? (isOlderSigned ? 'proof.rootsSame' : 'proof.rootsComputed') : 'proof.rootsOther',
        sizes,
      ),
      hashes: [olderRoot.hash, newerRoot.hash],
    },
  ]
  return (
    <ProofWalk
      steps={said}
      legend={<PastLegend older={olderRoot.end} newer={newerRoot.end} />}
      draw={(done) => (
        <JoinsPicture
          label={t('proof.consistencyLabel', { ...sizes, count: blocks.length })}
          blocks={blocks}
          seed={seed}
          right={newerJoins}
          left={olderJoins}
          nameOf={nameOf}
          classOf={(block: Block) => (block.end <= olderRoot.end ? 'given' : 'new')}
          signed={{ right: signed.newer, left: signed.older }}
          taken={done === said.length ? newerJoins.length : done - 1}
        />
      )}
    />
  )
}
