// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import cliProgress from 'cli-progress'
import type { Bilingual } from '../kernel/messages.ts'
import type { BatchAnswer } from './batch-report.ts'
import type { CliIo } from './command.ts'

export type Progress = {
  /** Bytes of the file that the node has acknowledged, where it goes in parts. */
  sent(bytes: number): void
  show(batch: BatchAnswer): void
  end(): void
}

const stages: Readonly<Record<string, string>> = {
  received: '已接收 received',
  judging: '核验 judging',
  merging: '入库 merging',
  completed: '完成 completed',
  refused: '未接收 refused',
  stuck: '搁置，待运营者处理 stuck, waits for the operator',
}

/** A bar on a terminal; in a pipe one plain line a stage. */
export function openProgress(io: CliIo, bytes: number): Progress {
  if (!io.isTty) return openLines(io, bytes)
  const bar = openBar(io, ' {bar} {percentage}% | {stage} | {value}/{total}')
  bar.start(1, 0, { stage: stages.received })
  return {
    sent: (sent) => {
      bar.setTotal(Math.max(1, bytes))
      bar.update(sent, { stage: '上传 sending' })
    },
    show: (batch) => {
      const done = mergedRows(batch)
      bar.setTotal(Math.max(1, batch.counts.rows ?? 1))
      bar.update(done, { stage: stages[batch.state] ?? batch.state })
    },
    end: () => bar.stop(),
  }
}

function openLines(io: CliIo, bytes: number): Progress {
  let last = ''
  return {
    sent: (sent) => io.stderr.write(`上传 sending ${sent}/${bytes}\n`),
    show: ({ state }) => {
      if (state !== last) io.stderr.write(`${stages[state] ?? state}\n`)
      last = state
    },
    end: () => undefined,
  }
}

function mergedRows({ counts }: BatchAnswer): number {
  return counts.accepted + counts.corrected + counts.unchanged + counts.withdrawn + (counts.faulty ?? 0)
}

export type WorldProgress = {
  tell(done: number, total: number, title: Bilingual): void
  end(): void
}

/** How far the demo world is: a bar on a terminal, in a pipe a line for each file that was sent. */
export function openWorldProgress(io: CliIo): WorldProgress {
  if (!io.isTty) {
    const write = (done: number, total: number, title: Bilingual): void =>
      void io.stdout.write(`  ${done}/${total}  ${title.zh} / ${title.en}\n`)
    return { tell: write, end: () => undefined }
  }
  const bar = openBar(io, ' {bar} {value}/{total} | {title}', 24)
  bar.start(1, 0, { title: '' })
  return {
    tell: (done, total, title) => {
      bar.setTotal(total)
      bar.update(done, { title: `${title.zh} / ${title.en}` })
    },
    end: () => bar.stop(),
  }
}

/** What does not fit on the line is cut off, so that the bar stays one line. */
function openBar(io: CliIo, format: string, barsize = 40): cliProgress.SingleBar {
  const options = {
    format,
    barsize,
    hideCursor: true,
    linewrap: false,
    stream: io.stderr as NodeJS.WriteStream,
  }
  return new cliProgress.SingleBar(options, cliProgress.Presets.shades_classic)
}
