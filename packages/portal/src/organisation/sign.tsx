// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import type { Polarity, Severity } from '../api/contract.ts'

type Props = {
  readonly polarity: Polarity
  readonly severity: Severity | null
  readonly x?: number
  readonly y?: number
}

/** Shape carries the meaning, colour only helps: full disc favourable, ring basic, lozenge adverse. */
export function SignShape({ polarity, severity, x = 8, y = 8 }: Props): ReactNode {
  if (polarity === 'positive') return <circle className="sign-positive" cx={x} cy={y} r="5" />
  if (polarity === 'neutral') return <circle className="sign-neutral" cx={x} cy={y} r="4.2" />
  const isSerious = severity === 'serious'
  return (
    <path
      className={isSerious ? 'sign-serious' : 'sign-adverse'}
      d={`M${x} ${y - 6.5} l6.5 6.5 -6.5 6.5 -6.5 -6.5Z`}
    />
  )
}

export function Sign(props: Omit<Props, 'x' | 'y'>): ReactNode {
  return (
    <svg className="sign" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <SignShape {...props} />
    </svg>
  )
}
