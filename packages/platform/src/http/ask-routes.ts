// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { parseCivilDate } from '../kernel/civil-date.ts'
import type { Asked, Report } from '../modules/disclosure/index.ts'
import { type InquiryId, sampleStatuteQuestions } from '../modules/inquiries/index.ts'
import { actorOf } from './actor-of.ts'
import {
  AnsweredInquiry,
  AskedBody,
  AskedQuery,
  OwnInquiryParams,
  ReplayedInquiry,
  StatuteQuestions,
  StatuteQuestionsQuery,
} from './ask-schemas.ts'
import type { House } from './house.ts'
import { wordsOfInquiries } from './inquiry-words.ts'
import { answers } from './schemas.ts'

const security = [{ apiKey: [] }]

/** Whoever wants more than what is public asks here; every question is written down before it is answered. */
export function mountAskRoutes(app: FastifyInstance, house: House): void {
  app.post('/v1/inquiries', {
    schema: {
      operationId: 'askReport',
      summary: 'Ask for a credit report: who is asked about, for which purpose, on which basis',
      description:
        'Decided by the table of the catalogue, closed by default. The inquiry is durable before the answer leaves; refusals are written down too. Whether nobody is known or nothing may be given is answered alike.',
      tags: ['inquiries'],
      security,
      querystring: AskedQuery,
      body: Type.Ref(AskedBody),
      response: answers(200, 'The report', AnsweredInquiry),
    },
    handler: async (request: FastifyRequest<{ Body: AskedBody }>, reply) => {
      const actor = await actorOf(house, request)
      const { inquiry, report, ownReports } = await house.questions.ask(actor, askedOf(request.body))
      const { inquiryId: number, view, askedAt } = inquiry
      return sendReport(reply, { number, view, askedAt, ownReports }, report)
    },
  })

  mountReplay(app, house)
  mountSample(app, house)
}

function mountReplay(app: FastifyInstance, house: House): void {
  app.get('/v1/own-file/inquiries/:id/report', {
    schema: {
      operationId: 'replayOwnReport',
      summary: 'Show the subject the very answer that somebody got about it',
      description:
        'Composed again by the view, tick, day and catalogue of then; that it was shown is written down.',
      tags: ['own-file'],
      security,
      params: OwnInquiryParams,
      querystring: AskedQuery,
      response: answers(200, 'The report as it was answered', ReplayedInquiry),
    },
    handler: async (request: FastifyRequest<{ Params: { id: string } }>, reply) => {
      const actor = await actorOf(house, request)
      const { inquiry, report, same } = await house.questions.replay(actor, request.params.id as InquiryId)
      return sendReport(reply, { number: inquiry.inquiryId, view: inquiry.view, same }, report)
    },
  })
}

function mountSample(app: FastifyInstance, house: House): void {
  app.get('/v1/statute-questions', {
    schema: {
      operationId: 'sampleStatuteQuestions',
      summary:
        'Questions of a day that rested on a statute, drawn by chance, for the supervisor to check the cases',
      tags: ['supervision'],
      security,
      querystring: StatuteQuestionsQuery,
      response: answers(200, 'What was drawn', StatuteQuestions),
    },
    handler: async (request: FastifyRequest<{ Querystring: StatuteQuestionsQuery }>) => {
      const actor = await actorOf(house, request)
      const { day, before, limit = 50 } = request.query
      const page = { day: parseCivilDate(day), before: (before ?? null) as InquiryId | null, limit }
      const { catalogue } = house.catalogues.current()
      const { percent, items } = await sampleStatuteQuestions(house.database, actor, catalogue, page)
      const { bodyOf, purposeOf } = await wordsOfInquiries(house)
      return {
        percent,
        items: items.map(({ inquiryId, participantId, purpose, ...rest }) => ({
          ...rest,
          id: inquiryId,
          body: bodyOf(participantId),
          purpose: purposeOf(purpose),
        })),
        next: items.length === limit ? (items.at(-1)?.inquiryId ?? null) : null,
      }
    },
  })
}

/** The report is finished JSON whose hash is in the log: it passes no serialiser. */
function sendReport(
  reply: FastifyReply,
  about: Record<string, unknown>,
  { body, resultHash }: Report,
): FastifyReply {
  const head = JSON.stringify({ ...about, resultHash: resultHash.toString('base64') })
  return reply
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .serializer((text: string) => text)
    .send(`${head.slice(0, -1)},"report":${body}}`)
}

function askedOf({ hidden, ...asked }: AskedBody): Asked {
  return {
    ...asked,
    ...(hidden ? { hidden: { until: parseCivilDate(hidden.until), document: hidden.document } } : {}),
  }
}
