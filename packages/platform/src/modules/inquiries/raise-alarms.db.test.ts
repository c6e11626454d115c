// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import { openInquiryWorld } from '../../../test/inquiry-world.ts'
import type { CivilDate, Instant } from '../../kernel/civil-date.ts'
import { newId, type SubjectId } from '../../kernel/ids.ts'
import { type BodyActor, bodyActor } from '../access/index.ts'
import { listOwnNotices } from '../notices/index.ts'
import {
  type Alarm,
  endWatch,
  type InquiryId,
  inquirerOf,
  raiseAlarms,
  readAlarms,
  unknownSubject,
  watchSubject,
} from './index.ts'

const world = await openInquiryWorld()
const { database, inquiries, supervisor } = world
const { catalogue } = world.collection.catalogues.current()
const { subjectId: known } = await world.register('演示警示有限公司')

let bodies = 0
async function newBody(): Promise<BodyActor> {
  bodies += 1
  return bodyActor({
    ...(await world.body('department', `office-${bodies}`, ['staff:keep'])),
    holder: 'clerk-1',
  })
}

const someone = (): SubjectId => newId<SubjectId>(database.clock.nowMs())

/** So many questions by one account at an hour of a day, each about whom it says. */
async function ask(
  body: BodyActor,
  count: number,
  more: { about?: () => SubjectId; at?: string; purpose?: string; knows?: boolean } = {},
): Promise<InquiryId[]> {
  world.clock.set(`${more.at ?? '2026-06-16T10:30'}:00.000+08:00` as Instant)
  const asked = await Promise.all(
    Array.from({ length: count }, () =>
      world.question((more.about ?? (() => known))(), {
        inquirer: inquirerOf(body),
        purpose: more.purpose ?? 'public-duty',
        subjectKnown: more.knows ?? true,
        outcome: { kind: 'refused', code: 'VIEW_NOT_PROVIDED' },
      }),
    ),
  )
  await Promise.all(asked.map((one) => inquiries.keep(one)))
  return asked.map(({ inquiryId }) => inquiryId)
}

async function alarmsOf(body: BodyActor, day = '2026-06-16'): Promise<Alarm[]> {
  await raiseAlarms(database, catalogue, day as CivilDate)
  const alarms = await readAlarms(database, supervisor, { before: null, limit: 500 })
  return alarms.filter(({ participantId }) => participantId === body.participantId)
}

describe('an alarm is raised, with its evidence', () => {
  test('when one account asks about more than two hundred subjects within an hour', async () => {
    const [quiet, busy] = [await newBody(), await newBody()]
    await ask(quiet, 200, { about: someone })
    const ids = await ask(busy, 201, { about: someone })
    expect(await alarmsOf(quiet)).toEqual([])
    const [alarm] = await alarmsOf(busy)
    expect(alarm).toMatchObject({
      kind: 'scraping',
      staff: 'clerk-1',
      day: '2026-06-16',
      counted: 201,
      threshold: 200,
      evidence: { facts: { inquiries: 201, refused: 201 } },
    })
    expect(ids).toEqual(expect.arrayContaining([...(alarm?.evidence.inquiryIds ?? [])]))
    expect(alarm?.evidence.inquiryIds).toHaveLength(20)
  })

  test('when one account tries numbers that name nobody', async () => {
    const body = await newBody()
    let number = 0
    const about = () =>
      unknownSubject({ scheme: 'cn.rid', generation: 1, value: `${body.participantId} ${number++}` })
    await ask(body, 11, { about, knows: false })
    expect((await alarmsOf(body)).map(({ kind, counted }) => [kind, counted])).toEqual([['guessing', 11]])
  })

  test('when an officer asks about the people of the own house, or whom everybody knows', async () => {
    const [body, other] = [await newBody(), await newBody()]
    const [colleague, celebrity] = [someone(), someone()]
    world.itIs('2026-06-15')
    await database.transact((tx) => watchSubject(tx, body, { subjectId: colleague, watch: 'colleague' }))
    await database.transact((tx) =>
      watchSubject(tx, supervisor, { subjectId: celebrity, watch: 'public-eye' }),
    )
    await ask(body, 1, { about: () => colleague })
    await ask(other, 1, { about: () => colleague })
    await ask(other, 2, { about: () => celebrity })
    expect((await alarmsOf(body)).map(({ kind, counted }) => [kind, counted])).toEqual([['colleagues', 1]])
    expect((await alarmsOf(other)).map(({ kind, counted }) => [kind, counted])).toEqual([['public-eye', 2]])
  })

  test('when an officer asks at night or on a day of rest; a machine may', async () => {
    const [body, machine] = [await newBody(), await newBody()]
    await ask(body, 3, { at: '2026-06-16T21:15' })
    await ask(body, 3, { at: '2026-06-16T07:59' })
    await ask(body, 9, { at: '2026-06-16T08:00' })
    await ask({ ...machine, holder: null, keyId: known as never }, 30, { at: '2026-06-16T23:00' })
    expect((await alarmsOf(body)).map(({ kind, counted }) => [kind, counted])).toEqual([['off-hours', 6]])
    expect(await alarmsOf(machine)).toEqual([])
    const weekend = await newBody()
    await ask(weekend, 6, { at: '2026-06-20T10:00' })
    expect((await alarmsOf(weekend, '2026-06-20')).map(({ kind }) => kind)).toEqual(['off-hours'])
  })

  test('when a body asks for a purpose far more often than it did', async () => {
    const [drifting, steady] = [await newBody(), await newBody()]
    for (const body of [drifting, steady]) {
      await ask(body, 24, { at: '2026-06-10T10:00', about: someone })
      await ask(body, 6, { at: '2026-06-10T10:00', about: someone, purpose: 'supervision' })
    }
    await ask(drifting, 10, { about: someone })
    await ask(drifting, 12, { about: someone, purpose: 'supervision' })
    await ask(steady, 18, { about: someone })
    await ask(steady, 4, { about: someone, purpose: 'supervision' })
    expect(await alarmsOf(drifting)).toMatchObject([
      {
        kind: 'purpose-drift',
        counted: 55,
        evidence: { facts: { purpose: 'supervision', before: 20, inquiries: 12 } },
      },
    ])
    expect(await alarmsOf(steady)).toEqual([])
  })

  test('when many ask about one subject on one day', async () => {
    const subjectId = someone()
    const [one, other] = [await newBody(), await newBody()]
    await ask(one, 11, { about: () => subjectId, at: '2026-06-17T10:00' })
    await ask(other, 10, { about: () => subjectId, at: '2026-06-17T11:00' })
    await raiseAlarms(database, catalogue, '2026-06-17' as CivilDate)
    const alarms = await readAlarms(database, supervisor, { before: null, limit: 500 })
    expect(alarms.filter((alarm) => alarm.subjectId === subjectId)).toMatchObject([
      { kind: 'burst', counted: 21, evidence: { facts: { bodies: 2 } } },
    ])
  })
})

describe('raised', () => {
  test('once, however often the job runs, and told to the supervisor', async () => {
    const body = await newBody()
    await ask(body, 6, { at: '2026-06-18T22:00' })
    expect(await alarmsOf(body, '2026-06-18')).toHaveLength(1)
    expect(await raiseAlarms(database, catalogue, '2026-06-18' as CivilDate)).toBe(0)
    const told = await listOwnNotices(database, supervisor, { before: null, limit: 500 })
    expect(told).toContainEqual(
      expect.objectContaining({
        kind: 'INQUIRY_ALARM',
        facts: { alarm: 'off-hours', day: '2026-06-18', counted: 6, threshold: 5 },
      }),
    )
  })

  test('for nobody but the supervisor to read', async () => {
    for (const actor of [await newBody(), world.subject(known), { ...supervisor, scopes: [] }])
      await expect(readAlarms(database, actor, { before: null, limit: 1 })).rejects.toMatchObject({
        code: 'SUPERVISOR_ONLY',
      })
  })

  test('by nothing where the place sets no thresholds', async () => {
    const body = await newBody()
    await ask(body, 201, { about: someone, at: '2026-06-19T23:00' })
    expect(await raiseAlarms(database, { ...catalogue, jurisdictions: [] }, '2026-06-19' as CivilDate)).toBe(
      0,
    )
  })
})

describe('a watch', () => {
  test('is ended by whoever placed it, and its subject raises no alarm after', async () => {
    const body = await newBody()
    const subjectId = someone()
    world.itIs('2026-06-15')
    const watchId = await database.transact((tx) => watchSubject(tx, body, { subjectId, watch: 'colleague' }))
    const end = (actor: BodyActor) => database.transact((tx) => endWatch(tx, actor, { subjectId, watchId }))
    await expect(end(await newBody())).rejects.toMatchObject({ code: 'WATCH_UNKNOWN' })
    await expect(end({ ...body, scopes: [] })).rejects.toMatchObject({ code: 'SCOPE_MISSING' })
    await end(body)
    await ask(body, 1, { about: () => subjectId })
    expect(await alarmsOf(body)).toEqual([])
  })

  test('over people in the public eye is the supervisor’s to place', async () => {
    const body = await newBody()
    const watching = database.transact((tx) =>
      watchSubject(tx, body, { subjectId: someone(), watch: 'public-eye' }),
    )
    await expect(watching).rejects.toMatchObject({ code: 'SUPERVISOR_ONLY' })
  })
})
