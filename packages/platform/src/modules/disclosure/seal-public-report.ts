// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { randomBytes } from 'node:crypto'
import {
  formatDisclosure,
  platformSuite,
  type ReportSeal,
  type ReportSection,
  saltBytes,
  sectionHash,
  sortHashes,
} from '@probity/verify'
import type { Instant } from '../../kernel/civil-date.ts'
import type { ComposedReport } from './public-report.ts'

/** Where a numbered report has its number: a public page has none, and the seal names no subject. */
const UNNUMBERED = 'public-page'

type Signer = { signReport(seal: Omit<ReportSeal, 'node'>): string }

/** As `PublicReports` writes it; only what has to be told apart here is named. */
type Page = {
  readonly asOf: string
  readonly tick: number
  readonly catalogueVersion: string
  readonly records: readonly { readonly type: string; readonly source: number }[]
  readonly types: Readonly<Record<string, unknown>>
  readonly sources: Readonly<Record<string, unknown>>
  readonly [member: string]: unknown
}

/**
 * The page as a file that proves by itself what the node showed, and when: salted sections under the node's signature.
 * Nothing is kept of it. Each sealing has new salts, so two files of one page do not tell that they are the same.
 */
export function sealPublicReport(
  signer: Signer,
  { body, view }: Pick<ComposedReport, 'body' | 'view'>,
  composed: Instant,
): string {
  const page = JSON.parse(body) as Page
  const sections = sectionsOf(page).map(
    (section): ReportSection => ({ ...section, salt: randomBytes(saltBytes) }),
  )
  const seal = signer.signReport({
    report: UNNUMBERED,
    composed,
    asOf: page.asOf,
    tick: page.tick,
    catalogue: page.catalogueVersion,
    view,
    sections: sortHashes(sections.map((section) => sectionHash(platformSuite, section))),
  })
  return formatDisclosure({ seal, sections })
}

/** A record type is a section with all that explains it, so that one can be shown, and understood, without another. */
function sectionsOf({ records, types, sources, ...page }: Page): Pick<ReportSection, 'name' | 'content'>[] {
  const { id, kind, name, formerNames, identifiers, ...moment } = page
  const named = [...new Set(records.map((record) => record.type))].map((type) => {
    const own = records.filter((record) => record.type === type)
    const from = [...new Set(own.map((record) => String(record.source)))]
    const content = {
      about: types[type],
      records: own,
      sources: Object.fromEntries(from.map((source) => [source, sources[source]])),
    }
    return { name: `records.${type}`, content }
  })
  return [
    { name: 'subject', content: { id, kind, name, formerNames, identifiers } },
    { name: 'page', content: moment },
    ...named,
  ]
}
