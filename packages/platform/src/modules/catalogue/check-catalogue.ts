// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { addDays } from '../../kernel/civil-date.ts'
import type { CatalogueContent, CatalogueParts } from './assemble-catalogue.ts'
import { type PublicityRegime, severities } from './catalogue.ts'
import { checkDisclosure } from './check-disclosure.ts'
import { checkProfile } from './check-profile.ts'
import { checkRecordType } from './check-record-type.ts'
import { checkOnce, checkSpellings } from './check-spellings.ts'
import type { Problem } from './read-catalogue-files.ts'

export type Report = (file: string, path: string, says: string) => void

/** What a schema cannot say: that every reference leads somewhere, and that the data keep the house's limits. */
export function checkCatalogue(parts: CatalogueParts, catalogue: CatalogueContent): Problem[] {
  const problems: Problem[] = []
  const report: Report = (file, path, says) => void problems.push({ file, path, says })
  checkBases(parts, report)
  checkRegimes(parts, report)
  checkPenaltyScale(parts, report)
  checkProhibitedContent(parts.prohibitedContent, report)
  checkUnique(parts, report)
  checkJurisdictions(parts, report)
  checkDisclosure(catalogue, report)
  catalogue.recordTypes.forEach((type, index) => {
    const source = parts.recordTypes[index]
    if (source) checkRecordType(source, type, catalogue, (path, says) => report(source.file, path, says))
  })
  for (const { file, content } of parts.profiles) {
    checkProfile(content, catalogue, (path, says) => report(file, path, says))
  }
  return problems
}

function checkBases(parts: CatalogueParts, report: Report): void {
  for (const [index, one] of parts.legalBases.entries()) {
    const path = `/legalBases/${index}`
    if (one.confidence !== 'recalled' && one.sources.length === 0) {
      report('legal-bases.yml', `${path}/sources`, `${one.code} is said to be seen, but no source is named`)
    }
    if (one.inForceFrom !== null && one.inForceTo !== null && one.inForceTo < one.inForceFrom) {
      report('legal-bases.yml', `${path}/inForceTo`, `${one.code} ends before it begins`)
    }
  }
  const known = new Map(parts.legalBases.map((one) => [one.code, one]))
  const files: [string, unknown][] = [
    ['purposes.yml', { purposes: parts.purposes }],
    ['identifier-schemes.yml', { identifierSchemes: parts.identifierSchemes }],
    ['publicity.yml', { publicityRegimes: parts.publicityRegimes }],
    ['penalty-kinds.yml', { penaltyScale: parts.penaltyScale }],
    ['disclosure/views.yml', { views: parts.disclosure.views }],
    [
      'disclosure/decisions.yml',
      { refusals: parts.disclosure.refusals, openings: parts.disclosure.openings },
    ],
    ['prohibited-content.yml', { prohibitedContent: parts.prohibitedContent }],
    ...[...parts.recordTypes, ...parts.jurisdictions].map((one): [string, unknown] => [
      one.file,
      one.content,
    ]),
  ]
  for (const [file, content] of files) {
    walk(content, '', (node, path) => {
      if (typeof node.instrument !== 'string') return
      const instrument = known.get(node.instrument)
      if (!instrument) report(file, `${path}/instrument`, `no legal basis ${node.instrument}`)
      if (node.confidence !== 'recalled' && Array.isArray(node.sources) && node.sources.length === 0) {
        report(file, `${path}/sources`, 'is said to be seen, but no source is named')
      }
      if (node.confidence !== 'recalled' && instrument?.confidence === 'recalled') {
        report(file, `${path}/confidence`, `cannot be surer than ${instrument.code}, which is recalled`)
      }
    })
  }
}

type Node = Readonly<Record<string, unknown>>

function walk(value: unknown, path: string, visit: (node: Node, path: string) => void): void {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) visit(Object.fromEntries(Object.entries(value)), path)
  for (const [key, member] of Object.entries(value)) walk(member, `${path}/${key}`, visit)
}

/** Regimes follow each other without gap or overlap, so that every day has exactly one. */
function checkRegimes(parts: CatalogueParts, report: Report): void {
  const regimes = parts.publicityRegimes
  regimes.forEach((regime, index) => {
    const place: Report = (file, path, says) => report(file, `/publicityRegimes/${index}${path}`, says)
    checkSuccession(regime, regimes[index - 1] ?? null, place)
    checkClasses(regime, place)
  })
  if (regimes.at(-1)?.to !== null)
    report('publicity.yml', '/publicityRegimes', 'the last regime must be in force')
}

function checkSuccession(regime: PublicityRegime, before: PublicityRegime | null, report: Report): void {
  if (before === null) return
  if (before.to === null) report('publicity.yml', '/from', `follows ${before.code}, which has no end`)
  else if (regime.from !== addDays(before.to, 1)) {
    report('publicity.yml', '/from', `does not follow the day on which ${before.code} ends`)
  }
}

function checkClasses(regime: PublicityRegime, report: Report): void {
  for (const severity of severities) {
    if (regime.classes.filter((one) => one.severity === severity).length !== 1) {
      report('publicity.yml', '/classes', `must have class ${severity} once`)
    }
  }
  for (const [at, one] of regime.classes.entries()) {
    if (one.monthsMin > one.monthsMax || (one.published && one.monthsMax === 0)) {
      report('publicity.yml', `/classes/${at}/monthsMax`, 'is no term')
    }
  }
}

function checkPenaltyScale(parts: CatalogueParts, report: Report): void {
  const scale = parts.penaltyScale
  for (const member of ['simpleProcedure', 'ordinaryProcedure'] as const) {
    if (!scale.procedures.some((one) => one.code === scale[member])) {
      report('penalty-kinds.yml', `/penaltyScale/${member}`, `no procedure ${scale[member]}`)
    }
  }
  if (scale.simpleProcedure === scale.ordinaryProcedure) {
    report('penalty-kinds.yml', '/penaltyScale/ordinaryProcedure', 'is the simple one')
  }
  checkSpellings(scale.kinds, (path, says) => report('penalty-kinds.yml', `/penaltyScale/kinds${path}`, says))
  checkSpellings(scale.procedures, (path, says) => {
    report('penalty-kinds.yml', `/penaltyScale/procedures${path}`, says)
  })
}

/** A pattern that matches nothing would refuse every text, and a variant of two characters would be read two ways. */
function checkProhibitedContent(content: CatalogueParts['prohibitedContent'], report: Report): void {
  const say = (path: string, says: string): void =>
    report('prohibited-content.yml', `/prohibitedContent${path}`, says)
  checkOnce(
    content.kinds.map((one) => one.code),
    (at, code) => say(`/kinds/${at}/code`, `${code} is there twice`),
  )
  content.kinds.forEach((kind, index) => {
    for (const scope of ['anywhere', 'statements', 'terms', 'passes'] as const) {
      kind[scope].forEach((pattern, at) => {
        if (new RegExp(pattern, 'u').test('')) say(`/kinds/${index}/${scope}/${at}`, 'matches an empty text')
      })
    }
    if (kind.signs === '' && kind.anywhere.length + kind.statements.length > 0) {
      say(`/kinds/${index}/signs`, `${kind.code} names no character that its statements cannot do without`)
    }
    if (kind.anywhere.length + kind.statements.length + kind.terms.length === 0) {
      say(`/kinds/${index}`, `${kind.code} has no pattern`)
    }
  })
  const given = content.variants.flatMap((one, at) => [...one].slice(1).map((variant) => ({ at, variant })))
  checkOnce(
    given.map((one) => one.variant),
    (index, variant) => say(`/variants/${given[index]?.at}`, `${variant} stands for two characters`),
  )
}

function checkUnique(parts: CatalogueParts, report: Report): void {
  const lists: [string, string, readonly { code: string }[]][] = [
    ['legal-bases.yml', 'legalBases', parts.legalBases],
    ['purposes.yml', 'purposes', parts.purposes],
    ['identifier-schemes.yml', 'identifierSchemes', parts.identifierSchemes],
    ['publicity.yml', 'publicityRegimes', parts.publicityRegimes],
  ]
  for (const [file, member, list] of lists) {
    checkOnce(
      list.map((one) => one.code),
      (at, code) => report(file, `/${member}/${at}/code`, `${code} is there twice`),
    )
  }
  for (const list of [parts.recordTypes, parts.profiles]) {
    const codes = list.map((one) => one.content.code)
    checkOnce(codes, (at, code) => report(list[at]?.file ?? '', '/code', `${code} is there twice`))
  }
  const prefixes = parts.recordTypes.map((one) => one.content.rulePrefix)
  checkOnce(prefixes, (at, prefix) => {
    report(parts.recordTypes[at]?.file ?? '', '/rulePrefix', `${prefix} belongs to another type`)
  })
  if (!parts.profiles.some((one) => one.content.code === 'default')) {
    report('profiles/default.yml', '', 'is missing')
  }
}

function checkJurisdictions(parts: CatalogueParts, report: Report): void {
  for (const { file, content } of parts.jurisdictions) {
    if (file !== `jurisdictions/${content.division}.yml`)
      report(file, '/division', 'is not the name of the file')
    checkOnce(
      content.parameters.map((one) => one.code),
      (at, code) => {
        report(file, `/parameters/${at}/code`, `${code} is there twice`)
      },
    )
    content.parameters.forEach((one, at) => {
      if ((one.unit === 'flag') !== (typeof one.value === 'boolean')) {
        report(file, `/parameters/${at}/value`, `does not fit the unit ${one.unit}`)
      }
      if ((one.basis.length === 0) !== (one.ours !== undefined)) {
        report(
          file,
          `/parameters/${at}/basis`,
          'has either a legal basis or the reason why the figure is ours',
        )
      }
    })
  }
}
