// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Query } from '../../kernel/db/database.ts'
import { asKey, seal } from '../files/index.ts'
import { checkIdentifier, suggestIdentifiers } from '../identifiers/index.ts'
import { findIdentifiers } from '../subjects/index.ts'
import type { Batch, OfferedIdentifier, SealedFinding } from './batch.ts'
import { insertFindings, listOffers, type StoredFinding } from './batch-store.ts'
import type { CollectionContext } from './collection-context.ts'
import { CandidateFinder } from './find-candidates.ts'
import type { Finding } from './judging-worker.ts'

/** A faulty row is bound to its place: nothing sealed for one row opens as another's. */
export function findingPlace(batch: Pick<Batch, 'batchId'>, rowNo: number, weight: string): string {
  return `finding/${batch.batchId}/${rowNo}/${weight}`
}

/**
 * Puts faulty rows into quarantine and notes beside good ones, sealed. A number that fails a check but was confirmed
 * by the registering authority is no fault; where a registered organisation of the same name has a like number,
 * that number is offered, never taken; so are, to a row
 * without any number, those of organisations whose name has the same core and area.
 */
export async function keepFindings(
  work: { readonly context: CollectionContext; readonly batch: Batch; readonly key: Buffer },
  findings: readonly Finding[],
): Promise<void> {
  const settled = await settleQuestions(work.context.database, findings)
  const merged = mergeByRow(settled)
  const key = asKey(work.key)
  const stored = merged.map((finding): StoredFinding => {
    const content: SealedFinding = { raw: finding.raw, items: finding.items, offered: finding.offered }
    return {
      rowNo: finding.rowNo,
      weight: finding.weight,
      codes: [...new Set(finding.items.map((item) => item.code))],
      sealed: seal(
        key,
        Buffer.from(JSON.stringify(content)),
        findingPlace(work.batch, finding.rowNo, finding.weight),
      ),
    }
  })
  await insertFindings(work.context.database, work.batch.batchId, stored)
}

type SettledFinding = Omit<Finding, 'question' | 'nameOnly'> & {
  readonly offered: readonly OfferedIdentifier[]
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
