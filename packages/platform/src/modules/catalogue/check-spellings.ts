// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CodeItem } from './catalogue.ts'
import { foldSpelling } from './fold-spelling.ts'

/** One spelling may not mean two codes; a code that holds the parting sign could not be told from two. */
export function checkSpellings(
  items: readonly CodeItem[],
  report: (path: string, says: string) => void,
): void {
  const owner = new Map<string, string>()
  items.forEach((item, index) => {
    for (const spelling of [item.code, item.title.zh, item.title.en, ...item.aliases].map(foldSpelling)) {
      const other = owner.get(spelling)
      if (other !== undefined && other !== item.code)
        report(`/${index}`, `${spelling} means ${other} already`)
      owner.set(spelling, item.code)
    }
  })
  checkOnce(
    items.map((item) => item.code),
    (index, code) => report(`/${index}/code`, `${code} is there twice`),
  )
}

export function checkOnce(codes: readonly string[], twice: (index: number, code: string) => void): void {
  codes.forEach((code, index) => {
    if (codes.indexOf(code) < index) twice(index, code)
  })
}
