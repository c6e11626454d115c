// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type ReactNode, useId, useState } from 'react'
import { useWords } from '../i18n/language.ts'
import { showSize } from './show.ts'

type Props = { readonly file: File | null; readonly onFile: (file: File | null) => void }

/** A file input whose label is also a place to drop a file on. */
export function DropField({ file, onFile }: Props): ReactNode {
  const { t, language } = useWords()
  const id = useId()
  const [isOver, setOver] = useState(false)
  return (
    <div className="drop">
      <input
        id={id}
        type="file"
        className="drop-input"
        accept=".csv,.xlsx,.jsonl,.ndjson,text/csv"
        aria-describedby={`${id}-note`}
        onChange={(event) => onFile(event.target.files?.[0] ?? null)}
      />
      <label
        htmlFor={id}
        className={isOver ? 'drop-label is-over' : 'drop-label'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          onFile(event.dataTransfer.files[0] ?? null)
        }}
      >
        {file
          ? t('desk.upload.chosen', { name: file.name, size: showSize(file.size, language) })
          : t('desk.upload.drop')}
      </label>
      <p className="quiet" id={`${id}-note`}>
        {t('desk.upload.dropNote')}
      </p>
    </div>
  )
}
