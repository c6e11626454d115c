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
  copy = await mkdtemp(join(tmpdir(), 'probity-disclosure-'))
  await cp(own, copy, { recursive: true })
})
afterAll(() => rm(copy, { recursive: true }))

async function problemsAfter(file: string, change: (content: Document) => void): Promise<string[]> {
  const path = join(copy, file)
  const text = await readFile(path, 'utf8')
  const content = parseDocument(text)
  change(content)
  await writeFile(path, String(content))
  const { catalogue, problems } = await inspectCatalogue(copy)
  await writeFile(path, text)
  expect(catalogue === null).toBe(problems.length > 0)
  return problems.map((one) => `${one.file}#${one.path}: ${one.says}`)
}

const table = 'disclosure/decisions.yml'
const views = 'disclosure/views.yml'

type Lines = { readonly code: string }[]

function placeOf(content: Document, code: string): [string, number] {
  const { refusals, openings } = content.toJS() as { refusals: Lines; openings: Lines }
  const at = openings.findIndex((one) => one.code === code)
  return at >= 0 ? ['openings', at] : ['refusals', refusals.findIndex((one) => one.code === code)]
}

const set =
  (code: string, member: string, value: unknown) =>
  (content: Document): void =>
    content.setIn([...placeOf(content, code), member], value)

const take =
  (code: string) =>
  (content: Document): void =>
    void content.deleteIn(placeOf(content, code))

const add =
  (like: string, changed: Record<string, unknown>) =>
  (content: Document): void => {
    const [list, at] = placeOf(content, like)
    const line = (content.toJS() as Record<string, Record<string, unknown>[]>)[list]?.[at]
    content.addIn([list], content.createNode({ ...line, code: 'ADDED', ...changed }))
  }

type Hostile = [rule: string, file: string, change: (content: Document) => void, problem: RegExp]

const hostile: Hostile[] = [
  ['an unknown purpose', table, set('COURT', 'purposes', ['gossip']), /purposes\/0: no purpose gossip/],
  [
    'an unknown record type',
    table,
    set('COURT', 'records', ['cn.gossip']),
    /no record type or category cn\.gossip/,
  ],
  ['an unknown category', table, set('COURT', 'records', ['P12']), /no record type or category P12/],
  ['an unknown actor', table, set('COURT', 'actors', ['neighbour']), /actors\/0: must be equal to one of/],
  [
    'an unknown instrument',
    table,
    set('COURT', 'basis', [{ instrument: 'rumour', sources: ['S01'], confidence: 'seen' }]),
    /no legal basis rumour/,
  ],
  ['a line without basis', table, set('COURT', 'basis', []), /basis: must NOT have fewer than 1 items/],
  [
    'a line without a sentence',
    table,
    set('COURT', 'says', { zh: '', en: 'x' }),
    /says\/zh: must NOT have fewer/,
  ],
  [
    'a sureness the law does not have',
    table,
    set('AGENT-FILE', 'basis', [{ instrument: 'civil-code', sources: ['S01'], confidence: 'seen' }]),
    /cannot be surer than civil-code/,
  ],
  ['two lines of one code', table, set('COURT', 'code', 'AUDITOR'), /AUDITOR is there twice/],
  [
    'an opening for anybody at all',
    table,
    set('COURT', 'actors', ['any']),
    /actors: an opening names them one by one/,
  ],
  [
    'any beside another word',
    table,
    set('NO-OPERATOR', 'bases', ['any', 'own-file']),
    /bases: any stands alone/,
  ],
  ['a view that is not there', views, (c) => void c.deleteIn(['views', 6]), /opens: no view court/],
  [
    'two openings with two views',
    table,
    add('COURT', { opens: 'subject' }),
    /ADDED opens subject where COURT opens court/,
  ],
  [
    'two views in one answer',
    table,
    (c) => {
      set('COURT', 'records', ['P01'])(c)
      add('COURT', { records: ['P03'], opens: 'subject' })(c)
    },
    /opens (subject|court) where (COURT|ADDED) opens (court|subject)/,
  ],
  ['a line that another has already said', table, add('COURT', {}), /ADDED decides nothing/],
  [
    'a line that a refusal takes away whole',
    table,
    add('COURT', { actors: ['operator'] }),
    /ADDED decides nothing/,
  ],
  [
    'a purpose of the other side alone',
    table,
    set('COURT', 'purposes', ['loan-approval']),
    /COURT decides nothing/,
  ],
  [
    'the public reading of persons',
    table,
    (c) => {
      take('NO-PERSON-PUBLIC')(c)
      set('PUBLICITY', 'subjects', ['person', 'organisation', 'individual-business'])(c)
    },
    /PUBLICITY publishes natural persons/,
  ],
  [
    'a lender asking about persons on no authorisation',
    table,
    (c) => {
      take('NO-PERSON-UNASKED')(c)
      take('NO-PRIVATE-STATUTE')(c)
      set('FINANCING', 'bases', ['statute'])(c)
    },
    /FINANCING opens natural persons to private bodies without authorisation/,
  ],
  [
    'a purpose that needs consent, on a statute',
    table,
    (c) => {
      take('NO-PRIVATE-STATUTE')(c)
      set('FINANCING', 'bases', ['statute'])(c)
      set('FINANCING', 'subjects', ['organisation'])(c)
    },
    /FINANCING opens financing-service without authorisation/,
  ],
  [
    'somebody else reading a file as its own',
    table,
    (c) => {
      take('NO-OTHERS-OWN')(c)
      set('OWN-FILE', 'actors', ['subject', 'department'])(c)
    },
    /OWN-FILE opens a file as its own to somebody else/,
  ],
  [
    'publicity that shows more than the public view',
    table,
    set('PUBLICITY', 'opens', 'department'),
    /PUBLICITY opens more than what is public/,
  ],
  [
    'an inquiry that stands on publicity',
    table,
    set('DUTY-ORGANISATIONS', 'bases', ['publicity']),
    /an inquiry stands on more than publicity/,
  ],
  [
    'a statute without case number',
    'purposes.yml',
    (c) => c.setIn(['purposes', 3, 'caseNumber'], false),
    /opens public-duty on a statute without case number/,
  ],
  [
    'an inquiry without weight',
    'purposes.yml',
    (c) => c.setIn(['purposes', 3, 'weight'], null),
    /weight: an inquiry has a weight/,
  ],
  [
    'consent to what is no inquiry',
    'purposes.yml',
    (c) => c.setIn(['purposes', 0, 'consent'], 'always'),
    /needs neither consent nor case number/,
  ],
  [
    'a public view of what is over',
    views,
    (c) => c.setIn(['views', 0, 'records'], 'kept'),
    /records: the public view shows what is published only/,
  ],
  [
    'a public view of sealed fields',
    views,
    (c) => c.setIn(['views', 0, 'labels'], ['public', 'personal']),
    /labels: the public view shows public fields only/,
  ],
  [
    'a public view of minors',
    views,
    (c) => c.setIn(['views', 0, 'minors'], true),
    /minors: nothing about minors is public/,
  ],
  [
    'a public view of what may not be used',
    views,
    (c) => c.setIn(['views', 0, 'unusable'], true),
    /nothing that may not be used is public/,
  ],
  [
    'a view that shows secrets',
    views,
    (c) => c.setIn(['views', 1, 'labels'], ['secret']),
    /labels\/0: must be equal to one of/,
  ],
  [
    'a view twice',
    views,
    (c) => c.setIn(['views', 1, 'code'], 'public'),
    /views\/1\/code: public is there twice/,
  ],
  [
    'a personal field that does not say what of a person it holds',
    'record-types/registration.yml',
    (c) => void c.deleteIn(['fields', 13, 'holds']),
    /holds: legal_representative is labelled personal/,
  ],
  [
    'a type seen for a purpose of the other side',
    'record-types/registration.yml',
    (c) => c.addIn(['visibility', 1, 'purposes'], 'loan-approval'),
    /loan-approval is not of the public side/,
  ],
]

test.each(hostile)('%s is refused', async (_rule, file, change, problem) => {
  expect(await problemsAfter(file, change)).toContainEqual(expect.stringMatching(problem))
})

test('without its refusal the operator sees nothing either, and no opening for the operator is taken', async () => {
  const without = take('NO-OPERATOR')
  expect(await problemsAfter(table, without)).toEqual([])
  const opened = await problemsAfter(table, (content) => {
    without(content)
    add('COURT', { actors: ['operator'] })(content)
  })
  expect(opened).toContainEqual(
    expect.stringContaining('ADDED opens credit information to whoever runs the machine'),
  )
})

test('a result of evaluation that took persons could not be opened about them (L01)', async () => {
  const opened = await problemsAfter(table, take('NO-PERSON-GRADE'))
  expect(opened).toEqual([])
  const path = join(copy, 'record-types/tax-a-grade-list.yml')
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.replace('subjectKinds: [organisation]', 'subjectKinds: [organisation, person]'))
  const problems = await problemsAfter(table, take('NO-PERSON-GRADE'))
  await writeFile(path, text)
  expect(problems).toContainEqual(
    expect.stringContaining('opens a result of evaluating natural persons (L01)'),
  )
})
