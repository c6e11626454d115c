// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import { useWords } from '../i18n/language.ts'
import type { Field, PageRecord } from '../report/read-report.ts'
import { FieldList } from './field-list.tsx'

type Props = {
  readonly id: string
  readonly record: PageRecord
  readonly fields: readonly Field[]
  readonly isOpen: boolean
}

/** In the page even when closed, so that print shows it. */
export function RecordMore({ id, record, fields, isOpen }: Props): ReactNode {
  const { t, say } = useWords()
  const ruleText = useRuleText(record.regimes)
  return (
    <div id={id} className="record-more" hidden={!isOpen}>
      <FieldList fields={fields} className="record-rest" />
      <dl className="record-rest">
        <div>
          <dt>{t('records.rule')}</dt>
          <dd>{ruleText(record.publicity.rule)}</dd>
        </div>
        <div>
          <dt>{t('records.category')}</dt>
          <dd>{say(record.category)}</dd>
        </div>
        <div>
          <dt>{t('records.known')}</dt>
          <dd>{t('records.version', { version: record.version, tick: record.tick })}</dd>
        </div>
        <div>
          <dt>{t('records.id')}</dt>
          <dd className="number">{record.id}</dd>
        </div>
      </dl>
    </div>
  )
}

/** `no-end`, `yearly-list`, or `regime/severity`; several regimes are joined by `+`, `+stated` stands at the end. */
function useRuleText(regimes: PageRecord['regimes']): (rule: string) => string {
  const { t, say } = useWords()
  return (rule) => {
    if (rule === 'no-end') return t('rule.noEnd')
    if (rule === 'yearly-list') return t('rule.yearlyList')
    const parts = rule.split('+')
    const named = parts.filter((part) => part !== 'stated')
    const severity = named[0]?.split('/')[1]
    if (severity !== 'minor' && severity !== 'general' && severity !== 'serious') return rule
    const titleOf = (code: string): string => (regimes[code] ? say(regimes[code]) : code)
    const regime = named.map((part) => titleOf(part.split('/')[0] ?? part)).join(' + ')
    const text = t('rule.bySeverity', { severity: t(`severity.${severity}`), regime })
    return parts.includes('stated') ? text + t('rule.stated') : text
  }
}
