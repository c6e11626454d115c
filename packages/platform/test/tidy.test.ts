// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import ts from 'typescript'
import { expect, test } from 'vitest'
import { lineOf, readSourceFiles, type SourceFile, visit } from './source-files.ts'
import { type TidyRule, waivers } from './waivers.ts'

type Breach = { readonly path: string; readonly rule: TidyRule; readonly at: string }

const FUNCTION_LINES_MAX = 70
const FILE_LINES_MAX = 500
const COLUMNS_MAX = 120
const LICENCE =
  /^(#!.*\n)?\/\/ SPDX-License-Identifier: Apache-2\.0\n\/\/ SPDX-FileCopyrightText: The Probity authors\n/
const bannedNames = [
  'common',
  'data',
  'handler',
  'helper',
  'helpers',
  'info',
  'manager',
  'misc',
  'temp',
  'types',
  'util',
  'utils',
]
const CLOCK = 'packages/platform/src/kernel/clock.ts'
const MAY_READ_THE_CLOCK = /^scripts\/|\/bench\//
// A sentence is not broken: whoever looks for it must find it. So a line may be long that is one string and no more.
const ONE_STRING = /^\s*([\w'-]+: )?(['"`])[^\n]*\2[,)]*$/
const UNFINISHED = new RegExp(`${'FIX'}${'ME'}|${'TO'}${'DO'}(?!\\(#\\d+\\))`)

function breachesOf(file: SourceFile): Breach[] {
  const breaches: Breach[] = []
  const report = (rule: TidyRule, at: string) => breaches.push({ path: file.path, rule, at })
  const lines = file.text.split('\n')
  if (lines.length - 1 > FILE_LINES_MAX) report('file-length', `${lines.length - 1} lines`)
  lines.forEach((line, index) => {
    if ([...line].length > COLUMNS_MAX && !ONE_STRING.test(line)) report('columns', `line ${index + 1}`)
    if (UNFINISHED.test(line)) report('unfinished', `line ${index + 1}`)
  })
  if (!LICENCE.test(file.text)) report('licence', 'the first two lines')
  const name = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\..*$/, '')
  if (bannedNames.includes(name) || /[A-Z_]/.test(name)) report('file-name', name)
  visit(file.tree, (node) => judgeNode(file, node, report))
  return breaches
}

function judgeNode(file: SourceFile, node: ts.Node, report: (rule: TidyRule, at: string) => void): void {
  const at = `line ${lineOf(file.tree, node.getStart(file.tree))}`
  if (isFunctionWithBody(node)) {
    const length = lineOf(file.tree, node.end) - lineOf(file.tree, node.getStart(file.tree)) + 1
    if (length > FUNCTION_LINES_MAX) report('function-length', `${at}: ${length} lines`)
  }
  if (isDefaultExport(node)) report('default-export', at)
  if (isOnly(node)) report('only', at)
  const mayReadTheClock = file.path === CLOCK || MAY_READ_THE_CLOCK.test(file.path)
  if (!mayReadTheClock && readsTheClock(node)) report('clock', at)
}

function isFunctionWithBody(node: ts.Node): boolean {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined && !isChapterOfTests(node)
}

/** What `describe` is given is a heading over tests, each of which is measured by itself. */
function isChapterOfTests(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && isNamed(node.parent.expression, 'describe')
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true
  if (ts.isExportSpecifier(node)) return node.name.text === 'default'
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(isDefaultKeyword)
}

function isDefaultKeyword(modifier: ts.Modifier): boolean {
  return modifier.kind === ts.SyntaxKind.DefaultKeyword
}

function isOnly(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && node.name.text === 'only' && ts.isCallExpression(node.parent)
}

function readsTheClock(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) {
    return isNamed(node.expression, 'Date') && (node.arguments ?? []).length === 0
  }
  return ts.isPropertyAccessExpression(node) && node.name.text === 'now' && isNamed(node.expression, 'Date')
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name
}

function sourceOf(path: string, text: string): SourceFile {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) }
}

const licence = '// SPDX-License-Identifier: Apache-2.0\n// SPDX-FileCopyrightText: The Probity authors\n'
const breaches = readSourceFiles().flatMap(breachesOf)
const isWaived = (breach: Breach) =>
  waivers.some(({ path, rule }) => path === breach.path && rule === breach.rule)

test('every file of the house is tidy, or its waiver says why not', () => {
  const open = breaches.filter((breach) => !isWaived(breach))
  expect(open.map(({ path, rule, at }) => `${path}: ${rule}, ${at}`)).toEqual([])
})

test('no waiver is stale, and each has a reason and a day', () => {
  for (const waiver of waivers) {
    const needed = breaches.some(({ path, rule }) => path === waiver.path && rule === waiver.rule)
    expect(needed, `${waiver.path}: ${waiver.rule} is waived without need`).toBe(true)
    expect(waiver.reason.length, 'a reason is a sentence').toBeGreaterThan(20)
    expect(waiver.on).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  }
})

test.each<[TidyRule, string, string]>([
  ['function-length', 'a.ts', `${licence}const f = () => {\n${'f()\n'.repeat(70)}}\n`],
  ['file-length', 'a.ts', licence + 'f()\n'.repeat(500)],
  ['columns', 'a.ts', `${licence}const sum = ${'1 + '.repeat(40)}1\n`],
  ['unfinished', 'a.ts', `${licence}// ${'FIX'}${'ME'} later\n`],
  ['unfinished', 'a.ts', `${licence}// ${'TO'}${'DO'} later\n`],
  ['only', 'a.test.ts', `${licence}test['only'](1)\ntest.only('a', f)\n`],
  ['licence', 'a.ts', 'export const a = 1\n'],
  ['clock', 'a.ts', `${licence}const at = new Date()\n`],
  ['clock', 'a.ts', `${licence}const at = Date.now()\n`],
  ['clock', 'a.ts', `${licence}const read = Date.now\n`],
  ['file-name', 'a/utils.ts', licence],
  ['file-name', 'a/FileName.ts', licence],
  ['default-export', 'a.ts', `${licence}export default 1\n`],
  ['default-export', 'a.ts', `${licence}const a = 1\nexport { a as default }\n`],
  ['default-export', 'a.ts', `${licence}export default function f() {}\n`],
])('tidy sees a breach of %s', (rule, path, text) => {
  expect(breachesOf(sourceOf(path, text)).map((breach) => breach.rule)).toEqual([rule])
})

test('tidy lets pass what only looks like a breach', () => {
  const chapter = `${licence}describe('a', () => {\n${"test('b', f)\n".repeat(80)}})\n`
  expect(breachesOf(sourceOf('a.test.ts', chapter))).toEqual([])
  const text = `${licence}const sentence =\n  '${'word '.repeat(40)}'\nconst day = new Date(0)\nonly(rows)\n`
  expect(breachesOf(sourceOf('a.ts', text))).toEqual([])
})
