// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { randomBytes } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { platformSuite, saltBytes, saltedLeaf } from '@probity/verify'
import type { Database } from '../../kernel/db/database.ts'
import { type EntryId, newId } from '../../kernel/ids.ts'
import { OutageError } from '../../kernel/refusal.ts'
import { keepGroup, type NewInquiry } from './inquiries-store.ts'
import { assertInquiry, type GroupId, type Inquiry, inquiryContent } from './inquiry.ts'
import { groupWitness } from './inquiry-group.ts'

/**
 * `kept`: durable; the answer may leave. `moved`: nothing is written, for something about the subject changed after
 * the answer was composed (a record, a hold, a revocation, a single use spent by another question): compose anew, and
 * decide anew.
 */
export type Keeping = 'kept' | 'moved'

/** About a megabyte in one statement, and a few milliseconds of its connection. */
const GROUP_MAX = 250
/** More than this waits only when the database does not answer: whoever asks now had better try again. */
const WAITING_MAX = 5_000

type Waiting = {
  readonly inquiry: NewInquiry
  readonly settle: (keeping: Keeping) => void
  readonly fail: (error: unknown) => void
}

/**
 * The door through which every answer and every refusal passes before it leaves. What arrives while one group is being
 * committed makes the next; each group is one insert, one commit and one entry in the transparency log.
 */
export class InquiryLog {
  readonly #database: Database
  #waiting: Waiting[] = []
  #working: Promise<void> | undefined
  #closed = false

  /** @param database of its own, with one connection: a group never waits behind other work */
  constructor(database: Database) {
    this.#database = database
  }

  /**
   * Caller: lets the answer go only after `kept`. When this fails, nothing may leave either; whether the inquiry is in
   * the log is then unknown, and an inquiry without an answer is the lesser evil.
   * @throws OutageError when the database does not answer
   */
  async keep(inquiry: Inquiry): Promise<Keeping> {
    assertInquiry(inquiry)
    if (this.#closed || this.#waiting.length >= WAITING_MAX)
      throw new OutageError('the inquiry log takes nothing in')
    const salt = randomBytes(saltBytes)
    const leaf = saltedLeaf(platformSuite, salt, Buffer.from(inquiryContent(inquiry)))
    return new Promise((settle, fail) => {
      this.#waiting.push({ inquiry: { ...inquiry, salt, leaf }, settle, fail })
      this.#working ??= this.#work()
    })
  }

  /** What has been taken in is still kept. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#working
  }

  async #work(): Promise<void> {
    // Whatever arrives in the same turn of the loop goes with the first.
    await nextTurn()
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, GROUP_MAX)
      await this.#keepGroup(group)
    }
    this.#working = undefined
  }

  async #keepGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const moved = await this.#commit(group.map(({ inquiry }) => inquiry))
      for (const { inquiry, settle } of group) settle(moved.has(inquiry.inquiryId) ? 'moved' : 'kept')
    } catch (error) {
      // Without its database no row does better alone; a row that cannot be kept must not cost the others their answer.
      if (error instanceof OutageError || group.length === 1) for (const { fail } of group) fail(error)
      else for (const one of group) await this.#keepGroup([one])
    }
  }

  /** Whole, or without those that have moved: they go, and the others are tried again. @returns who has moved */
  async #commit(given: readonly NewInquiry[]): Promise<ReadonlySet<string>> {
    const moved = new Set<string>()
    const nowMs = this.#database.clock.nowMs()
    let left = [...given].sort((a, b) => (a.inquiryId < b.inquiryId ? -1 : 1))
    while (left.length > 0) {
      const found = await keepGroup(this.#database, {
        groupId: newId<GroupId>(nowMs),
        entryId: newId<EntryId>(nowMs),
        commitment: platformSuite.hash(Buffer.from(groupWitness(left.map(({ leaf }) => leaf)))),
        inquiries: left,
      })
      if (found.size === 0) break
      for (const id of found) moved.add(id)
      left = left.filter(({ inquiryId }) => !found.has(inquiryId))
    }
    return moved
  }
}
