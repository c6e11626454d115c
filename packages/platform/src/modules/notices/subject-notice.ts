// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../kernel/civil-date.ts'
import type { Database, Query, Tx } from '../../kernel/db/database.ts'
import { type OutboxEvent, publish } from '../../kernel/db/outbox.ts'
import { newId, type SubjectId } from '../../kernel/ids.ts'
import { assert, type Facts } from '../../kernel/refusal.ts'
import type { NoticeId } from './notice.ts'
import * as store from './subject-notices-store.ts'

export type SubjectNotice = {
  readonly noticeId: NoticeId
  readonly subjectId: SubjectId
  /** A code whose sentence stands in the table of the module that writes it. */
  readonly kind: string
  /** Of one occasion a subject is told once. */
  readonly occasion: string
  /** Codes, counts and days: never names, numbers of persons or content. */
  readonly facts: Facts
  readonly writtenAt: Instant
}

/** A way to a subject, such as a gateway for short messages. What it throws is tried again. */
export type NoticeChannel = {
  readonly name: string
  send(notice: SubjectNotice): Promise<void>
}

/** The subject's own file at this node: there the notice lies once it is committed. */
export const ownFileChannel: NoticeChannel = { name: 'own-file', send: async () => undefined }

export const subjectTold = 'notices.subject-told'

/** Tells a subject something, in the transaction of what is told; the same occasion again writes nothing. */
export async function tellSubject(
  tx: Tx,
  told: Pick<SubjectNotice, 'subjectId' | 'kind' | 'occasion' | 'facts'>,
): Promise<NoticeId> {
  const noticeId = newId<NoticeId>(tx.clock.nowMs())
  const written = await store.insertNotice(tx, { ...told, noticeId, writtenAt: tx.clock.now() })
  if (written === noticeId) await publish(tx, subjectTold, { subjectId: told.subjectId, noticeId })
  return written
}

/** Hands a notice to every channel and writes down that it left; called again, only to those it has not left by. */
export async function sendNotice(
  database: Database,
  channels: readonly NoticeChannel[],
  { payload }: OutboxEvent,
): Promise<void> {
  const { subjectId, noticeId } = payload
  assert(typeof subjectId === 'string' && typeof noticeId === 'string', 'the event names its notice')
  const notice = await store.findNotice(database, subjectId as SubjectId, noticeId as NoticeId)
  assert(notice, 'what was told is there')
  const left = new Set(await store.listDepartures(database, notice))
  for (const channel of channels.filter(({ name }) => !left.has(name))) {
    await channel.send(notice)
    await database.transact((tx) => store.insertDeparture(tx, notice, channel.name))
  }
}

/** Newest first. Caller has asked whose file this is. */
export function listSubjectNotices(
  on: { readonly query: Query },
  subjectId: SubjectId,
  page: { readonly before: NoticeId | null; readonly limit: number },
): Promise<SubjectNotice[]> {
  return store.listNotices(on, subjectId, page.before, page.limit)
}
