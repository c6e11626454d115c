// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { afterAll } from 'vitest'
import type { House } from '../src/http/house.ts'
import { buildServer } from '../src/http/server.ts'
import type { Instant } from '../src/kernel/civil-date.ts'
import type { BatchId } from '../src/kernel/ids.ts'
import { createLogger } from '../src/kernel/logger.ts'
import { apiScopes, type BodyActor, issueApiKey } from '../src/modules/access/index.ts'
import { processBatch } from '../src/modules/collection/index.ts'
import { PublicStatus } from '../src/modules/disclosure/index.ts'
import { completeOrganisationCode, completeUscc } from '../src/modules/identifiers/index.ts'
import { type AccessParts, openAccess } from '../src/open-access.ts'
import { openWorld, type World } from './world.ts'

export type Answer = LightMyRequestResponse
export type Participant = BodyActor

/** The world with the server in front: requests go through everything but the wire itself. */
export type HttpWorld = World & {
  readonly house: House
  readonly app: FastifyInstance
  /** What the server has logged, line by line. */
  readonly logged: string[]
  get(address: string, headers?: Record<string, string>): Promise<Answer>
  /** A key made by the real act, as the header carries it. */
  keyOf(participant: Participant, scopes?: readonly string[]): Promise<{ authorization: string }>
  send(address: string, headers: Record<string, string>, csv: string | Buffer): Promise<Answer>
  /** Does what the node's deliverer does with a batch that has come in. */
  finish(batchId: string): Promise<void>
  /** From now on it is this day, noon in Shanghai. */
  itIs(day: string): void
}

export async function openHttpWorld(
  at?: string,
  options: { demo?: boolean; portalDir?: string } & Partial<
    Pick<AccessParts, 'provider' | 'origins' | 'demoIdentity'>
  > = {},
): Promise<HttpWorld> {
  const world = await openWorld(at, options)
  const logged: string[] = []
  const house: House = {
    database: world.database,
    catalogues: world.collection.catalogues,
    collection: world.collection,
    reports: world.reports,
    search: world.search,
    status: new PublicStatus(world.database),
    signer: world.collection.signer,
    transparencyLog: world.transparencyLog,
    inquiries: world.inquiries,
    questions: world.questions,
    log: createLogger({ level: 'debug', destination: { write: (line) => void logged.push(line) } }),
    access: openAccess({
      ...world.collection,
      jurisdiction: '999999',
      limits: { idleMinutes: 20, hours: 8 },
      provider: options.provider ?? null,
      origins: options.origins ?? (() => ['http://127.0.0.1:8420']),
      demoIdentity: options.demoIdentity ?? null,
    }),
    demo: options.demo ?? true,
    examples: async () => [],
    portalDir: options.portalDir ?? null,
  }
  const app = await buildServer(house)
  afterAll(() => app.close())
  return {
    ...world,
    house,
    app,
    logged,
    get: (address, headers = {}) => app.inject({ method: 'GET', url: address, headers }),
    keyOf: async ({ participantId }, scopes = apiScopes) => {
      const key = await world.database.transact((tx) =>
        issueApiKey(tx, { participantId, scopes, expiresOn: null }),
      )
      return { authorization: `Bearer ${key}` }
    },
    send: (address, headers, csv) =>
      app.inject({
        method: 'POST',
        url: address,
        headers: { 'content-type': 'text/csv', ...headers },
        payload: csv,
      }),
    finish: (batchId) => processBatch(world.collection, batchId as BatchId),
    itIs: (day) => world.clock.set(`${day}T04:00:00.000Z` as Instant),
  }
}

let made = 0

/** A number no real organisation has: division 999999. Department and class 92: an individual business. */
export function newUscc(departmentAndClass = '91'): string {
  made++
  const code = completeOrganisationCode(`D${String(made).padStart(7, '0')}`)
  const uscc = code && completeUscc(`${departmentAndClass}999999`, code)
  if (!uscc) throw new Error('no number could be made')
  return uscc
}

export function organisationCodeIn(uscc: string): string {
  return uscc.slice(8, 17)
}

export type Fields = Readonly<Record<string, string>>

/** CSV with the catalogue's own field codes as headings: profile `default`. */
export function csvOf(rows: readonly Fields[]): string {
  const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const line = (cells: readonly string[]) =>
    `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join()}\n`
  return line(headings) + rows.map((row) => line(headings.map((heading) => row[heading] ?? ''))).join('')
}

export function registration(uscc: string, name: string, more: Fields = {}): Fields {
  return { uscc, name, registered_on: '2020-01-02', ...more }
}

let decisions = 0

/** A general penalty by the ordinary procedure: published, unless what is given says otherwise. */
export function penalty(uscc: string, partyName: string, more: Fields = {}): Fields {
  decisions++
  return {
    party_name: partyName,
    party_kind: 'organisation',
    uscc,
    decision_name: '行政处罚决定书',
    decision_number: `示罚〔2026〕${decisions}号`,
    violation_kind: '演示违法行为',
    penalty_kinds: 'fine',
    content: '罚款人民币五万元',
    fine_amount: '50000',
    decision_on: '2026-05-04',
    authority: '示范市演示局',
    procedure: 'ordinary',
    ...more,
  }
}

export function gradeA(taxpayerId: string, name: string, year: number, more: Fields = {}): Fields {
  return { record_id: `A${year}-${taxpayerId}`, taxpayer_id: taxpayerId, name, year: String(year), ...more }
}
