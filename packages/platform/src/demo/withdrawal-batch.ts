// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type DemoBatch, demoBatch } from './demo-batch.ts'
import type { DemoWorld } from './demo-world.ts'
import { getDemoParticipant } from './participants.ts'
import { aboutPenalties, penaltiesOf } from './penalty-batches.ts'

const WITHDRAWN = 3

/** What a review has quashed: named by the furnisher's own numbers, and by nothing else. */
export function withdrawalBatch(world: DemoWorld): DemoBatch {
  const body = getDemoParticipant('demo-fire')
  const rows = penaltiesOf(world, body)
    .filter(({ decidedOn }) => decidedOn < world.turnOn)
    .slice(-WITHDRAWN)
    .map(({ decisionNumber }) => [decisionNumber, body.name.zh])
  return demoBatch({
    ...aboutPenalties(body),
    key: 'withdrawn',
    title: { zh: `${body.name.zh}：撤回复议撤销的处罚`, en: `${body.name.en}: penalties quashed on review` },
    daysAgo: 0,
    operation: 'withdraw',
    content: { form: 'csv', headings: ['行政处罚决定书文号', '处罚机关'], rows },
  })
}
