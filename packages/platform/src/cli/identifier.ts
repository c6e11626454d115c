// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { parseArgs } from 'node:util'
import type { Bilingual, Language } from '../kernel/messages.ts'
import {
  type CheckOptions,
  checkIdentifier,
  type IdentifierFaultCode,
  type IdentifierNoteCode,
  identifierMessages,
  isSchemeCode,
  normaliseIdentifier,
  recogniseIdentifier,
  type SchemeCode,
  schemeCodes,
  suggestIdentifiers,
} from '../modules/identifiers/index.ts'
import type { CliIo, Command } from './command.ts'
import { readLines } from './read-lines.ts'

/** One line of the answer; its fields are a contract for scripts. */
type Answer = {
  value: string
  scheme: string | null
  valid: boolean
  normalised: string
  faults: IdentifierFaultCode[]
  notes: IdentifierNoteCode[]
}

const EXIT_ANSWERED = 0
const EXIT_MISUSED = 2
const SHOWN_MAX = 80

const usage = `probity identifier check [--json] [--demo] [VALUE…]

  Without VALUE, lines are read from standard input: VALUE or SCHEME<TAB>VALUE.
  A VALUE without a scheme is taken as the first scheme that it passes:
  ${schemeCodes.join(', ')}.

  --json   one JSON object a line, in the order of the input, a blank line too
  --demo   admit division 999999

  Exit: 0 all lines were answered, 2 wrong use.`

export const identifierCommand: Command = {
  name: 'identifier',
  summary: {
    zh: '核对统一社会信用代码、身份号码等标识的形式',
    en: 'check the form of unified codes, resident ids and other identifiers',
  },
  usage,
  run,
}

async function run(args: string[], io: CliIo): Promise<number> {
  const asked = readArguments(args)
  if (typeof asked === 'string') {
    io.stderr.write(`${asked}\n\n${usage}\n`)
    return EXIT_MISUSED
  }
  if (asked.help) {
    io.stdout.write(`${usage}\n`)
    return EXIT_ANSWERED
  }
  const language = languageOf(io.env)
  const print = asked.json ? JSON.stringify : (answer: Answer) => describe(answer, language)
  const answerLine = (line: string) => `${print(answer(line, { demo: asked.demo }))}\n`
  const output = new AnswerWriter(io.stdout)
  for await (const lines of asked.values.length > 0 ? [asked.values] : readLines(io.stdin)) {
    if (!(await output.write(lines.map(answerLine).join('')))) break
  }
  output.release()
  return EXIT_ANSWERED
}

type Asked = { json: boolean; demo: boolean; help: boolean; values: string[] }

function readArguments(args: string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        demo: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    const [verb, ...rest] = positionals
    if (!values.help && verb !== 'check') return 'identifier: the only act is "check"'
    return { json: values.json, demo: values.demo, help: values.help, values: rest }
  } catch (error) {
    return `identifier: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** A line is a value, or a scheme, a tab and a value. Schemes are also known without the country (`uscc`). */
function answer(line: string, options: CheckOptions): Answer {
  const tab = line.indexOf('\t')
  const named = tab === -1 ? '' : line.slice(0, tab).trim()
  const value = line.slice(tab + 1)
  if (named === '') return pick(value, recogniseIdentifier(value, options))
  const scheme = findScheme(named)
  if (scheme) return pick(value, checkIdentifier(scheme, value, options))
  const normalised = normaliseIdentifier(value)
  return { value, scheme: named, valid: false, normalised, faults: ['ID-SCHEME-UNKNOWN'], notes: [] }
}

function pick(value: string, { scheme, valid, normalised, faults, notes }: Omit<Answer, 'value'>): Answer {
  return { value, scheme, valid, normalised, faults, notes }
}

function findScheme(named: string): SchemeCode | null {
  if (isSchemeCode(named)) return named
  const national = `cn.${named}`
  return isSchemeCode(national) ? national : null
}

function languageOf(env: CliIo['env']): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return locale.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

const verdicts = {
  valid: { zh: '形式有效', en: 'well formed' },
  refused: { zh: '不接受', en: 'refused' },
  hint: { zh: '提示', en: 'hint' },
  candidate: { zh: '可能是', en: 'may be' },
} as const satisfies Record<string, Bilingual>

function describe(given: Answer, language: Language): string {
  const verdict = verdicts[given.valid ? 'valid' : 'refused'][language]
  const lines = [[shown(given.value), shown(given.scheme ?? '-'), verdict].join('  ')]
  for (const code of [...given.faults, ...given.notes]) lines.push(...explain(code, language))
  if (!given.valid) {
    for (const { scheme, value } of suggestIdentifiers(given.value)) {
      lines.push(`  ${verdicts.candidate[language]}: ${scheme} ${value}`)
    }
  }
  return lines.join('\n')
}

function explain(code: IdentifierFaultCode | IdentifierNoteCode, language: Language): string[] {
  const message = identifierMessages[code]
  if (!message) return [`  ${code}`]
  const hint = message.hint ? [`    ${verdicts.hint[language]}: ${message.hint[language]}`] : []
  return [`  ${code} ${message.says[language]}`, ...hint]
}

/** Hostile input: a value must not steer the terminal or flood it. */
function shown(value: string): string {
  const cut = value.length > SHOWN_MAX ? `${value.slice(0, SHOWN_MAX)}…` : value
  return cut.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`)
}

/** Waits for the reader; a reader that has gone (`| head`) ends the work without noise. */
class AnswerWriter {
  readonly #stream: NodeJS.WritableStream
  #gone = false
  #wake: () => void = () => undefined

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream
    stream.on('drain', this.#resume).on('error', this.#leave).on('close', this.#leave)
  }

  async write(text: string): Promise<boolean> {
    if (this.#gone) return false
    if (!this.#stream.write(text) && !this.#gone) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    return !this.#gone
  }

  /** The error listener stays: a pipe may break after the last answer was handed over. */
  release(): void {
    this.#stream.off('drain', this.#resume).off('close', this.#leave)
  }

  readonly #resume = (): void => this.#wake()

  readonly #leave = (): void => {
    this.#gone = true
    this.#wake()
  }
}
