// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { isUuid } from './ids.ts'

/**
 * The closed list of what a log line may say. Everything else is dropped, and so is a value that does not look
 * like its field: the log is read by people who may not read the records.
 */
export type LogFields = {
  readonly [K in WordField]?: string
} & {
  readonly [K in CountField]?: number
} & {
  readonly batchId?: string
  readonly requestId?: string
  readonly url?: string
  readonly err?: unknown
}

const wordFields = [
  'event',
  'code',
  'kind',
  'method',
  'route',
  'type',
  'furnisher',
  'migration',
  'mode',
  'phase',
  'signal',
  'version',
] as const
const countFields = [
  'accepted',
  'attempts',
  'bytes',
  'count',
  'durationMs',
  'faulty',
  'pid',
  'port',
  'rows',
  'status',
  'tick',
] as const

type WordField = (typeof wordFields)[number]
type CountField = (typeof countFields)[number]

/** The fields as they are written, and how many were not. */
export type Admitted = { readonly fields: Record<string, unknown>; readonly dropped: number }

const WORD = /^[A-Za-z0-9][A-Za-z0-9_.:/*{}-]{0,99}$|^\/[A-Za-z0-9_.:/*{}-]{0,99}$/
// No identifier of a subject is shorter than this, and no word of ours has so many digits on end.
const LONG_NUMBER = /\d{8}/
const REQUEST = /^[a-z]{1,12}-[0-9a-z]{1,8}$/
const CAUSES_MAX = 5
const FRAMES_MAX = 30

function admitWord(value: unknown): string | undefined {
  return typeof value === 'string' && WORD.test(value) && !LONG_NUMBER.test(value) ? value : undefined
}

function admitCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

function admitId(value: unknown): string | undefined {
  return typeof value === 'string' && isUuid(value) ? value : undefined
}

function admitRequest(value: unknown): string | undefined {
  if (typeof value !== 'string' || LONG_NUMBER.test(value)) return admitId(value)
  return REQUEST.test(value) ? value : admitId(value)
}

/** Without user, query and fragment; a piece of the path that may name a subject becomes `*`. */
function admitUrl(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const match = /^(?:(https?:\/\/)(?:[^/?#]*@)?([A-Za-z0-9.[\]:-]{1,100}))?(\/[^?#]*)?(?:[?#]|$)/.exec(value)
  if (!match || LONG_NUMBER.test(match[2] ?? '')) return undefined
  const [, scheme = '', host = '', path = ''] = match
  return scheme + host + path.split('/').map(admitSegment).join('/')
}

function admitSegment(segment: string): string {
  const plain = /^[A-Za-z0-9_.-]{0,60}$/.test(segment) && !/\d{5}/.test(segment)
  return plain || isUuid(segment) ? segment : '*'
}

type LoggedError = { name?: string; code?: string; stack: string[]; cause?: LoggedError }

/** Messages of errors quote values (the driver's quote whole rows), so only the place and the codes are kept. */
function admitError(value: unknown, depth = 0): LoggedError | undefined {
  if (!(value instanceof Error)) return undefined
  const name = admitWord(value.name)
  const code = admitWord((value as { code?: unknown }).code)
  const cause = depth < CAUSES_MAX ? admitError(value.cause, depth + 1) : undefined
  return { ...(name && { name }), ...(code && { code }), stack: framesOf(value), ...(cause && { cause }) }
}

function framesOf({ stack = '', message }: Error): string[] {
  const at = message === '' ? -1 : stack.indexOf(message)
  const rest = at === -1 ? stack : stack.slice(at + message.length)
  return rest
    .split('\n')
    .filter((line) =>
      /^ {4}at [\w$.<>[\] #]*\(?(async )?(file:|node:|\/|[A-Z]:\\)[^()]*:\d+:\d+\)?$/.test(line),
    )
    .slice(0, FRAMES_MAX)
    .map((line) => line.trim())
}

const admissions = new Map<string, (value: unknown) => unknown>([
  ...wordFields.map((name) => [name, admitWord] as const),
  ...countFields.map((name) => [name, admitCount] as const),
  ['batchId', admitId],
  ['requestId', admitRequest],
  ['url', admitUrl],
  ['err', (value) => admitError(value)],
])

export function admitLogFields(given: object): Admitted {
  const fields: Record<string, unknown> = {}
  let dropped = 0
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue
    const admitted = admissions.get(name)?.(value)
    if (admitted === undefined) dropped += 1
    else fields[name] = admitted
  }
  return { fields, dropped }
}
