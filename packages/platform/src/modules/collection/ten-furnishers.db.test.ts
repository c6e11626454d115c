// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { setTimeout as delay } from 'node:timers/promises'
import { platformSuite, verifyReceipt } from '@probity/verify'
import { afterAll, expect, test } from 'vitest'
import { once } from '../../../test/doors-world.ts'
import { csvOf, type Fields, newUscc, organisationCodeIn, penalty } from '../../../test/http-world.ts'
import { newResidentId } from '../../../test/persons.ts'
import { asOwner, openKeysDatabase } from '../../../test/test-database.ts'
import { openWorld } from '../../../test/world.ts'
import { only, openDatabase } from '../../kernel/db/database.ts'
import { Deliverer } from '../../kernel/db/deliverer.ts'
import type { NodeId } from '../../kernel/db/outbox.ts'
import type { BatchId } from '../../kernel/ids.ts'
import type { Actor, BodyActor } from '../access/index.ts'
import { databaseSpool } from '../files/index.ts'
import { openKeyStore } from '../key-store/index.ts'
import { SubjectResolver } from '../subjects/index.ts'
import type { CollectionContext } from './collection-context.ts'
import {
  batchReceived,
  DoorLimits,
  getBatchProgress,
  JudgingPool,
  processBatch,
  receiveBatch,
} from './index.ts'

const ROUNDS = 8
const ORGANISATIONS = 700
const PERSONS = 120
const world = await openWorld()
const { database } = world

/** A node over the one database and the one key store: what one node remembers the other does not know. */
async function openNode(keysUrl: string, nodeId: string): Promise<CollectionContext> {
  const { collection, clock } = world
  const keysDatabase = openDatabase({ url: keysUrl, clock, connectionsMax: 4 })
  const judges = new JudgingPool(1)
  afterAll(() => Promise.all([judges.end(), keysDatabase.close()]))
  const store = { nodeKey: collection.nodeKey, nodeName: 'test.probity', knownStoreId: null }
  return {
    ...collection,
    nodeId: nodeId as string as NodeId,
    spool: databaseSpool(database),
    subjects: new SubjectResolver(database),
    limits: new DoorLimits(database),
    keys: await openKeyStore({ ...store, database: keysDatabase }),
    judges,
  }
}

type Body = { readonly actor: BodyActor; readonly kind: Kind }
type Kind = 'registry' | 'tax' | 'inspector'

const kinds = {
  registry: { type: 'cn.registration', function: 'registration-authority' },
  tax: { type: 'cn.tax-a-grade-list', function: 'tax-authority' },
  inspector: { type: 'cn.administrative-penalty', function: 'penalty-authority' },
} as const

/** Bodies of one kind one after the other: those that bring the same are worked on at the same time. */
function tenBodies(): Promise<Body[]> {
  const each: Kind[] = [...Array(4).fill('registry'), ...Array(4).fill('tax'), ...Array(2).fill('inspector')]
  return Promise.all(
    each.map(async (kind, i) => ({
      kind,
      actor: await world.furnisher(`${kind}-${i}`, kinds[kind].function),
    })),
  )
}

function rowsOf(kind: Kind, organisations: readonly string[], persons: readonly string[]): Fields[] {
  const name = '演示同有限公司'
  if (kind === 'registry') return organisations.map((uscc) => ({ uscc, name, registered_on: '2020-01-02' }))
  if (kind === 'tax') {
    // Names them by a number that is only computed from the one that the others use: these have to be linked.
    const numberOf = (uscc: string): string => `999999${organisationCodeIn(uscc)}`
    return organisations.map((uscc) => ({ record_id: uscc, taxpayer_id: numberOf(uscc), name, year: '2025' }))
  }
  const ofPerson = { party_kind: 'person', person_id_kind: '居民身份证' }
  return [
    ...organisations.slice(0, 200).map((uscc) => penalty(uscc, name)),
    ...persons.map((id) => penalty('', '某甲', { ...ofPerson, person_id: id })),
  ]
}

/** Works off what is received, as the running node does; what failed on the way is told, not hidden by a second try. */
function working(context: CollectionContext, begun: NodeId[], failures: unknown[]): Deliverer {
  const work = (batchId: BatchId, signal: AbortSignal) => {
    begun.push(context.nodeId)
    return processBatch(context, batchId, signal).catch((error: unknown) => {
      failures.push(error)
      throw error
    })
  }
  return new Deliverer({
    database,
    nodeId: context.nodeId,
    log: context.log,
    subscribers: new Map([
      [batchReceived, [({ payload }, signal) => work(payload.batchId as BatchId, signal)]],
    ]),
  })
}

async function count(what: string, values: readonly unknown[] = []): Promise<number> {
  return only(await database.query<{ n: number }>(`select count(*) as n from ${what}`, values)).n
}

/** A number names one subject, and its computed number the same, or one that is read together with it. */
async function expectOneSubjectEach(organisations: number, persons: number): Promise<void> {
  const rows = await database.query<{ scheme: string; value: string; root: string }>(
    `select i.scheme, i.value, coalesce(l.canonical_id, i.subject_id) as root
     from identifiers i left join v_subject_links l on l.member_id = i.subject_id`,
  )
  const of = (scheme: string) =>
    new Map(rows.filter((row) => row.scheme === scheme).map(({ value, root }) => [value, root]))
  const [byUscc, byCode, byPerson] = [of('cn.uscc'), of('cn.orgcode'), of('cn.rid')]
  for (const [uscc, root] of byUscc) expect(byCode.get(organisationCodeIn(uscc))).toBe(root)
  expect([byUscc.size, new Set(byUscc.values()).size]).toEqual([organisations, organisations])
  expect(byCode.size).toBe(organisations)
  expect([byPerson.size, new Set(byPerson.values()).size]).toEqual([persons, persons])
}

async function expectNoOrphan(): Promise<void> {
  const without = (table: string, subject: string, other: string) =>
    count(`${table} t where not exists (select 1 from ${other} o where o.subject_id = t.${subject})`)
  expect(await without('identifiers', 'subject_id', 'subjects')).toBe(0)
  expect(await without('subjects', 'subject_id', 'identifiers')).toBe(0)
  expect(await without('record_versions', 'subject_id', 'subjects')).toBe(0)
  expect(await without('subject_names', 'subject_id', 'subjects')).toBe(0)
  expect(await without('v_link_grounds', 'member_id', 'subjects')).toBe(0)
  expect(await without('v_link_grounds', 'canonical_id', 'subjects')).toBe(0)
  expect(
    await count('batch_chunks c where not exists (select 1 from receipts r where r.batch_id = c.batch_id)'),
  ).toBe(0)
}

type Sent = { readonly actor: Actor; readonly batchId: BatchId; readonly rows: number }

/** Every other body has the same numbers in the opposite order. */
function sendAll(nodes: readonly CollectionContext[], bodies: readonly Body[]): Promise<Sent[]> {
  const organisations = Array.from({ length: ORGANISATIONS }, () => newUscc())
  const persons = Array.from({ length: PERSONS }, () => newResidentId())
  return Promise.all(
    bodies.map(async ({ actor, kind }, i) => {
      const rows = rowsOf(kind, organisations, persons)
      const csv = csvOf(i % 2 === 0 ? rows : rows.reverse())
      const about = { type: kinds[kind].type, profile: 'default', source: once(csv) }
      const batchId = await receiveBatch(nodes[i % nodes.length] as CollectionContext, actor, about)
      return { actor, batchId, rows: rows.length }
    }),
  )
}

/** What the signed receipts say together, which is what lies in the tables. */
async function expectReceiptsAddUp(sent: readonly Sent[]): Promise<void> {
  let accepted = 0
  let made = 0
  for (const { actor, batchId, rows } of sent) {
    const { totals, receipt } = await getBatchProgress(world.collection, actor, batchId)
    const said = verifyReceipt(platformSuite, receipt ?? '', world.collection.signer.verifierKey)
    expect(said).toMatchObject({
      batch: batchId,
      rows,
      accepted: rows,
      corrected: 0,
      unchanged: 0,
      faulty: 0,
    })
    accepted += said.accepted
    made += totals.subjectsMade
  }
  expect(await count('record_versions')).toBe(accepted)
  expect(await count('(select distinct record_id from record_versions) each')).toBe(accepted)
  expect(await count('record_keys')).toBe(accepted)
  expect(await count('subjects')).toBe(made)
}

test('two nodes and ten furnishers, the same numbers in opposite orders: one subject each, nothing lost', {
  timeout: 180_000,
}, async () => {
  const { appUrl: keysUrl } = await openKeysDatabase(world.clock)
  const nodes = await Promise.all(
    ['a', 'b'].map((last) => openNode(keysUrl, `00000000-0000-4000-8000-00000000000${last}`)),
  )
  const bodies = await tenBodies()
  const failures: unknown[] = []
  const begun: NodeId[] = []
  const sent: Sent[] = []
  for (let round = 0; round < ROUNDS; round++) {
    sent.push(...(await sendAll(nodes, bodies)))
    // Begun at the same instant, or one node would be done before the other looks.
    const both = nodes.map((node) => working(node, begun, failures))
    await Promise.all(both.map((one) => one.start()))
    while ((await count('batches where completed_at is null')) > 0 && failures.length === 0) await delay(50)
    await Promise.all(both.map((one) => one.stop()))
  }
  expect(failures).toEqual([])
  const deadlocks = 'select deadlocks from pg_stat_database where datname = current_database()'
  expect((await asOwner(world.ownerUrl, deadlocks)).rows).toEqual([{ deadlocks: 0 }])
  expect(begun).toHaveLength(sent.length)
  expect(new Set(begun).size).toBe(nodes.length)
  await expectReceiptsAddUp(sent)
  await expectOneSubjectEach(ROUNDS * ORGANISATIONS, ROUNDS * PERSONS)
  await expectNoOrphan()
})
