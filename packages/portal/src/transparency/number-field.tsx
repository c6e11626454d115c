// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type ReactNode, useEffect, useId, useState } from 'react'

type Props = {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onValue: (value: number) => void
}

/** Takes what is typed when it is a number of the range; until then the last good one stands. */
export function NumberField({ label, value, min, max, onValue }: Props): ReactNode {
  const id = useId()
  const [text, setText] = useState(String(value))
  useEffect(() => setText(String(value)), [value])
  const typed = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  const isGood = typed >= min && typed <= max
  return (
    <span className="number-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        inputMode="numeric"
        autoComplete="off"
        value={text}
        size={Math.max(5, String(max).length + 1)}
        aria-invalid={!isGood}
        onChange={(event) => {
          setText(event.target.value)
          const next = /^\d{1,16}$/.test(event.target.value) ? Number(event.target.value) : Number.NaN
          if (next >= min && next <= max) onValue(next)
        }}
        onBlur={() => setText(String(value))}
      />
    </span>
  )
}
