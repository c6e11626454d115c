// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { consent, openInquiryWorld } from '../../../test/inquiry-world.ts'
import { asOwner } from '../../../test/test-database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { bodyActor } from '../access/index.ts'
import {
  type AuthorisationId,
  answerIsBarred,
  authorisationHolds,
  denyAuthorisation,
  freezeInquiries,
  giveAuthorisation,
  type InquiryId,
  inquirerOf,
  lodgeAuthorisation,
  markRecord,
  readTogether,
  revokeAuthorisation,
} from './index.ts'

const world = await openInquiryWorld()
const { database, inquiries, lender } = world
const { catalogue } = world.collection.catalogues.current()
const source = bodyActor({ ...world.registry, scopes: ['records:hold'], holder: 'clerk-1' })

// Groups that are slow to commit: an act that slipped in between their look and their commit would be seen below.
await asOwner(
  world.ownerUrl,
  `create function slow_commit() returns trigger language plpgsql as
     $$ begin perform pg_sleep(0.03); return null; end $$;
   create constraint trigger slow_commit after insert on inquiry_groups deferrable initially deferred
     for each row execute function slow_commit()`,
)

const READERS = 200
/** Each asks so often after the act, so that much is answered on either side of it. */
const QUESTIONS_AFTER = 3

const held = authorisationHolds('a', {
  participantId: '$3::integer',
  purpose: "'financing-service'",
  day: '$4::date',
})

/** As whoever composes an answer must: tick, consent, bars, records and marks in one statement and so one snapshot. */
const compose = {
  name: 'racing_reader',
  text: `select (select max(tick) from ticks),
    exists (
      select 1 from v_authorisations a
      where a.subject_id = any(${readTogether('$1::uuid')}) and a.authorisation_id = $2::uuid
        and ${held})
    and not ${answerIsBarred({
      members: readTogether('$1::uuid'),
      kind: "'lender'",
      participantId: '$3::integer',
      behalfParticipantId: 'null::integer',
    })},
    coalesce((
      select string_agg(v.version_no::text || case when exists (
        select 1 from v_record_marks m
        where m.subject_id = v.subject_id and m.record_id = v.record_id and m.mark = 'objection') then ' objected'
        else '' end, ',')
      from v_record_versions v
      where v.subject_id = any(${readTogether('$1::uuid')}) and not exists (
          select 1 from v_record_versions n
          where n.subject_id = v.subject_id and n.record_id = v.record_id and n.version_no > v.version_no)
        and not exists (
          select 1 from v_record_marks m
          where m.subject_id = v.subject_id and m.record_id = v.record_id and m.mark = 'hold')), 'nothing')`,
}

type Answer = { readonly inquiryId: InquiryId; readonly says: string; readonly askedMs: number }
type Race = { readonly subjectId: SubjectId; readonly authorisationId: AuthorisationId; moved: number }

/** One question, asked anew until its inquiry is kept; a refusal is an answer too. */
async function ask(race: Race): Promise<Answer> {
  const askedMs = performance.now()
  for (let n = 0; n < 1_000; n++) {
    const given = [race.subjectId, race.authorisationId, lender.participantId, database.clock.today()]
    const [row] = await database.read(compose, given)
    const [tick, isOpen, records] = row as [number, boolean, string]
    const says = isOpen ? records : 'refused'
    const inquiry = await world.question(race.subjectId, {
      inquirer: inquirerOf(lender),
      purpose: 'financing-service',
      basis: { kind: 'authorisation', authorisationId: race.authorisationId },
      view: 'lender',
      tickRead: tick,
      outcome: isOpen
        ? { kind: 'answered', resultHash: hash('sha256', says, 'buffer') }
        : { kind: 'refused', code: 'AUTHORISATION_UNKNOWN' },
    })
    if ((await inquiries.keep(inquiry)) === 'kept') return { inquiryId: inquiry.inquiryId, says, askedMs }
    race.moved += 1
  }
  throw new Error('a question was never answered')
}

type Told = {
  readonly race: Race
  readonly answers: readonly Answer[]
  readonly ackMs: number
  /** What was in the log as soon as the act was done: whatever is not, was made durable after it. */
  readonly before: ReadonlySet<string>
}

/** Two hundred readers ask again and again while one act happens among them. */
async function run(race: Race, act: () => Promise<unknown>): Promise<Told> {
  let ackMs = Number.POSITIVE_INFINITY
  const answers: Answer[] = []
  const reader = async (): Promise<void> => {
    for (let after = 0; after < QUESTIONS_AFTER; ) {
      const answer = await ask(race)
      answers.push(answer)
      if (answer.askedMs > ackMs) after += 1
    }
  }
  const reading = Promise.all(Array.from({ length: READERS }, reader))
  while (answers.length < READERS) await new Promise((resolve) => setTimeout(resolve, 5))
  await act()
  ackMs = performance.now()
  const before = await inTheLog(race.subjectId)
  await reading
  return { race, answers, ackMs, before }
}

async function inTheLog(subjectId: SubjectId): Promise<Set<string>> {
  const rows = await database.query<{ id: string }>(
    'select inquiry_id as id from inquiries where subject_id = $1 order by inquiry_id limit 100000',
    [subjectId],
  )
  return new Set(rows.map(({ id }) => id))
}

async function judge(told: Told, before: string, after: string): Promise<void> {
  const { answers, ackMs, race } = told
  expect(new Set(answers.map(({ says }) => says)), 'both sides of the act were seen').toEqual(
    new Set([before, after]),
  )
  const late = answers.filter(({ askedMs }) => askedMs > ackMs)
  expect(late.length).toBeGreaterThanOrEqual(READERS * QUESTIONS_AFTER)
  expect(late.filter(({ says }) => says !== after)).toEqual([])
  // Stricter than any clock: in the log no answer stands behind the act without its effect.
  const behind = answers.filter(({ inquiryId }) => !told.before.has(inquiryId))
  expect(behind.filter(({ says }) => says !== after)).toEqual([])
  expect((await inTheLog(race.subjectId)).size).toBe(answers.length)
}

async function newRace(name: string): Promise<Race & { readonly uscc: string }> {
  const { subjectId, uscc } = await world.register(name)
  const subject = world.subject(subjectId)
  const authorisationId = await database.transact((tx) => giveAuthorisation(tx, subject, catalogue, consent))
  return { subjectId, authorisationId, uscc, moved: 0 }
}

describe('two hundred readers race an act, and no answer leaves after it without its effect', () => {
  test('the authorisation is revoked', async () => {
    const race = await newRace('演示竞争撤回有限公司')
    const subject = world.subject(race.subjectId)
    const told = await run(race, () =>
      database.transact((tx) => revokeAuthorisation(tx, subject, race.authorisationId)),
    )
    await judge(told, '1', 'refused')
  }, 120_000)

  test('inquiries are frozen', async () => {
    const race = await newRace('演示竞争冻结有限公司')
    const told = await run(race, () =>
      database.transact((tx) => freezeInquiries(tx, world.subject(race.subjectId))),
    )
    await judge(told, '1', 'refused')
  }, 120_000)

  test('what the lender lodged is denied, and with it every other basis', async () => {
    const race = await newRace('演示竞争否认有限公司')
    const subject = world.subject(race.subjectId)
    const { to: _, ...terms } = consent
    const lodged = await database.transact((tx) =>
      lodgeAuthorisation(tx, lender, catalogue, {
        ...terms,
        subjectId: race.subjectId,
        documentHash: Buffer.alloc(32),
        signedOn: '2026-06-14' as never,
      }),
    )
    const told = await run(race, () => database.transact((tx) => denyAuthorisation(tx, subject, lodged)))
    await judge(told, '1', 'refused')
  }, 120_000)

  test.each([
    ['held', 'hold', 'nothing'],
    ['objected to', 'objection', '1 objected'],
  ] as const)(
    'a record is %s',
    async (_what, mark, after) => {
      const race = await newRace('演示竞争标记有限公司')
      const recordId = await world.recordOf(race.subjectId)
      const actor = mark === 'hold' ? source : world.subject(race.subjectId)
      const asked = {
        subjectId: race.subjectId,
        recordId,
        mark,
        reason: 'inaccurate',
        reference: '演示〔2026〕1号',
      }
      const told = await run(race, () => database.transact((tx) => markRecord(tx, actor, asked)))
      await judge(told, '1', after)
    },
    120_000,
  )

  test('a record is corrected by its furnisher’s batch', async () => {
    const race = await newRace('演示竞争更正有限公司')
    const told = await run(race, () => world.register('演示竞争更正改名有限公司', race.uscc))
    await judge(told, '1', '2')
  }, 120_000)
})
