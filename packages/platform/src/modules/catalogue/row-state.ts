// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Facts } from '../../kernel/refusal.ts'
import type { ColumnPlan } from './plan-columns.ts'
import type { Polarity, RuleWeight } from './record-type.ts'
import type { Payload, RowFault } from './row-judge.ts'

/** A row after its cells were read one by one. */
export type RowState = {
  readonly payload: Payload
  readonly polarity: Polarity
  /** Checks add to these. */
  readonly faults: RowFault[]
  readonly notes: RowFault[]
  readonly receivedOn: CivilDate
  readonly columns: readonly ColumnPlan[]
}

export type RowCheck = (row: RowState) => void

/** Adds a breach of a rule to the faults of a row, or to its notes where the rule weighs no more. */
export function add(
  row: RowState,
  rule: { readonly rule: string; readonly weight?: RuleWeight },
  code: string,
  field: string,
  facts: Facts = {},
): void {
  const column = row.columns.find((one) => one.field.code === field)?.heading ?? null
  const list = rule.weight === 'note' ? row.notes : row.faults
  list.push({ code, rule: rule.rule, column, field, facts })
}

/** True when the field said something that could not be read: it has its fault, and is not missing. */
export function isFaulted(row: RowState, field: string): boolean {
  return row.faults.some((fault) => fault.field === field)
}
