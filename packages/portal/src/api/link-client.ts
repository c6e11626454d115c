// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import i18next from 'i18next'
import { type Asked, askJson } from './client.ts'
import type { LinkAct, LinkComparison, LinkEvidence, LinkHistory, LinkProposals } from './contract.ts'

/** What an officer's key may ask for about links. */
export type LinkClient = ReturnType<typeof linkClient>

export type NewProposal = {
  readonly act: LinkAct
  readonly joining: string
  readonly other: string
  readonly evidence: readonly LinkEvidence[]
}

export function linkClient(key: string) {
  const ask = <T>(path: string, asked: Asked = {}): Promise<T> =>
    askJson<T>(`/v1/links${path}`, { ...asked, key, language: i18next.language })
  const of = (id: string): string => `/proposals/${encodeURIComponent(id)}`
  return {
    proposals: (after: string | undefined, signal: AbortSignal) =>
      ask<LinkProposals>('/proposals', { query: { after, limit: 20 }, signal }),
    compare: (joining: string, other: string, signal: AbortSignal) =>
      ask<LinkComparison>('/comparison', { method: 'POST', json: { joining, other }, signal }),
    history: (subject: string, signal: AbortSignal) => ask<LinkHistory>('', { query: { subject }, signal }),
    propose: (proposal: NewProposal) => ask<{ id: string }>('/proposals', { method: 'POST', json: proposal }),
    second: (id: string) => ask<{ tick: number }>(`${of(id)}/second`, { method: 'POST' }),
    decline: (id: string) => ask<{ declined: boolean }>(`${of(id)}/decline`, { method: 'POST' }),
  }
}
