// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { CivilDate } from '../../kernel/civil-date.ts'
import type { RecordId, SubjectId } from '../../kernel/ids.ts'
import {
  type Catalogue,
  getRecordType,
  layoutOf,
  loadCatalogue,
  type SubjectKind,
  type ViewCode,
} from '../catalogue/index.ts'
import type { SealedContent } from '../records/index.ts'
import { composeReportV1, type ReportRow } from './compose-report-v1.ts'
import { maskPersonFact } from './mask-person-fact.ts'
import { prepareView, type ReportGrant } from './prepared-view.ts'
import { reportV1 } from './report-v1-statement.ts'

const catalogue: Catalogue = await loadCatalogue(
  fileURLToPath(new URL('../../../../../catalogue/cn', import.meta.url)),
)
const type = getRecordType(catalogue, 'cn.administrative-penalty')
const recordId = '00000000-0000-7000-8000-000000000001' as RecordId
const subjectId = '00000000-0000-7000-8000-000000000002' as SubjectId
const day = '2026-06-15' as CivilDate

const face =
  '"type":"cn.administrative-penalty","polarity":"adverse","severity":"general","eventOn":"2026-05-04",' +
  '"validFrom":"2026-05-04","validTo":null,"document":{"number":"示罚1号","on":"2026-05-04","body":"示范局"},' +
  '"fields":{"party_name":"甲公司","content":"说：\\"},\\"source\\":9\\"，罚款","decision_number":"示罚1号"},' +
  '"source":7,"publicity":{"from":"2026-05-04","until":"2027-05-04","rule":"ndrc-36-2025"}'

const firm: ReportRow = {
  ...{ subjectId, recordId, versionNo: 2, tick: 41, furnisherId: 7, type: type.code, layout: layoutOf(type) },
  ...{ polarity: 'adverse', severity: 'general', eventOn: '2026-05-04' as CivilDate },
  ...{ validFrom: '2026-05-04' as CivilDate, validTo: null, documentOn: '2026-05-04' as CivilDate },
  ...{
    documentNumber: '示罚1号',
    documentBody: '示范局',
    agrees: true,
    held: false,
    objected: false,
    face,
    sealed: null,
  },
  closed: '{"facts":"事实","remarks":"备注","not_in_the_catalogue":"旧"}',
}
const person: ReportRow = { ...firm, face: '', closed: null, sealed: Buffer.of(1) }

const id = '999999198305060012'
const sealed: SealedContent = {
  fields: {
    ...{ party_name: '慕容三丰', party_kind: 'person', person_id: id, decision_number: '示罚1号' },
    ...{ content: `对慕容三丰（${id}）罚款`, facts: '慕容三丰说：慕容三丰' },
  },
  identifier: { scheme: 'cn.rid', value: id },
}

function grantOf(code: ViewCode, purpose: string, kind: SubjectKind): ReportGrant {
  const view = catalogue.disclosure.views.find((one) => one.code === code)
  if (!view) throw new Error(code)
  return { catalogue, version: 'v', view, purpose, kind, shown: [{ type: type.code, polarity: 'adverse' }] }
}

function compose(row: ReportRow, grant: ReportGrant, opened?: SealedContent | 'gone'): string {
  const head = {
    id: subjectId,
    kind: grant.kind,
    tick: 50,
    registered: ['甲公司'],
    stated: null,
    numbers: null,
    deleted: null,
  }
  const read = { head, rows: [row], opened: new Map(opened ? [[recordId, opened] as const] : []) }
  const sources = new Map([[7, '"7":{"code":"inspector"}']])
  return composeReportV1(read, { grant, prepared: prepareView(grant), day, sources }).body
}

function recordIn(body: string): { fields: Record<string, unknown>; document: unknown } {
  const [record] = (JSON.parse(body) as { records: { fields: Record<string, unknown>; document: unknown }[] })
    .records
  if (!record) throw new Error('no record')
  return record
}

describe('a face that is shown whole', () => {
  test('leaves as it came in, byte for byte', () => {
    expect(compose(firm, grantOf('lender', 'financing-service', 'organisation'))).toContain(
      `"nameDisagrees":false,"hold":false,"objection":false,${face}}`,
    )
  })

  test('takes departments’ fields in behind its own, and none that the catalogue does not know', () => {
    const body = compose(firm, grantOf('department', 'public-duty', 'organisation'))
    const { fields } = recordIn(body)
    expect(Object.keys(fields)).toEqual(['party_name', 'content', 'decision_number', 'facts', 'remarks'])
    expect(fields.content).toBe('说："},"source":9"，罚款')
    expect(body).not.toContain('not_in_the_catalogue')
  })

  test('says the same as one of another layout, which is read and cut', () => {
    for (const [code, purpose] of [
      ['lender', 'financing-service'],
      ['department', 'public-duty'],
      ['court', 'judicial-investigation'],
    ] as const) {
      const grant = grantOf(code, purpose, 'organisation')
      expect(recordIn(compose({ ...firm, layout: 1 }, grant))).toEqual(recordIn(compose(firm, grant)))
    }
  })

  test('of another layout loses what is not open any more', () => {
    const older = face.replace('"party_name"', '"not_in_the_catalogue":"旧","party_name"')
    const grant = grantOf('lender', 'financing-service', 'organisation')
    expect(compose({ ...firm, face: older, layout: 1 }, grant)).not.toContain('not_in_the_catalogue')
  })
})

describe('what is masked', () => {
  test('is masked wherever a text repeats it, as often as it does', () => {
    const { fields } = recordIn(compose(person, grantOf('auditor', 'compliance-audit', 'person'), sealed))
    expect(fields).toMatchObject({ party_name: '慕***', content: '对慕***（***）罚款' })
    expect(fields.facts).toBeUndefined()
  })

  test('of a number is what lies between three and two characters', () => {
    const { fields } = recordIn(compose(person, grantOf('court', 'judicial-investigation', 'person'), sealed))
    expect(fields).toMatchObject({
      person_id: '999*************12',
      content: '对慕容三丰（999*************12）罚款',
    })
  })

  test('is never only a little of a short value', () => {
    expect(maskPersonFact('12345', 'ends')).toBe('***')
    expect(maskPersonFact('李', 'family-name')).toBe('李')
    expect(maskPersonFact('𠮷野家', 'family-name')).toBe('𠮷**')
  })
})

test('a document is not shown where its own fields are not', () => {
  const result = getRecordType(catalogue, 'cn.tax-credit-result')
  const shown = [{ type: result.code, polarity: 'adverse' }]
  const row = {
    ...firm,
    type: result.code,
    layout: layoutOf(result),
    closed: '{"grade":"D","notice_number":"示罚1号"}',
  }
  const document = '{"number":"示罚1号","on":"2026-05-04","body":"示范局"}'
  const bare = {
    ...row,
    face: `"type":"cn.tax-credit-result","document":${document},"fields":{},"source":7,"publicity":null`,
  }
  const seen = { ...grantOf('lender', 'financing-service', 'organisation'), shown }
  expect(recordIn(compose(bare, seen)).document).toEqual({
    number: '示罚1号',
    on: '2026-05-04',
    body: '示范局',
  })
  const narrow = {
    ...catalogue,
    recordTypes: catalogue.recordTypes.map((one) => (one === result ? withoutNotice(result) : one)),
  }
  expect(recordIn(compose(bare, { ...seen, catalogue: narrow })).document).toBeNull()
})

function withoutNotice(result: Catalogue['recordTypes'][number]): Catalogue['recordTypes'][number] {
  return {
    ...result,
    fields: result.fields.map((field) =>
      field.code === 'notice_number' ? { ...field, label: 'secret' } : field,
    ),
  }
}

/**
 * Reports were answered with these bytes. Whoever changes one of the digests below makes reports that cannot be
 * replayed any more: what is to be otherwise is `report_v2`, beside this one (docs/decisions/0033).
 */
test('report_v1 is frozen: its statement, and what it makes of the same rows', () => {
  // What explains types and rules is the catalogue's, and stored with it.
  const ofCatalogue = /"types":.*,"sources":/s
  const digest = (text: string): string => hash('sha256', text.replace(ofCatalogue, '')).slice(0, 16)
  const frozen = {
    statement: digest(reportV1()),
    whole: digest(compose(firm, grantOf('lender', 'financing-service', 'organisation'))),
    beside: digest(compose(firm, grantOf('department', 'public-duty', 'organisation'))),
    sealed: digest(compose(person, grantOf('court', 'judicial-investigation', 'person'), sealed)),
    gone: digest(compose(person, grantOf('subject', 'own-report', 'person'), 'gone')),
  }
  expect(frozen).toEqual({
    statement: 'd6a4993b1aa628cd',
    whole: 'a0a6b9e02c365d50',
    beside: 'dc017ecd0117fcb5',
    sealed: 'b6a673158b01b7a1',
    gone: '1a0cbb9cebf5dedd',
  })
})
