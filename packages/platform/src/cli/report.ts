// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { parseArgs } from 'node:util'
import type { Bilingual } from '../kernel/messages.ts'
import { refuse } from '../kernel/refusal.ts'
import type { CliIo, Command } from './command.ts'
import { callNode, findNode } from './node-link.ts'

const usage =
  'probity report [--as-of DAY] [--known-at INSTANT|tick:N] [--lang zh|en] [--data DIR] [--json] IDENTIFIER'

export const reportCommand: Command = {
  name: 'report',
  summary: { zh: '显示一个组织的公开信用信息', en: 'show what is public about an organisation' },
  usage,
  run: report,
}

type ReportAnswer = {
  readonly name: string
  readonly identifiers: readonly { readonly scheme: string; readonly value: string }[]
  readonly records: readonly {
    readonly type: string
    readonly polarity: string
    readonly severity: string | null
    readonly eventOn: string | null
    readonly document: { readonly number: string; readonly on: string; readonly body: string } | null
    readonly fields: Readonly<Record<string, string | number | null>>
    readonly source: number
    readonly publicity: { readonly from: string; readonly until: string | null }
  }[]
  readonly types: Readonly<
    Record<
      string,
      { readonly title: Bilingual; readonly fields: Readonly<Record<string, { readonly title: Bilingual }>> }
    >
  >
  readonly sources: Readonly<Record<string, { readonly name: Bilingual }>>
  readonly day: string
  readonly tick: number
}

async function report(args: string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      'as-of': { type: 'string' },
      'known-at': { type: 'string' },
      lang: { type: 'string', default: 'zh' },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const [identifier] = positionals
  const language = values.lang
  if (!identifier || (language !== 'zh' && language !== 'en')) throw refuse('USAGE', { usage })
  const link = await findNode(values.data, io)
  const query = new URLSearchParams({ lang: language })
  if (values['as-of']) query.set('asOf', values['as-of'])
  if (values['known-at']) query.set('knownAt', values['known-at'])
  const answer = await callNode<ReportAnswer>(
    `${link.url}/v1/public/organisations/${encodeURIComponent(identifier)}/report?${query}`,
  )
  io.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : textOf(answer, language))
  return 0
}

function textOf(answer: ReportAnswer, language: 'zh' | 'en'): string {
  const lines = [answer.name, ...answer.identifiers.map(({ scheme, value }) => `${scheme} ${value}`), '']
  for (const record of answer.records) {
    const type = answer.types[record.type]
    const source = answer.sources[record.source]?.name[language] ?? ''
    const severity = record.severity ? ` (${record.severity})` : ''
    lines.push(
      `${record.eventOn ?? '----------'}  ${type?.title[language] ?? record.type}  ${record.polarity}${severity}  — ${source}`,
    )
    for (const [code, value] of Object.entries(record.fields)) {
      if (value !== null && value !== '')
        lines.push(`            ${type?.fields[code]?.title[language] ?? code}: ${value}`)
    }
    if (record.document)
      lines.push(`            ${record.document.number} · ${record.document.on} · ${record.document.body}`)
    lines.push(`            ${record.publicity.from} → ${record.publicity.until ?? '…'}`, '')
  }
  lines.push(`${answer.day} · tick ${answer.tick}`, '')
  return lines.join('\n')
}
