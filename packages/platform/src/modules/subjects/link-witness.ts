// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import type { Tick } from '../../kernel/db/tick.ts'
import { present } from '../../kernel/refusal.ts'
import { type EntryWitness, pages, type WitnessedAct, witnessedAct } from '../transparency-log/index.ts'
import { type ActId, listActs, type TwoOfficerAct } from '../workflow/index.ts'
import { proposalOf } from './link-proposal.ts'
import { type DecidedLink, type EndedLink, listDecidedLinks, listEndedLinks } from './link-store.ts'

const ACTS_AT_ONCE = 1_000

/** What the entry about two officers' decision commits to. */
export function decisionWitness(seconded: TwoOfficerAct, seconder: string, tick: Tick): string {
  const { actId, act, joiningId, otherId, evidence, proposer } = proposalOf(seconded)
  const who = `${seconded.proposerId} ${proposer} ${seconder}`
  return `${actId} ${act} ${otherId} ${joiningId} ${tick}\n${evidence.join(' ')}\n${who}\n`
}

/** What the entry about the registrar's word commits to. */
export function assertionWitness({
  groundId,
  memberId,
  canonicalId,
  tick,
}: Pick<DecidedLink, 'groundId' | 'memberId' | 'canonicalId' | 'tick'>): string {
  return `${groundId} registration-authority ${memberId} ${canonicalId} ${tick}`
}

export const linkWitnesses: readonly EntryWitness[] = [
  {
    kind: 'subjects.linked',
    list: (on) =>
      told(
        pages<DecidedLink>((last) => listDecidedLinks(on, last?.groundId ?? null, ACTS_AT_ONCE)),
        on,
      ),
  },
  {
    kind: 'subjects.parted',
    list: (on) =>
      told(
        pages<EndedLink>((last) => listEndedLinks(on, last?.actId ?? null, ACTS_AT_ONCE)),
        on,
      ),
  },
]

async function* told(
  runs: AsyncIterable<readonly (DecidedLink | EndedLink)[]>,
  on: { readonly query: Query },
): AsyncGenerator<WitnessedAct[]> {
  for await (const run of runs) {
    const actIds = run.map(({ actId }) => actId).filter((actId) => actId !== null)
    const acts = new Map((await listActs(on, actIds)).map((act) => [act.actId, act]))
    yield run.map((link) => tell(link, acts))
  }
}

function tell(link: DecidedLink | EndedLink, acts: ReadonlyMap<ActId, TwoOfficerAct>): WitnessedAct {
  if (link.actId === null)
    return witnessedAct((link as DecidedLink).groundId, assertionWitness(link as DecidedLink))
  const act = acts.get(link.actId)
  if (!act?.decider) return { ...witnessedAct(link.actId, ''), disagrees: 'two_officer_acts' }
  return witnessedAct(link.actId, decisionWitness(act, present(act.decider, 'who seconded'), link.tick))
}
