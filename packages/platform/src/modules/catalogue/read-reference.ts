// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  checkIdentifier,
  DEMO_DIVISION,
  findDivision,
  hasProvince,
  isConfirmable,
  isSchemeCode,
} from '../identifiers/index.ts'
import { CellFault, cellReader } from './read-cell.ts'
import type { FieldSpec } from './record-type.ts'

const BODIES_MAX = 1_000

/** A cell that refers to something outside the file. A value may come with a note. */
export type ReferenceReader = (text: string) => {
  readonly value: string | null
  readonly fault: CellFault | null
}

const formFault = new CellFault('FRM-DIVISION')
const zerosFault = new CellFault('DMG-DIVISION-SHORT')
const provinceFault = new CellFault('REF-DIVISION')
const unknownNote = new CellFault('NTE-DIVISION-UNKNOWN')
const bodyFault = new CellFault('REF-BODY-NUMBER')
const bodyNote = new CellFault('NTE-BODY-NUMBER')

/** Registrars use divisions of their own, so below a known province an unknown one is noted, never refused. */
export function divisionReader(node: { readonly demo: boolean }): ReferenceReader {
  return (text) => {
    if (/^\d{4,5}$/.test(text)) return { value: null, fault: zerosFault }
    if (!/^\d{6}$/.test(text)) return { value: null, fault: formFault }
    if (text === DEMO_DIVISION) return node.demo ? kept(text) : { value: null, fault: provinceFault }
    if (!hasProvince(text)) return { value: null, fault: provinceFault }
    return { value: text, fault: findDivision(text) === null ? unknownNote : null }
  }
}

/** The number of a body that is not the subject must hold; one that was issued although a check fails is noted. */
export function bodyNumberReader(field: FieldSpec, node: { readonly demo: boolean }): ReferenceReader {
  const read = cellReader(field)
  const schemes = (field.schemes ?? []).filter(isSchemeCode)
  // A file has few bodies and names them in every row.
  const answered = new Map<string, ReturnType<ReferenceReader>>()
  const ask: ReferenceReader = (text) => {
    const value = read(text)
    if (value instanceof CellFault) return { value: null, fault: value }
    const checks = schemes.map((scheme) => checkIdentifier(scheme, text, { demo: node.demo }))
    if (checks.length === 0 || checks.some((check) => check.valid)) return kept(String(value))
    if (checks.some((check) => isConfirmable(check.faults))) return { value: String(value), fault: bodyNote }
    return { value: null, fault: bodyFault }
  }
  return (text) => {
    const known = answered.get(text)
    if (known) return known
    const answer = ask(text)
    if (answered.size < BODIES_MAX) answered.set(text, answer)
    return answer
  }
}

function kept(value: string): { value: string; fault: null } {
  return { value, fault: null }
}
