// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Facts } from '../../kernel/refusal.ts'
import {
  countDigits,
  type FoundNumber,
  findBankCards,
  findMobileNumbers,
  findResidentIds,
  maskDigits,
  maskNumbers,
} from '../identifiers/index.ts'
import type { Catalogue, ContentKind, ContentRule } from './catalogue.ts'
import { type ContentFinder, contentFinder } from './content-patterns.ts'
import type { ColumnPlan } from './plan-columns.ts'
import type { FieldSpec, RecordType } from './record-type.ts'
import { type CellMasks, inClear, type Payload, type RowFault } from './row-judge.ts'

export type ContentScanner = {
  /** Adds to faults and notes what may stand in no field; gives the cells that must not be kept as they came. */
  scan(cells: readonly string[], payload: Payload, faults: RowFault[], notes: RowFault[]): CellMasks | null
  /** Also the numbers of persons in columns nobody reads. */
  maskUnread(cells: readonly string[], masks: CellMasks | null): CellMasks | null
}

type Watch = {
  readonly column: ColumnPlan
  /** `mask`: a field that may hold numbers with a resident id inside has its own fault for it. */
  readonly residentIds: 'fault' | 'mask' | 'none'
  readonly accounts: boolean
  /** In a row about an organisation, and in a row about a person. */
  readonly ofOrganisation: ContentFinder | null
  readonly ofPerson: ContentFinder | null
}

const ID_DIGITS = 15
const CARD_DIGITS = 16
const MOBILE_DIGITS = 11
const HIDDEN = '***'
const none: readonly never[] = []

/**
 * Reads cells for what may not be recorded, whatever the field: numbers of persons where no field is labelled for one,
 * kinds of content the law forbids of a person, labels of secrecy. Reads the cell as it came, also where its form is
 * faulty.
 * @statute 征信业管理条例 14; 个人信息保护法 28
 */
export function contentScanner(
  catalogue: Catalogue,
  type: RecordType,
  columns: readonly ColumnPlan[],
  width: number,
): ContentScanner {
  const watches = columns.flatMap((column) => watchOf(catalogue, type, column) ?? [])
  const read = new Set(columns.map((column) => column.index))
  const unread = Array.from({ length: width }, (_, at) => at).filter((at) => !read.has(at))
  const isPerson = personReader(type)
  const faultOf = faultMaker(catalogue, type)
  return {
    scan(cells, payload, faults, notes) {
      let masks: Map<number, string> | null = null
      const person = isPerson(payload)
      for (const watch of watches) {
        const cell = cells[watch.column.index]
        if (cell === undefined || cell.length < 2) continue
        const masked = scanCell(watch, cell, person, faultOf, faults, notes)
        if (masked !== null) masks = (masks ?? new Map<number, string>()).set(watch.column.index, masked)
      }
      // A row with a label of secrecy is not kept at all, not even in quarantine.
      if (masks !== null && faults.some((fault) => fault.code === contentCodes.secret))
        return new Map(cells.map((_, at) => [at, HIDDEN]))
      return masks
    },
    maskUnread(cells, masks) {
      if (unread.length === 0) return masks
      const more = new Map(masks ?? [])
      for (const at of unread) {
        const found = findResidentIds(cells[at] ?? '')
        if (found.length > 0 && !more.has(at)) more.set(at, maskNumbers(cells[at] ?? '', found))
      }
      return more.size === 0 ? null : more
    },
  }
}

function watchOf(catalogue: Catalogue, type: RecordType, column: ColumnPlan): Watch | null {
  const field = column.field
  const isText = field.kind === 'text'
  const watch: Watch = {
    column,
    residentIds: residentIdsOf(catalogue, field),
    accounts: isText && field.label === 'public' && !numbersOf(type).has(field.code),
    ofOrganisation: isText ? finderOf(catalogue, type, field, false) : null,
    ofPerson: isText ? finderOf(catalogue, type, field, true) : null,
  }
  return watch.residentIds === 'none' && !watch.accounts && !isText ? null : watch
}

/** Fields labelled personal are for persons; their numbers lie sealed there. */
function residentIdsOf(catalogue: Catalogue, field: FieldSpec): Watch['residentIds'] {
  if (!inClear(field) || ['day', 'year', 'flag', 'division'].includes(field.kind)) return 'none'
  const schemes = catalogue.identifierSchemes.filter((one) => field.schemes?.includes(one.code))
  if (schemes.some((one) => one.personal === 'always')) return 'none'
  return schemes.some((one) => one.personal === 'by-form') ? 'mask' : 'fault'
}

/** Numbers of documents and records look like any other number. */
function numbersOf(type: RecordType): ReadonlySet<string> {
  return new Set([...type.number, ...(type.document ? [type.document.number] : [])])
}

function finderOf(
  catalogue: Catalogue,
  type: RecordType,
  field: FieldSpec,
  ofPerson: boolean,
): ContentFinder | null {
  const { prohibitedContent: content } = catalogue
  const all = ['anywhere', 'statements', 'terms'] as const
  if (!inClear(field)) return contentFinder(content, all, type.content.mayHold)
  if (field.freeText) {
    return contentFinder(content, ofPerson ? all : all.slice(0, 2), type.content.mayHold)
  }
  return contentFinder(content, ['anywhere'], [])
}

function personReader(type: RecordType): (payload: Payload) => boolean {
  const when = type.personWhen
  if (!when) return () => false
  return (payload) => {
    const value = payload[when.field]
    return typeof value === 'string' && when.codes.includes(value)
  }
}

type FaultOf = (column: ColumnPlan, code: string, rule: string, facts: Facts) => RowFault
type Faults = {
  readonly ofContent: (column: ColumnPlan, kind: ContentKind) => RowFault
  readonly ofNumber: (
    column: ColumnPlan,
    code: 'hiddenNumber' | 'account' | 'mobile',
    found: FoundNumber,
  ) => RowFault
}

const contentCodes: Readonly<Record<ContentRule, string>> = {
  forbidden: 'PRH-FORBIDDEN',
  consent: 'PRH-CONSENT',
  secret: 'PRH-SECRET',
}
const numberCodes = { hiddenNumber: 'PRS-HIDDEN-ID', account: 'PRS-ACCOUNT', mobile: 'PRS-MOBILE' } as const

/** The facts name the kind and the article, never the words that were found. */
function faultMaker(catalogue: Catalogue, type: RecordType): Faults {
  const at: FaultOf = (column, code, rule, facts) => ({
    code,
    rule,
    column: column.heading,
    field: column.field.code,
    facts,
  })
  return {
    ofContent: (column, kind) => {
      const [basis] = catalogue.prohibitedContent.basis[kind.rule]
      const law = catalogue.legalBases.find((one) => one.code === basis?.instrument)
      return at(column, contentCodes[kind.rule], type.content[kind.rule], {
        kindZh: kind.title.zh,
        kindEn: kind.title.en,
        lawZh: law?.title.zh ?? '',
        lawEn: law?.title.en ?? '',
        article: basis?.article ?? '',
      })
    },
    ofNumber: (column, kind, found) =>
      at(column, numberCodes[kind], type.content[kind], { masked: maskDigits(found.digits) }),
  }
}

/** The cell as it may be kept, or null when it may be kept as it is. */
function scanCell(
  watch: Watch,
  cell: string,
  isPerson: boolean,
  faultOf: Faults,
  faults: RowFault[],
  notes: RowFault[],
): string | null {
  const hidden = cell.length < MOBILE_DIGITS ? none : scanNumbers(watch, cell, faultOf, faults, notes)
  const find = isPerson ? watch.ofPerson : watch.ofOrganisation
  const kinds = find === null ? none : find(cell)
  if (kinds.length > 0) {
    for (const kind of kinds) faults.push(faultOf.ofContent(watch.column, kind))
    return HIDDEN
  }
  return hidden.length > 0 ? maskNumbers(cell, hidden) : null
}

/** The numbers that must not be kept. */
function scanNumbers(
  watch: Watch,
  cell: string,
  faultOf: Faults,
  faults: RowFault[],
  notes: RowFault[],
): readonly FoundNumber[] {
  const { column } = watch
  if (watch.residentIds !== 'none' && cell.length >= ID_DIGITS) {
    const ids = findResidentIds(cell)
    if (watch.residentIds === 'fault')
      for (const found of ids) faults.push(faultOf.ofNumber(column, 'hiddenNumber', found))
    if (ids.length > 0) return ids
  }
  const digits = watch.accounts ? countDigits(cell) : 0
  if (digits < MOBILE_DIGITS) return none
  for (const found of findMobileNumbers(cell)) notes.push(faultOf.ofNumber(column, 'mobile', found))
  const cards = digits < CARD_DIGITS ? none : findBankCards(cell)
  for (const found of cards) faults.push(faultOf.ofNumber(column, 'account', found))
  return cards
}
