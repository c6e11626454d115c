// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ContentKind, ProhibitedContent } from './catalogue.ts'
import { type ContentFolding, contentFolding } from './fold-content.ts'

export type ContentScope = 'anywhere' | 'statements' | 'terms'

/** Finds the kinds of content that stand in a text. */
export type ContentFinder = (text: string) => readonly ContentKind[]

type KindPattern = { readonly kind: ContentKind; readonly pattern: RegExp; readonly passes: RegExp | null }

const made = new WeakMap<ProhibitedContent, Map<string, ContentFinder>>()

/** Made once for a catalogue: putting the patterns together takes milliseconds, and every batch asks for them. */
export function contentFinder(
  content: ProhibitedContent,
  scopes: readonly ContentScope[],
  exempt: readonly string[],
): ContentFinder {
  const finders = made.get(content) ?? new Map<string, ContentFinder>()
  made.set(content, finders)
  const key = JSON.stringify([scopes, exempt])
  const finder = finders.get(key) ?? makeFinder(content, scopes, exempt)
  finders.set(key, finder)
  return finder
}

/**
 * One pattern for all kinds of the scopes, tried first: nearly every text ends there. Only a hit is looked at kind by
 * kind, with the longer words taken out in which it says nothing.
 */
function makeFinder(
  content: ProhibitedContent,
  scopes: readonly ContentScope[],
  exempt: readonly string[],
): ContentFinder {
  const fold: ContentFolding = contentFolding(content.variants)
  const kinds: KindPattern[] = []
  for (const kind of content.kinds) {
    const patterns = scopes.flatMap((scope) => kind[scope])
    if (patterns.length === 0 || exempt.includes(kind.code)) continue
    kinds.push({
      kind,
      pattern: anyOf(patterns),
      passes: kind.passes.length ? anyOf(kind.passes, 'g') : null,
    })
  }
  if (kinds.length === 0) return () => none
  const all = anyOf(kinds.map((one) => one.pattern.source))
  const sign = scopes.includes('terms') ? null : signTest(content, kinds)
  return (text) => {
    if (sign !== null && !sign(text)) return none
    const folded = fold(text)
    if (!all.test(folded)) return none
    return kinds
      .filter(({ pattern, passes }) => pattern.test(passes ? folded.replace(passes, '\n') : folded))
      .map((one) => one.kind)
  }
}

const none: readonly ContentKind[] = []

/** Any character that folds into one of the signs: a look at the text as it came, before it is folded. */
function signTest(content: ProhibitedContent, kinds: readonly KindPattern[]): (text: string) => boolean {
  const signs = new Set([...kinds.map((one) => one.kind.signs).join('')])
  const spelt = content.variants.flatMap((one) => ([...one].some((sign) => signs.has(sign)) ? [...one] : []))
  const wide = [...compatibleSigns()].flatMap(([sign, plain]) =>
    [...plain].some((one) => signs.has(one)) ? [sign] : [],
  )
  const all = [...new Set([...signs, ...spelt, ...wide])]
  const [only, another] = all
  if (only !== undefined && another === undefined) return (text) => text.includes(only)
  const pattern = new RegExp(`[${all.join('')}]`, all.some((sign) => sign.length > 1) ? 'u' : '')
  return (text) => pattern.test(text)
}

// Made on first use: which characters are only another form of others.
let compatible: ReadonlyMap<string, string> | undefined

function compatibleSigns(): ReadonlyMap<string, string> {
  if (compatible) return compatible
  const found = new Map<string, string>()
  for (let code = 0x41; code <= 0x2fa1d; code = code === 0xd7ff ? 0xe000 : code + 1) {
    // Between these planes lie only characters that stand for themselves.
    if (code === 0x3400) code = 0x4dc0
    if (code === 0x4e00) code = 0xa000
    if (code === 0xac00) code = 0xd7a4
    if (code === 0xe000) code = 0xf900
    if (code === 0x10000) code = 0x1d400
    if (code === 0x1d800) code = 0x1ee00
    if (code === 0x1f300) code = 0x2f800
    const sign = String.fromCodePoint(code)
    const plain = sign.normalize('NFKC').toLowerCase()
    if (plain !== sign) found.set(sign, plain)
  }
  compatible = found
  return found
}

function anyOf(patterns: readonly string[], more = ''): RegExp {
  return new RegExp(patterns.map((one) => `(?:${one})`).join('|'), `u${more}`)
}
