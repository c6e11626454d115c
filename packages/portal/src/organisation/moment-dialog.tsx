// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Button } from 'antd'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { Moment } from '../api/client.ts'
import { useWords } from '../i18n/language.ts'

type Props = {
  readonly today: string
  readonly asked: Moment
  readonly onClose: () => void
  readonly onChoose: (moment: Moment) => void
}

/** The browser's own modal dialog: it keeps the focus inside, closes on Escape and gives the focus back. */
export function MomentDialog({ today, asked, onClose, onChoose }: Props): ReactNode {
  const { t } = useWords()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const [day, setDay] = useState(asked.asOf ?? today)
  const [instant, setInstant] = useState(fieldOf(asked.knownAt))
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal()
  }, [])
  const choose = (moment: Moment) => {
    dialog.current?.close()
    onChoose(moment)
  }
  return (
    <dialog ref={dialog} className="moment" aria-labelledby={`${id}-title`} onClose={onClose}>
      <div className="moment-head">
        <h2 id={`${id}-title`}>{t('moment.title')}</h2>
        <button type="button" className="link-button" onClick={() => dialog.current?.close()}>
          {t('site.close')}
        </button>
      </div>
      <form
        className="moment-form"
        onSubmit={(event) => {
          event.preventDefault()
          choose({ asOf: day === today || day === '' ? undefined : day, knownAt: instantOf(instant) })
        }}
      >
        <p>{t('moment.intro')}</p>
        <h3>{t('moment.asOfTitle')}</h3>
        <p id={`${id}-day-text`}>{t('moment.asOfText')}</p>
        <label>
          {t('moment.asOf')}
          <input
            type="date"
            value={day}
            max={today}
            aria-describedby={`${id}-day-text`}
            onChange={(event) => setDay(event.target.value)}
          />
        </label>
        <h3>{t('moment.knownTitle')}</h3>
        <p id={`${id}-known-text`}>{t('moment.knownText')}</p>
        <label>
          {t('moment.knownLabel')}
          <input
            type="datetime-local"
            value={instant}
            aria-describedby={`${id}-known-text`}
            onChange={(event) => setInstant(event.target.value)}
          />
        </label>
        <p className="moment-limit">{t('moment.limit')}</p>
        <MomentButtons onReset={() => choose({ asOf: undefined, knownAt: undefined })} />
      </form>
    </dialog>
  )
}

function MomentButtons({ onReset }: { onReset: () => void }): ReactNode {
  const { t } = useWords()
  return (
    <div className="moment-buttons">
      <Button type="primary" htmlType="submit">
        {t('moment.apply')}
      </Button>
      <Button onClick={onReset}>{t('moment.reset')}</Button>
    </div>
  )
}

const BEIJING = '+08:00'

/** The field holds a time of the clock; the node wants an instant with its zone. */
function instantOf(field: string): string | undefined {
  return field === '' ? undefined : `${field}${BEIJING}`
}

function fieldOf(knownAt: string | undefined): string {
  return knownAt?.endsWith(BEIJING) ? knownAt.slice(0, -BEIJING.length) : ''
}
