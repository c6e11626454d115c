// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { OutageError, Refusal } from '../kernel/refusal.ts'
import { refusalText } from '../kernel/refusal-text.ts'
import { refusalMessages } from '../refusal-messages.ts'
import { accessCommand } from './access.ts'
import { adminCommand } from './admin.ts'
import { authorisationCommand } from './authorisation.ts'
import { batchCommand } from './batch.ts'
import { catalogueCommand } from './catalogue.ts'
import { cliRefusals } from './cli-refusals.ts'
import type { CliIo, Command } from './command.ts'
import { conformCommand } from './conform.ts'
import { dayCommand } from './day.ts'
import { identifierCommand } from './identifier.ts'
import { inquireCommand } from './inquire.ts'
import { linkCommand } from './link.ts'
import { logCommand } from './log.ts'
import { reportCommand } from './report.ts'
import { startCommand } from './start.ts'
import { submitCommand } from './submit.ts'
import { witnessCommand } from './witness.ts'

const commands: readonly Command[] = [
  startCommand,
  submitCommand,
  conformCommand,
  batchCommand,
  reportCommand,
  inquireCommand,
  linkCommand,
  identifierCommand,
  dayCommand,
  catalogueCommand,
  logCommand,
  witnessCommand,
  accessCommand,
  authorisationCommand,
  adminCommand,
]

/** Exit codes: 0 done · 1 refused or failed · 2 wrongly called. */
export async function main(argv: readonly string[], io: CliIo = processIo()): Promise<number> {
  const [name = '--help', ...args] = argv
  const command = commands.find((one) => one.name === name)
  if (!command) {
    const asked = name === '--help' || name === '-h' || name === 'help'
    ;(asked ? io.stdout : io.stderr).write(helpText())
    return asked ? 0 : 2
  }
  if (args.includes('--help') && command !== startCommand) {
    const details = command.details ? `\n${command.details.zh}\n\n${command.details.en}\n` : ''
    io.stdout.write(`${command.usage}\n${command.summary.zh} / ${command.summary.en}\n${details}`)
    return 0
  }
  try {
    return await command.run(args, io)
  } catch (error) {
    return sayError(error, command, io)
  }
}

function helpText(): string {
  const width = Math.max(...commands.map((command) => command.name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary.zh} / ${summary.en}`)
  return `probity COMMAND\n\n${lines.join('\n')}\n\nprobity COMMAND --help\n`
}

/** One plain sentence in both languages; a stack only for what is our own mistake. */
function sayError(error: unknown, command: Command, io: CliIo): number {
  const say = (text: string): void => void io.stderr.write(`${text}\n`)
  if (error instanceof Refusal) {
    say(refusalText(error, { ...refusalMessages, ...cliRefusals }))
    return error.code === 'USAGE' || error.code === 'CONFIG_INVALID' ? 2 : 1
  }
  if (error instanceof OutageError) {
    say(`系统暂时不可用：${error.message}\nThe node cannot go on just now: ${error.message}`)
    return 1
  }
  const code = (error as { code?: unknown }).code
  if (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS')) {
    say(`${(error as Error).message}\n${command.usage}`)
    return 2
  }
  say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return 1
}

function processIo(): CliIo {
  // `probity … | head` closes the pipe early: the reader has what it wanted.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 1)
  })
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    isTty: process.stderr.isTTY === true,
  }
}
