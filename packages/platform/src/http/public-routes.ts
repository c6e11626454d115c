// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Bilingual } from '../kernel/messages.ts'
import { isInert } from '../modules/catalogue/index.ts'
import { parseMoment, sealPublicReport } from '../modules/disclosure/index.ts'
import type { House } from './house.ts'
import {
  answers,
  answersWithFile,
  MomentQuery,
  Organisation,
  OrganisationParams,
  Report,
  ReportQuery,
  SearchAnswer,
  SearchQuery,
  Status,
} from './schemas.ts'

/** What anybody may read. No reader is recorded: these routes take no credential and write no log of who asked. */
export function mountPublicRoutes(app: FastifyInstance, house: House): void {
  mountReading(app, house)
  mountSealing(app, house)
}

function mountReading(app: FastifyInstance, house: House): void {
  app.get('/v1/public/organisations', {
    schema: {
      operationId: 'searchOrganisations',
      summary: 'Find organisations by name or number',
      tags: ['public'],
      querystring: SearchQuery,
      response: answers(200, 'A page of what was found', SearchAnswer),
    },
    handler: async (request: FastifyRequest<{ Querystring: SearchQuery }>) => {
      const today = house.database.clock.today()
      const { q, limit = 20, after } = request.query
      return { ...(await house.search.search(q, limit, after, today)), day: today }
    },
  })

  app.get('/v1/public/organisations/:id/report', {
    schema: {
      operationId: 'getPublicReport',
      summary: 'Everything about an organisation that is public',
      description: 'Composed at the moment of reading, never stored or numbered.',
      tags: ['public'],
      params: OrganisationParams,
      querystring: ReportQuery,
      response: answers(200, 'The report', Report),
    },
    handler: async (request: FastifyRequest<{ Params: { id: string }; Querystring: ReportQuery }>, reply) => {
      const report = await compose(house, request)
      return sendTagged(request, reply, report.etag, report.body)
    },
  })

  app.get('/v1/public/organisations/:id', {
    schema: {
      operationId: 'getOrganisation',
      summary: 'An organisation in short',
      tags: ['public'],
      params: OrganisationParams,
      querystring: MomentQuery,
      response: answers(200, 'The organisation', Organisation),
    },
    handler: async (request: FastifyRequest<{ Params: { id: string }; Querystring: MomentQuery }>, reply) => {
      const { body, etag } = await compose(house, request)
      return sendTagged(request, reply, etag, JSON.stringify(inShort(body)))
    },
  })

  app.get('/v1/public/status', {
    schema: {
      operationId: 'getStatus',
      summary: 'What this node is and holds',
      tags: ['public'],
      response: answers(200, 'The node', Status),
    },
    handler: async () => statusOf(house),
  })
}

const disclosureType = 'application/vnd.probity.disclosure+json'

/** Apart from the page itself: whoever reads does not pay for a signature, and the page keeps its bytes and its tag. */
function mountSealing(app: FastifyInstance, house: House): void {
  app.get('/v1/public/organisations/:id/report/sealed', {
    schema: {
      operationId: 'downloadSealedReport',
      summary: 'The same, signed by this node, as a file to keep',
      description:
        'Check it with probity-verify report. Nothing of it is stored, and it shows that day only.',
      tags: ['public'],
      params: OrganisationParams,
      querystring: ReportQuery,
      response: answersWithFile('The sealed report', disclosureType),
    },
    handler: async (request: FastifyRequest<{ Params: { id: string }; Querystring: ReportQuery }>, reply) => {
      const report = await compose(house, request)
      const sealed = sealPublicReport(house.signer, report, house.database.clock.now())
      const { id, asOf } = JSON.parse(report.body) as { id: string; asOf: string }
      return reply
        .type(disclosureType)
        .header('content-disposition', `attachment; filename="report-${id}-${asOf}.json"`)
        .header('cache-control', 'no-store')
        .send(sealed)
    },
  })
}

async function compose(
  house: House,
  request: FastifyRequest<{ Params: { id: string }; Querystring: ReportQuery }>,
) {
  const today = house.database.clock.today()
  const moment = await parseMoment(house.database, request.query, today)
  return house.reports.compose(request.params.id, moment, today, request.query.after)
}

/** The body is finished JSON: it passes no serialiser, and an unchanged page is not sent again. */
function sendTagged(request: FastifyRequest, reply: FastifyReply, etag: string, body: string): FastifyReply {
  reply.header('etag', etag).header('cache-control', 'no-cache')
  if (hasAlready(request.headers['if-none-match'], etag)) return reply.code(304).send()
  return reply
    .type('application/json; charset=utf-8')
    .serializer((text: string) => text)
    .send(body)
}

/** Proxies that compress weaken a tag, and readers may name several. */
function hasAlready(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return tags.includes(etag) || tags.includes('*')
}

type ShortRecord = {
  type: string
  polarity: 'positive' | 'neutral' | 'adverse'
  fields: Record<string, unknown>
}

/** Members of a report that explain its records. */
const explaining = new Set(['types', 'sources', 'regimes', 'next'])

/** Counts what the first page holds: more than two thousand public records are counted as those. */
function inShort(body: string): Record<string, unknown> {
  const { records, ...rest } = JSON.parse(body) as { records: ShortRecord[] } & Record<string, unknown>
  const head = Object.fromEntries(Object.entries(rest).filter(([member]) => !explaining.has(member)))
  const counts = { positive: 0, neutral: 0, adverse: 0 }
  for (const record of records) counts[record.polarity]++
  return {
    ...head,
    registration: records.find((record) => record.type === 'cn.registration')?.fields ?? null,
    counts,
  }
}

async function statusOf(house: House): Promise<Record<string, unknown>> {
  const { version, catalogue } = house.catalogues.current()
  const { tick, ...counts } = await house.status.counts()
  return {
    node: {
      name: house.signer.name,
      mode: house.demo ? 'demo' : 'production',
      side: 'public',
      verifierKey: house.signer.verifierKey,
    },
    today: house.database.clock.today(),
    tick,
    catalogueVersion: version,
    counts,
    examples: house.demo ? await house.examples() : [],
    recordTypes: catalogue.recordTypes.map((type) => ({
      code: type.code,
      title: type.title satisfies Bilingual,
      category: { code: type.category.code, title: type.category.title },
      draft: isInert(type, { demo: false }),
    })),
  }
}
