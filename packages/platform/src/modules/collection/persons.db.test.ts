// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvOf, type Fields, newUscc, penalty, registration } from '../../../test/http-world.ts'
import { newResidentId } from '../../../test/persons.ts'
import { asOwner } from '../../../test/test-database.ts'
import { openWorld } from '../../../test/world.ts'
import type { RecordId, SubjectId } from '../../kernel/ids.ts'
import { findHeldRecords, openSealed } from '../records/index.ts'
import type { BatchProgress } from './index.ts'
import { processBatch } from './process-batch.ts'
import { receiveBatch } from './receive-batch.ts'

const world = await openWorld()
const inspector = await world.furnisher('inspector', 'penalty-authority')
const registry = await world.furnisher('registry', 'registration-authority')
const { database, collection } = world

const personsPenalty = (id: string, name: string, more: Fields = {}): Fields =>
  penalty('', name, { party_kind: 'person', person_id_kind: '居民身份证', person_id: id, ...more })

const send = (rows: readonly Fields[], from = inspector): Promise<BatchProgress> =>
  world.submit(from, { type: 'cn.administrative-penalty', csv: csvOf(rows) })

type Version = {
  readonly subjectId: SubjectId
  readonly recordId: RecordId
  readonly versionNo: number
  readonly row: string
  readonly kind: string
}

/** Of the batch's rows, in their order. */
async function versionsOf({ batch }: BatchProgress): Promise<Version[]> {
  return database.query<Version>(
    `select v.subject_id as "subjectId", v.record_id as "recordId", v.version_no as "versionNo", s.kind,
       (to_jsonb(v) - 'sealed')::text as row
     from record_versions v join subjects s on s.subject_id = v.subject_id
     where v.batch_id = $1 and not v.withdrawn order by v.row_no limit 1000`,
    [batch.batchId],
  )
}

async function faultCodes({ batch }: BatchProgress): Promise<string[]> {
  return (await world.faults(inspector, batch.batchId)).flatMap(({ items }) => items.map(({ code }) => code))
}

const opened = (version: Version) => openSealed(database, collection.keys, version)

describe('a record about a natural person', () => {
  test('is taken by the number, and what went in under seal comes out byte for byte', async () => {
    const id = newResidentId()
    const name = '𠮷野·阿卜杜拉"，\\某'
    const content = '对𠮷野罚款人民币五万元；\n责令改正'
    const row = personsPenalty(id, name, {
      content,
      facts: `${name}于某日……`,
      remarks: "'; drop table x; --",
    })
    const sent = await send([row])
    expect(sent.totals).toMatchObject({ accepted: 1, namesDisagreeing: 0 })
    const [version] = (await versionsOf(sent)) as [Version]
    expect(version.kind).toBe('person')
    const { fine_amount, ...texts } = row
    expect(await opened(version)).toEqual({
      state: 'open',
      content: {
        fields: {
          ...Object.fromEntries(Object.entries(texts).filter(([, cell]) => cell !== '')),
          fine_amount,
        },
        identifier: { scheme: 'cn.rid', value: id },
      },
    })
  })

  test('shows of itself in the tables neither name, number, text nor day of birth', async () => {
    const id = newResidentId('1991-11-23')
    const sent = await send([personsPenalty(id, '欧阳标记', { content: '标记内容', facts: '标记事实' })])
    const [version] = (await versionsOf(sent)) as [Version]
    for (const clear of [id, id.slice(6, 14), '欧阳', '标记']) expect(version.row).not.toContain(clear)
    expect(JSON.parse(version.row)).toMatchObject({
      ...{ public_from: null, public_until: null, public_rule: 'natural-person' },
      ...{ face: '', closed: null, came_by_scheme: 'cn.rid', came_by_generation: 1 },
      came_by_value: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(
      await database.query('select name from subject_names where subject_id = $1', [version.subjectId]),
    ).toEqual([])
  })

  test('of the old number of 15 digits is about the same person', async () => {
    const id = newResidentId('1962-02-28')
    const old = id.slice(0, 6) + id.slice(8, 17)
    const sent = await send([personsPenalty(id, '某甲'), personsPenalty(old, '某甲')])
    const [one, other] = await versionsOf(sent)
    expect(one?.subjectId).toBe(other?.subjectId)
    expect(await opened(other as Version)).toMatchObject({
      content: { fields: { person_id: old }, identifier: { value: id } },
    })
  })

  test('sent again is unchanged; changed where only the seal holds it, corrected, and both open', async () => {
    const row = personsPenalty(newResidentId(), '某乙', { facts: '先前的事实' })
    const first = await send([row])
    expect((await send([row])).totals).toMatchObject({ unchanged: 1, corrected: 0, tickFrom: null })
    const second = await send([{ ...row, facts: '后来的事实' }])
    expect(second.totals).toMatchObject({ corrected: 1 })
    const [before] = (await versionsOf(first)) as [Version]
    const [after] = (await versionsOf(second)) as [Version]
    expect(after).toMatchObject({ subjectId: before.subjectId, recordId: before.recordId, versionNo: 2 })
    expect(await opened(before)).toMatchObject({ content: { fields: { facts: '先前的事实' } } })
    expect(await opened(after)).toMatchObject({ content: { fields: { facts: '后来的事实' } } })
  })

  test('moved to another person by a correction is sealed for that one, and withdrawn at the first', async () => {
    const row = personsPenalty(newResidentId(), '某丙')
    const first = (await versionsOf(await send([row])))[0] as Version
    const moved = await send([{ ...row, person_id: newResidentId(), party_name: '某丁' }])
    const second = (await versionsOf(moved))[0] as Version
    expect(second).toMatchObject({ recordId: first.recordId, versionNo: 2 })
    expect(second.subjectId).not.toBe(first.subjectId)
    expect(await opened(second)).toMatchObject({ content: { fields: { party_name: '某丁' } } })
    expect(
      await database.query(
        'select withdrawn, came_by_generation as generation, sealed from record_versions where subject_id = $1 and version_no = 2',
        [first.subjectId],
      ),
    ).toEqual([{ withdrawn: true, generation: 1, sealed: null }])
  })

  test('opens at no other place: bytes moved to another version, record or subject are seen', async () => {
    const row = personsPenalty(newResidentId(), '某戊')
    const first = (await versionsOf(await send([row])))[0] as Version
    const second = (await versionsOf(await send([{ ...row, content: '另罚' }])))[0] as Version
    const other = (await versionsOf(await send([personsPenalty(newResidentId(), '某己')])))[0] as Version
    const move = (from: Version, to: Version): Promise<unknown> =>
      asOwner(
        world.ownerUrl,
        `set session_replication_role = 'replica'; update record_versions set sealed = (
           select sealed from record_versions where record_id = '${from.recordId}' and version_no = ${from.versionNo})
         where record_id = '${to.recordId}' and version_no = ${to.versionNo}`,
      )
    await move(first, second)
    await expect(opened(second)).rejects.toThrow('do not open')
    await move(first, other)
    await expect(opened(other)).rejects.toThrow('do not open')
    expect(await opened(first)).toMatchObject({ state: 'open' })
  })

  test('whose key is gone stands, and nothing opens it', async () => {
    const version = (await versionsOf(await send([personsPenalty(newResidentId(), '某庚')])))[0] as Version
    const keys = { find: async () => new Map<SubjectId, Buffer>() }
    expect(await openSealed(database, keys, version)).toEqual({ state: 'keyless' })
    expect(await openSealed(database, collection.keys, { ...version, versionNo: 9 })).toEqual({
      state: 'nothing',
    })
  })

  test('whatever its texts are, goes in and comes out the same', async () => {
    // No control or invisible characters and no blanks at the ends: those the gate refuses or cuts.
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .map(
        (raw) =>
          `某${raw.replace(/[\p{DI}\p{C}\p{Zl}\p{Zp}\s\u200b-\u200f\u2060-\u2069\ufeff\ufffd]/gu, '')}末`,
      )
    const texts = fc.sample(fc.record({ party_name: text, facts: text, legal_ground: text }), 150)
    const rows = texts.map((cells) => personsPenalty(newResidentId(), '', cells))
    const sent = await send(rows)
    expect(sent.batch.faulty).toBe(0)
    const versions = await versionsOf(sent)
    expect(versions).toHaveLength(rows.length)
    for (const [at, version] of versions.entries()) {
      expect(await opened(version)).toMatchObject({ content: { fields: texts[at] } })
    }
  })
})

describe('a row about a person is refused', () => {
  test.each([
    ['without a number', { person_id: '' }, ['PRS-NUMBER-MISSING']],
    ['with a unified code beside the number', { uscc: newUscc() }, ['PRS-KIND-DISAGREES']],
    [
      'with the code of a shop in place of the number',
      { person_id: '', uscc: newUscc('92') },
      ['PRS-NUMBER-MISSING', 'PRS-KIND-DISAGREES'],
    ],
    ['that says it is about an organisation', { party_kind: 'organisation' }, ['PRS-KIND-DISAGREES']],
    ['with a number whose check character is wrong', { person_id: '999999198503070000' }, ['ID-RID-CHECK']],
    [
      'with a number of a day that never was',
      { person_id: '999999198502300018' },
      ['ID-RID-DAY', 'ID-RID-CHECK'],
    ],
    [
      'whose number stands in the column of the unified code',
      { person_id: '', uscc: newResidentId() },
      ['PRS-NUMBER-MISSING', 'PRS-KIND-DISAGREES'],
    ],
    [
      'whose number stands in the column of the tax number',
      {
        party_kind: 'organisation',
        person_id: '',
        tax_registration_number: newResidentId(),
      },
      ['PRS-NUMBER'],
    ],
  ] as [string, Fields, string[]][])('%s', async (_what, more, expected) => {
    const sent = await send([personsPenalty(newResidentId(), '某辛', more)])
    expect(sent.totals.accepted).toBe(0)
    expect(await faultCodes(sent)).toEqual(expect.arrayContaining(expected))
  })

  test('by a type that takes none, and nothing is stored of it', async () => {
    const sent = await world.submit(registry, {
      type: 'cn.registration',
      csv: csvOf([registration(newResidentId(), '某壬')]),
    })
    expect(sent.totals.accepted).toBe(0)
    const inClear = await database.query("select value from identifiers where value ~ '^999999[0-9]{8}'")
    expect(inClear).toEqual([])
  })
})

describe("an organisation's record", () => {
  test('has its legal representative under its own key, and on no page', async () => {
    const uscc = newUscc()
    const id = newResidentId()
    const row = penalty(uscc, '演示封存有限公司', {
      ...{ legal_representative: '标记代表', legal_representative_id: id },
      ...{ content: '对标记代表谈话', facts: '其他事实' },
    })
    const sent = await send([row])
    expect(sent.totals.accepted).toBe(1)
    const version = (await versionsOf(sent))[0] as Version
    expect(version.kind).toBe('organisation')
    for (const clear of ['标记代表', id]) expect(version.row).not.toContain(clear)
    expect(await opened(version)).toEqual({
      state: 'open',
      content: {
        fields: { legal_representative: '标记代表', legal_representative_id: id, content: '对标记代表谈话' },
      },
    })
    expect(JSON.stringify(await world.page(uscc))).not.toContain('标记代表')
  })

  test('does not make a subject of its legal representative, nor join a shop to its owner (L06)', async () => {
    const id = newResidentId()
    const shop = newUscc('92')
    const before = await database.query('select count(*)::integer as n from subjects')
    const sent = await send([
      penalty(shop, '演示县某癸小吃店', {
        ...{ party_kind: 'individual-business', legal_representative: '某癸', legal_representative_id: id },
      }),
      personsPenalty(id, '某癸'),
    ])
    const [business, person] = (await versionsOf(sent)) as [Version, Version]
    expect([business.kind, person.kind]).toEqual(['individual-business', 'person'])
    const after = await database.query<{ n: number }>('select count(*)::integer as n from subjects')
    expect(after[0]?.n).toBe(((before[0]?.n as number) ?? 0) + 2)
    expect(
      await database.query(
        'select link_id from subject_links where member_id = any($1) or canonical_id = any($1)',
        [[business.subjectId, person.subjectId]],
      ),
    ).toEqual([])
  })

  test('without anything about a person has no seal, and its subject no key', async () => {
    const sent = await send([penalty(newUscc(), '演示无人有限公司')])
    const version = (await versionsOf(sent))[0] as Version
    expect(await opened(version)).toEqual({ state: 'nothing' })
    expect((await collection.keys.find([version.subjectId])).size).toBe(0)
  })
})

test('an idempotency key that holds a number of a person is refused: it would lie in clear', async () => {
  const id = newResidentId()
  const send = (idempotencyKey: string) =>
    receiveBatch(collection, inspector, {
      ...{ type: 'cn.administrative-penalty', profile: 'default', idempotencyKey },
      source: (async function* () {
        yield Buffer.from('party_name\n')
      })(),
    })
  for (const key of [id, `2026-${id}`, `${id.slice(0, 6)}${id.slice(8, 17)}/1`]) {
    await expect(send(key), key).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_PERSONAL' })
  }
  await expect(send(`7f${id}aa`)).resolves.toBeDefined()
  await expect(send(`${newUscc()}-2026`)).resolves.toBeDefined()
})

describe('names of persons', () => {
  test('that disagree hold every adverse record of the person until one is corrected', async () => {
    const id = newResidentId()
    const [one, other] = [personsPenalty(id, '李某'), personsPenalty(id, '林某')]
    const first = (await versionsOf(await send([one])))[0] as Version
    expect([...(await findHeldRecords(database, [first.subjectId]))]).toEqual([])
    const disagreeing = await send([other])
    expect(disagreeing.totals.namesDisagreeing).toBe(1)
    const second = (await versionsOf(disagreeing))[0] as Version
    expect([...(await findHeldRecords(database, [first.subjectId]))].sort()).toEqual(
      [first.recordId, second.recordId].sort(),
    )
    await send([{ ...other, party_name: '李某' }])
    expect([...(await findHeldRecords(database, [first.subjectId]))]).toEqual([])
  })

  test('are equal when width and blanks are, and those of two persons of one name have nothing in common', async () => {
    const [mine, yours] = [newResidentId(), newResidentId()]
    const sent = await send([
      personsPenalty(mine, '阿·某'),
      personsPenalty(mine, '阿 某'),
      personsPenalty(yours, '阿·某'),
    ])
    const keys = (await versionsOf(sent)).map(({ row }) => (JSON.parse(row) as { name_key: string }).name_key)
    expect(keys[0]).toBe(keys[1])
    expect(keys[2]).not.toBe(keys[0])
  })
})

test('ten batches at once with the same persons in opposite orders end in one subject each', async () => {
  const ids = Array.from({ length: 120 }, () => newResidentId())
  const bodies = await Promise.all(
    Array.from({ length: 10 }, (_, at) => world.furnisher(`many-${at}`, 'penalty-authority')),
  )
  const batches = await Promise.all(
    bodies.map(async (actor, at) => {
      const rows = (at % 2 === 0 ? ids : [...ids].reverse()).map((id) =>
        personsPenalty(id, `某${id.slice(14)}`),
      )
      return world.receive(actor, { type: 'cn.administrative-penalty', csv: csvOf(rows) })
    }),
  )
  await Promise.all(batches.map((batchId) => processBatch(collection, batchId)))
  const rows = await database.query<Version>(
    `select subject_id as "subjectId", record_id as "recordId", version_no as "versionNo" from record_versions
     where batch_id = any($1) order by subject_id, record_id limit 2000`,
    [batches],
  )
  expect(rows).toHaveLength(1_200)
  expect(new Set(rows.map((row) => row.subjectId)).size).toBe(ids.length)
  for (const row of rows.filter((_, at) => at % 10 === 0))
    expect(await opened(row)).toMatchObject({ state: 'open' })
})

async function mergesWaiting(count: number): Promise<void> {
  await expect
    .poll(
      () =>
        database.query(
          `select 1 from pg_locks l join pg_database d on d.oid = l.database
           where d.datname = current_database() and l.locktype = 'advisory' and not l.granted limit 10`,
        ),
      { timeout: 10_000 },
    )
    .toHaveLength(count)
}

test('batches of one furnisher that correct the same records at once are sealed for what they become', async () => {
  const rows = Array.from({ length: 60 }, () => personsPenalty(newResidentId(), '某某'))
  const receive = (content: string) =>
    world.receive(inspector, {
      type: 'cn.administrative-penalty',
      csv: csvOf(rows.map((row) => ({ ...row, content }))),
    })
  const batches = [await receive('甲'), await receive('乙'), await receive('丙')]
  const processing: Promise<void>[] = []
  await database.transact(async (tx) => {
    const lock = [inspector.participantId, 'cn.administrative-penalty']
    await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', lock)
    for (const batchId of batches) {
      processing.push(processBatch(collection, batchId))
      await mergesWaiting(processing.length)
    }
  })
  await Promise.all(processing)
  const versions = await database.query<Version & { batchId: string }>(
    `select subject_id as "subjectId", record_id as "recordId", version_no as "versionNo", batch_id as "batchId"
     from record_versions where batch_id = any($1) order by record_id, version_no limit 1000`,
    [batches],
  )
  // All three were sealed for a first version. The second is sealed again, and comes before the third or too late.
  expect([120, 180]).toContain(versions.length)
  const last = new Map(versions.map((version) => [version.recordId, version.batchId]))
  expect([...last.values()]).toEqual(rows.map(() => batches[2]))
  for (const version of versions) {
    const content = ['甲', '乙', '丙'][batches.indexOf(version.batchId as (typeof batches)[number])]
    expect(await opened(version)).toMatchObject({ content: { fields: { content } } })
  }
})

describe('whatever the program does, the tables refuse', () => {
  const insert = (columns: string, values: string): Promise<unknown> =>
    asOwner(world.ownerUrl, `insert into ${columns} values ${values}`)
  const uuid = '00000000-0000-7000-8000-0000000000a1'
  const version =
    'record_versions (subject_id, record_id, version_no, tick, furnisher_id, type, layout, polarity, came_by_scheme, came_by_value, came_by_generation, batch_id, row_no, face, closed, sealed, public_from)'
  const values = (face: string, closed: string, sealed: string, from: string): string =>
    `('${uuid}', '${uuid}', 1, 1, 1, 't', 1, 'neutral', 'cn.rid', '${'0'.repeat(64)}', 1, '${uuid}', 1, ${face}, ${closed}, ${sealed}, ${from})`

  test.each([
    ['a public record of a person', values("''", 'null', "'\\x00'", "'2026-01-01'")],
    ['a face of a person', values(`'"a":1'`, 'null', "'\\x00'", 'null')],
    ['a field of a person in clear', values("''", "'{}'", "'\\x00'", 'null')],
    ['a record of a person without its seal', values("''", 'null', 'null', 'null')],
  ])('%s', async (_what, row) => {
    await expect(insert(version, row)).rejects.toMatchObject({ constraint: 'persons_are_sealed' })
  })

  test("a person's number in clear, and a blind index that is none", async () => {
    const columns = 'identifiers (scheme, generation, value, subject_id)'
    const refused = { code: '23514' }
    await expect(insert(columns, `('cn.rid', 0, '${newResidentId()}', '${uuid}')`)).rejects.toMatchObject(
      refused,
    )
    await expect(insert(columns, `('cn.rid', 1, '${newResidentId()}', '${uuid}')`)).rejects.toMatchObject(
      refused,
    )
  })

  test('the name of a person in clear', async () => {
    const version = (await versionsOf(await send([personsPenalty(newResidentId(), '某某')])))[0] as Version
    await expect(
      insert(
        'subject_names (subject_id, name_key, registered, name, bigrams, tick, stated_at)',
        `('${version.subjectId}', '\\x00', false, '某某', '{}', 1, now())`,
      ),
    ).rejects.toMatchObject({ code: 'PBPC1' })
  })
})
