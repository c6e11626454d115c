// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDocument } from 'yaml'

export type Problem = {
  readonly file: string
  /** JSON pointer into the file, '' for the whole. */
  readonly path: string
  readonly says: string
}

export type SourceFile = { readonly file: string; readonly content: unknown }

const bytesMax = 2_000_000

/** All files of the catalogue under `folder`, parsed; a stray file is a problem, because nobody would read it. */
export async function readCatalogueFiles(folder: string, problems: Problem[]): Promise<SourceFile[]> {
  const files: SourceFile[] = []
  for (const file of await listFiles(folder, problems)) {
    if (!file.endsWith('.yml')) {
      if (!file.startsWith('schemas/')) problems.push({ file, path: '', says: 'is no file of a catalogue' })
      continue
    }
    const content = await readYaml(join(folder, file), file, problems)
    if (content !== undefined) files.push({ file, content })
  }
  return files
}

export async function readSchemas(folder: string, problems: Problem[]): Promise<Map<string, object>> {
  const schemas = new Map<string, object>()
  for (const name of await namesIn(join(folder, 'schemas'), 'schemas', problems)) {
    const file = `schemas/${name}`
    try {
      const schema: unknown = JSON.parse(await readFile(join(folder, file), 'utf8'))
      if (typeof schema === 'object' && schema !== null) schemas.set(name, schema)
      else problems.push({ file, path: '', says: 'is no JSON Schema' })
    } catch (error) {
      problems.push({ file, path: '', says: `cannot be read: ${reason(error)}` })
    }
  }
  return schemas
}

async function listFiles(folder: string, problems: Problem[]): Promise<string[]> {
  const found: string[] = []
  for (const name of await namesIn(folder, '', problems)) {
    if (name.includes('.')) found.push(name)
    else for (const inner of await namesIn(join(folder, name), name, problems)) found.push(`${name}/${inner}`)
  }
  return found
}

async function namesIn(folder: string, file: string, problems: Problem[]): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    problems.push({ file, path: '', says: `cannot be read: ${reason(error)}` })
    return []
  }
}

/** Undefined when there is a problem. Repeated keys, unknown tags and alias bombs are refused by the parser. */
async function readYaml(path: string, file: string, problems: Problem[]): Promise<unknown> {
  try {
    const text = await readFile(path, 'utf8')
    if (text.length > bytesMax) throw new Error('is too large')
    const document = parseDocument(text, { uniqueKeys: true, version: '1.2', schema: 'core', strict: true })
    const wrong = [...document.errors, ...document.warnings]
    for (const error of wrong)
      problems.push({ file, path: '', says: error.message.split('\n')[0] ?? 'is no YAML' })
    return wrong.length > 0 ? undefined : document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    problems.push({ file, path: '', says: `cannot be read: ${reason(error)}` })
    return undefined
  }
}

/** The code of a system error only: its message would name a path of this machine. */
function reason(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.message : String(error)
}
