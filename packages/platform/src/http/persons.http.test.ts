// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import { csvOf, newUscc, openHttpWorld, penalty, registration } from '../../test/http-world.ts'
import { newResidentId } from '../../test/persons.ts'
import type { SubjectId } from '../kernel/ids.ts'

const world = await openHttpWorld()
const inspector = await world.furnisher('inspector', 'penalty-authority')
const registry = await world.furnisher('registry', 'registration-authority')

const NAME = '标记甲某'
const id = newResidentId('1979-12-31')
const old = id.slice(0, 6) + id.slice(8, 17)
const minor = newResidentId('2012-01-02')
const company = newUscc()
const day = '2026-05-04'

const sent = await world.submit(inspector, {
  type: 'cn.administrative-penalty',
  csv: csvOf([
    // Of the gravest kind, which a company's page would show for three years.
    penalty('', NAME, {
      party_kind: 'person',
      person_id: id,
      penalty_kinds: 'permit-revoked',
      content: '标记吊销',
    }),
    penalty('', `${NAME}二`, { party_kind: 'person', person_id: minor }),
    penalty(company, '演示公开有限公司', { legal_representative: NAME, legal_representative_id: id }),
  ]),
})
await world.submit(registry, {
  type: 'cn.registration',
  csv: csvOf([registration(company, '演示公开有限公司', { legal_representative: NAME })]),
})
const persons = await world.database.query<{ subjectId: SubjectId; recordId: string; value: string }>(
  `select v.subject_id as "subjectId", v.record_id as "recordId", v.came_by_value as value
   from record_versions v join subjects s on s.subject_id = v.subject_id and s.kind = 'person'
   order by v.row_no limit 10`,
)

/** Every way in which somebody could ask for a person whom they know, or whose keys they have come by. */
const names = [NAME, NAME.slice(0, 2), `${NAME}二`, '标记']
const numbers = [id, id.toLowerCase(), old, minor, `${id.slice(0, 6)} ${id.slice(6)}`]
const keys = persons.flatMap(({ subjectId, recordId, value }) => [subjectId, recordId, value])
const moments = ['', '?asOf=2026-06-14', '?knownAt=2026-06-15T12:00:00Z', '?lang=en', '?knownAt=1']

test('the rows stand in the records, so what follows has something to hide', () => {
  expect(sent.totals.accepted).toBe(3)
  expect(persons).toHaveLength(2)
})

describe('the public face says nothing of a natural person', () => {
  test.each([...numbers, ...keys])('no page and no report is found by %s, at any time', async (key) => {
    for (const moment of moments) {
      for (const route of [
        `organisations/${encodeURIComponent(key)}`,
        `organisations/${encodeURIComponent(key)}/report`,
      ]) {
        const answer = await world.get(`/v1/public/${route}${moment}`)
        expect([400, 404], `${route}${moment}`).toContain(answer.statusCode)
      }
    }
  })

  test.each([...numbers, ...names, ...keys])('the search finds nobody by %s', async (key) => {
    const answer = await world.get(`/v1/public/organisations?q=${encodeURIComponent(key)}`)
    const items = answer.statusCode === 200 ? answer.json<{ items: unknown[] }>().items : []
    expect(items).toEqual([])
  })

  test('an unknown number and that of a known person are answered alike', async () => {
    const unknown = newResidentId()
    const subject = '00000000-0000-7000-8000-000000000abc'
    const [person] = persons
    for (const [one, other] of [
      [id, unknown],
      [person?.subjectId ?? '', subject],
    ] as const) {
      const answers = await Promise.all(
        [one, other].map(async (key) => {
          const answer = await world.get(`/v1/public/organisations/${key}/report`)
          const { requestId, ...body } = answer.json<Record<string, unknown>>()
          return { status: answer.statusCode, body, requestId: typeof requestId }
        }),
      )
      expect(answers[0]).toEqual(answers[1])
    }
  })

  test("an organisation's page keeps silent about its legal representative", async () => {
    for (const moment of moments.slice(0, 3)) {
      const { body, statusCode } = await world.get(`/v1/public/organisations/${company}/report${moment}`)
      if (moment === '') expect(statusCode).toBe(200)
      expect(body).not.toContain('标记')
      expect(body).not.toContain(id)
    }
  })

  test('the counts of the node do not tell that a person came in', async () => {
    const { organisations } = await world.house.status.counts()
    const known = await world.database.query<{ n: number }>(
      "select count(*)::integer as n from subjects where kind <> 'person'",
    )
    expect(organisations).toBe(known[0]?.n)
  })

  test('nothing of it stands in the log, nor in what the furnisher is told of the batch as a whole', async () => {
    const authorised = await world.keyOf(inspector)
    const state = await world.get(`/v1/batches/${sent.batch.batchId}`, authorised)
    for (const text of [state.body, world.logged.join('\n')]) {
      for (const secret of [NAME, id, minor, old]) expect(text).not.toContain(secret)
    }
  })
})

test('as of any day since the decision, and at any tick, no answer holds a name or number of a person', async () => {
  const [{ tick } = { tick: 0 }] = await world.database.query<{ tick: number }>(
    'select max(tick) as tick from ticks',
  )
  for (let known = 0; known <= tick; known++) {
    for (const key of [company, ...persons.map((person) => person.subjectId)]) {
      const answer = await world.get(`/v1/public/organisations/${key}/report?asOf=${day}&knownAt=${known}`)
      for (const secret of [NAME, id, minor]) expect(answer.body).not.toContain(secret)
    }
  }
})
