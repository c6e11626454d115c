// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import { useWords } from '../i18n/language.ts'
import { BatchList } from './batch-list.tsx'
import { DeskFrame } from './desk-frame.tsx'
import { Notices } from './notices.tsx'
import { Upload } from './upload.tsx'

export function DeskPage(): ReactNode {
  const { t } = useWords()
  return (
    <DeskFrame title={t('desk.name')}>
      {({ desk, session }) => (
        <>
          <h1>{t('desk.name')}</h1>
          <div className="desk-two">
            <BatchList desk={desk} types={session.furnisher.types} />
            <div className="desk-side">
              <Upload desk={desk} types={session.furnisher.types} />
              <Notices desk={desk} />
            </div>
          </div>
        </>
      )}
    </DeskFrame>
  )
}
