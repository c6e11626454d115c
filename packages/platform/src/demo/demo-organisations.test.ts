// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { parseCivilDate } from '../kernel/civil-date.ts'
import { checkIdentifier, subjectKindOf } from '../modules/identifiers/index.ts'
import { inventOrganisations } from './organisations.ts'
import { demoParticipants } from './participants.ts'

const today = parseCivilDate('2026-11-24')
const organisations = inventOrganisations(today)

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

test('names and numbers are the same on every day', () => {
  const named = (on: string) =>
    inventOrganisations(parseCivilDate(on)).map(({ uscc, name }) => `${uscc} ${name}`)
  expect(named('2019-06-01')).toEqual(named('2026-11-24'))
})

test('nobody is registered after today or ends before the beginning', () => {
  for (const { registeredOn, endedOn } of organisations) {
    expect(registeredOn < today).toBe(true)
    if (endedOn !== null) expect(endedOn > registeredOn && endedOn <= today).toBe(true)
  }
  const ended = organisations.filter(({ endedOn }) => endedOn !== null)
  expect(ended.length).toBeGreaterThan(50)
})

test('there are twelve participants, each with a code of its own', () => {
  expect(new Set(demoParticipants.map(({ code }) => code)).size).toBe(12)
  expect(new Set(demoParticipants.map(({ uscc }) => uscc)).size).toBe(12)
  expect(new Set(demoParticipants.map(({ name }) => name.zh)).size).toBe(12)
})
