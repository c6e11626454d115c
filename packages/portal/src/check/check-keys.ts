// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { followKeys, parseHandover, parseHandovers, parseNote, plainSuite } from '@probity/verify'
import { readKeys, type TrustedKey, type TrustedKeys } from '../proof/trusted-keys.ts'
import type { Given } from './recognise.ts'
import { labelOf } from './signed-by.ts'
import type { Walk } from './walk.ts'

/** @returns the keys to which one that the reader trusts has handed the node's name: they speak for the node as well */
export function checkHandovers(walk: Walk, { bytes }: Given, keys: TrustedKeys): readonly TrustedKey[] {
  const stated = walk.prove(
    'handoversForm',
    () => parseHandovers(bytes).map(({ statement }) => parseHandover(plainSuite, parseNote(statement).body)),
    (all) => ({ count: all.length, node: all[0]?.node ?? '' }),
  )
  if (!stated) return []
  const known = keys.nodes.find(({ text }) => stated.some((one) => one.old === text || one.new === text))
  if (!known) {
    walk.lack('handoversNeedKey', { node: stated[0]?.node ?? '' })
    return []
  }
  const followed = walk.prove(
    'handoversFollowed',
    // Nobody is asked to have witnessed it; a wrong cosignature by a known witness refuses it all the same.
    () => followKeys(plainSuite, bytes, known.text, { witnesses: keys.witnesses, quorum: 0 }),
    ({ keys: all }) => ({
      key: labelOf(known),
      count: all.length - 1,
      last: readKeys(all.at(-1) ?? '')
        .nodes.map(labelOf)
        .join(),
    }),
  )
  return followed ? readKeys(followed.keys.join('\n')).nodes : []
}
