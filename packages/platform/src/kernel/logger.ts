// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type DestinationStream, pino } from 'pino'
import { admitLogFields, type LogFields } from './log-fields.ts'

export type { LogFields } from './log-fields.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** Takes no sentence: what happened is the field `event`, and facts are fields. */
export type Logger = {
  debug(fields: LogFields): void
  info(fields: LogFields): void
  warn(fields: LogFields): void
  error(fields: LogFields): void
  /** A logger whose every line carries these fields too. */
  child(fields: LogFields): Logger
}

export type LoggerOptions = { level: LogLevel; destination?: DestinationStream }

/** JSON lines; to standard error, because standard output belongs to what a command answers. */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  const lines = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  )
  return loggerOver(lines, {}, 0)
}

type Lines = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>

function loggerOver(lines: Lines, bound: Record<string, unknown>, boundDropped: number): Logger {
  const write = (level: keyof Lines) => (given: LogFields) => {
    const { fields, dropped } = admitLogFields(given)
    const missing = dropped + boundDropped
    lines[level]({ ...bound, ...fields, ...(missing > 0 && { dropped: missing }) })
  }
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (given) => {
      const { fields, dropped } = admitLogFields(given)
      return loggerOver(lines, { ...bound, ...fields }, boundDropped + dropped)
    },
  }
}
