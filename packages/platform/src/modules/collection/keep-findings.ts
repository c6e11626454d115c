// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { KeyObject } from 'node:crypto'
import type { Query } from '../../kernel/db/database.ts'
import { asKey, seal } from '../files/index.ts'
import { checkIdentifier, suggestIdentifiers } from '../identifiers/index.ts'
import { findIdentifiers } from '../subjects/index.ts'
import type { Batch, OfferedIdentifier, SealedFinding } from './batch.ts'
import { listOffers } from './batch-store.ts'
import type { CollectionContext } from './collection-context.ts'
import { CandidateFinder } from './find-candidates.ts'
import { countKept, type FaultRun, insertFaultRun, type StoredFinding } from './finding-store.ts'
import type { Finding } from './judging-worker.ts'
import type { Release } from './quarantine-store.ts'
import type { NumberMac } from './settle-quarantine.ts'

/** A faulty row is bound to its place: nothing sealed for one row opens as another's. */
export function findingPlace(batch: Pick<Batch, 'batchId'>, rowNo: number, weight: string): string {
  return `finding/${batch.batchId}/${rowNo}/${weight}`
}

/** Details of more than this many faulty rows help nobody, and every one of them is a sealed row to keep. */
export const findingsKeptMax = { fault: 100_000, note: 100_000 } as const

/**
 * Puts faulty rows into quarantine and notes beside good ones, sealed. A number that fails a check but was confirmed
 * by the registering authority is no fault; where a registered organisation of the same name has a like number,
 * that number is offered, never taken; so are, to a row without any number, those of organisations whose name has the
 * same core and area. Of a batch with more findings than are kept all are counted, and all faulty rows are known by
 * number.
 * @param lastRowNo the last row of the run that the findings are of
 */
export async function keepFindings(
  work: FindingsWork,
  lastRowNo: number,
  findings: readonly Finding[],
): Promise<void> {
  if (findings.length === 0) return
  const { database } = work.context
  const kept = await countKept(database, work.batch.batchId)
  // Of a batch judged again after a restart: what was found then stays, however the file is cut into runs now.
  const news = findings.filter((finding) => finding.rowNo > kept.lastRowNo)
  if (news.length === 0) return
  const settled = await settleFindings(database, news, work.releases)
  const room = { fault: findingsKeptMax.fault - kept.faults, note: findingsKeptMax.note - kept.notes }
  const key = asKey(work.key)
  const stored = settled
    .filter(({ weight }) => room[weight]-- > 0)
    .map((finding) => sealFinding(work, key, finding))
  await database.transact((tx) =>
    insertFaultRun(tx, work.batch.batchId, {
      lastRowNo,
      faultyRows: settled.filter(({ weight }) => weight === 'fault').map(({ rowNo }) => rowNo),
      counts: countCodes(settled),
      kept: stored,
    }),
  )
}

export type FindingsWork = {
  readonly context: CollectionContext
  readonly batch: Batch
  readonly key: Buffer
  readonly numberMac: NumberMac
  /** By row: what two officers have released it from. */
  readonly releases: ReadonlyMap<number, Release>
}

function sealFinding(
  { batch, numberMac }: FindingsWork,
  key: KeyObject,
  finding: SettledFinding,
): StoredFinding {
  const { rowNo, weight, raw, items, offered, number } = finding
  const content: SealedFinding = { raw, items, offered }
  const sealed = seal(key, Buffer.from(JSON.stringify(content)), findingPlace(batch, rowNo, weight))
  return {
    rowNo,
    weight,
    codes: codesOf(finding),
    places: [...new Set(items.map(placeOf))],
    numberMac: weight === 'fault' ? numberMac(batch.type, number) : null,
    sealed,
  }
}

/** Words of the catalogue only: these stand in clear. */
function placeOf({ code, rule, field }: Finding['items'][number]): string {
  return `${code} ${rule ?? '-'} ${field ?? '-'}`
}

function codesOf(finding: SettledFinding): string[] {
  return [...new Set(finding.items.map((item) => item.code))]
}

/** In how many rows each code stands. */
function countCodes(findings: readonly SettledFinding[]): FaultRun['counts'] {
  const counts = new Map<string, { code: string; weight: string; rows: number }>()
  for (const finding of findings) {
    for (const code of codesOf(finding)) {
      const place = `${finding.weight} ${code}`
      const count = counts.get(place) ?? { code, weight: finding.weight, rows: 0 }
      count.rows++
      counts.set(place, count)
    }
  }
  return [...counts.values()]
}

export type SettledFinding = Omit<Finding, 'question' | 'nameOnly'> & {
  readonly offered: readonly OfferedIdentifier[]
}

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
  const candidates = new CandidateFinder(on, OFFERED_MAX)
  const settled: SettledFinding[] = []
  for (const finding of findings) {
    const { question, nameOnly, ...rest } = finding
    const number = question?.confirmable
      ? checkIdentifier(question.scheme, question.raw, { demo: true }).normalised
      : null
    if (number !== null && confirmed.has(number)) {
      const [known, others] = partition(finding.items, question?.field ?? '')
      if (others.length > 0) settled.push({ ...rest, items: others, offered: [] })
      settled.push({ ...rest, weight: 'note', items: known, offered: [] })
    } else {
      const offered = question ? await findOffers(on, question) : await candidates.find(nameOnly)
      settled.push({ ...rest, offered })
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
