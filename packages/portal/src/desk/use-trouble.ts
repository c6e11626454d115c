// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useState } from 'react'
import { ProblemError } from '../api/client.ts'
import { closeSession } from './session.ts'

export type TroubleState = {
  readonly isBusy: boolean
  readonly error: Error | null
  /** The answer, or undefined when there was trouble: then `error` says which. */
  during<T>(answer: Promise<T>): Promise<T | undefined>
}

/** For what a person sets going by hand: whether it is under way, and what came in between. */
export function useTrouble(): TroubleState {
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const during = async <T>(answer: Promise<T>): Promise<T | undefined> => {
    setBusy(true)
    setError(null)
    try {
      return await answer
    } catch (cause) {
      const known = cause instanceof Error ? cause : new Error(String(cause))
      if (isSessionsOwn(known)) closeSession()
      setError(known)
      return undefined
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, error, during }
}

/** The key holds no more: the desk asks for one again. */
export function isSessionsOwn(error: Error): boolean {
  return error instanceof ProblemError && error.problem.status === 401
}
