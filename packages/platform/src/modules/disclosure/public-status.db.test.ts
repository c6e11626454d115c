// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { csvOf, newUscc, penalty, registration } from '../../../test/http-world.ts'
import { openWorld } from '../../../test/world.ts'
import { organisationCodeOfUscc } from '../identifiers/index.ts'
import { PublicStatus } from './public-status.ts'

test('organisations that are read as one are counted once, and who only asks is no furnisher', async () => {
  const world = await openWorld('2026-06-15T02:00:00.000Z')
  const inspector = await world.furnisher('inspector', 'penalty-authority')
  const registry = await world.furnisher('registry', 'registration-authority')
  await world.furnisher('a-lender')

  const uscc = newUscc()
  const byCode = { ...penalty('', '演示一页有限公司'), organisation_code: organisationCodeOfUscc(uscc) ?? '' }
  const sent = await world.submit(inspector, { type: 'cn.administrative-penalty', csv: csvOf([byCode]) })
  expect(sent.totals.accepted).toBe(1)
  await world.submit(registry, {
    type: 'cn.registration',
    csv: csvOf([registration(uscc, '演示一页有限公司')]),
  })

  const { organisations, records, furnishers } = await new PublicStatus(world.database).counts()
  expect({ organisations, records, furnishers }).toEqual({ organisations: 1, records: 2, furnishers: 2 })
})
