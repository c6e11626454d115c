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
  type WitnessDesk,
  type WitnessParts,
  witnessLog,
  witnessVerifierKeyOf,
} from '../modules/transparency-log/index.ts'
import type { CliIo, Command } from './command.ts'
import { addressOf, type InTurn, serveWitness, takeTurns } from './witness-serve.ts'

const usage = `probity witness --log-key KEY [--log-key KEY …] --key KEYFILE --state DIR [--name NAME]
         [--log URL [--every SECONDS | --once]] [--port N]

  Follows a log: cosigns each checkpoint that extends the last one, and keeps it in DIR/checkpoint. Ends with 1, keeping
  both checkpoints in DIR/alarm, when the log shows another past. KEYFILE is made when it is not there (NAME its name).
  --log   fetches the log's checkpoint from there; --port lets the log bring it (C2SP tlog-witness), at 127.0.0.1.
  --log-key may be given again while a log hands its name from one key to the next.`

export const witnessCommand: Command = {
  name: 'witness',
  summary: { zh: '见证一份透明日志', en: 'witness a transparency log' },
  usage,
  run,
}

const options = {
  log: { type: 'string' },
  'log-key': { type: 'string', multiple: true },
  key: { type: 'string' },
  state: { type: 'string' },
  name: { type: 'string', default: 'witness.probity' },
  every: { type: 'string', default: '10' },
  once: { type: 'boolean', default: false },
  port: { type: 'string' },
} as const
const ANSWER_MS = 20_000
const RESOURCE_BYTES_MAX = 1_000_000

async function run(args: string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({ args, options })
  const { log, key, state, name, every, once, port } = values
  const keys = values['log-key']
  const isFollowing = log !== undefined && URL.canParse(log)
  const isServing = port !== undefined && /^\d{1,5}$/.test(port) && Number(port) <= 65_535
  const isWrong =
    (log !== undefined && !isFollowing) || (port !== undefined && !isServing) || (once && isServing)
  if (isWrong || !(isFollowing || isServing) || !keys || !key || !state || !/^[1-9]\d{0,5}$/.test(every)) {
    throw refuse('USAGE', { usage })
  }
  const witnessKey = await openSigningKey(key, name, signatureTypes.cosignature)
  const desk: WitnessDesk = {
    logKeys: await readLogKeys(keys),
    witnessKey,
    state: openLogFolder(resolve(state)),
    clock: systemClock(),
  }
  io.stdout.write(`见证密钥 witness key: ${witnessVerifierKeyOf(witnessKey)}\n`)
  const parts = isFollowing ? { ...desk, fetch: fetcherOf(log) } : undefined
  if (parts && once) {
    await look(parts, io)
    return 0
  }
  return keepWatch(
    desk,
    { parts, everyMs: Number(every) * 1000, port: isServing ? Number(port) : undefined },
    io,
  )
}

async function look(parts: WitnessParts, io: CliIo): Promise<void> {
  const { size, grown } = await witnessLog(parts)
  io.stdout.write(`已见证 cosigned: ${parts.logKeys[0]?.name} ${size} (+${grown})\n`)
}

type Watch = {
  readonly parts: WitnessParts | undefined
  readonly everyMs: number
  readonly port: number | undefined
}

async function keepWatch(desk: WitnessDesk, { parts, everyMs, port }: Watch, io: CliIo): Promise<number> {
  const inTurn = takeTurns()
  let failure: unknown
  const exit = await runUntilStopped(async () => {
    const server = port === undefined ? undefined : await serveWitness(desk, inTurn, port)
    if (server) io.stdout.write(`${addressOf(server)}/add-checkpoint\n`)
    const stopping = new AbortController()
    const watching = parts && follow(parts, everyMs, { io, inTurn, signal: stopping.signal })
    watching?.catch((error: unknown) => {
      failure = error
      process.kill(process.pid, 'SIGTERM')
    })
    return {
      stop: async () => {
        stopping.abort()
        server?.close()
        server?.closeAllConnections()
        // Its failure is the command's own, told below.
        await watching?.catch(() => undefined)
      },
    }
  })
  if (failure !== undefined) throw failure
  return exit
}

/** A log that is away is waited for; an alarm ends the watch. */
async function follow(
  parts: WitnessParts,
  everyMs: number,
  { io, inTurn, signal }: { io: CliIo; inTurn: InTurn; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    await inTurn(() => look(parts, io)).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'WITNESS_LOG_UNREADABLE') {
        io.stderr.write(`日志暂时无法读取 the log cannot be read: ${String(error.facts.path)}\n`)
      } else throw error
    })
    // Aborted by the stop: the loop sees it.
    await delay(everyMs, undefined, { signal }).catch(() => undefined)
  }
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

/** All of one log. */
async function readLogKeys(given: readonly string[]): Promise<VerifierKey[]> {
  const keys: VerifierKey[] = []
  for (const each of given) keys.push(await readLogKey(each))
  if (keys.some(({ name }) => name !== keys[0]?.name)) throw refuse('USAGE', { usage })
  return keys
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
