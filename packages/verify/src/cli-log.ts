// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { encodeBase64 } from './base64.ts'
import { type Checkpoint, verifyCheckpoint } from './checkpoint.ts'
import { describe } from './cli-batch.ts'
import { type Asked, type Question, read, required, trustOf } from './cli-door.ts'
import { verifyCosignature } from './cosignature.ts'
import { followKeys } from './follow-keys.ts'
import { auditLog } from './log-audit.ts'
import { parseEntry, verifyEntryOf } from './log-entry.ts'
import { verifyLogExtension, verifyLogProof } from './log-proof.ts'
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from './note-key.ts'

export const checkpointQuestion: Question = {
  operand: 'FILE',
  needs: ['key'],
  takes: ['witness', 'quorum'],
  answer(asked) {
    const trust = trustOf(asked)
    const note = read(asked.file, asked.door)
    const checkpoint = verifyCheckpoint(asked.suite, note, trust)
    const seen = trust.witnesses
      .map((witness) => verifyCosignature(asked.suite, note, witness))
      .filter((cosignature) => cosignature !== undefined)
      .map(({ witness, time }) => `  ${witness}: ${new Date(time * 1000).toISOString()}\n`)
    return (
      `VALID: ${checkpoint.origin} has signed this checkpoint of ${checkpoint.size} entries.\n` +
      `有效：该检查点由 ${checkpoint.origin} 签署，共 ${checkpoint.size} 条。\n${rootLine(checkpoint)}${seen.join('')}`
    )
  },
}

export const inclusionQuestion: Question = {
  operand: 'FILE',
  needs: ['entry', 'key'],
  takes: ['of', 'witness', 'quorum'],
  answer(asked) {
    const { suite, door, options } = asked
    const entry = read(required(options.entry, '--entry'), door)
    const { checkpoint, index } = verifyLogProof(suite, read(asked.file, door), entry, trustOf(asked))
    if (options.of !== undefined) verifyEntryOf(suite, parseEntry(entry), read(options.of, door))
    return (
      `VALID: this is entry ${index} in the log of ${checkpoint.origin}, which had ${checkpoint.size} entries.\n` +
      `有效：该条目是 ${checkpoint.origin} 日志的第 ${index} 号条目（共 ${checkpoint.size} 条，自 0 起）。\n` +
      (options.of === undefined ? '' : `  commits to 承诺内容: ${options.of}\n`)
    )
  },
}

export const consistencyQuestion: Question = {
  operand: 'FILE',
  needs: ['older', 'key'],
  takes: ['witness', 'quorum', 'handovers'],
  answer(asked) {
    const { suite, door, options } = asked
    const trust = trustOf(asked)
    const keys = followedKeys(asked, trust)
    // The older one may be from before there were witnesses: the log's own signature is what makes it evidence.
    const older = verifyCheckpoint(suite, read(required(options.older, '--older'), door), { log: keys })
    const newest = keys.at(-1) as VerifierKey
    const newer = verifyLogExtension(suite, read(asked.file, door), older, { ...trust, log: newest })
    return (
      `VALID: the ${newer.size} entries of ${newer.origin} begin with the ${older.size} of the older checkpoint.\n` +
      `有效：${newer.origin} 的 ${newer.size} 条以旧检查点的 ${older.size} 条开头，未作改动。\n${rootLine(newer)}`
    )
  },
}

export const logQuestion: Question = {
  operand: 'DIR',
  needs: ['key'],
  takes: ['witness', 'quorum'],
  answer(asked) {
    const { suite, door, file } = asked
    const checkpoint = verifyCheckpoint(suite, read(`${file}/checkpoint`, door), trustOf(asked))
    auditLog(suite, checkpoint, (path) => {
      try {
        return door.readFile(`${file}/${path}`)
      } catch {
        // Absent or unreadable: the audit names it.
        return undefined
      }
    })
    return (
      `VALID: all ${checkpoint.size} entries and all tiles of ${checkpoint.origin} lead to the signed root.\n` +
      `有效：${checkpoint.origin} 的全部 ${checkpoint.size} 条及全部分片均与所签根哈希一致。\n${rootLine(checkpoint)}`
    )
  },
}

/** The key that was given, and with --handovers those after it, the newest last. */
function followedKeys(asked: Asked, { log, ...trust }: ReturnType<typeof trustOf>): VerifierKey[] {
  const { suite, door, options } = asked
  if (options.handovers === undefined) return [log]
  const known = formatVerifierKey(suite, log.name, log.publicKey)
  const { keys } = followKeys(suite, read(options.handovers, door), known, trust)
  return keys.map((key) => parseVerifierKey(suite, key))
}

function rootLine({ root }: Checkpoint): string {
  return describe({ root: encodeBase64(root) })
}
