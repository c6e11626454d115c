// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import {
  parseVerifierKey,
  platformSuite,
  signatureTypes,
  VerificationError,
  type VerifierKey,
} from '@probity/verify'
import { systemClock } from '../kernel/clock.ts'
import { runUntilStopped } from '../kernel/lifecycle.ts'
import { Refusal, refuse } from '../kernel/refusal.ts'
import {
  openLogFolder,
  openSigningKey,
  type WitnessParts,
  witnessLog,
  witnessVerifierKeyOf,
} from '../modules/transparency-log/index.ts'
import type { CliIo, Command } from './command.ts'

const usage = `probity witness --log URL --log-key KEY --key KEYFILE --state DIR [--name NAME]
         [--every SECONDS | --once]

  Follows a log: cosigns each checkpoint that extends the last one, and keeps it in DIR/checkpoint. Ends with 1, keeping
  both checkpoints in DIR/alarm, when the log shows another past. KEYFILE is made when it is not there (NAME its name).`

export const witnessCommand: Command = {
  name: 'witness',
  summary: { zh: '见证一份透明日志', en: 'witness a transparency log' },
  usage,
  run,
}

const options = {
  log: { type: 'string' },
  'log-key': { type: 'string' },
  key: { type: 'string' },
  state: { type: 'string' },
  name: { type: 'string', default: 'witness.probity' },
  every: { type: 'string', default: '10' },
  once: { type: 'boolean', default: false },
} as const
const ANSWER_MS = 20_000
const RESOURCE_BYTES_MAX = 1_000_000

async function run(args: string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({ args, options })
  const { log, key, state, name, every, once } = values
  const logKey = values['log-key']
  if (!log || !URL.canParse(log) || !logKey || !key || !state || !/^[1-9]\d{0,5}$/.test(every)) {
    throw refuse('USAGE', { usage })
  }
  const witnessKey = await openSigningKey(key, name, signatureTypes.cosignature)
  const parts: WitnessParts = {
    fetch: fetcherOf(log),
    logKey: await readLogKey(logKey),
    witnessKey,
    state: openLogFolder(resolve(state)),
    clock: systemClock(),
  }
  io.stdout.write(`见证密钥 witness key: ${witnessVerifierKeyOf(witnessKey)}\n`)
  if (once) {
    await look(parts, io)
    return 0
  }
  return follow(parts, Number(every) * 1000, io)
}

async function look(parts: WitnessParts, io: CliIo): Promise<void> {
  const { size, grown } = await witnessLog(parts)
  io.stdout.write(`已见证 cosigned: ${parts.logKey.name} ${size} (+${grown})\n`)
}

/** A log that is away is waited for; an alarm ends the watch. */
async function follow(parts: WitnessParts, everyMs: number, io: CliIo): Promise<number> {
  const stopping = new AbortController()
  let failure: unknown
  const watch = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await look(parts, io).catch((error: unknown) => {
        if (error instanceof Refusal && error.code === 'WITNESS_LOG_UNREADABLE') {
          io.stderr.write(`日志暂时无法读取 the log cannot be read: ${String(error.facts.path)}\n`)
        } else throw error
      })
      // Aborted by the stop: the loop sees it.
      await delay(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const exit = await runUntilStopped(async () => {
    const watching = watch().catch((error: unknown) => {
      failure = error
      process.kill(process.pid, 'SIGTERM')
    })
    return {
      stop: async () => {
        stopping.abort()
        await watching
      },
    }
  })
  if (failure !== undefined) throw failure
  return exit
}

function fetcherOf(address: string): WitnessParts['fetch'] {
  const base = address.endsWith('/') ? address : `${address}/`
  return async (path) => {
    const answer = await fetch(new URL(path, base), { signal: AbortSignal.timeout(ANSWER_MS) }).catch(
      () => undefined,
    )
    if (!answer?.ok) return undefined
    const bytes = new Uint8Array(await answer.arrayBuffer())
    return bytes.length > RESOURCE_BYTES_MAX ? undefined : bytes
  }
}

async function readLogKey(keyOrFile: string): Promise<VerifierKey> {
  const isKey = /\+[0-9a-f]{8}\+/.test(keyOrFile)
  const text = isKey
    ? keyOrFile
    : await readFile(keyOrFile, 'utf8').catch(() => {
        throw refuse('FILE_UNREADABLE', { file: keyOrFile })
      })
  try {
    return parseVerifierKey(platformSuite, text.trim())
  } catch (error) {
    if (error instanceof VerificationError)
      throw refuse('LOG_KEY_UNUSABLE', { file: keyOrFile, code: error.code })
    throw error
  }
}
