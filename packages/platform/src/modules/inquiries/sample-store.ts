// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate, Instant } from '../../kernel/civil-date.ts'
import type { Query } from '../../kernel/db/database.ts'
import type { InquiryId } from './inquiry.ts'

/** A question on a statute as whoever samples sees it: who asked on which case, and not about whom. */
export type SampledQuestion = {
  readonly inquiryId: InquiryId
  readonly askedAt: Instant
  readonly participantId: number | null
  readonly staff: string | null
  readonly purpose: string
  readonly statute: string | null
  readonly caseNumber: string | null
  readonly refusal: string | null
}

/**
 * The first two bytes of the salt draw: they are chance, were written before anybody could look, and never change. So
 * nobody chooses what is drawn, and the draw is the same each time it is read.
 */
export async function listSampled(
  on: { readonly query: Query },
  asked: {
    readonly day: CivilDate
    readonly from: Instant
    readonly to: Instant
    readonly percent: number
    readonly before: InquiryId | null
    readonly limit: number
  },
): Promise<SampledQuestion[]> {
  return on.query<SampledQuestion>(
    `select i.inquiry_id as "inquiryId", i.asked_at as "askedAt", i.participant_id as "participantId", i.staff,
       i.purpose, i.statute, i.case_number as "caseNumber", i.refusal
     from inquiries i
     where i.asked_at >= $2 and i.asked_at < $3 and i.asked_on = $1 and i.basis = 'statute'
       and (get_byte(i.salt, 0) * 256 + get_byte(i.salt, 1)) * 100 < $4::integer * 65536
       and ($5::uuid is null or i.inquiry_id < $5::uuid)
     order by i.inquiry_id desc limit $6`,
    [asked.day, asked.from, asked.to, asked.percent, asked.before, asked.limit],
  )
}
