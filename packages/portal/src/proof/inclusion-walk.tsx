// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { equalBytes } from '@probity/verify'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/language.ts'
import { showNumber } from '../report/show-value.ts'
import type { Block, InclusionSteps } from './joins.ts'
import { JoinsPicture } from './joins-picture.tsx'
import { Legend } from './legend.tsx'
import { ProofWalk, type WalkStep } from './proof-walk.tsx'
import { useBlockName } from './use-block-name.ts'

type Props = { readonly steps: InclusionSteps; readonly signed: Uint8Array; readonly unit: 'entry' | 'row' }

/** How one entry leads to the signed root, or one row to the root of its receipt. */
export function InclusionWalk({ steps, signed, unit }: Props): ReactNode {
  const { t, language } = useWords()
  const nameOf = useBlockName(unit)
  const { own, joins, blocks, root } = steps
  const size = root.end
  const isSame = equalBytes(root.hash, signed)
  const said: WalkStep[] = [
    { text: t('proof.leaf', { what: nameOf(own) }), hashes: [own.hash] },
    ...joins.map(({ left, right, made, given }) => ({
      text: t(given === 'left' ? 'proof.joinLeft' : 'proof.joinRight', {
        given: nameOf(given === 'left' ? left : right),
        made: nameOf(made),
      }),
      hashes: [made.hash],
    })),
    { text: t(isSame ? 'proof.rootSame' : 'proof.rootOther'), hashes: [root.hash, signed] },
  ]
  return (
    <ProofWalk
      steps={said}
      legend={<Legend unit={unit} />}
      draw={(done) => (
        <JoinsPicture
          label={t('proof.inclusionLabel', {
            what: nameOf(own),
            count: blocks.length,
            size: showNumber(size, language),
          })}
          blocks={blocks}
          seed={own}
          right={joins}
          nameOf={nameOf}
          classOf={(block: Block) => (block === own ? 'own' : 'given')}
          signed={{ right: signed }}
          taken={done === said.length ? joins.length : done - 1}
        />
      )}
    />
  )
}
