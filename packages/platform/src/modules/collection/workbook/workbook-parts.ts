// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { posix } from 'node:path'
import { refuse } from '../../../kernel/refusal.ts'
import type { Package } from './open-package.ts'
import { attributeOf, readXml } from './read-xml.ts'
import { workbookLimits as limits } from './workbook-limits.ts'

export type WorkbookParts = {
  readonly sheet: string
  /** From 1, as the tabs stand. */
  readonly sheetNo: number
  readonly sheets: number
  readonly sharedStrings: string | null
  readonly styles: string | null
  readonly hasLinks: boolean
  readonly from1904: boolean
}

type Relation = { readonly kind: string; readonly target: string }

/**
 * Finds the first sheet that is shown, and what belongs to it.
 * @throws Refusal BATCH_XLSX_DAMAGED, BATCH_XLSX_MACRO, BATCH_WITHOUT_ROWS
 */
export async function findParts(parts: Package): Promise<WorkbookParts> {
  if (parts.names().some((name) => name.endsWith('vbaproject.bin'))) throw refuse('BATCH_XLSX_MACRO')
  const top = await readRelations(parts, '_rels/.rels', '')
  const workbook = [...top.values()].find((relation) => relation.kind === 'officeDocument')?.target
  if (workbook === undefined || !parts.has(workbook)) throw refuse('BATCH_XLSX_DAMAGED')
  const relations = await readRelations(parts, relationsOf(workbook), posix.dirname(workbook))
  const { sheets, from1904, hasLinks } = await readWorkbook(parts, workbook)
  const shown = sheets.findIndex((sheet) => sheet.isShown)
  const sheet = relations.get(sheets[shown]?.relation ?? '')
  if (!sheet) throw refuse('BATCH_WITHOUT_ROWS')
  if (sheet.kind !== 'worksheet' || !parts.has(sheet.target)) throw refuse('BATCH_XLSX_DAMAGED')
  const partOf = (kind: string): string | null => {
    const found = [...relations.values()].find((relation) => relation.kind === kind)?.target
    return found !== undefined && parts.has(found) ? found : null
  }
  return {
    sheet: sheet.target,
    sheetNo: shown + 1,
    sheets: sheets.length,
    sharedStrings: partOf('sharedStrings'),
    styles: partOf('styles'),
    hasLinks: hasLinks || [...relations.values()].some((relation) => relation.kind === 'externalLink'),
    from1904,
  }
}

function relationsOf(part: string): string {
  return posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`)
}

async function readRelations(parts: Package, part: string, folder: string): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>()
  if (!parts.has(part)) throw refuse('BATCH_XLSX_DAMAGED')
  await readXml(parts.read(part, limits.partBytesMax), {
    open(name, attributes) {
      if (name !== 'Relationship') return
      const { Id: id, Type: type = '', Target: target = '', TargetMode: mode } = attributes
      if (id === undefined || mode === 'External') return
      // A target that begins with a slash counts from the top, any other from the folder of its part.
      const path = target.startsWith('/') ? target.slice(1) : posix.join(folder, target)
      relations.set(id, { kind: type.slice(type.lastIndexOf('/') + 1), target: path })
    },
  })
  return relations
}

type Sheet = { readonly relation: string; readonly isShown: boolean }

async function readWorkbook(
  parts: Package,
  part: string,
): Promise<{ sheets: Sheet[]; from1904: boolean; hasLinks: boolean }> {
  const sheets: Sheet[] = []
  let from1904 = false
  let hasLinks = false
  await readXml(parts.read(part, limits.partBytesMax), {
    open(name, attributes) {
      if (name === 'sheet') {
        const state = attributes.state ?? 'visible'
        sheets.push({ relation: attributeOf(attributes, 'id') ?? '', isShown: state === 'visible' })
      }
      if (name === 'workbookPr') from1904 = isTrue(attributes.date1904)
      if (name === 'externalReference') hasLinks = true
    },
  })
  return { sheets, from1904, hasLinks }
}

export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true'
}
