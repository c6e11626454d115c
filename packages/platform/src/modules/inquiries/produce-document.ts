// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import type { Database } from '../../kernel/db/database.ts'
import { present, refuse } from '../../kernel/refusal.ts'
import { asKey, seal } from '../../kernel/sealing.ts'
import type { Actor } from '../access/index.ts'
import type { KeyStore } from '../key-store/index.ts'
import { findOfBody } from './authorisation-store.ts'
import { type AuthorisationId, inquirerOf } from './inquiry.ts'
import { lenderOf } from './lodging.ts'
import { findDemand, insertProduction } from './lodging-store.ts'

/**
 * A lender produces a signed document that was demanded: the one whose hash it lodged, byte for byte. Late is better
 * than never, and counts as a failure all the same. The document lies under the subject's key.
 * @throws Refusal SCOPE_MISSING, LODGING_NOT_YOURS, AUTHORISATION_UNKNOWN, DOCUMENT_NOT_DEMANDED, DOCUMENT_DIFFERS
 */
export async function produceDocument(
  { database, keys }: { readonly database: Database; readonly keys: Pick<KeyStore, 'getOrMake'> },
  actor: Actor,
  authorisationId: AuthorisationId,
  document: Uint8Array,
): Promise<void> {
  const lender = lenderOf(actor)
  const lodged = await findOfBody(database, lender.participantId, authorisationId)
  if (lodged?.documentHash == null) throw refuse('AUTHORISATION_UNKNOWN')
  const demand = await findDemand(database, lodged)
  if (!demand) throw refuse('DOCUMENT_NOT_DEMANDED')
  if (!lodged.documentHash.equals(hash('sha256', document, 'buffer'))) throw refuse('DOCUMENT_DIFFERS')
  if (demand.produced) return
  const { subjectId } = lodged
  const keysOf = await keys.getOrMake([subjectId])
  const key = present(keysOf.get(subjectId), 'a subject has a key')
  const sealed = seal(asKey(key), document, `authorisation-document/${subjectId}/${authorisationId}`)
  const { staff } = inquirerOf(actor)
  await database.transact((tx) => insertProduction(tx, { subjectId, authorisationId, staff, sealed }))
}
