// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type ReactNode, useId } from 'react'
import { useWords } from '../i18n/language.ts'
import { splitFields } from '../report/key-fields.ts'
import type { OrganisationPage, PageRecord } from '../report/read-report.ts'
import { showDay } from '../report/show-value.ts'
import { FieldList } from './field-list.tsx'
import { BasisList, DocumentLine, TermLine, ValidityLine } from './record-lines.tsx'
import { RecordMore } from './record-more.tsx'
import { Sign } from './sign.tsx'

type Props = {
  readonly record: PageRecord
  readonly page: OrganisationPage
  readonly isOpen: boolean
  readonly onToggle: () => void
}

export function RecordEntry({ record, page, isOpen, onToggle }: Props): ReactNode {
  const { t, language, say } = useWords()
  const id = useId()
  const { key, more } = splitFields(record, page)
  const day = record.eventOn ? showDay(record.eventOn, language) : t('records.noDay')
  return (
    <li className="record" data-polarity={record.polarity}>
      <div className="record-mark">
        <Sign polarity={record.polarity} severity={record.severity} />
      </div>
      <article aria-labelledby={`${id}-title`}>
        <header className="record-head">
          <h4 id={`${id}-title`}>{say(record.title)}</h4>
          <span className="record-polarity">{t(`polarity.${record.polarity}`)}</span>
          {record.polarity === 'adverse' && record.severity && (
            <span className={record.severity === 'serious' ? 'tag tag-serious' : 'tag'}>
              {t(`severity.${record.severity}`)}
            </span>
          )}
          <time dateTime={record.eventOn ?? undefined}>{day}</time>
        </header>
        <FieldList fields={key} className="record-key" />
        <dl className="record-ground">
          <div>
            <dt>{t('records.source')}</dt>
            <dd>{say(record.source.name)}</dd>
          </div>
          {record.document && <DocumentLine document={record.document} />}
          <BasisList basis={record.basis} />
          <TermLine publicity={record.publicity} />
          <ValidityLine record={record} />
        </dl>
        {record.nameDisagrees && <p className="record-warning">{t('records.nameDisagrees')}</p>}
        <button
          type="button"
          className="link-button record-toggle"
          aria-expanded={isOpen}
          aria-controls={`${id}-more`}
          aria-label={isOpen ? undefined : t('records.moreAbout', { title: say(record.title), day })}
          onClick={onToggle}
        >
          {t(isOpen ? 'records.less' : 'records.more')}
        </button>
        <RecordMore id={`${id}-more`} record={record} fields={more} isOpen={isOpen} />
      </article>
    </li>
  )
}
