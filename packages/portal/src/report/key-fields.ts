// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Field, OrganisationPage, PageRecord } from './read-report.ts'

/** What a reader wants first of a record type; the rest stands one click away. */
const firstFields: Readonly<Record<string, readonly string[]>> = {
  'cn.administrative-penalty': [
    'violation_kind',
    'penalty_kinds',
    'content',
    'fine_amount',
    'confiscated_amount',
    'permit_affected',
  ],
  'cn.tax-a-grade-list': ['year', 'tax_authority'],
  'cn.registration': ['organisation_type', 'registration_authority'],
}
const FIRST_OF_UNKNOWN = 4

/** Splits fields into those shown at once and those behind "more". Nothing is lost between the two. */
export function splitFields(record: PageRecord, page: OrganisationPage): { key: Field[]; more: Field[] } {
  const wanted = firstFields[record.type] ?? fieldsThatTell(record, page)
  const key = wanted.flatMap((code) => record.fields.find((field) => field.code === code) ?? [])
  return { key, more: record.fields.filter((field) => !key.includes(field)) }
}

/** Leaves out what the page says elsewhere: the organisation's own name and numbers, the document, the day. */
function fieldsThatTell(record: PageRecord, page: OrganisationPage): string[] {
  const said = new Set<string | number | null | undefined>([
    page.name,
    record.eventOn,
    record.document?.number,
    record.document?.on,
    record.document?.body,
  ])
  return record.fields
    .filter((field) => field.about.kind !== 'identifier' && !said.has(field.value))
    .slice(0, FIRST_OF_UNKNOWN)
    .map((field) => field.code)
}
