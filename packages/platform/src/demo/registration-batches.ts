// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays } from '../kernel/civil-date.ts'
import { DEMO_DIVISION } from '../modules/identifiers/index.ts'
import { FORMER_NAME } from './cast.ts'
import { type DemoBatch, demoBatch } from './demo-batch.ts'
import { type DemoWorld, HISTORY_DAYS } from './demo-world.ts'
import { demoCity, demoProvince } from './name-parts/places.ts'
import type { DemoOrganisation } from './organisations.ts'
import { type DemoParticipant, demoParticipants, getDemoParticipant } from './participants.ts'
import { representativeOf } from './representatives.ts'

const sampleHeadings = ['uscc', 'name', 'reg_date', 'type', 'reg_capital', 'province', 'city']
export const registrationHeadings = [
  ...['uscc', 'name', 'registered_on', 'ended_on', 'organisation_type', 'registered_capital'],
  ...['registered_capital_currency', 'registered_capital_text', 'division', 'province', 'city'],
  ...['registered_address', 'registration_authority', 'legal_representative', 'legal_representative_id'],
] as const

/** Since when some are struck off or renamed. */
const CHANGES_DAYS_AGO = 30
const STRUCK_OFF = 25

/** One list from each body that registers; the registry of public institutions writes a format of its own. */
export function registrationBatches({ organisations }: DemoWorld): DemoBatch[] {
  return demoParticipants
    .filter((one) => one.functions.includes('registration-authority'))
    .map((body) => {
      const own = organisations
        .filter((one) => one.registrar === body.code)
        .map((one) => (one.role === 'renamed' ? { ...one, name: FORMER_NAME } : one))
      const isSample = body.code === 'demo-institution-registry'
      return demoBatch({
        ...aboutRegister(body),
        key: 'register',
        profile: isSample ? 'registry-sample' : 'default',
        daysAgo: HISTORY_DAYS,
        content: {
          form: 'csv',
          headings: isSample ? sampleHeadings : registrationHeadings,
          rows: own.map(isSample ? sampleCells : registrationCells),
        },
      })
    })
}

/** What has changed since: one goes by another name, some are struck off. */
export function registerChanges({ organisations, day, portion }: DemoWorld): DemoBatch {
  const body = getDemoParticipant('demo-market-regulation')
  const endedOn = addDays(day, -CHANGES_DAYS_AGO - 5)
  const renamed = organisations.filter(({ role }) => role === 'renamed')
  const struckOff = organisations
    .filter(({ role, registrar }) => role === null && registrar === body.code)
    .filter((one) => one.endedOn === null)
    .slice(0, portion(STRUCK_OFF))
    .map((one) => ({ ...one, endedOn }))
  return demoBatch({
    ...aboutRegister(body),
    key: 'register-changes',
    title: { zh: `${body.name.zh}：登记变更`, en: `${body.name.en}: changes of the register` },
    daysAgo: CHANGES_DAYS_AGO,
    content: {
      form: 'csv',
      headings: registrationHeadings,
      rows: [...renamed, ...struckOff].map(registrationCells),
    },
  })
}

function aboutRegister({
  code,
  name,
}: DemoParticipant): Pick<DemoBatch, 'furnisher' | 'type' | 'profile' | 'title'> {
  const title = { zh: `${name.zh}：登记名录`, en: `${name.en}: register` }
  return { furnisher: code, type: 'cn.registration', profile: 'default', title }
}

const currencies = { CNY: '人民币', USD: '美元' } as const

function capitalText({ capital }: DemoOrganisation): string {
  return capital === null ? '' : `${capital.amount}(万元${currencies[capital.currency]})`
}

function sampleCells(one: DemoOrganisation): string[] {
  return [one.uscc, one.name, one.registeredOn, one.type, capitalText(one), demoProvince, demoCity]
}

export function registrationCells(one: DemoOrganisation): string[] {
  const { capital } = one
  const representative = representativeOf(one)
  return [
    ...[one.uscc, one.name, one.registeredOn, one.endedOn ?? '', one.type],
    ...[capital === null ? '' : String(capital.amount * 10_000), capital?.currency ?? '', capitalText(one)],
    ...[DEMO_DIVISION, demoProvince, demoCity, one.address, getDemoParticipant(one.registrar).name.zh],
    ...[representative.name, representative.residentId],
  ]
}
