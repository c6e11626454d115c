// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openAskingWorld, own, recordsOf, statute } from '../../../test/asking-world.ts'
import { csvOf, newUscc, penalty } from '../../../test/http-world.ts'
import { newResidentId } from '../../../test/persons.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { type Actor, type BodyActor, publicActor } from '../access/index.ts'
import { listOwnInquiries } from '../inquiries/index.ts'
import { type Asked, Questions } from './ask.ts'

const world = await openAskingWorld()
const { database, questions, lender, department, court, auditor, operator, inspector } = world
const { firm, person, number, onFirm, onPerson, agentOf, refusalOf, newLines } = world
const duty: Asked = { about: onFirm, purpose: 'public-duty', basis: statute }
const financing: Asked = { about: onFirm, purpose: 'financing-service', basis: { kind: 'authorisation' } }

describe('an answer', () => {
  test('is in the log with the hash of its bytes, its tick and its view before it is given', async () => {
    const { inquiry, report } = await questions.ask(department, duty)
    expect(report.resultHash).toEqual(hash('sha256', report.body, 'buffer'))
    expect(await world.logged(inquiry)).toMatchObject({
      ...{ subject_id: firm, actor_kind: 'department', staff: 'clerk-2', purpose: 'public-duty' },
      ...{ basis: 'statute', case_number: '演示〔2026〕7号', result_hash: report.resultHash, refusal: null },
      view: expect.stringMatching(/^report_v1\.department\.[0-9a-f]{8}$/),
      tick_read: report.head.tick,
    })
  })

  const allowed: [string, Actor, Asked][] = [
    ['a department, on a statute with its case', department, duty],
    ['a department, about a natural person', department, { ...duty, about: onPerson }],
    ['a court', court, { about: onPerson, purpose: 'judicial-investigation', basis: statute }],
    ['an auditor', auditor, { about: onFirm, purpose: 'compliance-audit', basis: statute }],
    ['a subject, of its own file', world.subject(firm), own],
    ['a person, of their own file', world.subject(person), own],
    ['an agent, within its power', agentOf(firm, ['file:read']), own],
  ]
  test.each(allowed)('is given to %s', async (_who, actor, asked) => {
    await newLines()
    const answered = await questions.ask(actor, asked)
    expect(recordsOf(answered).length).toBeGreaterThan(0)
    expect((await newLines())[0]?.outcome).toBe('answered')
  })

  test('is about the same person by the number of fifteen digits that they had before', async () => {
    const old = number.slice(0, 6) + number.slice(8, 17)
    const { inquiry } = await questions.ask(department, { ...duty, about: { scheme: 'cn.rid', value: old } })
    expect(inquiry.subjectId).toBe(person)
  })

  test('has of the kinds of records that were asked for, and no others', async () => {
    const some = await questions.ask(department, { ...duty, recordTypes: ['cn.registration'] })
    expect(recordsOf(some).map((record) => record.type)).toEqual(['cn.registration'])
    expect(await refusalOf(department, { ...duty, recordTypes: ['cn.gossip'] })).toBe('RECORD_TYPE_UNKNOWN')
  })

  test('of an own file says how many full reports of the year were free, and is never refused', async () => {
    const { subjectId } = await world.register('演示自查有限公司')
    const taken = []
    for (let n = 0; n < 3; n++) taken.push((await questions.ask(world.subject(subjectId), own)).ownReports)
    expect(taken.map((one) => [one?.taken, one?.next])).toEqual([
      [1, 'free'],
      [2, 'charged'],
      [3, 'charged'],
    ])
  })
})

describe('a refusal', () => {
  const refused: [string, Actor, Asked, string][] = [
    ['the operator', operator, duty, 'OPERATOR_SEES_NOTHING'],
    ['the public', publicActor, duty, 'BASIS_NOT_YOURS'],
    [
      'a lender without consent, about a person',
      lender,
      { ...financing, about: onPerson },
      'AUTHORISATION_NOT_IN_FORCE',
    ],
    [
      'a lender on a statute, about a person',
      lender,
      { ...financing, about: onPerson, basis: statute },
      'CONSENT_NEEDED',
    ],
    [
      'a lender for a purpose of the other side',
      lender,
      { ...financing, purpose: 'loan-approval' },
      'SIDES_APART',
    ],
    [
      'a department for a purpose nobody opens to it',
      department,
      { ...duty, purpose: 'financing-service' },
      'VIEW_NOT_PROVIDED',
    ],
    [
      'a department that would class a person',
      department,
      { ...duty, about: onPerson, purpose: 'supervision' },
      'PERSON_NEVER_CLASSED',
    ],
    [
      'a department without the number of its case',
      department,
      { ...duty, basis: { ...statute, caseNumber: '  ' } },
      'CASE_NUMBER_MISSING',
    ],
    [
      'a department in a file as its own',
      department,
      { ...duty, basis: { kind: 'own-file' } },
      'BASIS_NOT_YOURS',
    ],
    [
      "a subject in somebody else's file",
      world.subject(firm),
      { about: onPerson, purpose: 'own-report', basis: { kind: 'own-file' } },
      'FILE_NOT_YOURS',
    ],
    [
      'an agent whose power does not name the file',
      agentOf(firm, ['inquiries:read']),
      own,
      'OWN_AFFAIRS_ONLY',
    ],
    ['a post without the role of asking', { ...department, scopes: [] } as BodyActor, duty, 'SCOPE_MISSING'],
    [
      'a court without a statute',
      court,
      { about: onFirm, purpose: 'judicial-investigation', basis: { kind: 'authorisation' } },
      'VIEW_NOT_PROVIDED',
    ],
  ]
  test.each(refused)('meets %s, and is written down', async (_who, actor, asked, code) => {
    await newLines()
    expect(await refusalOf(actor, asked)).toBe(code)
    expect((await newLines())[0]).toMatchObject({ outcome: code, view: 'none' })
  })

  test('is seen by the subject, beside the answers', async () => {
    await refusalOf(lender, financing)
    const seen = await listOwnInquiries(
      database,
      world.subject(firm),
      { before: null, limit: 200 },
      world.clock.today(),
    )
    const outcomes = seen.map(({ outcome }) => (outcome.kind === 'refused' ? outcome.code : 'answered'))
    expect(outcomes).toEqual(
      expect.arrayContaining(['answered', 'AUTHORISATION_NOT_IN_FORCE', 'SIDES_APART']),
    )
  })

  test.each([
    { scheme: 'cn.uscc', value: '914403001922038217' },
    { scheme: 'cn.rid', value: '某人' },
    { scheme: 'cn.taxpayer', value: number },
  ])('of the number $value comes before anything is written, for it is nobody’s', async (about) => {
    await newLines()
    expect(await refusalOf(department, { ...duty, about })).toBe('SUBJECT_NUMBER_INVALID')
    expect(await newLines()).toEqual([])
  })
})

describe('whether somebody is known', () => {
  const strangers = { firm: newUscc(), person: newResidentId('1991-01-01') }

  test('is not told to whom the subject has not let in: unknown, and nothing to give, are one answer', async () => {
    const empty = newUscc()
    await world.submit(inspector, {
      type: 'cn.administrative-penalty',
      csv: csvOf([penalty(empty, '演示将撤有限公司', { decision_number: '撤1' })]),
    })
    await world.submit(inspector, {
      type: 'cn.administrative-penalty',
      operation: 'withdraw',
      csv: csvOf([{ decision_number: '撤1', authority: '示范市演示局' }]),
    })
    for (const value of [empty, strangers.firm]) {
      expect(await refusalOf(department, { ...duty, about: { scheme: 'cn.uscc', value } })).toBe(
        'SUBJECT_NOT_FOUND',
      )
    }
    for (const value of [number, strangers.person]) {
      const about = { scheme: 'cn.rid', value }
      expect(await refusalOf(lender, { ...financing, about })).toBe('AUTHORISATION_NOT_IN_FORCE')
    }
  })

  test('takes the same statements either way', async () => {
    const statementsOf = async (value: string): Promise<number> => {
      let count = 0
      const open = new Set<SubjectId>()
      const counted: typeof database = {
        ...database,
        read: (statement, values) => {
          count++
          return database.read(statement, values)
        },
        query: (text, values) => {
          count++
          return database.query(text, values)
        },
      }
      const keys = Object.assign(Object.create(world.collection.keys), {
        // What is open still is found without a statement.
        find: (ids: readonly SubjectId[]) => {
          if (!ids.every((id) => open.has(id))) count++
          for (const id of ids) open.add(id)
          return world.collection.keys.find(ids)
        },
      }) as typeof world.collection.keys
      const asked = new Questions({
        ...{ database: counted, catalogues: world.collection.catalogues, keys },
        ...{ inquiries: world.inquiries, demo: true },
      })
      for (let twice = 0; twice < 2; twice++)
        await asked.ask(department, { ...duty, about: { scheme: 'cn.rid', value } }).catch(() => undefined)
      return count
    }
    const minor = newResidentId('2013-03-03')
    const row = penalty('', '小演示', { party_kind: 'person', person_id: minor })
    await world.submit(inspector, { type: 'cn.administrative-penalty', csv: csvOf([row]) })
    expect(await refusalOf(department, { ...duty, about: { scheme: 'cn.rid', value: minor } })).toBe(
      'SUBJECT_NOT_FOUND',
    )
    expect(await statementsOf(minor)).toBe(await statementsOf(strangers.person))
  })

  test('stands in the log under an id that leads to no number', async () => {
    await newLines()
    await refusalOf(department, { ...duty, about: { scheme: 'cn.rid', value: strangers.person } })
    const [line] = await newLines()
    expect(JSON.stringify(line)).not.toContain(strangers.person)
    const known = await database.query('select 1 from subjects where subject_id = $1', [line?.subject])
    expect(known).toEqual([])
  })
})
