// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Tx } from '../../kernel/db/database.ts'
import { newId } from '../../kernel/ids.ts'
import type { Bilingual } from '../../kernel/messages.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { Actor, BodyKind } from '../access/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import { findParticipantByCode, type Participant } from '../participants/index.ts'
import { assertConsent, type Consent, separateKinds } from './authorisation.ts'
import { insertAuthorisation } from './authorisation-store.ts'
import { adverseEffects } from './inquiries-messages.ts'
import { type AuthorisationId, inquirerOf } from './inquiry.ts'
import { authorisationYears } from './inquiry-terms.ts'
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

export type ConsentChoices = {
  readonly bodies: readonly { readonly code: string; readonly name: Bilingual; readonly kind: BodyKind }[]
  readonly purposes: readonly { readonly code: string; readonly title: Bilingual }[]
  readonly separate: readonly { readonly kind: string; readonly title: Bilingual }[]
  readonly adverseEffects: Bilingual
  readonly yearsMax: number
}

/** To whom and for what a subject may consent at this node. @throws Refusal OWN_AFFAIRS_ONLY */
export function consentChoices(
  actor: Actor,
  catalogue: Catalogue,
  participants: readonly Participant[],
): ConsentChoices {
  ownSubjectOf(actor, 'authorisations:manage')
  const bodies = participants.filter(({ kind }) => askers.includes(kind))
  const purposes = catalogue.purposes.filter(({ inquiry, consent }) => inquiry && consent !== 'never')
  const separate = catalogue.prohibitedContent.kinds.filter(({ code }) =>
    separateKinds(catalogue).includes(code),
  )
  // Bodies of several places may be there: the longest that any of them allows, and the act decides.
  const years = bodies.map(({ division }) => authorisationYears(catalogue, division))
  return {
    bodies: bodies.map(({ code, name, kind }) => ({ code, name, kind })),
    purposes: purposes.map(({ code, title }) => ({ code, title })),
    separate: separate.map(({ code, title }) => ({ kind: code, title })),
    adverseEffects: adverseEffects.ADVERSE_EFFECTS.says,
    yearsMax: Math.max(1, ...years),
  }
}

async function getAsker(tx: Tx, code: string): Promise<Participant> {
  const body = await findParticipantByCode(tx, code)
  if (!body || !askers.includes(body.kind)) throw refuse('PARTICIPANT_UNKNOWN')
  return body
}
