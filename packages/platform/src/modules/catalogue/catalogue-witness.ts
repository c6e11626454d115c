// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import { canonicalise } from '@probity/verify'
import { type EntryWitness, witnessedAct } from '../transparency-log/index.ts'
import type { Catalogue } from './catalogue.ts'

/** What the entry about a catalogue commits to. */
export function catalogueWitness(version: string, digest: string): string {
  return `${version} ${digest}`
}

/** Every catalogue this node has worked by; its content is read whole and gives the digest again. */
export const catalogueVersionWitness: EntryWitness = {
  kind: 'catalogue.version',
  async *list(on) {
    const rows = await on.query<{ version: string; digest: Buffer; content: Catalogue }>(
      'select version, digest, content from catalogue_versions order by version',
    )
    yield rows.map(({ version, digest, content }) => {
      const { digest: _stated, ...rest } = content
      const act = witnessedAct(version, catalogueWitness(version, digest.toString('hex')))
      const isSame = hash('sha256', canonicalise(rest), 'hex') === digest.toString('hex')
      return isSame ? act : { ...act, disagrees: 'content' }
    })
  },
}
