// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { openHttpWorld } from '../../test/http-world.ts'
import { absolute, readSourceFiles } from '../../test/source-files.ts'

const RENEW = 'packages/platform/openapi.json is old: npm run build && node scripts/write-openapi.js'

type Operation = {
  operationId?: string
  summary?: string
  tags?: string[]
  security?: unknown[]
  parameters?: { name: string; in: string; required?: boolean; schema: object }[]
  responses: Record<string, { description?: string; content?: Record<string, { schema: { $ref?: string } }> }>
}
type Description = {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> }
}

const world = await openHttpWorld()
const answer = await world.get('/v1/openapi.json')
const description = answer.json<Description>()
const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ at: `${method} ${path}`, path, operation })),
)

test('the description in the repository is the one the server gives', () => {
  const written = readFileSync(absolute('packages/platform/openapi.json'), 'utf8')
  expect(written, RENEW).toBe(`${JSON.stringify(description, undefined, 2)}\n`)
})

test('it is OpenAPI 3.1, and describes every address of the interface', () => {
  expect(description.openapi).toMatch(/^3\.1\./)
  const mounted = readSourceFiles()
    .filter(({ path }) => /src\/http\/.*-routes\.ts$/.test(path))
    .flatMap(({ text }) => [...text.matchAll(/\bapp\.(get|post|put|patch|delete)\('([^']+)'/g)])
    .map(([, method, url = '']) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`)
  expect(mounted.length).toBeGreaterThan(5)
  expect(operations.map(({ at }) => at).sort()).toEqual(mounted.sort())
})

describe('every operation', () => {
  test.each(operations)('$at has a name, a summary and a chapter', ({ operation }) => {
    expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/)
    expect(operation.summary?.length).toBeGreaterThan(5)
    expect(operation.tags).toHaveLength(1)
  })

  test.each(operations)('$at says what it answers, and that a refusal is a problem', ({ operation }) => {
    const [success] = Object.keys(operation.responses).filter((status) => /^2\d\d$/.test(status))
    const [[mediaType, answer] = []] = Object.entries(operation.responses[success ?? '']?.content ?? {})
    // A file streams past every schema; whatever is JSON has a named one.
    if (mediaType === 'application/json') {
      expect(answer?.schema.$ref).toMatch(/^#\/components\/schemas\/[A-Z]\w+$/)
    } else expect(answer?.schema).toMatchObject({ type: 'string', format: 'binary' })
    for (const status of ['4XX', '5XX'])
      expect(operation.responses[status]?.content).toEqual({
        'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
      })
    for (const response of Object.values(operation.responses)) expect(response.description).toBeTruthy()
  })

  test.each(operations)('$at asks for a key exactly where it is not public', ({ path, operation }) => {
    expect(operation.security !== undefined).toBe(!path.startsWith('/v1/public/'))
    expect(Object.keys(description.components.securitySchemes)).toEqual(['apiKey', 'session'])
  })

  test('has a name of its own', () => {
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test.each(operations)('$at declares every parameter of its path', ({ path, operation }) => {
    const declared = (operation.parameters ?? [])
      .filter((one) => one.in === 'path' && one.required)
      .map((one) => one.name)
    expect(declared).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
  })
})

test('every schema has a name that means something, and every reference leads somewhere', () => {
  const names = Object.keys(description.components.schemas)
  for (const name of names) expect(name).toMatch(/^[A-Z][A-Za-z]+$/)
  expect(names.some((name) => /^def/i.test(name))).toBe(false)
  const references = [...JSON.stringify(description).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to ?? '')
  expect(references.length).toBeGreaterThan(20)
  for (const to of new Set(references)) expect(names, to).toContain(to.replace('#/components/schemas/', ''))
  for (const name of names) expect(references, name).toContain(`#/components/schemas/${name}`)
})

test('every schema is a schema', () => {
  const ajv = new Ajv({ strict: false })
  ajv.addSchema({ $id: 'description', components: description.components })
  for (const name of Object.keys(description.components.schemas))
    expect(() => ajv.compile({ $ref: `description#/components/schemas/${name}` }), name).not.toThrow()
})

test('a batch is described as a file', () => {
  expect(description.paths['/v1/batches']?.post).toMatchObject({
    requestBody: {
      required: true,
      content: { 'text/csv': { schema: { type: 'string', format: 'binary' } } },
    },
  })
})
