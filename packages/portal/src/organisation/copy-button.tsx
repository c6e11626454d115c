// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type ReactNode, useState } from 'react'
import { useWords } from '../i18n/language.ts'

const TOLD_FOR_MS = 2500

export function CopyButton({ text, what }: { text: string; what: string }): ReactNode {
  const { t } = useWords()
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    if (!(await writeToClipboard(text))) return
    setCopied(true)
    setTimeout(() => setCopied(false), TOLD_FOR_MS)
  }
  return (
    <>
      <button
        type="button"
        className="link-button copy"
        onClick={() => void copy()}
        aria-label={t('organisation.copyLabel', { what })}
      >
        {t(isCopied ? 'organisation.copied' : 'organisation.copy')}
      </button>
      <span role="status" className="only-read">
        {isCopied && t('organisation.copied')}
      </span>
    </>
  )
}

/** The modern way needs a secure page; a node on a city's own network may be read over plain HTTP. */
async function writeToClipboard(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => copyBySelection(text),
    )
  }
  return copyBySelection(text)
}

function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea')
  field.value = text
  field.setAttribute('readonly', '')
  field.className = 'only-read'
  document.body.append(field)
  field.select()
  const isDone = document.execCommand('copy')
  field.remove()
  return isDone
}
