// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import type { QuarantinedRow, ReleaseGround } from '../api/contract.ts'
import { useWords } from '../i18n/language.ts'
import { showDay } from '../report/show-value.ts'
import { Trouble } from '../states/trouble.tsx'
import type { AtDesk } from './desk-frame.tsx'
import { shortId } from './show.ts'
import { useTrouble } from './use-trouble.ts'

const grounds = ['document', 'source-system', 'inquiry'] as const

export function WaitingRow({ row, desk, session }: { row: QuarantinedRow } & AtDesk): ReactNode {
  const { t, language, say } = useWords()
  const { holder, scopes } = session.furnisher
  const mayPropose = row.releasable && holder !== null && scopes.includes('quarantine:propose')
  return (
    <tr>
      <td data-heading={t('desk.waiting.batch')}>
        <Link to="/desk/batches/$id" params={{ id: row.batch }} search={{ row: row.row }}>
          <span className="number">{shortId(row.batch)}</span> · {t('desk.faults.row', { row: row.row })}
        </Link>
        {row.leftBy && (
          <p className="quiet">
            {t('desk.waiting.leftBy', { short: shortId(row.leftBy.batch), row: row.leftBy.row })}
          </p>
        )}
      </td>
      <td data-heading={t('desk.waiting.what')}>
        <ul>
          {row.codes.map((one) => (
            <li key={one.code}>
              {say(one.says)} <code>{one.code}</code>
            </li>
          ))}
        </ul>
        {mayPropose && <Propose row={row} desk={desk} />}
      </td>
      <td data-heading={t('desk.waiting.age')}>
        {row.ageDays === 0 ? t('desk.waiting.today') : t('desk.waiting.days', { count: row.ageDays })}
      </td>
      <td data-heading={t('desk.waiting.expires')}>
        {row.expireOn === null ? t('desk.waiting.noTerm') : showDay(row.expireOn, language)}
      </td>
      <td data-heading={t('desk.waiting.holder')}>{row.holder ?? t('desk.waiting.nobody')}</td>
    </tr>
  )
}

/** Proposing says on which ground; another officer has to second it. */
function Propose({ row, desk }: { row: QuarantinedRow; desk: AtDesk['desk'] }): ReactNode {
  const { t } = useWords()
  const id = useId()
  const queries = useQueryClient()
  const trouble = useTrouble()
  const [step, setStep] = useState<'closed' | 'open' | 'done'>('closed')
  const [ground, setGround] = useState<ReleaseGround>('document')
  if (step === 'done') return <p role="status">{t('desk.release.proposed')}</p>
  if (step === 'closed') {
    return (
      <button
        type="button"
        className="link-button"
        aria-label={t('desk.waiting.releaseRow', { row: row.row })}
        onClick={() => setStep('open')}
      >
        {t('desk.waiting.release')}
      </button>
    )
  }
  const propose = async () => {
    if (!(await trouble.during(desk.propose(row.batch, [row.row], ground)))) return
    setStep('done')
    void queries.invalidateQueries({ queryKey: ['desk', 'releases'] })
  }
  return (
    <div className="propose">
      <label htmlFor={id}>{t('desk.release.ground')}</label>
      <select
        id={id}
        value={ground}
        onChange={(event) => setGround(grounds.find((one) => one === event.target.value) ?? 'document')}
      >
        {grounds.map((one) => (
          <option key={one} value={one}>
            {t(`desk.release.grounds.${one}`)}
          </option>
        ))}
      </select>
      <Button type="primary" loading={trouble.isBusy} onClick={() => void propose()}>
        {t('desk.release.confirm')}
      </Button>
      <button type="button" className="link-button" onClick={() => setStep('closed')}>
        {t('desk.release.cancel')}
      </button>
      {trouble.error && <Trouble error={trouble.error} />}
    </div>
  )
}
