// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Bilingual } from '../kernel/messages.ts'
import { present } from '../kernel/refusal.ts'
import type { AssuranceLevel } from '../modules/access/index.ts'
import type { RoleCode } from '../modules/participants/index.ts'
import { inventOrganisations } from './organisations.ts'
import { inventPersons } from './persons.ts'
import { representativeOf } from './representatives.ts'

/** A post that somebody of the demo holds; without a body it is the operator's. */
export type DemoPost = {
  readonly body: string | null
  readonly holder: string
  readonly roles: readonly RoleCode[]
}

/** Somebody as whom anybody may sign in to a demo. */
export type DemoSignIn = {
  readonly key: string
  readonly title: Bilingual
  readonly about: Bilingual
  readonly assurance: AssuranceLevel
  /** Whose name and number the provider gives; null: it knows an account only. */
  readonly person: { readonly name: string; readonly residentId: string } | null
  readonly post: DemoPost | null
}

type Officer = readonly [
  body: string | null,
  holder: string,
  roles: readonly RoleCode[],
  title: readonly [zh: string, en: string],
]

const ecology = ['demo-ecology', '演示市生态环境局', 'Ecology Bureau'] as const
const officers: readonly Officer[] = [
  [ecology[0], 'keeper-1', ['keeper'], [`${ecology[1]} · 账号管理员`, `${ecology[2]} · keeper of accounts`]],
  [
    ecology[0],
    'clerk-1',
    ['furnishing-clerk'],
    [`${ecology[1]} · 报送经办`, `${ecology[2]} · furnishing clerk`],
  ],
  [
    ecology[0],
    'clerk-2',
    ['furnishing-reviewer', 'record-holder'],
    [`${ecology[1]} · 报送复核`, `${ecology[2]} · furnishing reviewer`],
  ],
  [ecology[0], 'inspector-1', ['inquirer'], [`${ecology[1]} · 查询经办`, `${ecology[2]} · inquirer`]],
  ['demo-bank', 'keeper-1', ['keeper'], ['演示银行 · 账号管理员', 'Bank · keeper of accounts']],
  ['demo-bank', 'loans-1', ['inquirer'], ['演示银行 · 信贷查询', 'Bank · loan officer']],
  ['demo-bank', 'consents-1', ['consent-clerk'], ['演示银行 · 授权登记', 'Bank · clerk of consents']],
  ['demo-bureau', 'analyst-1', ['inquirer'], ['演示征信 · 查询经办', 'Credit bureau · inquirer']],
  ['demo-association', 'office-1', ['inquirer'], ['演示行业协会 · 查询经办', 'Trade association · inquirer']],
  ['demo-court', 'keeper-1', ['keeper'], ['演示法院 · 账号管理员一', 'Court · first keeper']],
  ['demo-court', 'keeper-2', ['keeper'], ['演示法院 · 账号管理员二', 'Court · second keeper']],
  ['demo-court', 'enforcement-1', ['inquirer'], ['演示法院 · 执行查询', 'Court · enforcement']],
  ['demo-supervisor', 'inspector-1', ['supervisor', 'inquirer'], ['信用监督管理局 · 监督人员', 'Supervisor']],
  ['demo-auditor', 'auditor-1', ['auditor', 'inquirer'], ['演示市审计局 · 审计人员', 'Auditor']],
  [null, 'operator-1', ['operator'], ['系统运营一', 'Operator, first']],
  [null, 'operator-2', ['operator'], ['系统运营二', 'Operator, second']],
]

const OFFICER_ABOUT: Bilingual = { zh: '实名（等级 2）', en: 'real name (level 2)' }

/** The same on every day: persons are invented alike, and so are the organisations' numbers. */
export function demoSignIns(): readonly DemoSignIn[] {
  return [...citizens(), ...officers.map(toOfficer)]
}

/** The company whose legal representative one may sign in as. */
export function demoOffice(): { readonly uscc: string; readonly name: string } {
  const { uscc, name } = present(
    inventOrganisations(ANY_DAY).find((one) => one.kind === 'company' && one.endedOn === null),
    'the demo has companies',
  )
  return { uscc, name }
}

// Names and numbers do not depend on the day.
const ANY_DAY = '2026-06-15' as Parameters<typeof inventOrganisations>[0]

function citizens(): DemoSignIn[] {
  const persons = inventPersons()
  const [one, agent, weak] = [persons[0], persons[1], persons[2]].map((person) =>
    present(person, 'there are persons'),
  )
  const office = demoOffice()
  const head = representativeOf(office)
  const present3: Bilingual = { zh: '实名并核验本人（等级 3）', en: 'real name and presence (level 3)' }
  const account: Bilingual = {
    zh: '仅账号（等级 1）：进不了本人档案',
    en: 'an account only (level 1): opens no file',
  }
  const citizen = (key: string, zh: string, en: string, person: DemoSignIn['person']): DemoSignIn => ({
    key,
    title: { zh, en },
    about: present3,
    assurance: 3,
    person,
    post: null,
  })
  return [
    citizen('citizen-1', `市民 ${one?.name}`, `Citizen ${one?.name}`, one ?? null),
    citizen(
      'agent-1',
      `市民 ${agent?.name}（可受托）`,
      `Citizen ${agent?.name} (may be an agent)`,
      agent ?? null,
    ),
    citizen(
      'head-1',
      `${head.name}，${office.name} 法定代表人`,
      `${head.name}, head of ${office.name}`,
      head,
    ),
    {
      ...citizen('citizen-2', `市民 ${weak?.name}`, `Citizen ${weak?.name}`, weak ?? null),
      about: account,
      assurance: 1,
    },
  ]
}

function toOfficer([body, holder, roles, [zh, en]]: Officer): DemoSignIn {
  return {
    key: `${body ?? 'operator'}.${holder}`,
    title: { zh, en },
    about: OFFICER_ABOUT,
    assurance: 2,
    person: null,
    post: { body, holder, roles },
  }
}
