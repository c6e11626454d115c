// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Button } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { useWords } from '../i18n/language.ts'

type Props = { readonly day: string; readonly today: string; readonly onChoose: (day: string) => void }

/** The browser's own field for days: it knows the reader's keyboard, screen reader and telephone. */
export function DayForm({ day, today, onChoose }: Props): ReactNode {
  const { t } = useWords()
  const id = useId()
  const [chosen, setChosen] = useState(day)
  return (
    <form
      className="day-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen !== '') onChoose(chosen)
      }}
    >
      <label htmlFor={id}>{t('moment.asOf')}</label>
      <div className="day-row">
        <input
          id={id}
          type="date"
          value={chosen}
          max={today}
          min="1949-10-01"
          onChange={(event) => setChosen(event.target.value)}
        />
        <Button htmlType="submit">{t('moment.apply')}</Button>
      </div>
      <p className="quiet">{t('moment.asOfHint')}</p>
    </form>
  )
}
