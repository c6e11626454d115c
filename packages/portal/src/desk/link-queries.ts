// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { LinkClient } from '../api/link-client.ts'

export const linkProposalsQuery = (links: LinkClient) =>
  infiniteQueryOptions({
    queryKey: ['desk', 'links', 'proposals'],
    queryFn: ({ signal, pageParam }) => links.proposals(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  })

export const comparisonQuery = (links: LinkClient, joining: string, other: string) =>
  queryOptions({
    queryKey: ['desk', 'links', 'comparison', joining, other],
    queryFn: ({ signal }) => links.compare(joining, other, signal),
    staleTime: 0,
    retry: false,
  })

export const linkHistoryQuery = (links: LinkClient, subject: string) =>
  queryOptions({
    queryKey: ['desk', 'links', 'history', subject],
    queryFn: ({ signal }) => links.history(subject, signal),
    staleTime: 0,
    retry: false,
  })
