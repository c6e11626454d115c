// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ErrorComponentProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Trouble } from './trouble.tsx'

export function PageTrouble({ error, reset }: ErrorComponentProps): ReactNode {
  return (
    <div className="width page">
      <Trouble error={error instanceof Error ? error : new Error(String(error))} onRetry={reset} />
    </div>
  )
}
