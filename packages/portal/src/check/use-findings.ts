// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useEffect, useState } from 'react'
import type { TrustedKeys } from '../proof/trusted-keys.ts'
import { checkFiles } from './check-files.ts'
import type { Given } from './recognise.ts'
import type { Finding } from './walk.ts'

/** Long enough for the browser to paint that it is at work: what follows keeps it busy. */
const PAINT_MS = 30

export function useFindings(
  given: readonly Given[],
  keys: TrustedKeys,
): { readonly findings: readonly Finding[]; readonly isWorking: boolean } {
  const [done, setDone] = useState<{
    given: readonly Given[]
    keys: TrustedKeys
    findings: readonly Finding[]
  }>()
  const isDone = done?.given === given && done.keys === keys
  useEffect(() => {
    const timer = setTimeout(() => setDone({ given, keys, findings: checkFiles(given, keys) }), PAINT_MS)
    return () => clearTimeout(timer)
  }, [given, keys])
  return { findings: isDone ? done.findings : [], isWorking: !isDone && given.length > 0 }
}
