// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parseId, type RecordId, type SubjectId } from '../kernel/ids.ts'
import { refuse } from '../kernel/refusal.ts'
import {
  type AlarmId,
  endWatch,
  liftMark,
  liftSuspension,
  type MarkId,
  markRecord,
  readAlarms,
  readLodging,
  reopenLodging,
  type SuspensionId,
  type WatchId,
  watchSubject,
} from '../modules/inquiries/index.ts'
import { findParticipantByCode } from '../modules/participants/index.ts'
import { acting } from './acting.ts'
import { actorOf } from './actor-of.ts'
import type { House } from './house.ts'
import {
  Alarms,
  BodyParams,
  Done,
  IdParams,
  Lifting,
  Lodging,
  Made,
  NewMark,
  NewWatch,
  PageQuery,
  Reopening,
  WatchEnd,
} from './inquiry-schemas.ts'
import { pageOf, wordsOfInquiries } from './inquiry-words.ts'
import { security } from './own-file-routes.ts'
import { answers } from './schemas.ts'

const tags = ['supervision']
const done = { done: true } as const

/** What the supervisor, a source or a court does about questions and records: alarms, lodging, holds. */
export function mountSupervisionRoutes(app: FastifyInstance, house: House): void {
  mountAlarms(app, house)
  mountWatches(app, house)
  mountLodging(app, house)
  mountMarks(app, house)
}

function mountAlarms(app: FastifyInstance, house: House): void {
  app.get('/v1/alarms', {
    schema: {
      operationId: 'listAlarms',
      summary: 'What in the inquiry log goes past a threshold, with evidence; newest first',
      tags,
      security,
      querystring: PageQuery,
      response: answers(200, 'A page of alarms', Alarms),
    },
    handler: async (request: FastifyRequest<{ Querystring: PageQuery }>) => {
      const actor = await actorOf(house, request)
      const page = pageOf<AlarmId>(request.query)
      const found = await readAlarms(house.database, actor, page)
      const { bodyOf } = await wordsOfInquiries(house)
      return {
        items: found.map(({ alarmId, participantId, subjectId, evidence, ...rest }) => ({
          ...rest,
          id: alarmId,
          body: bodyOf(participantId),
          subject: subjectId,
          facts: evidence.facts,
          inquiries: evidence.inquiryIds,
        })),
        next: found.length === page.limit ? (found.at(-1)?.alarmId ?? null) : null,
      }
    },
  })
}

function mountWatches(app: FastifyInstance, house: House): void {
  app.post('/v1/watches', {
    schema: {
      operationId: 'watchSubject',
      summary: 'Have questions about a subject looked at: a colleague, or somebody in the public eye',
      tags,
      security,
      body: Type.Ref(NewWatch),
      response: answers(201, 'Watched', Made),
    },
    handler: async (request: FastifyRequest<{ Body: NewWatch }>, reply) => {
      const { subject, watch } = request.body
      const asked = { subjectId: parseId<SubjectId>(subject), watch }
      const id = await acting(house, request, (tx, actor) => watchSubject(tx, actor, asked))
      return reply.code(201).send({ id })
    },
  })

  app.post('/v1/watches/:id/end', {
    schema: {
      operationId: 'endWatch',
      summary: 'End a watch',
      tags,
      security,
      params: IdParams,
      body: Type.Ref(WatchEnd),
      response: answers(200, 'Ended', Done),
    },
    handler: async (request: FastifyRequest<{ Params: IdParams; Body: WatchEnd }>) => {
      const watchId = parseId<WatchId>(request.params.id)
      const subjectId = parseId<SubjectId>(request.body.subject)
      await acting(house, request, (tx, actor) => endWatch(tx, actor, { subjectId, watchId }))
      return done
    },
  })
}

function mountLodging(app: FastifyInstance, house: House): void {
  app.get('/v1/lodging/:code', {
    schema: {
      operationId: 'getLodging',
      summary: 'Whether a lender may lodge consents, and from which figures that follows',
      tags,
      security,
      params: BodyParams,
      response: answers(200, 'The standing', Lodging),
    },
    handler: async (request: FastifyRequest<{ Params: BodyParams }>) => {
      const actor = await actorOf(house, request)
      const participantId = await bodyIdOf(house, request.params.code)
      const { catalogue } = house.catalogues.current()
      return readLodging(house.database, actor, catalogue, participantId, house.database.clock.today())
    },
  })

  app.post('/v1/lodging/:code/reopening', {
    schema: {
      operationId: 'reopenLodging',
      summary: 'Let a lender lodge again, on a numbered decision',
      tags,
      security,
      params: BodyParams,
      body: Type.Ref(Reopening),
      response: answers(200, 'Open', Done),
    },
    handler: async (request: FastifyRequest<{ Params: BodyParams; Body: Reopening }>) => {
      const { reference } = request.body
      const participantId = await bodyIdOf(house, request.params.code)
      await acting(house, request, (tx, actor) => reopenLodging(tx, actor, { participantId, reference }))
      return done
    },
  })

  app.post('/v1/suspensions/:id/lifting', {
    schema: {
      operationId: 'liftSuspension',
      summary: 'Let a body that was denied ask again, on a numbered decision',
      tags,
      security,
      params: IdParams,
      body: Type.Ref(Lifting),
      response: answers(200, 'Lifted', Done),
    },
    handler: async (request: FastifyRequest<{ Params: IdParams; Body: Lifting }>) => {
      const suspensionId = parseId<SuspensionId>(request.params.id)
      const subjectId = parseId<SubjectId>(request.body.subject)
      const lifted = { suspensionId, subjectId, reference: request.body.reference }
      await acting(house, request, (tx, actor) => liftSuspension(tx, actor, lifted))
      return done
    },
  })
}

function mountMarks(app: FastifyInstance, house: House): void {
  app.post('/v1/marks', {
    schema: {
      operationId: 'markRecord',
      summary: 'Stop the use of a record at once, or flag it as objected to',
      description:
        'By its source, a court or the supervisor; a hold names the numbered document it rests on.',
      tags,
      security,
      body: Type.Ref(NewMark),
      response: answers(201, 'In force', Made),
    },
    handler: async (request: FastifyRequest<{ Body: NewMark }>, reply) => {
      const { subject, record, mark, reason, reference = null } = request.body
      const asked = {
        subjectId: parseId<SubjectId>(subject),
        recordId: parseId<RecordId>(record),
        mark,
        reason,
        reference,
      }
      const id = await acting(house, request, (tx, actor) => markRecord(tx, actor, asked))
      return reply.code(201).send({ id })
    },
  })

  app.post('/v1/marks/:id/lifting', {
    schema: {
      operationId: 'liftMark',
      summary: 'Lift a mark',
      tags,
      security,
      params: IdParams,
      body: Type.Ref(Lifting),
      response: answers(200, 'Lifted', Done),
    },
    handler: async (request: FastifyRequest<{ Params: IdParams; Body: Lifting }>) => {
      const markId = parseId<MarkId>(request.params.id)
      const lifted = {
        subjectId: parseId<SubjectId>(request.body.subject),
        markId,
        reference: request.body.reference,
      }
      await acting(house, request, (tx, actor) => liftMark(tx, actor, lifted))
      return done
    },
  })
}

async function bodyIdOf(house: House, code: string): Promise<number> {
  const body = await findParticipantByCode(house.database, code)
  if (!body) throw refuse('PARTICIPANT_UNKNOWN')
  return body.participantId
}
