// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Tx } from '../../kernel/db/database.ts'
import { newId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { Actor, BodyKind } from '../access/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import { findParticipantByCode, type Participant } from '../participants/index.ts'
import { assertConsent, type Consent } from './authorisation.ts'
import { insertAuthorisation } from './authorisation-store.ts'
import { type AuthorisationId, inquirerOf } from './inquiry.ts'
import { moveSubject } from './move-subject.ts'
import { ownSubjectOf } from './own-affairs.ts'

/** Who asks on a consent; courts and supervisors ask on a statute. */
const askers: readonly BodyKind[] = ['lender', 'bureau', 'association', 'department']

export type GiveAuthorisation = Consent & {
  /** The body's code. */
  readonly to: string
}

/**
 * A subject, or its agent, lets a body ask about it. Holds at once.
 * @statute 征信业管理条例 14, 18, 19
 * @throws Refusal OWN_AFFAIRS_ONLY, PARTICIPANT_UNKNOWN and those of `assertConsent`
 */
export async function giveAuthorisation(
  tx: Tx,
  actor: Actor,
  catalogue: Catalogue,
  { to, ...consent }: GiveAuthorisation,
): Promise<AuthorisationId> {
  const subjectId = ownSubjectOf(actor, 'authorisations:manage')
  const body = await getAsker(tx, to)
  assertConsent(consent, { catalogue, division: body.division, today: tx.clock.today() })
  const authorisationId = newId<AuthorisationId>(tx.clock.nowMs())
  const { separate, ...rest } = consent
  const tick = await moveSubject(tx, subjectId)
  await insertAuthorisation(tx, tick, {
    ...rest,
    subjectId,
    authorisationId,
    origin: 'given',
    participantId: body.participantId,
    separateKinds: separate.map(({ kind }) => kind),
    effectsTold: separate.length > 0 ? catalogue.version : null,
    documentHash: null,
    signedOn: null,
    noticeId: null,
    actorKind: actor.kind,
    staff: inquirerOf(actor).staff,
    madeAt: tx.clock.now(),
  })
  return authorisationId
}

async function getAsker(tx: Tx, code: string): Promise<Participant> {
  const body = await findParticipantByCode(tx, code)
  if (!body || !askers.includes(body.kind)) throw refuse('PARTICIPANT_UNKNOWN')
  return body
}
