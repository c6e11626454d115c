// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/language.ts'

/** @param isThen whether another time than now was asked for: then the organisation itself may well be known */
export function OrganisationUnknown({ isThen }: { isThen: boolean }): ReactNode {
  const { t } = useWords()
  return (
    <div className="state" role="alert">
      <h1>{t(isThen ? 'trouble.nothingThenTitle' : 'trouble.organisationTitle')}</h1>
      <p>{t(isThen ? 'trouble.nothingThenText' : 'trouble.organisationText')}</p>
      <p>
        <Link to="/">{t('site.toStart')}</Link>
      </p>
    </div>
  )
}
