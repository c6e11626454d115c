// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { describe, expect, test } from 'vitest'
import { consent, openInquiryWorld } from '../../../test/inquiry-world.ts'
import type { PowerId, SubjectId } from '../../kernel/ids.ts'
import type { AgentActor } from '../access/index.ts'
import { listOfSubject } from './authorisation-store.ts'
import {
  type AuthorisationId,
  type AuthorisationState,
  answerIsBarred,
  authorisationHolds,
  findOwnFreeze,
  freezeInquiries,
  type GiveAuthorisation,
  giveAuthorisation,
  type Inquiry,
  inquirerOf,
  readTogether,
  revokeAuthorisation,
  stateOf,
  unfreezeInquiries,
} from './index.ts'

const world = await openInquiryWorld()
const { database, inquiries, lender } = world

const give = (subjectId: SubjectId, more: Partial<GiveAuthorisation> = {}): Promise<AuthorisationId> =>
  database.transact((tx) =>
    giveAuthorisation(tx, world.subject(subjectId), world.collection.catalogues.current().catalogue, {
      ...consent,
      ...more,
    }),
  )

const revoke = (subjectId: SubjectId, id: AuthorisationId): Promise<void> =>
  database.transact((tx) => revokeAuthorisation(tx, world.subject(subjectId), id))

/** A lender's answered question on an authorisation, as the asking act would keep it. */
async function lendersQuestion(subjectId: SubjectId, authorisationId: AuthorisationId): Promise<Inquiry> {
  return world.question(subjectId, {
    inquirer: inquirerOf(lender),
    purpose: 'financing-service',
    basis: { kind: 'authorisation', authorisationId },
    view: 'lender',
  })
}

async function stateNow(subjectId: SubjectId, id: AuthorisationId): Promise<AuthorisationState | undefined> {
  const lines = await listOfSubject(database, subjectId, { before: null, limit: 50 })
  const line = lines.find((one) => one.authorisationId === id)
  return line && stateOf(line, database.clock.today())
}

/** Asked in one statement, as a reader of records asks it. */
async function mayAnswer(
  subjectId: SubjectId,
  id: AuthorisationId,
  purpose = 'financing-service',
): Promise<unknown> {
  const holds = authorisationHolds('a', {
    participantId: '$3::integer',
    purpose: '$4::text',
    day: '$5::date',
  })
  const barred = answerIsBarred({
    members: readTogether('$1::uuid'),
    kind: "'lender'",
    participantId: '$3::integer',
    behalfParticipantId: 'null::integer',
  })
  const [row] = await database.query(
    `select exists (
       select 1 from v_authorisations a
       where a.subject_id = any(${readTogether('$1::uuid')}) and a.authorisation_id = $2 and ${holds}) as holds,
       ${barred} as barred`,
    [subjectId, id, lender.participantId, purpose, database.clock.today()],
  )
  return row
}

const open = { holds: true, barred: false }

describe('given on line', () => {
  test('it holds at once, for its body, its purpose and its days, and for nothing else', async () => {
    const { subjectId } = await world.register('演示授权甲有限公司')
    const id = await give(subjectId)
    expect(await mayAnswer(subjectId, id)).toEqual(open)
    expect(await mayAnswer(subjectId, id, 'credit-reporting-supply')).toEqual({ holds: false, barred: false })
    const later = await give(subjectId, {
      validFrom: '2026-07-01' as never,
      validUntil: '2026-08-01' as never,
    })
    expect(await stateNow(subjectId, later)).toBe('not-yet')
    expect(await mayAnswer(subjectId, later)).toMatchObject({ holds: false })
    expect(await inquiries.keep(await lendersQuestion(subjectId, later))).toBe('moved')
    expect(await inquiries.keep(await lendersQuestion(subjectId, id))).toBe('kept')
  })

  test('an inquiry on an authorisation of another subject is not kept, whatever the reader believed', async () => {
    const { subjectId } = await world.register('演示授权乙有限公司')
    const { subjectId: other } = await world.register('演示授权丙有限公司')
    const id = await give(other)
    const asked = await lendersQuestion(subjectId, id)
    expect(await inquiries.keep(asked)).toBe('moved')
    expect(await world.logged(asked)).toBeUndefined()
  })

  test('an agent gives it where the power says so, and nobody else does', async () => {
    const { subjectId } = await world.register('演示授权丁有限公司')
    const agent = (scopes: AgentActor['power']['scopes']): AgentActor => {
      const power = {
        powerId: subjectId as string as PowerId,
        subjectId,
        scopes,
        until: '2027-01-01' as never,
      }
      return { ...world.subject(subjectId), kind: 'agent', power } as unknown as AgentActor
    }
    const { catalogue } = world.collection.catalogues.current()
    const giving = (actor: Parameters<typeof giveAuthorisation>[1]) =>
      database.transact((tx) => giveAuthorisation(tx, actor, catalogue, consent))
    const refused = { code: 'OWN_AFFAIRS_ONLY' }
    await expect(giving(agent(['file:read']))).rejects.toMatchObject(refused)
    await expect(giving(lender)).rejects.toMatchObject(refused)
    await expect(giving(world.supervisor)).rejects.toMatchObject(refused)
    expect(await giving(agent(['authorisations:manage']))).toEqual(expect.any(String))
  })

  test.each<[string, Partial<GiveAuthorisation>, string]>([
    ['to nobody', { to: 'nobody' }, 'PARTICIPANT_UNKNOWN'],
    ['to a body that asks on a statute only', { to: 'supervisor' }, 'PARTICIPANT_UNKNOWN'],
    ['for no purpose', { purposes: [] }, 'PURPOSE_UNKNOWN'],
    ['for a purpose that needs no consent', { purposes: ['public-duty'] }, 'PURPOSE_UNKNOWN'],
    ['for a purpose that is none', { purposes: ['curiosity'] }, 'PURPOSE_UNKNOWN'],
    ['for records that there are none of', { recordTypes: ['cn.diary'] }, 'RECORD_TYPE_UNKNOWN'],
    ['for longer than a consent may hold', { validUntil: '2036-06-15' as never }, 'AUTHORISATION_TERM'],
    [
      'for days that are over',
      { validFrom: '2025-01-01' as never, validUntil: '2026-06-15' as never },
      'AUTHORISATION_TERM',
    ],
    [
      'to what is no such kind',
      { separate: [{ kind: 'hobbies', effectsAcknowledged: true }] },
      'SEPARATE_CONSENT_UNKNOWN',
    ],
    [
      'to income without the notice',
      { separate: [{ kind: 'income', effectsAcknowledged: false }] },
      'ADVERSE_EFFECTS_UNTOLD',
    ],
  ])('it is not given %s', async (_what, more, code) => {
    const { subjectId } = await world.register('演示授权戊有限公司')
    await expect(give(subjectId, more)).rejects.toMatchObject({ code })
  })

  test('each kind that needs a consent of its own is named, with the notice it was given on', async () => {
    const { subjectId } = await world.register('演示授权己有限公司')
    const id = await give(subjectId, {
      separate: [
        { kind: 'income', effectsAcknowledged: true },
        { kind: 'tax-amount', effectsAcknowledged: true },
      ],
    })
    const [line] = await listOfSubject(database, subjectId, { before: null, limit: 1 })
    expect(line).toMatchObject({
      authorisationId: id,
      separateKinds: ['income', 'tax-amount'],
      effectsTold: world.collection.catalogues.current().catalogue.version,
    })
  })
})

describe('revoked', () => {
  test('no answer leaves on it from then on, not even one that was composed before', async () => {
    const { subjectId } = await world.register('演示撤回甲有限公司')
    const id = await give(subjectId)
    const composed = await lendersQuestion(subjectId, id)
    await revoke(subjectId, id)
    expect(await inquiries.keep(composed)).toBe('moved')
    expect(await inquiries.keep(await lendersQuestion(subjectId, id))).toBe('moved')
    expect(await stateNow(subjectId, id)).toBe('revoked')
    await revoke(subjectId, id)
  })

  test('by nobody else, who does not learn either that it exists', async () => {
    const { subjectId } = await world.register('演示撤回乙有限公司')
    const { subjectId: other } = await world.register('演示撤回丙有限公司')
    const id = await give(subjectId)
    await expect(revoke(other, id)).rejects.toMatchObject({ code: 'AUTHORISATION_UNKNOWN' })
    expect(await stateNow(subjectId, id)).toBe('in-force')
  })
})

describe('single', () => {
  test('of forty who ask at once one is answered', async () => {
    const { subjectId } = await world.register('演示单次甲有限公司')
    const id = await give(subjectId, { single: true })
    const asked = await Promise.all(Array.from({ length: 40 }, () => lendersQuestion(subjectId, id)))
    const kept = await Promise.all(asked.map((one) => inquiries.keep(one)))
    expect(kept.filter((one) => one === 'kept')).toHaveLength(1)
    expect(await stateNow(subjectId, id)).toBe('spent')
    expect(await mayAnswer(subjectId, id)).toMatchObject({ holds: false })
  })

  test('a refusal spends nothing', async () => {
    const { subjectId } = await world.register('演示单次乙有限公司')
    const id = await give(subjectId, { single: true })
    const asked = await lendersQuestion(subjectId, id)
    const refused = { ...asked, outcome: { kind: 'refused', code: 'VIEW_NOT_PROVIDED' } } as const
    expect(await inquiries.keep(refused)).toBe('kept')
    expect(await stateNow(subjectId, id)).toBe('in-force')
    expect(await inquiries.keep(await lendersQuestion(subjectId, id))).toBe('kept')
  })
})

describe('frozen', () => {
  test('no lender is answered until the subject lifts it, and what was composed before does not leave', async () => {
    const { subjectId } = await world.register('演示冻结甲有限公司')
    const id = await give(subjectId)
    const composed = await lendersQuestion(subjectId, id)
    await database.transact((tx) => freezeInquiries(tx, world.subject(subjectId)))
    await database.transact((tx) => freezeInquiries(tx, world.subject(subjectId)))
    expect(await findOwnFreeze(database, world.subject(subjectId))).not.toBeNull()
    expect(await mayAnswer(subjectId, id)).toEqual({ holds: true, barred: true })
    expect(await inquiries.keep(composed)).toBe('moved')
    await database.transact((tx) => unfreezeInquiries(tx, world.subject(subjectId)))
    expect(await mayAnswer(subjectId, id)).toEqual(open)
    expect(await findOwnFreeze(database, world.subject(subjectId))).toBeNull()
  })

  test('by nobody but the subject', async () => {
    for (const actor of [lender, world.supervisor, { kind: 'public' } as const])
      await expect(database.transact((tx) => freezeInquiries(tx, actor))).rejects.toMatchObject({
        code: 'OWN_AFFAIRS_ONLY',
      })
  })
})
