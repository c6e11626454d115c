// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { type NodeFile, nodeFileOf } from '../app.ts'
import { loadConfig } from '../kernel/config.ts'
import { type Facts, refuse } from '../kernel/refusal.ts'
import { parseHolder } from '../modules/access/index.ts'
import type { CliIo } from './command.ts'

/** How a command reaches the node that runs on the same data folder. */
export type NodeLink = NodeFile & { readonly dataDir: string }

/** @throws Refusal NODE_NOT_RUNNING */
export async function findNode(dataDir: string | undefined, io: CliIo): Promise<NodeLink> {
  const config = loadConfig(dataDir === undefined ? [] : ['--data', dataDir], {
    PROBITY_DATA: io.env.PROBITY_DATA,
  })
  const text = await readFile(nodeFileOf(config.dataDir), 'utf8').catch(() => {
    throw refuse('NODE_NOT_RUNNING', { folder: config.dataDir })
  })
  return { ...(JSON.parse(text) as NodeFile), dataDir: config.dataDir }
}

/**
 * The furnisher's key: from the environment, or as the node's operator keeps it in the data folder.
 * @param holder the account of an officer; left out for a machine's key
 */
export async function findKey(
  link: NodeLink,
  furnisher: string,
  io: CliIo,
  holder?: string | undefined,
): Promise<string> {
  if (io.env.PROBITY_API_KEY) return io.env.PROBITY_API_KEY
  if (!/^[a-z0-9][a-z0-9-]{1,62}$/.test(furnisher)) throw refuse('PARTICIPANT_CODE_MALFORMED')
  const name = holder === undefined ? furnisher : `${furnisher}.${parseHolder(holder)}`
  const text = await readFile(join(link.dataDir, 'keys', `${name}.key`), 'utf8').catch(() => {
    throw refuse('KEY_NOT_FOUND', { furnisher: name })
  })
  return text.trim()
}

export async function callNode<T>(url: string, init: RequestInit & { duplex?: 'half' } = {}): Promise<T> {
  const response = await fetch(url, init).catch(() => {
    throw refuse('NODE_DOES_NOT_ANSWER')
  })
  const body = (await response.json().catch(() => ({}))) as T
  if (!response.ok) throw asRefusal(body as { code?: string; facts?: Facts })
  return body
}

/** A file of the node, as it streams. */
export async function download(url: string, init: RequestInit): Promise<Readable> {
  const response = await fetch(url, init).catch(() => {
    throw refuse('NODE_DOES_NOT_ANSWER')
  })
  if (!response.ok || !response.body) {
    throw asRefusal((await response.json().catch(() => ({}))) as { code?: string; facts?: Facts })
  }
  return Readable.fromWeb(response.body as ReadableStream)
}

/** The node's own refusal again, so that it is said in both languages like any other. */
function asRefusal({ code, facts }: { code?: string; facts?: Facts }): Error {
  return code === undefined ? refuse('NODE_DOES_NOT_ANSWER') : refuse(code, facts)
}
