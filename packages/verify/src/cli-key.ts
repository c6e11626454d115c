// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Question, read, trustOf } from './cli-door.ts'
import { followKeys } from './follow-keys.ts'
import { formatVerifierKey } from './note-key.ts'

export const keyQuestion: Question = {
  operand: 'FILE',
  needs: ['key'],
  takes: ['witness', 'quorum'],
  answer(asked) {
    const { suite, file, door } = asked
    const { log, ...trust } = trustOf(asked)
    const known = formatVerifierKey(suite, log.name, log.publicKey)
    const { keys, handovers, checkpoint } = followKeys(suite, read(file, door), known, trust)
    if (!checkpoint) {
      return (
        `Nothing to follow: in this file the key of ${log.name} hands over to no other.\n` +
        `无需跟随：文件中 ${log.name} 的该密钥未再交接。\n`
      )
    }
    const steps = handovers.map(
      ({ turn, made, until }) => `  ${turn}: ${made}, both sign until 双签至 ${until}\n`,
    )
    return (
      `VALID: ${log.name} has handed its name on ${handovers.length} time(s); it stands in its log of ` +
      `${checkpoint.size} entries. The key now:\n` +
      `有效：${log.name} 的密钥已交接 ${handovers.length} 次，均载于其日志（共 ${checkpoint.size} 条）。现用密钥：\n` +
      `${keys.at(-1)}\n${steps.join('')}`
    )
  },
}
