// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { hash } from 'node:crypto'
import { formAtEnd } from './legal-forms.ts'
import { simplify } from './simplified.ts'

/**
 * The form in which two spellings of one name are equal: width, case, brackets and blanks apart.
 * Only that: 证劵 for 证券 is another name, and a person has to look at it.
 */
export function normaliseName(name: string): string {
  return name
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s·•・]+/gu, '')
    .replace(/[〔【[]/gu, '(')
    .replace(/[〕】\]]/gu, ')')
}

/** Sixteen bytes that are equal when two names are. */
export function nameKey(name: string): Buffer {
  return Buffer.from(nameKeyHex(name), 'hex')
}

export function nameKeyHex(name: string): string {
  return hash('sha256', normaliseName(name), 'hex').slice(0, 32)
}

/** The name without its legal form and punctuation: what people search for. */
export function nameCore(name: string): string {
  const normal = simplify(normaliseName(name))
  const form = formAtEnd(normal)
  const cut = form ? normal.slice(0, -form.text.length) : normal
  const core = cut.replace(/[^\p{L}\p{N}]/gu, '')
  return core.length >= 2 ? core : normal.replace(/[^\p{L}\p{N}]/gu, '')
}

/** Distinct pairs of neighbouring characters of the core. */
export function nameBigrams(name: string): string[] {
  return bigramsOf(nameCore(name))
}

export function bigramsOf(text: string): string[] {
  // By code point: a name may hold characters beyond the basic plane.
  const characters = [...text]
  const pairs = new Set<string>()
  for (let i = 1; i < characters.length; i++) pairs.add(`${characters[i - 1]}${characters[i]}`)
  return [...pairs]
}
