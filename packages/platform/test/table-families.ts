// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFileSync } from 'node:fs'
import { absolute } from './source-files.ts'

export const familyNames = ['subject', 'directory', 'reference', 'house'] as const
export type FamilyName = (typeof familyNames)[number]

export type TableFamilies = Readonly<Record<FamilyName, readonly string[]>> & {
  /** Where the subject's id stands in a column of another name. */
  readonly subjectColumn: Readonly<Record<string, string>>
  /** Tables that may change, each with what changes in it; all others are insert-only. */
  readonly mutable: Readonly<Record<string, string>>
  /** Of these, tables from which the application may delete, each with why nothing is lost by it. */
  readonly disposable: Readonly<Record<string, string>>
}

export const families = JSON.parse(
  readFileSync(absolute('packages/platform/sql/families.json'), 'utf8'),
) as TableFamilies

export const namedTables: readonly string[] = familyNames.flatMap((name) => families[name])

export const insertOnlyTables: readonly string[] = namedTables.filter((table) => !(table in families.mutable))
