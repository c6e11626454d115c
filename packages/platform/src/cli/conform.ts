// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { type CivilDate, parseCivilDate } from '../kernel/civil-date.ts'
import { systemClock } from '../kernel/clock.ts'
import { refuse } from '../kernel/refusal.ts'
import { type Catalogue, getRecordType, loadCatalogue } from '../modules/catalogue/index.ts'
import { type ConformTotals, conformFile, JudgingPool } from '../modules/collection/index.ts'
import { ownCatalogueFolder } from './catalogue.ts'
import type { CliIo, Command } from './command.ts'
import { type ConformReport, faultsFile, openReport } from './conform-report.ts'

const usage = `probity conform FILE --type T [--profile P] [--furnisher-function F] [--division D] [--today DAY]
                [--demo] [--json] [--out FAULTS.csv] [--folder CATALOGUE]

  Judges a file as a node would, offline: no node, no database, nothing is kept or sent.
  --furnisher-function  what the furnisher is by law, such as tax-authority; left out: the first the type names
  --division            its division (six digits), to test the region of each row; left out: not tested
  --demo                admits drafts and numbers of division 999999
  --json                a line of JSON for each finding, then one with the totals
  --out                 writes every finding to a CSV file

  Exit: 0 clean, 1 faulty or refused, 2 wrong use.`

export const conformCommand: Command = {
  name: 'conform',
  summary: { zh: '离线检查一个报送文件（不连接节点）', en: 'judge a file offline, without a node' },
  usage,
  run,
}

async function run(args: string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      type: { type: 'string' },
      profile: { type: 'string', default: 'default' },
      'furnisher-function': { type: 'string' },
      division: { type: 'string' },
      today: { type: 'string' },
      demo: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      out: { type: 'string' },
      folder: { type: 'string', default: ownCatalogueFolder },
    },
  })
  const [file] = positionals
  const { type, division } = values
  if (!file || positionals.length > 1 || !type) throw refuse('USAGE', { usage })
  if (division !== undefined && !/^\d{6}$/.test(division)) throw refuse('USAGE', { usage })
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) throw refuse('FILE_UNREADABLE', { file })
  const catalogue = await loadCatalogue(values.folder)
  const asked: Asked = {
    file,
    type,
    profile: values.profile,
    functions: [values['furnisher-function'] ?? firstFunction(catalogue, type)],
    // The whole country covers every division: nothing is outside it.
    division: division ?? '100000',
    receivedOn: values.today === undefined ? systemClock().today() : parseCivilDate(values.today),
    demo: values.demo,
  }
  const out = values.out === undefined ? null : await faultsFile(values.out)
  const report = openReport(io, { json: values.json, out, regionTested: division !== undefined })
  const totals = await judge(catalogue, asked, report)
  await report.end(totals)
  return totals.faulty > 0 || totals.refusal !== null ? 1 : 0
}

type Asked = {
  readonly file: string
  readonly type: string
  readonly profile: string
  readonly functions: readonly string[]
  readonly division: string
  readonly receivedOn: CivilDate
  readonly demo: boolean
}

async function judge(catalogue: Catalogue, asked: Asked, report: ConformReport): Promise<ConformTotals> {
  const judges = new JudgingPool(Math.max(1, Math.min(4, availableParallelism() - 1)))
  try {
    const { type, profile, functions, division, receivedOn, demo } = asked
    const findings = conformFile({
      catalogue,
      type,
      profile,
      furnisher: { functions, division },
      demo,
      receivedOn,
      read: () => createReadStream(asked.file, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>,
      judges,
    })
    for (;;) {
      const next = await findings.next()
      if (next.done) return next.value
      await report.tell(next.value)
    }
  } finally {
    await judges.end()
  }
}

function firstFunction(catalogue: Catalogue, type: string): string {
  return getRecordType(catalogue, type).furnishers[0]?.function ?? ''
}
