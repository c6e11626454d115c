// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { DEMO_DIVISION } from '../modules/identifiers/index.ts'
import { type DemoBatch, encodeUtf8 } from './demo-batch.ts'
import { demoCity, demoProvince } from './name-parts/places.ts'
import type { DemoOrganisation } from './organisations.ts'
import { demoParticipants, getDemoParticipant } from './participants.ts'
import { representativeOf } from './representatives.ts'
import { writeCsv } from './write-csv.ts'

const sampleHeadings = ['uscc', 'name', 'reg_date', 'type', 'reg_capital', 'province', 'city']
const headings = [
  ...['uscc', 'name', 'registered_on', 'ended_on', 'organisation_type', 'registered_capital'],
  ...['registered_capital_currency', 'registered_capital_text', 'division', 'province', 'city'],
  ...['registered_address', 'registration_authority', 'legal_representative', 'legal_representative_id'],
]

/** One list from each body that registers; the registry of public institutions writes a format of its own. */
export function registrationBatches(organisations: readonly DemoOrganisation[]): DemoBatch[] {
  return demoParticipants
    .filter((one) => one.functions.includes('registration-authority'))
    .map(({ code, name }) => {
      const own = organisations.filter((one) => one.registrar === code)
      const isSample = code === 'demo-institution-registry'
      const csv = isSample
        ? writeCsv(sampleHeadings, own.map(sampleCells))
        : writeCsv(headings, own.map(cells))
      return {
        furnisher: code,
        type: 'cn.registration',
        profile: isSample ? 'registry-sample' : 'default',
        title: { zh: `${name.zh}：登记名录`, en: `${name.en}: register` },
        csv: encodeUtf8(csv),
      }
    })
}

const currencies = { CNY: '人民币', USD: '美元' } as const

function capitalText({ capital }: DemoOrganisation): string {
  return capital === null ? '' : `${capital.amount}(万元${currencies[capital.currency]})`
}

function sampleCells(one: DemoOrganisation): string[] {
  return [one.uscc, one.name, one.registeredOn, one.type, capitalText(one), demoProvince, demoCity]
}

function cells(one: DemoOrganisation): string[] {
  const { capital } = one
  const representative = representativeOf(one)
  return [
    ...[one.uscc, one.name, one.registeredOn, one.endedOn ?? '', one.type],
    ...[capital === null ? '' : String(capital.amount * 10_000), capital?.currency ?? '', capitalText(one)],
    ...[DEMO_DIVISION, demoProvince, demoCity, one.address, getDemoParticipant(one.registrar).name.zh],
    ...[representative.name, representative.residentId],
  ]
}
