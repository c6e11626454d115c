// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../src/kernel/civil-date.ts'
import type { Database } from '../src/kernel/db/database.ts'
import { type AccountId, newId, type RecordId, type SubjectId } from '../src/kernel/ids.ts'
import { type BodyActor, bodyActor, type SubjectActor } from '../src/modules/access/index.ts'
import {
  type GiveAuthorisation,
  type Inquiry,
  inquirerOf,
  openInquiry,
} from '../src/modules/inquiries/index.ts'
import { ownFileChannel, sendNotice } from '../src/modules/notices/index.ts'
import { newUscc } from './http-world.ts'
import { openWorld, type World } from './world.ts'

/** A world with organisations to ask about, and bodies that ask. */
export type InquiryWorld = World & {
  readonly registry: BodyActor
  readonly lender: BodyActor
  readonly supervisor: BodyActor
  /** Registers an organisation; a second time under the same number it takes another name. */
  register(name: string, uscc?: string): Promise<{ readonly subjectId: SubjectId; readonly uscc: string }>
  /** The registration record of a subject. */
  recordOf(subjectId: SubjectId): Promise<RecordId>
  tickNow(): Promise<number>
  /** A subject signed in to its own file. */
  subject(subjectId: SubjectId): SubjectActor
  /** An answered question of the registry's, on a statute, as of the latest tick. */
  question(subjectId: SubjectId, more?: Partial<Inquiry>): Promise<Inquiry>
  logged(inquiry: Inquiry): Promise<Record<string, unknown> | undefined>
  /** Does what the node's deliverer does with the notices that wait. */
  sendNotices(): Promise<number>
  /** From now on it is this day, noon in Shanghai. */
  itIs(day: string): void
}

export const consent = {
  to: 'lender',
  purposes: ['financing-service'],
  recordTypes: null,
  separate: [],
  single: false,
  validFrom: '2026-06-15',
  validUntil: '2027-06-15',
} as unknown as GiveAuthorisation

export async function openInquiryWorld(at?: string): Promise<InquiryWorld> {
  const world = await openWorld(at)
  const { database, clock } = world
  const registry = await world.furnisher('registry', 'registration-authority')
  const lender = await world.body('lender', 'lender', ['inquiries:ask', 'authorisations:lodge'])
  const supervising = await world.body('supervisor', 'supervisor', ['supervision:read', 'supervision:order'])
  return {
    ...world,
    registry,
    lender: bodyActor({ ...lender, holder: 'clerk-1' }),
    supervisor: bodyActor({ ...supervising, holder: 'officer-1' }),
    register: async (name, uscc = newUscc()) => {
      const csv = `uscc,name,registered_on\n${uscc},${name},2020-01-02\n`
      await world.submit(registry, { type: 'cn.registration', csv })
      return { subjectId: await subjectOf(database, uscc), uscc }
    },
    recordOf: async (subjectId) => {
      const [row] = await database.query<{ recordId: RecordId }>(
        'select record_id as "recordId" from record_versions where subject_id = $1 order by tick limit 1',
        [subjectId],
      )
      if (!row) throw new Error('the subject has no record')
      return row.recordId
    },
    tickNow: () => latestTick(database),
    subject: (subjectId) => ({
      kind: 'subject',
      subjectId,
      office: null,
      sessionId: null,
      keyId: null,
      accountId: newId<AccountId>(clock.nowMs()),
      assurance: 2,
      jurisdiction: '999999',
    }),
    question: async (subjectId, more = {}) => ({
      ...openInquiry(clock),
      subjectId,
      subjectKnown: true,
      inquirer: inquirerOf(bodyActor({ ...registry, holder: 'clerk-1' })),
      purpose: 'public-duty',
      basis: { kind: 'statute', statute: 'government-data-sharing', caseNumber: '演示〔2026〕1号' },
      view: 'department.v1',
      fields: null,
      tickRead: await latestTick(database),
      asOf: clock.today(),
      outcome: { kind: 'answered', resultHash: new Uint8Array(32).fill(7) },
      hidden: null,
      ...more,
    }),
    logged: async ({ subjectId, inquiryId }) => {
      const rows = await database.query('select * from inquiries where subject_id = $1 and inquiry_id = $2', [
        subjectId,
        inquiryId,
      ])
      return rows[0]
    },
    sendNotices: () => sendWaitingNotices(database),
    itIs: (day) => clock.set(`${day}T04:00:00.000Z` as Instant),
  }
}

async function subjectOf(database: Database, number: string): Promise<SubjectId> {
  const [row] = await database.query<{ subjectId: SubjectId }>(
    'select subject_id as "subjectId" from identifiers where value = $1',
    [number],
  )
  if (!row) throw new Error('the organisation was not registered')
  return row.subjectId
}

async function latestTick(database: Database): Promise<number> {
  const [row] = await database.query<{ tick: number }>('select max(tick) as tick from ticks')
  return row?.tick ?? 0
}

async function sendWaitingNotices(database: Database): Promise<number> {
  const events = await database.query<{ eventId: string; payload: Record<string, unknown> }>(
    `select event_id as "eventId", payload from outbox
     where kind = 'notices.subject-told' and delivered_at is null order by event_id limit 1000`,
  )
  for (const { eventId, payload } of events) {
    await sendNotice(database, [ownFileChannel], {
      kind: 'notices.subject-told',
      payload,
      eventId: eventId as never,
    })
    await database.query('update outbox set delivered_at = $2 where event_id = $1', [
      eventId,
      database.clock.now(),
    ])
  }
  return events.length
}
