// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  areApart,
  type Catalogue,
  type Decision,
  DecisionTable,
  isRefusing,
  type OpeningLine,
  partsUnfit,
  type Question,
  type RefusingLine,
  type Shut,
  whyShut,
} from '../catalogue/index.ts'

export type ExplainedLine = {
  readonly line: RefusingLine | OpeningLine
  /** Parts of the question that the line does not speak of; none: it fits. */
  readonly unfit: readonly (keyof Question)[]
  /** Why an opening that fits opens nothing. */
  readonly shut: Shut | null
  readonly decides: boolean
}

export type Explanation = {
  readonly question: Question
  readonly decision: Decision
  /** The purpose and the record type are of different sides of the law. */
  readonly apart: boolean
  readonly lines: readonly ExplainedLine[]
}

/** Reads the table line by line, as a lawyer would, and says of each why it decides or does not. */
export function explainDecision(
  catalogue: Catalogue,
  node: { readonly demo: boolean },
  question: Question,
): Explanation {
  const decision = new DecisionTable(catalogue, node).decide(question)
  const { refusals, openings } = catalogue.disclosure
  const explain = (line: RefusingLine | OpeningLine): ExplainedLine => {
    const unfit = partsUnfit(catalogue, line, question)
    return {
      line,
      unfit,
      shut: unfit.length > 0 || isRefusing(line) ? null : whyShut(catalogue, line, question, node),
      decides: decision.line === line,
    }
  }
  return {
    question,
    decision,
    apart: areApart(catalogue, question),
    lines: [...refusals, ...openings].map(explain),
  }
}
