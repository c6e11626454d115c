// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { assert } from '../../kernel/refusal.ts'
import { type ActorKind, actorKinds } from '../access/index.ts'
import { type Catalogue, isInert, restsOnRecalledLaw } from './catalogue.ts'
import {
  type BasisKind,
  basisKinds,
  isRefusing,
  type Line,
  type LineRefusal,
  type OpeningLine,
  type RefusingLine,
  type ViewCode,
} from './disclosure-rules.ts'
import type { Polarity, SubjectKind } from './record-type.ts'
import { viewFields } from './view-fields.ts'

/** One question about one kind of record of one kind of subject. */
export type Question = {
  readonly actor: ActorKind
  readonly purpose: string
  readonly basis: BasisKind
  readonly type: string
  readonly polarity: Polarity
  readonly subjectKind: SubjectKind
}

/** `line` null: no line decided, and what nobody wrote down is closed. */
export type Decision =
  | { readonly opens: ViewCode; readonly refuses: null; readonly line: OpeningLine }
  | { readonly opens: null; readonly refuses: LineRefusal; readonly line: RefusingLine }
  | { readonly opens: null; readonly refuses: 'VIEW_NOT_PROVIDED' | 'SIDES_APART'; readonly line: null }

/** Why an opening that fits opens nothing all the same. */
export type Shut = 'line-recalled' | 'purpose-recalled' | 'type-recalled' | 'kind-not-taken' | 'nothing-shown'

/** The part of a catalogue that decides. */
export type DecidingRules = Pick<Catalogue, 'purposes' | 'recordTypes' | 'disclosure'>
type Node = { readonly demo: boolean }
type AnyLine = RefusingLine | OpeningLine

export const polarities: readonly Polarity[] = ['positive', 'neutral', 'adverse']
export const subjectKinds: readonly SubjectKind[] = ['organisation', 'individual-business', 'person']

const CLOSED: Decision = { opens: null, refuses: 'VIEW_NOT_PROVIDED', line: null }
const APART: Decision = { opens: null, refuses: 'SIDES_APART', line: null }

type Axis = {
  readonly asks: keyof Question
  readonly values: readonly string[]
  names(line: Line, value: string): boolean
}

function axesOf(rules: DecidingRules): readonly Axis[] {
  const axis = (
    asks: keyof Question,
    says: Exclude<keyof Line, 'code' | 'says' | 'basis'>,
    values: readonly string[],
  ): Axis => ({ asks, values, names: (line, value) => names(line[says], value) })
  const categories = new Map(rules.recordTypes.map((type) => [type.code, type.category.code]))
  return [
    axis('actor', 'actors', actorKinds),
    axis(
      'purpose',
      'purposes',
      rules.purposes.map((one) => one.code),
    ),
    axis('basis', 'bases', basisKinds),
    {
      asks: 'type',
      values: [...categories.keys()],
      names: (line, code) => names(line.records, code) || line.records.includes(categories.get(code) ?? code),
    },
    axis('polarity', 'polarities', polarities),
    axis('subjectKind', 'subjects', subjectKinds),
  ]
}

function names(values: readonly string[], value: string): boolean {
  return values.includes(value) || values.includes('any')
}

/** Which parts of a question a line does not fit; none: it fits. */
export function partsUnfit(rules: DecidingRules, line: Line, question: Question): (keyof Question)[] {
  return axesOf(rules)
    .filter((axis) => !axis.names(line, question[axis.asks]))
    .map((axis) => axis.asks)
}

/**
 * The table worked out for every question there is, so that an answer is a look-up. Made once for a catalogue; it takes
 * some milliseconds.
 */
export class DecisionTable {
  readonly #rules: DecidingRules
  readonly #node: Node
  readonly #axes: readonly Axis[]
  readonly #places: readonly ReadonlyMap<string, number>[]
  readonly #decisions: readonly Decision[]
  readonly #cells: Uint16Array

  constructor(rules: DecidingRules, node: Node) {
    this.#rules = rules
    this.#node = node
    this.#axes = axesOf(rules)
    const strides = this.#axes.map((_, at) =>
      this.#axes.slice(at + 1).reduce((product, axis) => product * axis.values.length, 1),
    )
    this.#places = this.#axes.map(
      (axis, at) => new Map(axis.values.map((value, i) => [value, i * (strides[at] ?? 0)])),
    )
    const lines = [...rules.disclosure.refusals, ...rules.disclosure.openings]
    this.#decisions = [CLOSED, APART, ...lines.map(decisionOf)]
    assert(this.#decisions.length < 2 ** 16, 'lines are numbered in two bytes')
    const numbers = new Map(this.#decisions.map((decision, at) => [decision.line, at]))
    const cells: number[] = []
    this.#visit(lines, (question, fitting) => {
      const decision = this.#judge(question, fitting)
      cells.push(decision.line === null ? Number(decision === APART) : (numbers.get(decision.line) ?? 0))
    })
    this.#cells = Uint16Array.from(cells)
  }

  /** A word that is on no axis makes a place that is none: closed. */
  decide(asked: Question): Decision {
    const [actors, purposes, bases, types, signs, kinds] = this.#places
    const at =
      (actors?.get(asked.actor) ?? Number.NaN) +
      (purposes?.get(asked.purpose) ?? Number.NaN) +
      (bases?.get(asked.basis) ?? Number.NaN) +
      (types?.get(asked.type) ?? Number.NaN) +
      (signs?.get(asked.polarity) ?? Number.NaN) +
      (kinds?.get(asked.subjectKind) ?? Number.NaN)
    return this.#decisions[this.#cells[at] ?? 0] ?? CLOSED
  }

  /** Every question that can be put, with its decision; the last part of a question changes first. */
  each(visit: (question: Question, decision: Decision) => void): void {
    this.#visit([], (question) => visit(question, this.decide(question)))
  }

  /** Each question there is, with the lines that fit it, in the order of the table. */
  #visit(lines: readonly AnyLine[], visit: (question: Question, fitting: readonly AnyLine[]) => void): void {
    const question: Record<string, string> = {}
    const go = (at: number, fitting: readonly AnyLine[]): void => {
      const axis = this.#axes[at]
      if (!axis) {
        visit({ ...question } as Question, fitting)
        return
      }
      for (const value of axis.values) {
        question[axis.asks] = value
        go(
          at + 1,
          fitting.filter((line) => axis.names(line, value)),
        )
      }
    }
    go(0, lines)
  }

  /** What the head of `decisions.yml` says: refusals, then the sides, then openings, else no. */
  #judge(question: Question, fitting: readonly AnyLine[]): Decision {
    const refusing = fitting.find(isRefusing)
    if (refusing) return decisionOf(refusing)
    if (areApart(this.#rules, question)) return APART
    const opening = fitting
      .filter((line): line is OpeningLine => !isRefusing(line))
      .find((line) => whyShut(this.#rules, line, question, this.#node) === null)
    return opening ? decisionOf(opening) : CLOSED
  }
}

function decisionOf(line: AnyLine): Decision {
  return isRefusing(line)
    ? { opens: null, refuses: line.refuses, line }
    : { opens: line.opens, refuses: null, line }
}

/** @statute 征信业管理条例 2 — what public bodies keep for their duties is apart from credit reporting (L20) */
export function areApart(rules: DecidingRules, question: Question): boolean {
  const purpose = rules.purposes.find((one) => one.code === question.purpose)
  const type = rules.recordTypes.find((one) => one.code === question.type)
  return purpose !== undefined && type !== undefined && !purpose.sides.includes(type.side)
}

/** What is only recalled may refuse, but opens nothing outside demo mode. */
export function whyShut(
  rules: DecidingRules,
  line: OpeningLine,
  { purpose, type: code, subjectKind: kind }: Question,
  node: Node,
): Shut | null {
  const type = rules.recordTypes.find((one) => one.code === code)
  const view = rules.disclosure.views.find((one) => one.code === line.opens)
  if (!type?.subjectKinds.includes(kind)) return 'kind-not-taken'
  if (!node.demo && restsOnRecalledLaw(line.basis)) return 'line-recalled'
  if (!node.demo && rules.purposes.some((one) => one.code === purpose && restsOnRecalledLaw(one.basis)))
    return 'purpose-recalled'
  if (isInert(type, node)) return 'type-recalled'
  if (!view || viewFields(type, { view, purpose, kind }).length === 0) return 'nothing-shown'
  return null
}
