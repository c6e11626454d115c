// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import { assert, refuse } from '../../kernel/refusal.ts'
import { findResidentIds, maskNumbers } from '../identifiers/index.ts'
import { type Catalogue, getProfile, getRecordType, isInert, type Profile } from './catalogue.ts'
import { type ContentScanner, contentScanner } from './content-scanner.ts'
import { foldSpelling } from './fold-spelling.ts'
import { type ColumnPlan, planColumns } from './plan-columns.ts'
import { publicityReckoner } from './publicity-term.ts'
import type { RecordType, SubjectKind } from './record-type.ts'
import { rowChecks } from './row-checks.ts'
import type { CellMasks, JudgedRow, Payload, RowFault, RowJudge, StatedIdentifier } from './row-judge.ts'
import { inClear, isTaken, ruleOf } from './row-judge.ts'
import { dayField, documentOf, numberMaker, polarityReader, severityReader } from './row-readings.ts'
import type { RowCheck } from './row-state.ts'
import { splitFields } from './split-fields.ts'
import { knownHeadings, withdrawalForm, withdrawalProfile } from './withdrawal-form.ts'

export type JudgeSetting = {
  readonly demo: boolean
  /** The division the furnisher works for, where it may furnish for no other; null or left out: not tested. */
  readonly region?: string | null
}

/**
 * Makes the judge of one file. Everything the catalogue says is turned into closures here, once, because `judge` runs
 * for every row.
 * @throws Refusal RECORD_TYPE_UNKNOWN, RECORD_TYPE_INERT, PROFILE_UNKNOWN
 */
export function compileRecordType(
  catalogue: Catalogue,
  typeCode: string,
  profileCode: string,
  node: JudgeSetting,
): RowJudge {
  const type = getRecordType(catalogue, typeCode)
  if (isInert(type, node)) throw refuse('RECORD_TYPE_INERT', { type: typeCode })
  return compileJudge(catalogue, type, getProfile(catalogue, type, profileCode), node)
}

/**
 * Makes the judge of a file that withdraws records: only the furnisher's number is read, and a reason if there is one.
 * @throws Refusal RECORD_TYPE_UNKNOWN, RECORD_TYPE_INERT, PROFILE_UNKNOWN
 */
export function compileWithdrawal(
  catalogue: Catalogue,
  typeCode: string,
  profileCode: string,
  node: JudgeSetting,
): RowJudge {
  const type = getRecordType(catalogue, typeCode)
  if (isInert(type, node)) throw refuse('RECORD_TYPE_INERT', { type: typeCode })
  const profile = getProfile(catalogue, type, profileCode)
  const form = withdrawalForm(type)
  const judge = compileJudge(catalogue, form, withdrawalProfile(profile, form), node)
  const known = knownHeadings(profile)
  return {
    ...judge,
    headings(headerCells) {
      const verdict = judge.headings(headerCells)
      const notes = verdict.notes.map((note) =>
        known.has(foldSpelling(note.column ?? '')) ? { ...note, code: 'NTE-HEADING-UNNEEDED' } : note,
      )
      return { ...verdict, notes }
    },
  }
}

function compileJudge(
  catalogue: Catalogue,
  type: RecordType,
  profile: Profile,
  node: JudgeSetting,
): RowJudge {
  const blank: Payload = Object.fromEntries(type.fields.filter(isTaken).map((field) => [field.code, null]))
  const finish = rowFinisher(catalogue, type, node)
  const split = splitFields(type)
  let columns: readonly ColumnPlan[] | null = null
  let scanner: ContentScanner | null = null

  return {
    type,
    headings(headerCells) {
      assert(columns === null, 'the headings of a file are read once')
      const plan = planColumns(type, profile, headerCells, node)
      columns = plan.columns
      scanner = contentScanner(catalogue, type, columns, headerCells.length)
      return plan.verdict
    },
    judge(cells, receivedOn) {
      assert(columns !== null && scanner !== null, 'the headings are read before the rows')
      const payload: Payload = { ...blank }
      const faults: RowFault[] = []
      const notes: RowFault[] = []
      for (const column of columns) readCell(column, cells[column.index], payload, faults, notes)
      const masks = scanner.scan(cells, payload, faults, notes)
      return finish({ columns, cells, payload, faults, notes, receivedOn, masks })
    },
    masksOf(cells, judged) {
      assert(scanner !== null, 'the headings are read before the rows')
      return scanner.maskUnread(cells, judged.masks)
    },
    maskDamaged(row) {
      // Which cell is which cannot be told; where persons have columns of their own, their numbers may be in place.
      if (columns?.some((column) => !inClear(column.field))) return row
      return maskNumbers(row, findResidentIds(row))
    },
    openFields: (payload: Payload, kind: SubjectKind) => split.open(payload, kind),
    closedFields: (payload: Payload, kind: SubjectKind) => split.closed(payload, kind),
    sealedFields: (payload: Payload, kind: SubjectKind) => split.sealed(payload, kind),
  }
}

function readCell(
  column: ColumnPlan,
  cell: string | undefined,
  payload: Payload,
  faults: RowFault[],
  notes: RowFault[],
): void {
  const text = cell === undefined ? '' : cell.trim()
  if (text === '') {
    if (column.missing) faults.push(column.missing)
    return
  }
  const fault = column.write(text, payload)
  if (fault === null) return
  const { code, facts } = fault
  const row: RowFault = {
    code,
    facts,
    column: column.heading,
    field: column.field.code,
    rule: ruleOf(column.field, code),
  }
  if (code.startsWith('NTE-')) notes.push(row)
  else faults.push(row)
}

type RawRow = {
  readonly columns: readonly ColumnPlan[]
  readonly cells: readonly string[]
  readonly payload: Payload
  readonly faults: RowFault[]
  readonly notes: RowFault[]
  readonly receivedOn: CivilDate
  readonly masks: CellMasks | null
}

function rowFinisher(catalogue: Catalogue, type: RecordType, node: JudgeSetting): (row: RawRow) => JudgedRow {
  const polarityOf = polarityReader(type)
  const severityOf = severityReader(catalogue, type)
  const eventOf = dayField(type.eventOn)
  const fromOf = dayField(type.validFrom === null ? null : { field: type.validFrom, as: 'day' })
  const toOf = dayField(type.validTo === null ? null : { field: type.validTo, as: 'day' })
  const statedEnd = type.publicity.kind === 'by-severity' ? type.publicity.statedEndField : undefined
  const statedEndOf = dayField(statedEnd === undefined ? null : { field: statedEnd, as: 'day' })
  const numberOf = numberMaker(type)
  const reckon = publicityReckoner(catalogue, type, node)
  const checks: readonly RowCheck[] = rowChecks(type, catalogue, node.region ?? null)

  return ({ columns, cells, payload, faults, notes, receivedOn, masks }) => {
    const polarity = polarityOf(payload)
    const severity = severityOf(payload, polarity)
    const document = documentOf(type, payload)
    const eventOn = eventOf(payload)
    const year = type.editionField === null ? null : payload[type.editionField]
    const edition = typeof year === 'number' ? year : null
    const term = reckon({
      severity,
      documentOn: document?.on ?? null,
      eventOn,
      periodYear: edition,
      statedEnd: statedEndOf(payload),
    })
    for (const check of checks) check({ payload, polarity, faults, notes, receivedOn, columns })
    return {
      payload,
      number: numberOf(payload),
      name: textOf(payload, type.name),
      identifierFields: statedIdentifiers(columns, cells),
      eventOn,
      validFrom: fromOf(payload),
      validTo: toOf(payload),
      polarity,
      severity,
      document,
      edition,
      publicity: { from: term.from, until: term.until, rule: term.rule },
      masks,
      faults,
      notes,
    }
  }
}

function textOf(payload: Payload, field: string | null): string | null {
  const value = field === null ? null : payload[field]
  return typeof value === 'string' ? value : null
}

/** `columns` has those of the subject's identifiers first, the surest first. */
function statedIdentifiers(columns: readonly ColumnPlan[], cells: readonly string[]): StatedIdentifier[] {
  const found: StatedIdentifier[] = []
  for (const column of columns) {
    if (column.schemes === null) break
    const raw = cells[column.index]
    if (raw === undefined || raw.trim() === '') continue
    found.push({
      field: column.field.code,
      column: column.heading,
      rule: column.field.rules[0] ?? null,
      schemes: column.schemes,
      raw,
    })
  }
  return found
}
