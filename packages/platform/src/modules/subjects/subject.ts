// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { SubjectId } from '../../kernel/ids.ts'

export type SubjectKind = 'organisation' | 'individual-business' | 'person'

/**
 * A number as the directory keeps it: normalised; for a person never the number itself but its blind index under the
 * key of a generation. Left out, or 0: a number in clear.
 */
export type DirectoryIdentifier = {
  readonly scheme: string
  readonly value: string
  readonly generation?: number
}

/** What is to be tied to a subject: its own number first, then numbers computed from it. */
export type SubjectClaim = {
  readonly kind: SubjectKind
  readonly identifier: DirectoryIdentifier
  /** Computed from the number (USCC → organisation code): the only link a machine may make by itself. */
  readonly computed: DirectoryIdentifier | null
}

export type ResolvedSubject = {
  readonly subjectId: SubjectId
  /** Another subject that holds the computed number: to be linked with this one. */
  readonly sameAs: SubjectId | null
}
