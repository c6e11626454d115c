// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Bilingual, Language } from '../kernel/messages.ts'
import {
  type Basis,
  type Catalogue,
  isRefusing,
  type OpeningLine,
  type Purpose,
  type Question,
  type RefusingLine,
  restsOnRecalledLaw,
  type Shut,
} from '../modules/catalogue/index.ts'
import { disclosureRefusals, type ExplainedLine, type Explanation } from '../modules/disclosure/index.ts'
import { basisText } from './catalogue-text.ts'

const words = {
  question: { zh: '问题', en: 'Question' },
  answer: { zh: '结论', en: 'Answer' },
  opens: { zh: '提供', en: 'opens' },
  refuses: { zh: '拒绝', en: 'refuses' },
  decides: { zh: '此行决定', en: 'decides' },
  before: { zh: '符合，但前面已有决定', en: 'fits, but a line before it decides' },
  unfit: { zh: '不适用', en: 'does not fit' },
  consent: { zh: '须经同意', en: 'consent' },
  caseNumber: { zh: '须有案号', en: 'case number' },
  recalled: { zh: '待核实，仅演示模式生效', en: 'recalled: opens in demo mode only' },
  apart: {
    zh: '查询目的与记录类型分属公共信用与征信两侧，互不相通。',
    en: 'The purpose and the record type are of different sides of the law.',
  },
} as const satisfies Record<string, Bilingual>

const parts: Readonly<Record<keyof Question, Bilingual>> = {
  actor: { zh: '查询者', en: 'actor' },
  purpose: { zh: '目的', en: 'purpose' },
  basis: { zh: '依据', en: 'basis' },
  type: { zh: '记录类型', en: 'record type' },
  polarity: { zh: '性质', en: 'polarity' },
  subjectKind: { zh: '主体类别', en: 'kind of subject' },
}

const shutWords: Readonly<Record<Shut, Bilingual>> = {
  'line-recalled': { zh: '此行依据待核实，正式节点不生效', en: 'the line rests on recalled law' },
  'purpose-recalled': { zh: '查询目的的依据待核实，正式节点不生效', en: 'the purpose rests on recalled law' },
  'type-recalled': { zh: '记录类型是草案，正式节点不生效', en: 'the record type is a draft' },
  'kind-not-taken': { zh: '该类型没有这类主体的记录', en: 'the type takes no records of such subjects' },
  'nothing-shown': { zh: '该类型不为此目的显示任何字段', en: 'the type shows no field for this purpose' },
}

/** Refusals first, as they are read; each line with what it says, its basis, and how sure it is. */
export function tableText(catalogue: Catalogue, language: Language): string {
  const { refusals, openings, views } = catalogue.disclosure
  const line = (one: RefusingLine | OpeningLine): string =>
    [
      `${one.code.padEnd(20)} ${effect(one, language)}`,
      `  ${one.says[language]}`,
      `  ${scopeText(one)}`,
      ...one.basis.map((basis) => `  ${basisText(catalogue, basis, language)}`),
      ...(!isRefusing(one) && restsOnRecalledLaw(one.basis) ? [`  ${words.recalled[language]}`] : []),
      '',
    ].join('\n')
  const view = (one: Catalogue['disclosure']['views'][number]): string =>
    `${one.code.padEnd(20)} ${one.title[language]}  ${one.records} · ${one.labels.join(', ')}`
  const purposes = catalogue.purposes.map((one) => purposeText(one, language))
  return `${[...refusals, ...openings].map(line).join('\n')}\n${[...views.map(view), '', ...purposes].join('\n')}\n`
}

/** Its sides, whether consent is needed, what it weighs, whether a question on a statute carries a case number. */
function purposeText(one: Purpose, language: Language): string {
  const parts = [
    one.sides.join('/'),
    `${words.consent[language]} ${one.consent}`,
    ...(one.weight ? [one.weight] : []),
    ...(one.caseNumber ? [words.caseNumber[language]] : []),
    ...(restsOnRecalledLaw(one.basis) ? [words.recalled[language]] : []),
  ]
  return `${one.code.padEnd(26)} ${one.title[language]}  ${parts.join(' · ')}`
}

function scopeText(line: RefusingLine | OpeningLine): string {
  const sets = [line.actors, line.purposes, line.bases, line.records, line.polarities, line.subjects]
  return sets.map((set) => set.join(', ')).join(' | ')
}

export function explanationText(catalogue: Catalogue, explanation: Explanation, language: Language): string {
  const { question, decision, apart, lines } = explanation
  const asked = Object.values(question).join(' · ')
  const answer =
    decision.opens === null
      ? `${words.refuses[language]} ${decision.refuses}  ${disclosureRefusals[decision.refuses].says[language]}`
      : `${words.opens[language]} ${decision.opens}`
  return `${[
    `${words.question[language]}  ${asked}`,
    `${words.answer[language]}  ${answer}${decision.line ? `  (${decision.line.code})` : ''}`,
    ...(apart ? [words.apart[language]] : []),
    '',
    ...lines.map((one) => lineText(catalogue, one, language)),
  ].join('\n')}\n`
}

function lineText(
  catalogue: Catalogue,
  { line, unfit, shut, decides }: ExplainedLine,
  language: Language,
): string {
  const head = `${decides ? '▶' : ' '} ${line.code.padEnd(20)} ${effect(line, language).padEnd(30)}`
  if (unfit.length > 0)
    return `${head} ${words.unfit[language]}: ${unfit.map((part) => parts[part][language]).join(', ')}`
  if (shut !== null) return `${head} ${shutWords[shut][language]}`
  if (!decides) return `${head} ${words.before[language]}`
  const bases = line.basis.map((basis: Basis) => `    ${basisText(catalogue, basis, language)}`)
  return [`${head} ${words.decides[language]}`, `    ${line.says[language]}`, ...bases].join('\n')
}

function effect(line: RefusingLine | OpeningLine, language: Language): string {
  return isRefusing(line)
    ? `${words.refuses[language]} ${line.refuses}`
    : `${words.opens[language]} ${line.opens}`
}
