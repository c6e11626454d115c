// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { Refusal } from '../../kernel/refusal.ts'
import { inspectCatalogue, loadCatalogue } from './load-catalogue.ts'

const own = fileURLToPath(new URL('../../../../../catalogue/cn', import.meta.url))
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probity-catalogue-'))
})
afterAll(() => rm(folder, { recursive: true }))

let copies = 0
async function problemsWith(change: (copy: string) => Promise<void>): Promise<string[]> {
  copies += 1
  const copy = join(folder, String(copies))
  await cp(own, copy, { recursive: true })
  await change(copy)
  const { catalogue, problems } = await inspectCatalogue(copy)
  expect(catalogue === null).toBe(problems.length > 0)
  return problems.map(({ file, path, says }) => `${file}#${path}: ${says}`)
}

test('the published catalogue has no problem, five record types and one digest', async () => {
  const [first, second] = [await loadCatalogue(own), await loadCatalogue(own)]
  expect(first.recordTypes.map((type) => [type.code, type.status])).toEqual([
    ['cn.administrative-penalty', 'in-force'],
    ['cn.product-sampling', 'draft'],
    ['cn.registration', 'in-force'],
    ['cn.tax-a-grade-list', 'draft'],
    ['cn.tax-credit-result', 'draft'],
  ])
  expect(first.digest).toMatch(/^[0-9a-f]{64}$/)
  expect(second.digest).toBe(first.digest)
})

test('a loaded catalogue cannot be changed, not even deep inside', async () => {
  const catalogue = await loadCatalogue(own)
  expect(Object.isFrozen(catalogue.publicityRegimes[0]?.classes[0]?.basis[0])).toBe(true)
})

test('any change of a datum changes the digest, and a change of its comments does not', async () => {
  const { digest } = await loadCatalogue(own)
  const changed = join(folder, 'changed')
  await cp(own, changed, { recursive: true })
  const file = join(changed, 'publicity.yml')
  const text = await readFile(file, 'utf8')
  await writeFile(file, `# another comment\n${text}`)
  expect((await loadCatalogue(changed)).digest).toBe(digest)
  await writeFile(file, text.replace('monthsMax: 12', 'monthsMax: 11'))
  expect((await loadCatalogue(changed)).digest).not.toBe(digest)
})

test('what rests on recalled law is a draft without anybody having to say so', async () => {
  const draft = join(folder, 'draft')
  await cp(own, draft, { recursive: true })
  const file = join(draft, 'record-types/registration.yml')
  const content = parseDocument(await readFile(file, 'utf8'))
  content.setIn(['publicity', 'basis', 0, 'confidence'], 'recalled')
  await writeFile(file, String(content))
  const types = (await loadCatalogue(draft)).recordTypes
  expect(types.find((type) => type.code === 'cn.registration')?.status).toBe('draft')
})

test('a refusal tells all problems of all files at once, each with its place', async () => {
  const copy = join(folder, 'many')
  await cp(own, copy, { recursive: true })
  await writeFile(join(copy, 'purposes.yml'), 'purposes: []\ncolour: red\n')
  await writeFile(join(copy, 'catalogue.yml'), 'version: 1\n')
  const refused = loadCatalogue(copy)
  await expect(refused).rejects.toMatchObject({ code: 'CATALOGUE_INVALID' })
  const refusal: unknown = await refused.catch((error: unknown) => error)
  const text = refusal instanceof Refusal ? String(refusal.facts.problems) : ''
  for (const line of [
    'catalogue.yml#/version: must be string',
    "catalogue.yml: must have required property 'title'",
    'purposes.yml#/purposes: must NOT have fewer than 1 items',
    'purposes.yml: must NOT have additional properties: colour',
  ]) {
    expect(text.split('\n')).toContain(line)
  }
})

const broken: [rule: string, file: string, text: string, problem: RegExp][] = [
  [
    'a key given twice',
    'catalogue.yml',
    'version: a\nversion: b\n',
    /^catalogue\.yml#: Map keys must be unique/,
  ],
  [
    'a tag that could build something',
    'catalogue.yml',
    'version: !!js/function x\n',
    /^catalogue\.yml#: .*tag/i,
  ],
  ['half a file', 'catalogue.yml', 'title: { zh: "x', /^catalogue\.yml#: /],
  [
    'a bomb of aliases',
    'catalogue.yml',
    `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`,
    /^catalogue\.yml#: cannot be read: Excessive alias count/,
  ],
  [
    'a file nobody would read',
    'measures.yml',
    'measures: []\n',
    /^measures\.yml#: is no file of a catalogue/,
  ],
  ['a file of another kind', 'notes.txt', 'hello', /^notes\.txt#: is no file of a catalogue/],
  [
    'a schema that is no JSON',
    'schemas/profile.schema.json',
    '{',
    /^schemas\/profile\.schema\.json#: cannot be read/,
  ],
  [
    'a schema that is a number',
    'schemas/profile.schema.json',
    '3',
    /^schemas\/profile\.schema\.json#: is no JSON Schema/,
  ],
  [
    'a schema that does not compile',
    'schemas/profile.schema.json',
    '{"$id":"profile.schema.json","type":"colour"}',
    /does not compile/,
  ],
  [
    'a file too large',
    'catalogue.yml',
    `# ${'x'.repeat(2_000_001)}\n`,
    /^catalogue\.yml#: cannot be read: is too large/,
  ],
]

test.each(broken)('%s is refused', async (_rule, file, text, problem) => {
  const problems = await problemsWith((copy) => writeFile(join(copy, file), text))
  expect(problems).toContainEqual(expect.stringMatching(problem))
})

test.each(['publicity.yml', 'profiles/default.yml', 'schemas/publicity.schema.json'])(
  'a catalogue without %s is refused',
  async (file) => {
    const problems = await problemsWith((copy) => rm(join(copy, file)))
    expect(problems).toContain(`${file}#: is missing`)
  },
)

test('a folder that is not there is one plain problem that names no path of the machine', async () => {
  const { catalogue, problems } = await inspectCatalogue(join(folder, 'nowhere'))
  expect(catalogue).toBeNull()
  expect(problems.every(({ says }) => says === 'cannot be read: ENOENT')).toBe(true)
})
