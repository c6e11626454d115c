// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { parseCivilDate } from '../kernel/civil-date.ts'
import { checkIdentifier, subjectKindOf } from '../modules/identifiers/index.ts'
import { cast } from './cast.ts'
import { sketchWorld } from './demo-world.ts'
import { demoParticipants } from './participants.ts'

const day = parseCivilDate('2026-11-24')
const { organisations, begunOn } = sketchWorld(day)

test('there are 2,000 organisations, no name and no number twice', () => {
  expect(organisations).toHaveLength(2_000)
  expect(new Set(organisations.map(({ name }) => name)).size).toBe(2_000)
  expect(new Set(organisations.map(({ uscc }) => uscc)).size).toBe(2_000)
})

test('every number passes in a demo node and in no other', () => {
  for (const { uscc } of [...organisations, ...demoParticipants]) {
    expect(checkIdentifier('cn.uscc', uscc, { demo: true }).faults, uscc).toEqual([])
    expect(checkIdentifier('cn.uscc', uscc, {}).valid, uscc).toBe(false)
  }
})

test('every name begins with a city that does not exist', () => {
  expect(organisations.filter(({ name }) => !name.startsWith('演示市'))).toEqual([])
})

test('a number says the kind of its holder', () => {
  for (const { uscc, kind } of organisations) {
    const expected = kind === 'individual-business' ? 'individual-business' : 'organisation'
    expect(subjectKindOf('cn.uscc', uscc)).toBe(expected)
  }
})

test('names and numbers are the same on every day, and a small world has the first of a whole one', () => {
  const named = (on: string, share?: number) =>
    sketchWorld(parseCivilDate(on), share).organisations.map(({ uscc, name }) => `${uscc} ${name}`)
  expect(named('2019-06-01')).toEqual(named('2026-11-24'))
  const whole = new Set(named('2026-11-24'))
  const small = named('2026-11-24', 0.05)
  expect(small.length).toBeLessThan(120)
  expect(small.filter((one) => !whole.has(one))).toEqual([])
})

test('nobody is registered after the first files came or ends before the beginning', () => {
  for (const { registeredOn, endedOn } of organisations) {
    expect(registeredOn < begunOn).toBe(true)
    if (endedOn !== null) expect(endedOn > registeredOn && endedOn <= begunOn).toBe(true)
  }
  const ended = organisations.filter(({ endedOn }) => endedOn !== null)
  expect(ended.length).toBeGreaterThan(50)
})

test('everybody of the cast is there once, in any world', () => {
  for (const share of [1, 0.05]) {
    const roles = sketchWorld(day, share).organisations.flatMap(({ role }) => role ?? [])
    expect(roles).toEqual(cast.map(({ role }) => role))
  }
})

test('there are twenty participants, each with a code of its own', () => {
  expect(new Set(demoParticipants.map(({ code }) => code)).size).toBe(20)
  expect(new Set(demoParticipants.map(({ uscc }) => uscc)).size).toBe(20)
  expect(new Set(demoParticipants.map(({ name }) => name.zh)).size).toBe(20)
})
