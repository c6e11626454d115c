// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { RowFault } from '../api/contract.ts'
import type { DeskClient } from '../api/desk-client.ts'
import { type TroubleState, useTrouble } from './use-trouble.ts'

/** A row under the hands of a clerk: null faults: changed since it was last checked; none: it passes. */
export type Mend = { readonly cells: readonly string[]; readonly faults: readonly RowFault[] | null }

export type Mending = {
  readonly rows: ReadonlyMap<number, Mend>
  readonly ready: readonly number[]
  readonly sentAs: string | null
  readonly checking: TroubleState
  readonly sending: TroubleState
  change(row: number, cells: readonly string[]): void
  drop(row: number): void
  check(row: number): Promise<void>
  sendReady(): Promise<void>
}

export function useMending(desk: DeskClient, batchId: string): Mending {
  const [rows, setRows] = useState<ReadonlyMap<number, Mend>>(new Map())
  const [sentAs, setSentAs] = useState<string | null>(null)
  const queries = useQueryClient()
  const [checking, sending] = [useTrouble(), useTrouble()]
  const set = (row: number, mend: Mend | null): void =>
    setRows((before) => {
      const next = new Map(before)
      if (mend) next.set(row, mend)
      else next.delete(row)
      return next
    })
  const ready = [...rows].filter(([, mend]) => mend.faults?.length === 0).map(([row]) => row)
  return {
    rows,
    ready,
    sentAs,
    checking,
    sending,
    change: (row, cells) => set(row, { cells, faults: null }),
    drop: (row) => set(row, null),
    check: async (row) => {
      const cells = rows.get(row)?.cells
      if (!cells) return
      const answer = await checking.during(desk.check(batchId, [{ row, cells: [...cells] }]))
      if (answer) set(row, { cells, faults: answer.faults.flatMap((one) => one.faults) })
    },
    sendReady: async () => {
      const mended = ready.map((row) => ({ row, cells: [...(rows.get(row)?.cells ?? [])] }))
      const accepted = await sending.during(desk.correct(batchId, mended))
      if (!accepted) return
      setSentAs(accepted.id)
      for (const row of ready) set(row, null)
      void queries.invalidateQueries({ queryKey: ['desk', 'batches'] })
    },
  }
}
