// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../kernel/db/database.ts'
import { present } from '../kernel/refusal.ts'
import { apiScopes, type BodyActor, findKey, issueApiKey } from '../modules/access/index.ts'
import {
  actorOfBody,
  findParticipantByCode,
  type Participant,
  registerParticipant,
} from '../modules/participants/index.ts'
import { type DemoParticipant, demoParticipants } from './participants.ts'

const furnishing = ['batches:send', 'batches:read', 'quarantine:propose', 'quarantine:release']

/** Bodies with two accounts, so that what takes two officers can be tried. Accounts, not persons. */
const officerScopes: ReadonlyMap<string, readonly string[]> = new Map([
  ['demo-ecology', furnishing],
  ['demo-market-regulation', [...furnishing, 'links:propose', 'links:decide']],
])
const officers = ['clerk-1', 'clerk-2'] as const

export type Actors = (code: string, holder?: string | null) => BodyActor

/**
 * Registers everybody who is not yet, and leaves each a key that only its owner can read. @returns who acts for a body
 */
export async function admitEverybody(database: Database, keysDir: string): Promise<Actors> {
  await mkdir(keysDir, { recursive: true, mode: 0o700 })
  const admitted = new Map<string, Participant>()
  for (const one of demoParticipants) admitted.set(one.code, await admit(database, one, keysDir))
  return (code, holder = null) => {
    const body = present(admitted.get(code), 'everybody was admitted')
    return { ...actorOfBody(body, scopesOf(code, holder)), holder }
  }
}

async function admit(database: Database, one: DemoParticipant, keysDir: string): Promise<Participant> {
  const { code, name, kind, functions, division } = one
  const participant =
    (await findParticipantByCode(database, code)) ??
    (await database.transact((tx) => registerParticipant(tx, { code, name, kind, functions, division })))
  const holders = officerScopes.has(code) ? [null, ...officers] : [null]
  for (const holder of holders) {
    const name = holder === null ? code : `${code}.${holder}`
    await leaveKey(database, join(keysDir, `${name}.key`), participant, holder)
  }
  return participant
}

function scopesOf(code: string, holder: string | null): readonly string[] {
  return holder === null ? apiScopes : present(officerScopes.get(code), 'the body has officers')
}

async function leaveKey(
  database: Database,
  file: string,
  { participantId, code }: Participant,
  holder: string | null,
): Promise<void> {
  if (await opens(database, file, participantId)) return
  const scopes = scopesOf(code, holder)
  const key = await database.transact((tx) =>
    issueApiKey(tx, { participantId, scopes, expiresOn: null, holder }),
  )
  await writePrivately(file, `${key}\n`)
}

/** Whether the file holds a key of this participant: a folder may be older than the database, or the other way. */
async function opens(database: Database, file: string, participantId: number): Promise<boolean> {
  const key = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const { clock } = database
  const found = await findKey(database, key.trim(), { today: clock.today(), now: clock.now() })
  return found?.participantId === participantId
}

/** Whole or not at all, and never readable by others, not even for the moment of writing. */
async function writePrivately(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}
