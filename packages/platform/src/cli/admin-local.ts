// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../kernel/db/database.ts'
import { refuse } from '../kernel/refusal.ts'
import {
  apiScopes,
  type BodyKind,
  bodyKinds,
  furnishingScopes,
  parseHolder,
} from '../modules/access/index.ts'
import { listSources } from '../modules/collection/index.ts'
import {
  addOperator,
  findParticipantByCode,
  issueFirstKey,
  listParticipants,
  registerParticipant,
  roles,
  scopesOfRoles,
} from '../modules/participants/index.ts'
import { isDemoData } from '../node-birth.ts'
import type { CliIo } from './command.ts'
import type { NodeLink } from './node-link.ts'

const SOURCES_MAX = 1000

export type AdminValues = {
  readonly code?: string
  readonly 'name-zh'?: string
  readonly 'name-en'?: string
  readonly function?: readonly string[]
  readonly division: string
  readonly kind: string
  readonly print: boolean
  readonly holder?: string
  readonly scope?: readonly string[]
  readonly until?: string
  readonly overlap: string
  readonly note?: string
  readonly 'public-key'?: string
}

type At = { readonly link: NodeLink; readonly values: AdminValues; readonly io: CliIo }
type LocalAct = {
  readonly words: number
  run(database: Database, at: At, words: readonly string[]): Promise<void>
}

/** What the operator does on the node's own machine, over a connection that reads no records. */
export const localActs: Readonly<Record<string, LocalAct>> = {
  'participant list': { words: 0, run: printParticipants },
  'participant add': { words: 0, run: addParticipant },
  'source list': { words: 0, run: printSources },
  'operator add': { words: 1, run: printOperator },
  key: { words: 1, run: (database, at, [code = '']) => printKey(database, at, code) },
}

async function printParticipants(database: Database, { io }: At): Promise<void> {
  for (const { code, name, kind, functions, division } of await listParticipants(database))
    io.stdout.write(`${code}\t${name.zh}\t${name.en}\t${kind}\t${functions.join(',')}\t${division}\n`)
}

/** How far each front-end table has been read, and what went wrong last. */
async function printSources(database: Database, { io }: At): Promise<void> {
  for (const state of await listSources(database, SOURCES_MAX)) {
    const { source, pulledRows, pulledAt, runAt, failures, failure } = state
    const columns = [source, pulledRows, pulledAt ?? '-', runAt, failures, failure ?? '-']
    io.stdout.write(`${columns.join('\t')}\n`)
  }
}

async function addParticipant(database: Database, at: At): Promise<void> {
  const { code, function: functions = [], division, kind } = at.values
  const zh = at.values['name-zh']
  // Who only asks has no function by which it could furnish.
  const isWhole = functions.length > 0 || kind !== 'department'
  if (!code || !zh || !isBodyKind(kind) || !isWhole || !/^\d{6}$/.test(division))
    throw refuse('USAGE', { usage: 'probity admin --help' })
  const name = { zh, en: at.values['name-en'] ?? zh }
  await database.transact((tx) => registerParticipant(tx, { code, name, kind, functions, division }))
  await printKey(database, at, code)
}

/** The key is shown or kept once: only its hash is in the database. */
async function printKey(database: Database, { link, values, io }: At, code: string): Promise<void> {
  const participant = await findParticipantByCode(database, code)
  if (!participant) throw refuse('PARTICIPANT_UNKNOWN')
  const isDemo = await isDemoData(database)
  const holder = values.holder === undefined ? null : parseHolder(values.holder)
  const scopes = parseScopes(values.scope ?? (isDemo ? furnishingScopes : ['batches:send']), participant.kind)
  const { participantId } = participant
  const key = await database.transact((tx) => issueFirstKey(tx, participantId, { scopes, holder }, isDemo))
  if (values.print) {
    io.stdout.write(`${key}\n`)
    return
  }
  const folder = join(link.dataDir, 'keys')
  const name = holder === null ? `${code}.key` : `${code}.${holder}.key`
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(join(folder, name), `${key}\n`, { mode: 0o600 })
  io.stdout.write(`密钥已保存，仅本机可读 / key kept in the data folder: keys/${name}\n`)
}

/** The code is for the person who will sign in; it is shown here and kept nowhere. */
async function printOperator(
  database: Database,
  { io }: At,
  [holder = '']: readonly string[],
): Promise<void> {
  const { code } = await database.transact((tx) => addOperator(tx, holder))
  io.stdout.write(
    `邀请码，72 小时内有效，登录后在“我的账号”填写 / code, for 72 hours, to be given after signing in:\n${code}\n`,
  )
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
