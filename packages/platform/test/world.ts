// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { entryWitnesses } from '../src/entry-witnesses.ts'
import { type Database, openDatabase } from '../src/kernel/db/database.ts'
import type { NodeId } from '../src/kernel/db/outbox.ts'
import type { BatchId } from '../src/kernel/ids.ts'
import { createLogger } from '../src/kernel/logger.ts'
import { type Actor, apiScopes, type BodyActor, type BodyKind } from '../src/modules/access/index.ts'
import { CatalogueShelf, loadCatalogue } from '../src/modules/catalogue/index.ts'
import {
  type BatchProgress,
  type CollectionContext,
  DoorLimits,
  getBatchProgress,
  JudgingPool,
  listBatchFindings,
  type OpenedFinding,
  processBatch,
  type ReceiveBatch,
  receiveBatch,
} from '../src/modules/collection/index.ts'
import { OrganisationSearch, PublicReports, Questions } from '../src/modules/disclosure/index.ts'
import { folderSpool, nodeKeyFrom } from '../src/modules/files/index.ts'
import { InquiryLog } from '../src/modules/inquiries/index.ts'
import { actorOfBody, registerParticipant } from '../src/modules/participants/index.ts'
import { SubjectResolver } from '../src/modules/subjects/index.ts'
import {
  auditNodeLog,
  type LogAudit,
  type LogParts,
  openLogFolder,
  openNoteSigner,
  Sequencer,
  TransparencyLog,
} from '../src/modules/transparency-log/index.ts'
import { openTestDatabase, openTestKeys, type TestDatabase } from './test-database.ts'

const catalogueFolder = fileURLToPath(new URL('../../../catalogue/cn', import.meta.url))

/** A node without its server: real database, real spool, real workers, and time that stands still. */
export type World = TestDatabase & {
  readonly collection: CollectionContext
  readonly reports: PublicReports
  readonly search: OrganisationSearch
  readonly transparencyLog: TransparencyLog
  readonly inquiries: InquiryLog
  readonly questions: Questions
  readonly logParts: LogParts
  /** Where its spool and its log lie. */
  readonly folder: string
  /** Enters in the log what waits, as the node does by itself. */
  sequence(): Promise<number>
  /** Works out again whatever has been entered, from the acts themselves. */
  audit(): Promise<LogAudit>
  /** A participant with a key, made by the real act. */
  furnisher(code: string, ...functions: string[]): Promise<BodyActor>
  /** A participant of any kind, with these scopes. */
  body(kind: BodyKind, code: string, scopes?: readonly string[]): Promise<BodyActor>
  receive(actor: Actor, batch: SentBatch): Promise<BatchId>
  /** Sends a batch and takes it to its end. */
  submit(actor: Actor, batch: SentBatch): Promise<BatchProgress>
  faults(actor: Actor, batchId: BatchId): Promise<OpenedFinding[]>
  notes(actor: Actor, batchId: BatchId): Promise<OpenedFinding[]>
  /** The public page, parsed. */
  page(id: string, moment?: { asOf?: string; knownAt?: number }): Promise<PublicPage>
}

export type SentBatch = Pick<ReceiveBatch, 'type' | 'operation' | 'statedAt' | 'period'> & {
  readonly profile?: string
  readonly csv: string | Uint8Array
}

export type PublicPage = {
  readonly id: string
  readonly name: string
  readonly formerNames: string[]
  readonly identifiers: { scheme: string; value: string }[]
  readonly records: {
    type: string
    polarity: string
    fields: Record<string, unknown>
    nameDisagrees: boolean
    version: number
    publicity: { from: string; until: string | null }
  }[]
  readonly tick: number
}

export async function openWorld(at?: string, options: { demo?: boolean } = {}): Promise<World> {
  const test = await openTestDatabase(at)
  const folder = await mkdtemp(join(tmpdir(), 'probity-world-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const { database } = test
  const catalogues = new CatalogueShelf(database)
  await catalogues.load(await loadCatalogue(catalogueFolder))
  const judges = new JudgingPool(1)
  const nodeKey = nodeKeyFrom(Buffer.alloc(32, 7))
  afterAll(() => judges.end())
  const collection: CollectionContext = {
    database,
    catalogues,
    spool: folderSpool(join(folder, 'spool')),
    nodeKey,
    keys: await openTestKeys(test.clock, nodeKey),
    nodeId: '00000000-0000-4000-8000-000000000001' as string as NodeId,
    signer: await openNoteSigner(join(folder, 'note.key'), test.clock, 'test.probity'),
    subjects: new SubjectResolver(database),
    log: createLogger({ level: 'silent' }),
    demo: options.demo ?? true,
    judges,
    limits: new DoorLimits(database),
    uploadHours: 24,
    spoolDays: 90,
    wake: () => undefined,
  }
  const reports = new PublicReports(database, catalogues, { demo: options.demo ?? true })
  const receive: World['receive'] = (actor, { profile = 'default', csv, ...about }) =>
    receiveBatch(collection, actor, {
      ...about,
      profile,
      source: (async function* () {
        yield Buffer.from(csv)
      })(),
    })
  const inquiries = openInquiriesOf(test)
  const findings = (weight: 'fault' | 'note') => (actor: Actor, batchId: BatchId) =>
    listBatchFindings(collection, actor, batchId, { weight, afterRowNo: 0, limit: 500 })
  return {
    ...test,
    collection,
    reports,
    questions: new Questions({ ...collection, inquiries }),
    search: new OrganisationSearch(database, catalogues, { demo: options.demo ?? true }),
    ...openLogOf(collection, folder),
    inquiries,
    folder,
    ...bodiesOf(database),
    receive,
    submit: async (actor, batch) => {
      const batchId = await receive(actor, batch)
      await processBatch(collection, batchId)
      return getBatchProgress(collection, actor, batchId)
    },
    faults: findings('fault'),
    notes: findings('note'),
    page: async (id, moment = {}) => {
      const today = test.clock.today()
      const asked = { asOf: (moment.asOf ?? today) as typeof today, knownAt: moment.knownAt ?? null }
      return JSON.parse((await reports.compose(id, asked, today)).body) as PublicPage
    },
  }
}

function bodiesOf(database: Database): Pick<World, 'furnisher' | 'body'> {
  const register = (kind: BodyKind, code: string, functions: readonly string[]) =>
    database.transact((tx) =>
      registerParticipant(tx, { code, name: { zh: code, en: code }, kind, functions, division: '999999' }),
    )
  return {
    furnisher: async (code, ...functions) =>
      actorOfBody(await register('department', code, functions), apiScopes),
    body: async (kind, code, scopes = []) => actorOfBody(await register(kind, code, []), scopes),
  }
}

/** On a connection of its own, as in a node. */
function openInquiriesOf({ appUrl, clock }: TestDatabase): InquiryLog {
  const database = openDatabase({ url: appUrl, clock, connectionsMax: 1 })
  afterAll(() => database.close())
  return new InquiryLog(database)
}

function openLogOf(
  collection: CollectionContext,
  folder: string,
): Pick<World, 'logParts' | 'transparencyLog' | 'sequence' | 'audit'> {
  const { database, signer, log } = collection
  const logParts = { database, signer, folder: openLogFolder(join(folder, 'log')), log }
  const sequencer = new Sequencer(logParts)
  return {
    logParts,
    transparencyLog: new TransparencyLog(logParts),
    sequence: () => sequencer.sequence(),
    audit: async () => {
      await sequencer.sequence()
      return auditNodeLog(logParts, entryWitnesses(collection))
    },
  }
}
