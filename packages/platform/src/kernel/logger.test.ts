// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { expect, test } from 'vitest'
import { createLogger, type LogFields, type LogLevel } from './logger.ts'
import { OutageError, Refusal } from './refusal.ts'

const NAME = '黑龙江示例科技有限公司'
const NUMBER = '91230199999999999X'
const BATCH = '0192f0c1-2f0a-7c3e-8a55-0d8f3f6f7a01'

function logged(write: (log: ReturnType<typeof createLogger>) => void, level: LogLevel = 'debug') {
  const written: string[] = []
  write(createLogger({ level, destination: { write: (line) => written.push(line) } }))
  const text = written.join('')
  const lines = text.split('\n').filter((line) => line !== '')
  return { text, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

/** What a careless caller can still pass: the types forbid it, so the test must look away from them. */
const careless = (fields: Record<string, unknown>) => fields as LogFields

test('the fields of the list are written as one JSON object a line', () => {
  const { lines } = logged((log) =>
    log.info({ event: 'batch.merged', batchId: BATCH, rows: 1_000, durationMs: 12.5 }),
  )
  expect(lines).toMatchObject([
    { level: 'info', event: 'batch.merged', batchId: BATCH, rows: 1_000, durationMs: 12.5 },
  ])
  expect(lines[0]?.time).toMatch(/^\d{4}-\d{2}-\d{2}T/)
  expect(lines[0]).not.toHaveProperty('dropped')
})

test('a name, a number and a payload never reach the output, in whatever field they are passed', () => {
  const payload = { name: NAME, uscc: NUMBER }
  const { text, lines } = logged((log) => {
    log.info(careless({ event: 'row', name: NAME, uscc: NUMBER, payload, [NAME]: 1, [NUMBER]: 1 }))
    const fields = [
      'event',
      'code',
      'kind',
      'route',
      'batchId',
      'requestId',
      'url',
      'rows',
      'tick',
      'err',
      'time',
      'msg',
    ]
    for (const field of fields) {
      log.warn(careless({ [field]: NAME }))
      log.warn(careless({ [field]: NUMBER }))
      log.error(careless({ [field]: payload }))
    }
    log.child(careless({ event: 'child', holder: NAME, code: NUMBER })).info({ count: 1 })
  })
  expect(text).not.toContain(NAME)
  expect(text).not.toContain(NUMBER)
  expect(text).not.toContain('9123')
  expect(lines[0]).toMatchObject({ event: 'row', dropped: 5 })
  expect(lines.at(-1)).toMatchObject({ event: 'child', count: 1, dropped: 2 })
})

test('a resident id inside a word is dropped with the word', () => {
  const { text } = logged((log) => log.info({ event: 'x-11010519491231002X', requestId: 'req-12345678' }))
  expect(text).not.toContain('1101051949')
  expect(text).not.toContain('12345678')
})

test.each([
  [
    'http://127.0.0.1:8080/v1/public/organisations?q=secret#part',
    'http://127.0.0.1:8080/v1/public/organisations',
  ],
  [`/v1/public/organisations/${NUMBER}/report`, '/v1/public/organisations/*/report'],
  [`/v1/batches/${BATCH}`, `/v1/batches/${BATCH}`],
  ['/v1/%E5%BC%A0', '/v1/*'],
  ['postgres://user:secret@host/name', undefined],
  ['https://user:secret@host/name', 'https://host/name'],
])('the address %s is written as %s', (url, written) => {
  expect(logged((log) => log.info({ url })).lines[0]?.url).toBe(written)
})

test('an error leaves its name, code and place, never its message', () => {
  const cause = Object.assign(new Error(`duplicate key (${NUMBER})\n    at ${NAME} (/x.ts:1:1)`), {
    code: '23505',
  })
  const { text, lines } = logged((log) =>
    log.error({ event: 'job.failed', err: new OutageError(`cannot store ${NAME}`, { cause }) }),
  )
  expect(text).not.toContain(NAME)
  expect(text).not.toContain(NUMBER)
  expect(text).not.toContain('cannot store')
  const err = lines[0]?.err as { name: string; stack: string[]; cause: { code: string } }
  expect(err.name).toBe('OutageError')
  expect(err.cause.code).toBe('23505')
  expect(err.stack[0]).toContain('logger.test.ts')
})

test('a refusal leaves its code and none of its facts', () => {
  const { text, lines } = logged((log) =>
    log.warn({ event: 'refused', err: new Refusal('BATCH_EMPTY', { file: NAME }) }),
  )
  expect(lines[0]?.err).toMatchObject({ name: 'Refusal', code: 'BATCH_EMPTY' })
  expect(text).not.toContain(NAME)
})

test('an error whose causes run in a circle is written once and ends', () => {
  const circle = new Error('round')
  circle.cause = circle
  expect(logged((log) => log.error({ event: 'x', err: circle })).lines).toHaveLength(1)
})

test('a child carries its own fields in every line, and lines below the level are not written', () => {
  const { lines } = logged((log) => {
    const child = log.child({ batchId: BATCH }).child({ kind: 'merge' })
    child.info({ event: 'quiet' })
    child.error({ event: 'loud' })
  }, 'error')
  expect(lines).toMatchObject([{ event: 'loud', batchId: BATCH, kind: 'merge' }])
})
