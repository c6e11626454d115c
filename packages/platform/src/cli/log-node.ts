// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { join } from 'node:path'
import { logFolderOf, noteKeyOf, sealedFiles, withStoppedNode } from '../app.ts'
import { entryWitnesses } from '../entry-witnesses.ts'
import { systemClock } from '../kernel/clock.ts'
import { type Config, loadConfig } from '../kernel/config.ts'
import { openDatabase } from '../kernel/db/database.ts'
import { createLogger } from '../kernel/logger.ts'
import { OutageError, Refusal } from '../kernel/refusal.ts'
import { openNodeKey } from '../modules/files/index.ts'
import {
  auditNodeLog,
  type LogAudit,
  type LogParts,
  openLogFolder,
  openNoteSigner,
  recoverLog,
  takeOverLog,
} from '../modules/transparency-log/index.ts'
import type { CliIo } from './command.ts'
import { findNode, type NodeLink } from './node-link.ts'

type Words = { data?: string; 'no-demo'?: boolean }

export async function auditCommand(words: Words, io: CliIo): Promise<number> {
  const config = configOf(words, io)
  const running = await findNode(words.data, io).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'NODE_NOT_RUNNING') return undefined
    throw error
  })
  const stopped = (): Promise<LogAudit> =>
    withStoppedNode(config, quiet(), (parts, _nodeId, files) => auditNodeLog(parts, entryWitnesses(files)))
  const { size, acts, lost, difference } = running
    ? await auditRunning(running, config).catch((error: unknown) => {
        // The file of a node that was killed together with its database is still there.
        if (error instanceof OutageError) return stopped()
        throw error
      })
    : await stopped()
  if (difference) {
    const { at, code, says } = difference
    io.stderr.write(`${at}: ${says.zh} [${code}]\n${at}: ${says.en}\n`)
    return 1
  }
  io.stdout.write(
    `全部 ${size} 条及全部分片均与检查点一致 / all ${size} entries and all tiles lead to the checkpoint\n` +
      `${acts} 个行为均与其条目一致 / all ${acts} acts in the database are what their entries commit to\n`,
  )
  if (lost > 0) {
    io.stdout.write(
      `${lost} 条的行为已随旧备份丢失 / the acts of ${lost} entries were lost with a backup from before\n`,
    )
  }
  return 0
}

async function auditRunning({ database: connection, dataDir }: NodeLink, config: Config): Promise<LogAudit> {
  const database = openDatabase({ ...connection, clock: systemClock(), applicationName: 'probity-audit' })
  try {
    const signer = await openNoteSigner(noteKeyOf(dataDir), database.clock)
    const parts: LogParts = { database, signer, folder: openLogFolder(logFolderOf(dataDir)) }
    const nodeKey = await openNodeKey(join(dataDir, 'secrets', 'node.key'))
    return await auditNodeLog(parts, entryWitnesses(sealedFiles(config, database, nodeKey)))
  } finally {
    await database.close()
  }
}

export async function recoverCommand(words: Words, io: CliIo): Promise<number> {
  const { size, imported, lost } = await withStoppedNode(
    configOf(words, io),
    quiet(),
    async (parts, nodeId) => {
      await takeOverLog(parts.database, nodeId)
      return recoverLog(parts)
    },
  )
  io.stdout.write(
    `日志共 ${size} 条；补回 ${imported} 条，其中 ${lost} 条所见证的行为已不在数据库中。\n` +
      `The log has ${size} entries; ${imported} were brought back, and of ${lost} the database has lost the act itself.\n`,
  )
  return 0
}

export function configOf({ data, 'no-demo': noDemo }: Words, io: CliIo): Config {
  const words = [...(data === undefined ? [] : ['--data', data]), ...(noDemo ? ['--no-demo'] : [])]
  return loadConfig(words, io.env)
}

function quiet(): ReturnType<typeof createLogger> {
  return createLogger({ level: 'silent' })
}
