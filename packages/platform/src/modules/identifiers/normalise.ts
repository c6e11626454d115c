// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

const PLAIN = /^[0-9A-Z]*$/
const HYPHENS = /[-‐‑‒–—―−]/g
// Format characters (zero-width blanks, direction marks, a byte order mark) ride along when people copy from pages.
const BLANKS = /[\s\p{Cf}]+/gu

/** No scheme is longer than 20 characters; longer values are not worth the work and can be hostile. */
export const RAW_CHARACTERS_MAX = 512

function narrow(raw: string): string {
  if (raw.length > RAW_CHARACTERS_MAX) return ''
  // Twice: capitals and closed gaps can bring forth what composes anew.
  const wide = raw.normalize('NFKC').replace(BLANKS, '').replace(HYPHENS, '-')
  return wide.toUpperCase().normalize('NFKC')
}

/**
 * Width, case, blanks and hyphens made uniform; nothing is corrected. The caller keeps the raw value.
 * A value beyond `RAW_CHARACTERS_MAX` becomes the empty string.
 */
export function normaliseIdentifier(raw: string): string {
  if (raw.length <= RAW_CHARACTERS_MAX && PLAIN.test(raw)) return raw
  return narrow(raw).replaceAll('-', '').normalize('NFKC')
}

/** An organisation code is printed `XXXXXXXX-X`: a hyphen anywhere else shows that characters are lost or moved. */
export function hasMisplacedHyphen(raw: string): boolean {
  if (PLAIN.test(raw)) return false
  const text = narrow(raw)
  return text.includes('-') && !(text.length === 10 && text.indexOf('-') === 8 && text.lastIndexOf('-') === 8)
}
