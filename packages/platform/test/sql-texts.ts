// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { absolute, lineOf, readSourceFiles, type SourceFile, visit } from './source-files.ts'

/** A text of the program that may be SQL, and where it stands. */
export type SqlText = { readonly path: string; readonly line: number; readonly sql: string }

/** Every string and template of a file; what is put into a template stands as `?`. */
export function textsOf({ path, tree }: SourceFile): SqlText[] {
  const texts: SqlText[] = []
  visit(tree, (node) => {
    const sql = textOf(node)
    if (sql !== undefined) texts.push({ path, line: lineOf(tree, node.getStart(tree)), sql })
  })
  return texts
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text
  if (!ts.isTemplateExpression(node)) return undefined
  return node.head.text + node.templateSpans.map((span) => `?${span.literal.text}`).join('')
}

/** What the program sends to the database: no tests. */
export function readSqlOfProgram(): SqlText[] {
  return readSourceFiles()
    .filter(({ path }) => path.startsWith('packages/platform/src/') && !path.endsWith('.test.ts'))
    .flatMap(textsOf)
}

export function readMigrations(): SqlText[] {
  return ['packages/platform/sql', 'packages/platform/sql/keys'].flatMap((folder) =>
    readdirSync(absolute(folder))
      .filter((name) => /^\d{4}_.*\.sql$/.test(name))
      .map((name) => ({
        path: `${folder}/${name}`,
        line: 1,
        sql: readFileSync(absolute(`${folder}/${name}`), 'utf8').replace(/^--.*$/gm, ''),
      })),
  )
}
