// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { BenchSubject } from './bench-data.ts'
import { benchSubject } from './bench-data.ts'
import type { BenchNode } from './bench-node.ts'
import type { BenchResult } from './bench-result.ts'

/** Files as large as may come, in each format, and one of which every row is faulty. */
export const volumes = ['csv-million', 'jsonl-million', 'xlsx-full', 'faults-two-million'] as const
type Volume = (typeof volumes)[number]

const rowsOf: Readonly<Record<Volume, number>> = {
  'csv-million': 1_000_000,
  'jsonl-million': 1_000_000,
  'xlsx-full': 100_000,
  'faults-two-million': 2_000_000,
}

/** From the open door to the signed receipt, made while it is sent; and the most memory the node had. */
export async function benchVolume(bench: BenchNode, volume: Volume): Promise<BenchResult[]> {
  const registry = await bench.furnisher('bench-registry', 'registration-authority')
  const rows = rowsOf[volume]
  const from = performance.now()
  const { batch, kept } = await bench.submit(registry, 'cn.registration', fileOf(volume, rows))
  const seconds = (performance.now() - from) / 1000
  const peakMiB = process.resourceUsage().maxRSS / 1024
  const faulty = volume === 'faults-two-million' ? rows : 0
  if (batch.rows !== rows || batch.faulty !== faulty) throw new Error('every row is accounted for')
  return [
    { name: volume, value: rows / seconds, unit: 'rows/s' },
    { name: `${volume}: faulty rows kept in detail`, value: kept.faults, unit: 'rows' },
    {
      name: `${volume}: node memory, peak`,
      value: peakMiB,
      unit: 'MiB',
      limit: { name: 'allowed', value: 512 },
    },
  ]
}

function fileOf(volume: Volume, rows: number): AsyncIterable<Uint8Array> {
  switch (volume) {
    case 'csv-million':
      return inPieces(rows, 'uscc,name,registered_on\n', ({ uscc, name }) => `${uscc},${name},2020-03-01\n`)
    case 'jsonl-million':
      return inPieces(
        rows,
        '',
        ({ uscc, name }) => `{"uscc":"${uscc}","name":"${name}","registered_on":"2020-03-01"}\n`,
      )
    case 'faults-two-million':
      return inPieces(rows, 'uscc,name,registered_on\n', ({ name }) => `1,${name},2019-02-30\n`)
    case 'xlsx-full':
      return workbook(rows)
  }
}

async function* inPieces(
  rows: number,
  head: string,
  line: (subject: BenchSubject) => string,
): AsyncGenerator<Buffer> {
  let piece = head
  for (let i = 0; i < rows; i++) {
    piece += line(benchSubject(i))
    if (piece.length < 65_536) continue
    yield Buffer.from(piece)
    piece = ''
  }
  yield Buffer.from(piece)
}

function workbook(rows: number): AsyncIterable<Uint8Array> {
  const zip = new ZipFile()
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const relation = (type: string, target: string): string =>
    `<Relationships><Relationship Id="r" Type="${office}/${type}" Target="${target}"/></Relationships>`
  zip.addBuffer(Buffer.from(relation('officeDocument', 'workbook.xml')), '_rels/.rels')
  zip.addBuffer(Buffer.from(relation('worksheet', 'sheet.xml')), '_rels/workbook.xml.rels')
  zip.addBuffer(Buffer.from('<workbook><sheets><sheet name="a" id="r"/></sheets></workbook>'), 'workbook.xml')
  const text = (content: string): string => `<c t="inlineStr"><is><t>${content}</t></is></c>`
  const row = (...cells: string[]): string => `<row>${cells.map(text).join('')}</row>`
  const sheet = inPieces(
    rows,
    `<worksheet><sheetData>${row('uscc', 'name', 'registered_on')}`,
    ({ uscc, name }) => row(uscc, name, '2020-03-01'),
  )
  const whole = (async function* () {
    yield* sheet
    yield Buffer.from('</sheetData></worksheet>')
  })()
  zip.addReadStream(Readable.from(whole), 'sheet.xml')
  zip.end()
  return zip.outputStream as unknown as AsyncIterable<Uint8Array>
}
