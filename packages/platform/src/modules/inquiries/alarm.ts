// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate, Instant } from '../../kernel/civil-date.ts'
import type { Branded, SubjectId } from '../../kernel/ids.ts'
import type { Catalogue } from '../catalogue/index.ts'
import type { InquiryId } from './inquiry.ts'
import { termOf } from './inquiry-terms.ts'

export type AlarmId = Branded<string, 'AlarmId'>

export const alarmKinds = [
  /** One account asked about too many subjects within an hour. */
  'scraping',
  /** One account asked, within an hour, for too many numbers that name nobody. */
  'guessing',
  /** A body's own people were asked about by that body. */
  'colleagues',
  /** Somebody whom everybody knows was asked about. */
  'public-eye',
  /** An officer asked too much outside office hours. */
  'off-hours',
  /** A body asks for a purpose far more often than it used to. */
  'purpose-drift',
  /** Too many questions about one subject on one day. */
  'burst',
] as const
export type AlarmKind = (typeof alarmKinds)[number]

/** Something in the log that goes past a threshold. */
export type Finding = {
  readonly participantId: number | null
  readonly staff: string | null
  readonly subjectId: SubjectId | null
  readonly counted: number
  /** What tells this occasion from others of the day, such as the hour. */
  readonly mark: string
  readonly facts: Readonly<Record<string, string | number>>
  readonly inquiryIds: readonly InquiryId[]
}

export type Alarm = Omit<Finding, 'mark' | 'facts' | 'inquiryIds'> & {
  readonly alarmId: AlarmId
  readonly kind: AlarmKind
  readonly day: CivilDate
  readonly threshold: number
  readonly evidence: { readonly facts: Finding['facts']; readonly inquiryIds: readonly InquiryId[] }
  readonly raisedAt: Instant
}

/** A place's thresholds; null: it sets none, and no alarm of that kind is raised. */
export type AlarmTerms = Readonly<Record<AlarmKind, number | null>> & {
  /** Below so many questions a day a share says nothing. */
  readonly driftLeast: number | null
  readonly office: { readonly fromHour: number; readonly toHour: number } | null
}

export function alarmTerms(catalogue: Catalogue, division: string): AlarmTerms {
  const times = (code: string): number | null => termOf(catalogue, division, code, 'times')
  const fromHour = termOf(catalogue, division, 'office-opens', 'hours')
  const toHour = termOf(catalogue, division, 'office-closes', 'hours')
  return {
    scraping: times('alarm-scraping'),
    guessing: times('alarm-guessing'),
    colleagues: times('alarm-colleagues'),
    'public-eye': times('alarm-public-eye'),
    'off-hours': times('alarm-off-hours'),
    'purpose-drift': termOf(catalogue, division, 'alarm-purpose-drift', 'percent'),
    burst: times('alarm-burst'),
    driftLeast: times('alarm-purpose-drift-least'),
    office: fromHour === null || toHour === null ? null : { fromHour, toHour },
  }
}
