// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import { useWords } from '../i18n/language.ts'
import type { Field } from '../report/read-report.ts'
import { showValue } from '../report/show-value.ts'

export function FieldList({ fields, className }: { fields: readonly Field[]; className: string }): ReactNode {
  const { language, say } = useWords()
  if (fields.length === 0) return null
  return (
    <dl className={className}>
      {fields.map((field) => (
        <div key={field.code}>
          <dt>{say(field.about.title)}</dt>
          <dd
            lang={field.about.kind === 'text' ? 'zh-CN' : undefined}
            className={field.about.kind === 'identifier' ? 'number' : undefined}
          >
            {showValue(field, language)}
          </dd>
        </div>
      ))}
    </dl>
  )
}
