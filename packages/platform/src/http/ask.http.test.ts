// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Answer, csvOf, newUscc, openHttpWorld, penalty, registration } from '../../test/http-world.ts'
import { newResidentId } from '../../test/persons.ts'
import { type AccountId, newId, type SubjectId } from '../kernel/ids.ts'
import type { BodyKind, SubjectActor } from '../modules/access/index.ts'
import { giveAuthorisation, listOwnInquiries } from '../modules/inquiries/index.ts'

const world = await openHttpWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const inspector = await world.furnisher('inspector', 'penalty-authority')
const uscc = newUscc()
const number = newResidentId('1987-07-07')
await world.submit(registry, {
  type: 'cn.registration',
  csv: csvOf([registration(uscc, '演示接口查询有限公司')]),
})
const penalties = [
  penalty(uscc, '演示接口查询有限公司', { facts: '接口可见的事实' }),
  penalty('', '司徒接口', { party_kind: 'person', person_id: number }),
]
await world.submit(inspector, { type: 'cn.administrative-penalty', csv: csvOf(penalties) })

async function subjectOf(kind: string): Promise<SubjectId> {
  const [row] = await world.database.query<{ id: SubjectId }>(
    `select v.subject_id as id from record_versions v join subjects s on s.subject_id = v.subject_id
     where s.kind = $1 limit 1`,
    [kind],
  )
  if (!row) throw new Error(`no ${kind}`)
  return row.id
}
const [firm, person] = [await subjectOf('organisation'), await subjectOf('person')]

const signedIn = (subjectId: SubjectId): SubjectActor => ({
  ...{
    kind: 'subject',
    subjectId,
    office: null,
    sessionId: null,
    keyId: null,
    assurance: 2,
    jurisdiction: '999999',
  },
  accountId: newId<AccountId>(world.clock.nowMs()),
})
const { catalogue } = world.collection.catalogues.current()

async function consentOf(subject: SubjectId, to: string, purposes: readonly string[]): Promise<string> {
  const consent = {
    ...{ to, purposes, recordTypes: null, separate: [], single: false },
    ...{ validFrom: '2026-06-15', validUntil: '2027-06-15' },
  }
  return world.database.transact((tx) =>
    giveAuthorisation(tx, signedIn(subject), catalogue, consent as never),
  )
}

type Headers = Record<string, string>
const ask = (headers: Headers, payload: unknown, query = ''): Promise<Answer> =>
  world.app.inject({
    method: 'POST',
    url: `/v1/inquiries${query}`,
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(payload),
  })

const keys = new Map<BodyKind, Headers>()
for (const kind of [
  'department',
  'lender',
  'bureau',
  'association',
  'court',
  'supervisor',
  'auditor',
] as const) {
  const scopes = ['inquiries:ask']
  keys.set(kind, await world.keyOf(await world.body(kind, kind, scopes), scopes))
}
const keyOf = (kind: BodyKind): Headers => keys.get(kind) ?? {}

await consentOf(firm, 'lender', ['financing-service'])
await consentOf(person, 'lender', ['financing-service'])
await consentOf(firm, 'bureau', ['credit-reporting-supply'])
await consentOf(firm, 'association', ['membership-rating'])

const onFirm = { scheme: 'cn.uscc', value: uscc }
const onPerson = { scheme: 'cn.rid', value: number }
const statute = { kind: 'statute', statute: '政务数据共享条例', caseNumber: '演示〔2026〕9号' }
const consent = { kind: 'authorisation' }

type Asked = { about: { scheme: string; value: string }; purpose: string; basis: unknown }
type Case = [kind: BodyKind, allowed: Asked, refused: Asked, code: string]

const cases: Case[] = [
  [
    'department',
    { about: onPerson, purpose: 'public-duty', basis: statute },
    { about: onPerson, purpose: 'supervision', basis: statute },
    'PERSON_NEVER_CLASSED',
  ],
  [
    'lender',
    { about: onPerson, purpose: 'financing-service', basis: consent },
    { about: onPerson, purpose: 'financing-service', basis: statute },
    'CONSENT_NEEDED',
  ],
  [
    'bureau',
    { about: onFirm, purpose: 'credit-reporting-supply', basis: consent },
    { about: onPerson, purpose: 'credit-reporting-supply', basis: consent },
    'VIEW_NOT_PROVIDED',
  ],
  [
    'association',
    { about: onFirm, purpose: 'membership-rating', basis: consent },
    { about: onPerson, purpose: 'membership-rating', basis: consent },
    'PERSON_NEVER_CLASSED',
  ],
  [
    'court',
    { about: onFirm, purpose: 'judicial-investigation', basis: statute },
    { about: onFirm, purpose: 'judicial-investigation', basis: { kind: 'own-file' } },
    'BASIS_NOT_YOURS',
  ],
  [
    'supervisor',
    { about: onFirm, purpose: 'conduct-supervision', basis: statute },
    { about: onFirm, purpose: 'public-duty', basis: statute },
    'VIEW_NOT_PROVIDED',
  ],
  [
    'auditor',
    { about: onFirm, purpose: 'compliance-audit', basis: statute },
    { about: onFirm, purpose: 'loan-approval', basis: statute },
    'SIDES_APART',
  ],
]

describe('each kind of body', () => {
  test.each(cases)(
    '%s: is answered what the table opens, refused what it does not, and both are seen',
    async (kind, allowed, refused, code) => {
      const answer = await ask(keyOf(kind), allowed)
      expect(answer.statusCode).toBe(200)
      const { number: inquiryId, view, report, resultHash } = answer.json()
      expect(view).toMatch(/^report_v1\.[a-z]+\.[0-9a-f]{8}$/)
      expect(report.records.length).toBeGreaterThan(0)
      expect(resultHash).toBe(hash('sha256', bodyOf(answer), 'base64'))

      const no = await ask(keyOf(kind), refused, '?lang=en')
      expect([no.statusCode, no.json().code]).toEqual([403, code])

      const about = (asked: Asked) => (asked.about === onFirm ? firm : person)
      const seenBy = (subject: SubjectId) =>
        listOwnInquiries(world.database, signedIn(subject), { before: null, limit: 200 }, world.clock.today())
      expect((await seenBy(about(allowed))).map((one) => one.inquiryId)).toContain(inquiryId)
      const codes = (await seenBy(about(refused))).map(
        ({ outcome }) => outcome.kind === 'refused' && outcome.code,
      )
      expect(codes).toContain(code)
    },
  )

  test('a person’s report holds neither their number nor their id, to whomever it goes', async () => {
    for (const kind of ['department', 'lender'] as const) {
      const [, allowed] = cases.find(([one]) => one === kind) as Case
      const { payload } = await ask(keyOf(kind), allowed)
      expect(payload).toContain('司徒接口')
      expect(payload).not.toContain(number)
      expect(payload).not.toContain(person)
    }
  })
})

/** The report as it stands in the answer, byte for byte: what its hash is of. */
function bodyOf({ payload }: Answer): string {
  return payload.slice(payload.indexOf('"report":') + '"report":'.length, -1)
}

describe('the public', () => {
  test('reads the public page without being asked who it is, and is asked for a key here', async () => {
    expect((await world.get(`/v1/public/organisations/${uscc}/report`)).statusCode).toBe(200)
    const no = await ask({}, { about: onFirm, purpose: 'public-duty', basis: statute })
    expect([no.statusCode, no.json().code]).toEqual([401, 'API_KEY_MISSING'])
  })
})

describe('whether somebody is known', () => {
  const duty = (about: unknown) => ({ about, purpose: 'public-duty', basis: statute })

  test('is not told: nobody known and nothing to give are one 404, down to the shape', async () => {
    const minor = newResidentId('2014-04-04')
    const row = penalty('', '小接口', { party_kind: 'person', person_id: minor })
    await world.submit(inspector, { type: 'cn.administrative-penalty', csv: csvOf([row]) })
    const unknown = newResidentId('1992-02-02')
    const shapes = []
    for (const value of [minor, unknown]) {
      const answer = await ask(keyOf('department'), duty({ scheme: 'cn.rid', value }))
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'SUBJECT_NOT_FOUND'])
      const { requestId: _requestId, ...rest } = answer.json()
      const { date: _date, ...headers } = answer.headers
      shapes.push(JSON.stringify([rest, headers]).replaceAll(value, ''))
    }
    expect(shapes[0]).toBe(shapes[1])
  })
})

describe('a question', () => {
  const asked = { about: onFirm, purpose: 'public-duty', basis: statute }
  const malformed: [string, unknown][] = [
    ['a member too many', { ...asked, colour: 'red' }],
    ['a member too many in its basis', { ...asked, basis: { ...statute, note: 'x' } }],
    ['a basis that is none', { ...asked, basis: { kind: 'curiosity' } }],
    ['a scheme nobody is asked about by', { ...asked, about: { scheme: 'cn.name', value: '甲' } }],
    ['no purpose', { about: onFirm, basis: statute }],
    ['a purpose in another form', { ...asked, purpose: 'PUBLIC DUTY' }],
    ['no kinds of records at all', { ...asked, recordTypes: [] }],
    [
      'an authorisation that is no id',
      { ...asked, basis: { kind: 'authorisation', authorisationId: 'mine' } },
    ],
  ]
  test.each(malformed)('with %s is refused as it stands', async (_what, payload) => {
    const answer = await ask(keyOf('department'), payload)
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'REQUEST_INVALID'])
  })

  test('about a number that cannot be is refused, and the number is in no log of the node', async () => {
    const wrong = `${number.slice(0, 17)}${number.endsWith('X') ? '1' : 'X'}`
    const answer = await ask(keyOf('department'), { ...asked, about: { scheme: 'cn.rid', value: wrong } })
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'SUBJECT_NUMBER_INVALID'])
    expect(`${answer.payload}${world.logged.join('')}`).not.toContain(wrong)
  })

  test('without its case number, or from a key that may not ask, is refused', async () => {
    const blank = await ask(keyOf('department'), { ...asked, basis: { ...statute, caseNumber: ' ' } })
    expect([blank.statusCode, blank.json().code]).toEqual([422, 'CASE_NUMBER_MISSING'])
    const mute = await world.keyOf(await world.body('department', 'mute'), ['batches:read'])
    const no = await ask(mute, asked)
    expect([no.statusCode, no.json().code]).toEqual([403, 'SCOPE_MISSING'])
  })

  test('is answered to be kept nowhere on the way', async () => {
    expect((await ask(keyOf('department'), asked)).headers['cache-control']).toBe('no-store')
  })

  test('for an own file is nobody’s by a body’s key', async () => {
    const answer = await ask(keyOf('department'), { purpose: 'own-report', basis: { kind: 'own-file' } })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'FILE_NOT_YOURS'])
  })
})

describe('the supervisor', () => {
  test('is given a sample of the questions on a statute, with their cases, and nobody else is', async () => {
    const sampling = await world.keyOf(await world.body('supervisor', 'sampler'), ['supervision:read'])
    const answer = await world.get('/v1/statute-questions?day=2026-06-15', sampling)
    expect([answer.statusCode, answer.json().percent]).toEqual([200, 5])
    const no = await world.get('/v1/statute-questions?day=2026-06-15', keyOf('department'))
    expect([no.statusCode, no.json().code]).toEqual([403, 'SUPERVISOR_ONLY'])
    expect((await world.get('/v1/statute-questions?day=yesterday', sampling)).statusCode).toBe(400)
  })
})
