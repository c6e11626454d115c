// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { type DescribedType, describeRules, loadCatalogue } from '../src/modules/catalogue/index.ts'
import { faultMessages } from '../src/modules/collection/index.ts'
import { absolute, readSourceFiles } from './source-files.ts'

const VERIFY_TABLE = 'packages/verify/src/verification-error.ts'
const RENEW = 'renew it with: npm run build && node scripts/write-errors.js'

type Loaded = { readonly path: string; readonly exported: Record<string, unknown> }
type DocumentMaker = {
  readonly tableFile: RegExp
  errorsDocument(files: readonly Loaded[], types?: readonly DescribedType[]): string
}

async function load<T>(path: string): Promise<T> {
  return (await import(pathToFileURL(absolute(path)).href)) as T
}

/** A code opens its row of the document. */
function codesOf(text: string): string[] {
  return [...text.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, code]) => code ?? '').sort()
}

/** A formatter may align the columns of a table: that changes no word. */
function wordsOf(text: string): string {
  return text.replace(/ +\|/g, ' |').replace(/\| +/g, '| ').replace(/-{3,}/g, '---')
}

const { errorsDocument, tableFile } = await load<DocumentMaker>('scripts/errors-document.js')
const files: Loaded[] = []
for (const { path } of readSourceFiles()) {
  if (/\/src\//.test(path) && (tableFile.test(path) || path === VERIFY_TABLE))
    files.push({ path, exported: await load<Record<string, unknown>>(path) })
}
const catalogue = await loadCatalogue(absolute('catalogue/cn'))
const types = describeRules(catalogue)
const fromCode = errorsDocument(files, types)
const document = readFileSync(absolute('docs/errors.md'), 'utf8')

test('every code of the program stands in docs/errors.md', () => {
  const written = new Set(codesOf(document))
  expect(codesOf(fromCode).length).toBeGreaterThan(100)
  expect(
    codesOf(fromCode).filter((code) => !written.has(code)),
    RENEW,
  ).toEqual([])
})

test('docs/errors.md holds no code that the program lacks', () => {
  const known = new Set(codesOf(fromCode))
  expect(
    codesOf(document).filter((code) => !known.has(code)),
    RENEW,
  ).toEqual([])
})

test('docs/errors.md says what the program says, word for word', () => {
  expect(wordsOf(document) === wordsOf(fromCode), RENEW).toBe(true)
})

test('a code stands in one place of the document only', () => {
  const codes = codesOf(fromCode)
  expect(new Set(codes).size).toBe(codes.length)
})

test('the document shows both languages, with the hint where there is one', () => {
  const table = { A_B: { says: { zh: '不行', en: 'No | no' }, hint: { zh: '试试', en: 'Try <b>' } } }
  const text = errorsDocument([{ path: 'packages/platform/src/a-refusals.ts', exported: { table } }])
  expect(text).toContain('| `A_B` | 不行<br>No \\| no | 试试<br>Try &lt;b> |')
})

/** A rule opens its row of the document in bold. */
function rulesOf(text: string): string[] {
  return [...text.matchAll(/^\| \*\*([^*]+)\*\* +\|/gm)].map(([, rule]) => rule ?? '').sort()
}

test('every numbered rule of the catalogue stands in docs/errors.md, and no other', () => {
  const numbered = types.flatMap((type) => type.rules.map((one) => one.rule)).sort()
  expect(numbered.length).toBeGreaterThan(100)
  expect(rulesOf(document), RENEW).toEqual(numbered)
})

test('every rule names codes that have words, so a furnisher always reads what to do', () => {
  const known = new Set(Object.keys(faultMessages))
  const named = types.flatMap((type) => type.rules.flatMap((one) => one.codes))
  expect(named.filter((code) => code !== 'ID-…' && !known.has(code))).toEqual([])
})

/** Codes that no test names yet; the list may only shrink. */
const unprovoked: readonly string[] = []

test('every code of a faulty row is named by a test that provokes it', () => {
  const tests = readSourceFiles()
    .filter(({ path }) => path.endsWith('.test.ts') && !path.endsWith('/errors-doc.test.ts'))
    .map(({ text }) => text)
  const silent = Object.keys(faultMessages).filter(
    (code) => !tests.some((text) => new RegExp(`['" ]${code}['" ]`).test(text)),
  )
  expect(silent.sort()).toEqual([...unprovoked].sort())
})
