// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../kernel/civil-date.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Branded, newId, type RecordId, type SubjectId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Actor, type ActorKind, type BodyActor, hasScope, isBody } from '../access/index.ts'
import { inquirerOf } from './inquiry.ts'
import { findMark, findMarkable, insertMark, insertMarkEnd } from './marks-store.ts'
import { moveSubject } from './move-subject.ts'
import { ownSubjectOf } from './own-affairs.ts'

export type MarkId = Branded<string, 'MarkId'>

/** `hold`: the record is in no answer. `objection`: it is in none without the flag. */
export type Mark = 'hold' | 'objection'

export type MarkedRecord = {
  readonly subjectId: SubjectId
  readonly recordId: RecordId
  readonly furnisherId: number
}

export type RecordMark = Omit<MarkedRecord, 'furnisherId'> & {
  readonly markId: MarkId
  readonly mark: Mark
  /** A code of whoever places it, such as `court-order` or `inaccurate`. */
  readonly reason: string
  /** The numbered document it rests on. */
  readonly reference: string | null
  readonly actorKind: ActorKind
  readonly participantId: number | null
  readonly staff: string | null
  readonly placedAt: Instant
}

export type MarkEnd = Pick<
  RecordMark,
  'subjectId' | 'recordId' | 'markId' | 'reference' | 'actorKind' | 'participantId' | 'staff'
>

export type MarkRecord = Pick<RecordMark, 'subjectId' | 'recordId' | 'mark' | 'reason' | 'reference'>

/**
 * From the commit on every answer goes without the record, or with its flag. Level 6 decides about objections; this is
 * what it calls at once.
 * @statute 征信业管理条例 25; 上海市社会信用条例 36
 * @throws Refusal MARK_NOT_YOURS, RECORD_UNKNOWN, MARK_REFERENCE_MISSING
 */
export async function markRecord(tx: Tx, actor: Actor, asked: MarkRecord): Promise<MarkId> {
  const record = await findMarkable(tx, asked.subjectId, asked.recordId)
  assertMayMark(actor, asked, record)
  if (!record) throw refuse('RECORD_UNKNOWN')
  if (asked.mark === 'hold' && asked.reference === null) throw refuse('MARK_REFERENCE_MISSING')
  const markId = newId<MarkId>(tx.clock.nowMs())
  const tick = await moveSubject(tx, record.subjectId)
  await insertMark(tx, tick, {
    ...asked,
    subjectId: record.subjectId,
    markId,
    ...placedBy(actor),
    placedAt: tx.clock.now(),
  })
  return markId
}

/**
 * A mark is lifted by the body that placed it, or by the supervisor; a subject's objection by the subject.
 * @throws Refusal MARK_NOT_YOURS, MARK_UNKNOWN
 */
export async function liftMark(
  tx: Tx,
  actor: Actor,
  lifted: { readonly subjectId: SubjectId; readonly markId: MarkId; readonly reference: string | null },
): Promise<void> {
  const mark = await findMark(tx, lifted.subjectId, lifted.markId)
  if (!mark) throw refuse('MARK_UNKNOWN')
  if (!mayLift(actor, mark)) throw refuse('MARK_NOT_YOURS')
  if (mark.ended) return
  const { subjectId, recordId, markId } = mark
  const tick = await moveSubject(tx, subjectId)
  await insertMarkEnd(tx, tick, {
    subjectId,
    recordId,
    markId,
    reference: lifted.reference,
    ...placedBy(actor),
  })
}

function placedBy(actor: Actor): Pick<RecordMark, 'actorKind' | 'participantId' | 'staff'> {
  const { participantId, staff } = inquirerOf(actor)
  return { actorKind: actor.kind, participantId, staff }
}

function assertMayMark(actor: Actor, asked: MarkRecord, record: MarkedRecord | undefined): void {
  if (asked.mark === 'objection' && (actor.kind === 'subject' || actor.kind === 'agent')) {
    if (ownSubjectOf(actor, 'objections:file') !== asked.subjectId) throw refuse('RECORD_UNKNOWN')
    return
  }
  if (!ordersMarks(actor) && !(furnishes(actor) && record?.furnisherId === actor.participantId))
    throw refuse('MARK_NOT_YOURS')
}

function mayLift(actor: Actor, mark: RecordMark): boolean {
  if (actor.kind === 'subject' || actor.kind === 'agent')
    return isOwn(mark) && ownSubjectOf(actor, 'objections:file') === mark.subjectId
  if (actor.kind === 'supervisor') return ordersMarks(actor) && !isOwn(mark)
  return isBody(actor) && hasScope(actor, 'records:hold') && actor.participantId === mark.participantId
}

/** The subject's own objection: while it stands, only the subject takes it back; level 6 ends it by its own act. */
function isOwn(mark: RecordMark): boolean {
  return mark.actorKind === 'subject' || mark.actorKind === 'agent'
}

function ordersMarks(actor: Actor): boolean {
  if (actor.kind === 'court') return hasScope(actor, 'records:hold')
  return actor.kind === 'supervisor' && hasScope(actor, 'supervision:order')
}

function furnishes(actor: Actor): actor is BodyActor {
  return isBody(actor) && hasScope(actor, 'records:hold')
}
