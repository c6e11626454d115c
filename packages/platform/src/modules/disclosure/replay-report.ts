// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Database } from '../../kernel/db/database.ts'
import { assert, refuse } from '../../kernel/refusal.ts'
import type { CatalogueShelf } from '../catalogue/index.ts'
import type { Inquiry } from '../inquiries/index.ts'
import { readLeave, readStanding } from './ask-statements.ts'
import type { DisclosurePolicy } from './disclosure-policy.ts'
import type { ReportGrant } from './prepared-view.ts'
import type { Report, Reports } from './reports.ts'
import { narrowed } from './shown-records.ts'

/** `report_v1.<audience>.<part of the catalogue's digest>` */
const VIEW = /^report_v1\.([a-z]+)\.([0-9a-f]+)$/

export function viewName(audience: string, digest: string): string {
  return `report_v1.${audience}.${digest}`
}

export type Replayed = {
  readonly report: Report
  /** Whether these are the bytes that were answered; not so where something was deleted since. */
  readonly same: boolean
}

export type ReplayParts = {
  readonly database: Database
  readonly catalogues: CatalogueShelf
  readonly policy: DisclosurePolicy
  readonly reports: Reports
}

/**
 * Composes again what was answered to an inquiry, by the catalogue of then. Caller has the right to see it, and has it
 * written down.
 * @throws Refusal INQUIRY_NOT_ANSWERED
 */
export async function replayReport(parts: ReplayParts, inquiry: Inquiry): Promise<Replayed> {
  const { outcome, tickRead } = inquiry
  const view = VIEW.exec(inquiry.view)
  if (outcome.kind !== 'answered' || !view || tickRead === null) throw refuse('INQUIRY_NOT_ANSWERED')
  const grant = await grantOf(parts, inquiry, view[2] ?? '')
  assert(grant.view.code === view[1], 'the catalogue of then opens the view of then')
  const report = await parts.reports.compose(inquiry.subjectId, grant, { tick: tickRead, day: inquiry.asOf })
  return { report, same: report.resultHash.equals(Buffer.from(outcome.resultHash)) }
}

async function grantOf(
  { database, catalogues, policy }: ReplayParts,
  { basis, inquirer, purpose, subjectId, fields }: Inquiry,
  digest: string,
): Promise<ReportGrant> {
  assert(basis.kind !== 'none', 'what was answered had a basis')
  const shelved = await catalogues.getByDigest(digest)
  const { kind } = await readStanding(database, subjectId, null)
  assert(kind, 'what was answered was about somebody')
  const leave =
    basis.kind === 'authorisation' ? await readLeave(database, subjectId, basis.authorisationId) : null
  const asking = { actor: inquirer.kind, purpose, basis: basis.kind, subjectKind: kind }
  const verdict = policy.judge(asking, shelved)
  assert(verdict.refuses === null, 'the catalogue of then opens what was opened')
  const { catalogue, version } = shelved
  const shown = narrowed(verdict.shown, { recordTypes: fields, leave, catalogue, kind })
  return { catalogue, version, view: verdict.view, purpose, kind, shown }
}
