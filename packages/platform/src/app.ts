// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import type { FastifyInstance } from 'fastify'
import { DemoExamples } from './demo/examples.ts'
import type { House } from './http/house.ts'
import { buildServer } from './http/server.ts'
import { addDays } from './kernel/civil-date.ts'
import { type Clock, clockStartingOn, systemClock } from './kernel/clock.ts'
import type { Config } from './kernel/config.ts'
import { startDaily } from './kernel/daily.ts'
import { portRefusal, prepareDataFolder } from './kernel/data-folder.ts'
import { keysLogin, operatorConnection, renewAppLogin } from './kernel/db/app-login.ts'
import { assertReachable } from './kernel/db/assert-database.ts'
import { type Database, openDatabase } from './kernel/db/database.ts'
import { Deliverer } from './kernel/db/deliverer.ts'
import { ensureDatabase } from './kernel/db/ensure-database.ts'
import { keysSchema, mainSchema, migrate } from './kernel/db/migrate.ts'
import { type NodeId, type OutboxEvent, type Subscriber, stuckKind } from './kernel/db/outbox.ts'
import { superviseEmbeddedPostgres } from './kernel/db/supervised-postgres.ts'
import type { BatchId } from './kernel/ids.ts'
import type { Logger } from './kernel/logger.ts'
import { lockDataFolder } from './kernel/node-lock.ts'
import { recur } from './kernel/recurring-work.ts'
import { assert, OutageError, present } from './kernel/refusal.ts'
import { Undo } from './kernel/undo.ts'
import { forgetOldSessions } from './modules/access/index.ts'
import { CatalogueShelf, loadCatalogue } from './modules/catalogue/index.ts'
import {
  batchReceived,
  type CollectionContext,
  DoorLimits,
  emptySpool,
  expireUploads,
  findStoredBatch,
  findStoredUpload,
  Inbox,
  JudgingPool,
  keepQuarantine,
  markBatchStuck,
  processBatch,
  readTableSources,
  type SealedFiles,
  TableSources,
} from './modules/collection/index.ts'
import { OrganisationSearch, PublicReports, PublicStatus, Questions } from './modules/disclosure/index.ts'
import { databaseSpool, folderSpool, type NodeKey, openNodeKey, type Spool } from './modules/files/index.ts'
import { drawDocuments, InquiryLog, raiseAlarms } from './modules/inquiries/index.ts'
import { type KeyStore, openKeyStore } from './modules/key-store/index.ts'
import { ownFileChannel, sendNotice, subjectTold } from './modules/notices/index.ts'
import { SubjectResolver } from './modules/subjects/index.ts'
import {
  type LogParts,
  openLogFolder,
  openNoteSigner,
  startLog,
  type TransparencyLog,
} from './modules/transparency-log/index.ts'
import { type Birth, bearOrRecognise, openNodeId, rememberKeyStore } from './node-birth.ts'
import { openDoors, originsOf } from './open-access.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

export type RunningNode = {
  readonly url: string
  readonly isNew: boolean
  readonly house: House
  stop(): Promise<void>
}

export type NodeSteps = (step: 'database' | 'migrating' | 'catalogue' | 'serving') => void

/**
 * What is done with a node that does no work yet and answers nobody.
 * @throws StartAbandoned when it is to go no further
 */
export type Preparing = (house: Pick<House, 'collection' | 'database'>) => Promise<void>

/** Starts everything in order; stopping undoes it in reverse. No rule of any law is in this file. */
export async function startNode(
  config: Config,
  log: Logger,
  step: NodeSteps = () => undefined,
  prepare: Preparing = async () => undefined,
): Promise<RunningNode> {
  // Rows pass through by the million and little of them stays: left alone, the heap grows to several times what is in
  // use before it is cleared, and a node is to do with half a gigabyte. Cleared at every third of growth, a fifth of
  // all time went into clearing.
  setFlagsFromString('--heap-growing-percent=150')
  const undo = new Undo()
  try {
    return await start(config, log, step, prepare, undo)
  } catch (error) {
    await undo.run().catch((cause: unknown) => log.error({ event: 'node.undo-failed', err: cause }))
    throw error
  }
}

async function start(
  config: Config,
  log: Logger,
  step: NodeSteps,
  prepare: Preparing,
  undo: Undo,
): Promise<RunningNode> {
  const store = await openStore(config, log, step, undo)
  const { database, app, birth, nodeKey, keys, owner } = store
  step('catalogue')
  const catalogues = new CatalogueShelf(database)
  await catalogues.load(await loadCatalogue(join(root, 'catalogue', 'cn')))

  const parts = { database, catalogues, nodeKey, keys }
  const collection = await openCollection(config, log, parts, birth.name, undo)
  const transparencyLog = await openLog(config, log, collection, undo)
  await prepare({ collection, database })
  const deliverer = await openDeliverer(collection, undo)
  startRetention(collection, owner, undo)
  const working = { ...collection, wake: () => deliverer.wake() }
  await openWork(config, working, undo)
  const inquiries = openInquiries(app, database.clock, undo)
  const listening = { origins: [] as readonly string[] }
  const access = await openDoors(config, working, () => listening.origins)
  const house = openHouse(config, log, working, { transparencyLog, inquiries, access })
  startForgetting(working, undo)
  step('serving')
  const url = await serve(config, house, undo)
  listening.origins = originsOf(url, config.publicUrl)
  await writeNodeFile(config, url, store.operator, undo)
  return { url, isNew: birth.isNew, house, stop: () => undo.run() }
}

type Store = {
  readonly database: Database
  /** How the owner of the tables connects. */
  readonly owner: string
  readonly app: AppConnection
  /** How the operator's commands connect: with no right to read what is recorded. */
  readonly operator: AppConnection
  readonly birth: Birth
  readonly nodeKey: NodeKey
  readonly keys: KeyStore
}

/** The data folder locked, the databases running and migrated, and the node recognised. */
async function openStore(config: Config, log: Logger, step: NodeSteps, undo: Undo): Promise<Store> {
  await prepareDataFolder(config.dataDir)
  const lock = await lockDataFolder(config.dataDir)
  undo.add(() => lock.release())
  const clock = config.today === undefined ? systemClock() : clockStartingOn(config.today)

  step('database')
  const urls = await openServer(config, log, clock, undo)
  step('migrating')
  await migrate(urls.owner, clock)
  const app = config.databaseUrl === undefined ? { url: await renewAppLogin(urls.owner) } : urls.app
  const operator = await operatorConnection(urls.owner, config)
  const database = openDatabase({ ...app, clock })
  undo.add(() => database.close())

  const nodeKey = await openNodeKey(join(config.dataDir, 'secrets', 'node.key'))
  const birth = await bearOrRecognise(database, config.demo ? 'demo' : 'production', fingerprintOf(nodeKey))
  const keys = await openKeys(urls.keys, clock, nodeKey, birth, undo)
  await rememberKeyStore(database, birth, keys.storeId)
  return { database, owner: urls.owner, app, operator, birth, nodeKey, keys }
}

/** Tells two node keys apart, and gives nothing of either away. */
function fingerprintOf(nodeKey: NodeKey): string {
  return Buffer.from(nodeKey.derive('fingerprint')).toString('hex')
}

type AppConnection = { readonly url: string; readonly role?: string }

/** `app` null: a login of the embedded server is renewed once its roles are there. */
type Server = { readonly owner: string; readonly app: AppConnection | null }
type Servers = { readonly owner: string; readonly app: AppConnection; readonly keys: Server }

const KEYS_DATABASE = 'probity_keys'

async function openServer(config: Config, log: Logger, clock: Clock, undo: Undo): Promise<Servers> {
  const { databaseUrl, appDatabaseUrl, keysDatabaseUrl, appKeysDatabaseUrl } = config
  const ownKeys = keysDatabaseUrl && ownServer(keysDatabaseUrl, appKeysDatabaseUrl, keysSchema.role)
  if (ownKeys) await assertReachable(ownKeys.owner)
  if (databaseUrl !== undefined) {
    await assertReachable(databaseUrl)
    const keys = present(ownKeys || undefined, "a server of one's own comes with a key store")
    return { ...ownServer(databaseUrl, appDatabaseUrl, mainSchema.role), keys }
  }
  const server = await superviseEmbeddedPostgres({
    dataDir: config.dataDir,
    clock,
    log: () => log.info({ event: 'database.note' }),
    onEnd: ({ restarts, count }) =>
      log.error({ event: 'database.ended', count, phase: restarts ? 'restarting' : 'given-up' }),
    onFull: () => log.error({ event: 'database.disk-full' }),
    onReady: () => log.info({ event: 'database.restarted' }),
  })
  undo.add(() => server.stop())
  // Without its database a node can do nothing right: it stops, and says so by its exit code.
  void server.exited.then(({ expected }) => {
    if (!expected) throw new OutageError('the embedded database ended by itself, too often or for good')
  })
  const keysOwner = ownKeys ? ownKeys.owner : await ensureDatabase(server, KEYS_DATABASE)
  return {
    owner: server.url,
    app: { url: server.url },
    keys: ownKeys || { owner: keysOwner, app: null },
  }
}

function ownServer(owner: string, app: string | undefined, role: string): Server & { app: AppConnection } {
  return { owner, app: app === undefined ? { url: owner, role } : { url: app } }
}

/** Migrates the key store and recognises it as this node's. */
async function openKeys(
  server: Server,
  clock: Clock,
  nodeKey: NodeKey,
  birth: Birth,
  undo: Undo,
): Promise<KeyStore> {
  await migrate(server.owner, clock, keysSchema)
  const app = server.app ?? { url: await renewAppLogin(server.owner, keysLogin) }
  const database = openDatabase({ ...app, clock, applicationName: 'probity-keys', connectionsMax: 4 })
  undo.add(() => database.close())
  const keys = await openKeyStore({
    database,
    nodeKey,
    nodeName: birth.name,
    knownStoreId: birth.keyStoreId,
  })
  undo.add(async () => keys.close())
  return keys
}

type Opened = {
  readonly database: Database
  readonly catalogues: CatalogueShelf
  readonly nodeKey: NodeKey
  readonly keys: KeyStore
}

async function openCollection(
  config: Config,
  log: Logger,
  { database, catalogues, nodeKey, keys }: Opened,
  nodeName: string,
  undo: Undo,
): Promise<CollectionContext> {
  const spool = openSpool(config, database)
  const judges = new JudgingPool(config.judges)
  judges.warm()
  undo.add(() => judges.end())
  await spool.sweep(
    async (id) =>
      ((await findStoredBatch(database, id)) ?? (await findStoredUpload(database, id))) !== undefined,
  )
  return {
    database,
    catalogues,
    spool,
    nodeKey,
    keys,
    nodeId: await openNodeId(config.dataDir),
    signer: await openNoteSigner(noteKeyOf(config.dataDir), database.clock, nodeName),
    subjects: new SubjectResolver(database),
    log,
    demo: config.demo,
    judges,
    limits: new DoorLimits(database, {
      atOnceMax: config.sendingsAtOnce,
      bytesPerDayMax: config.gibPerDay * 1024 ** 3,
    }),
    uploadHours: config.uploadHours,
    spoolDays: config.spoolDays,
    wake: () => undefined,
  }
}

async function openLog(
  config: Config,
  log: Logger,
  { database, signer, nodeId }: CollectionContext,
  undo: Undo,
): Promise<TransparencyLog> {
  const parts = { database, signer, folder: openLogFolder(logFolderOf(config.dataDir)), log }
  const { transparencyLog, stop } = await startLog(parts, nodeId, config.witnesses)
  undo.add(stop)
  return transparencyLog
}

function openSpool(config: Config, database: Database): Spool {
  return config.spool === 'database' ? databaseSpool(database) : folderSpool(join(config.dataDir, 'spool'))
}

/** By what the rows of a batch are read again, beside a running node too. */
export function sealedFiles(config: Config, database: Database, nodeKey: NodeKey): SealedFiles {
  return { catalogues: new CatalogueShelf(database), spool: openSpool(config, database), nodeKey }
}

export function noteKeyOf(dataDir: string): string {
  return join(dataDir, 'secrets', 'note.key')
}

export function logFolderOf(dataDir: string): string {
  return join(dataDir, 'log')
}

/** On a connection of its own: an answer that waits to be logged never waits behind other work. */
function openInquiries(app: AppConnection, clock: Clock, undo: Undo): InquiryLog {
  const database = openDatabase({ ...app, clock, applicationName: 'probity-inquiries', connectionsMax: 1 })
  undo.add(() => database.close())
  const inquiries = new InquiryLog(database)
  undo.add(() => inquiries.close())
  return inquiries
}

/** Lends the log and the database of a node that is not running: for what must be done before it may start. */
export async function withStoppedNode<T>(
  config: Config,
  log: Logger,
  act: (parts: LogParts, nodeId: NodeId, files: SealedFiles) => Promise<T>,
): Promise<T> {
  const undo = new Undo()
  try {
    const { database, birth, nodeKey } = await openStore(config, log, () => undefined, undo)
    const signer = await openNoteSigner(noteKeyOf(config.dataDir), database.clock, birth.name)
    const parts = { database, signer, folder: openLogFolder(logFolderOf(config.dataDir)) }
    return await act(parts, await openNodeId(config.dataDir), sealedFiles(config, database, nodeKey))
  } finally {
    await undo.run()
  }
}

async function openDeliverer(collection: CollectionContext, undo: Undo): Promise<Deliverer> {
  const subscribers = new Map<string, readonly Subscriber[]>([
    [batchReceived, [(event, signal) => processBatch(collection, batchOf(event), signal)]],
    [stuckKind(batchReceived), [(event) => markBatchStuck(collection, batchOf(event))]],
    [subjectTold, [(event) => sendNotice(collection.database, [ownFileChannel], event)]],
  ])
  const { database, nodeId, log } = collection
  const deliverer = new Deliverer({ database, nodeId, log, subscribers })
  await deliverer.start()
  undo.add(() => deliverer.stop())
  return deliverer
}

/** Day by day, as the one role that may remove: what waits too long is reminded of, what has expired is removed. */
function startRetention(collection: CollectionContext, ownerUrl: string, undo: Undo): void {
  const { clock } = collection.database
  const retention = openDatabase({
    url: ownerUrl,
    role: 'probity_retention',
    applicationName: 'probity-retention',
    connectionsMax: 1,
    clock,
  })
  undo.add(() => retention.close())
  const daily = startDaily({ clock, log: collection.log }, 'quarantine', async () => {
    const { reminded, emptied } = await keepQuarantine(collection, retention)
    collection.log.info({ event: 'quarantine.kept', count: reminded, rows: emptied })
  })
  undo.add(() => daily.stop())
  const drawing = startDaily({ clock, log: collection.log }, 'documents', async () => {
    const count = await drawDocuments(collection.database, collection.catalogues.current().catalogue)
    if (count > 0) collection.log.info({ event: 'documents.demanded', count })
  })
  undo.add(() => drawing.stop())
}

function batchOf({ payload }: OutboxEvent): BatchId {
  assert(typeof payload.batchId === 'string', 'the event names its batch')
  return payload.batchId as BatchId
}

const HOUR_MS = 3_600_000
const CLOSE_LIMIT_MS = 3_000
const SOURCES_EVERY_MS = 5_000
const ALARMS_EVERY_MS = 900_000

/** Yesterday too: what came in after the last look of the day. */
async function raiseTodaysAlarms({ database, catalogues, log }: CollectionContext): Promise<void> {
  const { catalogue } = catalogues.current()
  const today = database.clock.today()
  const earlier = await raiseAlarms(database, catalogue, addDays(today, -1))
  const count = earlier + (await raiseAlarms(database, catalogue, today))
  if (count > 0) log.warn({ event: 'inquiries.alarms', count })
}

/** What a node does by itself, again and again. */
async function openWork(config: Config, collection: CollectionContext, undo: Undo): Promise<void> {
  const { log } = collection
  const cleaning = recur('spool', HOUR_MS, log, async () => {
    const expired = await expireUploads(collection)
    const removed = await emptySpool(collection)
    if (expired + removed > 0) log.info({ event: 'spool.emptied', count: expired + removed })
  })
  undo.add(() => cleaning.stop())
  const watching = recur('alarms', ALARMS_EVERY_MS, log, () => raiseTodaysAlarms(collection))
  undo.add(() => watching.stop())
  if (config.inbox !== undefined) {
    const inbox = new Inbox(collection, config.inbox)
    await mkdir(config.inbox, { recursive: true, mode: 0o750 })
    const looking = recur('inbox', config.inboxSeconds * 1000, log, (signal) => inbox.look(signal))
    undo.add(() => looking.stop())
  }
  if (config.tableSources !== undefined) {
    const sources = new TableSources(collection, await readTableSources(config.tableSources), process.env)
    const pulling = recur('table-sources', SOURCES_EVERY_MS, log, (signal) => sources.pullDue(signal))
    undo.add(() => pulling.stop())
  }
}

const SESSION_KEPT_DAYS = 30

/** What has ended long ago says nothing any more; it goes. */
function startForgetting({ database, log }: CollectionContext, undo: Undo): void {
  const forgetting = recur('sessions', HOUR_MS, log, async () => {
    await forgetOldSessions(database, database.clock, SESSION_KEPT_DAYS)
  })
  undo.add(() => forgetting.stop())
}

function openHouse(
  config: Config,
  log: Logger,
  collection: CollectionContext,
  parts: Pick<House, 'transparencyLog' | 'inquiries' | 'access'>,
): House {
  const { database, catalogues } = collection
  const portalDir = join(root, 'packages', 'portal', 'dist')
  const node = { demo: config.demo }
  const reports = new PublicReports(database, catalogues, node)
  const search = new OrganisationSearch(database, catalogues, node)
  const examples = new DemoExamples({ search, reports })
  const { clock } = database
  return {
    database,
    catalogues,
    collection,
    reports,
    search,
    status: new PublicStatus(database),
    signer: collection.signer,
    ...parts,
    questions: new Questions({
      database,
      catalogues,
      keys: collection.keys,
      inquiries: parts.inquiries,
      ...node,
    }),
    log,
    demo: config.demo,
    examples: () => (config.demoWorld ? examples.list(clock.today(), clock.nowMs()) : Promise.resolve([])),
    portalDir: existsSync(join(portalDir, 'index.html')) ? portalDir : null,
  }
}

async function serve(config: Config, house: House, undo: Undo): Promise<string> {
  const server: FastifyInstance = await buildServer(house)
  undo.add(async () => {
    // A furnisher's slow line must not keep the node from stopping: what it had acknowledged is durable.
    const leave = setTimeout(() => server.server.closeAllConnections(), CLOSE_LIMIT_MS)
    await server.close()
    clearTimeout(leave)
  })
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
