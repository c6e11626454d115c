// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CatalogueContent } from './assemble-catalogue.ts'
import type { Purpose } from './catalogue.ts'
import { checkOnce } from './check-spellings.ts'
import { DecisionTable, partsUnfit, type Question, whyShut } from './decision-table.ts'
import { isRefusing, type Line, type OpeningLine, type View } from './disclosure-rules.ts'

type Report = (file: string, path: string, says: string) => void
type Say = (path: string, says: string) => void

/** Categories of results of an evaluation: nobody evaluates a natural person (L01). */
const EVALUATIONS: readonly string[] = ['P09']
const demo = { demo: true }

/** That the table means what it says, contradicts itself nowhere, and opens nothing that the house's limits close. */
export function checkDisclosure(catalogue: CatalogueContent, report: Report): void {
  const inViews: Say = (path, says) => report('disclosure/views.yml', path, says)
  const inTable: Say = (path, says) => report('disclosure/decisions.yml', path, says)
  const { views, refusals, openings } = catalogue.disclosure
  checkOnce(
    views.map((view) => view.code),
    (at, code) => inViews(`/views/${at}/code`, `${code} is there twice`),
  )
  views.forEach((view, at) => {
    checkView(view, (path, says) => inViews(`/views/${at}${path}`, says))
  })
  checkPurposes(catalogue.purposes, (path, says) => report('purposes.yml', path, says))
  const lines = [...refusals, ...openings]
  const placeOf = (line: Line): string => {
    const at = (refusals as readonly Line[]).indexOf(line)
    return at < 0 ? `/openings/${(openings as readonly Line[]).indexOf(line)}` : `/refusals/${at}`
  }
  checkOnce(
    lines.map((line) => line.code),
    (at, code) => inTable(`${placeOf(lines[at] as Line)}/code`, `${code} is there twice`),
  )
  const known = lines.map((line) =>
    checkWords(catalogue, line, (path, says) => inTable(placeOf(line) + path, says)),
  )
  if (known.every(Boolean)) checkDecisions(catalogue, (line, says) => inTable(placeOf(line), says))
}

/** A view for anybody shows no natural person and nothing whose publicity is over. */
function checkView(view: View, say: Say): void {
  if (view.code !== 'public') return
  if (view.records !== 'published') say('/records', 'the public view shows what is published only')
  if (view.labels.some((label) => label !== 'public'))
    say('/labels', 'the public view shows public fields only')
  if (view.minors) say('/minors', 'nothing about minors is public')
  if (view.unusable) say('/unusable', 'nothing that may not be used is public')
}

function checkPurposes(purposes: readonly Purpose[], say: Say): void {
  purposes.forEach((one, at) => {
    if (one.inquiry !== (one.weight !== null))
      say(`/purposes/${at}/weight`, 'an inquiry has a weight, and nothing else has')
    if (!one.inquiry && (one.consent !== 'never' || one.caseNumber))
      say(`/purposes/${at}/inquiry`, 'what is no inquiry needs neither consent nor case number')
  })
}

const openToAny: readonly string[] = ['records', 'polarities']

/** @returns whether every word is one that the catalogue has */
function checkWords(catalogue: CatalogueContent, line: Line, say: Say): boolean {
  const purposes = new Set(['any', ...catalogue.purposes.map((one) => one.code)])
  const records = new Set([
    'any',
    ...catalogue.recordTypes.flatMap((type) => [type.code, type.category.code]),
    ...EVALUATIONS,
  ])
  let known = true
  const unknown = (path: string, says: string): void => {
    known = false
    say(path, says)
  }
  line.purposes.forEach((code, at) => {
    if (!purposes.has(code)) unknown(`/purposes/${at}`, `no purpose ${code}`)
  })
  line.records.forEach((code, at) => {
    if (!records.has(code)) unknown(`/records/${at}`, `no record type or category ${code}`)
  })
  const parts = ['actors', 'purposes', 'bases', 'records', 'polarities', 'subjects'] as const
  for (const part of parts) {
    const values: readonly string[] = line[part]
    if (!values.includes('any')) continue
    if (values.length > 1) say(`/${part}`, 'any stands alone')
    if ('opens' in line && !openToAny.includes(part)) say(`/${part}`, 'an opening names them one by one')
  }
  if ('opens' in line && !catalogue.disclosure.views.some((view) => view.code === line.opens))
    unknown('/opens', `no view ${line.opens}`)
  return known
}

type SayOfLine = (line: Line, says: string) => void

/** As the table is in demo mode, where everything that can ever open is open. */
function checkDecisions(catalogue: CatalogueContent, say: SayOfLine): void {
  const { refusals, openings } = catalogue.disclosure
  const reached = new Set<Line>()
  const told = new Set<string>()
  const once: SayOfLine = (line, says) => {
    if (!told.has(line.code + says)) say(line, says)
    told.add(line.code + says)
  }
  const opened = new Map<string, OpeningLine>()
  new DecisionTable(catalogue, demo).each((question, { line }) => {
    if (line === null) return
    reached.add(line)
    if (isRefusing(line)) return
    const { type: _type, polarity: _polarity, ...asking } = question
    const first = opened.get(wordsOf(asking))
    if (first && first.opens !== line.opens) once(line, disagreement(line, first, asking))
    opened.set(wordsOf(asking), first ?? line)
    checkAgreement(catalogue, question, line, once)
    for (const says of limitsBroken(catalogue, question, line)) once(line, says)
  })
  for (const line of [...refusals, ...openings]) {
    if (!reached.has(line)) say(line, `${line.code} decides nothing: other lines or limits are before it`)
  }
}

function checkAgreement(
  catalogue: CatalogueContent,
  question: Question,
  line: OpeningLine,
  say: SayOfLine,
): void {
  for (const other of catalogue.disclosure.openings) {
    if (other.opens === line.opens || partsUnfit(catalogue, other, question).length > 0) continue
    if (whyShut(catalogue, other, question, demo) !== null) continue
    say(other, disagreement(other, line, question))
  }
}

/** Two views for one question, or for two kinds of records in one answer. */
function disagreement(one: OpeningLine, other: OpeningLine, asked: Partial<Question>): string {
  return `${one.code} opens ${one.opens} where ${other.code} opens ${other.opens}: ${wordsOf(asked)}`
}

/** What no line may open, whatever it says. */
function limitsBroken(catalogue: CatalogueContent, question: Question, line: OpeningLine): string[] {
  const { actor, basis, subjectKind, type: code } = question
  const purpose = catalogue.purposes.find((one) => one.code === question.purpose)
  const type = catalogue.recordTypes.find((one) => one.code === code)
  const view = catalogue.disclosure.views.find((one) => one.code === line.opens)
  const person = subjectKind === 'person'
  const consent = purpose?.consent === 'always' || (purpose?.consent === 'persons' && person)
  const limits: [broken: boolean, says: string][] = [
    [actor === 'operator', 'opens credit information to whoever runs the machine'],
    [
      person && EVALUATIONS.includes(type?.category.code ?? ''),
      'opens a result of evaluating natural persons (L01)',
    ],
    [person && (actor === 'public' || view?.code === 'public'), 'publishes natural persons (L08, L18)'],
    [
      person && ['lender', 'bureau', 'association'].includes(actor) && basis !== 'authorisation',
      'opens natural persons to private bodies without authorisation (L13)',
    ],
    [
      consent && basis !== 'authorisation' && basis !== 'own-file',
      `opens ${purpose?.code} without authorisation (L13)`,
    ],
    [
      purpose?.inquiry === false && view?.code !== 'public',
      'opens more than what is public to what is no inquiry',
    ],
    [
      (basis === 'publicity') !== (purpose?.inquiry === false),
      `an inquiry stands on more than publicity, and publicity on nothing else: ${purpose?.code}`,
    ],
    [
      basis === 'own-file' && actor !== 'subject' && actor !== 'agent',
      'opens a file as its own to somebody else than the subject and its agents',
    ],
    [
      basis === 'statute' && purpose?.caseNumber !== true,
      `opens ${purpose?.code} on a statute without case number`,
    ],
  ]
  return limits.filter(([broken]) => broken).map(([, says]) => `${line.code} ${says}`)
}

function wordsOf(question: Partial<Question>): string {
  return Object.values(question).join(' · ')
}
