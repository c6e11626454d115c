// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/**
 * Whether anybody may see a version on a day: the one test that every public statement makes, at read time, with the
 * day as a parameter. A late job therefore shows nothing.
 * @param version alias of a row of v_record_versions that is the latest of its record
 * @param day placeholder of today: also on a page as known earlier, a list that has been replaced since is over
 */
export function isPublished(version: string, day: string): string {
  const v = version
  return `not ${v}.withdrawn
    and ${v}.public_from <= ${day}
    and (${v}.public_until is null or ${v}.public_until > ${day})
    and (${v}.edition is null or not exists (
      select 1 from v_record_editions e
      where e.furnisher_id = ${v}.furnisher_id and e.type = ${v}.type and e.edition > ${v}.edition
        and e.opened_on <= ${day}))`
}
