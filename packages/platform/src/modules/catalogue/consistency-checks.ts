// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { yearOf } from '../../kernel/civil-date.ts'
import { foldSpelling } from './fold-spelling.ts'
import { parseAmount } from './read-cell.ts'
import type { ConsistencyRule } from './record-type.ts'
import { dayOf } from './row-readings.ts'
import { add, type RowCheck, type RowState } from './row-state.ts'

/** What the cells of a row must be to each other and to the calendar; each rule stands in the type's file. */
export function consistencyCheck(rule: ConsistencyRule): RowCheck {
  switch (rule.kind) {
    case 'not-future':
      return (row) => {
        const day = dayOf(row.payload, rule.field)
        if (day !== null && day > row.receivedOn) {
          add(row, rule, 'CNS-FUTURE-DAY', rule.field, { receivedOn: row.receivedOn })
        }
      }
    case 'not-before':
      return (row) => {
        const [end, start] = [dayOf(row.payload, rule.field), dayOf(row.payload, rule.other)]
        if (end !== null && start !== null && end < start) {
          add(row, rule, 'CNS-END-BEFORE-START', rule.field, { start: rule.other })
        }
      }
    case 'not-earlier-than':
      return (row) => {
        const day = dayOf(row.payload, rule.field)
        if (day !== null && day < rule.day) {
          add(row, rule, 'CNS-DAY-TOO-EARLY', rule.field, { day: rule.day })
        }
      }
    case 'year-ended':
      return (row) => {
        const year = row.payload[rule.field]
        if (typeof year === 'number' && year >= yearOf(row.receivedOn)) {
          add(row, rule, 'CNS-YEAR-NOT-ENDED', rule.field, { receivedOn: row.receivedOn })
        }
      }
    case 'differs':
      return differs(rule)
    case 'amount-max':
      return (row) => {
        const amount = row.payload[rule.field]
        if (typeof amount === 'string' && Number(amount) > rule.max) {
          add(row, rule, 'CNS-AMOUNT-LARGE', rule.field, { max: rule.max })
        }
      }
    case 'amount-in-text':
      return amountInText(rule)
  }
}

type RuleOf<K extends ConsistencyRule['kind']> = Extract<ConsistencyRule, { kind: K }>

/** Whoever decides is not the party: the same words in both cells show that columns have slipped. */
function differs(rule: RuleOf<'differs'>): RowCheck {
  return (row) => {
    const [one, other] = [foldedText(row, rule.field), foldedText(row, rule.other)]
    if (one !== null && one === other) add(row, rule, 'CNS-SAME-BODY', rule.field, { other: rule.other })
  }
}

// What most names are made of, and what folding leaves alone.
const PLAIN = /^[\u4e00-\u9fff0-9]*$/

function foldedText({ payload }: RowState, field: string): string | null {
  const value = payload[field]
  if (typeof value !== 'string') return null
  return PLAIN.test(value) ? value : foldSpelling(value).replace(/\s+/g, '')
}

// Full-width figures and point, and blanks.
const WIDE = /[\uff0c\uff0e\uff10-\uff19\s]/

const TEN_THOUSAND = 10_000
const places: Readonly<Record<string, number>> = { 万: 4, 亿: 8 }

/**
 * 元 and 万元 mixed up: the text states one amount, and the field holds just ten thousand times as much or as little.
 * Any other difference says nothing, for a text may tell of several amounts.
 */
function amountInText(rule: RuleOf<'amount-in-text'>): RowCheck {
  const stated = new RegExp(`(?:${rule.words.join('|')})(?:人民币)?([0-9][0-9,.]*)(万|亿)?元`, 'gu')
  return (row) => {
    const [field, text] = [row.payload[rule.field], row.payload[rule.text]]
    if (typeof field !== 'string' || typeof text !== 'string') return
    const plain = WIDE.test(text) ? text.normalize('NFKC').replace(/\s+/g, '') : text
    stated.lastIndex = 0
    const only = stated.exec(plain)
    if (only === null || stated.test(plain)) return
    const amount = parseAmount(only[1] ?? '', places[only[2] ?? ''] ?? 0)
    if (amount === null || Number(amount) === 0) return
    const times = Number(field) / Number(amount)
    if (times === TEN_THOUSAND || times === 1 / TEN_THOUSAND) {
      add(row, rule, 'CNS-AMOUNT-UNIT', rule.field, { text: rule.text })
    }
  }
}
