// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Bilingual } from '../kernel/messages.ts'

/** A file as a furnisher sends it. */
export type DemoBatch = {
  /** Code of the participant that sends it. */
  readonly furnisher: string
  readonly type: string
  readonly profile: string
  readonly title: Bilingual
  readonly csv: Uint8Array
}

export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
