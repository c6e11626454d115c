// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { openAskingWorld, statute } from '../../../test/asking-world.ts'
import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Catalogue } from '../catalogue/index.ts'
import { sampleStatuteQuestions } from './sample-statute-questions.ts'

const world = await openAskingWorld()
const { database, questions, department, lender, supervisor, onFirm, refusalOf } = world
const { catalogue } = world.collection.catalogues.current()
const today = world.clock.today()
const page = { day: today, before: null, limit: 200 }
const ASKED = 120

const withShare = (value: number | null): Catalogue => ({
  ...catalogue,
  jurisdictions: catalogue.jurisdictions.map((one) => ({
    ...one,
    parameters: one.parameters.flatMap((parameter) => {
      if (parameter.code !== 'statute-sample') return [parameter]
      return value === null ? [] : [{ ...parameter, value }]
    }),
  })),
})

const duty = { about: onFirm, purpose: 'public-duty', basis: statute } as const
for (let n = 0; n < ASKED; n++) {
  const basis = { ...statute, caseNumber: `演示〔2026〕${n}号` }
  await questions.ask(department, { ...duty, basis })
}
await refusalOf(department, { ...duty, purpose: 'financing-service' })
await refusalOf(lender, { about: onFirm, purpose: 'financing-service', basis: { kind: 'authorisation' } })

const sample = async (share: number | null, day = today) =>
  (await sampleStatuteQuestions(database, supervisor, withShare(share), { ...page, day })).items

test('where a city sets no share all questions on a statute are in it, refused ones too, and no others', async () => {
  const all = await sample(null)
  expect(all).toHaveLength(ASKED + 1)
  expect(all.filter((one) => one.refusal !== null)).toMatchObject([{ refusal: 'VIEW_NOT_PROVIDED' }])
  expect(all.every((one) => one.statute === statute.statute && one.staff === 'clerk-2')).toBe(true)
})

test('else about the share that it sets, the same each time, and a greater share has all of a smaller', async () => {
  const [tenth, half] = [await sample(10), await sample(50)]
  expect(tenth.length).toBeLessThan(ASKED / 3)
  expect(half.length).toBeGreaterThan(ASKED / 4)
  expect(half.length).toBeLessThan((ASKED * 3) / 4)
  expect((await sample(50)).map((one) => one.inquiryId)).toEqual(half.map((one) => one.inquiryId))
  expect(half).toEqual(expect.arrayContaining([...tenth]))
})

test('is of the day asked for, page by page', async () => {
  expect(await sample(null, '2026-06-14' as CivilDate)).toEqual([])
  const first = await sampleStatuteQuestions(database, supervisor, withShare(null), { ...page, limit: 100 })
  const before = first.items.at(-1)?.inquiryId ?? null
  const rest = await sampleStatuteQuestions(database, supervisor, withShare(null), { ...page, before })
  expect(new Set([...first.items, ...rest.items].map((one) => one.inquiryId)).size).toBe(ASKED + 1)
})

test('says nothing of whom was asked about, and is for the supervisor only', async () => {
  expect(JSON.stringify(await sample(null))).not.toContain(world.firm)
  await expect(sampleStatuteQuestions(database, department, catalogue, page)).rejects.toMatchObject({
    code: 'SUPERVISOR_ONLY',
  })
})
