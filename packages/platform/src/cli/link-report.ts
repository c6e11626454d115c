// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

type Subject = {
  readonly id: string
  readonly names: readonly { readonly name: string; readonly registered: boolean }[]
  readonly identifiers: readonly { readonly scheme: string; readonly value: string }[]
  readonly regions: readonly { readonly code: string; readonly name: string | null }[]
}

export type ProposalAnswer = {
  readonly id: string
  readonly act: 'link' | 'part'
  readonly joining: Subject
  readonly other: Subject
  readonly likeness: readonly string[]
  readonly evidence: readonly string[]
  readonly proposer: string
  readonly proposedAt: string
  readonly ageDays: number
  readonly expiresAt: string
}

type Officers = {
  readonly body: string
  readonly proposer: string | null
  readonly seconder: string | null
}

export type HistoryAnswer = {
  readonly subject: string
  readonly readAs: string
  readonly group: readonly string[]
  readonly subjects: readonly Subject[]
  readonly grounds: readonly {
    readonly joining: string
    readonly other: string
    readonly reason: string
    readonly assertedBy: string | null
    readonly by: Officers | null
    readonly at: string
    readonly end: { readonly at: string; readonly by: Officers | null } | null
  }[]
}

const actWords = { link: '归并 / link', part: '解除 / part' } as const

/** Both subjects under each other, for a screen that is not wide enough for side by side. */
export function proposalLines(one: ProposalAnswer): string {
  return [
    `${one.id}  ${actWords[one.act]}  ${one.proposer} ${one.proposedAt} (${one.ageDays} d) → ${one.expiresAt}`,
    `  ${describe(one.joining)}`,
    `  ${describe(one.other)}`,
    `  依据 / evidence: ${one.evidence.join(', ')}    比对 / likeness: ${one.likeness.join(', ') || '—'}`,
    '',
    '',
  ].join('\n')
}

export function historyLines({ subject, readAs, group, subjects, grounds }: HistoryAnswer): string {
  const of = new Map(subjects.map((one) => [one.id, one]))
  const named = (id: string): string => {
    const known = of.get(id)
    return known ? describe(known) : id
  }
  const lines = [named(subject)]
  if (group.length > 1) {
    lines.push(`现归于 / read as: ${named(readAs)}`)
    for (const id of group) if (id !== readAs && id !== subject) lines.push(`  + ${named(id)}`)
  }
  for (const { at, end, joining, other, reason, assertedBy, by } of grounds) {
    const whose = assertedBy ?? officers(by)
    lines.push(
      '',
      `${at} → ${end ? `${end.at} ${officers(end.by)}`.trim() : '…'}  ${reason} ${whose}`.trimEnd(),
      `  ${named(joining)}`,
      `  ${named(other)}`,
    )
  }
  return `${lines.join('\n')}\n`
}

function describe({ id, names, identifiers, regions }: Subject): string {
  const numbers = identifiers.map(({ scheme, value }) => `${scheme} ${value}`).join(', ')
  const places = regions.map(({ code, name }) => name ?? code).join(', ')
  const [first, ...others] = names.map(({ name }) => name)
  const also = others.length > 0 ? `（${others.join('、')}）` : ''
  return `${first ?? '—'}${also}  ${numbers || id}${places && `  ${places}`}`
}

function officers(by: Officers | null): string {
  if (by === null) return ''
  return by.proposer === null ? by.body : `${by.body} (${by.proposer}, ${by.seconder})`
}
