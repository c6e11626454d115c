// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { present } from '../kernel/refusal.ts'
import type { BodyKind } from '../modules/access/index.ts'
import { completeOrganisationCode, completeUscc, DEMO_DIVISION } from '../modules/identifiers/index.ts'
import type { Participant } from '../modules/participants/index.ts'

export type DemoParticipant = Omit<Participant, 'participantId'> & {
  /** Its own number. */
  readonly uscc: string
  /** What its documents' numbers begin with, as in 演市监罚〔2026〕1号. */
  readonly mark: string
}

type Given = readonly [code: string, zh: string, en: string, mark: string, functions: readonly string[]]

const penalises = ['penalty-authority']
const registersToo = ['registration-authority', 'penalty-authority']

const given: readonly Given[] = [
  ['market-regulation', '演示市市场监督管理局', 'Market Regulation Bureau', '演市监', registersToo],
  ['civil-affairs', '演示市民政局', 'Civil Affairs Bureau', '演民', registersToo],
  [
    'institution-registry',
    '演示市事业单位登记管理局',
    'Registry of Public Institutions',
    '演事登',
    ['registration-authority'],
  ],
  ['tax', '演示市税务局', 'Tax Bureau', '演税', ['tax-authority', ...penalises]],
  ['ecology', '演示市生态环境局', 'Ecology and Environment Bureau', '演环', penalises],
  ['emergency', '演示市应急管理局', 'Emergency Management Bureau', '演应急', penalises],
  ['transport', '演示市交通运输局', 'Transport Bureau', '演交', penalises],
  ['housing', '演示市住房和城乡建设局', 'Housing and Construction Bureau', '演建', penalises],
  ['culture', '演示市文化和旅游局', 'Culture and Tourism Bureau', '演文旅', penalises],
  ['customs', '演示海关', 'Customs', '演关', penalises],
  ['health', '演示市卫生健康委员会', 'Health Commission', '演卫', penalises],
  ['agriculture', '演示市农业农村局', 'Agriculture Bureau', '演农', penalises],
  ['drug', '演示市药品监督管理局', 'Drug Administration', '演药', ['drug-authority', ...penalises]],
  ['fire', '演示市消防救援支队', 'Fire and Rescue Brigade', '演消', penalises],
  ['urban-management', '演示市城市管理局', 'Urban Management Bureau', '演城管', penalises],
  ['natural-resources', '演示市自然资源局', 'Natural Resources Bureau', '演自然资', penalises],
  ['water', '演示市水务局', 'Water Bureau', '演水', penalises],
  ['labour', '演示市人力资源和社会保障局', 'Labour and Social Security Bureau', '演人社', penalises],
  ['statistics', '演示市统计局', 'Statistics Bureau', '演统', penalises],
  ['grain', '演示市粮食和物资储备局', 'Grain and Reserves Bureau', '演粮', penalises],
]

/** The bodies of a city that does not exist. */
export const demoParticipants: readonly DemoParticipant[] = given.map(
  ([code, zh, en, mark, functions], at) => ({
    code: `demo-${code}`,
    name: { zh, en: `Demo City ${en}` },
    kind: 'department',
    functions,
    division: DEMO_DIVISION,
    uscc: demoUscc('11', `DEM000${at.toString(16).toUpperCase().padStart(2, '0')}`),
    mark,
  }),
)

type Asker = Omit<Participant, 'participantId'>

const givenAskers: readonly (readonly [BodyKind, string, string, string])[] = [
  ['lender', 'bank', '演示市演示银行', 'Bank'],
  ['bureau', 'bureau', '演示市演示征信有限公司', 'Credit Bureau'],
  ['association', 'association', '演示市演示行业协会', 'Trade Association'],
  ['court', 'court', '演示市人民法院', "People's Court"],
  ['supervisor', 'supervisor', '演示市信用监督管理局', 'Credit Supervisor'],
  ['auditor', 'auditor', '演示市审计局', 'Audit Office'],
]

/** Bodies that furnish nothing yet, and ask. */
export const demoAskers: readonly Asker[] = givenAskers.map(([kind, code, zh, en]) => ({
  code: `demo-${code}`,
  name: { zh, en: `Demo City ${en}` },
  kind,
  functions: [],
  division: DEMO_DIVISION,
}))

export function getDemoParticipant(code: string): DemoParticipant {
  return present(
    demoParticipants.find((one) => one.code === code),
    'the demo participant exists',
  )
}

/** A unified code in the division that no place has. @param body eight characters, unique in the demo world */
export function demoUscc(departmentAndClass: string, body: string): string {
  const organisationCode = present(completeOrganisationCode(body), 'the body makes an organisation code')
  return present(completeUscc(departmentAndClass + DEMO_DIVISION, organisationCode), 'the parts make a code')
}
