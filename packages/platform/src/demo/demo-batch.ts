// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Bilingual } from '../kernel/messages.ts'
import type { DemoTable } from './write-table.ts'

/** A file as a furnisher sends it. */
export type DemoBatch = {
  /** By which the furnisher knows this sending again: unique in a world, the same in each making of it. */
  readonly key: string
  /** Code of the participant that sends it. */
  readonly furnisher: string
  readonly type: string
  readonly profile: string
  readonly title: Bilingual
  /** Before the first day of the world. */
  readonly daysAgo: number
  readonly door: 'file' | 'parts' | 'push'
  readonly operation: 'record' | 'withdraw'
  /** Sent with faults, on purpose. */
  readonly careless: boolean
  readonly content: DemoTable | Uint8Array
}

type Given = Pick<DemoBatch, 'key' | 'furnisher' | 'type' | 'profile' | 'title' | 'daysAgo' | 'content'>

/** A tidy file of records through the usual door, but for what is said. */
export function demoBatch(given: Given & Partial<DemoBatch>): DemoBatch {
  return { door: 'file', operation: 'record', careless: false, ...given }
}

export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
