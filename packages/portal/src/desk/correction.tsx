// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import type { BatchState } from '../api/contract.ts'
import type { DeskClient } from '../api/desk-client.ts'
import { useWords } from '../i18n/language.ts'
import { showNumber } from '../report/show-value.ts'
import { StateSign } from './batch-list.tsx'
import { batchQuery, isFinished } from './desk-queries.ts'

const shown = ['rows', 'accepted', 'corrected', 'unchanged', 'faulty'] as const

/** The rows sent again, beside the batch they come from: its counts stay, the new ones have their own. */
export function Correction({ of, id, desk }: { of: BatchState; id: string; desk: DeskClient }): ReactNode {
  const { t, language } = useWords()
  const queries = useQueryClient()
  const batch = useQuery(batchQuery(desk, id)).data
  const isDone = batch !== undefined && isFinished(batch)
  useEffect(() => {
    if (!isDone) return
    void queries.invalidateQueries({ queryKey: ['desk', 'batch', of.id] })
    void queries.invalidateQueries({ queryKey: ['desk', 'faults', of.id] })
    void queries.invalidateQueries({ queryKey: ['desk', 'quarantine'] })
  }, [isDone, of.id, queries])
  const number = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : showNumber(value, language)
  return (
    <section className="correction" aria-labelledby="correction-title">
      <h3 id="correction-title">{t('desk.mend.sentTitle')}</h3>
      <p>{t('desk.mend.sentText')}</p>
      <table className="desk-table correction-counts">
        <thead>
          <tr>
            <td />
            {shown.map((name) => (
              <th key={name} scope="col" className="is-number">
                {t(`desk.batch.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('desk.mend.original')}</th>
            {shown.map((name) => (
              <td key={name} data-heading={t(`desk.batch.${name}`)} className="is-number">
                {number(of.counts[name])}
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">
              <Link to="/desk/batches/$id" params={{ id }} search={{}}>
                {t('desk.mend.correction')}
              </Link>{' '}
              {batch && <StateSign state={batch.state} />}
            </th>
            {shown.map((name) => (
              <td key={name} data-heading={t(`desk.batch.${name}`)} className="is-number">
                {number(batch?.counts[name])}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  )
}
