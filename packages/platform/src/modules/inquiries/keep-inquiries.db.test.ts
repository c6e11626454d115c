// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { parseEntry, parseVerifierKey, platformSuite, verifyLogProof } from '@probity/verify'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { newUscc } from '../../../test/http-world.ts'
import { asOwner } from '../../../test/test-database.ts'
import { openWorld } from '../../../test/world.ts'
import type { CivilDate } from '../../kernel/civil-date.ts'
import { openDatabase } from '../../kernel/db/database.ts'
import { takeTick } from '../../kernel/db/tick.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { OutageError } from '../../kernel/refusal.ts'
import { bodyActor } from '../access/index.ts'
import {
  type AuthorisationId,
  type Inquiry,
  InquiryLog,
  inquirerOf,
  openInquiry,
  proveInquiry,
  unknownSubject,
  verifyInquiry,
} from './index.ts'

const world = await openWorld()
const { database, inquiries } = world
const registry = await world.furnisher('registry', 'registration-authority')

async function tickNow(): Promise<number> {
  const [row] = await database.query<{ tick: number }>('select max(tick) as tick from ticks')
  return row?.tick ?? 0
}

/** Registers an organisation; a second time under the same number it takes another name. */
async function register(uscc: string, name: string): Promise<SubjectId> {
  const csv = `uscc,name,registered_on\n${uscc},${name},2020-01-02\n`
  await world.submit(registry, { type: 'cn.registration', csv })
  const [row] = await database.query<{ subjectId: SubjectId }>(
    'select subject_id as "subjectId" from identifiers where value = $1',
    [uscc],
  )
  if (!row) throw new Error('the organisation was not registered')
  return row.subjectId
}

function question(subjectId: SubjectId, tickRead: number | null, more: Partial<Inquiry> = {}): Inquiry {
  return {
    ...openInquiry(database.clock),
    subjectId,
    subjectKnown: true,
    inquirer: inquirerOf(bodyActor({ ...registry, holder: 'clerk-1' })),
    purpose: 'public-duty',
    basis: { kind: 'statute', statute: 'government-data-sharing', caseNumber: '演示〔2026〕1号' },
    view: 'department.v1',
    fields: null,
    tickRead,
    asOf: database.clock.today(),
    outcome: { kind: 'answered', resultHash: new Uint8Array(32).fill(7) },
    hidden: null,
    ...more,
  }
}

const refused = { outcome: { kind: 'refused', code: 'BASIS_MISSING' }, basis: { kind: 'none' } } as const

async function logged(inquiry: Inquiry): Promise<Record<string, unknown> | undefined> {
  const rows = await database.query('select * from inquiries where subject_id = $1 and inquiry_id = $2', [
    inquiry.subjectId,
    inquiry.inquiryId,
  ])
  return rows[0]
}

describe('an inquiry is durable before its answer leaves', () => {
  test('who, for whom, why, on what, which fields, as of when and with what result', async () => {
    const subjectId = await register(newUscc(), '演示查询甲有限公司')
    const asked = question(subjectId, await tickNow(), { fields: ['name', 'records'] })
    expect(await inquiries.keep(asked)).toBe('kept')
    expect(await logged(asked)).toMatchObject({
      asked_on: '2026-06-15',
      actor_kind: 'department',
      participant_id: registry.participantId,
      staff: 'clerk-1',
      purpose: 'public-duty',
      basis: 'statute',
      statute: 'government-data-sharing',
      case_number: '演示〔2026〕1号',
      view: 'department.v1',
      fields: ['name', 'records'],
      tick_read: asked.tickRead,
      as_of: '2026-06-15',
      result_hash: Buffer.alloc(32, 7),
      refusal: null,
    })
  })

  test('a refusal is logged with its code, and one about nobody known under an id that tells nothing', async () => {
    const number = { scheme: 'cn.rid', generation: 1, value: 'ab'.repeat(32) }
    const subjectId = unknownSubject(number)
    expect(subjectId).toBe(unknownSubject({ ...number }))
    expect(subjectId).not.toBe(unknownSubject({ ...number, value: 'cd'.repeat(32) }))
    const asked = question(subjectId, null, { ...refused, subjectKnown: false })
    expect(await inquiries.keep(asked)).toBe('kept')
    expect(await logged(asked)).toMatchObject({ refusal: 'BASIS_MISSING', result_hash: null })
    const { rows } = await asOwner(world.ownerUrl, 'select i::text as text from inquiries i')
    expect(rows.filter(({ text }) => text.includes('abababab'))).toEqual([])
  })

  test('an answer without a basis, or on a statute without a case, is a defect and is not written', async () => {
    const subjectId = await register(newUscc(), '演示查询乙有限公司')
    const tick = await tickNow()
    const without = question(subjectId, tick, { basis: { kind: 'none' } })
    const caseless = question(subjectId, tick, {
      basis: { kind: 'statute', statute: 'government-data-sharing', caseNumber: null },
    })
    await expect(inquiries.keep(without)).rejects.toThrow('no answer without a basis')
    await expect(inquiries.keep(caseless)).rejects.toThrow('names it, and the case')
    expect([await logged(without), await logged(caseless)]).toEqual([undefined, undefined])
  })
})

describe('what has moved since the answer was composed is composed anew', () => {
  test('a record of the subject: nothing is written, and the answer composed anew is kept', async () => {
    const uscc = newUscc()
    const subjectId = await register(uscc, '演示查询丙有限公司')
    const stale = question(subjectId, await tickNow())
    await register(uscc, '演示查询丙改名有限公司')
    expect(await inquiries.keep(stale)).toBe('moved')
    expect(await logged(stale)).toBeUndefined()
    expect(await inquiries.keep(question(subjectId, await tickNow()))).toBe('kept')
  })

  test('a change about somebody else does not matter', async () => {
    const subjectId = await register(newUscc(), '演示查询丁有限公司')
    const asked = question(subjectId, await tickNow())
    await register(newUscc(), '演示查询戊有限公司')
    expect(await inquiries.keep(asked)).toBe('kept')
  })

  test('a change about a subject that is read together with this one does', async () => {
    const [one, other] = [newUscc(), newUscc()]
    const subjectId = await register(one, '演示查询己有限公司')
    const member = await register(other, '演示查询庚有限公司')
    await database.transact(async (tx) => {
      const tick = await takeTick(tx)
      await tx.query(
        `insert into subject_links (member_id, link_id, canonical_id, reason, tick)
         values ($1, gen_random_uuid(), $2, 'two-officers', $3)`,
        [member, subjectId, tick],
      )
    })
    const stale = question(subjectId, await tickNow())
    await register(other, '演示查询庚改名有限公司')
    expect(await inquiries.keep(stale)).toBe('moved')
  })

  test('a refusal stays a refusal, whatever has moved', async () => {
    const uscc = newUscc()
    const subjectId = await register(uscc, '演示查询辛有限公司')
    const asked = question(subjectId, await tickNow(), refused)
    await register(uscc, '演示查询辛改名有限公司')
    expect(await inquiries.keep(asked)).toBe('kept')
  })
})

describe('of an act and an answer one is wholly first', () => {
  test('an act under way holds up nobody; once it waits to commit, answers wait behind it and see it', async () => {
    const uscc = newUscc()
    const subjectId = await register(uscc, '演示先后有限公司')
    const first = question(subjectId, await tickNow())
    const second = question(subjectId, first.tickRead)
    const answering = new pg.Client({ connectionString: world.appUrl })
    await answering.connect()
    let acted = false
    const act = database.transact(async (tx) => {
      const tick = await takeTick(tx)
      await tx.query('insert into tombstones values ($1, gen_random_uuid(), gen_random_uuid(), $2, $3, $4)', [
        subjectId,
        'term over',
        tick,
        tx.clock.now(),
      ])
      // Under way, with its tick: the answer before it still goes out.
      expect(await inquiries.keep(first)).toBe('kept')
      await answering.query('begin')
      await answering.query('select pg_advisory_xact_lock_shared(7005)')
    })
    void act.then(() => {
      acted = true
    })
    await untilWaiting(7005)
    expect(acted).toBe(false)
    const late = inquiries.keep(second)
    await answering.query('commit')
    await act
    expect(await late).toBe('moved')
    await answering.end()
  })
})

async function untilWaiting(lock: number): Promise<void> {
  for (let n = 0; n < 2_000; n++) {
    const [row] = await database.query<{ waiting: number }>(
      "select count(*) as waiting from pg_locks where locktype = 'advisory' and objid = $1 and not granted",
      [lock],
    )
    if ((row?.waiting ?? 0) > 0) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('nobody waits for the lock')
}

describe('groups', () => {
  test('what arrives together is committed together, and each is provable by itself', async () => {
    const subjectId = await register(newUscc(), '演示成组有限公司')
    const tick = await tickNow()
    const asked = Array.from({ length: 60 }, () => question(subjectId, tick))
    expect(new Set(await Promise.all(asked.map((one) => inquiries.keep(one))))).toEqual(new Set(['kept']))
    const groups = new Set(await Promise.all(asked.map(async (one) => (await logged(one))?.group_id)))
    expect(groups.size).toBe(1)
    await world.sequence()
    for (const one of asked.slice(0, 3)) {
      const proof = await proveInquiry(database, world.transparencyLog, subjectId, one.inquiryId)
      if (!proof?.log) throw new Error('an inquiry that is entered can be proven')
      verifyInquiry(proof)
      const trust = { log: parseVerifierKey(platformSuite, world.collection.signer.verifierKey) }
      verifyLogProof(platformSuite, proof.log.proof, Buffer.from(proof.log.entry), trust)
      expect(parseEntry(Buffer.from(proof.log.entry))).toMatchObject({
        kind: 'inquiries.kept',
        commitment: platformSuite.hash(Buffer.from(proof.witness)),
      })
      const changed = { ...proof, content: proof.content.replace('clerk-1', 'clerk-2') }
      expect(() => verifyInquiry(changed)).toThrow('the inquiry is the one that was entered')
    }
  })

  test('one that cannot be written costs the others nothing', async () => {
    const subjectId = await register(newUscc(), '演示坏行有限公司')
    const tick = await tickNow()
    const bad = question(subjectId, tick, { purpose: 'No Purpose' })
    const good = Array.from({ length: 5 }, () => question(subjectId, tick))
    const all = await Promise.allSettled([...good, bad].map((one) => inquiries.keep(one)))
    expect(all.map((one) => (one.status === 'fulfilled' ? one.value : one.status))).toEqual([
      ...good.map(() => 'kept'),
      'rejected',
    ])
  })

  test('the same inquiry twice is never two answers', async () => {
    const subjectId = await register(newUscc(), '演示重复有限公司')
    const asked = question(subjectId, await tickNow())
    const both = await Promise.allSettled([inquiries.keep(asked), inquiries.keep(asked)])
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  })

  test('without the database nothing is kept, and so nothing may leave', async () => {
    const away = openDatabase({ url: 'postgresql://127.0.0.1:1/none', clock: database.clock })
    afterAll(() => away.close())
    const subjectId = await register(newUscc(), '演示断库有限公司')
    await expect(new InquiryLog(away).keep(question(subjectId, 1))).rejects.toBeInstanceOf(OutageError)
  })
})

describe('hostile', () => {
  test('a log that is closed takes nothing in, and keeps what it had taken', async () => {
    const subjectId = await register(newUscc(), '演示关闭有限公司')
    const own = openDatabase({ url: world.appUrl, clock: database.clock, connectionsMax: 1 })
    afterAll(() => own.close())
    const log = new InquiryLog(own)
    const asked = question(subjectId, await tickNow())
    const keeping = log.keep(asked)
    await log.close()
    expect(await keeping).toBe('kept')
    await expect(log.keep(question(subjectId, asked.tickRead))).rejects.toBeInstanceOf(OutageError)
  })

  test.each([
    ['an answer without a basis', { basis: 'none', statute: null, case_number: null }],
    ['an answer on a statute without a case', { case_number: null }],
    [
      'an answer on an authorisation that is not named',
      { basis: 'authorisation', statute: null, case_number: null },
    ],
    ['an answer about nobody known', { subject_known: false }],
    ['a row that is both an answer and a refusal', { refusal: 'BASIS_MISSING' }],
    ['an inquiry hidden without a document', { hidden_until: '2027-01-01' }],
  ])('the table itself refuses %s', async (_what, change) => {
    const subjectId = await register(newUscc(), '演示表约束有限公司')
    const asked = question(subjectId, await tickNow())
    expect(await inquiries.keep(asked)).toBe('kept')
    const row = { ...(await logged(asked)), inquiry_id: openInquiry(database.clock).inquiryId, ...change }
    const columns = Object.keys(row)
    const insert = database.query(
      `insert into inquiries (${columns.join()}) values (${columns.map((_, at) => `$${at + 1}`).join()})`,
      Object.values(row),
    )
    await expect(insert).rejects.toMatchObject({ code: '23514' })
  })

  test('what is hidden is hidden on a statute only, and only for a time', async () => {
    const subjectId = await register(newUscc(), '演示隐藏有限公司')
    const hidden = { until: '2026-06-15' as CivilDate, document: '演示调〔2026〕1号' }
    const tick = await tickNow()
    await expect(inquiries.keep(question(subjectId, tick, { hidden }))).rejects.toThrow(
      'reveals itself later',
    )
    const authorisationId = openInquiry(database.clock).inquiryId as string as AuthorisationId
    const basis = { kind: 'authorisation', authorisationId } as const
    const later = { ...hidden, until: '2026-09-15' as CivilDate }
    await expect(inquiries.keep(question(subjectId, tick, { hidden: later, basis }))).rejects.toThrow(
      'only an investigation is hidden',
    )
  })
})
