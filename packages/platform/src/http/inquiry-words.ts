// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../kernel/civil-date.ts'
import { type Branded, parseId } from '../kernel/ids.ts'
import type { Bilingual } from '../kernel/messages.ts'
import {
  type AuthorisationLine,
  type Inquiry,
  type InquiryProof,
  stateOf,
} from '../modules/inquiries/index.ts'
import { listParticipants } from '../modules/participants/index.ts'
import type { House } from './house.ts'
import type { PageQuery } from './inquiry-schemas.ts'

type Named = { readonly code: string; readonly name: Bilingual }

/** Names of the bodies and titles of the purposes, so that an answer can be read without another question. */
export type InquiryWords = {
  bodyOf(participantId: number | null): Named | null
  purposeOf(code: string): { readonly code: string; readonly title: Bilingual }
}

export async function wordsOfInquiries(house: House): Promise<InquiryWords> {
  const bodies = new Map(
    (await listParticipants(house.database)).map(({ participantId, code, name }) => [
      participantId,
      { code, name },
    ]),
  )
  const { purposes } = house.catalogues.current().catalogue
  return {
    bodyOf: (participantId) => (participantId === null ? null : (bodies.get(participantId) ?? null)),
    purposeOf: (code) => ({
      code,
      title: purposes.find((one) => one.code === code)?.title ?? { zh: code, en: code },
    }),
  }
}

export function pageOf<T extends Branded<string, string>>({
  before,
  limit = 50,
}: PageQuery): { readonly before: T | null; readonly limit: number } {
  return { before: before === undefined ? null : parseId<T>(before), limit }
}

export function toSeen({ bodyOf, purposeOf }: InquiryWords, one: Inquiry): Record<string, unknown> {
  const { inquirer, basis, outcome } = one
  const { onBehalfOf } = inquirer
  return {
    id: one.inquiryId,
    askedAt: one.askedAt,
    asker: inquirer.kind,
    body: bodyOf(inquirer.participantId),
    staff: inquirer.staff,
    forBody: onBehalfOf && 'participantId' in onBehalfOf ? bodyOf(onBehalfOf.participantId) : null,
    asAgent: onBehalfOf !== null && 'subjectId' in onBehalfOf,
    purpose: purposeOf(one.purpose),
    basis: basis.kind,
    authorisation: basis.kind === 'authorisation' ? basis.authorisationId : null,
    statute: basis.kind === 'statute' ? basis.statute : null,
    caseNumber: basis.kind === 'statute' ? basis.caseNumber : null,
    view: one.view,
    fields: one.fields,
    asOf: one.asOf,
    answered: outcome.kind === 'answered',
    resultHash: outcome.kind === 'answered' ? Buffer.from(outcome.resultHash).toString('base64') : null,
    refusal: outcome.kind === 'refused' ? outcome.code : null,
    hidden: one.hidden,
  }
}

export function toAuthorisation(
  { bodyOf, purposeOf }: InquiryWords,
  line: AuthorisationLine,
  today: CivilDate,
): Record<string, unknown> {
  const { origin, recordTypes, single, validFrom, validUntil, signedOn, madeAt, documentDueOn } = line
  return {
    id: line.authorisationId,
    state: stateOf(line, today),
    origin,
    to: bodyOf(line.participantId),
    purposes: line.purposes.map(purposeOf),
    recordTypes,
    separate: line.separateKinds,
    single,
    validFrom,
    validUntil,
    signedOn,
    madeAt,
    endedAt: line.end?.at ?? null,
    documentDueOn,
  }
}

export function toEvidence({
  content,
  salt,
  inclusion,
  witness,
  log,
}: InquiryProof): Record<string, unknown> {
  const { index, size, path } = inclusion
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
  return { content, salt: base64(salt), index, size, path: path.map(base64), witness, entry: log }
}
