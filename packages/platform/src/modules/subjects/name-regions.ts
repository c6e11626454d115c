// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { listDivisions } from '../identifiers/index.ts'

/** The area a name begins with, as the beginnings of division codes: `23`, `2301`, `230102`. */
export type Regions = readonly string[]

const ETHNIC =
  /(?:(?:彝|藏|回|蒙古|苗|侗|布依|土家|朝鲜|哈萨克|傣|景颇|白|哈尼|傈僳|壮|羌|柯尔克孜)族?)+自治州$/u
const PROVINCE_END = /(?:省|市|维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区)$/u
const PREFECTURE_END = /(?:市|地区|盟)$/u

let known: ReadonlyMap<string, Regions> | undefined

/** Provinces and prefectures also without their last word; counties only in full, for theirs are common words. */
function spellingsOf(code: string, name: string): string[] {
  if (code.endsWith('0000')) return [name, name.replace(PROVINCE_END, '')]
  if (code.endsWith('00')) return [name, name.replace(PREFECTURE_END, ''), name.replace(ETHNIC, '')]
  return [name]
}

function regionsByName(): ReadonlyMap<string, Regions> {
  if (known) return known
  const found = new Map<string, string[]>()
  for (const { code, name } of listDivisions()) {
    if (code === '100000' || name === '市辖区' || name === '县') continue
    const area = code.replace(/(?:00)+$/, '')
    for (const spelling of new Set(spellingsOf(code, name))) {
      if (spelling.length < 2) continue
      found.set(spelling, [...(found.get(spelling) ?? []), area])
    }
  }
  known = found
  return found
}

const LONGEST = 15

/** The areas a text names wholly, or none. */
export function regionsNamed(text: string): Regions {
  return regionsByName().get(text) ?? []
}

/** Takes away areas at the beginning, each within the one before: 黑龙江省, then 哈尔滨市, then 道里区. */
export function takeRegions(name: string): { readonly regions: Regions; readonly rest: string } {
  let regions: Regions = []
  let rest = name
  for (;;) {
    const next = nextRegion(rest, regions)
    if (!next) return { regions, rest }
    regions = next.regions
    rest = rest.slice(next.length)
  }
}

function nextRegion(text: string, within: Regions): { regions: Regions; length: number } | null {
  // Two characters must be left: a name is not all area.
  for (let length = Math.min(LONGEST, text.length - 2); length >= 2; length--) {
    const named = regionsNamed(text.slice(0, length))
    const inside =
      within.length === 0 ? named : named.filter((area) => within.some((one) => area.startsWith(one)))
    // 长春长安: what only looks like an area within another one belongs to the name.
    if (inside.length > 0 && inside.some((area) => !within.includes(area))) return { regions: inside, length }
  }
  return null
}

/** Whether both may be the same place: one lies within the other. What names no area agrees with none. */
export function regionsAgree(one: Regions, other: Regions): boolean {
  return one.some((a) => other.some((b) => a.startsWith(b) || b.startsWith(a)))
}
