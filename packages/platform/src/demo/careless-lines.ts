// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays } from '../kernel/civil-date.ts'
import { type DemoBatch, demoBatch, encodeUtf8 } from './demo-batch.ts'
import type { DemoWorld } from './demo-world.ts'
import { encodeGb18030 } from './encode-gb18030.ts'
import { type DemoParticipant, getDemoParticipant } from './participants.ts'
import { inventPenalties } from './penalties.ts'
import { aboutPenalties, penaltyCells, penaltyHeadings } from './penalty-batches.ts'
import { seededChance } from './seeded-chance.ts'
import { csvLine } from './write-csv.ts'
import { jsonLine } from './write-table.ts'

const TEXT_DAYS_AGO = 25
const JSON_DAYS_AGO = 15
const ROWS = 20

function tidyCells(world: DemoWorld, body: DemoParticipant, daysAgo: number): string[][] {
  const companies = world.organisations.filter(({ kind }) => kind === 'company')
  const chance = seededChance(`careless lines ${body.code}`)
  return inventPenalties(body, ROWS, companies, addDays(world.day, -daysAgo - 5), chance).map((one) =>
    // On one line each, so that what is broken is broken by the slip alone.
    penaltyCells(body, one).map((cell) => cell.replaceAll('\n', '')),
  )
}

/** A text file put together from two systems: rows cut and glued, two encodings, stray signs, a row twice. */
export function carelessLines(world: DemoWorld): DemoBatch {
  const body = { ...getDemoParticipant('demo-labour'), mark: '演人社补' }
  const lines = tidyCells(world, body, TEXT_DAYS_AGO).map(csvLine)
  const spoilt = lines.map((line, at) => {
    if (at === 3) return encodeUtf8(line.split(',').slice(0, 9).join(','))
    if (at === 5) return encodeUtf8(`${line},${line}`)
    if (at === 7) return encodeGb18030(line)
    if (at === 9) return encodeUtf8(line.replace('演示市', '演示\u0007市'))
    if (at === 11) return encodeUtf8(line.replace(/^[^,]*/, '"$&"公司'))
    return encodeUtf8(line)
  })
  const all = [encodeUtf8(csvLine(penaltyHeadings)), ...spoilt, encodeUtf8(lines[0] ?? '')]
  return demoBatch({
    ...aboutPenalties(body),
    key: 'careless-lines',
    title: {
      zh: `${body.name.zh}：两个系统拼成的文件（有差错）`,
      en: `${body.name.en}: a file glued from two systems`,
    },
    daysAgo: TEXT_DAYS_AGO,
    careless: true,
    content: Buffer.concat(all.flatMap((line) => [line, Buffer.from('\r\n')])),
  })
}

/** What a program sends that was written in a week. */
export function carelessJson(world: DemoWorld): DemoBatch {
  const body = { ...getDemoParticipant('demo-customs'), mark: '演关补' }
  const lines = tidyCells(world, body, JSON_DAYS_AGO).map((cells) => jsonLine(penaltyHeadings, cells))
  const spoilt = lines.map((line, at) => {
    if (at === 2) return line.slice(0, -20)
    if (at === 4) return `[${line}]`
    if (at === 6) return line.replace('{', '{"行政相对人名称":"演示市重复键有限公司",')
    if (at === 8) return line.replace(/"处罚内容":"[^"]*"/, '"处罚内容":{"text":"罚款"}')
    if (at === 10) return line.replace('{', '{"法定代表人证件号码":999999198001010001,')
    if (at === 12) return line.replace('{', '{"系统内部状态":"3",')
    return line
  })
  return demoBatch({
    ...aboutPenalties(body),
    key: 'careless-json',
    title: {
      zh: `${body.name.zh}：接口推送（有差错）`,
      en: `${body.name.en}: pushed by a program, with faults`,
    },
    daysAgo: JSON_DAYS_AGO,
    door: 'push',
    careless: true,
    content: encodeUtf8(spoilt.map((line) => `${line}\n`).join('')),
  })
}
