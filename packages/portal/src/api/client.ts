// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { NodeStatus, Problem, Report, SearchAnswer } from './contract.ts'

/** The node answered, and the answer is no. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.code)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

/** No answer of the node came back: the network or the node is away. */
export class UnreachableError extends Error {
  readonly reason: 'offline' | 'timeout' | 'network'

  constructor(reason: UnreachableError['reason'], options?: ErrorOptions) {
    super(reason, options)
    this.name = 'UnreachableError'
    this.reason = reason
  }
}

const ANSWER_WITHIN_MS = 15_000

export type Moment = { readonly asOf?: string | undefined; readonly knownAt?: string | undefined }

export function searchOrganisations(
  asked: { readonly q: string; readonly limit: number; readonly after?: string | undefined },
  signal: AbortSignal,
): Promise<SearchAnswer> {
  return getJson<SearchAnswer>('/v1/public/organisations', asked, signal)
}

export function getReport(id: string, moment: Moment, signal: AbortSignal): Promise<Report> {
  return getJson<Report>(`/v1/public/organisations/${encodeURIComponent(id)}/report`, moment, signal)
}

export function getStatus(signal: AbortSignal): Promise<NodeStatus> {
  return getJson<NodeStatus>('/v1/public/status', {}, signal)
}

type Query = Readonly<Record<string, string | number | undefined>>

export function addressOf(path: string, query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  )
  const text = new URLSearchParams(given).toString()
  return text === '' ? path : `${path}?${text}`
}

export type Asked = {
  readonly query?: Query
  readonly signal?: AbortSignal | undefined
  readonly method?: 'GET' | 'POST'
  /** An API key, for what is not public. */
  readonly key?: string
  readonly language?: string
  readonly json?: unknown
  readonly file?: { readonly body: Blob; readonly type: string }
  /** Null: as long as it takes, for a file. */
  readonly withinMs?: number | null
}

function getJson<T>(path: string, query: Query, signal: AbortSignal): Promise<T> {
  return askJson<T>(path, { query, signal })
}

/** @throws ProblemError, UnreachableError; an abort by the caller goes through as it is */
export async function askJson<T>(path: string, asked: Asked): Promise<T> {
  return (await (await askNode(path, asked)).json()) as T
}

/** @throws ProblemError, UnreachableError; an abort by the caller goes through as it is */
export async function askNode(path: string, asked: Asked): Promise<Response> {
  const { query = {}, signal, method = 'GET', withinMs = ANSWER_WITHIN_MS } = asked
  const timeout = withinMs === null ? new AbortController().signal : AbortSignal.timeout(withinMs)
  try {
    const response = await fetch(addressOf(path, query), {
      method,
      headers: headersOf(asked),
      credentials: 'omit',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(asked.json === undefined ? {} : { body: JSON.stringify(asked.json) }),
      ...(asked.file ? { body: asked.file.body } : {}),
    })
    if (!response.ok) throw new ProblemError(await problemOf(response))
    return response
  } catch (error) {
    if (error instanceof ProblemError || signal?.aborted) throw error
    if (timeout.aborted) throw new UnreachableError('timeout', { cause: error })
    throw new UnreachableError(navigator.onLine ? 'network' : 'offline', { cause: error })
  }
}

function headersOf({ key, language, json, file }: Asked): Record<string, string> {
  return {
    accept: 'application/json',
    ...(key ? { authorization: `Bearer ${key}` } : {}),
    ...(language ? { 'accept-language': language } : {}),
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    ...(file ? { 'content-type': file.type } : {}),
  }
}

/** A proxy in between may answer with a page of its own: then the status alone is what we know. */
async function problemOf(response: Response): Promise<Problem> {
  const bare: Problem = {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    code: `HTTP_${response.status}`,
    detail: '',
    facts: {},
    requestId: '',
  }
  if (!/\bjson\b/.test(response.headers.get('content-type') ?? '')) return bare
  const body: unknown = await response.json().catch(() => null)
  return typeof body === 'object' && body !== null ? { ...bare, ...body } : bare
}
