// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { systemClock } from '../kernel/clock.ts'
import { type Database, openDatabase } from '../kernel/db/database.ts'
import { refuse } from '../kernel/refusal.ts'
import {
  apiScopes,
  type BodyKind,
  bodyKinds,
  furnishingScopes,
  issueApiKey,
  parseHolder,
} from '../modules/access/index.ts'
import { listSources } from '../modules/collection/index.ts'
import {
  findParticipantByCode,
  listParticipants,
  registerParticipant,
  roles,
  scopesOfRoles,
} from '../modules/participants/index.ts'
import type { CliIo, Command } from './command.ts'
import { findNode, type NodeLink } from './node-link.ts'

const usage = `probity admin participant add --code C --name-zh N --name-en N --function F [--function F …]
         [--division D] [--kind department|lender|bureau|association|court|supervisor|auditor]
       probity admin participant list
       probity admin key CODE [--holder ACCOUNT] [--scope S …] [--print]
       probity admin source list`

const SOURCES_MAX = 1000

export const adminCommand: Command = {
  name: 'admin',
  summary: { zh: '登记参与机构、发放密钥', en: 'register participants and issue keys' },
  usage,
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
  data: { type: 'string' },
} as const

async function admin(args: string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const link = await findNode(values.data, io)
  const database = openDatabase({ ...link.database, clock: systemClock(), applicationName: 'probity-admin' })
  try {
    const words = positionals.join(' ')
    if (words === 'participant list') return await printParticipants(database, io)
    if (words === 'source list') return await printSources(database, io)
    if (words === 'participant add') return await addParticipant(database, values, link, io)
    if (positionals[0] === 'key' && positionals[1])
      return await printKey(database, positionals[1], values, link, io)
    throw refuse('USAGE', { usage })
  } finally {
    await database.close()
  }
}

async function printParticipants(database: Database, io: CliIo): Promise<number> {
  for (const { code, name, functions, division } of await listParticipants(database)) {
    io.stdout.write(`${code}\t${name.zh}\t${name.en}\t${functions.join(',')}\t${division}\n`)
  }
  return 0
}

/** How far each front-end table has been read, and what went wrong last. */
async function printSources(database: Database, io: CliIo): Promise<number> {
  for (const state of await listSources(database, SOURCES_MAX)) {
    const { source, pulledRows, pulledAt, runAt, failures, failure } = state
    const columns = [source, pulledRows, pulledAt ?? '-', runAt, failures, failure ?? '-']
    io.stdout.write(`${columns.join('\t')}\n`)
  }
  return 0
}

type Values = {
  code?: string
  'name-zh'?: string
  'name-en'?: string
  function?: string[]
  division: string
  kind: string
  print: boolean
  holder?: string
  scope?: string[]
}

async function addParticipant(
  database: Database,
  values: Values,
  link: NodeLink,
  io: CliIo,
): Promise<number> {
  const { code, function: functions = [], division, kind } = values
  const zh = values['name-zh']
  if (!code || !zh || !isBodyKind(kind) || functions.length === 0 || !/^\d{6}$/.test(division))
    throw refuse('USAGE', { usage })
  const en = values['name-en'] ?? zh
  const name = { zh, en }
  await database.transact((tx) => registerParticipant(tx, { code, name, kind, functions, division }))
  return printKey(database, code, values, link, io)
}

/** The key is shown or kept once: only its hash is in the database. */
async function printKey(
  database: Database,
  code: string,
  values: Pick<Values, 'print' | 'holder' | 'scope'>,
  link: NodeLink,
  io: CliIo,
): Promise<number> {
  const participant = await findParticipantByCode(database, code)
  if (!participant) throw refuse('PARTICIPANT_UNKNOWN')
  const holder = values.holder === undefined ? null : parseHolder(values.holder)
  const scopes = parseScopes(values.scope ?? furnishingScopes, participant.kind)
  const { participantId } = participant
  const key = await database.transact((tx) =>
    issueApiKey(tx, { participantId, scopes, expiresOn: null, holder }),
  )
  if (values.print) {
    io.stdout.write(`${key}\n`)
    return 0
  }
  const folder = join(link.dataDir, 'keys')
  const name = holder === null ? `${code}.key` : `${code}.${holder}.key`
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(join(folder, name), `${key}\n`, { mode: 0o600 })
  io.stdout.write(`密钥已保存，仅本机可读 / key kept in the data folder: keys/${name}\n`)
  return 0
}

function isBodyKind(text: string): text is BodyKind {
  return bodyKinds.some((kind) => kind === text)
}

/** @throws Refusal SCOPE_UNKNOWN */
function parseScopes(given: readonly string[], kind: BodyKind): readonly string[] {
  const ofRoles = scopesOfRoles(
    roles.map(({ code }) => code),
    kind,
  )
  const known = [...new Set<string>([...apiScopes, ...ofRoles])]
  const unknown = given.find((scope) => !known.includes(scope))
  if (unknown !== undefined) throw refuse('SCOPE_UNKNOWN', { scope: unknown, known: known.join(', ') })
  return given
}
