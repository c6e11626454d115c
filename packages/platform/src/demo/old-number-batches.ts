// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays, type CivilDate, yearOf } from '../kernel/civil-date.ts'
import { present } from '../kernel/refusal.ts'
import {
  completeBusinessRegistration,
  DEMO_DIVISION,
  organisationCodeOfUscc,
} from '../modules/identifiers/index.ts'
import { closed, findPlayer } from './cast-batches.ts'
import { type DemoBatch, demoBatch } from './demo-batch.ts'
import { type DemoWorld, HISTORY_DAYS } from './demo-world.ts'
import { offences } from './name-parts/offences.ts'
import type { DemoOrganisation } from './organisations.ts'
import { type DemoParticipant, getDemoParticipant } from './participants.ts'
import { formerName } from './penalties.ts'
import { aboutPenalties, penaltyCells, penaltyHeadings } from './penalty-batches.ts'
import { seededChance } from './seeded-chance.ts'

const CODE_HEADING = '行政相对人代码_1(统一社会信用代码)'
const codeAt = penaltyHeadings.indexOf(CODE_HEADING)
const BY_ORGANISATION_CODE = 30
const FIRST_DAYS_BACK = [120, 210] as const

/** Whom a row means that has its old registration number alone, and what is to become of the two. */
export type OldNumber = {
  readonly registrationNumber: string
  readonly organisation: DemoOrganisation
  readonly partyName: string
  readonly outcome: 'linked' | 'declined' | 'open' | 'asserted' | 'none'
}

const outcomes: readonly OldNumber['outcome'][] = [
  'declined',
  ...Array<'open'>(4).fill('open'),
  ...Array<'asserted'>(3).fill('asserted'),
  ...Array<'none'>(8).fill('none'),
]

/** The first is of the cast. */
export function oldNumbers(world: DemoWorld): OldNumber[] {
  const others = oldCompanies(world)
  const linked = findPlayer(world, 'linked')
  return [
    { ...numbered(linked), outcome: 'linked' },
    ...outcomes.map((outcome, at) => {
      const organisation = present(others[at], 'there are companies enough')
      const stated = { ...numbered(organisation), outcome }
      // A branch is never its head; one that was renamed bore another name then.
      if (outcome === 'declined') return { ...stated, partyName: `${organisation.name}示东区分公司` }
      return outcome === 'open' && at % 2 === 0
        ? { ...stated, partyName: formerName(organisation.name) }
        : stated
    }),
  ]
}

function oldCompanies({ organisations, begunOn }: DemoWorld): DemoOrganisation[] {
  const before = addDays(begunOn, -1_000)
  return organisations.filter(
    ({ kind, role, endedOn, registeredOn }) =>
      kind === 'company' && role === null && endedOn === null && registeredOn < before,
  )
}

function numbered(organisation: DemoOrganisation): Omit<OldNumber, 'outcome'> {
  const chance = seededChance(`old number ${organisation.uscc}`)
  const digits = (min: number, max: number, width: number): string =>
    String(chance.between(min, max)).padStart(width, '0')
  // No month in it: old numbers of persons have as many digits, with the day of birth at this place.
  const serial = digits(0, 59, 2) + digits(20, 99, 2) + digits(0, 9_999, 4)
  const number = completeBusinessRegistration(DEMO_DIVISION + serial)
  return {
    registrationNumber: present(number, 'the parts make a number'),
    organisation,
    partyName: organisation.name,
  }
}

/** Penalties from before the unified code was in every system: by organisation code, or by registration number. */
export function oldNumberBatches(world: DemoWorld): DemoBatch[] {
  const emergency = getDemoParticipant('demo-emergency')
  const companies = oldCompanies(world)
  const byCode = [findPlayer(world, 'linked'), ...companies.slice(-world.portion(BY_ORGANISATION_CODE))]
  const market = getDemoParticipant('demo-market-regulation')
  return [
    // Before the registers: what their numbers are computed from is met first, and joined when they come.
    oldFile(emergency, '行政相对人代码_3(组织机构代码)', HISTORY_DAYS + 1, (body) =>
      byCode.map((one, at) => rowOf(world, body, one, one.name, organisationCodeOfUscc(one.uscc) ?? '', at)),
    ),
    oldFile(market, '行政相对人代码_2(工商注册号)', HISTORY_DAYS, (body) =>
      oldNumbers(world).map((one, at) =>
        rowOf(world, body, one.organisation, one.partyName, one.registrationNumber, at),
      ),
    ),
  ]
}

function oldFile(
  body: DemoParticipant,
  heading: string,
  daysAgo: number,
  rowsOf: (body: DemoParticipant) => string[][],
): DemoBatch {
  return demoBatch({
    ...aboutPenalties(body),
    key: 'penalties-under-old-numbers',
    title: { zh: `${body.name.zh}：旧号码的处罚`, en: `${body.name.en}: penalties under old numbers` },
    daysAgo,
    content: {
      form: 'csv',
      headings: penaltyHeadings.map((one) => (one === CODE_HEADING ? heading : one)),
      rows: rowsOf(body),
    },
  })
}

function rowOf(
  world: DemoWorld,
  body: DemoParticipant,
  organisation: DemoOrganisation,
  partyName: string,
  number: string,
  at: number,
): string[] {
  const decidedOn: CivilDate = addDays(
    world.turnOn,
    -FIRST_DAYS_BACK[body.code === 'demo-emergency' ? 1 : 0] - at * 5,
  )
  const cells = penaltyCells(body, {
    organisation,
    partyName,
    decidedOn,
    decisionNumber: `${body.mark}旧罚〔${yearOf(decidedOn)}〕${at + 1}号`,
    offence: present(offences.get(body.code)?.[0], 'the body penalises something'),
    sanction: closed,
  })
  return cells.with(codeAt, number)
}
