// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parseCivilDate } from '../kernel/civil-date.ts'
import { type KeyId, parseId } from '../kernel/ids.ts'
import { refuse } from '../kernel/refusal.ts'
import { exchangeAssertion } from '../modules/access/index.ts'
import {
  addOwnClientKey,
  endOwnClientKey,
  endOwnKey,
  issueMachineKey,
  issueOwnKey,
  listOwnClients,
  listOwnKeys,
  registerOwnClient,
  rotateOwnKey,
} from '../modules/participants/index.ts'
import {
  ClientKeyMade,
  ClientKeyParams,
  ClientParams,
  Ended,
  IdParams,
  KeyIssued,
  KeyRotation,
  NewClient,
  NewClientKey,
  NewKey,
  OwnClients,
  OwnKeys,
  TokenAnswer,
} from './access-schemas.ts'
import { acting } from './acting.ts'
import { actorOf } from './actor-of.ts'
import type { House } from './house.ts'
import { placeOf } from './origin.ts'
import { answers } from './schemas.ts'

const tags = ['access']
const security = [{ session: [] }, { apiKey: [] }]
const TOKEN_PATH = '/v1/token'
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

type ById = FastifyRequest<{ Params: { id: string } }>

/** Credentials of machines, and of officers at the command line. */
export function mountKeyRoutes(app: FastifyInstance, house: House): void {
  mountKeys(app, house)
  mountRotation(app, house)
  mountClients(app, house)
  mountClientKeys(app, house)
}

function mountKeys(app: FastifyInstance, house: House): void {
  app.get('/v1/keys', {
    schema: {
      operationId: 'listKeys',
      summary: "The body's keys for its keeper, an officer's own for an officer; never the key itself",
      tags,
      security,
      response: answers(200, 'The keys', OwnKeys),
    },
    handler: async (request) => {
      const keys = await listOwnKeys(house.database, await actorOf(house, request))
      return { items: keys.map(({ keyId, staffId: _staffId, ...key }) => ({ id: keyId, ...key })) }
    },
  })

  app.post('/v1/keys', {
    schema: {
      operationId: 'issueKey',
      summary: 'Issue a key, shown this once: of a machine of the body, or of the officer who asks',
      tags,
      security,
      body: Type.Ref(NewKey),
      response: answers(201, 'The key', KeyIssued),
    },
    handler: async (request: FastifyRequest<{ Body: NewKey }>, reply) => {
      const { scopes, expiresOn, note = '', own = false } = request.body
      const terms = { scopes, expiresOn: parseCivilDate(expiresOn), note }
      const issued = await acting(house, request, (tx, actor) =>
        own ? issueOwnKey(tx, actor, terms) : issueMachineKey(tx, actor, terms),
      )
      return reply.code(201).send({ id: issued.keyId, key: issued.key })
    },
  })

  app.delete('/v1/keys/:id', {
    schema: {
      operationId: 'endKey',
      summary: 'End a key, at once',
      tags,
      security,
      params: IdParams,
      response: answers(200, 'How many keys ended', Ended),
    },
    handler: async (request: ById) => {
      await acting(house, request, (tx, actor) => endOwnKey(tx, actor, parseId<KeyId>(request.params.id)))
      return { ended: 1 }
    },
  })
}

function mountRotation(app: FastifyInstance, house: House): void {
  app.post('/v1/keys/:id/rotation', {
    schema: {
      operationId: 'rotateKey',
      summary: 'A successor with the same scopes; the older key goes on for the days of overlap',
      tags,
      security,
      params: IdParams,
      body: Type.Ref(KeyRotation),
      response: answers(201, 'The new key', KeyIssued),
    },
    handler: async (request: FastifyRequest<{ Params: { id: string }; Body: KeyRotation }>, reply) => {
      const { expiresOn, overlapDays } = request.body
      const terms = { expiresOn: parseCivilDate(expiresOn), overlapDays }
      const issued = await acting(house, request, (tx, actor) =>
        rotateOwnKey(tx, actor, parseId<KeyId>(request.params.id), terms),
      )
      return reply.code(201).send({ id: issued.keyId, key: issued.key })
    },
  })
}

function mountClients(app: FastifyInstance, house: House): void {
  app.get('/v1/clients', {
    schema: {
      operationId: 'listClients',
      summary: 'Machines of the body that prove themselves by signing',
      tags,
      security,
      response: answers(200, 'The clients', OwnClients),
    },
    handler: async (request) => {
      const { clients, keys } = await listOwnClients(house.database, await actorOf(house, request))
      return {
        items: clients.map(({ clientId, scopes, madeAt }) => ({
          client: clientId,
          scopes,
          madeAt,
          keys: keys
            .filter((key) => key.clientId === clientId)
            .map(({ keyId, thumbprint, expiresOn, endsAt }) => ({
              id: keyId,
              thumbprint,
              expiresOn,
              endsAt,
            })),
        })),
      }
    },
  })

  app.post('/v1/clients', {
    schema: {
      operationId: 'registerClient',
      summary: 'Register a machine of the body by its public key',
      tags,
      security,
      body: Type.Ref(NewClient),
      response: answers(201, 'Its first key', ClientKeyMade),
    },
    handler: async (request: FastifyRequest<{ Body: NewClient }>, reply) => {
      const { client, scopes, publicKey, expiresOn } = request.body
      const key = { publicKey, expiresOn: parseCivilDate(expiresOn) }
      const { keyId } = await acting(house, request, (tx, actor) =>
        registerOwnClient(tx, actor, { clientId: client, scopes }, key),
      )
      return reply.code(201).send({ key: keyId })
    },
  })
}

function mountClientKeys(app: FastifyInstance, house: House): void {
  app.post('/v1/clients/:id/keys', {
    schema: {
      operationId: 'addClientKey',
      summary: 'A further public key of a client, beside the older ones',
      tags,
      security,
      params: ClientParams,
      body: Type.Ref(NewClientKey),
      response: answers(201, 'The key', ClientKeyMade),
    },
    handler: async (request: FastifyRequest<{ Params: { id: string }; Body: NewClientKey }>, reply) => {
      const { publicKey, expiresOn } = request.body
      const key = { publicKey, expiresOn: parseCivilDate(expiresOn) }
      const { keyId } = await acting(house, request, (tx, actor) =>
        addOwnClientKey(tx, actor, request.params.id, key),
      )
      return reply.code(201).send({ key: keyId })
    },
  })

  app.delete('/v1/clients/:id/keys/:key', {
    schema: {
      operationId: 'endClientKey',
      summary: 'End a public key of a client, with the tokens it was given',
      tags,
      security,
      params: ClientKeyParams,
      response: answers(200, 'How many keys ended', Ended),
    },
    handler: async (request: FastifyRequest<{ Params: { id: string; key: string } }>) => {
      await acting(house, request, (tx, actor) =>
        endOwnClientKey(tx, actor, parseId<KeyId>(request.params.key)),
      )
      return { ended: 1 }
    },
  })
}

/** Apart from the other routes: here alone a body is a form, as OAuth 2 has it. */
export function mountTokenRoutes(app: FastifyInstance, house: House): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 16_384 },
    (_request, text, done) => done(null, Object.fromEntries(new URLSearchParams(String(text)))),
  )
  app.post('/v1/token', {
    schema: {
      operationId: 'takeToken',
      summary: 'A token of a few minutes for a client that has signed (client_credentials, private_key_jwt)',
      tags,
      security: [],
      consumes: ['application/x-www-form-urlencoded'],
      response: answers(200, 'The token', TokenAnswer),
    },
    handler: async (request: FastifyRequest, reply) => {
      const form = (request.body ?? {}) as Readonly<Record<string, string | undefined>>
      if (form.grant_type !== 'client_credentials') throw refuse('GRANT_TYPE_UNKNOWN')
      if (form.client_assertion_type !== ASSERTION_TYPE) throw refuse('CLIENT_UNPROVEN')
      const scopes = form.scope?.split(' ').filter(Boolean)
      const {
        token,
        expiresInSeconds,
        scopes: given,
      } = await exchangeAssertion(house.database, house.access.failures, {
        assertion: form.client_assertion ?? '',
        audiences: house.access.origins().flatMap((origin) => [origin, `${origin}${TOKEN_PATH}`]),
        place: placeOf(request),
        ...(scopes && scopes.length > 0 ? { scopes } : {}),
      })
      reply.header('cache-control', 'no-store')
      return {
        access_token: token,
        token_type: 'Bearer',
        expires_in: expiresInSeconds,
        scope: given.join(' '),
      }
    },
  })
}
