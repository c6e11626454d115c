// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import { asKey, seal } from '../files/index.ts'
import { checkIdentifier, suggestIdentifiers } from '../identifiers/index.ts'
import { findIdentifiers } from '../subjects/index.ts'
import type { Batch, OfferedIdentifier, SealedFinding } from './batch.ts'
import { insertFindings, listOffers, type StoredFinding } from './batch-store.ts'
import type { CollectionContext } from './collection-context.ts'
import type { Finding } from './judging-worker.ts'
import type { Release } from './quarantine-store.ts'
import type { NumberMac } from './settle-quarantine.ts'

/** A faulty row is bound to its place: nothing sealed for one row opens as another's. */
export function findingPlace(batch: Pick<Batch, 'batchId'>, rowNo: number, weight: string): string {
  return `finding/${batch.batchId}/${rowNo}/${weight}`
}

/**
 * Puts faulty rows into quarantine and notes beside good ones, sealed. A number that fails a check but was confirmed
 * by the registering authority is no fault; where a registered organisation of the same name has a like number,
 * that number is offered, never taken.
 */
export async function keepFindings(
  work: FindingsWork,
  findings: readonly Finding[],
  numberOf: (rowNo: number) => string | null = () => null,
): Promise<void> {
  const merged = await settleFindings(work.context.database, findings, work.releases)
  const key = asKey(work.key)
  const stored = merged.map((finding): StoredFinding => {
    const content: SealedFinding = { raw: finding.raw, items: finding.items, offered: finding.offered }
    return {
      rowNo: finding.rowNo,
      weight: finding.weight,
      codes: [...new Set(finding.items.map((item) => item.code))],
      places: [...new Set(finding.items.map(placeOf))],
      numberMac: finding.weight === 'fault' ? work.numberMac(work.batch.type, numberOf(finding.rowNo)) : null,
      sealed: seal(
        key,
        Buffer.from(JSON.stringify(content)),
        findingPlace(work.batch, finding.rowNo, finding.weight),
      ),
    }
  })
  await insertFindings(work.context.database, work.batch.batchId, stored)
}

export type FindingsWork = {
  readonly context: CollectionContext
  readonly batch: Batch
  readonly key: Buffer
  readonly numberMac: NumberMac
  /** By row: what two officers have released it from. */
  readonly releases: ReadonlyMap<number, Release>
}

/** Words of the catalogue only: these stand in clear. */
function placeOf({ code, rule, field }: Finding['items'][number]): string {
  return `${code} ${rule ?? '-'} ${field ?? '-'}`
}

export type SettledFinding = Omit<Finding, 'question'> & { readonly offered: readonly OfferedIdentifier[] }

/** What the database has to say to the verdicts of the pure judge; at most one finding a row and weight comes back. */
export async function settleFindings(
  on: { readonly query: Query },
  findings: readonly Finding[],
  releases: ReadonlyMap<number, Release> = new Map(),
): Promise<SettledFinding[]> {
  const settled = await settleQuestions(on, findings)
  return mergeByRow(settled.flatMap((finding) => excuse(finding, releases.get(finding.rowNo))))
}

/** Of a released row only the faults that were released become notes, and they name both officers. */
function excuse(finding: SettledFinding, release: Release | undefined): SettledFinding[] {
  if (!release || finding.weight === 'note') return [finding]
  const released = finding.items.filter((item) => release.codes.includes(item.code))
  const others = finding.items.filter((item) => !release.codes.includes(item.code))
  if (released.length === 0) return [finding]
  const { proposer, seconder } = release
  const word = { code: 'NTE-RELEASED', rule: null, column: null, field: null, facts: { proposer, seconder } }
  const note: SettledFinding = { ...finding, weight: 'note', items: [...released, word], offered: [] }
  return others.length > 0 ? [note, { ...finding, items: others }] : [note]
}

function mergeByRow(findings: readonly SettledFinding[]): SettledFinding[] {
  const rows = new Map<string, SettledFinding>()
  for (const finding of findings) {
    const place = `${finding.rowNo} ${finding.weight}`
    const other = rows.get(place)
    rows.set(place, other ? { ...other, items: [...other.items, ...finding.items] } : finding)
  }
  return [...rows.values()]
}

async function settleQuestions(
  on: { readonly query: Query },
  findings: readonly Finding[],
): Promise<SettledFinding[]> {
  const confirmed = await findConfirmed(on, findings)
  const settled: SettledFinding[] = []
  for (const finding of findings) {
    const { question, ...rest } = finding
    const number = question?.confirmable
      ? checkIdentifier(question.scheme, question.raw, { demo: true }).normalised
      : null
    if (number !== null && confirmed.has(number)) {
      const [known, others] = partition(finding.items, question?.field ?? '')
      if (others.length > 0) settled.push({ ...rest, items: others, offered: [] })
      settled.push({ ...rest, weight: 'note', items: known, offered: [] })
    } else {
      settled.push({ ...rest, offered: question ? await findOffers(on, question) : [] })
    }
  }
  return settled
}

/** Only the number that registration confirmed is excused; another number of the row answers for itself. */
function partition(items: Finding['items'], field: string): [Finding['items'], Finding['items']] {
  const isExcused = (item: Finding['items'][number]): boolean =>
    item.field === field && item.code.startsWith('ID-')
  return [items.filter(isExcused), items.filter((item) => !isExcused(item))]
}

/** Numbers that fail a check, yet stand in the directory: registration confirmed them. */
async function findConfirmed(
  on: { readonly query: Query },
  findings: readonly Finding[],
): Promise<Set<string>> {
  const asked = findings.flatMap(({ question }) =>
    question?.confirmable
      ? [
          {
            scheme: question.scheme === 'cn.taxpayer' ? 'cn.uscc' : question.scheme,
            value: checkIdentifier(question.scheme, question.raw, { demo: true }).normalised,
          },
        ]
      : [],
  )
  if (asked.length === 0) return new Set()
  return new Set((await findIdentifiers(on, asked)).map((row) => row.value))
}

const OFFERED_MAX = 3

async function findOffers(
  on: { readonly query: Query },
  question: NonNullable<Finding['question']>,
): Promise<OfferedIdentifier[]> {
  if (!question.nameKey) return []
  const suggested = suggestIdentifiers(question.raw)
  if (suggested.length === 0) return []
  const candidates = await findIdentifiers(on, suggested)
  const ids = [...new Set(candidates.map((row) => row.subjectId))]
  if (ids.length === 0) return []
  return listOffers(on, ids, question.nameKey, OFFERED_MAX)
}
