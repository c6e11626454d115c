// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'
import { addDays, instantOf, parseCivilDate } from '../kernel/civil-date.ts'
import type { Bilingual } from '../kernel/messages.ts'
import { DemoExamples } from './examples.ts'
import { makeDemoWorld } from './make-demo-world.ts'
import { needsDemoWorld } from './needs-demo-world.ts'
import { demoParticipants } from './participants.ts'

const AT = '2026-06-15T02:00:00.000Z'
const today = parseCivilDate('2026-06-15')
const SMALL = 0.03

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'probity-demo-'))
  afterAll(() => rm(made, { recursive: true, force: true }))
  return made
}

type Told = (done: number, total: number, title: Bilingual) => unknown

const make = (world: World, dataDir: string, progress: Told = () => undefined, signal?: AbortSignal) =>
  makeDemoWorld(world, {
    dataDir,
    progress,
    share: SMALL,
    ...(signal ? { signal } : {}),
  })

const sums = {
  batches: `select p.code, b.type, b.operation, b.door, b.format, b.state, b.refusal, b.received_on, b.rows, b.faulty
    from batches b join participants p on p.participant_id = b.furnisher_id order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`,
  records: 'select type, polarity, count(*) as n from record_versions group by 1, 2 order by 1, 2',
  quarantine: `select type, codes, state, entered_on, expire_on, holder, count(*) as n from quarantined_rows
    group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6`,
  acts: `select a.kind, a.proposer, a.content -> 'evidence' as evidence, a.proposed_at::date, o.outcome, count(*) as n
    from two_officer_acts a left join two_officer_outcomes o using (act_id)
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`,
  links: `select reason, count(*) as n from link_grounds group by 1 order by 1`,
}

const summary = async ({ database }: World) =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(sums).map(async ([name, text]) => [name, await database.query(text)] as const),
    ),
  )

const wholeAt = await folder()
const whole = await openWorld(AT)

test('a node is filled once, and tells how far it is', async () => {
  expect(await needsDemoWorld(whole)).toBe(true)
  const steps: number[] = []
  let of = 0
  await make(whole, wholeAt, (done, total) => {
    steps.push(done)
    of = total
  })
  expect(steps).toEqual(Array.from({ length: of }, (_, at) => at + 1))
  expect(of).toBeGreaterThan(60)
  expect(await needsDemoWorld(whole)).toBe(false)
  const keys = await readdir(join(wholeAt, 'keys'))
  expect(keys.length).toBe(demoParticipants.length + 4)
}, 180_000)

test('a start that was stopped again and again makes the same world as one that was not', async () => {
  const [stopped, dataDir] = [await openWorld(AT), await folder()]
  // While files wait to be worked on, behind what clerks and officers have done, among the last files.
  for (const step of [2, 35, 45, 54]) {
    const stop = new AbortController()
    const stopAt: Told = (done) => done === step && stop.abort()
    await make(stopped, dataDir, stopAt, stop.signal)
    expect(await needsDemoWorld(stopped)).toBe(true)
    // The next start is on another day: the files are those of the first.
    stopped.clock.set(instantOf(stopped.clock.nowMs() + 86_400_000))
  }
  await make(stopped, dataDir)
  expect(await needsDemoWorld(stopped)).toBe(false)
  expect(await summary(stopped)).toEqual(await summary(whole))
  const late = await stopped.database.query(
    `select 1 from batches
     where received_on < $1 and (completed_at at time zone 'Asia/Shanghai')::date <> received_on`,
    [today],
  )
  expect(late, 'what waited of a day was done as of that day').toEqual([])
}, 180_000)

test('faulty rows are of several ages, one near its end, and have left in every way', async () => {
  const rows = await whole.database.query<{ state: string; enteredOn: string; expireOn: string }>(
    'select state, entered_on as "enteredOn", expire_on as "expireOn" from quarantined_rows',
  )
  const states = new Set(rows.map(({ state }) => state))
  expect(states).toEqual(new Set(['waiting', 'corrected', 'superseded', 'released']))
  const waiting = rows.filter(({ state }) => state === 'waiting')
  const days = new Set(waiting.map(({ enteredOn }) => enteredOn))
  expect(days.size).toBeGreaterThan(6)
  expect(days).toContain(addDays(today, -84))
  expect(waiting.filter(({ expireOn }) => expireOn === addDays(today, 6)).length).toBeGreaterThan(3)
})

test('of two releases one is done and one waits for another officer', async () => {
  expect(await actsOf('quarantine.release')).toEqual([
    { proposer: 'clerk-1', decider: 'clerk-2', outcome: 'seconded' },
    { proposer: 'clerk-1', decider: null, outcome: null },
  ])
})

test('links are computed, asserted and decided; one is declined, and some wait with their evidence', async () => {
  const { links } = await summary(whole)
  expect(links?.map(({ reason }) => reason)).toEqual([
    'computed-from-number',
    'registration-authority',
    'two-officers',
  ])
  const outcomes = (await actsOf('subjects.link')).map(({ outcome }) => outcome)
  expect(outcomes).toEqual(['declined', 'seconded', null, null, null, null])
})

async function actsOf(
  kind: string,
): Promise<{ proposer: string; decider: string | null; outcome: string | null }[]> {
  return whole.database.query(
    `select a.proposer, o.decider, o.outcome from two_officer_acts a left join two_officer_outcomes o using (act_id)
     where a.kind = $1 order by o.outcome nulls last, a.act_id`,
    [kind],
  )
}

test('persons came by number alone, and nothing of them is public', async () => {
  const kinds = await whole.database.query<{ scheme: string; n: number }>(
    `select i.scheme, count(*) as n from identifiers i join subjects s using (subject_id)
     where s.kind = 'person' group by 1`,
  )
  expect(kinds).toEqual([{ scheme: 'cn.rid', n: 9 }])
  const shown = await whole.database.query(
    `select 1 from v_record_versions v join subjects s using (subject_id)
     where s.kind = 'person' and (v.public_from is not null or v.face <> '') limit 1`,
  )
  expect(shown).toEqual([])
})

test('what is told of each example is what a reader sees', async () => {
  const { search, reports } = whole
  const examples = await new DemoExamples({ search, reports }).list(today, 0)
  expect(examples.map(({ why }) => why.en)).toHaveLength(6)
  const page = async (name: string) => whole.page(examples.find((one) => one.name.includes(name))?.id ?? '')
  const adverse = async (name: string) =>
    (await page(name)).records.filter(({ polarity }) => polarity === 'adverse').length
  expect(await adverse('守诺')).toBe(0)
  expect(await adverse('晴川')).toBe(1)
  expect(await adverse('远途')).toBe(0)
  expect(await adverse('恒岳')).toBe(0)
  expect(await adverse('双桥')).toBe(3)
  expect((await page('新港')).formerNames).toEqual(['演示市新港贸易有限公司'])
})
