// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parseCivilDate } from '../kernel/civil-date.ts'
import { parseId, type StaffId } from '../kernel/ids.ts'
import {
  addPost,
  declineKeeper,
  declineRole,
  delegateRole,
  endPost,
  endRole,
  listKeeperProposals,
  listRoleProposals,
  listStaff,
  proposeKeeper,
  rolesToDelegate,
  secondKeeper,
  secondRole,
} from '../modules/participants/index.ts'
import type { ActId } from '../modules/workflow/index.ts'
import {
  Ended,
  IdParams,
  KeeperProposals,
  NewKeeper,
  NewPost,
  NewRole,
  PostMade,
  Proposed,
  RoleAnswer,
  RoleProposals,
  Staff,
  StaffRoleParams,
} from './access-schemas.ts'
import { acting } from './acting.ts'
import { actorOf } from './actor-of.ts'
import type { House } from './house.ts'
import { answers } from './schemas.ts'

const tags = ['access']
const security = [{ session: [] }, { apiKey: [] }]

type ById = FastifyRequest<{ Params: { id: string } }>

/** Where a body's keeper of accounts makes posts and delegates roles, and the operator admits keepers. */
export function mountStaffRoutes(app: FastifyInstance, house: House): void {
  mountPosts(app, house)
  mountRoles(app, house)
  mountRoleProposals(app, house)
  mountKeepers(app, house)
}

function mountPosts(app: FastifyInstance, house: House): void {
  app.get('/v1/staff', {
    schema: {
      operationId: 'listStaff',
      summary: "The body's own posts and their roles",
      tags,
      security,
      response: answers(200, 'The posts', Staff),
    },
    handler: async (request) => {
      const actor = await actorOf(house, request)
      const items = await listStaff(house.database, actor)
      return {
        items: items.map(({ staffId, roles, ...post }) => ({
          id: staffId,
          ...post,
          roles: roles.map(({ grantId, ...role }) => ({ id: grantId, ...role })),
        })),
        roles: rolesToDelegate(actor),
      }
    },
  })

  app.post('/v1/staff', {
    schema: {
      operationId: 'addPost',
      summary: 'Make a post, and the code by which its holder takes it',
      tags,
      security,
      body: Type.Ref(NewPost),
      response: answers(201, 'The post', PostMade),
    },
    handler: async (request: FastifyRequest<{ Body: NewPost }>, reply) => {
      const made = await acting(house, request, (tx, actor) => addPost(tx, actor, request.body.holder))
      return reply.code(201).send({ id: made.staffId, code: made.code })
    },
  })

  app.delete('/v1/staff/:id', {
    schema: {
      operationId: 'endPost',
      summary: 'End a post, with its roles, keys and sessions',
      tags,
      security,
      params: IdParams,
      response: answers(200, 'How many posts ended', Ended),
    },
    handler: async (request: ById) => {
      await acting(house, request, (tx, actor) => endPost(tx, actor, parseId<StaffId>(request.params.id)))
      return { ended: 1 }
    },
  })
}

function mountRoles(app: FastifyInstance, house: House): void {
  app.post('/v1/staff/:id/roles', {
    schema: {
      operationId: 'delegateRole',
      summary: 'Delegate a role to a post, at once or as a proposal to a second officer',
      tags,
      security,
      params: IdParams,
      body: Type.Ref(NewRole),
      response: answers(200, 'The grant, or the proposal', RoleAnswer),
    },
    handler: async (request: FastifyRequest<{ Params: { id: string }; Body: NewRole }>) => {
      const { role, until } = request.body
      const content = { staffId: parseId<StaffId>(request.params.id), role, until: parseCivilDate(until) }
      const done = await acting(house, request, (tx, actor) => delegateRole(tx, actor, content))
      return 'grantId' in done
        ? { grant: done.grantId, proposal: null }
        : { grant: null, proposal: done.proposal }
    },
  })

  app.delete('/v1/staff/:id/roles/:grant', {
    schema: {
      operationId: 'endRole',
      summary: 'Take a role back, at once',
      tags,
      security,
      params: StaffRoleParams,
      response: answers(200, 'How many roles ended', Ended),
    },
    handler: async (request: FastifyRequest<{ Params: { id: string; grant: string } }>) => {
      const { id, grant } = request.params
      await acting(house, request, (tx, actor) =>
        endRole(tx, actor, parseId<StaffId>(id), parseId<StaffId>(grant)),
      )
      return { ended: 1 }
    },
  })
}

function mountRoleProposals(app: FastifyInstance, house: House): void {
  app.get('/v1/role-proposals', {
    schema: {
      operationId: 'listRoleProposals',
      summary: 'Roles that wait for a second officer of the body',
      tags,
      security,
      response: answers(200, 'The proposals', RoleProposals),
    },
    handler: async (request) => {
      const { database } = house
      const open = await listRoleProposals(database, await actorOf(house, request), database.clock)
      return { items: open.map(({ actId, staffId, ...rest }) => ({ id: actId, staff: staffId, ...rest })) }
    },
  })

  app.post('/v1/role-proposals/:id/second', {
    schema: {
      operationId: 'secondRole',
      summary: 'Agree to a role, as another officer than the one who proposed it',
      tags,
      security,
      params: IdParams,
      response: answers(200, 'The grant', RoleAnswer),
    },
    handler: async (request: ById) => {
      const { grantId } = await acting(house, request, (tx, actor) =>
        secondRole(tx, actor, parseId<ActId>(request.params.id)),
      )
      return { grant: grantId, proposal: null }
    },
  })

  app.post('/v1/role-proposals/:id/decline', {
    schema: {
      operationId: 'declineRole',
      summary: 'Decline a proposed role',
      tags,
      security,
      params: IdParams,
      response: answers(200, 'How many proposals ended', Ended),
    },
    handler: async (request: ById) => {
      await acting(house, request, (tx, actor) => declineRole(tx, actor, parseId<ActId>(request.params.id)))
      return { ended: 1 }
    },
  })
}

function mountKeepers(app: FastifyInstance, house: House): void {
  app.get('/v1/keeper-proposals', {
    schema: {
      operationId: 'listKeeperProposals',
      summary: 'Keepers of accounts that wait for a second officer of the operator',
      tags,
      security,
      response: answers(200, 'The proposals', KeeperProposals),
    },
    handler: async (request) => {
      const { database } = house
      const open = await listKeeperProposals(database, await actorOf(house, request), database.clock)
      return {
        items: open.map(({ actId, code, holder, proposer }) => ({ id: actId, body: code, holder, proposer })),
      }
    },
  })

  app.post('/v1/keeper-proposals', {
    schema: {
      operationId: 'proposeKeeper',
      summary: "Propose the keeper of a body's accounts, as an officer of the operator",
      tags,
      security,
      body: Type.Ref(NewKeeper),
      response: answers(201, 'The proposal', Proposed),
    },
    handler: async (request: FastifyRequest<{ Body: NewKeeper }>, reply) => {
      const { body: code, holder } = request.body
      const id = await acting(house, request, (tx, actor) => proposeKeeper(tx, actor, { code, holder }))
      return reply.code(201).send({ id })
    },
  })

  app.post('/v1/keeper-proposals/:id/second', {
    schema: {
      operationId: 'secondKeeper',
      summary: 'Agree to a keeper, as another officer of the operator; shows the code for the post',
      tags,
      security,
      params: IdParams,
      response: answers(201, 'The post', PostMade),
    },
    handler: async (request: ById, reply) => {
      const made = await acting(house, request, (tx, actor) =>
        secondKeeper(tx, actor, parseId<ActId>(request.params.id)),
      )
      return reply.code(201).send({ id: made.staffId, code: made.code })
    },
  })

  app.post('/v1/keeper-proposals/:id/decline', {
    schema: {
      operationId: 'declineKeeper',
      summary: 'Decline a proposed keeper',
      tags,
      security,
      params: IdParams,
      response: answers(200, 'How many proposals ended', Ended),
    },
    handler: async (request: ById) => {
      await acting(house, request, (tx, actor) => declineKeeper(tx, actor, parseId<ActId>(request.params.id)))
      return { ended: 1 }
    },
  })
}
