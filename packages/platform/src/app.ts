// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { demoExamples } from './demo/examples.ts'
import type { House } from './http/house.ts'
import { buildServer } from './http/server.ts'
import { clockStartingOn, systemClock } from './kernel/clock.ts'
import type { Config } from './kernel/config.ts'
import { portRefusal, prepareDataFolder } from './kernel/data-folder.ts'
import { renewAppLogin } from './kernel/db/app-login.ts'
import { assertReachable } from './kernel/db/assert-database.ts'
import { type Database, openDatabase } from './kernel/db/database.ts'
import { startEmbeddedPostgres } from './kernel/db/embedded-postgres.ts'
import { migrate } from './kernel/db/migrate.ts'
import { Deliverer, type NodeId, type Subscriber } from './kernel/db/outbox.ts'
import type { BatchId } from './kernel/ids.ts'
import type { Logger } from './kernel/logger.ts'
import { lockDataFolder } from './kernel/node-lock.ts'
import { assert, OutageError } from './kernel/refusal.ts'
import { CatalogueShelf, loadCatalogue } from './modules/catalogue/index.ts'
import {
  batchReceived,
  type CollectionContext,
  findStoredBatch,
  JudgingPool,
  processBatch,
} from './modules/collection/index.ts'
import { OrganisationSearch, PublicReports, PublicStatus } from './modules/disclosure/index.ts'
import { openNodeKey, Spool } from './modules/files/index.ts'
import { SubjectResolver } from './modules/subjects/index.ts'
import {
  holdLog,
  type LogParts,
  openLogFolder,
  openNoteSigner,
  Sequencer,
  TransparencyLog,
} from './modules/transparency-log/index.ts'
import { bearOrRecognise, openNodeId } from './node-birth.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

export type RunningNode = {
  readonly url: string
  readonly isNew: boolean
  readonly house: House
  stop(): Promise<void>
}

export type NodeSteps = (step: 'database' | 'migrating' | 'catalogue' | 'serving') => void

/** One core judges while the other stores; more only wait for the database. */
const JUDGES = 2

/** Things to undo, newest first: what was opened is closed even when a later step fails. */
class Undo {
  readonly #steps: (() => Promise<unknown>)[] = []

  add(step: () => Promise<unknown>): void {
    this.#steps.push(step)
  }

  /** All steps, whatever each does: one that fails must not keep the database or the lock from being let go. */
  async run(): Promise<void> {
    const failures: unknown[] = []
    for (const step of this.#steps.splice(0).reverse()) {
      await step().catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be stopped in order')
  }
}

/** Starts everything in order; stopping undoes it in reverse. No rule of any law is in this file. */
export async function startNode(
  config: Config,
  log: Logger,
  step: NodeSteps = () => undefined,
): Promise<RunningNode> {
  const undo = new Undo()
  try {
    return await start(config, log, step, undo)
  } catch (error) {
    await undo.run().catch((cause: unknown) => log.error({ event: 'node.undo-failed', err: cause }))
    throw error
  }
}

async function start(config: Config, log: Logger, step: NodeSteps, undo: Undo): Promise<RunningNode> {
  const { database, app, birth } = await openStore(config, log, step, undo)
  step('catalogue')
  const catalogues = new CatalogueShelf(database)
  await catalogues.load(await loadCatalogue(join(root, 'catalogue', 'cn')))

  const collection = await openCollection(config, log, database, catalogues, birth.name, undo)
  const transparencyLog = await openLog(config, log, collection, undo)
  const deliverer = await openDeliverer(collection, undo)
  const working = { ...collection, wake: () => deliverer.wake() }
  const house = openHouse(config, log, database, catalogues, working, transparencyLog)
  step('serving')
  const url = await serve(config, house, undo)
  await writeNodeFile(config, url, app, undo)
  return { url, isNew: birth.isNew, house, stop: () => undo.run() }
}

type Store = {
  readonly database: Database
  readonly app: AppConnection
  readonly birth: { readonly isNew: boolean; readonly name: string }
}

/** The data folder locked, the database running and migrated, and the node recognised. */
async function openStore(config: Config, log: Logger, step: NodeSteps, undo: Undo): Promise<Store> {
  await prepareDataFolder(config.dataDir)
  const lock = await lockDataFolder(config.dataDir)
  undo.add(() => lock.release())
  const clock = config.today === undefined ? systemClock() : clockStartingOn(config.today)

  step('database')
  const urls = await openServer(config, log, undo)
  step('migrating')
  await migrate(urls.owner, clock)
  const app = config.databaseUrl === undefined ? { url: await renewAppLogin(urls.owner) } : urls.app
  const database = openDatabase({ ...app, clock })
  undo.add(() => database.close())
  return { database, app, birth: await bearOrRecognise(database, config.demo ? 'demo' : 'production') }
}

type AppConnection = { readonly url: string; readonly role?: string }

async function openServer(
  config: Config,
  log: Logger,
  undo: Undo,
): Promise<{ owner: string; app: AppConnection }> {
  if (config.databaseUrl !== undefined) {
    const app =
      config.appDatabaseUrl === undefined
        ? { url: config.databaseUrl, role: 'probity_app' }
        : { url: config.appDatabaseUrl }
    await assertReachable(config.databaseUrl)
    return { owner: config.databaseUrl, app }
  }
  const server = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    log: () => log.info({ event: 'database.note' }),
  })
  undo.add(() => server.stop())
  // Without its database a node can do nothing right: it stops, and says so by its exit code.
  void server.exited.then(({ expected }) => {
    if (!expected) throw new OutageError('the embedded database ended by itself')
  })
  return { owner: server.url, app: { url: server.url } }
}

async function openCollection(
  config: Config,
  log: Logger,
  database: Database,
  catalogues: CatalogueShelf,
  nodeName: string,
  undo: Undo,
): Promise<CollectionContext> {
  const secrets = join(config.dataDir, 'secrets')
  const spool = new Spool(join(config.dataDir, 'spool'))
  const judges = new JudgingPool(JUDGES)
  judges.warm()
  undo.add(() => judges.end())
  await spool.sweep(async (batchId) => (await findStoredBatch(database, batchId)) !== undefined)
  return {
    database,
    catalogues,
    spool,
    nodeKey: await openNodeKey(join(secrets, 'node.key')),
    nodeId: await openNodeId(config.dataDir),
    signer: await openNoteSigner(join(secrets, 'note.key'), nodeName),
    subjects: new SubjectResolver(database),
    log,
    demo: config.demo,
    judges,
    wake: () => undefined,
  }
}

/** Before anything is accepted: a node that may not sign its log accepts nothing either. */
async function openLog(
  config: Config,
  log: Logger,
  { database, signer, nodeId }: CollectionContext,
  undo: Undo,
): Promise<TransparencyLog> {
  const parts = { database, signer, folder: openLogFolder(logFolderOf(config.dataDir)), log }
  if (await holdLog(database, nodeId)) {
    const sequencer = new Sequencer(parts)
    await sequencer.start()
    undo.add(() => sequencer.stop())
  } else log.warn({ event: 'log.held-by-another-node' })
  return new TransparencyLog(parts)
}

export function logFolderOf(dataDir: string): string {
  return join(dataDir, 'log')
}

/** Lends the log and the database of a node that is not running: for what must be done before it may start. */
export async function withStoppedNode<T>(
  config: Config,
  log: Logger,
  act: (parts: LogParts, nodeId: NodeId) => Promise<T>,
): Promise<T> {
  const undo = new Undo()
  try {
    const { database, birth } = await openStore(config, log, () => undefined, undo)
    const signer = await openNoteSigner(join(config.dataDir, 'secrets', 'note.key'), birth.name)
    const parts = { database, signer, folder: openLogFolder(logFolderOf(config.dataDir)) }
    return await act(parts, await openNodeId(config.dataDir))
  } finally {
    await undo.run()
  }
}

async function openDeliverer(collection: CollectionContext, undo: Undo): Promise<Deliverer> {
  const subscribers = new Map<string, readonly Subscriber[]>([
    [
      batchReceived,
      [
        async ({ payload }) => {
          assert(typeof payload.batchId === 'string', 'the event names its batch')
          await processBatch(collection, payload.batchId as BatchId)
        },
      ],
    ],
  ])
  const { database, nodeId, log } = collection
  const deliverer = new Deliverer({ database, nodeId, log, subscribers })
  await deliverer.start()
  undo.add(() => deliverer.stop())
  return deliverer
}

function openHouse(
  config: Config,
  log: Logger,
  database: Database,
  catalogues: CatalogueShelf,
  collection: CollectionContext,
  transparencyLog: TransparencyLog,
): House {
  const portalDir = join(root, 'packages', 'portal', 'dist')
  return {
    database,
    catalogues,
    collection,
    reports: new PublicReports(database, catalogues, { demo: config.demo }),
    search: new OrganisationSearch(database),
    status: new PublicStatus(database),
    signer: collection.signer,
    transparencyLog,
    log,
    demo: config.demo,
    examples: () => (config.demoWorld ? demoExamples(database) : Promise.resolve([])),
    portalDir: existsSync(join(portalDir, 'index.html')) ? portalDir : null,
  }
}

async function serve(config: Config, house: House, undo: Undo): Promise<string> {
  const server: FastifyInstance = await buildServer(house)
  undo.add(() => server.close())
  try {
    return await server.listen({ host: config.host, port: config.port })
  } catch (error) {
    throw portRefusal(error, config.port)
  }
}

export type NodeFile = { readonly url: string; readonly pid: number; readonly database: AppConnection }

/** How the other commands of this machine's operator find the node: readable by the owner only, gone when it stops. */
async function writeNodeFile(
  config: Config,
  url: string,
  database: AppConnection,
  undo: Undo,
): Promise<void> {
  const file = nodeFileOf(config.dataDir)
  await mkdir(config.dataDir, { recursive: true })
  const content: NodeFile = { url, pid: process.pid, database }
  await writeFile(file, `${JSON.stringify(content)}\n`, { mode: 0o600 })
  undo.add(() => rm(file, { force: true }))
}

export function nodeFileOf(dataDir: string): string {
  return join(dataDir, 'node.json')
}
