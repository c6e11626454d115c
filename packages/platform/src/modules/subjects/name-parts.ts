// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type FormClass, formAtEnd, legalForms } from './legal-forms.ts'
import { bigramsOf, normaliseName } from './name.ts'
import { type Regions, regionsAgree, regionsNamed, takeRegions } from './name-regions.ts'
import { simplify } from './simplified.ts'

/** What an organisation's name is made of. */
export type NameParts = {
  readonly regions: Regions
  /** Brand and trade, without area, legal form and punctuation. */
  readonly core: string
  readonly form: FormClass
  /** What names the branch, empty for a head: a branch is never equal to its head. */
  readonly branch: string
  /** Pairs of characters that stand together in any spelling of the core. */
  readonly pairs: readonly string[]
}

const BRANCH_END =
  /(?:分公司|分行|支行|分理处|分店|门店|办事处|代表处|分部|分厂|分校|分院|分社|分所|储蓄所|营业部|营业所)$/u
/** Shops of their own bear these names too: a branch only behind somebody's legal form. */
const INNER_FORM =
  /^(.{2,}?(?:股份有限公司|有限责任公司|有限公司|总公司|集团公司|公司|合作社|银行))(?!\()(.+)$/u

export function nameParts(name: string): NameParts {
  const normal = simplify(normaliseName(name)).replaceAll('(集团)', '集团')
  const { head, branch } = partBranch(normal)
  const form = formAtEnd(head)
  const bare = form ? head.slice(0, -form.text.length) : head
  const prefix = takeRegions(bare)
  let regions = prefix.regions
  const segments = prefix.rest.split(/(\([^()]*\))/u).flatMap((segment) => {
    const inside = /^\((.*)\)$/u.exec(segment)?.[1]
    const named = inside === undefined ? [] : regionsNamed(inside)
    if (named.length === 0) return [plain(segment)]
    regions = narrower(regions, named)
    return []
  })
  const core = segments.join('')
  // Nothing but area and form, such as 黑龙江有限公司: then the area is the core.
  if ([...core].length < 2) return withoutRegion(plain(bare), form?.kind ?? 'none', branch)
  return {
    regions,
    core,
    form: form?.kind ?? 'none',
    branch: plain(branch),
    pairs: [...new Set(segments.flatMap(bigramsOf))],
  }
}

function withoutRegion(core: string, form: FormClass, branch: string): NameParts {
  return { regions: [], core, form, branch: plain(branch), pairs: bigramsOf(core) }
}

function narrower(one: Regions, other: Regions): Regions {
  const within = other.filter((area) => one.some((wide) => area.startsWith(wide)))
  if (within.length > 0) return within
  return one.length > 0 ? one : other
}

function partBranch(name: string): { head: string; branch: string } {
  const [, head = '', tail = ''] = INNER_FORM.exec(name) ?? []
  // 集团公司 and the like: a longer form goes on behind a shorter one.
  const goesOn = legalForms.some(({ text }) => name.endsWith(text) && text.length >= tail.length)
  if (head !== '' && !goesOn && !/^[(),.]/u.test(tail)) return { head, branch: tail }
  const end = BRANCH_END.exec(name)?.[0] ?? ''
  if (end.startsWith('营业')) return { head: name, branch: '' }
  if (end !== '' && name.length - end.length >= 2) return { head: name.slice(0, -end.length), branch: end }
  return { head: name, branch: '' }
}

function plain(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '')
}

/** Equal cores, forms that may be one and the same branch: whatever the area is. */
export function sameCore(one: NameParts, other: NameParts): boolean {
  const forms = one.form === other.form || one.form === 'none' || other.form === 'none'
  return one.core === other.core && one.branch === other.branch && forms
}

/**
 * Whether two names may be one organisation's: core and area, for a core alone is borne in every province. Never taken
 * as proof, only offered.
 * @param otherArea where the other is registered, if its name does not say
 */
export function mayBeSame(one: NameParts, other: NameParts, otherArea: string | null): boolean {
  if (!sameCore(one, other)) return false
  const area = other.regions.length > 0 || otherArea === null ? other.regions : [otherArea]
  return regionsAgree(one.regions, area)
}
