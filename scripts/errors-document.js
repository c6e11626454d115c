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
 * @param {{ code: string, title: { zh: string, en: string }, status: string, rules: object[] }[]} types record types
 *   with their numbered rules, as the catalogue lists them
 */
export function errorsDocument(files, types = []) {
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
  return `${head}\n${shown.join('\n')}${rulesChapter(types)}`
}

const rulesHead = `
# 各类信息的质量规则 · Quality rules of each record type

From the catalogue. A rule has one number for ever: prefix of the type, family, count. Families: FRM 格式 form · CMP
完整性 completeness · REF 引用 reference · CNS 一致性 consistency · DUP 文件内重复 duplicates inside the file · STO
与已存记录 against what is stored · RGN 辖区 region · PRS 个人 persons · PRH 禁止采集 prohibited content. A fault refuses
the row; a note does not. What each code says stands above; \`ID-…\` stands for every code of numbers.
`

function rulesChapter(types) {
  if (types.length === 0) return ''
  return rulesHead + types.map(typeText).join('')
}

function typeText({ code, title, status, rules }) {
  const rows = rules.map(({ rule, weight, field, fieldTitle, says, example, codes }) => {
    const place = field === null ? '' : `\`${field}\`<br>${cell(fieldTitle.zh)}<br>${cell(fieldTitle.en)}`
    const named = codes.map((one) => `\`${one}\``).join(' ')
    const cells = [`**${rule}**`, weightTitles[weight], place, says ? bothOf(says) : '', named]
    return `| ${cells.join(' | ')} | ${cell(example ?? '')} |`
  })
  return (
    `\n## ${code} ${title.zh} · ${title.en}${status === 'draft' ? '（草案 draft）' : ''}\n\n` +
    '| rule 规则 | weight 轻重 | field 字段 | asks 要求 | codes 代码 | breach 反例 |\n| --- | --- | --- | --- | --- | --- |\n' +
    `${rows.join('\n')}\n`
  )
}

const weightTitles = { fault: '差错 fault', note: '提示 note' }

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
