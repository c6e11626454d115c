// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { addressOf, type Moment } from '../api/client.ts'
import { useWords } from '../i18n/language.ts'
import type { OrganisationPage } from '../report/read-report.ts'
import { DayForm } from './day-form.tsx'
import { MomentDialog } from './moment-dialog.tsx'

export function Tools({ page, id }: { page: OrganisationPage; id: string }): ReactNode {
  const { t, language } = useWords()
  const navigate = useNavigate()
  const { asOf, knownAt } = useSearch({ from: '/organisations/$id' })
  const [isDialogOpen, setDialogOpen] = useState(false)
  const go = (moment: Moment) =>
    void navigate({ to: '.', search: (kept) => ({ ...kept, ...moment }), resetScroll: false })
  const report = `/v1/public/organisations/${encodeURIComponent(id)}/report`
  const json = addressOf(report, { asOf, knownAt })
  const sealed = addressOf(`${report}/sealed`, { asOf, knownAt })
  return (
    <aside className="tools" aria-labelledby="tools-title">
      <h2 id="tools-title">{t('organisation.toolsTitle')}</h2>
      <DayForm
        key={page.asOf}
        day={page.asOf}
        today={page.day}
        onChoose={(day) => go({ asOf: day === page.day ? undefined : day })}
      />
      <ul className="tool-list">
        <li>
          <button
            type="button"
            className="link-button"
            aria-haspopup="dialog"
            onClick={() => setDialogOpen(true)}
          >
            {t('moment.advanced')}
          </button>
        </li>
        <li>
          <a href={json}>{t('organisation.json')}</a>
        </li>
        <li>
          <a href={sealed} download>
            {t('organisation.sealed')}
          </a>
        </li>
        <li>
          <a href={`/verify?lang=${language}`}>{t('organisation.verify')}</a>
        </li>
        <li className="tool-print">
          <Button size="small" onClick={() => print()}>
            {t('organisation.print')}
          </Button>
        </li>
      </ul>
      <h2>{t('organisation.objectTitle')}</h2>
      <p>{t('organisation.object')}</p>
      <p className="quiet">{t('organisation.composed')}</p>
      {isDialogOpen && (
        <MomentDialog
          today={page.day}
          asked={{ asOf, knownAt }}
          onClose={() => setDialogOpen(false)}
          onChoose={go}
        />
      )}
    </aside>
  )
}
