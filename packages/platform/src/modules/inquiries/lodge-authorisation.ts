// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { newId, type SubjectId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { Actor } from '../access/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import { tellSubject } from '../notices/index.ts'
import { getParticipant } from '../participants/index.ts'
import { assertConsent, type Consent } from './authorisation.ts'
import { insertAuthorisation } from './authorisation-store.ts'
import { isSuspended } from './bars-store.ts'
import { type AuthorisationId, inquirerOf } from './inquiry.ts'
import { assertLodgingOpen, lenderOf } from './lodging.ts'
import { moveSubject } from './move-subject.ts'

export type LodgeAuthorisation = Consent & {
  /** Resolved, and made if it was not there: whether somebody was known is not told to whoever lodges. */
  readonly subjectId: SubjectId
  /** SHA-256 of the signed document. */
  readonly documentHash: Uint8Array
  readonly signedOn: CivilDate
}

/**
 * A lender lodges a consent that the subject signed on paper. It works only once a notice of it has left to the
 * subject, who denies it by one tap; the document may be demanded.
 * @throws Refusal SCOPE_MISSING, LODGING_NOT_YOURS, LODGING_CLOSED, ANSWERS_SUSPENDED, SIGNED_IN_FUTURE and those of
 *   `assertConsent`
 */
export async function lodgeAuthorisation(
  tx: Tx,
  actor: Actor,
  catalogue: Catalogue,
  { subjectId, documentHash, signedOn, ...consent }: LodgeAuthorisation,
): Promise<AuthorisationId> {
  const lender = lenderOf(actor)
  const { code, division } = await getParticipant(tx, lender.participantId)
  const today = tx.clock.today()
  await assertLodgingOpen(tx, catalogue, lender, today)
  assertConsent(consent, { catalogue, division, today })
  if (signedOn > today || signedOn > consent.validFrom) throw refuse('SIGNED_IN_FUTURE')
  // Whoever was told that it never had this consent does not get round it by lodging another.
  if (await isSuspended(tx, subjectId, lender.participantId)) throw refuse('ANSWERS_SUSPENDED')
  const authorisationId = newId<AuthorisationId>(tx.clock.nowMs())
  const noticeId = await tellSubject(tx, {
    subjectId,
    kind: 'AUTHORISATION_LODGED',
    occasion: authorisationId,
    facts: { body: code, signedOn, validUntil: consent.validUntil },
  })
  const { separate, ...rest } = consent
  const tick = await moveSubject(tx, subjectId)
  await insertAuthorisation(tx, tick, {
    ...rest,
    subjectId,
    authorisationId,
    origin: 'lodged',
    participantId: lender.participantId,
    separateKinds: separate.map(({ kind }) => kind),
    effectsTold: separate.length > 0 ? catalogue.version : null,
    documentHash: Buffer.from(documentHash),
    signedOn,
    noticeId,
    actorKind: actor.kind,
    staff: inquirerOf(actor).staff,
    madeAt: tx.clock.now(),
  })
  return authorisationId
}
