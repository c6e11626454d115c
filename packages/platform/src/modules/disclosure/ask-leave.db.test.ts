// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import { openAskingWorld, own, recordsOf, statute } from '../../../test/asking-world.ts'
import { csvOf, newUscc, penalty } from '../../../test/http-world.ts'
import type { CivilDate } from '../../kernel/civil-date.ts'
import { type Actor, bodyActor } from '../access/index.ts'
import { freezeInquiries, listOwnInquiries, markRecord, revokeAuthorisation } from '../inquiries/index.ts'
import type { Asked } from './ask.ts'

const world = await openAskingWorld()
const { database, questions, lender, department, court, auditor, inspector } = world
const { firm, person, onFirm, agentOf, refusalOf, newLines, give } = world
const duty: Asked = { about: onFirm, purpose: 'public-duty', basis: statute }
const financing: Asked = { about: onFirm, purpose: 'financing-service', basis: { kind: 'authorisation' } }

describe('an authorisation', () => {
  test('opens to the lender it names, for its purposes, until it is revoked', async () => {
    const { subjectId, uscc } = await world.register('演示授权有限公司')
    const asked: Asked = { ...financing, about: { scheme: 'cn.uscc', value: uscc } }
    expect(await refusalOf(lender, asked)).toBe('AUTHORISATION_NOT_IN_FORCE')
    const authorisationId = await give(subjectId)
    const { inquiry } = await questions.ask(lender, asked)
    expect(inquiry.basis).toEqual({ kind: 'authorisation', authorisationId })
    expect(await refusalOf(lender, { ...asked, purpose: 'financing-follow-up' })).toBe(
      'AUTHORISATION_NOT_IN_FORCE',
    )
    await database.transact((tx) => revokeAuthorisation(tx, world.subject(subjectId), authorisationId))
    expect(await refusalOf(lender, asked)).toBe('AUTHORISATION_NOT_IN_FORCE')
  })

  test('for one answer is spent by it', async () => {
    const { subjectId, uscc } = await world.register('演示单次有限公司')
    const asked: Asked = { ...financing, about: { scheme: 'cn.uscc', value: uscc } }
    await give(subjectId, { single: true })
    await questions.ask(lender, asked)
    expect(await refusalOf(lender, asked)).toBe('AUTHORISATION_NOT_IN_FORCE')
  })

  test('shows of the record types it names, and no others', async () => {
    const { subjectId, uscc } = await world.register('演示范围有限公司')
    const row = penalty(uscc, '演示范围有限公司')
    await world.submit(inspector, { type: 'cn.administrative-penalty', csv: csvOf([row]) })
    const asked: Asked = { ...financing, about: { scheme: 'cn.uscc', value: uscc } }
    await give(subjectId, { recordTypes: ['cn.registration'] })
    expect(recordsOf(await questions.ask(lender, asked)).map((one) => one.type)).toEqual(['cn.registration'])
    expect(await refusalOf(lender, { ...asked, recordTypes: ['cn.administrative-penalty'] })).toBe(
      'VIEW_NOT_PROVIDED',
    )
  })

  test('does not help against a freeze, which bars lenders and nobody else', async () => {
    const { subjectId, uscc } = await world.register('演示冻结有限公司')
    const asked: Asked = { ...financing, about: { scheme: 'cn.uscc', value: uscc } }
    await give(subjectId)
    await questions.ask(lender, asked)
    await database.transact((tx) => freezeInquiries(tx, world.subject(subjectId)))
    expect(await refusalOf(lender, asked)).toBe('ANSWERS_BARRED')
    expect(await refusalOf(department, { ...duty, about: { scheme: 'cn.uscc', value: uscc } })).toBe(
      'ANSWERED',
    )
  })
})

describe('marks', () => {
  test('travel with every answer: on hold a record is in none but its subject’s, objected to it says so', async () => {
    const { subjectId, uscc } = await world.register('演示标记有限公司')
    const about = { scheme: 'cn.uscc', value: uscc }
    const recordId = await world.recordOf(subjectId)
    const mark = { subjectId, recordId, reason: 'inaccurate', reference: null }
    await database.transact((tx) => markRecord(tx, world.subject(subjectId), { ...mark, mark: 'objection' }))
    expect(recordsOf(await questions.ask(department, { ...duty, about }))).toMatchObject([
      { objection: true },
    ])
    const source = bodyActor({ ...world.registry, scopes: ['records:hold'], holder: 'clerk-1' })
    await database.transact((tx) => markRecord(tx, source, { ...mark, mark: 'hold', reference: '停用1号' }))
    expect(await refusalOf(department, { ...duty, about })).toBe('SUBJECT_NOT_FOUND')
    const own = await questions.ask(world.subject(subjectId), {
      purpose: 'own-report',
      basis: { kind: 'own-file' },
    })
    expect(recordsOf(own)).toMatchObject([{ hold: true, objection: true }])
  })
})

describe('an investigation', () => {
  const hidden = { until: '2026-07-01' as CivilDate, document: '侦查1号' }

  test('is kept from its subject until its day, and shows then by itself', async () => {
    const { subjectId, uscc } = await world.register('演示侦查有限公司')
    const about = { scheme: 'cn.uscc', value: uscc }
    await questions.ask(court, { about, purpose: 'judicial-investigation', basis: statute, hidden })
    const seen = (day: string) =>
      listOwnInquiries(database, world.subject(subjectId), { before: null, limit: 10 }, day as CivilDate)
    expect([(await seen('2026-06-30')).length, (await seen('2026-07-01')).length]).toEqual([0, 1])
  })

  test('stays hidden also where it is refused', async () => {
    await newLines()
    const about = { scheme: 'cn.uscc', value: newUscc() }
    const asked: Asked = { about, purpose: 'judicial-investigation', basis: statute, hidden }
    expect(await refusalOf(court, asked)).toBe('SUBJECT_NOT_FOUND')
    const [line] = await newLines()
    const rows = await database.query<{ until: string }>(
      'select hidden_until as until from inquiries where subject_id = $1 and refusal is not null',
      [line?.subject],
    )
    expect(rows).toEqual([{ until: hidden.until }])
  })

  test('whose hiding is not in order is not put at all, so that it warns nobody', async () => {
    await newLines()
    const asked: Asked = { about: onFirm, purpose: 'judicial-investigation', basis: statute }
    const never = { ...hidden, until: '2126-07-01' as CivilDate }
    expect(await refusalOf(court, { ...asked, hidden: never })).toBe('HIDING_TERM')
    expect(await refusalOf(auditor, { ...asked, purpose: 'compliance-audit', hidden })).toBe(
      'HIDING_NOT_YOURS',
    )
    expect(await newLines()).toEqual([])
  })
})

describe('what was answered', () => {
  test('is shown to the subject again, byte for byte, and that is written down, too', async () => {
    const { subjectId, uscc } = await world.register('演示重现有限公司')
    const about = { scheme: 'cn.uscc', value: uscc }
    const { inquiry, report } = await questions.ask(department, { ...duty, about })
    await world.register('演示改名有限公司', uscc)
    world.itIs('2026-08-01')
    await newLines()
    const again = await questions.replay(world.subject(subjectId), inquiry.inquiryId)
    expect([again.report.body, again.same]).toEqual([report.body, true])
    expect((await newLines())[0]).toMatchObject({
      outcome: 'answered',
      view: `replay.${inquiry.view}`,
      basis: 'own-file',
    })
    world.itIs('2026-06-15')
  })

  test('on an authorisation is shown again after that was revoked, narrowed as it was', async () => {
    const { subjectId, uscc } = await world.register('演示重现二有限公司')
    const asked: Asked = { ...financing, about: { scheme: 'cn.uscc', value: uscc } }
    const authorisationId = await give(subjectId, { recordTypes: ['cn.registration'] })
    const { inquiry, report } = await questions.ask(lender, asked)
    await database.transact((tx) => revokeAuthorisation(tx, world.subject(subjectId), authorisationId))
    const again = await questions.replay(world.subject(subjectId), inquiry.inquiryId)
    expect([again.report.body, again.same]).toEqual([report.body, true])
  })

  test('is shown to no other subject, to no body, and not where nothing was answered', async () => {
    const { inquiry } = await questions.ask(department, duty)
    const codeOf = (actor: Actor, id = inquiry.inquiryId) =>
      questions.replay(actor, id).then(
        () => 'SHOWN',
        (error: { code: string }) => error.code,
      )
    expect(await codeOf(world.subject(person))).toBe('INQUIRY_UNKNOWN')
    expect(await codeOf(department)).toBe('OWN_AFFAIRS_ONLY')
    expect(await codeOf(agentOf(firm, ['inquiries:read']))).toBe('OWN_AFFAIRS_ONLY')
    await refusalOf(lender, financing)
    const all = await listOwnInquiries(
      database,
      world.subject(firm),
      { before: null, limit: 200 },
      world.clock.today(),
    )
    const refused = all.find(({ outcome }) => outcome.kind === 'refused')
    expect(await codeOf(world.subject(firm), refused?.inquiryId)).toBe('INQUIRY_NOT_ANSWERED')
  })

  test('to the subject itself, numbers in full, is not shown to an agent', async () => {
    const { inquiry } = await questions.ask(world.subject(person), own)
    const agent = agentOf(person, ['inquiries:read', 'file:read'])
    await expect(questions.replay(agent, inquiry.inquiryId)).rejects.toMatchObject({
      code: 'VIEW_NOT_PROVIDED',
    })
  })
})
