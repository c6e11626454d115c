// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { randomFillSync } from 'node:crypto'
import { assert, refuse } from './refusal.ts'

declare const brand: unique symbol
export type Branded<T, B extends string> = T & { readonly [brand]: B }

export type SubjectId = Branded<string, 'SubjectId'>
export type RecordId = Branded<string, 'RecordId'>
export type BatchId = Branded<string, 'BatchId'>
export type LinkId = Branded<string, 'LinkId'>
export type GroundId = Branded<string, 'GroundId'>
export type EntryId = Branded<string, 'EntryId'>
export type KeyId = Branded<string, 'KeyId'>
export type AccountId = Branded<string, 'AccountId'>
export type SessionId = Branded<string, 'SessionId'>
export type StaffId = Branded<string, 'StaffId'>
export type PowerId = Branded<string, 'PowerId'>
export type EventId = Branded<string, 'EventId'>

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function isUuid(text: string): boolean {
  return UUID.test(text)
}

/** @throws Refusal ID_MALFORMED */
export function parseId<T extends Branded<string, string>>(text: string): T {
  const lower = text.toLowerCase()
  if (!isUuid(lower)) throw refuse('ID_MALFORMED')
  return lower as T
}

// Drawing ten bytes at a time from the system costs more than the id itself.
const pool = new Uint8Array(10 * 1024)
let poolAt = pool.length
const TIME_END = 2 ** 48
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** RFC 9562 UUIDv7: 48 bits of milliseconds, 74 bits of chance. The instant is given, never read here. */
export function newId<T extends Branded<string, string>>(nowMs: number): T {
  if (poolAt + 10 > pool.length) {
    randomFillSync(pool)
    poolAt = 0
  }
  assert(nowMs >= 0 && nowMs < TIME_END, 'an id holds 48 bits of milliseconds since 1970')
  const time = Math.trunc(nowMs).toString(16).padStart(12, '0')
  const r = (i: number): number => pool[poolAt + i] as number
  const h = (byte: number): string => hex[byte] as string
  const id =
    `${time.slice(0, 8)}-${time.slice(8)}-` +
    `${h(0x70 | (r(0) & 0x0f))}${h(r(1))}-${h(0x80 | (r(2) & 0x3f))}${h(r(3))}-` +
    `${h(r(4))}${h(r(5))}${h(r(6))}${h(r(7))}${h(r(8))}${h(r(9))}`
  poolAt += 10
  return id as T
}

/** The instant that `newId` was given, in milliseconds. */
export function msOfId(id: Branded<string, string>): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
}
