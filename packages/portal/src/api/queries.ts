// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { infiniteQueryOptions, keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query'
import { getReport, getStatus, type Moment, ProblemError, searchOrganisations } from './client.ts'

const SUGGESTIONS = 8
const PAGE = 20

/** What the rules refuse stays refused; what broke is tried once more before the reader is told. */
function isWorthAnotherTry(failures: number, error: Error): boolean {
  if (error instanceof ProblemError && error.problem.status < 500) return false
  return failures < 1
}

export const queryClient = new QueryClient({
  defaultOptions: {
    // Our own error states tell about being offline; pausing silently would not.
    queries: {
      retry: isWorthAnotherTry,
      retryDelay: 600,
      staleTime: 30_000,
      networkMode: 'always',
      refetchOnReconnect: true,
    },
  },
})

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => getStatus(signal),
  staleTime: 60_000,
})

export function suggestionsQuery(q: string) {
  return queryOptions({
    queryKey: ['suggestions', q],
    queryFn: ({ signal }) => searchOrganisations({ q, limit: SUGGESTIONS }, signal),
    enabled: isLongEnough(q),
    placeholderData: keepPreviousData,
    retry: false,
  })
}

export function resultsQuery(q: string) {
  return infiniteQueryOptions({
    queryKey: ['results', q],
    queryFn: ({ signal, pageParam }) => searchOrganisations({ q, limit: PAGE, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: isLongEnough(q),
  })
}

export function reportQuery(id: string, moment: Moment) {
  return queryOptions({
    queryKey: ['report', id, moment.asOf ?? '', moment.knownAt ?? ''],
    queryFn: ({ signal }) => getReport(id, moment, signal),
  })
}

/** The node asks for two characters; a shorter query is not sent. */
export function isLongEnough(q: string): boolean {
  return [...q.trim()].length >= 2
}
