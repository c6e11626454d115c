// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { parseArgs } from 'node:util'
import type { Language } from '../kernel/messages.ts'
import { refuse } from '../kernel/refusal.ts'
import { actorKinds } from '../modules/access/index.ts'
import {
  basisKinds,
  type Catalogue,
  findRecordType,
  getRecordType,
  loadCatalogue,
  polarities,
  type Question,
  subjectKinds,
} from '../modules/catalogue/index.ts'
import { explainDecision, policyMatrix, viewMatrix } from '../modules/disclosure/index.ts'
import { explanationText, tableText } from './access-text.ts'
import { ownCatalogueFolder } from './catalogue.ts'
import type { CliIo, Command } from './command.ts'

const usage = `probity access explain --actor KIND --purpose CODE --basis KIND --type CODE --subject-kind KIND
                       [--polarity positive|neutral|adverse] [--production] [--json] [--language zh|en]
probity access table [--language zh|en]
probity access matrix
probity access views TYPE
                       [--folder DIR]`

const details = {
  zh: `explain  对一个问题逐行说明决定表：哪一行决定、依据是什么、其他行为何不适用
table    打印决定表：每行的规定、依据和确信程度
matrix   打印全部问题的答案，供审查
views    打印一个类型的每个字段向谁显示、显示多少

--production 按正式节点回答：依据待核实的开放行不生效。
  actor         ${actorKinds.join(' ')}
  basis         ${basisKinds.join(' ')}
  subject-kind  ${subjectKinds.join(' ')}`,
  en: `explain  goes through the table of decisions line by line: which decides, on what ground, and why others do not
table    prints the table: each line with what it says, its basis and how sure we are
matrix   prints the answer to every question there is, to be reviewed
views    prints of a type which fields leave, to whom, and how much of them

--production answers as outside demo mode: what rests on recalled law opens nothing.
Record types are listed by probity catalogue show, purposes by probity access table.`,
}

export const accessCommand: Command = {
  name: 'access',
  summary: {
    zh: '谁可以看什么：逐行解释决定表',
    en: 'who may see what: the table of decisions, line by line',
  },
  usage,
  details,
  run,
}

async function run(args: string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      actor: { type: 'string' },
      purpose: { type: 'string' },
      basis: { type: 'string' },
      type: { type: 'string' },
      polarity: { type: 'string' },
      'subject-kind': { type: 'string' },
      production: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      language: { type: 'string', default: 'zh' },
      folder: { type: 'string', default: ownCatalogueFolder },
    },
  })
  const [act, code, ...rest] = positionals
  const { language, json, folder } = values
  if (
    rest.length > 0 ||
    (code !== undefined) !== (act === 'views') ||
    (language !== 'zh' && language !== 'en')
  )
    throw refuse('USAGE', { usage })
  const catalogue = await loadCatalogue(folder)
  if (act === 'table') io.stdout.write(tableText(catalogue, language))
  else if (act === 'matrix') io.stdout.write(policyMatrix(catalogue))
  else if (act === 'views') io.stdout.write(viewMatrix(catalogue, getRecordType(catalogue, code ?? '')))
  else if (act === 'explain') explain(catalogue, values, { json, language }, io)
  else throw refuse('USAGE', { usage })
  return 0
}

type Asked = {
  readonly actor?: string | undefined
  readonly purpose?: string | undefined
  readonly basis?: string | undefined
  readonly type?: string | undefined
  readonly polarity?: string | undefined
  readonly 'subject-kind'?: string | undefined
  readonly production: boolean
}

function explain(
  catalogue: Catalogue,
  asked: Asked,
  { json, language }: { readonly json: boolean; readonly language: Language },
  io: CliIo,
): void {
  const explanations = questionsOf(catalogue, asked).map((question) =>
    explainDecision(catalogue, { demo: !asked.production }, question),
  )
  if (json) io.stdout.write(`${JSON.stringify(explanations)}\n`)
  else io.stdout.write(explanations.map((one) => explanationText(catalogue, one, language)).join('\n'))
}

/** One question for each polarity that the type can have, unless one is named. */
function questionsOf(catalogue: Catalogue, asked: Asked): readonly Question[] {
  const { purpose } = asked
  const type = findRecordType(catalogue, asked.type ?? '')
  const actor = actorKinds.find((kind) => kind === asked.actor)
  const basis = basisKinds.find((kind) => kind === asked.basis)
  const subjectKind = subjectKinds.find((kind) => kind === asked['subject-kind'])
  const known = catalogue.purposes.some((one) => one.code === purpose)
  const signs = polarities.filter((one) =>
    asked.polarity === undefined ? type && canHave(type, one) : one === asked.polarity,
  )
  if (!type || !actor || !basis || !subjectKind || !purpose || !known || signs.length === 0)
    throw refuse('USAGE', { usage })
  return signs.map((polarity) => ({ actor, purpose, basis, type: type.code, polarity, subjectKind }))
}

function canHave(
  { polarity: rule }: Catalogue['recordTypes'][number],
  polarity: Question['polarity'],
): boolean {
  return rule.kind === 'fixed'
    ? rule.polarity === polarity
    : rule.codes.some((one) => one.polarity === polarity)
}
