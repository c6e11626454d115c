// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ReactNode } from 'react'
import { type Language, useWords } from '../i18n/language.ts'
import { plainText } from './plain-text.ts'

type Section = { readonly name: string; readonly content: unknown }

/** A section of a sealed report. One of records explains its own fields; any other is shown as it stands. */
export function SectionView({ name, content }: Section): ReactNode {
  const { language } = useWords()
  const { about, records } = objectOf(content)
  const title = titleOf(about, language)
  if (title === null || !Array.isArray(records)) return <OtherSection name={name} content={content} />
  const fields = objectOf(objectOf(about).fields)
  return (
    <section className="section-view">
      <h5>{plainText(title)}</h5>
      {records.map(objectOf).map(({ id, fields: values, document }) => (
        <dl key={String(id)} className="facts-table">
          {Object.entries({ ...objectOf(values), ...documentOf(document) }).map(([code, value]) => (
            <div key={code}>
              <dt>{plainText(titleOf(fields[code], language) ?? code)}</dt>
              <dd>{wordsOf(value)}</dd>
            </div>
          ))}
        </dl>
      ))}
    </section>
  )
}

function OtherSection({ name, content }: Section): ReactNode {
  const { t } = useWords()
  const known = t('check.section', { returnObjects: true }) as Readonly<Record<string, string>>
  const isTable = typeof content === 'object' && content !== null && !Array.isArray(content)
  return (
    <section className="section-view">
      <h5>{plainText(known[name] ?? name)}</h5>
      {isTable ? (
        <dl className="facts-table">
          {Object.entries(content).map(([key, value]) => (
            <div key={key}>
              <dt>{plainText(key)}</dt>
              <dd>{wordsOf(value)}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <pre>{plainText(JSON.stringify(content, null, 2))}</pre>
      )}
    </section>
  )
}

function wordsOf(value: unknown): ReactNode {
  if (value === null || value === '') return '–'
  return typeof value === 'object' ? (
    <code>{plainText(JSON.stringify(value))}</code>
  ) : (
    plainText(String(value))
  )
}

/** The document of legal effect, beside the fields: without it an adverse fact would not be one. */
function documentOf(document: unknown): Record<string, unknown> {
  const { number, on, body } = objectOf(document)
  return number === undefined ? {} : { document: [body, number, on].join(' · ') }
}

function titleOf(about: unknown, language: Language): string | null {
  const title = objectOf(objectOf(about).title)[language]
  return typeof title === 'string' ? title : null
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
