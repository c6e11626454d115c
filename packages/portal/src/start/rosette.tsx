// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'

const PETALS = 18

/** Decoration: a rosette of fine lines, as engraved on a certificate. */
export function Rosette(): ReactNode {
  return (
    <svg className="start-lines" viewBox="0 0 480 480" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" strokeWidth="0.9">
        {Array.from({ length: PETALS }, (_, petal) => (petal * 180) / PETALS).map((turn) => (
          <g key={turn} transform={`rotate(${turn} 240 240)`}>
            <ellipse cx="240" cy="240" rx="232" ry="118" />
            <ellipse cx="240" cy="240" rx="150" ry="60" />
          </g>
        ))}
      </g>
    </svg>
  )
}
