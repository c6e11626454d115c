// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { csvOf, type Fields, newUscc, organisationCodeIn } from '../../../test/http-world.ts'
import { newResidentId } from '../../../test/persons.ts'
import { openWorld } from '../../../test/world.ts'
import type { CivilDate } from '../../kernel/civil-date.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import {
  type Catalogue,
  getRecordType,
  loadCatalogue,
  polarities,
  type RecordType,
  type SubjectKind,
} from '../catalogue/index.ts'
import { completeBusinessRegistration } from '../identifiers/index.ts'
import { maskPersonFact } from './mask-person-fact.ts'
import { Reports } from './reports.ts'
import { type Audience, audiencesOf, viewMatrix } from './view-matrix.ts'

const folder = fileURLToPath(new URL('../../../../../catalogue/cn', import.meta.url))
const catalogue: Catalogue = await loadCatalogue(folder)
const world = await openWorld()
const reports = new Reports(world.database, world.collection.keys)
const today = world.clock.today()

/** Reviewed by people; renewed by `probity access views TYPE`. */
const golden = (type: string): Promise<string> =>
  readFile(new URL(`../../../test/golden/views/${type}.txt`, import.meta.url), 'utf8')

const functions = {
  'cn.administrative-penalty': 'penalty-authority',
  'cn.product-sampling': 'drug-authority',
  'cn.registration': 'registration-authority',
  'cn.tax-a-grade-list': 'tax-authority',
  'cn.tax-credit-result': 'tax-authority',
} as const
type TypeCode = keyof typeof functions
const furnishers = new Map(
  await Promise.all(
    [...new Set(Object.values(functions))].map(
      async (name) => [name, await world.furnisher(name, name)] as const,
    ),
  ),
)

const organisation = newUscc()
const shop = newUscc('92')
const person = newResidentId('1983-05-06')
const representative = newResidentId('1971-02-03')

/** Every field filled, each with a value that is nowhere else, so that what leaks can be found. */
const rows: Readonly<Record<TypeCode, Partial<Record<SubjectKind, Fields>>>> = {
  'cn.administrative-penalty': {
    organisation: penaltyOf({ party_kind: 'organisation', ...numbersOf(organisation, 1) }),
    'individual-business': penaltyOf({ party_kind: 'individual-business', ...numbersOf(shop, 2) }),
    person: penaltyOf({
      party_kind: 'person',
      party_name: '欧阳三丰',
      person_id_kind: '身份证甲',
      person_id: person,
    }),
  },
  'cn.product-sampling': {
    organisation: {
      ...{ product: '品名值', labelled_producer: '登记名称值', producer_uscc: organisation },
      ...{
        producer_organisation_code: organisationCodeIn(organisation),
        batch: '批号值',
        sample_source: '被抽样值',
      },
      ...{ standard: '标准值', result: 'failed', failed_item: '项目值', lab: '检验机构值' },
      ...{
        finding_number: '文书值1号',
        finding_on: '2026-04-21',
        authority: '处置机关值',
        remark: '抽检备注值',
      },
    },
  },
  'cn.registration': {
    organisation: registrationOf(organisation, '登记名称值', '住所值路一号'),
    'individual-business': registrationOf(shop, '店铺名称值', '黑龙江省哈尔滨市道里区经纬街一百号'),
  },
  'cn.tax-a-grade-list': {
    organisation: {
      ...{ record_id: 'RECORD-VALUE-1', taxpayer_id: organisation, name: '登记名称值', year: '2025' },
      tax_authority: '名单税务机关值',
    },
  },
  'cn.tax-credit-result': {
    organisation: {
      ...{ taxpayer_id: organisation, name: '登记名称值', year: '2024', grade: 'B', result_on: '2025-04-22' },
      ...{ notice_number: '通知书值2号', notice_on: '2025-04-23', tax_authority: '结果税务机关值' },
    },
  },
}

function numbersOf(uscc: string, n: number): Fields {
  return {
    ...{ uscc, organisation_code: organisationCodeIn(uscc), tax_registration_number: uscc },
    registration_number: completeBusinessRegistration(`2301031${n === 2 ? 6 : 0}00000${n}`) ?? '',
    ...{ institution_certificate_number: `事证值${n}`, social_organisation_number: `社证值${n}` },
    party_name: n === 2 ? '店铺名称值' : '登记名称值',
    ...{ legal_representative: '司马相如', legal_representative_id_kind: '身份证乙' },
    legal_representative_id: representative,
  }
}

function penaltyOf(more: Fields): Fields {
  const n = more.party_kind === 'person' ? 3 : more.party_kind === 'organisation' ? 1 : 2
  return {
    ...{ decision_name: '决定书名称值', decision_number: `罚决值${n}号`, violation_kind: '违法类型值' },
    ...{ facts: '违法事实值', legal_ground: '处罚依据值', penalty_kinds: 'fine', content: '处罚内容值' },
    ...{ fine_amount: '51234.56', confiscated_amount: '61234.56', permit_affected: '证照值' },
    ...{ decision_on: '2026-05-04', effective_until: '2027-05-05', publicity_until: '2027-03-06' },
    ...{ authority: '处罚机关值', authority_code: newUscc('11'), authority_division: '999999' },
    ...{
      data_source: '数据来源值',
      data_source_code: newUscc('11'),
      procedure: 'ordinary',
      remarks: '备注值',
    },
    ...more,
  }
}

function registrationOf(uscc: string, name: string, address: string): Fields {
  return {
    ...{ uscc, name, registered_on: '2020-01-02', ended_on: '2026-06-01', organisation_type: '类型值' },
    ...{
      registered_capital: '7654321',
      registered_capital_currency: 'CNY',
      registered_capital_text: '资本原文值',
    },
    ...{ division: '999999', province: '省份值', city: '城市值', registered_address: address },
    ...{ registration_authority: '登记机关值', legal_representative: '司马相如' },
  }
}

for (const [type, ofType] of Object.entries(rows)) {
  const from = furnishers.get(functions[type as TypeCode])
  if (!from) throw new Error(`nobody furnishes ${type}`)
  const sent = Object.values(ofType)
  const done = await world.submit(from, { type, csv: csvOf(sent) })
  const faults = await world.faults(from, done.batch.batchId)
  expect(
    faults.map(({ items }) => items),
    type,
  ).toEqual([])
  expect(done.totals.accepted).toBe(sent.length)
}

async function subjectOf(type: string, kind: SubjectKind): Promise<SubjectId> {
  const [row] = await world.database.query<{ id: SubjectId }>(
    `select v.subject_id as id from record_versions v join subjects s on s.subject_id = v.subject_id
     where v.type = $1 and s.kind = $2 limit 1`,
    [type, kind],
  )
  if (!row) throw new Error(`no ${kind} with ${type}`)
  return row.id
}

type Shown = { readonly type: string; readonly fields: Record<string, unknown>; readonly document: unknown }

async function answerTo(audience: Audience, type: RecordType, kind: SubjectKind): Promise<string> {
  const view = catalogue.disclosure.views.find((one) => one.code === audience.view)
  if (!view) throw new Error(`no view ${audience.view}`)
  const shown = polarities.map((polarity) => ({ type: type.code, polarity }))
  const grant = { catalogue, version: 'test', view, purpose: audience.purpose, kind, shown }
  const moment = { tick: null, day: today as CivilDate }
  return (await reports.compose(await subjectOf(type.code, kind), grant, moment)).body
}

/** What of a cell may stand in an answer, by the sign the reviewed table has for it. */
function expected(value: string, sign: string): string {
  if (sign === 'ends' || sign === 'family-name') return maskPersonFact(value, sign)
  return sign === 'district' ? '黑龙江省哈尔滨市道里区' : value
}

/** Values that more than one field may have. */
const common = new Set([
  'organisation',
  'individual-business',
  'person',
  'fine',
  'ordinary',
  'failed',
  'CNY',
  'B',
])
/** Days of the event, and the end of publicity as it was stated: an answer says them of every record. */
const alwaysSaid = ['2026-05-04', '2025', '2024', '2027-03-06']

describe.each(Object.keys(rows) as TypeCode[])('of %s', (code) => {
  const type = getRecordType(catalogue, code)
  const cases = (Object.keys(rows[code]) as SubjectKind[]).flatMap((kind) =>
    audiencesOf(catalogue, type, kind).map((audience) => ({ kind, audience, ...audience })),
  )

  test('who is shown which field, and how much of it, is what was reviewed', async () => {
    expect(viewMatrix(catalogue, type)).toBe(await golden(code))
  })

  // The public page shows what is published; of types that never are, the public view shows nothing.
  const answered = cases.filter(
    ({ audience }) =>
      catalogue.disclosure.views.find((one) => one.code === audience.view)?.records === 'kept',
  )
  test.each(answered)(
    '$actor, for $purpose, sees of $kind just that and nothing more',
    async ({ kind, audience }) => {
      const sent = rows[code][kind] ?? {}
      const body = await answerTo(audience, type, kind)
      const [record, ...others] = (JSON.parse(body) as { records: Shown[] }).records
      expect(others).toEqual([])
      const filled = type.fields.filter((field) => (sent[field.code] ?? '') !== '')
      const due = filled.filter((field) => audience.fields.has(field.code))
      expect(Object.keys(record?.fields ?? {}).sort()).toEqual(due.map((field) => field.code).sort())
      for (const field of due) {
        const sign = audience.fields.get(field.code) ?? ''
        expect(String(record?.fields[field.code]), field.code).toBe(expected(sent[field.code] ?? '', sign))
      }
      const secret = filled.filter((field) => audience.fields.get(field.code) !== 'full')
      const open = due.map((field) => expected(sent[field.code] ?? '', audience.fields.get(field.code) ?? ''))
      for (const { code: field } of secret) {
        const value = sent[field] ?? ''
        if (common.has(value) || alwaysSaid.includes(value) || open.some((one) => one.includes(value)))
          continue
        expect(body.includes(value), `${field} leaks`).toBe(false)
      }
    },
  )
})

test('the public page shows of each type what the public view says, and nothing more', async () => {
  for (const [id, kind] of [
    [organisation, 'organisation'],
    [shop, 'individual-business'],
  ] as const) {
    const { records } = await world.page(id)
    expect(records.map((record) => record.type)).toContain('cn.registration')
    for (const record of records) {
      const type = getRecordType(catalogue, record.type)
      const open = audiencesOf(catalogue, type, kind).find((one) => one.actor === 'public')
      const sent = rows[record.type as TypeCode][kind] ?? {}
      const due = type.fields.filter(
        (field) => open?.fields.has(field.code) && (sent[field.code] ?? '') !== '',
      )
      expect(Object.keys(record.fields).sort()).toEqual(due.map((field) => field.code).sort())
    }
  }
})
