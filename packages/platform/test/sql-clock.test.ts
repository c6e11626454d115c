// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import ts from 'typescript'
import { expect, test } from 'vitest'
import { readMigrations, readSqlOfProgram, textsOf } from './sql-texts.ts'

const clocks = [
  String.raw`\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(`,
  String.raw`\b(current_date|current_time|current_timestamp|localtime|localtimestamp)\b`,
  "'(now|today|tomorrow|yesterday)'",
  // With one argument it counts from today.
  String.raw`\bage\s*\([^,()]+\)`,
]
const CLOCK = new RegExp(clocks.join('|'), 'i')

test('no SQL of the house reads the clock: the day and the instant are parameters', () => {
  const texts = [...readSqlOfProgram(), ...readMigrations()]
  expect(texts.filter(({ sql }) => /\bselect\b/.test(sql)).length).toBeGreaterThan(50)
  const reading = texts.filter(({ sql }) => CLOCK.test(sql))
  expect(reading.map(({ path, line, sql }) => `${path}:${line}: ${CLOCK.exec(sql)?.[0]}`)).toEqual([])
})

test.each([
  'select now()',
  'where d <= current_date',
  'default current_timestamp',
  "select 'today'::date",
  'select CLOCK_TIMESTAMP()',
  'where age(event_on) > $1',
])('a statement that reads the clock is seen: %s', (sql) => {
  const tree = ts.createSourceFile('a.ts', `run(\`${sql} \${more}\`)`, ts.ScriptTarget.Latest, true)
  const [text] = textsOf({ path: 'a.ts', text: '', tree })
  expect(CLOCK.test(text?.sql ?? '')).toBe(true)
})

test('what only sounds like the clock passes', () => {
  expect(CLOCK.test('select known_at, day_now from v where age(a, b) > $1')).toBe(false)
})
