// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { parseArgs } from 'node:util'
import { refuse } from '../kernel/refusal.ts'
import type { CliIo, Command } from './command.ts'
import { buildCommand } from './log-build.ts'
import { listCommand, rotateCommand } from './log-key.ts'
import { auditCommand, recoverCommand } from './log-node.ts'
import { serveCommand } from './log-serve.ts'

const usage = `probity log build --entries FILE --key KEYFILE --out DIR [--name NAME]
       probity log serve DIR [--port N]
       probity log audit [--data DIR]
       probity log recover [--data DIR] [--no-demo]
       probity log key rotate [--overlap DAYS] [--data DIR]
       probity log key list [--data DIR]

  build   makes the tiles and the checkpoint of a log from the lines of FILE, as C2SP tlog-tiles lays them out;
          a KEYFILE that is not there is made (mode 0600), its name NAME is the origin of the log
  serve   serves a log from its folder, at 127.0.0.1
  audit   works out a node's log again from entries and database; names the first difference (exit code 1)
  recover brings a database restored from before, or a lost log folder, up to what was signed; the node is stopped
  key     hands the node's name to a new key, both signing for DAYS (30); or lists the keys it has had`

export const logCommand: Command = {
  name: 'log',
  summary: {
    zh: '构建、提供、审计、恢复透明日志，轮换密钥',
    en: 'build, serve, audit, recover logs; rotate the key',
  },
  usage,
  run,
}

const options = {
  entries: { type: 'string' },
  key: { type: 'string' },
  out: { type: 'string' },
  name: { type: 'string' },
  port: { type: 'string' },
  data: { type: 'string' },
  overlap: { type: 'string' },
  'no-demo': { type: 'boolean' },
} as const

async function run(args: string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const [act, folder, ...more] = positionals
  const { entries, key, out, name, port, data } = values
  const isForeign = data === undefined && !values['no-demo'] && values.overlap === undefined
  if (act === 'build' && isForeign && entries && key && out && !port && folder === undefined) {
    return buildCommand({ entries, key, out, name }, io)
  }
  if (act === 'serve' && isForeign && folder && more.length === 0 && !entries && !key && !out && !name) {
    return serveCommand(folder, port ?? '0', io)
  }
  const isOwn = !entries && !key && !out && !name && !port
  if (act === 'key' && isOwn && more.length === 0 && !values['no-demo']) {
    if (folder === 'rotate') return rotateCommand(values, io)
    if (folder === 'list') return listCommand(values, io)
  }
  const isWhole = isOwn && folder === undefined && values.overlap === undefined
  if (act === 'audit' && isWhole) return auditCommand(values, io)
  if (act === 'recover' && isWhole) return recoverCommand(values, io)
  throw refuse('USAGE', { usage })
}
