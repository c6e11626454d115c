// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { assertHash } from './merkle-tree.ts'
import { type VerificationCode, VerificationError } from './verification-error.ts'

/** Stands where a line has nothing to say. */
export const none = '-'
const textLengthMax = 200

export type LineReader = {
  read<T>(key: string, parse: (text: string) => T | undefined): T
  end(): void
}

/** Takes exactly the next line each time: so one that is missing, doubled or strange has no place. */
export function readLines(
  body: string,
  formatLine: string,
  codes: { readonly unknown: VerificationCode; readonly malformed: VerificationCode },
): LineReader {
  const [first, ...lines] = body.split('\n')
  if (first !== formatLine) throw new VerificationError(codes.unknown)
  let next = 0
  return {
    read(key, parse) {
      const line = lines[next]
      next += 1
      const head = `${key}: `
      const value = line?.startsWith(head) ? parse(line.slice(head.length)) : undefined
      if (value === undefined) throw new VerificationError(codes.malformed, key)
      return value
    },
    end() {
      if (next !== lines.length - 1 || lines[next] !== '') throw new VerificationError(codes.malformed, 'end')
    },
  }
}

// Control characters would break a line or a terminal; invisible and turning ones would show a reader another text.
const notInName = /[\p{Cc}\p{Surrogate}\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u

export function parseName(text: string): string | undefined {
  const isPlain = text !== '' && text !== none && text === text.trim() && !notInName.test(text)
  return isPlain && text.length <= textLengthMax ? text : undefined
}

export function parseInstant(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) return undefined
  const ms = Date.parse(text)
  // Some platforms read 30 February as 2 March: only what comes back as it was is an instant.
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text ? text : undefined
}

export function parseDay(text: string): string | undefined {
  return parseInstant(`${text}T00:00:00.000Z`) === undefined ? undefined : text
}

/** Decimal, no leading zero, at most 2^53 − 1: whatever a number of the language holds exactly. */
export function parseCount(text: string): number | undefined {
  const count = /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(count) ? count : undefined
}

export function parseHash(text: string, decode: (text: string) => Uint8Array): string | undefined {
  // 64 characters is the longer of both spellings.
  if (text.length > 64) return undefined
  assertHash(decode(text))
  return text
}
