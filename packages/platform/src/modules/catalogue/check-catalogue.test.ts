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

test('the copy these tests spoil has no problem of its own', async () => {
  expect((await inspectCatalogue(copy)).problems).toEqual([])
})

const registration = 'record-types/registration.yml'
const penalty = 'record-types/administrative-penalty.yml'
const taxList = 'record-types/tax-a-grade-list.yml'
const taxResult = 'record-types/tax-credit-result.yml'
const sample = 'profiles/registry-sample.yml'

type Hostile = [rule: string, file: string, change: (content: Document) => void, problem: string]

const hostile: Hostile[] = [
  [
    'an unknown member',
    registration,
    (c) => c.setIn(['fields', 0, 'colour'], 'red'),
    '/fields/0: must NOT have additional properties: colour',
  ],
  [
    'a type without basis',
    registration,
    (c) => c.setIn(['basis'], []),
    '/basis: must NOT have fewer than 1 items',
  ],
  [
    'a status that the file asserts',
    registration,
    (c) => c.set('status', 'in-force'),
    ': must NOT have additional properties: status',
  ],
  [
    'an adverse type without document',
    penalty,
    (c) => c.set('document', null),
    '/document: an adverse type names the fields of its document of legal effect',
  ],
  [
    'a grade that is adverse without document',
    taxResult,
    (c) => c.set('document', null),
    '/document: an adverse type names the fields of its document of legal effect',
  ],
  [
    'an adverse fact published without end',
    penalty,
    (c) =>
      c.setIn(
        ['publicity'],
        c.createNode({
          kind: 'no-end',
          basis: [{ instrument: 'penalties-law', sources: ['S10'], confidence: 'seen' }],
        }),
      ),
    '/publicity/kind: an adverse fact has an end of publicity',
  ],
  [
    'a personal number labelled public',
    penalty,
    (c) => c.setIn(['fields', 12, 'label'], 'public'),
    "/fields/12/label: person_id holds a person's number (cn.rid) and cannot be labelled public",
  ],
  [
    'a legal representative labelled public',
    registration,
    (c) => c.setIn(['fields', 13, 'label'], 'public'),
    '/fields/13/label: legal_representative is about a natural person and cannot be labelled public',
  ],
  [
    'a secret that is required',
    registration,
    (c) => {
      c.setIn(['fields', 13, 'label'], 'secret')
      c.setIn(['fields', 13, 'required'], true)
    },
    '/fields/13/required: legal_representative is secret and not taken, so it cannot be required',
  ],
  [
    'a name that lies sealed',
    registration,
    (c) => c.set('name', 'legal_representative'),
    '/name: legal_representative is labelled personal and lies sealed',
  ],
  [
    'an unknown scheme',
    registration,
    (c) => c.setIn(['fields', 0, 'schemes'], ['cn.passport']),
    '/fields/0/schemes/0: no identifier scheme cn.passport',
  ],
  ['an unknown field', registration, (c) => c.set('validTo', 'closed_on'), '/validTo: no field closed_on'],
  [
    'a field of the wrong kind',
    registration,
    (c) => c.set('validTo', 'city'),
    '/validTo: city is not of kind day',
  ],
  [
    'an unknown instrument',
    registration,
    (c) => c.setIn(['basis', 0, 'instrument'], 'rumour'),
    '/basis/0/instrument: no legal basis rumour',
  ],
  [
    'a seen datum without source',
    registration,
    (c) => c.setIn(['basis', 0, 'sources'], []),
    '/basis/0/sources: is said to be seen, but no source is named',
  ],
  [
    'a datum surer than its instrument',
    'publicity.yml',
    (c) => c.setIn(['publicityRegimes', 1, 'classes', 1, 'basis', 0, 'confidence'], 'seen'),
    '/publicityRegimes/1/classes/1/basis/0/confidence: cannot be surer than ndrc-58-2023, which is recalled',
  ],
  [
    'two fields of one code',
    registration,
    (c) => c.setIn(['fields', 1, 'code'], 'uscc'),
    '/fields/1/code: uscc is there twice',
  ],
  [
    'a number that may be empty',
    registration,
    (c) => c.set('number', ['city']),
    '/number/0: city may be empty, so it cannot be part of the number',
  ],
  [
    'a grade of an individual business',
    taxList,
    (c) => c.set('subjectKinds', ['organisation', 'individual-business']),
    '/subjectKinds: no result of an evaluation is kept of a person or an individual business',
  ],
  [
    'persons without a way to tell them',
    taxList,
    (c) => c.set('subjectKinds', ['organisation', 'person']),
    '/personWhen: a type that takes persons says how a row shows that it is about one',
  ],
  [
    'a field about relatives (L05)',
    penalty,
    (c) => c.setIn(['fields', 8, 'title', 'zh'], '法定代表人配偶'),
    '/fields/8/title: legal_representative is about relatives, and nobody answers for theirs',
  ],
  [
    'honours of persons, who may opt out of them (L25)',
    penalty,
    (c) => c.setIn(['category', 'code'], 'P10'),
    '/subjectKinds: honours of persons are not kept until a person can opt out of them',
  ],
  [
    'persons without a number of their own',
    penalty,
    (c) => c.setIn(['subjectIdentifiers', 'fields'], ['uscc']),
    '/subjectIdentifiers/fields: a type that takes persons has an identifier labelled personal',
  ],
  [
    "a person's number where no persons are taken",
    penalty,
    (c) => c.set('subjectKinds', ['organisation']),
    '/subjectIdentifiers/fields/4: person_id is labelled personal and lies sealed',
  ],
  [
    "a person's name in the number of a record, which lies in clear",
    penalty,
    (c) => c.set('number', ['decision_number', 'party_name']),
    '/number/1: party_name may name a person, and the number of a record lies in clear',
  ],
  [
    'a person code that does not exist',
    penalty,
    (c) => c.setIn(['personWhen', 'codes'], ['human']),
    '/personWhen/codes/0: no code human',
  ],
  [
    'a yearly list without edition',
    taxList,
    (c) => c.set('editionField', null),
    '/publicity/kind: a yearly list has an edition field and nothing adverse',
  ],
  [
    'a term by severity that nothing derives',
    penalty,
    (c) => c.set('severity', c.createNode({ kind: 'none' })),
    '/publicity/kind: a term by severity needs a derived severity and a document',
  ],
  [
    'a grade without polarity',
    taxResult,
    (c) => c.deleteIn(['polarity', 'codes', 4]),
    '/polarity/codes: must have every code of grade once',
  ],
  [
    'a polarity by a field that may be empty',
    taxResult,
    (c) => c.setIn(['fields', 3, 'required'], false),
    '/polarity/field: grade is no required code field',
  ],
  [
    'a category of the other side',
    registration,
    (c) => c.set('side', 'credit-reporting'),
    '/category/code: is not of the credit-reporting side',
  ],
  ['masks without basis', registration, (c) => c.set('masksBasis', []), '/masksBasis: masks have a basis'],
  [
    'publicity of department fields',
    registration,
    (c) => c.addIn(['visibility', 1, 'purposes'], 'publicity'),
    '/visibility/1/purposes/3: department fields are not for publicity',
  ],
  [
    'an unknown purpose',
    registration,
    (c) => c.setIn(['visibility', 0, 'purposes', 0], 'gossip'),
    '/visibility/0/purposes/0: no purpose gossip',
  ],
  [
    'a label nobody may see',
    registration,
    (c) => c.deleteIn(['visibility', 0]),
    '/visibility: must say once for which purposes public fields may be seen',
  ],
  [
    'a parameter no city sets',
    penalty,
    (c) => c.setIn(['retention', 'parameter'], 'for-ever'),
    '/retention/parameter: jurisdiction 999999 does not set for-ever',
  ],
  [
    'retention from a day nobody gives',
    penalty,
    (c) => c.setIn(['retention', 'countedFrom'], 'end-of-act'),
    '/retention/countedFrom: no field gives the day of end-of-act',
  ],
  [
    'a rule number used twice',
    registration,
    (c) => c.setIn(['fields', 1, 'rules', 0], 'REG-FRM-001'),
    '/fields/1/rules/0: REG-FRM-001 is there twice',
  ],
  [
    'a required field without completeness rule',
    registration,
    (c) => c.setIn(['fields', 0, 'rules'], ['REG-FRM-001']),
    '/fields/0/rules: must have one rule of each family: FRM, CMP',
  ],
  [
    'a rule of another family',
    registration,
    (c) => c.setIn(['fields', 3, 'rules'], ['REG-CMP-044']),
    '/fields/3/rules/0: REG-CMP-044 is not of family FRM',
  ],
  [
    'a rule of another type',
    registration,
    (c) => c.setIn(['fields', 3, 'rules'], ['PEN-FRM-044']),
    '/fields/3/rules/0: PEN-FRM-044 does not begin with REG',
  ],
  [
    'a prefix of another type',
    registration,
    (c) => c.set('rulePrefix', 'PEN'),
    '/rulePrefix: PEN belongs to another type',
  ],
  [
    'a text without limit',
    registration,
    (c) => c.deleteIn(['fields', 1, 'lengthMax']),
    '/fields/1/lengthMax: name needs it',
  ],
  [
    'a member of another kind',
    registration,
    (c) => c.setIn(['fields', 2, 'pattern'], 'x'),
    '/fields/2/pattern: does not belong to a field of kind day',
  ],
  [
    'a code field without codes',
    penalty,
    (c) => c.deleteIn(['fields', 18, 'codesFrom']),
    '/fields/18/codes: penalty_kinds needs codes or codesFrom, and one of them',
  ],
  [
    'a pattern that is none',
    taxList,
    (c) => c.setIn(['fields', 0, 'pattern'], '('),
    '/fields/0/pattern: must match format "regex"',
  ],
  [
    'one spelling of two codes',
    registration,
    (c) => c.setIn(['fields', 6, 'codes', 1, 'aliases'], ['港元']),
    '/fields/6/codes/2: 港元 means USD already',
  ],
  [
    'a gap between regimes',
    'publicity.yml',
    (c) => c.setIn(['publicityRegimes', 1, 'to'], '2026-03-30'),
    '/publicityRegimes/2/from: does not follow the day on which ndrc-58-2023 ends',
  ],
  [
    'a regime after one without end',
    'publicity.yml',
    (c) => c.setIn(['publicityRegimes', 1, 'to'], null),
    '/publicityRegimes/2/from: follows ndrc-58-2023, which has no end',
  ],
  [
    'no regime in force',
    'publicity.yml',
    (c) => c.setIn(['publicityRegimes', 2, 'to'], '2030-12-31'),
    '/publicityRegimes: the last regime must be in force',
  ],
  [
    'a class twice',
    'publicity.yml',
    (c) => c.setIn(['publicityRegimes', 2, 'classes', 1, 'severity'], 'serious'),
    '/publicityRegimes/2/classes: must have class general once',
  ],
  [
    'a term shorter than its minimum',
    'publicity.yml',
    (c) => c.setIn(['publicityRegimes', 2, 'classes', 1, 'monthsMax'], 2),
    '/publicityRegimes/2/classes/1/monthsMax: is no term',
  ],
  [
    'a day that the calendar does not have',
    'publicity.yml',
    (c) => c.setIn(['publicityRegimes', 1, 'from'], '2023-02-29'),
    '/publicityRegimes/1/from: must match format "civil-day"',
  ],
  [
    'an unknown procedure',
    'penalty-kinds.yml',
    (c) => c.setIn(['penaltyScale', 'simpleProcedure'], 'quick'),
    '/penaltyScale/simpleProcedure: no procedure quick',
  ],
  [
    'one procedure for both',
    'penalty-kinds.yml',
    (c) => c.setIn(['penaltyScale', 'ordinaryProcedure'], 'simple'),
    '/penaltyScale/ordinaryProcedure: is the simple one',
  ],
  [
    'a penalty kind twice',
    'penalty-kinds.yml',
    (c) => c.setIn(['penaltyScale', 'kinds', 1, 'code'], 'warning'),
    '/penaltyScale/kinds/1/code: warning is there twice',
  ],
  [
    'a severity that does not exist',
    'penalty-kinds.yml',
    (c) => c.setIn(['penaltyScale', 'kinds', 1, 'severity'], 'deadly'),
    '/penaltyScale/kinds/1/severity: must be equal to one of the allowed values',
  ],
  [
    'an instrument that ends before it begins',
    'legal-bases.yml',
    (c) => c.setIn(['legalBases', 0, 'inForceTo'], '2019-01-01'),
    '/legalBases/0/inForceTo: sc-49-2020 ends before it begins',
  ],
  [
    'an instrument seen nowhere',
    'legal-bases.yml',
    (c) => c.setIn(['legalBases', 0, 'sources'], []),
    '/legalBases/0/sources: sc-49-2020 is said to be seen, but no source is named',
  ],
  [
    'a purpose twice',
    'purposes.yml',
    (c) => c.setIn(['purposes', 1, 'code'], 'publicity'),
    '/purposes/1/code: publicity is there twice',
  ],
  [
    'a city under another name',
    'jurisdictions/999999.yml',
    (c) => c.set('division', '110000'),
    '/division: is not the name of the file',
  ],
  [
    'a city parameter twice',
    'jurisdictions/999999.yml',
    (c) => c.setIn(['parameters', 1, 'code'], 'term-adverse'),
    '/parameters/1/code: term-adverse is there twice',
  ],
  [
    'a flag that counts',
    'jurisdictions/999999.yml',
    (c) => c.setIn(['parameters', 3, 'value'], 7),
    '/parameters/3/value: does not fit the unit flag',
  ],
  [
    'a profile of no type',
    sample,
    (c) => c.set('recordType', 'cn.gossip'),
    '/recordType: no record type cn.gossip',
  ],
  [
    'a heading for no field',
    sample,
    (c) => c.setIn(['headings', 3, 'field'], 'colour'),
    '/headings/3/field: no field colour in cn.registration',
  ],
  [
    'a heading twice, in another width',
    sample,
    (c) => c.setIn(['headings', 1, 'aliases'], ['ＵＳＣＣ']),
    '/headings/1: uscc is there twice',
  ],
  [
    'a field filled from two places',
    sample,
    (c) => c.setIn(['headings', 3, 'field'], 'city'),
    '/headings/6/field: city is filled twice',
  ],
  [
    'a required field without heading',
    sample,
    (c) => c.deleteIn(['headings', 1]),
    '/headings: required field name has no heading',
  ],
  [
    'a transform without its fields',
    sample,
    (c) => c.deleteIn(['headings', 4, 'textField']),
    '/headings/4/textField: belongs to the transform capital-text and to no other',
  ],
  [
    'money from a field that is none',
    sample,
    (c) => c.setIn(['headings', 5, 'transform'], 'ten-thousand-yuan'),
    '/headings/5/field: province is not of kind money',
  ],
  [
    'headings in the profile for any type',
    'profiles/default.yml',
    (c) => c.addIn(['headings'], c.createNode({ heading: 'x', field: 'name' })),
    '/headings: a profile for any type has the field codes as headings',
  ],
]

test.each(hostile)('%s is refused with its place', async (_rule, file, change, problem) => {
  expect(await problemsAfter(file, change)).toContain(`${file}#${problem}`)
})
