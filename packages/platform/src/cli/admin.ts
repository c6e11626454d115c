// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { parseArgs } from 'node:util'
import { systemClock } from '../kernel/clock.ts'
import { type Database, openDatabase } from '../kernel/db/database.ts'
import { refuse } from '../kernel/refusal.ts'
import { type AdminValues, localActs } from './admin-local.ts'
import { remoteActs } from './admin-remote.ts'
import type { CliIo, Command } from './command.ts'
import { findNode, type NodeLink } from './node-link.ts'

const usage = `probity admin participant add --code C --name-zh N --name-en N --function F [--function F …]
         [--division D] [--kind department|lender|bureau|association|court|supervisor|auditor]
       probity admin participant list
       probity admin key CODE [--holder ACCOUNT] [--scope S …] [--print]
       probity admin operator add ACCOUNT
       probity admin source list

     with the key of an officer in PROBITY_API_KEY:
       probity admin keeper list | propose CODE ACCOUNT | second ID | decline ID
       probity admin staff list | add ACCOUNT | end STAFF
       probity admin role list | give STAFF ROLE --until DAY | end STAFF GRANT | second ID | decline ID
       probity admin client list | add NAME --public-key FILE --scope S … --until DAY
       probity admin client key NAME --public-key FILE --until DAY | end NAME KEY
       probity admin keys list | add --scope S … --until DAY [--note N] | end KEY
       probity admin keys rotate KEY --until DAY --overlap DAYS`

export const adminCommand: Command = {
  name: 'admin',
  summary: {
    zh: '登记参与机构，管理岗位、角色、密钥与客户端',
    en: 'register participants; keep posts, roles, keys and clients',
  },
  usage,
  details: {
    zh: `participant、key、operator、source 由运营者在本机执行，连接的数据库角色读不到信用数据。
正式节点上运营者只能发放 batches:send 的程序密钥；可查阅的密钥由机构自己的账号管理员发放。
keeper 由两名运营人员先后办理；staff、role、client、keys 由机构的账号管理员办理。`,
    en: `participant, key, operator and source are the operator's, on this machine, by a role that reads no records.
On a real node the operator issues machines' keys of batches:send only; keys that read are the body's keeper's to give.
keeper takes two officers of the operator; staff, role, client and keys are the keeper's of a body.`,
  },
  run: admin,
}

const options = {
  code: { type: 'string' },
  'name-zh': { type: 'string' },
  'name-en': { type: 'string' },
  function: { type: 'string', multiple: true },
  division: { type: 'string', default: '100000' },
  kind: { type: 'string', default: 'department' },
  print: { type: 'boolean', default: false },
  holder: { type: 'string' },
  scope: { type: 'string', multiple: true },
  until: { type: 'string' },
  overlap: { type: 'string', default: '0' },
  note: { type: 'string' },
  'public-key': { type: 'string' },
  data: { type: 'string' },
} as const

async function admin(args: string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const link = await findNode(values.data, io)
  const [first = '', second = ''] = positionals
  const remote = remoteActs[`${first} ${second}`]
  if (remote) {
    const words = positionals.slice(2)
    if (words.length !== remote.words) throw refuse('USAGE', { usage })
    await remote.run({ url: link.url, values, io }, words)
    return 0
  }
  await onDatabase(link, (database) => runLocal(database, { link, values, io }, positionals))
  return 0
}

async function runLocal(
  database: Database,
  at: { readonly link: NodeLink; readonly values: AdminValues; readonly io: CliIo },
  positionals: readonly string[],
): Promise<void> {
  const [first = '', second = ''] = positionals
  const act = localActs[first === 'key' ? 'key' : `${first} ${second}`]
  const words = positionals.slice(first === 'key' ? 1 : 2)
  if (!act || words.length !== act.words) throw refuse('USAGE', { usage })
  await act.run(database, at, words)
}

async function onDatabase(link: NodeLink, act: (database: Database) => Promise<void>): Promise<void> {
  const database = openDatabase({ ...link.database, clock: systemClock(), applicationName: 'probity-admin' })
  try {
    await act(database)
  } finally {
    await database.close()
  }
}
