// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { csvOf, newUscc, registration } from '../../../test/http-world.ts'
import { openWorld } from '../../../test/world.ts'
import type { BodyActor } from '../access/index.ts'
import { proposeLink, secondLink } from '../subjects/index.ts'
import { assertLink } from './assert-link.ts'

const world = await openWorld()
const { collection, database } = world
const registry = await world.furnisher('registry', 'registration-authority')
const otherRegistry = await world.furnisher('other-registry', 'registration-authority')
const inspector = await world.furnisher('inspector', 'penalty-authority')

async function registered(name: string, by: BodyActor = registry, kind = '91'): Promise<string> {
  const uscc = newUscc(kind)
  await world.submit(by, { type: 'cn.registration', csv: csvOf([registration(uscc, name)]) })
  return uscc
}

const state = (number: string, formerNumber: string, by: BodyActor = registry): Promise<boolean> =>
  assertLink(collection, by, { number, formerNumber })

const grounds = () => database.query("select 1 from v_link_grounds where reason = 'registration-authority'")

test('the body that registers an organisation links a former number by its own word, once', async () => {
  const [now, before] = [await registered('演示新号有限公司'), await registered('演示旧号有限公司')]
  expect(await state(now, before)).toBe(true)
  expect(await state(now, before)).toBe(false)
  const page = await world.page(now)
  expect(await world.page(before)).toMatchObject({ id: page.id, name: '演示新号有限公司' })
})

test('nobody else does: not who registers nothing, not who registers others, not without the scope', async () => {
  const [now, before] = [await registered('演示专属有限公司'), await registered('演示专属旧有限公司')]
  await expect(state(now, before, inspector)).rejects.toMatchObject({ code: 'LINK_NOT_REGISTRAR' })
  await expect(state(now, before, otherRegistry)).rejects.toMatchObject({ code: 'LINK_NOT_REGISTERED' })
  const bare = { ...registry, scopes: ['batches:send', 'links:propose', 'links:decide'] }
  await expect(state(now, before, bare)).rejects.toMatchObject({ code: 'SCOPE_MISSING' })
  expect((await world.page(before)).name).toBe('演示专属旧有限公司')
})

test('a registration that was withdrawn gives no say any more', async () => {
  const [now, before] = [await registered('演示撤回有限公司'), await registered('演示撤回旧有限公司')]
  await world.submit(registry, { type: 'cn.registration', operation: 'withdraw', csv: `uscc\n${now}\n` })
  await expect(state(now, before)).rejects.toMatchObject({ code: 'LINK_NOT_REGISTERED' })
})

test('never across kinds, never to itself, never to a number nobody has, never to a person', async () => {
  const [firm, shop] = [await registered('演示甲有限公司'), await registered('演示商铺', registry, '92')]
  await expect(state(firm, shop)).rejects.toMatchObject({ code: 'LINK_ACROSS_KINDS' })
  await expect(state(firm, firm)).rejects.toMatchObject({ code: 'LINK_SAME_SUBJECT' })
  await expect(state(firm, newUscc())).rejects.toMatchObject({ code: 'SUBJECT_UNKNOWN' })
  await expect(state(firm, '99999919850307001X')).rejects.toMatchObject({ code: 'LINK_OF_PERSON' })
})

test('of several who say the same at once one is entered, and the ground is one', async () => {
  const [now, before] = [await registered('演示同说有限公司'), await registered('演示同说旧有限公司')]
  const had = (await grounds()).length
  const said = await Promise.all([1, 2, 3, 4].map(() => state(now, before)))
  expect(said.filter(Boolean)).toHaveLength(1)
  expect(await grounds()).toHaveLength(had + 1)
})

test('what two officers parted stays parted until the register says it anew', async () => {
  const [now, before] = [await registered('演示再说有限公司'), await registered('演示再说旧有限公司')]
  await state(now, before)
  const about = { act: 'part', joining: now, other: before, evidence: ['linked-in-error'] } as const
  const id = await proposeLink(database, { ...registry, holder: 'clerk-1' }, about)
  await secondLink(database, { ...registry, holder: 'clerk-2' }, id)
  expect((await world.page(before)).name).toBe('演示再说旧有限公司')
  expect(await state(now, before)).toBe(true)
  expect((await world.page(before)).name).toBe('演示再说有限公司')
})
