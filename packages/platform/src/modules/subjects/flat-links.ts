// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { present } from '../../kernel/refusal.ts'

/** A ground in force, or a link: the member is read together with the canonical subject. */
export type Join<Id extends string = string> = { readonly memberId: Id; readonly canonicalId: Id }

/**
 * The links that follow from grounds in force, member → canonical, always flat: a canonical subject is a member of
 * nobody. Of a group that one is canonical which no ground makes another's member, the oldest of several. It follows
 * from the grounds alone, so the order in which they were made and ended does not matter.
 */
export function flatLinks<Id extends string>(grounds: readonly Join<Id>[]): Map<Id, Id> {
  const groups = new Map<Id, Id[]>()
  for (const { memberId, canonicalId } of grounds) {
    const one = groups.get(memberId) ?? [memberId]
    const other = groups.get(canonicalId) ?? [canonicalId]
    const group = one === other ? one : [...one, ...other]
    for (const id of group) groups.set(id, group)
  }
  const members = new Set(grounds.map((ground) => ground.memberId))
  const links = new Map<Id, Id>()
  for (const group of new Set(groups.values())) {
    const heads = group.filter((id) => !members.has(id))
    const canonical = present((heads.length > 0 ? heads : group).sort()[0], 'a group has a subject')
    for (const id of group) if (id !== canonical) links.set(id, canonical)
  }
  return links
}
