// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Instant } from '../../../kernel/civil-date.ts'

/** The key of a row, column by column, as the database writes it. */
export type Watermark = readonly string[]

export type TablePage = {
  /** In the order of the key. Each row by the names of its columns, values as the database writes them. */
  readonly rows: readonly Readonly<Record<string, string | null>>[]
  /** The key of the last row; null when there was none. */
  readonly last: Watermark | null
}

export type TableAsked = {
  /** `schema.table` */
  readonly table: string
  readonly columns: readonly string[]
  readonly key: readonly string[]
  readonly behind: Watermark | null
  /** With a time as first key: rows up to this instant only. */
  readonly until: Instant | null
  readonly rowsMax: number
  readonly timeoutMs: number
}

/**
 * How one kind of database gives a page of a front-end table. One file a kind; the rest of the pull knows none of them.
 * It only reads, within one transaction and its time limit.
 */
export type FrontEndTable = {
  /**
   * @throws Refusal SOURCE_KEY_EMPTY, SOURCE_KEY_REPEATS: a row could be passed over; SOURCE_TABLE_UNREADABLE
   * @throws OutageError when the database does not answer
   */
  readPage(asked: TableAsked): Promise<TablePage>
}
