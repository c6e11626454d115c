// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Catalogue, isInert, openSchemes } from '../catalogue/index.ts'

export type ShownWhen = {
  /** Types of records a public page knows: those in force, as `shownTypes` names them. */
  readonly types: readonly string[]
  /** Placeholder of today: also on a page as known earlier, a list that has been replaced since is over. */
  readonly today: string
  /** Placeholder of the day asked for; an event after it had not happened. */
  readonly asOf: string
}

/** A type that rests on recalled law takes no rows outside demo, and shows none that came in before. */
export function shownTypes(catalogue: Catalogue, node: { readonly demo: boolean }): string[] {
  return catalogue.recordTypes.filter((type) => !isInert(type, node)).map((type) => type.code)
}

/**
 * Whether anybody may see a version: the one test that every public statement makes, at read time, with the days as
 * parameters. A late job therefore shows nothing. Whether the name agrees is the statement's own affair.
 * @param v alias of a row of v_record_versions that is the latest of its record
 */
export function isShown(v: string, { types, today, asOf }: ShownWhen): string {
  return `not ${v}.withdrawn
    and ${v}.public_from <= ${today}
    and ${v}.public_from <= ${asOf}
    and (${v}.public_until is null or ${v}.public_until > ${today})
    and (${v}.event_on is null or ${v}.event_on <= ${asOf})
    and ${v}.type = any(${literals(types)})
    and (${v}.edition is null or not exists (
      select 1 from v_record_editions e
      where e.furnisher_id = ${v}.furnisher_id and e.type = ${v}.type and e.edition > ${v}.edition
        and e.opened_on <= ${today}))`
}

/** Whether no newer version of the record exists, at whichever subject the caller looks. */
export function isLatest(v: string): string {
  return `not exists (
      select 1 from v_record_versions newer
      where newer.subject_id = ${v}.subject_id and newer.record_id = ${v}.record_id
        and newer.version_no > ${v}.version_no)`
}

/** Whether the number the version came by may be shown beside it. */
export function showsNumber(v: string, catalogue: Catalogue): string {
  const open = catalogue.recordTypes.flatMap((type) =>
    openSchemes(type).map((scheme) => `${type.code} ${scheme}`),
  )
  return `${v}.type || ' ' || ${v}.came_by_scheme = any(${literals(open)})`
}

export function literals(values: readonly string[]): string {
  return `array[${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(',')}]::text[]`
}
