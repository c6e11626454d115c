// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Example } from '../http/house.ts'
import type { CivilDate } from '../kernel/civil-date.ts'
import type { Database } from '../kernel/db/database.ts'
import type { Bilingual } from '../kernel/messages.ts'

type Found = { readonly id: string; readonly name: string; readonly identifier: string }
type Chosen = { readonly on: CivilDate; readonly examples: readonly Example[] }

const chosen = new WeakMap<Database, Chosen>()

/**
 * Three invented organisations worth opening: one in good standing, one with a penalty, one much recorded. Kept for
 * the day once all three are found: while the demo world is being made there may be fewer.
 */
export async function demoExamples(database: Database): Promise<readonly Example[]> {
  const today = database.clock.today()
  const known = chosen.get(database)
  if (known?.on === today) return known.examples
  const examples = await chooseExamples(database, today)
  if (examples.length === choices.length) chosen.set(database, { on: today, examples })
  return examples
}

async function chooseExamples(database: Database, today: CivilDate): Promise<readonly Example[]> {
  const examples: Example[] = []
  for (const { having, order, why } of choices) {
    const taken = examples.map(({ id }) => id)
    const [found] = await database.query<Found>(statement(having, order), [today, taken])
    if (found) examples.push({ ...found, why })
  }
  return examples
}

type Choice = { readonly having: string; readonly order: string; readonly why: Bilingual }

const aGrades = `count(*) filter (where type = 'cn.tax-a-grade-list')`
const adverse = `count(*) filter (where polarity = 'adverse')`
const shown = `count(*) filter (where published)`
const shownAdverse = `count(*) filter (where published and polarity = 'adverse')`
const shownGrades = `count(*) filter (where published and type = 'cn.tax-a-grade-list')`

const choices: readonly Choice[] = [
  {
    having: `${shownGrades} = 1 and ${adverse} = 0`,
    order: `${aGrades} desc`,
    why: { zh: '守信良好：现为A级纳税人', en: 'In good standing: an A-grade taxpayer today' },
  },
  {
    having: `${shownAdverse} = 1 and ${adverse} = 1 and ${shownGrades} = 0`,
    order: 'count(*) desc',
    why: { zh: '有一条公示期内的行政处罚', en: 'One administrative penalty, still published' },
  },
  {
    having: `${shown} > 2`,
    order: `${shown} desc, count(*) desc`,
    why: { zh: '公示记录最多', en: 'The most published records' },
  },
]

/** Organisations of the demo division only: a demo node may hold a visitor's own files too. */
function statement(having: string, order: string): string {
  return `
with latest as materialized (
  select distinct on (v.subject_id, v.record_id)
    v.subject_id, v.type, v.polarity, v.came_by_value, v.name_key, v.withdrawn, v.public_from, v.public_until,
    v.edition, v.furnisher_id
  from v_record_versions v
  where v.came_by_scheme = 'cn.uscc' and substr(v.came_by_value, 3, 6) = '999999'
  order by v.subject_id, v.record_id, v.version_no desc
), judged as (
  select l.subject_id, l.type, l.polarity, l.came_by_value,
    not l.withdrawn and l.public_from <= $1::date and (l.public_until is null or l.public_until > $1::date)
      and (l.edition is null or not exists (
        select 1 from v_record_editions e
        where e.furnisher_id = l.furnisher_id and e.type = l.type and e.edition > l.edition
          and e.opened_on <= $1::date))
      and (l.polarity <> 'adverse' or l.name_key is null or exists (
        select 1 from v_subject_names n
        where n.subject_id = l.subject_id and n.registered and n.name_key = l.name_key)) as published
  from latest l
  where not l.withdrawn
), counted as (
  select subject_id, came_by_value, row_number() over (order by ${order}, came_by_value) as place
  from judged
  group by subject_id, came_by_value
  having ${having} and subject_id <> all($2::uuid[])
)
select c.subject_id as "id", n.name as "name", c.came_by_value as "identifier"
from counted c
join lateral (
  select n.name from v_subject_names n
  where n.subject_id = c.subject_id and n.registered order by n.tick desc, n.name limit 1
) n on true
order by c.place limit 1`
}
