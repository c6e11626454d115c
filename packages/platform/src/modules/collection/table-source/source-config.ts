// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { readFile } from 'node:fs/promises'
import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { parse } from 'yaml'
import { refuse } from '../../../kernel/refusal.ts'

const Name = Type.String({ minLength: 1, maxLength: 63, pattern: '^[^\\u0000-\\u001f]+$' })

/** One table or view that a department exposes, as the operator describes it. */
export const TableSource = Type.Object(
  {
    source: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{1,62}$' }),
    furnisher: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{1,62}$' }),
    type: Type.String({ minLength: 1, maxLength: 100 }),
    profile: Type.String({ minLength: 1, maxLength: 100, default: 'default' }),
    /** The name of an environment variable: the connection itself is a secret and stands in no file of ours. */
    connection: Type.String({ pattern: '^[A-Z][A-Z0-9_]{1,63}$' }),
    /** `schema.table`, a view as well. */
    table: Type.String({ pattern: '^[^.\\u0000-\\u001f]{1,63}\\.[^.\\u0000-\\u001f]{1,63}$' }),
    /** Column of the table → heading of the profile. */
    columns: Type.Record(Name, Type.String({ minLength: 1, maxLength: 200 }), {
      minProperties: 1,
      maxProperties: 500,
    }),
    /** What grows with every new or changed row and is the same for no two rows, such as changed_at and id. */
    key: Type.Array(Name, { minItems: 1, maxItems: 4, uniqueItems: true }),
    everySeconds: Type.Integer({ minimum: 5, maximum: 86_400, default: 300 }),
    /** With a time as first key: rows younger than this are left for the next pull, for others may still commit. */
    settleSeconds: Type.Integer({ minimum: 0, maximum: 86_400, default: 0 }),
    rowsMax: Type.Integer({ minimum: 1, maximum: 100_000, default: 10_000 }),
    timeoutSeconds: Type.Integer({ minimum: 1, maximum: 600, default: 30 }),
  },
  { additionalProperties: false },
)
export type TableSource = Static<typeof TableSource>

const SourcesFile = Type.Object(
  { sources: Type.Array(TableSource, { maxItems: 1000 }) },
  { additionalProperties: false },
)

/** @throws Refusal TABLE_SOURCES_INVALID naming the first thing that is wrong */
export async function readTableSources(file: string): Promise<readonly TableSource[]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw invalid(file, 'cannot be read')
  })
  return parseTableSources(text, file)
}

export function parseTableSources(text: string, file: string): readonly TableSource[] {
  let parsed: unknown
  try {
    parsed = Value.Default(SourcesFile, parse(text))
  } catch {
    throw invalid(file, 'YAML')
  }
  if (!Value.Check(SourcesFile, parsed)) {
    const [first] = Value.Errors(SourcesFile, parsed)
    throw invalid(file, `${first?.path ?? ''} ${first?.message ?? ''}`.trim())
  }
  const names = parsed.sources.map(({ source }) => source)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw invalid(file, `${twice} twice`)
  return parsed.sources
}

function invalid(file: string, where: string): Error {
  return refuse('TABLE_SOURCES_INVALID', { file, where })
}
