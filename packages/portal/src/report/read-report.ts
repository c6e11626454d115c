// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type {
  Basis,
  Bilingual,
  FieldAbout,
  FieldValue,
  Report,
  Source,
  TypeAbout,
  WireRecord,
} from '../api/contract.ts'

export type Field = { readonly code: string; readonly about: FieldAbout; readonly value: string | number }

/** A record with all a reader needs to understand it; the wire says types and sources once a page. */
export type PageRecord = Omit<WireRecord, 'fields' | 'source'> & {
  readonly title: Bilingual
  readonly category: Bilingual
  readonly basis: readonly Basis[]
  readonly source: Source
  readonly fields: readonly Field[]
  readonly regimes: Report['regimes']
}

export type OrganisationPage = Omit<Report, 'records' | 'types' | 'sources' | 'regimes'> & {
  readonly records: readonly PageRecord[]
  readonly registration: PageRecord | null
}

const REGISTRATION = 'cn.registration'

export function readReport(report: Report): OrganisationPage {
  const { records: wire, types, sources, regimes, ...head } = report
  const records = wire.map((record) => readRecord(record, types, sources, regimes))
  return { ...head, records, registration: records.find((record) => record.type === REGISTRATION) ?? null }
}

function readRecord(
  record: WireRecord,
  types: Report['types'],
  sources: Report['sources'],
  regimes: Report['regimes'],
): PageRecord {
  const { fields, source, ...rest } = record
  const about = types[record.type]
  const named = both(record.type)
  return {
    ...rest,
    title: about?.title ?? named,
    category: about?.category.title ?? named,
    basis: about?.basis ?? [],
    source: sources[String(source)] ?? { code: String(source), name: both(String(source)) },
    fields: readFields(fields, about),
    regimes,
  }
}

/** In the order of the catalogue; empty ones are left out. */
function readFields(values: Readonly<Record<string, FieldValue>>, about: TypeAbout | undefined): Field[] {
  const order = Object.keys(about?.fields ?? {})
  const codes = [
    ...order.filter((code) => code in values),
    ...Object.keys(values).filter((code) => !order.includes(code)),
  ]
  return codes.flatMap((code) => {
    const value = values[code]
    if (value === null || value === undefined || value === '') return []
    return [{ code, about: about?.fields[code] ?? { title: both(code), kind: 'text' }, value }]
  })
}

export function both(text: string): Bilingual {
  return { zh: text, en: text }
}
