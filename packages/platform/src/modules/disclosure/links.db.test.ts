// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvOf, gradeA, penalty } from '../../../test/http-world.ts'
import { newResidentId } from '../../../test/persons.ts'
import { openWorld } from '../../../test/world.ts'
import type { Instant } from '../../kernel/civil-date.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import type { BodyActor } from '../access/index.ts'
import { completeOrganisationCode, completeUscc } from '../identifiers/index.ts'
import {
  declineLink,
  findIdentifiers,
  type LinkAct,
  listLinkProposals,
  proposeLink,
  secondLink,
} from '../subjects/index.ts'
import type { ActId } from '../workflow/index.ts'

const world = await openWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const otherRegistry = await world.furnisher('other-registry', 'registration-authority')
const authority = await world.furnisher('authority', 'penalty-authority')
const tax = await world.furnisher('tax', 'tax-authority')
const { database } = world
const officer = (holder: string, of: BodyActor = registry): BodyActor => ({ ...of, holder })
const [clerk, chief] = [officer('clerk-1'), officer('clerk-2')]
const evidence = ['register-extract']

let made = 0
function newUscc(kind = '91'): string {
  made++
  const code = completeOrganisationCode(`D${String(made).padStart(7, '0')}`)
  return (code && completeUscc(`${kind}999999`, code)) as string
}

async function register(
  name: string,
  uscc = newUscc(),
  by: BodyActor = registry,
): Promise<{ uscc: string; id: SubjectId }> {
  const csv = `uscc,name,registered_on\n${uscc},${name},2020-01-02\n`
  await world.submit(by, { type: 'cn.registration', csv })
  return { uscc, id: await subjectOf(uscc) }
}

async function takeBack(uscc: string, reason: string): Promise<void> {
  const csv = `uscc,withdrawal_reason\n${uscc},${reason}\n`
  const { totals } = await world.submit(registry, { type: 'cn.registration', operation: 'withdraw', csv })
  expect(totals.withdrawn).toBe(1)
}

async function subjectOf(uscc: string): Promise<SubjectId> {
  const [row] = await findIdentifiers(database, [{ scheme: 'cn.uscc', value: uscc }])
  if (!row) throw new Error('no such subject')
  return row.subjectId
}

let decisions = 0
async function punish(uscc: string, name: string): Promise<string> {
  const no = `p${++decisions}`
  await world.submit(authority, {
    type: 'cn.administrative-penalty',
    csv:
      'party_name,party_kind,uscc,decision_number,decision_on,authority,penalty_kinds,content,fine_amount,procedure\n' +
      `${name},organisation,${uscc},${no},2026-05-06,演示局,罚款,罚款五万元,50000,普通程序\n`,
  })
  return no
}

function propose(
  what: LinkAct,
  joining: string,
  other: string,
  why: readonly string[] = evidence,
  who: BodyActor = clerk,
): Promise<ActId> {
  return proposeLink(database, who, { act: what, joining, other, evidence: why })
}

async function act(what: LinkAct, joiningId: SubjectId, otherId: SubjectId): Promise<void> {
  await secondLink(database, chief, await propose(what, joiningId, otherId))
}

const waiting = async (who: BodyActor = clerk): Promise<ActId[]> =>
  (await listLinkProposals(database, who, { after: null, limit: 200 })).map((one) => one.actId)

const refusal = (code: string) => ({ code })

async function penalties(id: string): Promise<string[]> {
  const { records } = await world.page(id)
  return records
    .flatMap((one) => (one.fields.decision_number ? [String(one.fields.decision_number)] : []))
    .sort()
}

/** Whom the pairs join with one, by following them as far as they lead. */
function groupBy(pairs: ReadonlySet<string>, at: number): number[] {
  const seen = new Set([at])
  for (const each of seen) {
    const touching = [...pairs]
      .map((pair) => pair.split(' ').map(Number))
      .filter((ends) => ends.includes(each))
    for (const end of touching.flat()) seen.add(end)
  }
  return [...seen].sort()
}

type Step = { readonly what: LinkAct; readonly one: number; readonly other: number }

/** Two are linked only if they are apart, and parted only if a ground lies between just them. */
async function take(
  { what, one, other }: Step,
  ids: readonly SubjectId[],
  joined: Set<string>,
): Promise<void> {
  const pair = [one, other].sort().join(' ')
  const possible = what === 'link' ? !groupBy(joined, one).includes(other) : joined.has(pair)
  const done = await act(what, ids[one] as SubjectId, ids[other] as SubjectId).then(
    () => true,
    () => false,
  )
  expect(done).toBe(one !== other && possible)
  if (done && what === 'link') joined.add(pair)
  if (done && what === 'part') joined.delete(pair)
}

/** The pages show the members of each group, and the links are flat: who is canonical is nobody's member. */
async function expectGroups(
  subjects: readonly { readonly uscc: string; readonly id: SubjectId }[],
  groupOf: (at: number) => number[],
): Promise<void> {
  for (const [at, { id }] of subjects.entries()) {
    const { identifiers } = await world.page(id)
    const members = identifiers.map(({ value }) => subjects.findIndex(({ uscc }) => uscc === value))
    expect(members.sort()).toEqual(groupOf(at))
  }
  const links = await database.query<{ member: string; canonical: string }>(
    `select member_id as member, canonical_id as canonical from v_subject_links
     where member_id = any($1::uuid[])`,
    [subjects.map(({ id }) => id)],
  )
  expect(new Set(links.map(({ member }) => member)).size).toBe(links.length)
  for (const { canonical } of links) expect(links.map(({ member }) => member)).not.toContain(canonical)
}

describe('two officers', () => {
  const pair = async (name: string) =>
    [await register(`演示${name}甲有限公司`), await register(`演示${name}乙有限公司`)] as const

  test('read two subjects as one; the page of either is the same, and the proposal no longer waits', async () => {
    const [one, other] = await pair('归')
    const id = await propose('link', one.uscc, other.id)
    expect(await waiting()).toContain(id)
    expect((await world.page(other.uscc)).name).toBe('演示归乙有限公司')
    const tick = await secondLink(database, chief, id)
    expect(await world.page(other.uscc)).toMatchObject({ id: one.id, name: '演示归甲有限公司', tick })
    expect((await world.page(other.uscc)).formerNames).toEqual(['演示归乙有限公司'])
    expect(await waiting()).not.toContain(id)
    const queued = await database.query("select 1 from log_queue where kind = 'subjects.linked'")
    expect(queued.length).toBeGreaterThan(0)
  })

  test('means two accounts: who proposed never seconds, by no key, but may take it back', async () => {
    const [one, other] = await pair('双人')
    const id = await propose('link', one.id, other.id)
    await expect(secondLink(database, clerk, id)).rejects.toMatchObject(refusal('SECOND_OFFICER_SAME'))
    await expect(secondLink(database, registry, id)).rejects.toMatchObject(refusal('HOLDER_MISSING'))
    await declineLink(database, clerk, id)
    await expect(secondLink(database, chief, id)).rejects.toMatchObject(refusal('ACT_DECIDED'))
    const again = await propose('link', one.id, other.id)
    await declineLink(database, chief, again)
    await expect(declineLink(database, chief, again)).rejects.toMatchObject(refusal('ACT_DECIDED'))
    expect((await world.page(other.uscc)).id).toBe(other.id)
  })

  test('are officers of one body: another body neither sees, seconds nor declines what is not its own', async () => {
    const [one, other] = await pair('他机构')
    const id = await propose('link', one.id, other.id)
    const stranger = officer('clerk-2', authority)
    expect(await waiting(stranger)).not.toContain(id)
    await expect(secondLink(database, stranger, id)).rejects.toMatchObject(refusal('ACT_UNKNOWN'))
    await expect(declineLink(database, stranger, id)).rejects.toMatchObject(refusal('ACT_UNKNOWN'))
    const unknown = '00000000-0000-7000-8000-000000000001' as ActId
    await expect(secondLink(database, chief, unknown)).rejects.toMatchObject(refusal('ACT_UNKNOWN'))
    const own = await propose('link', one.id, other.id, evidence, officer('clerk-1', authority))
    expect(await waiting(stranger)).toEqual([own])
  })

  test('need the scope for each act', async () => {
    const [one, other] = await pair('权限')
    const id = await propose('link', one.id, other.id)
    const bare = (...scopes: string[]): BodyActor => ({ ...chief, scopes })
    await expect(propose('link', one.id, other.id, evidence, bare('links:decide'))).rejects.toMatchObject(
      refusal('SCOPE_MISSING'),
    )
    await expect(secondLink(database, bare('links:propose', 'quarantine:release'), id)).rejects.toMatchObject(
      refusal('SCOPE_MISSING'),
    )
    await expect(declineLink(database, bare('links:assert'), id)).rejects.toMatchObject(
      refusal('SCOPE_MISSING'),
    )
    await expect(waiting(bare('batches:read'))).rejects.toMatchObject(refusal('SCOPE_MISSING'))
  })

  test('of two that second at once one takes effect, and one ground is made', async () => {
    const [one, other] = await pair('抢先')
    const id = await propose('link', one.id, other.id)
    const outcomes = await Promise.allSettled([
      secondLink(database, chief, id),
      secondLink(database, officer('clerk-3'), id),
    ])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const grounds = await database.query('select 1 from v_link_grounds where proposal_id = $1', [id])
    expect(grounds).toHaveLength(1)
  })

  test('while a proposal about two is open there is no second, whichever is named first', async () => {
    const [one, other] = await pair('重提')
    await propose('link', one.id, other.id)
    await expect(propose('link', other.id, one.id)).rejects.toMatchObject(refusal('ACT_ALREADY_PROPOSED'))
    const both = await pair('同时')
    const outcomes = await Promise.allSettled([
      propose('link', both[0].id, both[1].id),
      propose('link', both[1].id, both[0].id, evidence, chief),
    ])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('find a proposal about what has meanwhile changed impossible: joined, or parted, by others', async () => {
    const [one, other] = await pair('已变')
    const slow = await propose('link', one.id, other.id, evidence, officer('clerk-1', authority))
    await act('link', one.id, other.id)
    const second = (id: ActId) => secondLink(database, officer('clerk-2', authority), id)
    await expect(second(slow)).rejects.toMatchObject(refusal('LINK_ALREADY'))
    await declineLink(database, officer('clerk-2', authority), slow)
    const part = await propose('part', one.id, other.id, evidence, officer('clerk-1', authority))
    await act('part', one.id, other.id)
    await expect(second(part)).rejects.toMatchObject(refusal('LINK_NONE'))
    await expect(propose('part', one.id, other.id)).rejects.toMatchObject(refusal('LINK_NONE'))
    const ends = await database.query('select 1 from link_ground_ends where proposal_id = $1', [part])
    expect(ends).toEqual([])
  })

  test('a proposal expires, and neither waits nor takes effect any more', async () => {
    const [one, other] = await pair('过期')
    const id = await propose('link', one.id, other.id)
    world.clock.set('2026-06-29T02:00:00.001Z' as Instant)
    await expect(secondLink(database, chief, id)).rejects.toMatchObject(refusal('ACT_EXPIRED'))
    expect(await waiting()).not.toContain(id)
    world.clock.set('2026-06-15T02:00:00.000Z' as Instant)
  })

  test('never join a firm to a shop, one to itself or to nobody, on words, on likeness alone, or twice', async () => {
    const [firm, shop] = [await register('演示公司有限公司'), await register('演示小店', newUscc('92'))]
    const nobody = '00000000-0000-7000-8000-000000000002'
    await expect(propose('link', firm.id, shop.id)).rejects.toMatchObject(refusal('LINK_ACROSS_KINDS'))
    await expect(propose('link', shop.uscc, firm.uscc)).rejects.toMatchObject(refusal('LINK_ACROSS_KINDS'))
    await expect(propose('link', firm.id, firm.uscc)).rejects.toMatchObject(refusal('LINK_SAME_SUBJECT'))
    await expect(propose('link', firm.id, nobody)).rejects.toMatchObject(refusal('SUBJECT_UNKNOWN'))
    const other = await register('演示另一有限公司')
    for (const why of [[], ['张三说的'], ['linked-in-error'], ['register-extract', 'x']])
      await expect(propose('link', firm.id, other.id, why)).rejects.toMatchObject(
        refusal('LINK_EVIDENCE_UNKNOWN'),
      )
    for (const why of [['same-core-and-region'], ['same-address', 'same-core-and-region']])
      await expect(propose('link', firm.id, other.id, why)).rejects.toMatchObject(
        refusal('LINK_LIKENESS_ONLY'),
      )
    await expect(propose('part', firm.id, other.id)).rejects.toMatchObject(refusal('LINK_NONE'))
    await act('link', firm.id, other.id)
    await expect(propose('link', other.id, firm.id)).rejects.toMatchObject(refusal('LINK_ALREADY'))
  })

  test('have nothing to do with persons: neither by number nor by id is it told whether there is a file', async () => {
    const person = newResidentId()
    const row = penalty('', '某甲', { party_kind: 'person', person_id_kind: '居民身份证', person_id: person })
    await world.submit(authority, { type: 'cn.administrative-penalty', csv: csvOf([row]) })
    const [{ id }] = (await database.query(
      "select subject_id as id from v_subjects where kind = 'person'",
    )) as [{ id: string }]
    const [shop, firm] = [await register('演示店铺', newUscc('92')), await register('演示企业有限公司')]
    for (const number of [person, newResidentId(), `${person}01`]) {
      await expect(propose('link', shop.id, number)).rejects.toMatchObject(refusal('LINK_OF_PERSON'))
      await expect(propose('link', number, firm.id)).rejects.toMatchObject(refusal('LINK_OF_PERSON'))
    }
    await expect(propose('link', shop.id, id)).rejects.toMatchObject(refusal('SUBJECT_UNKNOWN'))
    await expect(propose('link', id, shop.id)).rejects.toMatchObject(refusal('SUBJECT_UNKNOWN'))
  })
})

describe('after an un-merge', () => {
  test('each subject has the records its own numbers brought, also those that came while they were one', async () => {
    const [one, other] = [await register('演示分一有限公司'), await register('演示分二有限公司')]
    const before = [await punish(one.uscc, '演示分一有限公司'), await punish(other.uscc, '演示分二有限公司')]
    await act('link', one.id, other.id)
    const meanwhile = [
      await punish(one.uscc, '演示分一有限公司'),
      await punish(other.uscc, '演示分二有限公司'),
    ]
    expect(await penalties(one.uscc)).toEqual([...before, ...meanwhile].sort())
    await act('part', one.id, other.id)
    expect(await penalties(one.uscc)).toEqual([before[0], meanwhile[0]].sort())
    expect(await penalties(other.uscc)).toEqual([before[1], meanwhile[1]].sort())
    for (const { uscc } of [one, other]) {
      expect((await world.page(uscc)).identifiers.map(({ value }) => value)).toEqual([uscc])
    }
  })

  test('a computed ground that officers ended is not made again by the next row', async () => {
    const uscc = newUscc()
    const csv = `record_id,taxpayer_id,name,year\nc1,230100${uscc.slice(8, 17)},演示算有限公司,2025\n`
    await world.submit(tax, { type: 'cn.tax-a-grade-list', csv })
    const { id } = await register('演示算有限公司', uscc)
    const [code] = await findIdentifiers(database, [{ scheme: 'cn.orgcode', value: uscc.slice(8, 17) }])
    const codeId = code?.subjectId as SubjectId
    expect((await world.page(codeId)).id).toBe(id)
    await act('part', id, codeId)
    await register('演示算改名有限公司', uscc)
    expect((await world.page(codeId)).id).toBe(codeId)
  })

  test('whatever is linked and parted in whatever order, who is one follows from the grounds in force', async () => {
    const step = fc.record({
      what: fc.constantFrom('link' as const, 'link' as const, 'part' as const),
      one: fc.nat(4),
      other: fc.nat(4),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const subjects = []
        for (let i = 0; i < 5; i++) subjects.push(await register(`演示群${i}有限公司`))
        const ids = subjects.map(({ id }) => id)
        const joined = new Set<string>()
        const groupOf = (at: number): number[] => groupBy(joined, at)
        for (const each of steps) await take(each, ids, joined)
        await expectGroups(subjects, groupOf)
      }),
      { numRuns: 15 },
    )
  }, 120_000)
})

describe('an adverse record whose name disagrees with its number', () => {
  test('is held back, on the page and in search, until the register bears the name', async () => {
    const { uscc } = await register('演示甲名有限公司')
    const held = await punish(uscc, '奇异之名有限公司')
    expect(await penalties(uscc)).toEqual([])
    const found = await world.search.search('奇异之名', 5, undefined, world.clock.today())
    expect(found.items).toEqual([])
    await register('奇异之名有限公司', uscc)
    expect(await penalties(uscc)).toEqual([held])
  })

  test('a former name agrees: the decision may be older than the renaming', async () => {
    const { uscc } = await register('演示曾用有限公司')
    await register('演示现用有限公司', uscc)
    const shown = await punish(uscc, '演示曾用有限公司')
    expect(await penalties(uscc)).toEqual([shown])
  })

  test('is held back when the register takes the name back as entered in error, until it gives it anew', async () => {
    const { uscc } = await register('演示误登有限公司')
    const shown = await punish(uscc, '演示误登有限公司')
    expect(await penalties(uscc)).toEqual([shown])
    await takeBack(uscc, 'entered-in-error')
    await register('演示正登有限公司', uscc)
    expect(await penalties(uscc)).toEqual([])
    expect(await world.page(uscc)).toMatchObject({ name: '演示正登有限公司', formerNames: [] })
    const found = await world.search.search('演示误登', 5, undefined, world.clock.today())
    expect(found.items.map(({ name }) => name)).not.toContain('演示误登有限公司')
    await register('演示误登有限公司', uscc)
    expect(await penalties(uscc)).toEqual([shown])
  })

  test('is not held back when the register takes a record back for another reason, or names it elsewhere', async () => {
    const { uscc } = await register('演示注销有限公司')
    const shown = await punish(uscc, '演示注销有限公司')
    await takeBack(uscc, 'ended')
    await register('演示注销后有限公司', uscc)
    expect(await penalties(uscc)).toEqual([shown])
    const again = await register('演示两登有限公司')
    const twice = await punish(again.uscc, '演示两登有限公司')
    await register('演示两登有限公司', again.uscc, otherRegistry)
    await takeBack(again.uscc, 'entered-in-error')
    expect(await penalties(again.uscc)).toEqual([twice])
  })

  test('nobody but who registers takes a name back', async () => {
    const { uscc } = await register('演示旁人有限公司')
    const shown = await punish(uscc, '演示旁人有限公司')
    const row = gradeA(`999999${uscc.slice(8, 17)}`, '演示旁人有限公司', 2025)
    await world.submit(tax, { type: 'cn.tax-a-grade-list', csv: csvOf([row]) })
    const csv = `record_id,withdrawal_reason\n${row.record_id},entered-in-error\n`
    await world.submit(tax, { type: 'cn.tax-a-grade-list', operation: 'withdraw', csv })
    expect(await penalties(uscc)).toEqual([shown])
    expect(
      await database.query(
        'select 1 from subject_name_mistakes m join identifiers i using (subject_id) where i.value = $1',
        [uscc],
      ),
    ).toEqual([])
  })

  test('is held back through a link, and again when the link that made its name agree is gone', async () => {
    const [one, other] = [await register('演示连甲有限公司'), await register('演示连乙有限公司')]
    const [stray, foreign] = [
      await punish(one.uscc, '演示丙有限公司'),
      await punish(one.uscc, '演示连乙有限公司'),
    ]
    expect(await penalties(one.uscc)).toEqual([])
    await act('link', one.id, other.id)
    expect(await penalties(other.uscc)).toEqual([foreign])
    expect(await penalties(other.uscc)).not.toContain(stray)
    await act('part', one.id, other.id)
    expect(await penalties(one.uscc)).toEqual([])
  })
})

test('all that was entered of it can be worked out again from what the database holds', async () => {
  const { acts, difference } = await world.audit()
  expect(difference).toBeNull()
  expect(acts).toBeGreaterThan(2)
})
