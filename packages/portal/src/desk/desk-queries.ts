// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { BatchState, QuarantineState } from '../api/contract.ts'
import type { DeskClient } from '../api/desk-client.ts'

const FIRST_LOOK_MS = 700
const LAST_LOOK_MS = 10_000
export const FAULTS_A_PAGE = 20

export function isFinished(batch: Pick<BatchState, 'state'>): boolean {
  return batch.state === 'completed' || batch.state === 'refused'
}

export const batchesQuery = (desk: DeskClient) =>
  infiniteQueryOptions({
    queryKey: ['desk', 'batches'],
    queryFn: ({ signal, pageParam }) => desk.batches(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
    refetchInterval: (query) => {
      const busy = query.state.data?.pages.some((page) => page.items.some((item) => !isFinished(item)))
      return busy ? 2_000 : false
    },
  })

/** Asked again and again until it is finished, each time a little later. */
export const batchQuery = (desk: DeskClient, id: string) =>
  queryOptions({
    queryKey: ['desk', 'batch', id],
    queryFn: ({ signal }) => desk.batch(id, signal),
    staleTime: 0,
    refetchInterval: (query) =>
      query.state.data && isFinished(query.state.data)
        ? false
        : Math.min(LAST_LOOK_MS, FIRST_LOOK_MS * 1.4 ** query.state.dataUpdateCount),
  })

export type FaultFilter = {
  readonly weight: 'fault' | 'note'
  readonly rule?: string | undefined
  readonly column?: string | undefined
  /** One row alone. */
  readonly row?: number | undefined
}

export const faultsQuery = (desk: DeskClient, id: string, filter: FaultFilter, isDone: boolean) =>
  infiniteQueryOptions({
    queryKey: ['desk', 'faults', id, filter],
    queryFn: ({ signal, pageParam }) => {
      const { weight, rule, column, row } = filter
      const limit = row === undefined ? FAULTS_A_PAGE : 1
      const after = row === undefined ? pageParam : row - 1
      return desk.faults(
        id,
        { weight, limit, after, ...(rule ? { rule } : {}), ...(column ? { column } : {}) },
        signal,
      )
    },
    initialPageParam: 0,
    getNextPageParam: (page) => (filter.row === undefined ? (page.next ?? undefined) : undefined),
    enabled: isDone,
    staleTime: 60_000,
  })

export const faultCountsQuery = (desk: DeskClient, id: string, isDone: boolean) =>
  queryOptions({
    queryKey: ['desk', 'counts', id],
    queryFn: ({ signal }) => desk.faultCounts(id, signal),
    enabled: isDone,
    staleTime: 60_000,
  })

export const quarantineQuery = (desk: DeskClient, state: QuarantineState) =>
  infiniteQueryOptions({
    queryKey: ['desk', 'quarantine', state],
    queryFn: ({ signal, pageParam }) => desk.quarantine(state, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  })

export const releasesQuery = (desk: DeskClient) =>
  queryOptions({
    queryKey: ['desk', 'releases'],
    queryFn: ({ signal }) => desk.releases(signal),
    staleTime: 0,
  })

export const noticesQuery = (desk: DeskClient) =>
  queryOptions({
    queryKey: ['desk', 'notices'],
    queryFn: ({ signal }) => desk.notices(signal),
    staleTime: 30_000,
  })
