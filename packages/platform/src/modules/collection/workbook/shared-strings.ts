// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { refuse } from '../../../kernel/refusal.ts'
import type { Package } from './open-package.ts'
import { readXml } from './read-xml.ts'
import { workbookLimits as limits } from './workbook-limits.ts'

/** What an empty string takes in memory, roughly: a million of nothing is a load too. */
const STRING_BYTES = 32

/** @throws Refusal BATCH_XLSX_TOO_LARGE, BATCH_XLSX_DAMAGED */
export async function readSharedStrings(parts: Package, part: string | null): Promise<readonly string[]> {
  const strings: string[] = []
  if (part === null) return strings
  let memory = 0
  let item = ''
  const inText = new TextPlaces()
  await readXml(parts.read(part, limits.sharedStringBytesMax), {
    open(name) {
      inText.open(name)
      if (name === 'si') item = ''
    },
    text(text) {
      if (inText.isShown) item += text
    },
    close(name) {
      inText.close(name)
      if (name !== 'si') return
      memory += STRING_BYTES + 2 * item.length
      if (memory > limits.sharedStringMemoryMax) throw refuse('BATCH_XLSX_TOO_LARGE')
      strings.push(unescapeText(item))
    },
  })
  return strings
}

/** Follows where text of a cell stands: within `t`, but not in the reading aid of East Asian text (`rPh`). */
export class TextPlaces {
  #inText = false
  #inAid = false

  get isShown(): boolean {
    return this.#inText && !this.#inAid
  }

  open(name: string): void {
    if (name === 't') this.#inText = true
    if (name === 'rPh') this.#inAid = true
  }

  close(name: string): void {
    if (name === 't') this.#inText = false
    if (name === 'rPh') this.#inAid = false
  }
}

/** Characters that XML cannot hold are written as `_x000D_`, and an underscore before such a word as `_x005F_`. */
export function unescapeText(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text
}
