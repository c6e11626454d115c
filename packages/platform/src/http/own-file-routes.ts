// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parseId, type RecordId } from '../kernel/ids.ts'
import {
  countOwnFullReports,
  findOwnFreeze,
  freezeInquiries,
  type InquiryId,
  liftMark,
  liftSuspension,
  listOwnFileNotices,
  listOwnInquiries,
  listOwnSuspensions,
  type MarkId,
  markRecord,
  ownSubjectOf,
  proveOwnInquiry,
  type SuspensionId,
  subjectNotices,
  unfreezeInquiries,
} from '../modules/inquiries/index.ts'
import type { NoticeId } from '../modules/notices/index.ts'
import { acting } from './acting.ts'
import { actorOf } from './actor-of.ts'
import { wordsOf } from './fault-words.ts'
import type { House } from './house.ts'
import {
  Done,
  IdParams,
  InquiryEvidence,
  Made,
  NewObjection,
  OwnFreeze,
  OwnNotices,
  OwnReportCount,
  OwnSuspensions,
  PageQuery,
  SeenInquiries,
} from './inquiry-schemas.ts'
import { pageOf, toEvidence, toSeen, wordsOfInquiries } from './inquiry-words.ts'
import { answers } from './schemas.ts'

export const security = [{ session: [] }, { apiKey: [] }]
export const tags = ['own file']
const done = { done: true } as const
type ByPage = FastifyRequest<{ Querystring: PageQuery }>
type ById = FastifyRequest<{ Params: IdParams }>

/** What a subject sees and decides about questions on it; of nobody else is anything told here. */
export function mountOwnFileRoutes(app: FastifyInstance, house: House): void {
  mountWhoLooked(app, house)
  mountTold(app, house)
  mountFreeze(app, house)
  mountSuspensions(app, house)
  mountObjections(app, house)
}

function mountWhoLooked(app: FastifyInstance, house: House): void {
  app.get('/v1/own-file/inquiries', {
    schema: {
      operationId: 'listOwnInquiries',
      summary: 'Who asked about the subject, why, on what, and what became of it; newest first',
      description: "An investigation's inquiry shows by itself on the day its numbered document states.",
      tags,
      security,
      querystring: PageQuery,
      response: answers(200, 'A page of inquiries', SeenInquiries),
    },
    handler: async (request: ByPage) => {
      const actor = await actorOf(house, request)
      const page = pageOf<InquiryId>(request.query)
      const found = await listOwnInquiries(house.database, actor, page, house.database.clock.today())
      const words = await wordsOfInquiries(house)
      return {
        items: found.map((one) => toSeen(words, one)),
        next: found.length === page.limit ? (found.at(-1)?.inquiryId ?? null) : null,
      }
    },
  })

  app.get('/v1/own-file/inquiries/:id/proof', {
    schema: {
      operationId: 'proveOwnInquiry',
      summary: 'What shows offline that an inquiry was entered in the transparency log as it stands',
      tags,
      security,
      params: IdParams,
      response: answers(200, 'The evidence', InquiryEvidence),
    },
    handler: async (request: ById) => {
      const actor = await actorOf(house, request)
      const id = parseId<InquiryId>(request.params.id)
      const today = house.database.clock.today()
      return toEvidence(await proveOwnInquiry(house.database, house.transparencyLog, actor, id, today))
    },
  })
}

function mountTold(app: FastifyInstance, house: House): void {
  app.get('/v1/own-file/reports', {
    schema: {
      operationId: 'countOwnReports',
      summary: 'How many full reports of this year were taken, and what the next one is',
      tags,
      security,
      response: answers(200, 'The count', OwnReportCount),
    },
    handler: async (request) => {
      const actor = await actorOf(house, request)
      const subjectId = ownSubjectOf(actor, 'file:read')
      const { catalogue } = house.catalogues.current()
      const today = house.database.clock.today()
      const division = 'jurisdiction' in actor ? actor.jurisdiction : ''
      return countOwnFullReports(house.database, subjectId, { catalogue, division, today })
    },
  })

  app.get('/v1/own-file/notices', {
    schema: {
      operationId: 'listOwnFileNotices',
      summary: 'What the node told the subject by itself, newest first',
      tags,
      security,
      querystring: PageQuery,
      response: answers(200, 'A page of notices', OwnNotices),
    },
    handler: async (request: ByPage) => {
      const actor = await actorOf(house, request)
      const page = pageOf<NoticeId>(request.query)
      const found = await listOwnFileNotices(house.database, actor, page)
      return {
        items: found.map(({ noticeId, kind, facts, occasion, writtenAt }) => ({
          id: noticeId,
          kind,
          ...wordsOf(subjectNotices, kind, facts),
          about: occasion,
          writtenAt,
        })),
        next: found.length === page.limit ? (found.at(-1)?.noticeId ?? null) : null,
      }
    },
  })
}

function mountFreeze(app: FastifyInstance, house: House): void {
  app.get('/v1/own-file/freeze', {
    schema: {
      operationId: 'getOwnFreeze',
      summary: 'Whether lenders are barred from asking',
      tags,
      security,
      response: answers(200, 'Since when, or null', OwnFreeze),
    },
    handler: async (request) => {
      const freeze = await findOwnFreeze(house.database, await actorOf(house, request))
      return { frozenAt: freeze?.frozenAt ?? null }
    },
  })

  app.put('/v1/own-file/freeze', {
    schema: {
      operationId: 'freezeInquiries',
      summary: 'Bar all lenders, and bureaus that ask for them, at once',
      tags,
      security,
      response: answers(200, 'Barred', Done),
    },
    handler: async (request) => {
      await acting(house, request, (tx, actor) => freezeInquiries(tx, actor))
      return done
    },
  })

  app.delete('/v1/own-file/freeze', {
    schema: {
      operationId: 'unfreezeInquiries',
      summary: 'Lift the bar',
      tags,
      security,
      response: answers(200, 'Lifted', Done),
    },
    handler: async (request) => {
      await acting(house, request, (tx, actor) => unfreezeInquiries(tx, actor))
      return done
    },
  })
}

function mountSuspensions(app: FastifyInstance, house: House): void {
  app.get('/v1/own-file/suspensions', {
    schema: {
      operationId: 'listOwnSuspensions',
      summary: 'Bodies that get no answer since the subject denied what they lodged',
      tags,
      security,
      response: answers(200, 'The bodies', OwnSuspensions),
    },
    handler: async (request) => {
      const found = await listOwnSuspensions(house.database, await actorOf(house, request))
      const { bodyOf } = await wordsOfInquiries(house)
      return {
        items: found.map((one) => ({
          id: one.suspensionId,
          body: bodyOf(one.participantId),
          authorisation: one.authorisationId,
          suspendedAt: one.suspendedAt,
        })),
      }
    },
  })

  app.delete('/v1/own-file/suspensions/:id', {
    schema: {
      operationId: 'liftOwnSuspension',
      summary: 'Let that body ask again',
      tags,
      security,
      params: IdParams,
      response: answers(200, 'Lifted', Done),
    },
    handler: async (request: ById) => {
      const suspensionId = parseId<SuspensionId>(request.params.id)
      const lifted = { suspensionId, subjectId: null, reference: null }
      await acting(house, request, (tx, actor) => liftSuspension(tx, actor, lifted))
      return done
    },
  })
}

function mountObjections(app: FastifyInstance, house: House): void {
  app.post('/v1/own-file/records/:id/objections', {
    schema: {
      operationId: 'flagObjection',
      summary: 'Object to a record: from now on it is in no answer without the flag',
      tags,
      security,
      params: IdParams,
      body: Type.Ref(NewObjection),
      response: answers(201, 'Flagged', Made),
    },
    handler: async (request: FastifyRequest<{ Params: IdParams; Body: NewObjection }>, reply) => {
      const recordId = parseId<RecordId>(request.params.id)
      const { reason } = request.body
      const id = await acting(house, request, (tx, actor) => {
        const subjectId = ownSubjectOf(actor, 'objections:file')
        return markRecord(tx, actor, { subjectId, recordId, mark: 'objection', reason, reference: null })
      })
      return reply.code(201).send({ id })
    },
  })

  app.delete('/v1/own-file/objections/:id', {
    schema: {
      operationId: 'takeBackObjection',
      summary: 'Take an objection back',
      tags,
      security,
      params: IdParams,
      response: answers(200, 'Taken back', Done),
    },
    handler: async (request: ById) => {
      const markId = parseId<MarkId>(request.params.id)
      await acting(house, request, (tx, actor) => {
        const subjectId = ownSubjectOf(actor, 'objections:file')
        return liftMark(tx, actor, { subjectId, markId, reference: null })
      })
      return done
    },
  })
}
