// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addMonths, addYears, type CivilDate, civilDate, earlier, later } from '../../kernel/civil-date.ts'
import { present } from '../../kernel/refusal.ts'
import {
  type Basis,
  type Catalogue,
  type Confidence,
  isInert,
  leastConfidence,
  type PublicityClass,
  type PublicityRegime,
  restsOnRecalledLaw,
  type Severity,
} from './catalogue.ts'
import type { PublicityRule, RecordType } from './record-type.ts'

export type PublicityTerm = {
  /** First day of publicity; null: never published. */
  readonly from: CivilDate | null
  /** First day it is shown no more; null: no end. */
  readonly until: CivilDate | null
  readonly rule: string
  /** Of the datum that set the end. */
  readonly confidence: Confidence
}

/**
 * Of a natural person's record, whatever its type says; of a minor's most of all.
 * @statute 个人信息保护法 25 — nothing about a person is made public without leave
 */
export const personsPublicity = { from: null, until: null, rule: 'natural-person' } as const

export type PublicityInput = {
  readonly severity: Severity | null
  readonly documentOn: CivilDate | null
  readonly eventOn: CivilDate | null
  readonly periodYear?: number | null
  /** The end that the furnisher states: it may only shorten. */
  readonly statedEnd?: CivilDate | null
}

export type PublicityReckoner = (input: PublicityInput) => PublicityTerm

/** The term of one record; `publicityReckoner` is the same, made ready for many. */
export function publicityTerm(
  input: PublicityInput & {
    readonly type: RecordType
    readonly catalogue: Catalogue
    readonly demo: boolean
  },
): PublicityTerm {
  return publicityReckoner(input.catalogue, input.type, { demo: input.demo })(input)
}

export function publicityReckoner(
  catalogue: Catalogue,
  type: RecordType,
  node: { demo: boolean },
): PublicityReckoner {
  const rule = type.publicity
  const confidence = leastConfidence(rule.basis)
  if (isInert(type, node)) return constant(never('draft', confidence))
  if (rule.kind === 'never') return constant(never('not-published', confidence))
  if (!mayBurden(rule.basis, node)) return constant(never('recalled-rule', confidence))
  switch (rule.kind) {
    case 'no-end':
      return ({ eventOn }) =>
        eventOn === null
          ? never('day-unknown', confidence)
          : { from: eventOn, until: null, rule: 'no-end', confidence }
    case 'yearly-list':
      return ({ periodYear }) => yearlyList(rule, periodYear ?? null, confidence)
    case 'by-severity':
      return (input) => bySeverity(catalogue.publicityRegimes, input, node)
  }
}

function constant(term: PublicityTerm): PublicityReckoner {
  return () => term
}

function never(rule: string, confidence: Confidence): PublicityTerm {
  return { from: null, until: null, rule, confidence }
}

/** A rule we only recall may protect but never burden. */
function mayBurden(bases: readonly Basis[], node: { demo: boolean }): boolean {
  return node.demo || !restsOnRecalledLaw(bases)
}

/** The next edition of the list ends it sooner: that is seen when reading, from the editions that are open. */
function yearlyList(
  rule: PublicityRule & { kind: 'yearly-list' },
  year: number | null,
  confidence: Confidence,
): PublicityTerm {
  if (year === null) return never('year-unknown', confidence)
  const from = civilDate(year, 12, 31)
  return { from, until: addYears(from, rule.yearsMax), rule: 'yearly-list', confidence }
}

/**
 * Runs from the day of the document, in plain calendar months that never move, and stops by itself. Where a later
 * regime starts before the end, the earlier end of both counts, though never one before that start.
 * @statute 信用修复管理办法 (NDRC order 36), in force 2026-04-01 — classes and terms
 */
function bySeverity(
  regimes: readonly PublicityRegime[],
  input: PublicityInput,
  node: { demo: boolean },
): PublicityTerm {
  const { severity, documentOn, statedEnd } = input
  if (severity === null || documentOn === null) return never('document-unknown', 'seen')
  const own = regimes.findIndex((one) => isInForce(one, documentOn))
  const regime = regimes[own]
  if (!regime) return never('no-regime', 'seen')
  const first = classOf(regime, severity)
  const name = `${regime.code}/${severity}`
  if (!first.published) return never(name, leastConfidence(first.basis))
  if (!mayBurden(first.basis, node)) return never(`${name}/recalled`, 'recalled')

  let until = addMonths(documentOn, first.monthsMax)
  let rule = name
  let confidence = leastConfidence(first.basis)
  for (const next of regimes.slice(own + 1)) {
    const start = present(next.from, 'only the first regime has no first day')
    if (until <= start) break
    const cut = later(start, earlier(until, endUnder(next, severity, documentOn)))
    if (cut === until) continue
    until = cut
    rule = `${name}+${next.code}/${severity}`
    confidence = leastConfidence(classOf(next, severity).basis)
  }
  if (statedEnd && statedEnd < until) {
    until = statedEnd
    rule = `${rule}+stated`
  }
  return until <= documentOn ? never(rule, confidence) : { from: documentOn, until, rule, confidence }
}

function isInForce(regime: PublicityRegime, on: CivilDate): boolean {
  return (regime.from === null || regime.from <= on) && (regime.to === null || on <= regime.to)
}

function classOf(regime: PublicityRegime, severity: Severity): PublicityClass {
  const found = regime.classes.find((one) => one.severity === severity)
  return present(found, 'every regime has all classes')
}

/** What the later regime no longer publishes ends on the day it starts. */
function endUnder(regime: PublicityRegime, severity: Severity, documentOn: CivilDate): CivilDate {
  const found = classOf(regime, severity)
  return found.published ? addMonths(documentOn, found.monthsMax) : documentOn
}
