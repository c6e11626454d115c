// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Tx } from '../../kernel/db/database.ts'
import { newId } from '../../kernel/ids.ts'
import type { Notice, NoticeId } from './notice.ts'
import { insertNotice } from './notices-store.ts'

/** Tells a participant something, in the transaction of what is told; the same occasion again writes nothing. */
export async function writeNotice(tx: Tx, notice: Omit<Notice, 'noticeId' | 'writtenAt'>): Promise<void> {
  const noticeId = newId<NoticeId>(tx.clock.nowMs())
  await insertNotice(tx, { ...notice, noticeId, writtenAt: tx.clock.now() })
}
