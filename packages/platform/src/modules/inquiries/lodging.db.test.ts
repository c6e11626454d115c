// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { consent, openInquiryWorld } from '../../../test/inquiry-world.ts'
import { asOwner } from '../../../test/test-database.ts'
import type { CivilDate } from '../../kernel/civil-date.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { asKey, open } from '../../kernel/sealing.ts'
import { type Actor, bodyActor } from '../access/index.ts'
import { listSubjectNotices } from '../notices/index.ts'
import { findOfSubject } from './authorisation-store.ts'
import { listOpenSuspensions } from './bars-store.ts'
import {
  type AuthorisationId,
  type AuthorisationState,
  denyAuthorisation,
  drawDocuments,
  giveAuthorisation,
  inquirerOf,
  liftSuspension,
  listOwnDemands,
  lodgeAuthorisation,
  lodgingStanding,
  produceDocument,
  reopenLodging,
  revokeAuthorisation,
  stateOf,
  withdrawAuthorisation,
} from './index.ts'

const world = await openInquiryWorld()
const { database, inquiries, lender, supervisor } = world
const { catalogue } = world.collection.catalogues.current()

const documentOf = (subjectId: SubjectId): Buffer => Buffer.from(`授权书 ${subjectId}`)

/** The consent without the body: whoever lodges it is the one. */
const { to: _, ...terms } = consent

function lodge(subjectId: SubjectId, by: Actor = lender, more: object = {}): Promise<AuthorisationId> {
  return database.transact((tx) =>
    lodgeAuthorisation(tx, by, catalogue, {
      ...terms,
      subjectId,
      documentHash: hash('sha256', documentOf(subjectId), 'buffer'),
      signedOn: '2026-06-14' as CivilDate,
      ...more,
    }),
  )
}

async function stateNow(subjectId: SubjectId, id: AuthorisationId): Promise<AuthorisationState | undefined> {
  const line = await findOfSubject(database, subjectId, id)
  return line && stateOf(line, database.clock.today())
}

async function answers(subjectId: SubjectId, id: AuthorisationId, by = lender): Promise<string> {
  return inquiries.keep(
    await world.question(subjectId, {
      inquirer: inquirerOf(by),
      purpose: 'financing-service',
      basis: { kind: 'authorisation', authorisationId: id },
      view: 'lender',
    }),
  )
}

/** A lender of its own, so that what others failed to produce counts nothing here. */
async function newLender(code: string): Promise<ReturnType<typeof bodyActor>> {
  return bodyActor({ ...(await world.body('lender', code, ['authorisations:lodge'])), holder: 'clerk-1' })
}

describe('a lodged consent', () => {
  test('works only once the notice to the subject has left', async () => {
    const { subjectId } = await world.register('演示线下甲有限公司')
    const id = await lodge(subjectId)
    expect(await stateNow(subjectId, id)).toBe('notice-pending')
    expect(await answers(subjectId, id)).toBe('moved')
    const [notice] = await listSubjectNotices(database, subjectId, { before: null, limit: 10 })
    expect(notice).toMatchObject({
      kind: 'AUTHORISATION_LODGED',
      facts: { body: 'lender', signedOn: '2026-06-14' },
    })
    await world.sendNotices()
    expect(await stateNow(subjectId, id)).toBe('in-force')
    expect(await answers(subjectId, id)).toBe('kept')
  })

  test('denied by one tap ends, and that body gets no answer on any basis until it is lifted', async () => {
    const { subjectId } = await world.register('演示线下乙有限公司')
    const subject = world.subject(subjectId)
    const given = await database.transact((tx) => giveAuthorisation(tx, subject, catalogue, consent))
    const id = await lodge(subjectId)
    await world.sendNotices()
    await database.transact((tx) => denyAuthorisation(tx, subject, id))
    await database.transact((tx) => denyAuthorisation(tx, subject, id))
    expect(await stateNow(subjectId, id)).toBe('denied')
    expect(await barredBodies(subjectId)).toEqual([lender.participantId])
    await expect(lodge(subjectId)).rejects.toMatchObject({ code: 'ANSWERS_SUSPENDED' })
    expect(await stateNow(subjectId, given)).toBe('in-force')

    const [suspension] = await listOpenSuspensions(database, subjectId)
    if (!suspension) throw new Error('denying suspends')
    const { suspensionId } = suspension
    const lift = (actor: Actor, own = true) =>
      database.transact((tx) =>
        liftSuspension(
          tx,
          actor,
          own
            ? { suspensionId, subjectId: null, reference: null }
            : { suspensionId, subjectId, reference: '演示监〔2026〕1号' },
        ),
      )
    await expect(lift(lender)).rejects.toMatchObject({ code: 'OWN_AFFAIRS_ONLY' })
    const { subjectId: other } = await world.register('演示线下丙有限公司')
    await expect(lift(world.subject(other))).rejects.toMatchObject({ code: 'SUSPENSION_UNKNOWN' })
    await lift(supervisor, false)
    expect(await barredBodies(subjectId)).toEqual([])
    expect(await answers(subjectId, given)).toBe('kept')
  })

  test('what was given on line is not denied; what was lodged is revoked, or withdrawn by its lender', async () => {
    const { subjectId } = await world.register('演示线下丁有限公司')
    const subject = world.subject(subjectId)
    const given = await database.transact((tx) => giveAuthorisation(tx, subject, catalogue, consent))
    await expect(database.transact((tx) => denyAuthorisation(tx, subject, given))).rejects.toMatchObject({
      code: 'AUTHORISATION_WAS_GIVEN',
    })
    const [revoked, withdrawn] = [await lodge(subjectId), await lodge(subjectId)]
    await database.transact((tx) => revokeAuthorisation(tx, subject, revoked))
    const stranger = await newLender('lender-stranger')
    await expect(
      database.transact((tx) => withdrawAuthorisation(tx, stranger, withdrawn)),
    ).rejects.toMatchObject({
      code: 'AUTHORISATION_UNKNOWN',
    })
    await database.transact((tx) => withdrawAuthorisation(tx, lender, withdrawn))
    expect([await stateNow(subjectId, revoked), await stateNow(subjectId, withdrawn)]).toEqual([
      'revoked',
      'withdrawn',
    ])
  })

  test('is taken from lenders only, with the right to lodge, and never signed in the future', async () => {
    const { subjectId } = await world.register('演示线下戊有限公司')
    const bureau = bodyActor({
      ...(await world.body('bureau', 'bureau', ['authorisations:lodge'])),
      holder: 'clerk-1',
    })
    await expect(lodge(subjectId, bureau)).rejects.toMatchObject({ code: 'LODGING_NOT_YOURS' })
    await expect(lodge(subjectId, { ...lender, scopes: [] })).rejects.toMatchObject({ code: 'SCOPE_MISSING' })
    await expect(lodge(subjectId, lender, { signedOn: '2026-06-16' })).rejects.toMatchObject({
      code: 'SIGNED_IN_FUTURE',
    })
  })

  test('is not taken at all where the city has no rule for it', async () => {
    const { subjectId } = await world.register('演示线下己有限公司')
    const empty = { ...catalogue, jurisdictions: [] }
    const lodging = database.transact((tx) =>
      lodgeAuthorisation(tx, lender, empty, {
        ...terms,
        subjectId,
        documentHash: Buffer.alloc(32),
        signedOn: '2026-06-14' as CivilDate,
      }),
    )
    await expect(lodging).rejects.toMatchObject({ code: 'LODGING_CLOSED' })
  })
})

async function barredBodies(subjectId: SubjectId): Promise<(number | null)[]> {
  const rows = await database.query<{ body: number | null }>(
    'select participant_id as body from v_answer_bars where subject_id = $1 order by 1',
    [subjectId],
  )
  return rows.map(({ body }) => body)
}

describe('signed documents', () => {
  test('one in ten is drawn, one at least, on the day after, and once', async () => {
    world.itIs('2026-06-15')
    const bank = await newLender('lender-sampled')
    const { subjectId } = await world.register('演示抽查甲有限公司')
    for (let n = 0; n < 11; n++) await lodge(subjectId, bank)
    expect(await drawDocuments(database, catalogue)).toBe(0)
    world.itIs('2026-06-16')
    await drawDocuments(database, catalogue)
    await drawDocuments(database, catalogue)
    const demands = await listOwnDemands(database, bank)
    // Eleven lodged on one day: two of them. 2026-06-19 is a holiday.
    expect(demands.map(({ demandedOn, dueOn }) => [demandedOn, dueOn])).toEqual([
      ['2026-06-16', '2026-06-24'],
      ['2026-06-16', '2026-06-24'],
    ])
  })

  test('the document must be the one that was lodged; it is kept under the subject’s key', async () => {
    world.itIs('2026-06-15')
    const bank = await newLender('lender-producing')
    const { subjectId } = await world.register('演示抽查乙有限公司')
    const id = await lodge(subjectId, bank)
    const parts = { database, keys: world.collection.keys }
    await expect(produceDocument(parts, bank, id, documentOf(subjectId))).rejects.toMatchObject({
      code: 'DOCUMENT_NOT_DEMANDED',
    })
    world.itIs('2026-06-16')
    await drawDocuments(database, catalogue)
    await expect(produceDocument(parts, bank, id, Buffer.from('另一份'))).rejects.toMatchObject({
      code: 'DOCUMENT_DIFFERS',
    })
    await expect(produceDocument(parts, lender, id, documentOf(subjectId))).rejects.toMatchObject({
      code: 'AUTHORISATION_UNKNOWN',
    })
    await produceDocument(parts, bank, id, documentOf(subjectId))
    await produceDocument(parts, bank, id, documentOf(subjectId))
    expect(await listOwnDemands(database, bank)).toEqual([])
    const { rows } = await asOwner(
      world.ownerUrl,
      `select sealed from document_productions where authorisation_id = '${id}'`,
    )
    const key = (await world.collection.keys.find([subjectId])).get(subjectId)
    if (!key) throw new Error('the subject has a key')
    expect(open(asKey(key), rows[0].sealed, `authorisation-document/${subjectId}/${id}`)).toEqual(
      documentOf(subjectId),
    )
  })

  test('what is not produced in time works no more, and lodging closes until the supervisor reopens it', async () => {
    world.itIs('2026-06-15')
    const bank = await newLender('lender-failing')
    const { subjectId } = await world.register('演示抽查丙有限公司')
    const id = await lodge(subjectId, bank)
    await world.sendNotices()
    world.itIs('2026-06-16')
    await drawDocuments(database, catalogue)
    world.itIs('2026-06-24')
    expect(await answers(subjectId, id, bank)).toBe('kept')
    expect(
      await lodgingStanding(database, catalogue, bank.participantId, database.clock.today()),
    ).toMatchObject({
      isOpen: true,
    })
    world.itIs('2026-06-25')
    expect(await stateNow(subjectId, id)).toBe('document-overdue')
    expect(await answers(subjectId, id, bank)).toBe('moved')
    await expect(lodge(subjectId, bank)).rejects.toMatchObject({
      code: 'LODGING_CLOSED',
      facts: { due: 1, failed: 1 },
    })
    // Late is better than never: the consent works again, and the failure stays one.
    await produceDocument({ database, keys: world.collection.keys }, bank, id, documentOf(subjectId))
    expect(await answers(subjectId, id, bank)).toBe('kept')
    await expect(lodge(subjectId, bank)).rejects.toMatchObject({ code: 'LODGING_CLOSED' })

    const reopened = { participantId: bank.participantId, reference: '演示监〔2026〕2号' }
    await expect(database.transact((tx) => reopenLodging(tx, bank, reopened))).rejects.toMatchObject({
      code: 'SUPERVISOR_ONLY',
    })
    await database.transact((tx) => reopenLodging(tx, supervisor, reopened))
    expect(await lodge(subjectId, bank)).toEqual(expect.any(String))
  })
})
