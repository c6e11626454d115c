// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'
import type { Message, MessageTable } from '../src/kernel/messages.ts'
import { absolute, lineOf, readSourceFiles, type SourceFile, visit } from './source-files.ts'

const SOURCE = 'packages/platform/src/'
const TABLE_FILE = /-(refusals|faults|messages)\.ts$/
const sources = readSourceFiles().filter(({ path }) => path.startsWith(SOURCE) && !/\.test\.ts$/.test(path))

type Thrown = { readonly code: string; readonly at: string }
type Listed = { readonly code: string; readonly message: Message; readonly table: string }

/** Codes written out where a refusal is made; a code that comes in a variable is checked where it is written. */
function codesThrownIn({ path, tree }: SourceFile): Thrown[] {
  const codes: Thrown[] = []
  visit(tree, (node) => {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return
    const { expression, arguments: given } = node
    const [code] = given ?? []
    if (!code || !ts.isIdentifier(expression) || !['refuse', 'Refusal'].includes(expression.text)) return
    const at = `${path}:${lineOf(tree, node.getStart(tree))}`
    for (const text of literalsOf(code)) codes.push({ code: text, at })
  })
  return codes
}

function literalsOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression)
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)]
  if (ts.isBinaryExpression(node)) return [...literalsOf(node.left), ...literalsOf(node.right)]
  return []
}

function isMessageTable(value: unknown): value is MessageTable {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const messages = Object.values(value)
  return (
    messages.length > 0 &&
    messages.every((message) => typeof message === 'object' && message && 'says' in message)
  )
}

async function listMessages(): Promise<Listed[]> {
  const listed: Listed[] = []
  for (const { path } of sources.filter((file) => TABLE_FILE.test(file.path))) {
    const exported = (await import(pathToFileURL(absolute(path)).href)) as Record<string, unknown>
    const tables = Object.entries(exported).filter(([, value]) => isMessageTable(value))
    expect(tables.length, `${path} exports a table of messages`).toBeGreaterThan(0)
    for (const [name, table] of tables) {
      const entries = Object.entries(table as MessageTable)
      listed.push(...entries.map(([code, message]) => ({ code, message, table: `${path} ${name}` })))
    }
  }
  return listed
}

/** A fact that is itself words comes once a language, `{zh}` and `{en}` or `{whyZh}` and `{whyEn}`: one name here. */
function placeholders(sentence: string): string[] {
  const names = (sentence.match(/\{\w+\}/g) ?? []).map((name) =>
    name.replace(/(?:(^\{)(zh|en)|(Zh|En))\}$/, '$1*}'),
  )
  return [...new Set(names)].sort()
}
const listed = await listMessages()
const thrown = sources.flatMap(codesThrownIn)

test('every code that is refused with has its sentence in a table', () => {
  expect(thrown.length).toBeGreaterThan(10)
  const known = new Set(listed.map(({ code }) => code))
  expect(thrown.filter(({ code }) => !known.has(code)).map(({ code, at }) => `${at}: ${code}`)).toEqual([])
})

test('every sentence and every hint speaks both languages', () => {
  for (const { code, message, table } of listed) {
    for (const sentence of [message.says, ...(message.hint ? [message.hint] : [])]) {
      expect(sentence.zh, `${table}: ${code} in Chinese`).toMatch(/\p{Script=Han}/u)
      expect(sentence.en.trim(), `${table}: ${code} in English`).toMatch(/^\S.*[a-z]/s)
    }
  }
})

test('the facts that a sentence names are the same in both languages', () => {
  for (const { code, message, table } of listed) {
    for (const sentence of [message.says, ...(message.hint ? [message.hint] : [])]) {
      expect(placeholders(sentence.en), `${table}: ${code}`).toEqual(placeholders(sentence.zh))
    }
  }
})

test('a code says the same in every table that has it', () => {
  const first = new Map<string, Listed>()
  for (const entry of listed) {
    const before = first.get(entry.code) ?? entry
    first.set(entry.code, before)
    expect(entry.message, `${entry.code} in ${before.table} and in ${entry.table}`).toEqual(before.message)
  }
})

test('the reader of codes sees each way of writing one', () => {
  const text = `refuse('A_B'); new Refusal(x ? 'C_D' : 'E_F', {}); refuse(known ?? 'G_H'); refused('NO'); refuse(code)`
  const tree = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true)
  expect(codesThrownIn({ path: 'a.ts', text, tree }).map(({ code }) => code)).toEqual([
    'A_B',
    'C_D',
    'E_F',
    'G_H',
  ])
})
