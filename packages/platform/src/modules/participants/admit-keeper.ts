// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addYears } from '../../kernel/civil-date.ts'
import type { Query, Tx } from '../../kernel/db/database.ts'
import type { StaffId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Actor, type OperatorActor, parseHolder } from '../access/index.ts'
import { queueEntry } from '../transparency-log/index.ts'
import { type ActId, declineAct, listOpenActs, proposeAct, secondAct } from '../workflow/index.ts'
import { grant } from './delegate-role.ts'
import { findParticipantByCode } from './participant.ts'
import { makePost } from './staff.ts'

const KIND = 'keeper.admit'
const DAYS_OPEN = 14
/** Stands for the operator where an act names a participant: no participant has this number. */
const OPERATOR = 0

type Content = { readonly participantId: number; readonly code: string; readonly holder: string }

export type KeeperProposal = Content & { readonly actId: ActId; readonly proposer: string }

/**
 * An officer of the operator proposes the first keeper of a body's accounts. It is the one act by which the operator
 * lets somebody in, so no officer does it alone, and the log shows it.
 * @throws Refusal SCOPE_MISSING, PARTICIPANT_UNKNOWN, HOLDER_MALFORMED, ACT_ALREADY_PROPOSED
 */
export async function proposeKeeper(
  tx: Tx,
  actor: Actor,
  input: { readonly code: string; readonly holder: string },
): Promise<ActId> {
  const officer = admitting(actor)
  const participant = await findParticipantByCode(tx, input.code)
  if (!participant) throw refuse('PARTICIPANT_UNKNOWN')
  const { participantId, code } = participant
  const holder = parseHolder(input.holder)
  return proposeAct(tx, officer, {
    kind: KIND,
    reference: `${participantId} ${holder}`,
    content: { participantId, code, holder },
    daysOpen: DAYS_OPEN,
  })
}

/**
 * Another officer of the operator agrees: the post is made, and its code is shown to them this once, to be handed over
 * in person.
 * @throws Refusal SCOPE_MISSING, ACT_UNKNOWN, ACT_DECIDED, ACT_EXPIRED, SECOND_OFFICER_SAME, HOLDER_TAKEN
 */
export async function secondKeeper(
  tx: Tx,
  actor: Actor,
  actId: ActId,
): Promise<{ readonly staffId: StaffId; readonly code: string }> {
  const officer = admitting(actor)
  const act = await secondAct(tx, officer, KIND, actId)
  const { participantId, holder } = act.content as Content
  const made = await makePost(tx, participantId, holder, `operator.${act.proposer}`)
  const until = addYears(tx.clock.today(), 1)
  await grant(tx, { staffId: made.staffId, role: 'keeper', until }, `operator.${act.proposer}`, actId)
  await queueEntry(
    tx,
    'access.keeper-admitted',
    witness(actId, made.staffId, participantId, act.proposer, officer.holder),
  )
  return made
}

/** @throws Refusal SCOPE_MISSING, ACT_UNKNOWN, ACT_DECIDED, ACT_EXPIRED */
export async function declineKeeper(tx: Tx, actor: Actor, actId: ActId): Promise<void> {
  await declineAct(tx, admitting(actor), KIND, actId)
}

/** What waits for a second officer of the operator. */
export async function listKeeperProposals(
  on: { readonly query: Query },
  actor: Actor,
  clock: Tx['clock'],
): Promise<KeeperProposal[]> {
  admitting(actor)
  const open = await listOpenActs(on, { kind: KIND, participantId: OPERATOR, now: clock.now(), limit: 200 })
  return open.map(({ actId, proposer, content }) => ({ actId, proposer, ...(content as Content) }))
}

function admitting(actor: Actor): { readonly participantId: number; readonly holder: string } {
  const isAdmitting = actor.kind === 'operator' && actor.scopes.includes('bodies:admit')
  if (!isAdmitting) throw refuse('SCOPE_MISSING', { scope: 'bodies:admit' })
  return { participantId: OPERATOR, holder: holderOf(actor) }
}

function holderOf({ holder }: OperatorActor): string {
  if (holder === null) throw refuse('HOLDER_MISSING')
  return holder
}

function witness(actId: ActId, staffId: StaffId, participantId: number, ...officers: string[]): string {
  return `${actId}\n${staffId}\n${participantId}\n${officers.join(' ')}\n`
}
