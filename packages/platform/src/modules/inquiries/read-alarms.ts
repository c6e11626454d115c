// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import type { Actor } from '../access/index.ts'
import type { Alarm, AlarmId } from './alarm.ts'
import { listAlarms } from './alarm-store.ts'
import { assertSupervisor } from './lodging.ts'

/** Newest first. @throws Refusal SUPERVISOR_ONLY */
export async function readAlarms(
  on: { readonly query: Query },
  actor: Actor,
  page: { readonly before: AlarmId | null; readonly limit: number },
): Promise<Alarm[]> {
  assertSupervisor(actor, 'supervision:read')
  return listAlarms(on, page.before, page.limit)
}
