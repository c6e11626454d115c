// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createHash } from 'node:crypto'
import { canonicalise } from '@probity/verify'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { isCivilDate } from '../../kernel/civil-date.ts'
import { refuse } from '../../kernel/refusal.ts'
import {
  assembleCatalogue,
  type CatalogueParts,
  type RecordTypeFile,
  type WithFile,
} from './assemble-catalogue.ts'
import type {
  Catalogue,
  IdentifierScheme,
  Jurisdiction,
  LegalBasis,
  PenaltyScale,
  Profile,
  ProhibitedContent,
  PublicityRegime,
  Purpose,
} from './catalogue.ts'
import { checkCatalogue } from './check-catalogue.ts'
import type { DisclosureRules } from './disclosure-rules.ts'
import { type Problem, readCatalogueFiles, readSchemas, type SourceFile } from './read-catalogue-files.ts'

export type CatalogueInspection = {
  readonly catalogue: Catalogue | null
  readonly problems: readonly Problem[]
}

/** @throws Refusal CATALOGUE_INVALID with every problem, each on a line of its own */
export async function loadCatalogue(folder: string): Promise<Catalogue> {
  const { catalogue, problems } = await inspectCatalogue(folder)
  if (catalogue) return catalogue
  const lines = problems.map(({ file, path, says }) => `${file}${path === '' ? '' : `#${path}`}: ${says}`)
  throw refuse('CATALOGUE_INVALID', { count: problems.length, problems: lines.join('\n') })
}

/** The catalogue, or everything that is wrong with it; references are followed only once every file has its form. */
export async function inspectCatalogue(folder: string): Promise<CatalogueInspection> {
  const problems: Problem[] = []
  const schemas = await readSchemas(folder, problems)
  const files = await readCatalogueFiles(folder, problems)
  if (problems.length > 0) return { catalogue: null, problems }
  const parts = validateParts(files, schemas, problems)
  if (!parts || problems.length > 0) return { catalogue: null, problems }
  const content = assembleCatalogue(parts)
  problems.push(...checkCatalogue(parts, content))
  if (problems.length > 0) return { catalogue: null, problems }
  const digest = createHash('sha256').update(canonicalise(content), 'utf8').digest('hex')
  return { catalogue: freeze({ ...content, digest }), problems: [] }
}

type Head = Pick<Catalogue, 'version' | 'effectiveOn' | 'title'>

function validateParts(
  files: readonly SourceFile[],
  schemas: ReadonlyMap<string, object>,
  problems: Problem[],
): CatalogueParts | null {
  const validator = validatorOf(schemas, problems)
  const left = new Set(files)

  const read = <T>(file: SourceFile, schemaName: string): T | null => {
    left.delete(file)
    const validate = validator<T>(schemaName)
    if (!validate) return null
    if (validate(file.content)) return file.content
    for (const error of validate.errors ?? []) problems.push(problemOf(file.file, error))
    return null
  }
  const one = <T>(name: string): T | null => {
    const file = files.find((source) => source.file === `${name}.yml`)
    if (!file) problems.push({ file: `${name}.yml`, path: '', says: 'is missing' })
    return file ? read<T>(file, `${name.slice(name.lastIndexOf('/') + 1)}.schema.json`) : null
  }
  const many = <T>(folder: string, schemaName: string): WithFile<T>[] =>
    files
      .filter((source) => source.file.startsWith(`${folder}/`))
      .flatMap((source) => {
        const content = read<T>(source, schemaName)
        return content === null ? [] : [{ file: source.file, content }]
      })

  const head = one<Head>('catalogue')
  const bases = one<{ legalBases: LegalBasis[] }>('legal-bases')
  const purposes = one<{ purposes: Purpose[] }>('purposes')
  const schemes = one<{ identifierSchemes: IdentifierScheme[] }>('identifier-schemes')
  const publicity = one<{ publicityRegimes: PublicityRegime[] }>('publicity')
  const penalties = one<{ penaltyScale: PenaltyScale }>('penalty-kinds')
  const prohibited = one<{ prohibitedContent: ProhibitedContent }>('prohibited-content')
  const blanks = one<{ blankWords: string[] }>('blank-words')
  const views = one<Pick<DisclosureRules, 'views'>>('disclosure/views')
  const decisions = one<Omit<DisclosureRules, 'views'>>('disclosure/decisions')
  const recordTypes = many<RecordTypeFile>('record-types', 'record-type.schema.json')
  const profiles = many<Profile>('profiles', 'profile.schema.json')
  const jurisdictions = many<Jurisdiction>('jurisdictions', 'jurisdiction.schema.json')
  for (const { file } of left) problems.push({ file, path: '', says: 'is no file of a catalogue' })
  if (!head || !bases || !purposes || !schemes || !publicity || !penalties || !prohibited || !blanks)
    return null
  if (!views || !decisions) return null
  return {
    head,
    ...bases,
    ...purposes,
    ...schemes,
    ...publicity,
    ...penalties,
    ...prohibited,
    ...blanks,
    disclosure: { ...views, ...decisions },
    recordTypes,
    profiles,
    jurisdictions,
  }
}

/** A schema that is missing or does not compile is a problem of its own, told once. */
function validatorOf(
  schemas: ReadonlyMap<string, object>,
  problems: Problem[],
): <T>(name: string) => ValidateFunction<T> | null {
  const options = {
    allErrors: true,
    discriminator: true,
    useDefaults: true,
    strictTypes: false,
    strictRequired: false,
  }
  const ajv = new Ajv(options)
  ajv.addFormat('civil-day', isCivilDate)
  ajv.addFormat('regex', isPattern)
  const told = new Set<string>()
  let filled = false
  return <T>(name: string) => {
    let says = 'is missing'
    try {
      if (!filled) for (const schema of schemas.values()) ajv.addSchema(schema)
      filled = true
      const validate = ajv.getSchema<T>(name)
      if (validate) return validate
    } catch (error) {
      says = `does not compile: ${error instanceof Error ? error.message : String(error)}`
    }
    if (!told.has(name)) problems.push({ file: `schemas/${name}`, path: '', says })
    told.add(name)
    return null
  }
}

function problemOf(file: string, error: ErrorObject): Problem {
  const extra: unknown = error.params.additionalProperty
  const detail = typeof extra === 'string' ? `: ${extra}` : ''
  return { file, path: error.instancePath, says: `${error.message ?? 'is not valid'}${detail}` }
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp
  } catch {
    // A pattern that does not compile is exactly what is asked here.
    return false
  }
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const member of Object.values(value)) freeze(member)
  }
  return value
}
