// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays } from '../kernel/civil-date.ts'
import { present } from '../kernel/refusal.ts'
import { change, columnOf, type Slip, withWrongCheck, write } from './careless-penalties.ts'
import { type DemoBatch, demoBatch } from './demo-batch.ts'
import type { DemoWorld } from './demo-world.ts'
import { getDemoParticipant } from './participants.ts'
import { aboutPenalties, penaltyHeadings } from './penalty-batches.ts'
import { personCells } from './person-penalty-batches.ts'
import type { DemoPerson } from './persons.ts'
import { seededChance } from './seeded-chance.ts'

const body = { ...getDemoParticipant('demo-health'), mark: '演卫补' }
const DAYS_AGO = 20
const ROWS = 30
const facts = columnOf('违法事实')
const remarks = columnOf('备注')
const number = columnOf('证件号码')

/** What may be recorded of nobody, and numbers where they do not belong. */
function slipsAbout({ residentId }: DemoPerson, uscc: string): readonly Slip[] {
  return [
    write(facts, '当事人信仰佛教。'),
    write(remarks, '血型为A型。'),
    write(remarks, '当事人患有糖尿病。'),
    write(facts, '已采集指纹信息：演示。'),
    write(remarks, '月收入8000元。'),
    write(remarks, '名下有房产两套。'),
    write(remarks, '【机密】演示材料'),
    write(remarks, `同行人证件号码${residentId}。`),
    change(number, withWrongCheck),
    change(number, (id) => id.slice(0, 16)),
    write(number, ''),
    write(columnOf('行政相对人代码_1(统一社会信用代码)'), uscc),
    write(columnOf('行政处罚决定书文号'), ''),
    // The number of a card that nobody holds: schemes publish it for tests.
    write(columnOf('处罚内容'), '罚款已由6200000000000005账户缴纳'),
  ]
}

export function carelessPersons(world: DemoWorld): DemoBatch {
  const chance = seededChance('careless persons')
  const lastDay = addDays(world.day, -DAYS_AGO - 5)
  const other = present(world.persons[0], 'there are persons')
  const company = present(
    world.organisations.find(({ role }) => role === null),
    'there are companies',
  )
  const slips = slipsAbout(other, company.uscc)
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const cells = personCells(body, chance.pick(world.persons), row, lastDay, chance)
    if (row % 2 === 1) slips[(row - 1) / 2]?.(cells)
    return cells
  })
  return demoBatch({
    ...aboutPenalties(body),
    key: 'careless-persons',
    title: {
      zh: `${body.name.zh}：自然人补报（有差错）`,
      en: `${body.name.en}: late rows of persons, with faults`,
    },
    daysAgo: DAYS_AGO,
    careless: true,
    content: { form: 'csv', headings: penaltyHeadings, rows },
  })
}
