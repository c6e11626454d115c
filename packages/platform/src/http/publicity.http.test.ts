// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import {
  csvOf,
  type Fields,
  gradeA,
  newUscc,
  openHttpWorld,
  organisationCodeIn,
  penalty,
  registration,
} from '../../test/http-world.ts'

const world = await openHttpWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const inspector = await world.furnisher('inspector', 'penalty-authority')

type Seen = { type: string; severity: string | null; publicity: { until: string | null; rule: string } }

async function seenOn(day: string, uscc: string, type: string): Promise<Seen[]> {
  world.itIs(day)
  const answer = await world.get(`/v1/public/organisations/${uscc}/report`)
  if (answer.statusCode === 404) return []
  return answer.json<{ records: Seen[] }>().records.filter((record) => record.type === type)
}

const penaltiesOn = (day: string, uscc: string) => seenOn(day, uscc, 'cn.administrative-penalty')
const gradesOn = (day: string, uscc: string) => seenOn(day, uscc, 'cn.tax-a-grade-list')

/** Sent on the day; nothing but this is known of the organisation. */
async function fined(receivedOn: string, more: Fields): Promise<string> {
  const uscc = newUscc()
  world.itIs(receivedOn)
  const sent = await world.submit(inspector, {
    type: 'cn.administrative-penalty',
    csv: csvOf([penalty(uscc, '演示受罚有限公司', more)]),
  })
  expect(sent.totals.accepted).toBe(1)
  return uscc
}

describe('a penalty', () => {
  test.each([
    ['general, decided under the measures of 2026', '2026-05-04', {}, '2027-05-04', 'ndrc-36-2025/general'],
    [
      'serious, decided under the measures of 2026',
      '2026-05-04',
      { penalty_kinds: 'permit-revoked' },
      '2029-05-04',
      'ndrc-36-2025/serious',
    ],
    [
      'decided on the first day of the measures of 2026',
      '2026-04-01',
      {},
      '2027-04-01',
      'ndrc-36-2025/general',
    ],
    [
      'decided on the last day before them',
      '2026-03-31',
      {},
      '2027-03-31',
      'ndrc-58-2023/general+ndrc-36-2025/general',
    ],
    [
      'whose stated end is sooner',
      '2026-05-04',
      { publicity_until: '2026-09-01' },
      '2026-09-01',
      'ndrc-36-2025/general+stated',
    ],
    [
      'whose stated end is later',
      '2026-05-04',
      { publicity_until: '2031-01-01' },
      '2027-05-04',
      'ndrc-36-2025/general',
    ],
    [
      'decided on the last of a long month',
      '2026-05-31',
      { publicity_until: '2027-02-28' },
      '2027-02-28',
      'ndrc-36-2025/general+stated',
    ],
  ])(
    '%s is gone exactly on its end day, without anybody doing anything',
    async (_what, decidedOn, more, endsOn, rule) => {
      const uscc = await fined('2026-06-15', { decision_on: decidedOn, ...more })
      const dayBefore = new Date(Date.parse(endsOn) - 86_400_000).toISOString().slice(0, 10)
      expect(await penaltiesOn(dayBefore, uscc)).toMatchObject([{ publicity: { until: endsOn, rule } }])
      expect(await penaltiesOn(endsOn, uscc)).toEqual([])
      expect((await world.get(`/v1/public/organisations/${uscc}`)).statusCode).toBe(404)
      expect((await world.get(`/v1/public/organisations?q=${uscc}`)).json()).toMatchObject({ items: [] })
    },
  )

  test('decided before 1 April 2026 is re-classed on that day in the favour of the organisation', async () => {
    // By the rule of 2023 it would stand three years; by that of 2026 its year was over before the rule began.
    const uscc = await fined('2025-06-15', { decision_on: '2024-01-10' })
    expect(await penaltiesOn('2026-03-31', uscc)).toMatchObject([{ publicity: { until: '2026-04-01' } }])
    expect(await penaltiesOn('2026-04-01', uscc)).toEqual([])
  })

  test('cannot be brought back by asking for a day on which it stood', async () => {
    const uscc = await fined('2025-06-15', { decision_on: '2024-01-10' })
    world.itIs('2026-04-01')
    expect((await world.get(`/v1/public/organisations/${uscc}/report?asOf=2026-03-31`)).statusCode).toBe(404)
  })

  test.each<[string, Fields]>([
    ['a warning', { penalty_kinds: 'warning', fine_amount: '' }],
    ['a fine up to the ceiling of the simple procedure', { fine_amount: '3000' }],
    ['a fine whose size is not stated', { fine_amount: '' }],
    ['a decision by the simple procedure', { procedure: 'simple' }],
    ['a decision whose procedure is not stated', { procedure: '' }],
    ['a decision made on the spot', { decision_name: '当场行政处罚决定书' }],
  ])('that is minor is never published: %s', async (_what, more) => {
    expect(await penaltiesOn('2026-06-15', await fined('2026-06-15', more))).toEqual([])
  })

  test('is published from the day of the decision, whatever day is asked for', async () => {
    const uscc = await fined('2026-06-15', {})
    expect((await world.get(`/v1/public/organisations/${uscc}/report?asOf=2026-05-03`)).statusCode).toBe(404)
    expect((await world.get(`/v1/public/organisations/${uscc}/report?asOf=2026-05-04`)).statusCode).toBe(200)
  })
})

describe('a list of A grades', () => {
  const listed = async (receivedOn: string, furnisher: string, year: number, uscc: string): Promise<void> => {
    world.itIs(receivedOn)
    const sent = await world.submit(await taxBody(furnisher), {
      type: 'cn.tax-a-grade-list',
      csv: csvOf([gradeA(uscc, '演示甲等有限公司', year)]),
    })
    expect(sent.totals.accepted).toBe(1)
  }
  const bodies = new Map<string, Awaited<ReturnType<typeof world.furnisher>>>()
  const taxBody = async (code: string) => {
    const known = bodies.get(code) ?? (await world.furnisher(code, 'tax-authority'))
    bodies.set(code, known)
    return known
  }

  test('ends when the list of the next year opens, also for those who are not on it', async () => {
    const [uscc, other] = [newUscc(), newUscc()]
    await listed('2025-04-20', 'tax-east', 2024, uscc)
    expect(await gradesOn('2026-04-19', uscc)).toHaveLength(1)
    await listed('2026-04-20', 'tax-east', 2025, other)
    expect(await gradesOn('2026-04-20', uscc)).toEqual([])
    expect(await gradesOn('2026-04-20', other)).toHaveLength(1)
  })

  test('does not end by the list of another tax authority, nor by an older list that comes late', async () => {
    const [uscc, other, late] = [newUscc(), newUscc(), newUscc()]
    await listed('2026-04-20', 'tax-west', 2025, uscc)
    await listed('2027-04-20', 'tax-north', 2026, other)
    await listed('2027-04-21', 'tax-west', 2024, late)
    expect(await gradesOn('2027-05-01', uscc)).toHaveLength(1)
    expect(await gradesOn('2027-05-01', late)).toEqual([])
  })

  test('that nothing replaces ends three years after its year', async () => {
    const uscc = newUscc()
    await listed('2025-04-20', 'tax-south', 2024, uscc)
    expect(await gradesOn('2027-12-30', uscc)).toMatchObject([{ publicity: { until: '2027-12-31' } }])
    expect(await gradesOn('2027-12-31', uscc)).toEqual([])
  })

  test('that was replaced cannot be brought back by asking for what was known before', async () => {
    const [uscc, other] = [newUscc(), newUscc()]
    await listed('2025-04-20', 'tax-centre', 2024, uscc)
    await listed('2026-04-20', 'tax-centre', 2025, other)
    world.itIs('2026-04-21')
    for (const query of [
      'knownAt=2025-05-01T00:00:00Z',
      'asOf=2025-05-01',
      'knownAt=2025-05-01T00:00:00Z&asOf=2025-05-01',
    ])
      expect((await world.get(`/v1/public/organisations/${uscc}/report?${query}`)).statusCode, query).toBe(
        404,
      )
  })

  test('goes to organisations only: an individual business gets no grade from the public side', async () => {
    const shop = newUscc('92')
    world.itIs('2026-06-15')
    const body = await taxBody('tax-east')
    const { batch, totals } = await world.submit(body, {
      type: 'cn.tax-a-grade-list',
      csv: csvOf([gradeA(shop, '演示县面馆', 2025)]),
    })
    expect([totals.accepted, batch.faulty]).toEqual([0, 1])
    expect(await gradesOn('2026-06-15', shop)).toEqual([])
  })
})

describe('an adverse record whose name disagrees with its number', () => {
  const NAME = '演示正名有限公司'
  const send = async (
    uscc: string,
    order: 'registration first' | 'penalty first',
    party: Fields,
  ): Promise<void> => {
    world.itIs('2026-06-15')
    const acts = [
      () => world.submit(registry, { type: 'cn.registration', csv: csvOf([registration(uscc, NAME)]) }),
      () =>
        world.submit(inspector, {
          type: 'cn.administrative-penalty',
          csv: csvOf([penalty(uscc, '别名称谓纺织有限公司', party)]),
        }),
    ]
    for (const act of order === 'registration first' ? acts : acts.reverse()) await act()
  }

  test.each(['registration first', 'penalty first'] as const)('is not published: %s', async (order) => {
    const uscc = newUscc()
    await send(uscc, order, {})
    expect(await penaltiesOn('2026-06-15', uscc)).toEqual([])
    const page = await world.get(`/v1/public/organisations/${uscc}/report`)
    expect(page.json()).toMatchObject({ name: NAME })
    expect(page.body).not.toContain('别名')
    expect(
      (await world.get(`/v1/public/organisations?q=${encodeURIComponent('别名称谓纺织')}`)).body,
    ).not.toContain(uscc)
  })

  test('is not published by asking for what was known before the name was registered', async () => {
    const uscc = newUscc()
    await send(uscc, 'penalty first', {})
    const ticks = await world.database.query<{ tick: number }>('select tick from ticks')
    for (const { tick } of ticks) {
      const page = await world.get(`/v1/public/organisations/${uscc}/report?knownAt=tick:${tick}`)
      expect(page.body, `tick ${tick}`).not.toContain('别名')
    }
  })

  test('is not published where the number was an organisation code, before and after it is linked', async () => {
    const uscc = newUscc()
    await send(uscc, 'penalty first', { uscc: '', organisation_code: organisationCodeIn(uscc) })
    expect(await penaltiesOn('2026-06-15', uscc)).toEqual([])
    expect(await penaltiesOn('2026-06-15', organisationCodeIn(uscc))).toEqual([])
    const [member] = await world.database.query<{ id: string }>(
      'select subject_id as id from identifiers where value = $1',
      [organisationCodeIn(uscc)],
    )
    for (const { tick } of await world.database.query<{ tick: number }>('select tick from ticks')) {
      const page = await world.get(`/v1/public/organisations/${member?.id}/report?knownAt=tick:${tick}`)
      expect(page.body, `tick ${tick}`).not.toContain('别名')
    }
    expect(
      (await world.get(`/v1/public/organisations?q=${encodeURIComponent('别名称谓纺织')}`)).json(),
    ).toMatchObject({ items: [] })
  })

  test('is published once the registered name is the one it states', async () => {
    const uscc = newUscc()
    await send(uscc, 'registration first', {})
    await world.submit(registry, {
      type: 'cn.registration',
      csv: csvOf([registration(uscc, '别名称谓纺织有限公司')]),
    })
    expect(await penaltiesOn('2026-06-15', uscc)).toHaveLength(1)
  })

  test('is another matter than brackets, width and blanks, which make no other name', async () => {
    const uscc = newUscc()
    await send(uscc, 'registration first', { party_name: ' 演示正名 有限公司' })
    expect(await penaltiesOn('2026-06-15', uscc)).toHaveLength(1)
  })
})
