// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { parseArgs } from 'node:util'
import { refuse } from '../kernel/refusal.ts'
import type { CliIo, Command } from './command.ts'
import { type HistoryAnswer, historyLines, type ProposalAnswer, proposalLines } from './link-report.ts'
import { callNode, findKey, findNode } from './node-link.ts'

const who = '--furnisher F [--holder ACCOUNT] [--data DIR] [--json]'
const usage = `probity link list ${who}
       probity link history ${who} NUMBER
       probity link propose ${who} --evidence CODE [--evidence CODE …] NUMBER OTHER-NUMBER
       probity link end ${who} --evidence CODE [--evidence CODE …] NUMBER OTHER-NUMBER
       probity link decide ${who} PROPOSAL-ID approve|decline
       probity link assert ${who} NUMBER FORMER-NUMBER`

export const linkCommand: Command = {
  name: 'link',
  summary: {
    zh: '归并：列出、提议、决定、解除，登记机关声明',
    en: 'which subjects are read as one: list, propose, decide, end, and the registrar’s word',
  },
  usage,
  details: {
    zh: `  list     等待另一名经办人决定的建议
  history  一个主体现在和曾经与谁归并、依据为何
  propose  提议把两个主体归并；第一个号码为准
  end      提议解除两个主体之间的归并
  decide   由另一名经办人确认（approve）或否决（decline）；提议者可用 decline 撤回
  assert   登记机关声明另一号码属于同一主体，无须经办人
  --holder 经办人账号：使用 keys/机构.账号.key`,
    en: `  list     proposals that wait for another officer
  history  with whom a subject is and was read as one, and why
  propose  propose to read two subjects as one; the first number leads
  end      propose to read two subjects as one no longer
  decide   another officer seconds (approve) or declines; who proposed takes back by decline
  assert   the registering body says that another number is the same subject's; needs no officers
  --holder an officer's account: uses keys/BODY.ACCOUNT.key`,
  },
  run: link,
}

type Asking = {
  readonly call: <T>(path: string, body?: object) => Promise<T>
  readonly evidence: readonly string[]
  readonly json: boolean
  readonly io: CliIo
}

async function link(args: string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      furnisher: { type: 'string' },
      holder: { type: 'string' },
      evidence: { type: 'string', multiple: true },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const [word = '', ...rest] = positionals
  const act = acts[word]
  if (!act || rest.length !== act.words || !values.furnisher) throw refuse('USAGE', { usage })
  const node = await findNode(values.data, io)
  const key = await findKey(node, values.furnisher, io, values.holder)
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const call: Asking['call'] = (path, body) =>
    callNode(`${node.url}/v1/links${path}`, {
      headers: body ? headers : { authorization: headers.authorization },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    })
  await act.run({ call, evidence: values.evidence ?? [], json: values.json, io }, rest)
  return 0
}

type Act = { readonly words: number; run(asking: Asking, words: readonly string[]): Promise<void> }

const acts: Readonly<Record<string, Act>> = {
  list: { words: 0, run: list },
  history: {
    words: 1,
    run: async ({ call, json, io }, [number = '']) => {
      // By its id: a number has no place in an address.
      const { joining } = await call<{ joining: { id: string } }>('/comparison', {
        joining: number,
        other: number,
      })
      const history = await call<HistoryAnswer>(`?subject=${joining.id}`)
      io.stdout.write(json ? `${JSON.stringify(history)}\n` : historyLines(history))
    },
  },
  propose: { words: 2, run: (asking, words) => propose(asking, 'link', words) },
  end: { words: 2, run: (asking, words) => propose(asking, 'part', words) },
  decide: { words: 2, run: decide },
  assert: {
    words: 2,
    run: async (asking, [number = '', formerNumber = '']) => {
      const answer = await asking.call<{ linked: boolean }>('/assertions', { number, formerNumber })
      const said = answer.linked
        ? '已归并 / read as one'
        : '此前已声明，仍然有效 / had been said before, and holds'
      tell(asking, answer, said)
    },
  },
}

async function list({ call, json, io }: Asking): Promise<void> {
  for (let after = ''; ; ) {
    const page = await call<{ items: ProposalAnswer[]; next: string | null }>(
      `/proposals?limit=100${after && `&after=${after}`}`,
    )
    for (const one of page.items) io.stdout.write(json ? `${JSON.stringify(one)}\n` : proposalLines(one))
    if (page.next === null) return
    after = page.next
  }
}

async function propose(
  asking: Asking,
  act: string,
  [joining = '', other = '']: readonly string[],
): Promise<void> {
  const { evidence } = asking
  if (evidence.length === 0) throw refuse('USAGE', { usage })
  const answer = await asking.call<{ id: string }>('/proposals', { act, joining, other, evidence })
  tell(asking, answer, `已提议，等待另一名经办人 / proposed, another officer must second it: ${answer.id}`)
}

async function decide(asking: Asking, [id = '', decision = '']: readonly string[]): Promise<void> {
  if (decision !== 'approve' && decision !== 'decline') throw refuse('USAGE', { usage })
  const path = `/proposals/${encodeURIComponent(id)}/${decision === 'approve' ? 'second' : 'decline'}`
  const answer = await asking.call<object>(path, {})
  tell(asking, answer, decision === 'approve' ? '已确认 / seconded: it holds' : '已否决 / declined')
}

function tell({ json, io }: Asking, answer: object, said: string): void {
  io.stdout.write(`${json ? JSON.stringify(answer) : said}\n`)
}
