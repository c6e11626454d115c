// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CodeItem, PenaltyScale, Severity } from './catalogue.ts'

export type PenaltyFacts = {
  /** Codes joined by `;`, as a payload has them. */
  readonly penaltyKinds: string | null
  readonly procedure: string | null
  readonly documentName: string | null
  /** Yuan, a plain decimal. */
  readonly fineAmount: string | null
}

const rank: Readonly<Record<Severity, number>> = { minor: 0, general: 1, serious: 2 }

/**
 * The class of a penalty, from what was decided and how, never from what the furnisher says of it. Above minor only
 * when the ordinary procedure is stated and nothing says otherwise; an unknown kind, procedure or sum is minor.
 * @statute 行政处罚法 9, 51 (recalled) — kinds of penalty; ceiling of the simple procedure
 */
export function deriveSeverity(scale: PenaltyScale, facts: PenaltyFacts): Severity {
  if (facts.procedure !== scale.ordinaryProcedure || facts.penaltyKinds === null) return 'minor'
  const name = facts.documentName ?? ''
  if (scale.simpleDocumentWords.some((word) => name.includes(word))) return 'minor'
  let heaviest: Severity = 'minor'
  for (const code of facts.penaltyKinds.split(';')) {
    const severity = severityOfKind(scale, code, facts.fineAmount)
    if (rank[severity] > rank[heaviest]) heaviest = severity
  }
  return heaviest
}

function severityOfKind(scale: PenaltyScale, code: string, fineAmount: string | null): Severity {
  const kind = scale.kinds.find((one) => one.code === code)
  if (!kind) return 'minor'
  if (kind.severity !== 'by-amount') return kind.severity
  return fineAmount !== null && Number(fineAmount) > scale.minorFineMax ? 'general' : 'minor'
}

export function penaltyCodeItems(scale: PenaltyScale): readonly CodeItem[] {
  return scale.kinds.map(({ code, title, aliases }) => ({ code, title, aliases }))
}
