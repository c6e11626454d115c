// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import { csvOf, type Fields, newUscc, penalty, registration } from '../../../test/http-world.ts'
import { newResidentId } from '../../../test/persons.ts'
import { asOwner } from '../../../test/test-database.ts'
import { openWorld } from '../../../test/world.ts'
import type { CivilDate, Instant } from '../../kernel/civil-date.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { type SubjectKind, viewCodes } from '../catalogue/index.ts'
import { type Asking, DisclosurePolicy } from './disclosure-policy.ts'
import type { ReportGrant } from './prepared-view.ts'
import { type ReportMoment, Reports } from './reports.ts'

const world = await openWorld()
const { database, collection, clock } = world
const reports = new Reports(database, collection.keys)
const policy = new DisclosurePolicy(collection.catalogues, { demo: true })
const registry = await world.furnisher('registry', 'registration-authority')
const inspector = await world.furnisher('inspector', 'penalty-authority')

type RecordOf = {
  readonly id: string
  readonly type: string
  readonly polarity: string
  readonly version: number
  readonly nameDisagrees: boolean
  readonly sealGone?: true
  readonly fields: Record<string, unknown>
  readonly publicity: { readonly until: string } | null
}
type Answer = {
  readonly name: string | null
  readonly formerNames: string[]
  readonly identifiers: { scheme: string; value: string }[]
  readonly records: RecordOf[]
  readonly deleted: { record: string; entry: string }[]
  readonly tick: number
}

const askings = {
  department: { actor: 'department', purpose: 'public-duty', basis: 'statute' },
  lender: { actor: 'lender', purpose: 'financing-service', basis: 'authorisation' },
  bureau: { actor: 'bureau', purpose: 'credit-reporting-supply', basis: 'authorisation' },
  subject: { actor: 'subject', purpose: 'own-report', basis: 'own-file' },
  agent: { actor: 'agent', purpose: 'own-report', basis: 'own-file' },
  court: { actor: 'court', purpose: 'judicial-investigation', basis: 'statute' },
  auditor: { actor: 'auditor', purpose: 'compliance-audit', basis: 'statute' },
} as const satisfies Record<string, Omit<Asking, 'subjectKind'>>
type Asker = keyof typeof askings

function grantTo(asker: Asker, subjectKind: SubjectKind): ReportGrant {
  const { purpose } = askings[asker]
  const verdict = policy.judge({ ...askings[asker], subjectKind })
  if (verdict.refuses !== null) throw new Error(verdict.refuses)
  const { catalogue, version, view, shown } = verdict
  return { catalogue, version, view, purpose, kind: subjectKind, shown }
}

const now = (): ReportMoment => ({ tick: null, day: clock.today() })

async function bodyFor(asker: Asker, id: SubjectId, kind: SubjectKind, moment = now()): Promise<string> {
  return (await reports.compose(id, grantTo(asker, kind), moment)).body
}

async function read(asker: Asker, id: SubjectId, kind: SubjectKind, moment = now()): Promise<Answer> {
  return JSON.parse(await bodyFor(asker, id, kind, moment)) as Answer
}

async function penalise(rows: readonly Fields[]): Promise<void> {
  const done = await world.submit(inspector, { type: 'cn.administrative-penalty', csv: csvOf(rows) })
  expect(done.totals.accepted + done.totals.corrected).toBe(rows.length)
}

async function register(rows: readonly Fields[]): Promise<void> {
  await world.submit(registry, { type: 'cn.registration', csv: csvOf(rows) })
}

/** Of the subject that bears the decision of this number. */
async function subjectWith(decision: string | undefined): Promise<SubjectId> {
  const [row] = await database.query<{ id: SubjectId }>(
    'select subject_id as id from record_versions where document_number = $1 order by tick desc limit 1',
    [decision],
  )
  if (!row) throw new Error('nobody bears that decision')
  return row.id
}

const ofPerson = (name: string, id: string, more: Fields = {}): Fields =>
  penalty('', name, { party_kind: 'person', person_id_kind: '居民身份证', person_id: id, ...more })

describe('a natural person', () => {
  const id = newResidentId('1983-05-06')
  const row = ofPerson('慕容三丰', id, { content: '对慕容三丰罚款五万元' })
  let person: SubjectId

  test('is shown to those whom the table names, with masks also where a text repeats the name', async () => {
    await penalise([row])
    person = await subjectWith(row.decision_number)
    const contentFor = async (asker: Asker) =>
      (await read(asker, person, 'person')).records[0]?.fields.content
    for (const asker of ['subject', 'agent', 'lender', 'department', 'court'] as const)
      expect(await contentFor(asker), asker).toBe(row.content)
    expect(await contentFor('auditor')).toBe('对慕***罚款五万元')
    const numberFor = async (asker: Asker) =>
      (await read(asker, person, 'person')).records[0]?.fields.person_id
    const ends = `${id.slice(0, 3)}${'*'.repeat(13)}${id.slice(-2)}`
    expect([await numberFor('subject'), await numberFor('agent'), await numberFor('court')]).toEqual([
      id,
      ends,
      ends,
    ])
    expect([await numberFor('lender'), await numberFor('auditor')]).toEqual([undefined, undefined])
    for (const asker of ['agent', 'lender', 'department', 'court', 'auditor'] as const)
      expect(await bodyFor(asker, person, 'person'), asker).not.toContain(id)
  })

  test('has neither id nor name nor number in the head of a report', async () => {
    const { id: subjectId, name, identifiers } = JSON.parse(await bodyFor('court', person, 'person'))
    expect([subjectId, name, identifiers]).toEqual([null, null, []])
    expect(await bodyFor('court', person, 'person')).not.toContain(person)
  })

  test('who was a minor on the day of the fact is shown to the subject, its agent and a court only', async () => {
    const young = ofPerson('令狐小', newResidentId('2012-01-02'))
    await penalise([young])
    const minor = await subjectWith(young.decision_number)
    for (const asker of Object.keys(askings) as Asker[]) {
      if (asker === 'bureau') continue
      const shown = ['subject', 'agent', 'court'].includes(asker) ? 1 : 0
      expect((await read(asker, minor, 'person')).records, asker).toHaveLength(shown)
    }
  })

  test('whose records bear two names is used against by nobody, and sees it', async () => {
    const number = newResidentId('1990-09-09')
    const first = ofPerson('上官一', number)
    await penalise([first, ofPerson('上官二', number)])
    const disputed = await subjectWith(first.decision_number)
    for (const asker of ['department', 'lender', 'court', 'auditor'] as const)
      expect((await read(asker, disputed, 'person')).records, asker).toEqual([])
    const own = await read('subject', disputed, 'person')
    expect(own.records.map((record) => record.nameDisagrees)).toEqual([true, true])
  })

  test('whose key is gone has no field left that anybody could read', async () => {
    const withoutKeys = new Reports(database, { find: async () => new Map() })
    const { body } = await withoutKeys.compose(person, grantTo('subject', 'person'), now())
    expect((JSON.parse(body) as Answer).records).toMatchObject([{ sealGone: true, fields: {} }])
    expect(body).not.toContain('慕容')
  })
})

describe('an organisation', () => {
  const uscc = newUscc()
  const legal = '夏侯惇明'
  const facts = penalty(uscc, '演示甲有限公司', {
    facts: '违法事实若干',
    legal_representative: legal,
    content: `对${legal}所在公司罚款五万元`,
  })
  let firm: SubjectId

  test('shows a lender no department field, and a department the text sealed for repeating a name', async () => {
    await register([registration(uscc, '演示甲有限公司', { legal_representative: legal })])
    await penalise([facts])
    firm = await subjectWith(facts.decision_number)
    const penaltyFor = async (asker: Asker) =>
      (await read(asker, firm, 'organisation')).records.find((one) => one.polarity === 'adverse')
    expect((await penaltyFor('lender'))?.fields.facts).toBeUndefined()
    expect((await penaltyFor('lender'))?.fields.content).toBeUndefined()
    expect((await penaltyFor('department'))?.fields).toMatchObject({
      facts: '违法事实若干',
      content: facts.content,
    })
    expect((await penaltyFor('department'))?.fields.legal_representative).toBe(legal)
    expect(await bodyFor('bureau', firm, 'organisation')).not.toContain(legal)
  })

  test('is named as it is registered now, and its former names follow', async () => {
    await register([registration(uscc, '演示乙有限公司')])
    const { name, formerNames, identifiers } = await read('lender', firm, 'organisation')
    expect([name, formerNames]).toEqual(['演示乙有限公司', ['演示甲有限公司']])
    expect(identifiers).toEqual([{ scheme: 'cn.uscc', value: uscc }])
  })

  test('whose name the register took back as entered in error: what bears that name is used no more', async () => {
    const number = newUscc()
    await register([registration(number, '演示误名有限公司')])
    const bearing = penalty(number, '演示误名有限公司')
    await penalise([bearing])
    const id = await subjectWith(bearing.decision_number)
    const before = await reports.compose(id, grantTo('lender', 'organisation'), now())
    await world.submit(registry, {
      type: 'cn.registration',
      operation: 'withdraw',
      csv: csvOf([{ uscc: number, withdrawal_reason: 'entered-in-error' }]),
    })
    await register([registration(number, '演示正名有限公司')])
    const { records, name, formerNames } = await read('lender', id, 'organisation')
    expect([records.map((one) => one.polarity), name, formerNames]).toEqual([
      ['neutral'],
      '演示正名有限公司',
      [],
    ])
    const moment = { tick: before.head.tick, day: clock.today() }
    expect(await bodyFor('lender', id, 'organisation', moment)).toBe(before.body)
  })

  test('whose publicity is over is still shown where the view is of what is kept, and nowhere else', async () => {
    clock.set('2027-06-15T04:00:00.000Z' as Instant)
    const adverse = async (asker: Asker) =>
      (await read(asker, firm, 'organisation')).records.filter((one) => one.polarity === 'adverse').length
    expect([await adverse('bureau'), await adverse('lender'), await adverse('court')]).toEqual([0, 1, 1])
  })

  test('is held against no more once the years are over for which a record may be kept (L09)', async () => {
    for (const [day, count] of [
      ['2031-05-03', 1],
      ['2031-05-04', 0],
    ] as const) {
      clock.set(`${day}T04:00:00.000Z` as Instant)
      for (const asker of ['subject', 'lender', 'department', 'court'] as const) {
        const { records } = await read(asker, firm, 'organisation')
        expect(
          records.filter((one) => one.polarity === 'adverse'),
          `${asker} on ${day}`,
        ).toHaveLength(count)
      }
    }
    clock.set('2026-06-15T04:00:00.000Z' as Instant)
  })

  test('of which a name disagrees is used against by nobody, and sees it', async () => {
    const stranger = penalty(uscc, '毫不相干有限公司')
    await penalise([stranger])
    const numbersFor = async (asker: Asker) =>
      (await read(asker, firm, 'organisation')).records.map((one) => one.fields.decision_number)
    expect(await numbersFor('subject')).toContain(stranger.decision_number)
    for (const asker of ['department', 'lender', 'bureau', 'court', 'auditor'] as const)
      expect(await numbersFor(asker), asker).not.toContain(stranger.decision_number)
  })
})

describe('a report replayed', () => {
  const uscc = newUscc()
  const before = penalty(uscc, '演示丙有限公司', { content: '罚款人民币一万元', facts: '事实一' })
  let firm: SubjectId

  test('by view, tick, day and catalogue gives the same bytes, whatever happened since', async () => {
    await register([registration(uscc, '演示丙有限公司')])
    await penalise([before])
    firm = await subjectWith(before.decision_number)
    const day = clock.today()
    const answered = await Promise.all(
      (Object.keys(askings) as Asker[]).map(async (asker) => ({
        grant: grantTo(asker, 'organisation'),
        report: await reports.compose(firm, grantTo(asker, 'organisation'), now()),
      })),
    )
    await penalise([{ ...before, content: '罚款人民币两万元' }, penalty(uscc, '演示丙有限公司')])
    await register([registration(uscc, '演示丁有限公司')])
    clock.set('2026-09-01T04:00:00.000Z' as Instant)
    for (const { grant, report } of answered) {
      const again = new Reports(database, collection.keys)
      const replayed = await again.compose(firm, grant, { tick: report.head.tick, day })
      expect(replayed.body).toBe(report.body)
      expect(replayed.resultHash).toEqual(report.resultHash)
      expect((await again.compose(firm, grant, now())).body).not.toBe(report.body)
    }
  })

  test('says of what was lawfully deleted since by which entry it was', async () => {
    const { head } = await reports.compose(firm, grantTo('court', 'organisation'), now())
    const shown = await read('court', firm, 'organisation')
    const gone = shown.records.find((one) => one.fields.decision_number === before.decision_number)
    const entry = '00000000-0000-7000-8000-00000000e001'
    await asOwner(
      world.ownerUrl,
      `set role probity_retention;
       select retention_delete_record('${firm}', '${gone?.id}', 'term-over', '${entry}', now())`,
    )
    const replayed = await read('court', firm, 'organisation', { tick: head.tick, day: clock.today() })
    expect(replayed.deleted).toEqual([{ record: gone?.id, entry }])
    expect(replayed.records.map((one) => one.id)).not.toContain(gone?.id)
    expect((await read('court', firm, 'organisation')).deleted).toEqual([])
  })

  test('is known as of its tick: what came later is not in it', async () => {
    const [first] = await database.query<{ tick: number }>(
      'select min(tick) as tick from record_versions where subject_id = $1',
      [firm],
    )
    const early = await read('department', firm, 'organisation', {
      tick: first?.tick ?? 0,
      day: clock.today(),
    })
    expect(early.records).toHaveLength(1)
    expect(early.tick).toBe(first?.tick)
  })
})

test('every view of the catalogue answers, so that none is forgotten when another is made', () => {
  const used = new Set(
    (Object.keys(askings) as Asker[]).map((asker) => grantTo(asker, 'organisation').view.code),
  )
  expect([...used, 'public'].sort()).toEqual([...viewCodes].sort())
})

test('a day is a day of the calendar, so a report of the past is not of the future', async () => {
  const uscc = newUscc()
  const later = penalty(uscc, '演示戊有限公司', { decision_on: '2026-05-20' })
  await penalise([later])
  const firm = await subjectWith(later.decision_number)
  const on = (day: string) => read('court', firm, 'organisation', { tick: null, day: day as CivilDate })
  expect([(await on('2026-05-19')).records.length, (await on('2026-05-20')).records.length]).toEqual([0, 1])
})

test('all that was entered of it can be worked out again from what the database holds', async () => {
  const { acts, difference } = await world.audit()
  expect(difference).toBeNull()
  expect(acts).toBeGreaterThan(2)
})
