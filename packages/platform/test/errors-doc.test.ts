// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { absolute, readSourceFiles } from './source-files.ts'

const VERIFY_TABLE = 'packages/verify/src/verification-error.ts'
const RENEW = 'renew it with: npm run build && node scripts/write-errors.js'

type Loaded = { readonly path: string; readonly exported: Record<string, unknown> }
type DocumentMaker = {
  readonly tableFile: RegExp
  errorsDocument(files: readonly Loaded[]): string
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
const fromCode = errorsDocument(files)
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
