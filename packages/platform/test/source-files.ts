// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** One file of the house as the house tests see it; `path` is relative to the repository, with slashes. */
export type SourceFile = { readonly path: string; readonly text: string; readonly tree: ts.SourceFile }

const root = fileURLToPath(new URL('../../../', import.meta.url))
// What .gitignore leaves out. Git itself is not asked: the tests run where only Node is installed.
const ignored = new Set(['node_modules', 'dist', 'var', 'coverage', '__generated__'])
const SOURCE = /\.(ts|tsx|js|mjs)$/

function* walk(folder: string): Generator<string> {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (ignored.has(entry.name)) continue
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) yield* walk(path)
    else if (SOURCE.test(entry.name)) yield path
  }
}

function foldersOfTheHouse(): string[] {
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`)
  const inPackages = packages.flatMap((name) =>
    ['src', 'test', 'tests', 'bin'].map((part) => `${name}/${part}`),
  )
  return [...inPackages, 'scripts', 'tests'].filter((folder) => isFolder(folder))
}

function isFolder(folder: string): boolean {
  try {
    readdirSync(join(root, folder))
    return true
  } catch {
    // Absent is an answer here: not every package has every folder.
    return false
  }
}

export function readSourceFiles(): SourceFile[] {
  return foldersOfTheHouse()
    .flatMap((folder) => [...walk(folder)])
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) }
    })
}

export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node)
  ts.forEachChild(node, (child) => visit(child, see))
}

/** The line, counted from 1, on which a node begins. */
export function lineOf(tree: ts.SourceFile, position: number): number {
  return tree.getLineAndCharacterOfPosition(position).line + 1
}

export function absolute(path: string): string {
  return join(root, path)
}
