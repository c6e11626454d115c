// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import type { Outcome } from './walk.ts'

export function Sign({ outcome }: { outcome: Outcome }): ReactNode {
  return (
    <svg
      className={`sign-${outcome}`}
      width="18"
      height="18"
      viewBox="0 0 18 18"
      aria-hidden="true"
      focusable="false"
    >
      <circle cx="9" cy="9" r="8" />
      {outcome === 'valid' && <path d="M5 9.4l2.8 2.8L13 6.4" />}
      {outcome === 'invalid' && <path d="M6 6l6 6m0-6l-6 6" />}
      {outcome === 'open' && <path d="M9 5v4.6M9 12.4v.6" />}
      {outcome === 'note' && <path d="M9 5v.6M9 8.2V13" />}
    </svg>
  )
}
