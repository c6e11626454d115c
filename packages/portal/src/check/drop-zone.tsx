// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type ReactNode, useId, useState } from 'react'
import { useWords } from '../i18n/language.ts'
import { filesOfDrop, filesOfInput, type NamedFile } from './read-files.ts'

/** Files by dropping or by choosing; a folder too, for a whole log. */
export function DropZone({ onFiles }: { onFiles: (files: readonly NamedFile[]) => void }): ReactNode {
  const { t } = useWords()
  const id = useId()
  const [isOver, setOver] = useState(false)
  return (
    <div className="check-drop">
      <input
        id={id}
        type="file"
        multiple
        className="drop-input"
        aria-describedby={`${id}-note`}
        onChange={(event) => {
          onFiles(filesOfInput(event.target.files))
          // The same file may be chosen again after it was changed.
          event.target.value = ''
        }}
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
          void filesOfDrop(event.dataTransfer).then(onFiles)
        }}
      >
        <span className="drop-main">{t('check.drop')}</span>
        <span className="quiet" id={`${id}-note`}>
          {t('check.dropNote')}
        </span>
        <span className="drop-stays">{t('check.privacyTitle')}</span>
      </label>
      <div className="folder">
        <input
          id={`${id}-folder`}
          type="file"
          className="drop-input"
          ref={(input) => input?.setAttribute('webkitdirectory', '')}
          onChange={(event) => {
            onFiles(filesOfInput(event.target.files))
            event.target.value = ''
          }}
        />
        <label htmlFor={`${id}-folder`} className="small-button">
          {t('check.folder')}
        </label>
      </div>
    </div>
  )
}
