// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { encodeBase64, type LogEntry, parseEntry, VerificationError } from '@probity/verify'
import type { ReactNode } from 'react'
import { textOfBytes } from '../check/plain-text.ts'
import { showInstant } from '../desk/show.ts'
import { useWords } from '../i18n/language.ts'
import { Fingerprint } from '../proof/fingerprint.tsx'
import { timeOfEntry } from './entry-time.ts'
import { useKindWords } from './use-kind-words.ts'

/** Undefined for the entry of a log that is none of Probity's: it may hold anything. */
export function readEntry(entry: Uint8Array): LogEntry | undefined {
  try {
    return parseEntry(entry)
  } catch (error) {
    if (error instanceof VerificationError) return undefined
    throw error
  }
}

export function EntryFacts({ entry: bytes, index }: { entry: Uint8Array; index: number }): ReactNode {
  const { t, language } = useWords()
  const wordsOf = useKindWords()
  const entry = readEntry(bytes)
  const text = textOfBytes(bytes) ?? encodeBase64(bytes)
  if (!entry) {
    return (
      <div className="entry-facts">
        <h3>{t('log.entry.strange', { index })}</h3>
        <pre>{text}</pre>
      </div>
    )
  }
  const { title, about } = wordsOf(entry.kind)
  const at = timeOfEntry(entry.id)
  return (
    <div className="entry-facts">
      <h3>{title}</h3>
      <p>{about}</p>
      <dl className="facts-table">
        <div>
          <dt>{t('log.entry.kind')}</dt>
          <dd>
            <code>{entry.kind}</code>
          </dd>
        </div>
        {at !== null && (
          <div>
            <dt>{t('log.entry.at')}</dt>
            <dd>{showInstant(new Date(at).toISOString(), language)}</dd>
          </div>
        )}
        <div>
          <dt>{t('log.entry.commitment')}</dt>
          <dd>
            <Fingerprint hash={entry.commitment} isWhole />
          </dd>
        </div>
      </dl>
      <p className="quiet">{t('log.entry.noContent')}</p>
      <details className="walk-list">
        <summary>{t('log.entry.bytes')}</summary>
        <pre>{text}</pre>
      </details>
    </div>
  )
}
