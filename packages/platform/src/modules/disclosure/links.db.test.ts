// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openWorld } from '../../../test/world.ts'
import type { ProposalId, SubjectId } from '../../kernel/ids.ts'
import { completeOrganisationCode, completeUscc } from '../identifiers/index.ts'
import {
  decideLink,
  findIdentifiers,
  linkAsserted,
  listLinkProposals,
  proposeLink,
} from '../subjects/index.ts'

const world = await openWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const authority = await world.furnisher('authority', 'penalty-authority')
const tax = await world.furnisher('tax', 'tax-authority')
const { database } = world
const clerk = { participantId: registry.participantId, holder: 'clerk-1' }
const chief = { participantId: registry.participantId, holder: 'clerk-2' }
const evidence = ['register-extract']

let made = 0
function newUscc(kind = '91'): string {
  made++
  const code = completeOrganisationCode(`D${String(made).padStart(7, '0')}`)
  return (code && completeUscc(`${kind}999999`, code)) as string
}

async function register(name: string, uscc = newUscc()): Promise<{ uscc: string; id: SubjectId }> {
  const csv = `uscc,name,registered_on\n${uscc},${name},2020-01-02\n`
  await world.submit(registry, { type: 'cn.registration', csv })
  return { uscc, id: await subjectOf(uscc) }
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

async function act(what: 'link' | 'part', joiningId: SubjectId, otherId: SubjectId): Promise<void> {
  const id = await proposeLink(database, clerk, { act: what, joiningId, otherId, evidence })
  await decideLink(database, chief, id, 'approved')
}

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

type Step = { readonly what: 'link' | 'part'; readonly one: number; readonly other: number }

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
  test('read two subjects as one; the page of either is the same, and the proposal no longer waits', async () => {
    const [one, other] = [await register('演示归一有限公司'), await register('演示归二有限公司')]
    const proposal = { act: 'link', joiningId: one.id, otherId: other.id, evidence } as const
    const id = await proposeLink(database, clerk, proposal)
    expect((await listLinkProposals(database, null, 100)).map((each) => each.proposalId)).toContain(id)
    expect((await world.page(other.uscc)).name).toBe('演示归二有限公司')
    await decideLink(database, chief, id, 'approved')
    expect((await world.page(other.uscc)).id).toBe(one.id)
    expect(await world.page(other.uscc)).toMatchObject({
      name: '演示归一有限公司',
      formerNames: ['演示归二有限公司'],
    })
    expect((await listLinkProposals(database, null, 100)).map((each) => each.proposalId)).not.toContain(id)
    const queued = await database.query("select 1 from log_queue where kind = 'subjects.linked'")
    expect(queued.length).toBeGreaterThan(0)
  })

  test('means two: who proposed may not decide, and nothing is decided twice', async () => {
    const [one, other] = [await register('演示双人甲有限公司'), await register('演示双人乙有限公司')]
    const id = await proposeLink(database, clerk, {
      act: 'link',
      joiningId: one.id,
      otherId: other.id,
      evidence,
    })
    await expect(decideLink(database, clerk, id, 'approved')).rejects.toMatchObject({
      code: 'LINK_SAME_OFFICER',
    })
    await expect(decideLink(database, clerk, id, 'rejected')).rejects.toMatchObject({
      code: 'LINK_SAME_OFFICER',
    })
    await decideLink(database, chief, id, 'rejected')
    await expect(decideLink(database, chief, id, 'approved')).rejects.toMatchObject({
      code: 'LINK_PROPOSAL_DECIDED',
    })
    expect((await world.page(other.uscc)).id).toBe(other.id)
    const unknown = '00000000-0000-7000-8000-000000000001' as ProposalId
    await expect(decideLink(database, chief, unknown, 'approved')).rejects.toMatchObject({
      code: 'LINK_PROPOSAL_UNKNOWN',
    })
  })

  test('two that decide at once: one of them does', async () => {
    const [one, other] = [await register('演示抢先甲有限公司'), await register('演示抢先乙有限公司')]
    const id = await proposeLink(database, clerk, {
      act: 'link',
      joiningId: one.id,
      otherId: other.id,
      evidence,
    })
    const third = { ...chief, holder: 'clerk-3' }
    const outcomes = await Promise.allSettled([
      decideLink(database, chief, id, 'approved'),
      decideLink(database, third, id, 'approved'),
    ])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('never join a firm to a shop, a subject to itself or to nobody, on evidence in words, or twice', async () => {
    const [firm, shop] = [await register('演示公司有限公司'), await register('演示小店', newUscc('92'))]
    const propose = (
      joiningId: SubjectId,
      otherId: SubjectId,
      what: 'link' | 'part' = 'link',
      why = evidence,
    ) => proposeLink(database, clerk, { act: what, joiningId, otherId, evidence: why })
    const nobody = '00000000-0000-7000-8000-000000000002' as SubjectId
    await expect(propose(firm.id, shop.id)).rejects.toMatchObject({ code: 'LINK_ACROSS_KINDS' })
    await expect(propose(firm.id, firm.id)).rejects.toMatchObject({ code: 'LINK_SAME_SUBJECT' })
    await expect(propose(firm.id, nobody)).rejects.toMatchObject({ code: 'SUBJECT_UNKNOWN' })
    const other = await register('演示另一有限公司')
    for (const why of [
      [],
      ['张三说的'],
      Array(9)
        .fill('register-extract')
        .map((code, i) => `${code}${i}`),
    ]) {
      await expect(propose(firm.id, other.id, 'link', why)).rejects.toMatchObject({
        code: 'LINK_EVIDENCE_UNKNOWN',
      })
    }
    await expect(propose(firm.id, other.id, 'part')).rejects.toMatchObject({ code: 'LINK_NONE' })
    await act('link', firm.id, other.id)
    await expect(propose(other.id, firm.id)).rejects.toMatchObject({ code: 'LINK_ALREADY' })
  })
})

describe('the registrar', () => {
  test('links a former number by its own word, once; nobody else does', async () => {
    const [now, before] = [await register('演示新号有限公司'), await register('演示旧号有限公司')]
    const asserted = {
      number: { scheme: 'cn.uscc', value: now.uscc },
      formerNumber: { scheme: 'cn.uscc', value: before.uscc },
    }
    const { catalogue } = world.collection.catalogues.current()
    await expect(linkAsserted(database, catalogue, authority, asserted)).rejects.toMatchObject({
      code: 'LINK_NOT_REGISTRAR',
    })
    expect(await linkAsserted(database, catalogue, registry, asserted)).toBe(true)
    expect(await linkAsserted(database, catalogue, registry, asserted)).toBe(false)
    expect(await world.page(before.uscc)).toMatchObject({ id: now.id, name: '演示新号有限公司' })
    const unknown = { ...asserted, formerNumber: { scheme: 'cn.uscc', value: newUscc() } }
    await expect(linkAsserted(database, catalogue, registry, unknown)).rejects.toMatchObject({
      code: 'SUBJECT_UNKNOWN',
    })
    const shop = await register('演示商铺', newUscc('92'))
    const across = { ...asserted, formerNumber: { scheme: 'cn.uscc', value: shop.uscc } }
    await expect(linkAsserted(database, catalogue, registry, across)).rejects.toMatchObject({
      code: 'LINK_ACROSS_KINDS',
    })
    await act('part', now.id, before.id)
    expect((await world.page(before.uscc)).id).toBe(before.id)
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
