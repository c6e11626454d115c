// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// Blanks, signs that cannot be seen and points between characters: whoever hides a word puts them there. Commas and
// full stops stay, or the end of one clause and the beginning of the next would make a word nobody wrote.
const between = /[\s\p{Cc}\p{Cf}\p{Mn}.·•・‧∙_\-‐‑‒–—―~^#+|/\\*]+/gu

export type ContentFolding = (text: string) => string

/** How a text is read for what may not stand in it. Stars of secrecy labels are no separator: `★` is kept. */
export function contentFolding(variants: readonly string[]): ContentFolding {
  const plain = new Map<string, string>()
  for (const [first, ...rest] of variants.map((one) => [...one])) {
    for (const variant of rest) plain.set(variant, first ?? variant)
  }
  const anyVariant = plain.size === 0 ? null : new RegExp(`[${[...plain.keys()].join('')}]`, 'gu')
  return (text) => {
    const narrow = text.normalize('NFKC').replace(between, '').toLowerCase()
    if (anyVariant === null) return narrow
    return narrow.replace(anyVariant, (variant) => plain.get(variant) ?? variant)
  }
}
