// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { getRecordType } from './catalogue.ts'
import { loadCatalogue } from './load-catalogue.ts'
import type { Payload } from './row-judge.ts'
import { splitFields } from './split-fields.ts'

const catalogue = await loadCatalogue(fileURLToPath(new URL('../../../../../catalogue/cn', import.meta.url)))
const penalties = splitFields(getRecordType(catalogue, 'cn.administrative-penalty'))
const registrations = splitFields(getRecordType(catalogue, 'cn.registration'))
const kinds = ['organisation', 'individual-business', 'person'] as const

/** Fields that hold something. */
function said(payload: Payload): Payload {
  return Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null))
}

test('of an individual business the address is open down to the district, the rest for departments', () => {
  const payload = { uscc: '91350100M000100Y43', registered_address: '黑龙江省哈尔滨市道里区中央大街1号' }
  expect(said(registrations.open(payload, 'organisation'))).toEqual(payload)
  expect(said(registrations.closed(payload, 'organisation'))).toEqual({})
  expect(said(registrations.open(payload, 'individual-business'))).toEqual({
    uscc: payload.uscc,
    registered_address: '黑龙江省哈尔滨市道里区',
  })
  expect(said(registrations.closed(payload, 'individual-business'))).toEqual({
    registered_address: payload.registered_address,
  })
})

test("of a person's record nothing is open and nothing in clear: all of it is sealed", () => {
  const payload = {
    party_name: '某某',
    person_id: '1',
    content: '罚款',
    facts: '事实',
    decision_on: '2026-01-02',
  }
  expect(said(penalties.open(payload, 'person'))).toEqual({})
  expect(said(penalties.closed(payload, 'person'))).toEqual({})
  expect(said(penalties.sealed(payload, 'person'))).toEqual(payload)
})

test('what is labelled for departments is never open, of no kind of subject', () => {
  const payload = { facts: '事实', remarks: '备注' }
  for (const kind of kinds) {
    expect(said(penalties.open(payload, kind))).toEqual({})
    const kept = kind === 'person' ? penalties.sealed(payload, kind) : penalties.closed(payload, kind)
    expect(said(kept)).toEqual(payload)
  }
})

test('a text that repeats what is sealed is sealed with it, and only that', () => {
  const payload = {
    ...{ party_name: '某某饭店', legal_representative: '某某', facts: '负责人某某在场' },
    ...{ content: '对某某罚款五千元', remarks: '无', permit_affected: '某某许可证' },
  }
  expect(said(penalties.sealed(payload, 'organisation'))).toEqual({
    legal_representative: '某某',
    facts: '负责人某某在场',
    content: '对某某罚款五千元',
    permit_affected: '某某许可证',
  })
  expect(said(penalties.closed(payload, 'organisation'))).toEqual({ remarks: '无' })
  // A shop may bear its owner's name: a name is no free text, and the register is public.
  expect(said(penalties.open(payload, 'organisation'))).toEqual({ party_name: '某某饭店' })
})
