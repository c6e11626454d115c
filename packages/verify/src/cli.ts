// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { receiptQuestion, rowQuestion } from './cli-batch.ts'
import {
  type CliDoor,
  type OptionName,
  type Options,
  type Question,
  required,
  UsageError,
} from './cli-door.ts'
import { helpText } from './cli-help.ts'
import { keyQuestion } from './cli-key.ts'
import { checkpointQuestion, consistencyQuestion, inclusionQuestion, logQuestion } from './cli-log.ts'
import { discloseQuestion, historyQuestion, reportQuestion } from './cli-report.ts'
import { plainSuite } from './plain-suite.ts'
import { platformSuite } from './platform-suite.ts'
import { VerificationError, verificationMessages } from './verification-error.ts'

const exit = { valid: 0, notValid: 1, usage: 2 } as const

const questions: ReadonlyMap<string, Question> = new Map([
  ['receipt', receiptQuestion],
  ['row', rowQuestion],
  ['checkpoint', checkpointQuestion],
  ['inclusion', inclusionQuestion],
  ['consistency', consistencyQuestion],
  ['log', logQuestion],
  ['key', keyQuestion],
  ['report', reportQuestion],
  ['disclose', discloseQuestion],
  ['history', historyQuestion],
])

/** Answers with the exit code: 0 valid, 1 not valid, 2 the command could not be understood or a file not read. */
export function runCli(args: readonly string[], door: CliDoor): number {
  try {
    door.out(answer(args, door))
    return exit.valid
  } catch (error) {
    if (error instanceof UsageError) {
      door.err(`${error.message}\n\n${helpText}`)
      return exit.usage
    }
    if (!(error instanceof VerificationError)) throw error
    const { en, zh } = verificationMessages[error.code]
    door.err(`NOT VALID: ${en} [${error.message}]\n无效：${zh}\n`)
    return exit.notValid
  }
}

export function main(args: readonly string[]): number {
  return runCli(args, {
    readFile: (path) => readFileSync(path),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  })
}

function answer(args: readonly string[], door: CliDoor): string {
  const { values, positionals } = parseArguments(args)
  const { help, plain, ...options } = values
  if (help) return helpText
  const [name = '', file, ...more] = positionals
  const question = questions.get(name)
  if (!question)
    throw new UsageError(`Say what to check: ${[...questions.keys()].join(', ')}. 请说明要验证的对象。`)
  if (more.length > 0) throw new UsageError('Too many arguments. 参数过多。')
  assertWords(name, question, file, options)
  return question.answer({ suite: plain ? plainSuite : platformSuite, file: file ?? '', options, door })
}

/** Everything that is needed, and nothing that would be ignored. */
function assertWords(name: string, question: Question, file: string | undefined, options: Options): void {
  if (question.operand !== undefined) required(file, question.operand)
  else if (file !== undefined) throw new UsageError(`${name} takes options only. ${name} 只接受选项。`)
  for (const needed of question.needs) required(options[needed], `--${needed}`)
  const known: readonly OptionName[] = [...question.needs, ...(question.takes ?? [])]
  const strange = Object.keys(options).find((given) => !known.includes(given as OptionName))
  if (strange) throw new UsageError(`${name} does not take --${strange}. ${name} 不接受 --${strange}。`)
}

function parseArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        plain: { type: 'boolean' },
        key: { type: 'string' },
        receipt: { type: 'string' },
        row: { type: 'string' },
        proof: { type: 'string' },
        entry: { type: 'string' },
        of: { type: 'string' },
        older: { type: 'string' },
        handovers: { type: 'string' },
        quorum: { type: 'string' },
        section: { type: 'string', multiple: true },
        witness: { type: 'string', multiple: true },
      },
    })
  } catch {
    throw new UsageError('Unknown option, or an option without its value. 选项未知或缺少取值。')
  }
}
