// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { posix } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { computedImports, entrances, levels, verifyOnNode, wiring } from './levels.ts'
import { lineOf, readSourceFiles, type SourceFile, visit } from './source-files.ts'

/** One import: `target` is a path in the repository when the specifier is relative, else the specifier. */
type Edge = { readonly file: string; readonly at: string; readonly target: string }

const PLATFORM = 'packages/platform/src/'
const isTest = (path: string) => /\.test\.tsx?$/.test(path)

function specifierOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return node.argument.literal as ts.Expression
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return node.arguments[0]
  return undefined
}

function edgesOf({ path, tree }: SourceFile): Edge[] {
  const edges: Edge[] = []
  visit(tree, (node) => {
    const specifier = specifierOf(node)
    if (specifier === undefined) return
    const at = `${path}:${lineOf(tree, node.getStart(tree))}`
    const text = ts.isStringLiteralLike(specifier) ? specifier.text : '(computed)'
    const target = text.startsWith('.') ? posix.join(posix.dirname(path), text) : text
    edges.push({ file: path, at, target })
  })
  return edges
}

/** The room of a file of the platform: a module's name, or the first folder or file below `src/`. */
function roomOf(path: string): string {
  const [first = '', second = ''] = path.slice(PLATFORM.length).split('/')
  return first === 'modules' ? second : first.replace(/\.ts$/, '')
}

function levelFault(edge: Edge): string | undefined {
  const [from, to] = [roomOf(edge.file), roomOf(edge.target)]
  if (from === to) return undefined
  const [fromLevel, toLevel] = [levels[from], levels[to]]
  if (fromLevel === undefined) return `${edge.at}: ${from} has no level`
  if (toLevel === undefined) return `${edge.at}: ${to} has no level`
  const backDoor =
    edge.target.startsWith(`${PLATFORM}modules/`) && !/^[^/]+\/index\.ts$/.test(insideModules(edge.target))
  if (backDoor) return `${edge.at}: ${edge.target} is not the door of ${to}`
  // A test arranges its world with whatever acts it needs; the doors hold for it too.
  if (isTest(edge.file) || from === wiring) return undefined
  if (entrances.some((entrance) => entrance.from === from && entrance.to === to)) return undefined
  return toLevel < fromLevel ? undefined : `${edge.at}: ${from} (${fromLevel}) imports ${to} (${toLevel})`
}

function insideModules(path: string): string {
  return path.slice(`${PLATFORM}modules/`.length)
}

function platformFault(edge: Edge): string | undefined {
  if (edge.target.startsWith(PLATFORM)) return levelFault(edge)
  if (edge.target === '(computed)' && computedImports.includes(edge.file)) return undefined
  if (edge.target === '(computed)') return `${edge.at}: a computed import cannot be checked`
  const leaves = edge.target.startsWith('packages/') || edge.target.startsWith('..')
  const helper = isTest(edge.file) && edge.target.startsWith('packages/platform/test/')
  if (leaves && !helper) return `${edge.at}: ${edge.target} lies outside the source of the package`
  return /^@probity\/(?!verify$)/.test(edge.target) ? `${edge.at}: ${edge.target}` : undefined
}

function verifyFault(edge: Edge): string | undefined {
  if (edge.target.startsWith('packages/verify/')) return undefined
  const mayTouchNode =
    isTest(edge.file) || verifyOnNode.some((name) => edge.file === `packages/verify/src/${name}`)
  if (mayTouchNode && edge.target.startsWith('node:')) return undefined
  if (isTest(edge.file) && ['vitest', 'fast-check'].includes(edge.target)) return undefined
  return `${edge.at}: verify depends on nothing, not on ${edge.target}`
}

function portalFault(edge: Edge): string | undefined {
  const foreign =
    /^(packages\/(?!portal\/)|\.\.)/.test(edge.target) || edge.target.startsWith('@probity/platform')
  return foreign
    ? `${edge.at}: the portal knows the platform by its OpenAPI only, not by ${edge.target}`
    : undefined
}

function judge(edge: Edge): string | undefined {
  if (edge.file.startsWith(PLATFORM)) return platformFault(edge)
  if (edge.file.startsWith('packages/verify/src/')) return verifyFault(edge)
  if (edge.file.startsWith('packages/portal/src/')) return portalFault(edge)
  return undefined
}

const faultsOf = (path: string, text: string): string[] =>
  edgesOf({ path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) })
    .map(judge)
    .filter((fault) => fault !== undefined)

const files = readSourceFiles()

test('imports go down the levels only, and by the front door', () => {
  const edges = files.flatMap(edgesOf)
  expect(edges.filter((edge) => edge.file.startsWith(PLATFORM)).length).toBeGreaterThan(50)
  expect(edges.map(judge).filter((fault) => fault !== undefined)).toEqual([])
})

test('every room of the platform has a level', () => {
  const rooms = new Set(files.filter(({ path }) => path.startsWith(PLATFORM)).map(({ path }) => roomOf(path)))
  expect([...rooms].filter((room) => levels[room] === undefined)).toEqual([])
})

test.each([
  ['upward', `${PLATFORM}modules/subjects/a.ts`, "import { a } from '../records/index.ts'"],
  ['sideways', `${PLATFORM}modules/lists/a.ts`, "import { a } from '../measures/index.ts'"],
  ['by a type', `${PLATFORM}modules/lists/a.ts`, "import type { A } from '../rights/index.ts'"],
  ['by a type expression', `${PLATFORM}modules/lists/a.ts`, "type A = import('../rights/index.ts').A"],
  ['by re-export', `${PLATFORM}modules/lists/a.ts`, "export { a } from '../rights/index.ts'"],
  ['while running', `${PLATFORM}modules/lists/a.ts`, "await import('../rights/index.ts')"],
  ['by a computed name', `${PLATFORM}modules/lists/a.ts`, 'await import(name)'],
  ['by the back door', `${PLATFORM}modules/rights/a.ts`, "import { a } from '../records/record-store.ts'"],
  [
    'by the back door of a test',
    `${PLATFORM}modules/rights/a.test.ts`,
    "import { a } from '../records/b.ts'",
  ],
  ['out of the kernel', `${PLATFORM}kernel/a.ts`, "import { a } from '../modules/files/index.ts'"],
  ['into a room without level', `${PLATFORM}cli/a.ts`, "import { a } from '../modules/drawer/index.ts'"],
  ['of the application by http', `${PLATFORM}http/a.ts`, "import { a } from '../app.ts'"],
  ['of verify by its files', `${PLATFORM}cli/a.ts`, "import { a } from '../../../verify/src/hex.ts'"],
  ['of the portal by the platform', `${PLATFORM}cli/a.ts`, "import { a } from '@probity/portal'"],
  ['of a library by verify', 'packages/verify/src/a.ts', "import { a } from 'pino'"],
  ['of the machine by pure verify', 'packages/verify/src/a.ts', "import { a } from 'node:crypto'"],
  ['of the platform by verify', 'packages/verify/src/a.ts', "import { a } from '../../platform/src/app.ts'"],
  ['of the platform by the portal', 'packages/portal/src/a.tsx', "import { a } from '@probity/platform'"],
  ['of the platform by path', 'packages/portal/src/a.tsx', "import { a } from '../../platform/src/app.ts'"],
])('an import %s is refused', (_how, path, text) => {
  expect(faultsOf(path, text)).toHaveLength(1)
})

test.each([
  ['downward', `${PLATFORM}modules/records/a.ts`, "import { a } from '../subjects/index.ts'"],
  ['inside a room', `${PLATFORM}modules/records/a.ts`, "import { a } from './record-store.ts'"],
  ['of a kernel file', `${PLATFORM}modules/records/a.ts`, "import { a } from '../../kernel/db/tick.ts'"],
  ['of verify', `${PLATFORM}modules/records/a.ts`, "import { a } from '@probity/verify'"],
  ['by the wiring', `${PLATFORM}app.ts`, "import { a } from './demo/examples.ts'"],
  ['of the wiring by the command line', `${PLATFORM}cli/start.ts`, "import { a } from '../app.ts'"],
  [
    'of the machine by the platform suite',
    'packages/verify/src/platform-suite.ts',
    "import { a } from 'node:crypto'",
  ],
])('an import %s is allowed', (_how, path, text) => {
  expect(faultsOf(path, text)).toEqual([])
})
