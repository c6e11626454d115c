// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { actorKinds } from '../access/index.ts'
import {
  basisKinds,
  type Catalogue,
  type Decision,
  DecisionTable,
  polarities,
  type Question,
  subjectKinds,
  type ViewCode,
} from '../catalogue/index.ts'

const viewLetters: Readonly<Record<ViewCode, string>> = {
  public: 'P',
  department: 'D',
  lender: 'L',
  bureau: 'B',
  subject: 'S',
  agent: 'G',
  court: 'C',
  auditor: 'A',
}
const refusalSigns: Readonly<Record<Exclude<Decision['refuses'], null>, string>> = {
  VIEW_NOT_PROVIDED: '.',
  SIDES_APART: '|',
  OPERATOR_SEES_NOTHING: 'o',
  PERSON_NEVER_CLASSED: 'k',
  PERSON_NOT_PUBLIC: 'u',
  CONSENT_NEEDED: 'c',
  BASIS_NOT_YOURS: 'b',
}

/** The signs of all record types, for what one actor asks on one basis for one purpose. */
type Row = {
  readonly actor: string
  readonly basis: string
  readonly purpose: string
  readonly signs: string
}

/**
 * The answer to every question there is, for people to review: for each actor, purposes that are answered alike stand
 * together, and below them a group of signs for each record type.
 */
export function policyMatrix(catalogue: Catalogue): string {
  const demo = rowsOf(catalogue, { demo: true })
  const outside = rowsOf(catalogue, { demo: false })
  const differing = outside.filter(({ signs }, at) => signs !== demo[at]?.signs)
  return `${legend(catalogue)}
==== in demo mode ====

${rowsText(demo, true)}
==== outside demo mode, where it differs ====

${rowsText(differing, false)}`
}

function legend({ purposes, recordTypes }: Catalogue): string {
  const axes = { actorKinds, purposes, basisKinds, recordTypes, polarities, subjectKinds }
  const sizes = Object.values(axes).map((axis) => axis.length)
  const signs = (letters: Readonly<Record<string, string>>): string =>
    wrap(
      Object.entries(letters).map(([code, sign]) => `${sign} ${code},`),
      12,
    )
  return `The complete matrix of who may see what.
actors × purposes × bases × record types × polarities × kinds of subject:
${sizes.join(' × ')} = ${sizes.reduce((product, size) => product * size, 1)} questions.

Nine signs for each record type: ${subjectKinds.join(', ')};
of each three: ${polarities.join(', ')}. One group stands for all types where they are answered alike.

Views       ${signs(viewLetters)}
Refusals    ${signs(refusalSigns)}
Types       ${wrap(
    recordTypes.map((type) => type.code),
    12,
  )}
(others)    all purposes of the catalogue that are not named with the same actor and basis
`
}

function rowsOf(catalogue: Catalogue, node: { readonly demo: boolean }): readonly Row[] {
  const table = new DecisionTable(catalogue, node)
  const signsOf = (asking: Pick<Question, 'actor' | 'basis' | 'purpose'>): string => {
    const groups = catalogue.recordTypes.map(({ code: type }) =>
      subjectKinds
        .map((subjectKind) =>
          polarities
            .map((polarity) => signOf(table.decide({ ...asking, type, polarity, subjectKind })))
            .join(''),
        )
        .join(' '),
    )
    return new Set(groups).size === 1 ? (groups[0] ?? '') : groups.join('   ')
  }
  return actorKinds.flatMap((actor) =>
    basisKinds.flatMap((basis) =>
      catalogue.purposes.map(({ code: purpose }) => ({
        actor,
        basis,
        purpose,
        signs: signsOf({ actor, basis, purpose }),
      })),
    ),
  )
}

function signOf(decision: Decision): string {
  return decision.opens === null ? refusalSigns[decision.refuses] : viewLetters[decision.opens]
}

const INDENT = 16

/** @param complete all purposes are among the rows, so that the largest group needs no names */
function rowsText(rows: readonly Row[], complete: boolean): string {
  const actors = [...groupBy(rows, (row) => row.actor)].map(([actor, ofActor]) => {
    const lines = [...groupBy(ofActor, (row) => row.basis)].flatMap(([basis, ofBasis]) => {
      const groups = [...groupBy(ofBasis, (row) => row.signs)]
      const most = Math.max(...groups.map(([, alike]) => alike.length))
      const rest = complete ? groups.find(([, alike]) => alike.length === most)?.[0] : undefined
      return groups.map(([signs, alike]) => ({
        basis,
        signs,
        purposes:
          signs === rest
            ? '(others)'
            : wrap(
                alike.map((row) => row.purpose),
                INDENT,
              ),
      }))
    })
    const blocks = [...groupBy(lines, (line) => `${line.purposes}\n${' '.repeat(INDENT)}${line.signs}`)].map(
      ([text, alike]) => {
        const bases = alike.map((line) => `  ${line.basis}`)
        return `${[...bases.slice(0, -1), (bases.at(-1) ?? '').padEnd(INDENT)].join('\n')}${text}\n`
      },
    )
    return `${actor}\n${blocks.join('')}`
  })
  return actors.join('\n')
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value])
  return groups
}

const COLUMNS = 116

function wrap(words: readonly string[], indent: number): string {
  const lines = ['']
  for (const word of words) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && indent + line.length + 1 + word.length > COLUMNS) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines.join(`\n${' '.repeat(indent)}`)
}
