// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  type Catalogue,
  DecisionTable,
  type RecordType,
  type SubjectKind,
  subjectKinds,
  type ViewCode,
  viewFields,
} from '../catalogue/index.ts'

/** Whoever is shown something of a type, and for what. */
export type Audience = {
  readonly actor: string
  readonly purpose: string
  readonly view: ViewCode
  /** How each field is shown; what is not in it does not leave. */
  readonly fields: ReadonlyMap<string, string>
}

/** All who are shown something of the type about such a subject, in demo mode. */
export function audiencesOf(catalogue: Catalogue, type: RecordType, kind: SubjectKind): readonly Audience[] {
  const found = new Map<string, Audience>()
  new DecisionTable(catalogue, { demo: true }).each((question, { opens }) => {
    const { actor, purpose } = question
    const view = catalogue.disclosure.views.find((one) => one.code === opens)
    if (!view || question.type !== type.code || question.subjectKind !== kind) return
    const fields = viewFields(type, { view, purpose, kind }).map((field): [string, string] => [
      field.code,
      field.shown,
    ])
    found.set(`${actor} ${purpose}`, { actor, purpose, view: view.code, fields: new Map(fields) })
  })
  return [...found.values()]
}

/** Field by field who is shown what of a type, for people to review; those who are shown the same stand together. */
export function viewMatrix(catalogue: Catalogue, type: RecordType): string {
  const kinds = subjectKinds.flatMap((kind) => {
    const audiences = audiencesOf(catalogue, type, kind)
    return audiences.length === 0 ? [] : [kindText(type, kind, audiences)]
  })
  return `${type.code}: which fields leave, to whom, and how much of them\n\n${kinds.join('\n')}`
}

function kindText(type: RecordType, kind: SubjectKind, audiences: readonly Audience[]): string {
  const alike = new Map<string, Audience[]>()
  for (const one of audiences) {
    const shown = [one.view, ...type.fields.map((field) => one.fields.get(field.code) ?? '-')].join()
    alike.set(shown, [...(alike.get(shown) ?? []), one])
  }
  const columns = [...alike.values()]
  const heads = columns.map((column, at) => {
    const purposes = [...new Set(column.map((one) => one.purpose))].join(', ')
    const actors = [...new Set(column.map((one) => one.actor))].join(', ')
    return `  ${at + 1}  view ${column[0]?.view}: ${actors} · ${purposes}`
  })
  const width = Math.max(...type.fields.map((field) => field.code.length))
  const cell = (text: string): string => text.padEnd(12)
  const rows = type.fields.map((field) => {
    const cells = columns.map((column) => cell(column[0]?.fields.get(field.code) ?? '-'))
    return `${field.code.padEnd(width)}  ${field.label.padEnd(11)}${cells.join('')}`.trimEnd()
  })
  const numbers = columns.map((_, at) => cell(String(at + 1)))
  return `about: ${kind}\n${heads.join('\n')}\n${' '.repeat(width + 13)}${numbers.join('')}`
    .trimEnd()
    .concat(`\n${rows.join('\n')}\n`)
}
