// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  discloseOnly,
  formatDisclosure,
  parseDisclosure,
  plainSuite,
  platformSuite,
  type VerifiedReport,
  verifyDisclosure,
} from '@probity/verify'
import { expect, test } from 'vitest'
import {
  type Answer,
  csvOf,
  gradeA,
  newUscc,
  openHttpWorld,
  penalty,
  registration,
} from '../../test/http-world.ts'

const world = await openHttpWorld()
const registry = await world.furnisher('registry', 'registration-authority')
const tax = await world.furnisher('tax', 'tax-authority')
const inspector = await world.furnisher('inspector', 'penalty-authority')
const { verifierKey } = world.collection.signer

const uscc = newUscc()
const name = '演示封存仪表有限公司'
await world.submit(registry, { type: 'cn.registration', csv: csvOf([registration(uscc, name)]) })
await world.submit(tax, { type: 'cn.tax-a-grade-list', csv: csvOf([gradeA(uscc, name, 2025)]) })
await world.submit(inspector, { type: 'cn.administrative-penalty', csv: csvOf([penalty(uscc, name)]) })

const page = `/v1/public/organisations/${uscc}/report`
const sealed = (query = ''): Promise<Answer> => world.get(`${page}/sealed${query}`)

function contentOf({ sections }: VerifiedReport, section: string): unknown {
  return sections.find((each) => each.name === section)?.content
}

test('a sealed report verifies by either suite, and says all that the page says', async () => {
  const [answer, plain] = [await sealed(), (await world.get(page)).json()]
  expect(answer.statusCode).toBe(200)
  for (const suite of [platformSuite, plainSuite]) {
    const report = verifyDisclosure(suite, answer.rawPayload, verifierKey)
    expect(report.undisclosed).toBe(0)
    expect(report.seal).toMatchObject({
      report: 'public-page',
      composed: world.clock.now(),
      asOf: plain.asOf,
      tick: plain.tick,
      catalogue: plain.catalogueVersion,
    })
    expect(report.seal.view).toMatch(/^public_report_v\d+_now_/)
    const { id, kind, formerNames, identifiers, records, types, sources, ...moment } = plain
    delete moment.name
    expect(contentOf(report, 'subject')).toEqual({ id, kind, name, formerNames, identifiers })
    expect(contentOf(report, 'page')).toEqual(moment)
    for (const record of records) {
      expect(contentOf(report, `records.${record.type}`)).toEqual({
        about: types[record.type],
        records: [record],
        sources: { [record.source]: sources[record.source] },
      })
    }
    expect(report.sections).toHaveLength(2 + records.length)
  }
})

test('a sealed report is handed out as a file, and no cache keeps it', async () => {
  const { headers } = await sealed()
  expect(headers['content-type']).toBe('application/vnd.probity.disclosure+json; charset=utf-8')
  expect(headers['content-disposition']).toMatch(
    /^attachment; filename="report-[0-9a-f-]{36}-2026-\d\d-\d\d\.json"$/,
  )
  expect([headers['cache-control'], headers.etag]).toEqual(['no-store', undefined])
})

test('the page itself keeps its bytes and its tag, however often it is sealed', async () => {
  const before = await world.get(page)
  const files = [await sealed(), await sealed()]
  const after = await world.get(page)
  expect([after.body, after.headers.etag]).toEqual([before.body, before.headers.etag])
  const [first, second] = files.map((file) => verifyDisclosure(platformSuite, file.rawPayload, verifierKey))
  expect(second?.sections).toEqual(first?.sections)
  expect(second?.seal.sections, 'new salts: two files do not tell that they are the same').not.toEqual(
    first?.seal.sections,
  )
})

test('the seal names no organisation, and what is left out of a shown part cannot be read from it', async () => {
  const whole = parseDisclosure((await sealed()).rawPayload)
  for (const told of [name, uscc, '罚款']) expect(whole.seal).not.toContain(told)
  const part = formatDisclosure(discloseOnly(whole, ['subject', 'records.cn.registration']))
  expect(part).not.toContain('罚款')
  const { sections, undisclosed } = verifyDisclosure(platformSuite, part, verifierKey)
  expect([sections.length, undisclosed]).toEqual([2, 3])
})

test('one changed byte of a sealed report is refused, wherever it is', async () => {
  const { rawPayload } = await sealed()
  for (let at = 0; at < rawPayload.length; at += 97) {
    const changed = Uint8Array.from(rawPayload)
    changed[at] = (changed[at] as number) ^ 1
    expect(() => verifyDisclosure(platformSuite, changed, verifierKey), `byte ${at}`).toThrow()
  }
})

test('a sealed report shows no more than the page of that moment: time travel only takes away', async () => {
  const { rawPayload } = await sealed('?asOf=2026-05-03')
  const { seal, sections } = verifyDisclosure(platformSuite, rawPayload, verifierKey)
  expect(seal.asOf).toBe('2026-05-03')
  expect(sections.map((section) => section.name)).not.toContain('records.cn.administrative-penalty')
  const known = await sealed('?knownAt=tick:1')
  expect(known.statusCode).toBe((await world.get(`${page}?knownAt=tick:1`)).statusCode)
})

test.each([
  [
    '/v1/public/organisations/00000000-0000-7000-8000-000000000000/report/sealed',
    404,
    'ORGANISATION_NOT_FOUND',
  ],
  [`${page}/sealed?asOf=2999-01-01`, 400, 'DAY_IN_FUTURE'],
  [`${page}/sealed?after=x`, 400, 'CURSOR_MALFORMED'],
  [`${page}/sealed?seal=no`, 400, 'REQUEST_INVALID'],
])('what the page refuses is not sealed either: %s', async (address, status, code) => {
  const answer = await world.get(address)
  expect([answer.statusCode, answer.json().code]).toEqual([status, code])
})
