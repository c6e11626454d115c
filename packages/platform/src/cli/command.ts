// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Bilingual } from '../kernel/messages.ts'

/** What a command may touch of the process that runs it: nothing else, so that a test can stand in for a terminal. */
export type CliIo = {
  stdin: NodeJS.ReadableStream
  stdout: NodeJS.WritableStream
  stderr: NodeJS.WritableStream
  env: Record<string, string | undefined>
  isTty: boolean
}

/** `run` gets the words after the command's own name and answers with the exit code. */
export type Command = {
  name: string
  summary: Bilingual
  usage: string
  /** What each option does, for --help. */
  details?: Bilingual
  run(args: string[], io: CliIo): Promise<number>
}
