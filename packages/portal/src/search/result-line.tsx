// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { FoundOrganisation } from '../api/contract.ts'
import { useWords } from '../i18n/language.ts'
import { schemeTitle } from '../report/scheme-title.ts'
import { showDay } from '../report/show-value.ts'
import { Highlighted } from './highlighted.tsx'

export function ResultLine({ item, q }: { item: FoundOrganisation; q: string }): ReactNode {
  const { t, language } = useWords()
  return (
    <li>
      <h2>
        <Link to="/organisations/$id" params={{ id: item.id }}>
          <Highlighted name={item.name} query={q} />
        </Link>
      </h2>
      <p className="result-facts">
        {item.identifier && (
          <span>
            <span className="only-read">{schemeTitle(t, item.identifier.scheme)} </span>
            <span className="number">{item.identifier.value}</span>
          </span>
        )}
        <span>{t(`kind.${item.kind}`)}</span>
        {item.registeredOn && (
          <span>{t('results.registeredOn', { day: showDay(item.registeredOn, language) })}</span>
        )}
      </p>
    </li>
  )
}
