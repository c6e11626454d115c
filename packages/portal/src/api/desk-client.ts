// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import i18next from 'i18next'
import { type Asked, askJson, askNode } from './client.ts'
import type {
  BatchAccepted,
  BatchLines,
  BatchState,
  CheckedRows,
  FaultCounts,
  FindingsAnswer,
  Furnisher,
  MendedRow,
  NoticeLine,
  QuarantinePage,
  QuarantineState,
  ReleaseGround,
  ReleaseProposal,
} from './contract.ts'

/** What a furnisher's key may ask for. */
export type DeskClient = ReturnType<typeof deskClient>

export function deskClient(key: string) {
  const ask = <T>(path: string, asked: Asked = {}): Promise<T> =>
    askJson<T>(path, { ...asked, key, language: i18next.language })
  const post = <T>(path: string, json?: unknown): Promise<T> =>
    ask<T>(path, { method: 'POST', json: json ?? {} })
  const of = (id: string): string => `/v1/batches/${encodeURIComponent(id)}`
  return {
    furnisher: () => ask<Furnisher>('/v1/furnisher'),
    batches: (before: string | undefined, signal: AbortSignal) =>
      ask<BatchLines>('/v1/batches', { query: { before, limit: 20 }, signal }),
    batch: (id: string, signal: AbortSignal) => ask<BatchState>(of(id), { signal }),
    faults: (
      id: string,
      query: { weight: string; rule?: string; column?: string; after?: number; limit: number },
      signal: AbortSignal,
    ) => ask<FindingsAnswer>(`${of(id)}/faults`, { query, signal }),
    faultCounts: (id: string, signal: AbortSignal) => ask<FaultCounts>(`${of(id)}/faults/counts`, { signal }),
    check: (id: string, rows: readonly MendedRow[]) => post<CheckedRows>(`${of(id)}/rows/check`, { rows }),
    correct: (id: string, rows: readonly MendedRow[]) =>
      post<BatchAccepted>(`${of(id)}/corrections`, { rows }),
    quarantine: (state: QuarantineState, after: string | undefined, signal: AbortSignal) =>
      ask<QuarantinePage>('/v1/quarantine', { query: { state, after, limit: 50 }, signal }),
    releases: (signal: AbortSignal) =>
      ask<{ items: ReleaseProposal[] }>('/v1/quarantine/releases', { signal }),
    propose: (batch: string, rows: readonly number[], ground: ReleaseGround) =>
      post<{ id: string }>('/v1/quarantine/releases', { batch, rows, ground }),
    second: (id: string) => decide<BatchAccepted>(ask, id, 'second'),
    decline: (id: string) => decide<{ declined: boolean }>(ask, id, 'decline'),
    notices: (signal: AbortSignal) =>
      ask<{ items: NoticeLine[] }>('/v1/notices', { query: { limit: 20 }, signal }),
    upload: (file: File, type: string, profile: string) =>
      ask<BatchAccepted>('/v1/batches', {
        method: 'POST',
        query: { type, profile },
        file: { body: file, type: contentTypeOf(file.name) },
        withinMs: null,
      }),
    download: async (path: string): Promise<Blob> =>
      (await askNode(path, { key, language: i18next.language, withinMs: null })).blob(),
  }
}

function decide<T>(ask: <A>(path: string, asked: Asked) => Promise<A>, id: string, what: string): Promise<T> {
  return ask<T>(`/v1/quarantine/releases/${encodeURIComponent(id)}/${what}`, { method: 'POST' })
}

/** The node looks at the bytes; the name only tells what the furnisher takes it for. */
function contentTypeOf(name: string): string {
  return /\.csv$/i.test(name) ? 'text/csv' : 'application/octet-stream'
}
