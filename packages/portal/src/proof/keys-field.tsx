// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { verificationMessages } from '@probity/verify'
import { type ReactNode, useId } from 'react'
import { useWords } from '../i18n/language.ts'
import type { TrustedKeys } from './trusted-keys.ts'

type Props = {
  readonly text: string
  readonly keys: TrustedKeys
  readonly note: string
  readonly onText: (text: string) => void
}

/** Whom the reader believes. Everything that is found on the page rests on it, so it is shown and can be changed. */
export function KeysField({ text, keys, note, onText }: Props): ReactNode {
  const { t, language } = useWords()
  const id = useId()
  return (
    <div className="keys">
      <label htmlFor={id}>{t('check.keysLabel')}</label>
      <textarea
        id={id}
        rows={Math.max(4, text.split('\n').length + 2)}
        spellCheck={false}
        autoComplete="off"
        value={text}
        aria-describedby={`${id}-note`}
        aria-invalid={keys.wrong.length > 0}
        onChange={(event) => onText(event.target.value)}
      />
      <p className="quiet" id={`${id}-note`}>
        {note}
      </p>
      {keys.wrong.map(({ line, code }) => (
        <p key={line} className="keys-wrong" role="alert">
          {t('check.keysWrong', {
            line: line.length > 60 ? `${line.slice(0, 60)}…` : line,
            why: verificationMessages[code][language],
          })}
        </p>
      ))}
    </div>
  )
}
