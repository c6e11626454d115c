// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type CivilDate, parseCivilDate } from '../kernel/civil-date.ts'
import { parseId } from '../kernel/ids.ts'
import {
  type AuthorisationId,
  type Consent,
  consentChoices,
  denyAuthorisation,
  giveAuthorisation,
  type InquiryId,
  listAuthorisationUses,
  listLodgedAuthorisations,
  listOwnAuthorisations,
  listOwnDemands,
  lodgeAuthorisation,
  produceDocument,
  revokeAuthorisation,
  subjectToLodge,
  withdrawAuthorisation,
} from '../modules/inquiries/index.ts'
import { listParticipants } from '../modules/participants/index.ts'
import { acting } from './acting.ts'
import { actorOf } from './actor-of.ts'
import type { House } from './house.ts'
import {
  ConsentChoices,
  DocumentDemands,
  Done,
  IdParams,
  Made,
  NewAuthorisation,
  NewLodging,
  OwnAuthorisations,
  PageQuery,
  SeenInquiries,
} from './inquiry-schemas.ts'
import { pageOf, toAuthorisation, toSeen, wordsOfInquiries } from './inquiry-words.ts'
import { security, tags } from './own-file-routes.ts'
import { answers } from './schemas.ts'

const done = { done: true } as const
const lending = ['authorisations']
const DOCUMENT_BYTES_MAX = 5 * 1024 * 1024
type ByPage = FastifyRequest<{ Querystring: PageQuery }>
type ById = FastifyRequest<{ Params: IdParams }>

/** Consents: given and ended by the subject, lodged and answered for by lenders. */
export function mountAuthorisationRoutes(app: FastifyInstance, house: House): void {
  mountOwn(app, house)
  mountUses(app, house)
  mountEnding(app, house)
  mountLodging(app, house)
  mountDocuments(app, house)
}

function mountOwn(app: FastifyInstance, house: House): void {
  app.get('/v1/own-file/authorisations', {
    schema: {
      operationId: 'listOwnAuthorisations',
      summary: 'What the subject has consented to, and what others say it has; newest first',
      tags,
      security,
      querystring: PageQuery,
      response: answers(200, 'A page of authorisations', OwnAuthorisations),
    },
    handler: async (request: ByPage) => {
      const actor = await actorOf(house, request)
      const page = pageOf<AuthorisationId>(request.query)
      return toPage(house, page.limit, await listOwnAuthorisations(house.database, actor, page))
    },
  })

  app.get('/v1/own-file/consent-choices', {
    schema: {
      operationId: 'getConsentChoices',
      summary: 'To whom and for what a subject may consent, and the notice of adverse effects',
      tags,
      security,
      response: answers(200, 'The choices', ConsentChoices),
    },
    handler: async (request) => {
      const actor = await actorOf(house, request)
      const bodies = await listParticipants(house.database)
      return consentChoices(actor, house.catalogues.current().catalogue, bodies)
    },
  })

  app.post('/v1/own-file/authorisations', {
    schema: {
      operationId: 'giveAuthorisation',
      summary: 'Let a body ask: for purposes, for days, once or as often as they bring',
      description: 'Income, deposits and the like need a consent of their own, told of the adverse effects.',
      tags,
      security,
      body: Type.Ref(NewAuthorisation),
      response: answers(201, 'In force', Made),
    },
    handler: async (request: FastifyRequest<{ Body: NewAuthorisation }>, reply) => {
      const { catalogue } = house.catalogues.current()
      const given = { to: request.body.to, ...consentOf(request.body) }
      const id = await acting(house, request, (tx, actor) => giveAuthorisation(tx, actor, catalogue, given))
      return reply.code(201).send({ id })
    },
  })
}

function mountUses(app: FastifyInstance, house: House): void {
  app.get('/v1/own-file/authorisations/:id/inquiries', {
    schema: {
      operationId: 'listAuthorisationUses',
      summary: 'What was asked on an authorisation',
      tags,
      security,
      params: IdParams,
      querystring: PageQuery,
      response: answers(200, 'A page of inquiries', SeenInquiries),
    },
    handler: async (request: FastifyRequest<{ Params: IdParams; Querystring: PageQuery }>) => {
      const actor = await actorOf(house, request)
      const id = parseId<AuthorisationId>(request.params.id)
      const page = pageOf<InquiryId>(request.query)
      const today = house.database.clock.today()
      const found = await listAuthorisationUses(house.database, actor, id, page, today)
      const words = await wordsOfInquiries(house)
      return {
        items: found.map((one) => toSeen(words, one)),
        next: found.length === page.limit ? (found.at(-1)?.inquiryId ?? null) : null,
      }
    },
  })
}

function mountEnding(app: FastifyInstance, house: House): void {
  app.post('/v1/own-file/authorisations/:id/revocation', {
    schema: {
      operationId: 'revokeAuthorisation',
      summary: 'Take a consent back: from now on no answer leaves on it',
      tags,
      security,
      params: IdParams,
      response: answers(200, 'Revoked', Done),
    },
    handler: async (request: ById) => {
      const id = parseId<AuthorisationId>(request.params.id)
      await acting(house, request, (tx, actor) => revokeAuthorisation(tx, actor, id))
      return done
    },
  })

  app.post('/v1/own-file/authorisations/:id/denial', {
    schema: {
      operationId: 'denyAuthorisation',
      summary: 'Say that a lodged consent was never signed: that body gets no answer any more',
      tags,
      security,
      params: IdParams,
      response: answers(200, 'Denied', Done),
    },
    handler: async (request: ById) => {
      const id = parseId<AuthorisationId>(request.params.id)
      await acting(house, request, (tx, actor) => denyAuthorisation(tx, actor, id))
      return done
    },
  })

  app.delete('/v1/authorisations/:id', {
    schema: {
      operationId: 'withdrawAuthorisation',
      summary: 'A lender takes back what it lodged',
      tags: lending,
      security,
      params: IdParams,
      response: answers(200, 'Withdrawn', Done),
    },
    handler: async (request: ById) => {
      const id = parseId<AuthorisationId>(request.params.id)
      await acting(house, request, (tx, actor) => withdrawAuthorisation(tx, actor, id))
      return done
    },
  })
}

function mountLodging(app: FastifyInstance, house: House): void {
  app.get('/v1/authorisations', {
    schema: {
      operationId: 'listLodgedAuthorisations',
      summary: 'What was given to the lender, and what it lodged; newest first',
      tags: lending,
      security,
      querystring: PageQuery,
      response: answers(200, 'A page of authorisations', OwnAuthorisations),
    },
    handler: async (request: ByPage) => {
      const actor = await actorOf(house, request)
      const page = pageOf<AuthorisationId>(request.query)
      return toPage(house, page.limit, await listLodgedAuthorisations(house.database, actor, page))
    },
  })

  app.post('/v1/authorisations', {
    schema: {
      operationId: 'lodgeAuthorisation',
      summary: 'Lodge a consent that was signed on paper, by the hash of the document',
      description: 'It works once the notice to the subject has left. The document may be demanded.',
      tags: lending,
      security,
      body: Type.Ref(NewLodging),
      response: answers(201, 'Lodged; not yet in force', Made),
    },
    handler: async (request: FastifyRequest<{ Body: NewLodging }>, reply) => {
      const { subject, documentHash, signedOn } = request.body
      const { catalogue } = house.catalogues.current()
      const lender = await actorOf(house, request)
      const today = house.database.clock.today()
      const subjectId = await subjectToLodge(house.collection, lender, catalogue, subject, today)
      const lodged = {
        ...consentOf(request.body),
        subjectId,
        documentHash: Buffer.from(documentHash, 'hex'),
        signedOn: parseCivilDate(signedOn),
      }
      const id = await acting(house, request, (tx, actor) => lodgeAuthorisation(tx, actor, catalogue, lodged))
      house.collection.wake()
      return reply.code(201).send({ id })
    },
  })
}

function mountDocuments(app: FastifyInstance, house: House): void {
  app.get('/v1/document-demands', {
    schema: {
      operationId: 'listDocumentDemands',
      summary: 'Signed documents that were drawn and must be produced, the soonest due first',
      tags: lending,
      security,
      response: answers(200, 'The demands', DocumentDemands),
    },
    handler: async (request) => {
      const found = await listOwnDemands(house.database, await actorOf(house, request))
      return {
        items: found.map(({ authorisationId, demandedOn, dueOn }) => ({
          authorisation: authorisationId,
          demandedOn,
          dueOn,
        })),
      }
    },
  })

  app.addContentTypeParser(
    ['application/pdf', 'image/jpeg', 'image/png', 'application/octet-stream'],
    { parseAs: 'buffer', bodyLimit: DOCUMENT_BYTES_MAX },
    (_request, body, parsed) => parsed(null, body),
  )
  app.put('/v1/authorisations/:id/document', {
    bodyLimit: DOCUMENT_BYTES_MAX,
    schema: {
      operationId: 'produceDocument',
      summary: 'Produce a signed document that was drawn: the one whose hash was lodged, byte for byte',
      tags: lending,
      security,
      consumes: ['application/pdf', 'image/jpeg', 'image/png', 'application/octet-stream'],
      params: IdParams,
      response: answers(200, 'Produced', Done),
    },
    handler: async (request: FastifyRequest<{ Params: IdParams; Body: Buffer }>) => {
      const actor = await actorOf(house, request)
      const id = parseId<AuthorisationId>(request.params.id)
      await produceDocument(house.collection, actor, id, request.body)
      return done
    },
  })
}

type ConsentBody = Pick<
  NewAuthorisation,
  'purposes' | 'recordTypes' | 'separate' | 'single' | 'validFrom' | 'validUntil'
>

function consentOf({ purposes, recordTypes, separate, single, validFrom, validUntil }: ConsentBody): Consent {
  return {
    purposes,
    recordTypes: recordTypes ?? null,
    separate: separate ?? [],
    single,
    validFrom: parseCivilDate(validFrom),
    validUntil: parseCivilDate(validUntil),
  }
}

async function toPage(
  house: House,
  limit: number,
  found: Awaited<ReturnType<typeof listOwnAuthorisations>>,
): Promise<Record<string, unknown>> {
  const words = await wordsOfInquiries(house)
  const today: CivilDate = house.database.clock.today()
  return {
    items: found.map((line) => toAuthorisation(words, line, today)),
    next: found.length === limit ? (found.at(-1)?.authorisationId ?? null) : null,
  }
}
