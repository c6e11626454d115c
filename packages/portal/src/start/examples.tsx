// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Example } from '../api/contract.ts'
import { useWords } from '../i18n/language.ts'

export function Examples({ examples }: { examples: readonly Example[] }): ReactNode {
  const { t, say } = useWords()
  if (examples.length === 0) return null
  return (
    <section className="examples">
      <h2>{t('start.examplesTitle')}</h2>
      <ul>
        {examples.slice(0, 6).map((example) => (
          <li key={example.id}>
            <Link to="/organisations/$id" params={{ id: example.id }}>
              <span className="example-name" lang="zh-CN">
                {example.name}
              </span>
              <span className="example-why">{say(example.why)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
