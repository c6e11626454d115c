// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays, type CivilDate, type Instant, parseInstant } from '../../kernel/civil-date.ts'
import type { Database } from '../../kernel/db/database.ts'
import { newId } from '../../kernel/ids.ts'
import { isPublishedYear, isWeekday, isWorkingDay } from '../../kernel/working-days.ts'
import type { Catalogue } from '../catalogue/index.ts'
import { writeNotice } from '../notices/index.ts'
import { listParticipants, type Participant } from '../participants/index.ts'
import {
  type Alarm,
  type AlarmId,
  type AlarmKind,
  type AlarmTerms,
  alarmTerms,
  type Finding,
} from './alarm.ts'
import * as store from './alarm-store.ts'

const DRIFT_DAYS = 28

/** One day's inquiries of the bodies of one place. */
export type DayOfInquiries = {
  readonly day: CivilDate
  readonly from: Instant
  readonly before: Instant
  readonly participantIds: readonly number[]
}

/**
 * Looks through a day's inquiries, by the thresholds of each body's own place, and tells the supervisors what goes past
 * them. Called again it raises only what is new, so it may run while the day still does.
 * @returns how many alarms are new
 */
export async function raiseAlarms(database: Database, catalogue: Catalogue, day: CivilDate): Promise<number> {
  const bodies = await listParticipants(database)
  const supervisors = bodies.filter(({ kind }) => kind === 'supervisor')
  let raised = 0
  for (const division of new Set(bodies.map((body) => body.division))) {
    const participantIds = bodies
      .filter((body) => body.division === division)
      .map((body) => body.participantId)
    const looked = { day, from: dayBegins(day), before: dayBegins(addDays(day, 1)), participantIds }
    for (const alarm of await lookThrough(database, looked, alarmTerms(catalogue, division)))
      if (await raise(database, supervisors, alarm)) raised += 1
  }
  return raised
}

function dayBegins(day: CivilDate): Instant {
  return parseInstant(`${day}T00:00:00+08:00`)
}

type Found = Finding & { readonly kind: AlarmKind; readonly threshold: number; readonly day: CivilDate }

async function lookThrough(database: Database, looked: DayOfInquiries, terms: AlarmTerms): Promise<Found[]> {
  const found: Found[] = []
  const look = async (
    kind: AlarmKind,
    find: (threshold: number) => Promise<readonly Finding[]>,
  ): Promise<void> => {
    const threshold = terms[kind]
    if (threshold === null) return
    for (const one of await find(threshold)) found.push({ ...one, kind, threshold, day: looked.day })
  }
  await look('scraping', (most) => store.findScraping(database, looked, most))
  await look('guessing', (most) => store.findGuessing(database, looked, most))
  await look('colleagues', (most) => store.findWatched(database, looked, 'colleague', most))
  await look('public-eye', (most) => store.findWatched(database, looked, 'public-eye', most))
  await look('burst', (most) => store.findBursts(database, looked, most))
  const { office, driftLeast } = terms
  if (office) {
    const hours = isOfficeDay(looked.day) ? office : null
    await look('off-hours', (most) => store.findOffHours(database, looked, hours, most))
  }
  if (driftLeast !== null) {
    const since = dayBegins(addDays(looked.day, -DRIFT_DAYS))
    await look('purpose-drift', (most) => store.findDrift(database, { ...looked, since }, driftLeast, most))
  }
  return found
}

function isOfficeDay(day: CivilDate): boolean {
  return isPublishedYear(Number(day.slice(0, 4))) ? isWorkingDay(day) : isWeekday(day)
}

/** @returns whether it is new */
function raise(database: Database, supervisors: readonly Participant[], found: Found): Promise<boolean> {
  const { kind, mark, facts, inquiryIds, ...rest } = found
  return database.transact(async (tx) => {
    const alarm: Alarm = {
      ...rest,
      kind,
      alarmId: newId<AlarmId>(tx.clock.nowMs()),
      evidence: { facts, inquiryIds },
      raisedAt: tx.clock.now(),
    }
    const occasion = [found.day, found.participantId, found.staff, found.subjectId, mark].join(' ')
    if (!(await store.insertAlarm(tx, alarm, occasion))) return false
    for (const { participantId } of supervisors)
      await writeNotice(tx, {
        participantId,
        kind: 'INQUIRY_ALARM',
        occasion: alarm.alarmId,
        facts: { alarm: kind, day: found.day, counted: found.counted, threshold: found.threshold },
        batchId: null,
      })
    return true
  })
}
