// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'

/** 衡: a beam in balance. */
export function Mark(): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="4" fill="currentColor" />
      <g fill="none" stroke="var(--paper-light)" strokeWidth="2" strokeLinecap="square">
        <path d="M6 11.5h20M16 7v18M11 25h10" />
        <path d="M6 11.5v5a3.6 3.6 0 0 0 7.2 0v-5M18.8 11.5v5a3.6 3.6 0 0 0 7.2 0v-5" strokeWidth="1.6" />
      </g>
    </svg>
  )
}
