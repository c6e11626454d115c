// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { parseCivilDate } from '../kernel/civil-date.ts'
import { kernelRefusals } from '../kernel/kernel-refusals.ts'
import type { Bilingual } from '../kernel/messages.ts'
import { Refusal } from '../kernel/refusal.ts'
import { refusalText } from '../kernel/refusal-text.ts'
import { addCalendarDays, addWorkingDays, isWorkingDay, workingDayFrom } from '../kernel/working-days.ts'
import type { CliIo, Command } from './command.ts'

const EXIT_ANSWERED = 0
const EXIT_REFUSED = 1
const EXIT_MISUSED = 2
const flags = ['--working', '--calendar', '--procedural', '--json', '--help', '-h'] as const

const usage = `probity day add DAY N --working|--calendar [--procedural] [--json]
probity day is DAY [--json]

  add   the day N days after DAY (before it, if N is negative); DAY itself is not counted
  is    whether DAY is a working day in China

  --working      count working days: holidays left out, make-up days counted   工作日
  --calendar     count every day of the calendar                               自然日
  --procedural   a result on a rest day moves to the next working day          顺延至下一工作日
  --json         one JSON object

  Publicity, retention and measure terms are calendar days and never move.
  Exit: 0 answered, 1 refused (no holidays are published for a year), 2 wrong use.`

const misuses = {
  act: { zh: '请写明 add 或 is。', en: 'Say what to do: add or is.' },
  day: { zh: 'add 需要日期和天数，is 需要日期。', en: 'add takes a day and a number, is takes a day.' },
  count: { zh: '天数应为整数。', en: 'The number of days is a whole number.' },
  flag: { zh: '有不认识的选项。', en: 'There is an unknown option.' },
  unit: {
    zh: '请二选一：--working 按工作日（不含节假日，含调休上班日），--calendar 按自然日（每天都算）。',
    en: 'Choose one: --working counts working days (no holidays, make-up days included), --calendar counts every day.',
  },
} as const satisfies Record<string, Bilingual>

export const dayCommand: Command = {
  name: 'day',
  summary: { zh: '按工作日或自然日推算日期', en: 'count working days or calendar days' },
  usage,
  run: async (args, io) => run(args, io),
}

type Asked = { words: string[]; given: ReadonlySet<string> }
type Answer = { text: string; json: object }

function run(args: string[], io: CliIo): number {
  const asked = readArguments(args)
  if (asked?.given.has('--help') || asked?.given.has('-h')) {
    io.stdout.write(`${usage}\n`)
    return EXIT_ANSWERED
  }
  try {
    const answer = asked ? answerTo(asked) : misuses.flag
    if ('zh' in answer) return misused(answer, io)
    io.stdout.write(asked?.given.has('--json') ? `${JSON.stringify(answer.json)}\n` : `${answer.text}\n`)
    return EXIT_ANSWERED
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return refused(error, asked?.given.has('--json') ?? false, io)
  }
}

/** A negative number is a word, not an option: that is why the platform's own reader of arguments is not used. */
function readArguments(args: string[]): Asked | undefined {
  const isOption = (arg: string) => arg.startsWith('-') && !/^-\d/.test(arg)
  const options = args.filter(isOption)
  if (options.some((option) => !(flags as readonly string[]).includes(option))) return undefined
  return { words: args.filter((arg) => !isOption(arg)), given: new Set(options) }
}

function answerTo({ words: [act, ...words], given }: Asked): Answer | Bilingual {
  if (act === 'is') return tell(words)
  if (act === 'add') return add(words, given)
  return misuses.act
}

function tell([day, ...rest]: string[]): Answer | Bilingual {
  if (day === undefined || rest.length > 0) return misuses.day
  const on = parseCivilDate(day)
  const working = isWorkingDay(on)
  return { text: working ? 'working day 工作日' : 'rest day 休息日', json: { day: on, working } }
}

function add([start, count, ...rest]: string[], given: ReadonlySet<string>): Answer | Bilingual {
  if (start === undefined || count === undefined || rest.length > 0) return misuses.day
  if (!/^[+-]?\d{1,9}$/.test(count)) return misuses.count
  if (given.has('--working') === given.has('--calendar')) return misuses.unit
  const from = parseCivilDate(start)
  const days = Number(count)
  const unit = given.has('--working') ? 'working' : 'calendar'
  const procedural = given.has('--procedural')
  const end = unit === 'working' ? addWorkingDays(from, days) : addCalendarDays(from, days)
  const on = procedural ? workingDayFrom(end) : end
  return { text: on, json: { from, days, unit, procedural, on } }
}

function misused(sentence: Bilingual, io: CliIo): number {
  io.stderr.write(`${sentence.zh}\n${sentence.en}\n\n${usage}\n`)
  return EXIT_MISUSED
}

function refused(refusal: Refusal, json: boolean, io: CliIo): number {
  const { code, facts } = refusal
  if (json) io.stdout.write(`${JSON.stringify({ refused: code, facts })}\n`)
  io.stderr.write(`${refusalText(refusal, kernelRefusals)}\n`)
  return EXIT_REFUSED
}
