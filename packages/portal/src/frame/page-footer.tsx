// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import type { NodeStatus } from '../api/contract.ts'
import { useWords } from '../i18n/language.ts'
import { showDay } from '../report/show-value.ts'

export function PageFooter({ status }: { status: NodeStatus | undefined }): ReactNode {
  const { t, language } = useWords()
  const name = status?.node.name
  return (
    <footer className="foot">
      <div className="width foot-row">
        <p className="foot-promise">{t('footer.unread')}</p>
        <p className="foot-facts">
          {status && (
            <>
              <span>{typeof name === 'string' ? name : name?.[language]}</span>
              <span>{t('footer.asOf', { day: showDay(status.today, language) })}</span>
              <span>{t('footer.catalogue', { version: status.catalogueVersion })}</span>
              <span>{t('footer.tick', { tick: status.tick })}</span>
            </>
          )}
          <a href="/v1/openapi.json">{t('footer.api')}</a>
        </p>
      </div>
    </footer>
  )
}
