// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { parseArgs } from 'node:util'
import { refuse } from '../kernel/refusal.ts'
import type { CliIo, Command } from './command.ts'
import { buildCommand } from './log-build.ts'
import { serveCommand } from './log-serve.ts'

const usage = `probity log build --entries FILE --key KEYFILE --out DIR [--name NAME]
       probity log serve DIR [--port N]

  build   makes the tiles and the checkpoint of a log from the lines of FILE, as C2SP tlog-tiles lays them out;
          a KEYFILE that is not there is made (mode 0600), its name NAME is the origin of the log
  serve   serves a log from its folder, at 127.0.0.1`

export const logCommand: Command = {
  name: 'log',
  summary: { zh: '构建、提供透明日志', en: 'build and serve transparency logs' },
  usage,
  run,
}

const options = {
  entries: { type: 'string' },
  key: { type: 'string' },
  out: { type: 'string' },
  name: { type: 'string' },
  port: { type: 'string' },
} as const

async function run(args: string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const [act, folder, ...more] = positionals
  const { entries, key, out, name, port } = values
  if (act === 'build' && entries && key && out && !port && folder === undefined) {
    return buildCommand({ entries, key, out, name }, io)
  }
  if (act === 'serve' && folder && more.length === 0 && !entries && !key && !out && !name) {
    return serveCommand(folder, port ?? '0', io)
  }
  throw refuse('USAGE', { usage })
}
