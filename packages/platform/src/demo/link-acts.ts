// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { present } from '../kernel/refusal.ts'
import { assertLink } from '../modules/collection/index.ts'
import {
  declineLink,
  findIdentifiers,
  type LinkEvidence,
  listLinkProposals,
  proposeLink,
  secondLink,
} from '../modules/subjects/index.ts'
import { type DemoAct, type Stage, unlessDone } from './demo-act.ts'
import type { DemoWorld } from './demo-world.ts'
import { type OldNumber, oldNumbers } from './old-number-batches.ts'

const REGISTRAR = 'demo-market-regulation'

const evidenceOf: readonly (readonly LinkEvidence[])[] = [
  ['renaming-notice', 'same-address'],
  ['same-core-and-region', 'furnisher-confirmed'],
  ['register-extract'],
  ['same-core-and-region', 'same-registration-number'],
]

/** What becomes of those whom a row names by an old number alone: some are joined, one is not, some wait. */
export function linkActs(world: DemoWorld): DemoAct[] {
  const old = oldNumbers(world)
  const having = (outcome: OldNumber['outcome']): OldNumber[] => old.filter((one) => one.outcome === outcome)
  return [
    {
      daysAgo: 50,
      title: { zh: '登记机关确认旧注册号', en: 'the registrar confirms old registration numbers' },
      perform: async (stage) => {
        for (const { organisation, registrationNumber } of having('asserted')) {
          const stated = { number: organisation.uscc, formerNumber: registrationNumber }
          await assertLink(stage.collection, stage.actorOf(REGISTRAR), stated)
        }
      },
    },
    {
      daysAgo: 7,
      title: { zh: '主体关联：同意一项，否决一项', en: 'links: one is approved, one is declined' },
      perform: (stage) => decideBoth(stage, having('linked'), having('declined')),
    },
    {
      daysAgo: 1,
      title: { zh: '提议关联，待另一名经办人决定', en: 'links are proposed, and wait for another officer' },
      perform: async (stage) => {
        for (const [at, one] of having('open').entries()) await propose(stage, one, evidenceOf[at] ?? [])
      },
    },
  ]
}

/** What is declined leaves no trace between the two, so what is approved comes last: by it the act is known as done. */
async function decideBoth(
  stage: Stage,
  [approved]: readonly OldNumber[],
  [declined]: readonly OldNumber[],
): Promise<void> {
  const { database } = stage.collection
  const officer = stage.actorOf(REGISTRAR, 'clerk-2')
  const toApprove = present(approved, 'one is approved')
  const toDecline = present(declined, 'one is declined')
  if (!(await propose(stage, toApprove, ['register-extract']))) return
  await propose(stage, toDecline, ['furnisher-confirmed', 'same-core-and-region'])
  const open = await listLinkProposals(database, officer, { after: null, limit: 100 })
  for (const [one, settle] of [
    [toDecline, declineLink],
    [toApprove, secondLink],
  ] as const) {
    const otherId = await subjectOf(stage, one)
    const proposal = open.find((waiting) => waiting.otherId === otherId)
    if (proposal) await settle(database, officer, proposal.actId)
  }
}

/** @returns false when the two are linked already */
async function propose(stage: Stage, one: OldNumber, evidence: readonly LinkEvidence[]): Promise<boolean> {
  const { organisation, registrationNumber } = one
  let isOpen = false
  await unlessDone(['LINK_ALREADY'], async () => {
    await unlessDone(['ACT_ALREADY_PROPOSED'], async () => {
      const link = { act: 'link', joining: organisation.uscc, other: registrationNumber, evidence } as const
      await proposeLink(stage.collection.database, stage.actorOf(REGISTRAR, 'clerk-1'), link)
    })
    isOpen = true
  })
  return isOpen
}

async function subjectOf(
  { collection }: Stage,
  { registrationNumber }: OldNumber,
): Promise<string | undefined> {
  const number = { scheme: 'cn.bizreg', value: registrationNumber } as const
  return (await findIdentifiers(collection.database, [number]))[0]?.subjectId
}
