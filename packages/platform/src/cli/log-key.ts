// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { noteKeyOf } from '../app.ts'
import { systemClock } from '../kernel/clock.ts'
import { refuse } from '../kernel/refusal.ts'
import { openNoteSigner, rotateKey } from '../modules/transparency-log/index.ts'
import type { CliIo } from './command.ts'
import { configOf } from './log-node.ts'

const usage = 'probity log key rotate [--overlap DAYS] [--data DIR] | probity log key list [--data DIR]'
const OVERLAP_DAYS = 30

const states = {
  signing: { zh: '现用', en: 'signing' },
  overlapping: { zh: '双签期', en: 'overlapping' },
  retired: { zh: '已停用', en: 'retired' },
} as const

type Words = { data?: string; overlap?: string }

export async function rotateCommand({ data, overlap }: Words, io: CliIo): Promise<number> {
  const days = overlap === undefined ? OVERLAP_DAYS : /^\d{1,4}$/.test(overlap) ? Number(overlap) : Number.NaN
  if (Number.isNaN(days)) throw refuse('USAGE', { usage })
  const { dataDir } = configOf(data === undefined ? {} : { data }, io)
  const handover = await rotateKey(noteKeyOf(dataDir), systemClock(), days)
  io.stdout.write(
    `第 ${handover.turn} 次密钥交接已声明；至 ${handover.until} 为止，新旧密钥均签署检查点。\n` +
      `运行中的节点随即启用，否则于下次启动时启用。\n` +
      `Hand-over ${handover.turn} is stated; until ${handover.until} both keys sign every checkpoint.\n` +
      `A running node takes it up at once, another at its next start.\n` +
      `${handover.old}\n→ ${handover.new}\n`,
  )
  return 0
}

export async function listCommand({ data, overlap }: Words, io: CliIo): Promise<number> {
  if (overlap !== undefined) throw refuse('USAGE', { usage })
  const { dataDir } = configOf(data === undefined ? {} : { data }, io)
  const signer = await openNoteSigner(noteKeyOf(dataDir), systemClock())
  for (const { verifierKey, state, from, until } of signer.states()) {
    const { zh, en } = states[state]
    io.stdout.write(`${verifierKey}  ${zh} ${en}  ${from ?? '-'} … ${until ?? '-'}\n`)
  }
  return 0
}
