// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import { consent, openInquiryWorld } from '../../../test/inquiry-world.ts'
import type { CivilDate } from '../../kernel/civil-date.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { bodyActor } from '../access/index.ts'
import {
  countOwnFullReports,
  giveAuthorisation,
  hideInquiry,
  type InquiryId,
  inquirerOf,
  listAuthorisationUses,
  listOwnInquiries,
} from './index.ts'

const world = await openInquiryWorld()
const { database, inquiries, lender } = world
const { catalogue } = world.collection.catalogues.current()
const court = bodyActor({ ...(await world.body('court', 'court')), holder: 'judge-1' })

const seen = (subjectId: SubjectId, limit = 50, before: InquiryId | null = null) =>
  listOwnInquiries(database, world.subject(subjectId), { before, limit }, database.clock.today())

describe('who looked', () => {
  test('the subject sees who asked, for whom, why, on what and with what result, the refused ones too', async () => {
    const { subjectId } = await world.register('演示谁看过有限公司')
    const answered = await world.question(subjectId)
    const refused = await world.question(subjectId, {
      inquirer: inquirerOf(lender),
      purpose: 'financing-service',
      basis: { kind: 'none' },
      outcome: { kind: 'refused', code: 'CONSENT_NEEDED' },
    })
    for (const one of [answered, refused]) expect(await inquiries.keep(one)).toBe('kept')
    const list = await seen(subjectId)
    expect(list).toHaveLength(2)
    expect(list.find(({ inquiryId }) => inquiryId === answered.inquiryId)).toEqual({
      ...answered,
      outcome: { kind: 'answered', resultHash: Buffer.alloc(32, 7) },
    })
    expect(list.find(({ inquiryId }) => inquiryId === refused.inquiryId)).toEqual(refused)
  })

  test('page by page nothing is left out and nothing comes twice', async () => {
    const { subjectId } = await world.register('演示分页有限公司')
    for (const day of ['2026-06-15', '2026-06-16', '2026-06-17']) {
      world.itIs(day)
      for (let n = 0; n < 4; n++) await inquiries.keep(await world.question(subjectId))
    }
    const all = await seen(subjectId)
    const paged: InquiryId[] = []
    for (let before: InquiryId | null = null; ; ) {
      const page = await seen(subjectId, 5, before)
      paged.push(...page.map(({ inquiryId }) => inquiryId))
      before = page.at(-1)?.inquiryId ?? null
      if (page.length < 5) break
    }
    expect(paged).toEqual(all.map(({ inquiryId }) => inquiryId))
    expect(paged).toHaveLength(12)
    world.itIs('2026-06-15')
  })

  test('nobody but the subject is shown who asked', async () => {
    for (const actor of [lender, world.supervisor, court, { kind: 'public' } as const])
      expect(() =>
        listOwnInquiries(database, actor, { before: null, limit: 1 }, database.clock.today()),
      ).toThrow('OWN_AFFAIRS_ONLY')
  })

  test('what was asked on an authorisation is seen beside it, and of another’s nothing', async () => {
    const { subjectId } = await world.register('演示使用有限公司')
    const { subjectId: other } = await world.register('演示旁人有限公司')
    const subject = world.subject(subjectId)
    const id = await database.transact((tx) => giveAuthorisation(tx, subject, catalogue, consent))
    const used = await world.question(subjectId, {
      inquirer: inquirerOf(lender),
      purpose: 'financing-service',
      basis: { kind: 'authorisation', authorisationId: id },
      view: 'lender',
    })
    for (const one of [used, await world.question(subjectId)]) expect(await inquiries.keep(one)).toBe('kept')
    const page = { before: null, limit: 10 }
    const today = database.clock.today()
    const uses = await listAuthorisationUses(database, subject, id, page, today)
    expect(uses.map(({ inquiryId }) => inquiryId)).toEqual([used.inquiryId])
    await expect(
      listAuthorisationUses(database, world.subject(other), id, page, today),
    ).rejects.toMatchObject({ code: 'AUTHORISATION_UNKNOWN' })
  })
})

describe('an investigation', () => {
  test('is not shown before the day its document states, and then is by itself', async () => {
    const { subjectId } = await world.register('演示调查有限公司')
    const today = database.clock.today()
    const term = { until: '2026-09-15' as CivilDate, document: '演示调〔2026〕1号' }
    const hidden = hideInquiry(court, catalogue, '999999', term, today)
    const asked = await world.question(subjectId, { inquirer: inquirerOf(court), view: 'court', hidden })
    expect(await inquiries.keep(asked)).toBe('kept')
    expect(await seen(subjectId)).toEqual([])
    world.itIs('2026-09-14')
    expect(await seen(subjectId)).toEqual([])
    world.itIs('2026-09-15')
    expect(await seen(subjectId)).toMatchObject([{ inquiryId: asked.inquiryId, hidden: term }])
    world.itIs('2026-06-15')
  })

  test('is hidden by an investigating body only, on a document, for no longer than the city allows', () => {
    const today = database.clock.today()
    const term = { until: '2026-09-15' as CivilDate, document: '演示调〔2026〕1号' }
    const hide = (actor: Parameters<typeof hideInquiry>[0], more: object = {}) =>
      hideInquiry(actor, catalogue, '999999', { ...term, ...more }, today)
    for (const actor of [lender, world.subject('x' as SubjectId), { kind: 'operator' } as never])
      expect(() => hide(actor)).toThrow('HIDING_NOT_YOURS')
    expect(() => hide(court, { document: ' ' })).toThrow('HIDING_DOCUMENT_MISSING')
    expect(() => hide(court, { until: '2026-06-15' })).toThrow('HIDING_TERM')
    expect(() => hide(court, { until: '2026-12-13' })).toThrow('HIDING_TERM')
    expect(() => hideInquiry(court, catalogue, '110000', term, today)).toThrow('HIDING_NOT_YOURS')
  })
})

describe('full reports about oneself', () => {
  test('two a year are free, the third is not refused, and the next year begins anew', async () => {
    const { subjectId } = await world.register('演示免费报告有限公司')
    const own = (fields: string[] | null) =>
      world.question(subjectId, {
        inquirer: inquirerOf(world.subject(subjectId)),
        purpose: 'own-report',
        basis: { kind: 'own-file' },
        view: 'subject',
        fields,
      })
    const count = () =>
      countOwnFullReports(database, subjectId, {
        catalogue,
        division: '999999',
        today: database.clock.today(),
      })
    expect(await count()).toEqual({ year: 2026, free: 2, taken: 0, next: 'free' })
    // A look at a part is no full report.
    expect(await inquiries.keep(await own(['records']))).toBe('kept')
    for (const next of ['free', 'charged', 'charged']) {
      expect(await inquiries.keep(await own(null))).toBe('kept')
      expect(await count()).toMatchObject({ next })
    }
    world.itIs('2027-01-01')
    expect(await count()).toEqual({ year: 2027, free: 2, taken: 0, next: 'free' })
    world.itIs('2026-06-15')
  })
})
