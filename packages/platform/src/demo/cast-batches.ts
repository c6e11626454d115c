// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays, type CivilDate, yearOf } from '../kernel/civil-date.ts'
import { present } from '../kernel/refusal.ts'
import { FORMER_NAME, type Role } from './cast.ts'
import { type DemoBatch, demoBatch } from './demo-batch.ts'
import { type DemoWorld, HISTORY_DAYS } from './demo-world.ts'
import type { Sanction } from './invent-sanction.ts'
import { offences } from './name-parts/offences.ts'
import type { DemoOrganisation } from './organisations.ts'
import { type DemoParticipant, getDemoParticipant } from './participants.ts'
import type { DemoPenalty } from './penalties.ts'
import { aboutPenalties, penaltyCells, penaltyHeadings } from './penalty-batches.ts'

const fined: Sanction = {
  decisionName: '行政处罚决定书',
  procedure: '普通程序',
  kinds: '罚款',
  content: '罚款人民币28000元',
  fine: 28_000,
  confiscated: 0,
  takesPermit: false,
}
/** Published for longer: what happened some time ago is still to be seen. */
export const closed: Sanction = {
  ...fined,
  kinds: '罚款、责令停产停业',
  content: '责令停产停业整顿；罚款人民币120000元',
  fine: 120_000,
}

type Deed = {
  readonly role: Role
  readonly body: string
  /** Before the last day on which anything was decided. */
  readonly daysBack: number
  readonly sanction: Sanction
  readonly partyName?: string
}

const deeds: readonly Deed[] = [
  { role: 'penalised', body: 'demo-market-regulation', daysBack: 70, sanction: fined },
  // Longer ago than any rule publishes a penalty, and not as long as it is kept.
  { role: 'over', body: 'demo-transport', daysBack: 1_370, sanction: fined },
  {
    role: 'misnamed',
    body: 'demo-housing',
    daysBack: 60,
    sanction: closed,
    partyName: '演示市恒岳建设有限公司',
  },
  { role: 'linked', body: 'demo-ecology', daysBack: 45, sanction: fined },
  { role: 'renamed', body: 'demo-customs', daysBack: 240, sanction: closed, partyName: FORMER_NAME },
  { role: 'renamed', body: 'demo-customs', daysBack: 20, sanction: fined },
]

/** What is told of the cast, sent by the bodies that decided it. */
export function castBatches(world: DemoWorld): DemoBatch[] {
  return deeds.map((deed) => {
    const body = getDemoParticipant(deed.body)
    const penalty = penaltyOf(world, body, deed)
    return demoBatch({
      ...aboutPenalties(body),
      key: `notice-${penalty.decisionNumber.replace(/\D+/g, '-')}-${deed.role}`,
      title: { zh: `${body.name.zh}：补充报送`, en: `${body.name.en}: a row sent later` },
      daysAgo: penalty.decidedOn < world.turnOn ? HISTORY_DAYS : 0,
      content: { form: 'csv', headings: penaltyHeadings, rows: [penaltyCells(body, penalty)] },
    })
  })
}

function penaltyOf(world: DemoWorld, body: DemoParticipant, deed: Deed): DemoPenalty {
  const organisation = findPlayer(world, deed.role)
  const decidedOn = addDays(world.lastOn, -deed.daysBack)
  return {
    organisation,
    partyName: deed.partyName ?? organisation.name,
    decidedOn,
    decisionNumber: numberOf(body, decidedOn, deed.daysBack),
    offence: present(offences.get(body.code)?.[0], 'the body penalises something'),
    sanction: deed.sanction,
  }
}

export function findPlayer({ organisations }: DemoWorld, role: Role): DemoOrganisation {
  return present(
    organisations.find((one) => one.role === role),
    'everybody of the cast is in the world',
  )
}

/** A series of its own beside those of the tidy files. */
function numberOf({ mark }: DemoParticipant, decidedOn: CivilDate, serial: number): string {
  return `${mark}专罚〔${yearOf(decidedOn)}〕${serial}号`
}
