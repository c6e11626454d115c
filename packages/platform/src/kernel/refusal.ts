// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/**
 * Three kinds of failure and nothing between them: a refusal (the rules say no), an outage (something we
 * lean on is away), a defect (we are wrong). Only `http` and `cli` turn a code into words and a status.
 */

export type Facts = Readonly<Record<string, string | number | boolean | null>>

/** The rules say no. `code` is stable and documented; `facts` never hold names, identifiers or content. */
export class Refusal extends Error {
  readonly code: string
  readonly facts: Facts

  constructor(code: string, facts: Facts = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.facts = facts
  }
}

/** For `throw refuse('BATCH_EMPTY')`: reads as a sentence. Codes are declared per module, see `messages.ts`. */
export function refuse(code: string, facts: Facts = {}): Refusal {
  return new Refusal(code, facts)
}

/** Something outside this program is away or broken; trying again later may help. */
export class OutageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'OutageError'
  }
}

/** We are wrong. Rolled back, masked to the outside, logged whole. */
export class DefectError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DefectError'
  }
}

export function assert(condition: unknown, whatMustHold: string): asserts condition {
  if (!condition) throw new DefectError(whatMustHold)
}

export function present<T>(value: T | undefined | null, whatMustHold: string): T {
  if (value === undefined || value === null) throw new DefectError(whatMustHold)
  return value
}
