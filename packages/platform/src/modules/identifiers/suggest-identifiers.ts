// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { completeBusinessRegistration } from './business-registration.ts'
import { checkIdentifier } from './check-identifier.ts'
import { normaliseIdentifier } from './normalise.ts'
import { looksLikeResidentId } from './resident-id.ts'
import type { SchemeCode } from './scheme.ts'
import { completeUscc } from './uscc.ts'

export type IdentifierSuggestion = { scheme: SchemeCode; value: string }

const ORGANISATION_SCHEMES: readonly SchemeCode[] = ['cn.uscc', 'cn.taxpayer', 'cn.orgcode', 'cn.bizreg']
const SUGGESTIONS_MAX = 5
const LENGTH_MAX = 24
const SYMBOLS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const LOOKALIKES: Readonly<Record<string, string>> = { O: '0', I: '1', S: '5', Z: '2' }

/**
 * Well-formed numbers that a malformed one may have been meant as, the likeliest first. They are offered to a
 * person, never taken. None for a value that could be a resident id: a guess would name somebody else.
 */
export function suggestIdentifiers(raw: string): IdentifierSuggestion[] {
  const text = normaliseIdentifier(raw)
  if (text.length < 8 || text.length > LENGTH_MAX || couldBePersonal(text)) return []
  if (ORGANISATION_SCHEMES.some((scheme) => checkIdentifier(scheme, text).valid)) return []
  const repaired = distinct(repairs(text), text)
  return repaired.length > 0 ? repaired : distinct(embeddedOldForm(withoutLeadingLetter(text)), text)
}

function distinct(found: Iterable<IdentifierSuggestion>, text: string): IdentifierSuggestion[] {
  const suggestions = new Map<string, IdentifierSuggestion>()
  for (const suggestion of found) {
    if (suggestion.value === text) continue
    suggestions.set(suggestion.value, suggestion)
    if (suggestions.size === SUGGESTIONS_MAX) break
  }
  return [...suggestions.values()]
}

function withoutLeadingLetter(text: string): string {
  return text.replace(/^[A-Z]/, '')
}

// A stray letter in front does not hide a person's number.
function couldBePersonal(text: string): boolean {
  return looksLikeResidentId(text.replace(/^[A-Z]+/, ''))
}

function* repairs(text: string): Generator<IdentifierSuggestion> {
  const stripped = withoutLeadingLetter(text)
  if (stripped !== text) yield* passing(stripped, ORGANISATION_SCHEMES)
  yield* withoutLookalikes(text)
  yield* withOneRemoved(text)
  yield* withNeighboursSwapped(text)
  yield* withOneRestored(text)
}

function* passing(value: string, schemes: readonly SchemeCode[]): Generator<IdentifierSuggestion> {
  for (const scheme of schemes) {
    const check = checkIdentifier(scheme, value)
    if (!check.valid || check.personal) continue
    yield { scheme, value }
    return
  }
}

function* withoutLookalikes(text: string): Generator<IdentifierSuggestion> {
  const read = text.replace(/[OISZ]/g, (letter) => LOOKALIKES[letter] as string)
  if (text.length === 18 && read !== text) yield* passing(read, ['cn.uscc'])
}

// Only where two checks agree: with one check in eleven, chance would offer more numbers than sense.
function* withOneRemoved(text: string): Generator<IdentifierSuggestion> {
  if (text.length !== 19) return
  for (let i = 0; i < text.length; i++) yield* passing(text.slice(0, i) + text.slice(i + 1), ['cn.uscc'])
}

function* withNeighboursSwapped(text: string): Generator<IdentifierSuggestion> {
  if (text.length !== 18) return
  for (let i = 0; i < 17; i++) {
    if (text[i] === text[i + 1]) continue
    const swapped = text.slice(0, i) + text.charAt(i + 1) + text.charAt(i) + text.slice(i + 2)
    yield* passing(swapped, ['cn.uscc'])
  }
}

function* withOneRestored(text: string): Generator<IdentifierSuggestion> {
  if (text.length === 14) {
    const whole = completeBusinessRegistration(text)
    if (whole) yield* passing(whole, ['cn.bizreg'])
  }
  if (text.length !== 17) return
  const whole = completeUscc(text.slice(0, 8), text.slice(8))
  const atEnd = whole ? [...passing(whole, ['cn.uscc'])] : []
  if (atEnd.length > 0) {
    yield* atEnd
    return
  }
  const restored = new Map<string, IdentifierSuggestion>()
  for (let i = 0; i < 17; i++) {
    for (const symbol of SYMBOLS) {
      const longer = text.slice(0, i) + symbol + text.slice(i)
      for (const found of passing(longer, ['cn.uscc'])) restored.set(found.value, found)
    }
  }
  if (restored.size === 1) yield* restored.values()
}

/** An old number (division, organisation code) with signs after it, as some lists print it. */
function* embeddedOldForm(text: string): Generator<IdentifierSuggestion> {
  for (const suggestion of passing(text.slice(0, 15), ['cn.taxpayer'])) {
    yield suggestion
    yield { scheme: 'cn.orgcode', value: suggestion.value.slice(6) }
  }
}
