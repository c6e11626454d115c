// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { refuse } from '../kernel/refusal.ts'
import type { CliIo, Command } from './command.ts'
import { callNode, findKey, findNode } from './node-link.ts'

const usage = `probity authorisation lodge    --lender F [--data DIR] TERMS.json DOCUMENT
probity authorisation list     --lender F [--data DIR] [--json]
probity authorisation demands  --lender F [--data DIR] [--json]
probity authorisation produce  --lender F [--data DIR] ID DOCUMENT
probity authorisation withdraw --lender F [--data DIR] ID`

const details = {
  zh: `  lodge     登记一份纸质授权：TERMS.json 写授权内容，DOCUMENT 是签署的文件，只送出其散列值
  demands   被抽中、须提交的授权书及期限
  produce   提交抽中的那份文件，须与登记时逐字节相同
  TERMS.json：{"subject":{"scheme":"cn.rid","value":"…"},"purposes":["financing-service"],"single":false,
               "validFrom":"2026-06-15","validUntil":"2027-06-15","signedOn":"2026-06-14"}
  号码写在文件里而不写在命令行上，因为命令行谁都看得见。`,
  en: `  lodge     lodges a consent signed on paper: TERMS.json says what it says; of DOCUMENT only the hash is sent
  demands   signed documents that were drawn, and until when they must be produced
  produce   produces a document that was drawn, byte for byte the one that was lodged
  TERMS.json: {"subject":{"scheme":"cn.rid","value":"…"},"purposes":["financing-service"],"single":false,
               "validFrom":"2026-06-15","validUntil":"2027-06-15","signedOn":"2026-06-14"}
  The number stands in the file and not on the command line, which everybody on the machine can see.`,
} as const

export const authorisationCommand: Command = {
  name: 'authorisation',
  summary: { zh: '登记线下授权，提交抽中的授权书', en: 'lodge consents, and produce the documents drawn' },
  usage,
  details,
  run: authorisation,
}

const options = {
  lender: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

type Call = {
  readonly to: string
  readonly headers: Record<string, string>
  readonly words: readonly string[]
  readonly json: boolean
}

async function authorisation(args: string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const [act, ...words] = positionals
  const run = act === undefined ? undefined : acts[act]
  if (!run || !values.lender || words.length !== run.words) throw refuse('USAGE', { usage })
  const link = await findNode(values.data, io)
  const headers = { authorization: `Bearer ${await findKey(link, values.lender, io)}` }
  const text = await run.act({ to: `${link.url}/v1`, headers, words, json: values.json })
  if (text !== '') io.stdout.write(`${text}\n`)
  return 0
}

const acts: Readonly<Record<string, { readonly words: number; act(call: Call): Promise<string> }>> = {
  lodge: { words: 2, act: lodge },
  list: { words: 0, act: list },
  demands: { words: 0, act: demands },
  produce: { words: 2, act: produce },
  withdraw: { words: 1, act: withdraw },
}

async function lodge({ to, headers, words: [terms = '', document = ''] }: Call): Promise<string> {
  const said = parseTerms((await read(terms)).toString('utf8'), terms)
  const body = JSON.stringify({ ...said, documentHash: hash('sha256', await read(document)) })
  const { id } = await callNode<{ id: string }>(`${to}/authorisations`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
  })
  return id
}

type Line = { id: string; state: string; origin: string; validFrom: string; validUntil: string }

async function list({ to, headers, json }: Call): Promise<string> {
  const { items } = await callNode<{ items: Line[] }>(`${to}/authorisations?limit=200`, { headers })
  if (json) return JSON.stringify(items)
  return items
    .map(({ id, state, origin, validFrom, validUntil }) =>
      [id, state, origin, validFrom, validUntil].join('\t'),
    )
    .join('\n')
}

type Demand = { authorisation: string; demandedOn: string; dueOn: string }

async function demands({ to, headers, json }: Call): Promise<string> {
  const { items } = await callNode<{ items: Demand[] }>(`${to}/document-demands`, { headers })
  if (json) return JSON.stringify(items)
  return items
    .map(({ authorisation, demandedOn, dueOn }) => [authorisation, demandedOn, dueOn].join('\t'))
    .join('\n')
}

async function produce({ to, headers, words: [id = '', document = ''] }: Call): Promise<string> {
  await callNode(`${to}/authorisations/${encodeURIComponent(id)}/document`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(await read(document)),
  })
  return id
}

async function withdraw({ to, headers, words: [id = ''] }: Call): Promise<string> {
  await callNode(`${to}/authorisations/${encodeURIComponent(id)}`, { method: 'DELETE', headers })
  return id
}

async function read(file: string): Promise<Buffer> {
  return readFile(file).catch(() => {
    throw refuse('FILE_UNREADABLE', { file })
  })
}

function parseTerms(text: string, file: string): Record<string, unknown> {
  try {
    const said: unknown = JSON.parse(text)
    if (typeof said === 'object' && said !== null && !Array.isArray(said)) return { ...said }
  } catch {
    // What the parser says would quote the file.
  }
  throw refuse('FILE_UNREADABLE', { file })
}
