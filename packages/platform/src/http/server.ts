// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { randomUUID } from 'node:crypto'
import fastifyStatic from '@fastify/static'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyInstance, type FastifySchema } from 'fastify'
import { Refusal } from '../kernel/refusal.ts'
import { accessSchemas } from './access-schemas.ts'
import { mountAskRoutes } from './ask-routes.ts'
import { askSchemas } from './ask-schemas.ts'
import { mountAuthorisationRoutes } from './authorisation-routes.ts'
import { mountBatchRoutes } from './batch-routes.ts'
import { mountDeskRoutes } from './desk-routes.ts'
import { deskSchemas } from './desk-schemas.ts'
import type { House } from './house.ts'
import { inquirySchemas } from './inquiry-schemas.ts'
import { mountKeyRoutes, mountTokenRoutes } from './key-routes.ts'
import { mountLinkRoutes } from './link-routes.ts'
import { linkSchemas } from './link-schemas.ts'
import { mountLogRoutes } from './log-routes.ts'
import { mountOwnFileRoutes } from './own-file-routes.ts'
import { answerError, languageOf, problemOf, sendProblem } from './problem.ts'
import { mountPublicRoutes } from './public-routes.ts'
import { mountQuarantineRoutes } from './quarantine-routes.ts'
import { namedSchemas } from './schemas.ts'
import { mountSendingRoutes } from './sending-routes.ts'
import { namedSendingSchemas } from './sending-schemas.ts'
import { mountSessionRoutes } from './session-routes.ts'
import { mountSignIn } from './sign-in-pages.ts'
import { mountStaffRoutes } from './staff-routes.ts'
import { mountSupervisionRoutes } from './supervision-routes.ts'
import { mountUploadRoutes } from './upload-routes.ts'
import { mountVerifyPage } from './verify-page.ts'

const securityHeaders = {
  'content-security-policy':
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const

/** Translates between HTTP and the modules; decides nothing. Not yet listening. */
export async function buildServer(house: House): Promise<FastifyInstance> {
  const answer = answerError(house.log)
  const app = Fastify({
    logger: false,
    // Not counted: it must name one line of the log, also after a restart.
    genReqId: () => randomUUID(),
    // An address that the router cannot even read reaches no hook.
    frameworkErrors: (error, request, reply) => {
      void answer(error, request, reply.headers(securityHeaders))
    },
    bodyLimit: 1_048_576,
    requestTimeout: 0,
    // Behind a proxy on this machine the asker is whom the proxy names; nobody else is believed.
    trustProxy: 'loopback',
    keepAliveTimeout: 30_000,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: 'array', allErrors: false } },
    exposeHeadRoutes: true,
  })
  const schemas = [
    ...namedSchemas,
    ...namedSendingSchemas,
    ...deskSchemas,
    ...linkSchemas,
    ...accessSchemas,
    ...askSchemas,
    ...inquirySchemas,
  ]
  for (const schema of schemas) app.addSchema(schema)
  app.setErrorHandler(answer)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders)
    // What is answered to a key holds rows as they were sent: it lies in no cache on the way.
    if (request.headers.authorization !== undefined) reply.header('cache-control', 'no-store')
  })
  app.addHook('onSend', async (request, reply) => {
    if (request.isPersonal) reply.header('cache-control', 'no-store')
  })
  await mountDescription(app)
  await app.register(async (scope) => {
    mountPublicRoutes(scope, house)
    mountSendingRoutes(scope, house)
    mountUploadRoutes(scope, house)
    mountBatchRoutes(scope, house)
    mountLogRoutes(scope, house)
    mountHealth(scope, house)
  })
  // Apart from the routes that take files: there no body is parsed.
  await app.register(async (scope) => {
    mountDeskRoutes(scope, house)
    mountAskRoutes(scope, house)
    mountQuarantineRoutes(scope, house)
    mountLinkRoutes(scope, house)
    mountSessionRoutes(scope, house)
    mountStaffRoutes(scope, house)
    mountKeyRoutes(scope, house)
    mountSignIn(scope, house)
  })
  await app.register(async (scope) => mountTokenRoutes(scope, house))
  mountDemoIdentity(app, house)
  // Apart again: one of these takes a signed document as bytes.
  await app.register(async (scope) => {
    mountOwnFileRoutes(scope, house)
    mountAuthorisationRoutes(scope, house)
    mountSupervisionRoutes(scope, house)
  })
  await mountPortal(app, house)
  return app
}

async function mountDescription(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Probity',
        version: '1',
        description: 'Credit information: what is public, and how to furnish it.',
        license: { name: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, or a token of /v1/token' },
          session: { type: 'apiKey', in: 'cookie', name: 'probity-session' },
        },
      },
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, at) =>
        typeof json.$id === 'string' ? json.$id : `def-${at}`,
    },
    transform: ({ schema, url }) => ({ schema: describeUpload(schema), url }),
  })
  app.get('/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}

/** A body that streams past every parser has no schema to validate by, but the description has to name it. */
function describeUpload<T extends FastifySchema & { readonly consumes?: readonly string[] }>(schema: T): T {
  return schema.consumes && !schema.body
    ? { ...schema, body: { type: 'string', format: 'binary', description: 'The file' } }
    : schema
}

/** Another program's pages under one path: it gets the request as it came, body and all. */
function mountDemoIdentity(app: FastifyInstance, house: House): void {
  const identity = house.access?.demoIdentity
  if (!identity) return
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.all(`${identity.path}/*`, { schema: { hide: true } }, (request, reply) => {
      reply.hijack()
      for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value ?? '')
      identity.handle(request.raw, reply.raw)
    })
  })
}

function mountHealth(app: FastifyInstance, house: House): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ ok: true }))
  app.get('/readyz', { schema: { hide: true } }, async () => {
    await house.database.query('select 1')
    return { ready: true, today: house.database.clock.today() }
  })
}

async function mountPortal(app: FastifyInstance, house: House): Promise<void> {
  if (house.portalDir !== null) {
    mountVerifyPage(app, house, house.portalDir)
    await app.register(fastifyStatic, {
      root: house.portalDir,
      wildcard: true,
      setHeaders: (reply, path) => {
        // Built files carry their hash in the name; the page that names them does not.
        reply.header(
          'cache-control',
          /\/assets\//.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        )
      },
    })
  }
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    const isPage =
      house.portalDir !== null &&
      request.method === 'GET' &&
      !/^\/(v1|assets|log)\b/.test(path) &&
      !/\.\w+$/.test(path)
    if (isPage) return reply.header('cache-control', 'no-cache').sendFile('index.html')
    return sendProblem(reply, problemOf(new Refusal('ADDRESS_UNKNOWN'), languageOf(request), request.id))
  })
}
