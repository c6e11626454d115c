// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import type { Bilingual, Language } from '../kernel/messages.ts'
import { refuse } from '../kernel/refusal.ts'
import { askedSchemes } from '../modules/disclosure/index.ts'
import { recogniseIdentifier } from '../modules/identifiers/index.ts'
import type { CliIo, Command } from './command.ts'
import { callNode, findKey, findNode } from './node-link.ts'

const usage = `probity inquire --as BODY --purpose CODE --statute LAW --case NUMBER [SCHEME:]NUMBER|-
probity inquire --as BODY --purpose CODE --authorisation ID|latest [SCHEME:]NUMBER|-
                [--holder ACCOUNT] [--types CODE,CODE] [--hide-until DAY --document NUMBER]
                [--lang zh|en] [--data DIR] [--json]`

export const inquireCommand: Command = {
  name: 'inquire',
  summary: { zh: '以一个机构的名义查询信用报告', en: 'ask for a credit report in the name of a body' },
  usage,
  details: {
    zh: `--statute 与 --case   以法定职责为依据：法律名称和案号
--authorisation      以主体的授权为依据：授权编号，或 latest（最近一项有效授权）
--hide-until         仅限调查：至该日前不向主体显示，须写明 --document 文书号
号码写 - 时从标准输入读取，使自然人的号码不留在命令历史里。
每次查询（包括被拒绝的）都先写入查询日志，主体可以看到。谁可以看什么：probity access`,
    en: `--statute and --case  on the ground of a duty by law: its name, and the number of the case
--authorisation      on the ground of the subject's consent: its id, or latest, the newest in force
--hide-until         of an investigation only: kept from the subject until that day, on a --document
Written as -, the number is read from standard input: a person's number then stays in no history of commands.
Every question is written into the inquiry log first, refused ones too, and its subject sees it. Who may see
what: probity access`,
  },
  run,
}

type InquiryAnswer = {
  readonly number: string
  readonly view: string
  readonly report: {
    readonly name: string | null
    readonly identifiers: readonly { readonly scheme: string; readonly value: string }[]
    readonly records: readonly InquiryRecord[]
    readonly types: Readonly<Record<string, TypeWords>>
    readonly sources: Readonly<Record<string, { readonly name: Bilingual }>>
    readonly day: string
    readonly tick: number
  }
}
type InquiryRecord = {
  readonly type: string
  readonly polarity: string
  readonly severity: string | null
  readonly eventOn: string | null
  readonly objection: boolean
  readonly fields: Readonly<Record<string, string | number>>
  readonly source: number
}
type TypeWords = {
  readonly title: Bilingual
  readonly fields: Readonly<Record<string, { readonly title: Bilingual }>>
}

async function run(args: string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      as: { type: 'string' },
      holder: { type: 'string' },
      purpose: { type: 'string' },
      statute: { type: 'string' },
      case: { type: 'string' },
      authorisation: { type: 'string' },
      types: { type: 'string' },
      'hide-until': { type: 'string' },
      document: { type: 'string' },
      lang: { type: 'string', default: 'zh' },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const { lang, as: body, purpose } = values
  const [number, ...others] = positionals
  if (!body || !purpose || !number || others.length > 0 || (lang !== 'zh' && lang !== 'en'))
    throw refuse('USAGE', { usage })
  const asked = {
    about: numberOf(number === '-' ? await firstLine(io) : number),
    purpose,
    basis: basisOf(values),
    ...(values.types ? { recordTypes: values.types.split(',') } : {}),
    ...(values['hide-until']
      ? { hidden: { until: values['hide-until'], document: values.document ?? '' } }
      : {}),
  }
  const link = await findNode(values.data, io)
  const answer = await callNode<InquiryAnswer>(`${link.url}/v1/inquiries?lang=${lang}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await findKey(link, body, io, values.holder)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(asked),
  })
  io.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : textOf(answer, lang))
  return 0
}

async function firstLine({ stdin }: CliIo): Promise<string> {
  for await (const line of createInterface({ input: stdin })) return line.trim()
  throw refuse('USAGE', { usage })
}

function numberOf(text: string): { scheme: string; value: string } {
  const named = /^([a-z.]+):(.*)$/.exec(text)
  const scheme = named?.[1] ?? recogniseIdentifier(text, { demo: true }).scheme
  if (!askedSchemes.some((one) => one === scheme)) throw refuse('SUBJECT_NUMBER_INVALID')
  return { scheme: scheme ?? '', value: named?.[2] ?? text }
}

function basisOf(values: {
  readonly statute?: string | undefined
  readonly case?: string | undefined
  readonly authorisation?: string | undefined
}): Record<string, string> {
  const { statute, authorisation } = values
  if ((statute === undefined) === (authorisation === undefined)) throw refuse('USAGE', { usage })
  if (statute !== undefined) return { kind: 'statute', statute, caseNumber: values.case ?? '' }
  const named = authorisation === 'latest' ? {} : { authorisationId: authorisation ?? '' }
  return { kind: 'authorisation', ...named }
}

function textOf({ number, view, report }: InquiryAnswer, language: Language): string {
  const numbers = report.identifiers.map(({ scheme, value }) => `${scheme} ${value}`)
  const lines = [report.name ?? '', ...numbers].filter((line) => line !== '')
  for (const record of report.records) lines.push('', ...recordLines(record, report, language))
  return `${[...lines, '', `${number}  ${view}  ${report.day} · tick ${report.tick}`, ''].join('\n')}`
}

function recordLines(
  record: InquiryRecord,
  { types, sources }: InquiryAnswer['report'],
  language: Language,
): string[] {
  const type = types[record.type]
  const severity = record.severity ? ` (${record.severity})` : ''
  const objection = record.objection ? (language === 'zh' ? '  【异议中】' : '  [objected to]') : ''
  const source = sources[record.source]?.name[language] ?? ''
  const title = type?.title[language] ?? record.type
  const fields = Object.entries(record.fields).map(
    ([code, value]) => `            ${type?.fields[code]?.title[language] ?? code}: ${value}`,
  )
  const head = `${record.eventOn ?? '----------'}  ${title}  ${record.polarity}${severity}${objection}  — ${source}`
  return [head, ...fields]
}
