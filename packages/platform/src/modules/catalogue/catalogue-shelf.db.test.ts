// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { openWorld } from '../../../test/world.ts'
import type { CivilDate } from '../../kernel/civil-date.ts'
import { CatalogueShelf } from './catalogue-shelf.ts'
import { compileRecordType } from './judge-payload.ts'

const world = await openWorld()

test('a batch that came under a catalogue older than the rules of content is still judged by it', async () => {
  const { catalogue } = world.collection.catalogues.current()
  const { prohibitedContent, blankWords, ...rest } = catalogue
  const old = {
    ...rest,
    recordTypes: rest.recordTypes.map(({ content, stored, region, numberRule, ...type }) => type),
  }
  expect([prohibitedContent.kinds.length > 0, blankWords.length > 0]).toEqual([true, true])
  await world.database.query(
    `insert into catalogue_versions (version, digest, tick, effective_on, content)
     values ('2026.11.1+00000000', decode(repeat('00', 32), 'hex'), 1, $1, $2)`,
    [catalogue.effectiveOn, JSON.stringify(old)],
  )
  const shelved = await new CatalogueShelf(world.database).get('2026.11.1+00000000')
  const judge = compileRecordType(shelved.catalogue, 'cn.registration', 'default', {
    demo: true,
    region: '230100',
  })
  judge.headings(['uscc', 'name', 'registered_on', 'division'])
  const row = judge.judge(['91350100M000100Y43', '无', '2015-10-01', '350100'], '2026-11-24' as CivilDate)
  expect(row.faults).toEqual([])
})
