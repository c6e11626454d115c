// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  type Checkpoint,
  type Receipt,
  type VerificationCode,
  VerificationError,
  type VerifiedHistory,
  type VerifiedReport,
} from '@probity/verify'
import type { ProvenStep, StepName } from '../i18n/check-zh.ts'
import type { ConsistencySteps, InclusionSteps } from '../proof/joins.ts'
import type { Kind } from './recognise.ts'

/** `open`: nothing is wrong, but something is missing. `note`: said beside, and decides nothing. */
export type Outcome = 'valid' | 'invalid' | 'open' | 'note'
export type Facts = Readonly<Record<string, string | number>>
export type Why = { readonly code: VerificationCode; readonly where?: string | undefined }
export type Step =
  | { readonly says: StepName; readonly facts: Facts; readonly outcome: Exclude<Outcome, 'invalid'> }
  | { readonly says: ProvenStep; readonly facts: Facts; readonly outcome: 'invalid'; readonly why: Why }

/** What may be shown of a file once it is proven. */
export type Shown =
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'report'; readonly report: VerifiedReport }
  | { readonly kind: 'history'; readonly history: VerifiedHistory }
  | { readonly kind: 'path'; readonly unit: 'row' | 'entry'; readonly steps: InclusionSteps }
  | { readonly kind: 'past'; readonly steps: ConsistencySteps }
  | { readonly kind: 'text'; readonly bytes: Uint8Array }

export type Finding = {
  readonly name: string
  readonly kind: Kind | 'log'
  readonly steps: readonly Step[]
  readonly shown: readonly Shown[]
}

export function verdictOf({ steps }: Pick<Finding, 'steps'>): 'valid' | 'invalid' | 'open' {
  if (steps.some(({ outcome }) => outcome === 'invalid')) return 'invalid'
  const isProven = steps.some(({ outcome }) => outcome === 'valid')
  return isProven && !steps.some(({ outcome }) => outcome === 'open') ? 'valid' : 'open'
}

/** The steps of one check, in the order in which they are taken. */
export class Walk {
  readonly steps: Step[] = []
  readonly shown: Shown[] = []

  /** Undefined when `verify` has refused: the step is then said with its code, and what rests on it is not tried. */
  prove<T>(says: ProvenStep, act: () => T, facts: (proven: T) => Facts = () => ({})): T | undefined {
    try {
      const proven = act()
      this.#say(says, 'valid', facts(proven))
      return proven
    } catch (error) {
      // Whatever else goes wrong is our own mistake, and must not look like an answer.
      if (!(error instanceof VerificationError)) throw error
      this.refute(says, error.code, error.where)
      return undefined
    }
  }

  pass(says: StepName, facts: Facts = {}): void {
    this.#say(says, 'valid', facts)
  }

  refute(says: ProvenStep, code: VerificationCode, where?: string, facts: Facts = {}): void {
    this.steps.push({ says, facts, outcome: 'invalid', why: { code, where } })
  }

  lack(says: StepName, facts: Facts = {}): void {
    this.#say(says, 'open', facts)
  }

  note(says: StepName, facts: Facts = {}): void {
    this.#say(says, 'note', facts)
  }

  show(shown: Shown): void {
    this.shown.push(shown)
  }

  #say(says: StepName, outcome: Exclude<Outcome, 'invalid'>, facts: Facts): void {
    this.steps.push({ says, facts, outcome })
  }
}

/** Whether an act of `verify` holds; for looking among several which one is meant. */
export function holds(act: () => unknown): boolean {
  try {
    act()
    return true
  } catch (error) {
    if (error instanceof VerificationError) return false
    throw error
  }
}
