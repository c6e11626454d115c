// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { divisionTable } from './divisions.ts'
import type { IdentifierFaultCode } from './identifier-messages.ts'
import type { CheckOptions, Findings } from './scheme.ts'

/** A line of the table; the years are those in which the sources show the code, not those of its legal life. */
export type Division = {
  readonly code: string
  readonly name: string
  readonly seenFrom: number
  readonly seenTo: number
}

/** Belongs to demo and test data: no person and no organisation can hold it. */
export const DEMO_DIVISION = '999999'
const NATIONAL_DIVISION = '100000'

const PROVINCES: ReadonlySet<string> = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(
    ' ',
  ),
)

const FIRST_YEAR = 2002
const LAST_YEAR = 2023
const ENTRY = /(\d+)([^\d\s<>]+)(?:>(\d\d))?(?:<(\d\d))?/g

// Read on first use: a program that checks no identifier does not pay for the table.
let table: ReadonlyMap<string, Division> | undefined

function divisions(): ReadonlyMap<string, Division> {
  table ??= readTable()
  return table
}

/** Each entry is the distance from the code before, the name, `>` the first year and `<` the last when they differ. */
function readTable(): Map<string, Division> {
  const read = new Map<string, Division>()
  read.set(NATIONAL_DIVISION, {
    code: NATIONAL_DIVISION,
    name: '全国',
    seenFrom: FIRST_YEAR,
    seenTo: LAST_YEAR,
  })
  let at = 0
  for (const [, step, name, from, to] of divisionTable.matchAll(ENTRY)) {
    at += Number(step)
    const code = String(at)
    const [seenFrom, seenTo] = [from ? 2000 + Number(from) : FIRST_YEAR, to ? 2000 + Number(to) : LAST_YEAR]
    read.set(code, { code, name: name as string, seenFrom, seenTo })
  }
  return read
}

/** Every division that the table knows, abolished ones too. */
export function listDivisions(): readonly Division[] {
  return [...divisions().values()]
}

export function findDivision(code: string): Division | null {
  return divisions().get(code) ?? null
}

/** The division's own name, without the names above it; abolished divisions keep theirs. */
export function divisionName(code: string): string | null {
  return findDivision(code)?.name ?? null
}

/** What the demo city is called: its addresses are cut like real ones. */
const DEMO_PLACES: readonly (readonly [code: string, name: string])[] = [
  ['990000', '演示省'],
  ['999900', '演示市'],
  ...['示东区', '示西区', '样城区', '例江区', '范山区', '演湖县'].map((name) => ['999901', name] as const),
]

let codesByName: ReadonlyMap<string, readonly string[]> | undefined

/** The codes that bear this name, abolished ones too. */
export function divisionsNamed(name: string): readonly string[] {
  codesByName ??= readNames()
  return codesByName.get(name) ?? []
}

function readNames(): Map<string, string[]> {
  const names = new Map<string, string[]>()
  const listed = [...divisions().values()].map(({ code, name }) => [code, name] as const)
  for (const [code, name] of [...listed, ...DEMO_PLACES]) names.set(name, [...(names.get(name) ?? []), code])
  return names
}

/** True for 100000, the national authority, and for every code below a province, listed or not. */
export function hasProvince(division: string): boolean {
  return division === NATIONAL_DIVISION || PROVINCES.has(division.slice(0, 2))
}

/**
 * Whether a body that works for `whole` works for `part` too: 100000 is the whole country, a province covers its
 * cities, a city its districts and counties, listed or not.
 */
export function coversDivision(whole: string, part: string): boolean {
  if (whole === NATIONAL_DIVISION || whole === part) return true
  if (part === DEMO_DIVISION) return false
  return part.startsWith(whole.replace(/(?:0000|00)$/, ''))
}

/**
 * The province must exist; below it registrars use divisions of their own, so an unknown one is only noted.
 * Caller has seen that the division is six digits.
 */
export function addDivisionFindings(
  found: Findings,
  division: string,
  provinceFault: IdentifierFaultCode,
  options: CheckOptions,
): void {
  if (division === DEMO_DIVISION) {
    if (!options.demo) found.faults.push('ID-DEMO-DIVISION')
    return
  }
  if (!hasProvince(division)) found.faults.push(provinceFault)
  else if (!divisions().has(division)) found.notes.push('ID-NOTE-DIVISION-UNKNOWN')
}
