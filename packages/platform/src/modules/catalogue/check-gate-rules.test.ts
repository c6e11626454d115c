// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Document, parseDocument } from 'yaml'
import { inspectCatalogue } from './load-catalogue.ts'

const own = fileURLToPath(new URL('../../../../../catalogue/cn', import.meta.url))
let copy: string

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'probity-catalogue-'))
  await cp(own, copy, { recursive: true })
})
afterAll(() => rm(copy, { recursive: true }))

/** Every place and problem of the published catalogue after one file of it was changed; then it is put back. */
async function problemsAfter(file: string, change: (content: Document) => void): Promise<string[]> {
  const path = join(copy, file)
  const text = await readFile(path, 'utf8')
  const content = parseDocument(text)
  change(content)
  await writeFile(path, String(content))
  const { catalogue, problems } = await inspectCatalogue(copy)
  await writeFile(path, text)
  expect(catalogue).toBeNull()
  return problems.map((one) => `${one.file}#${one.path}: ${one.says}`)
}

const registration = 'record-types/registration.yml'
const penalty = 'record-types/administrative-penalty.yml'
const taxResult = 'record-types/tax-credit-result.yml'
const prohibited = 'prohibited-content.yml'

type Hostile = [rule: string, file: string, change: (content: Document) => void, problem: string]

const hostile: Hostile[] = [
  [
    'a region that no division says',
    registration,
    (c) => c.setIn(['region', 'field'], 'city'),
    '/region/field: city is not of kind division',
  ],
  [
    'a rule of another family',
    penalty,
    (c) => c.setIn(['stored', 0, 'rule'], 'PEN-CNS-090'),
    '/stored/0/rule: PEN-CNS-090 is not of family STO',
  ],
  [
    'a rule number given twice, once for content',
    penalty,
    (c) => c.setIn(['content', 'account'], 'PEN-PRS-001'),
    '/content/account: PEN-PRS-001 is there twice',
  ],
  [
    'a document day that may be any day',
    penalty,
    (c) => c.deleteIn(['consistency', 2]),
    '/consistency: the day of the document needs the rule not-earlier-than',
  ],
  [
    'a document body that may be the party',
    taxResult,
    (c) => c.deleteIn(['consistency', 4]),
    '/consistency: the body of the document must differ from the party',
  ],
  [
    'long text that does not say whether it is free',
    penalty,
    (c) => c.deleteIn(['fields', 17, 'freeText']),
    '/fields/17/freeText: legal_ground has several lines and must say whether it is free text',
  ],
  [
    'a kind held that the law forbids',
    penalty,
    (c) => c.setIn(['content', 'mayHold'], ['illness']),
    '/content/mayHold/0: illness is no kind that may be held with consent',
  ],
  [
    'a founding read from no register',
    penalty,
    (c) => c.setIn(['stored', 1, 'registrations'], 'cn.tax-a-grade-list'),
    '/stored/1/registrations: cn.tax-a-grade-list is no type of registrations',
  ],
  [
    'a pattern that matches everything',
    prohibited,
    (c) => c.setIn(['prohibitedContent', 'kinds', 0, 'terms', 0], '教?'),
    '/prohibitedContent/kinds/0/terms/0: matches an empty text',
  ],
  [
    'statements without a sign to look for',
    prohibited,
    (c) => c.setIn(['prohibitedContent', 'kinds', 0, 'signs'], ''),
    '/prohibitedContent/kinds/0/signs: religion names no character that its statements cannot do without',
  ],
  [
    'a character that stands for two',
    prohibited,
    (c) => c.setIn(['prohibitedContent', 'variants', 0], '孝敎蘭'),
    '/prohibitedContent/variants/1: 蘭 stands for two characters',
  ],
  [
    'prohibited content without the law that says so',
    prohibited,
    (c) => c.setIn(['prohibitedContent', 'basis', 'forbidden'], []),
    '/prohibitedContent/basis/forbidden: must NOT have fewer than 1 items',
  ],
]

test.each(hostile)('the rules of the gate are refused with %s', async (_rule, file, change, problem) => {
  expect(await problemsAfter(file, change)).toContain(`${file}#${problem}`)
})
