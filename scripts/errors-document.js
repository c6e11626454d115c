// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** Where the tables stand: a file of the house that ends so exports nothing but tables of codes. */
export const tableFile = /-(refusals|faults|messages)\.(ts|js)$/

const head = `# 代码与提示 · Codes and what they say

Made by \`node scripts/write-errors.js\` from the tables in the code; do not edit. A test compares the two. To renew it
after a change of a table: \`npm run build && node scripts/write-errors.js\`.

A code never changes its meaning. \`{name}\` stands for a fact of the case. What HTTP status a refusal has: see
[http-status.md](http-status.md).
`

/**
 * The document from all tables of the house.
 * @param {{ path: string, exported: Record<string, unknown> }[]} files module files, path relative to the repository
 */
export function errorsDocument(files) {
  const tables = files
    .flatMap(({ path, exported }) => tablesOf(path, exported))
    .sort((a, b) => Object.keys(a.table).length - Object.keys(b.table).length || (a.path < b.path ? -1 : 1))
  // A table that is spread into a larger one keeps its codes: the smallest that has a code owns it.
  const seen = new Set()
  const sections = tables.map(({ path, table }) => {
    const own = Object.entries(table).filter(([code]) => !seen.has(code))
    for (const [code] of own) seen.add(code)
    return { path, own }
  })
  const shown = sections
    .filter(({ own }) => own.length > 0)
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(sectionText)
  return `${head}\n${shown.join('\n')}`
}

function tablesOf(path, exported) {
  return Object.values(exported)
    .filter(isTable)
    .map((table) => ({ path: path.replace(/\.js$/, '.ts').replace('/dist/', '/src/'), table }))
}

/** The tables of the platform hold `says` and `hint`, those of `verify` the sentence alone. */
function isTable(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const entries = Object.values(value)
  return entries.length > 0 && entries.every((entry) => typeof sentenceOf(entry)?.zh === 'string')
}

function sentenceOf(entry) {
  return entry?.says ?? entry
}

function sectionText({ path, own }) {
  const rows = own.map(([code, entry]) => {
    const says = sentenceOf(entry)
    return `| \`${code}\` | ${bothOf(says)} | ${entry.hint ? bothOf(entry.hint) : ''} |`
  })
  return `## ${path}\n\n| code 代码 | says 说明 | hint 提示 |\n| --- | --- | --- |\n${rows.join('\n')}\n`
}

function bothOf({ zh, en }) {
  return `${cell(zh)}<br>${cell(en)}`
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ')
}
