// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parseId, type SubjectId } from '../kernel/ids.ts'
import { assertLink } from '../modules/collection/index.ts'
import {
  compareSubjects,
  type DescribedHistory,
  type DescribedSubject,
  listComparedProposals,
  readLinkHistory,
} from '../modules/disclosure/index.ts'
import { declineLink, proposeLink, secondLink } from '../modules/subjects/index.ts'
import type { ActId } from '../modules/workflow/index.ts'
import { actorOf } from './actor-of.ts'
import type { House } from './house.ts'
import {
  HistoryQuery,
  LinkAsserted,
  LinkComparison,
  LinkDeclined,
  LinkHistory,
  LinkProposals,
  LinkProposed,
  LinkSeconded,
  NewAssertion,
  NewLinkProposal,
  ProposalParams,
  ProposalsQuery,
  TwoSubjects,
} from './link-schemas.ts'
import { answers } from './schemas.ts'

const security = [{ apiKey: [] }]
const tags = ['links']
type ByProposal = { Params: { id: string } }

/** Which subjects are read as one: what officers and registrars may say about it, and what was said. */
export function mountLinkRoutes(app: FastifyInstance, house: House): void {
  mountReading(app, house)
  mountProposals(app, house)
  mountDecisions(app, house)
  mountAssertions(app, house)
}

function mountReading(app: FastifyInstance, house: House): void {
  app.get('/v1/links', {
    schema: {
      operationId: 'getLinkHistory',
      summary: 'Why a subject is, and was, read together with others',
      tags,
      security,
      querystring: HistoryQuery,
      response: answers(200, 'The oldest ground first', LinkHistory),
    },
    handler: async (request: FastifyRequest<{ Querystring: HistoryQuery }>) => {
      const actor = await actorOf(house, request)
      return toHistory(
        await readLinkHistory(house.database, actor, parseId<SubjectId>(request.query.subject)),
      )
    },
  })

  app.post('/v1/links/comparison', {
    schema: {
      operationId: 'compareSubjects',
      summary: 'Two subjects side by side, and what could be proposed about them',
      tags,
      security,
      body: Type.Ref(TwoSubjects),
      response: answers(200, 'Both', LinkComparison),
    },
    handler: async (request: FastifyRequest<{ Body: TwoSubjects }>) => {
      const actor = await actorOf(house, request)
      const { joining, other, ...rest } = await compareSubjects(house.database, actor, request.body)
      return { joining: toSubject(joining), other: toSubject(other), ...rest }
    },
  })
}

function mountProposals(app: FastifyInstance, house: House): void {
  app.get('/v1/links/proposals', {
    schema: {
      operationId: 'listLinkProposals',
      summary: 'Links and partings that wait for a second officer of the body',
      tags,
      security,
      querystring: ProposalsQuery,
      response: answers(200, 'The oldest first', LinkProposals),
    },
    handler: async (request: FastifyRequest<{ Querystring: ProposalsQuery }>) => {
      const actor = await actorOf(house, request)
      const { after, limit = 50 } = request.query
      const page = { after: after === undefined ? null : parseId<ActId>(after), limit }
      const open = await listComparedProposals(house.database, actor, page)
      return {
        items: open.map(({ actId, joining, other, joiningId: _joining, otherId: _other, ...rest }) => ({
          ...{ id: actId, joining: toSubject(joining), other: toSubject(other) },
          ...rest,
        })),
        next: open.length === limit ? (open.at(-1)?.actId ?? null) : null,
      }
    },
  })

  app.post('/v1/links/proposals', {
    schema: {
      operationId: 'proposeLink',
      summary: 'Propose to read two subjects as one, or no longer',
      tags,
      security,
      body: Type.Ref(NewLinkProposal),
      response: answers(201, 'Proposed; another officer must second it', LinkProposed),
    },
    handler: async (request: FastifyRequest<{ Body: NewLinkProposal }>, reply) => {
      const actor = await actorOf(house, request)
      return reply.code(201).send({ id: await proposeLink(house.database, actor, request.body) })
    },
  })
}

function mountDecisions(app: FastifyInstance, house: House): void {
  app.post('/v1/links/proposals/:id/second', {
    schema: {
      operationId: 'secondLink',
      summary: 'Second a proposal: from then on the two are read as one, or no longer',
      tags,
      security,
      params: ProposalParams,
      response: answers(200, 'It holds', LinkSeconded),
    },
    handler: async (request: FastifyRequest<ByProposal>) => {
      const actor = await actorOf(house, request)
      return { tick: await secondLink(house.database, actor, parseId<ActId>(request.params.id)) }
    },
  })

  app.post('/v1/links/proposals/:id/decline', {
    schema: {
      operationId: 'declineLink',
      summary: 'Decline a proposal, or take back what one has proposed',
      tags,
      security,
      params: ProposalParams,
      response: answers(200, 'Declined', LinkDeclined),
    },
    handler: async (request: FastifyRequest<ByProposal>) => {
      const actor = await actorOf(house, request)
      await declineLink(house.database, actor, parseId<ActId>(request.params.id))
      return { declined: true }
    },
  })
}

function mountAssertions(app: FastifyInstance, house: House): void {
  app.post('/v1/links/assertions', {
    schema: {
      operationId: 'assertLink',
      summary: 'The body that registers an organisation says that another number is its, too',
      tags,
      security,
      body: Type.Ref(NewAssertion),
      response: answers(200, 'It holds', LinkAsserted),
    },
    handler: async (request: FastifyRequest<{ Body: NewAssertion }>) => {
      const actor = await actorOf(house, request)
      return { linked: await assertLink(house.collection, actor, request.body) }
    },
  })
}

function toSubject({ subjectId, numbers, ...rest }: DescribedSubject): Record<string, unknown> {
  return { id: subjectId, identifiers: numbers, ...rest }
}

function toHistory({ subjectId, subjects, grounds, ...rest }: DescribedHistory): Record<string, unknown> {
  return {
    ...rest,
    subject: subjectId,
    subjects: subjects.map(toSubject),
    grounds: grounds.map(({ groundId, joiningId, otherId, ...one }) => ({
      ...{ id: groundId, joining: joiningId, other: otherId },
      ...one,
    })),
  }
}
