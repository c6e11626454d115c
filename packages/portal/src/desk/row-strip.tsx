// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type ReactNode, useEffect, useRef } from 'react'
import type { FileColumn, RowFault } from '../api/contract.ts'
import { useWords } from '../i18n/language.ts'

type Props = {
  readonly id: string
  readonly row: number
  readonly columns: readonly FileColumn[]
  readonly cells: readonly string[]
  readonly faults: readonly RowFault[]
  /** Present while the row is being mended. */
  readonly onChange?: ((cells: readonly string[]) => void) | undefined
}

/**
 * The row under the headings of its own file. Cells are shown as text and nothing else, whatever they begin with; on a
 * narrow screen each stands under its heading.
 */
export function RowStrip({ id, row, columns, cells, faults, onChange }: Props): ReactNode {
  const { t } = useWords()
  const strip = useRef<HTMLElement>(null)
  const isMended = onChange !== undefined
  // Fields to write in are wider than text, so what was in sight may not be any more.
  useEffect(() => showFirstFault(strip.current, isMended), [isMended])
  const faultOf = (column: FileColumn): RowFault | undefined =>
    faults.find((fault) => fault.column === column.heading)
  return (
    <section
      ref={strip}
      className={isMended ? 'row-strip is-mended' : 'row-strip'}
      aria-label={t('desk.faults.scroll')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard to be scrolled.
      tabIndex={0}
    >
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.heading} scope="col" className={faultOf(column) ? 'is-faulty' : undefined}>
                {column.heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            {columns.map((column, i) => (
              <td
                key={column.heading}
                data-heading={column.heading}
                className={faultOf(column) ? 'is-faulty' : undefined}
              >
                {onChange ? (
                  <textarea
                    id={`${id}-${i}`}
                    rows={1}
                    value={cells[i] ?? ''}
                    aria-label={t('desk.mend.cell', { heading: column.heading, row })}
                    aria-invalid={faultOf(column) !== undefined}
                    spellCheck={false}
                    onChange={(event) =>
                      onChange(cells.map((cell, at) => (at === i ? event.target.value : cell)))
                    }
                  />
                ) : (
                  <span className="row-cell">{cells[i] === '' ? ' ' : cells[i]}</span>
                )}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  )
}

/** A row may be three screens wide: what is wrong with it is brought into sight, not searched for. */
function showFirstFault(strip: HTMLElement | null, isMended: boolean): void {
  const cell = strip?.querySelector<HTMLElement>('td.is-faulty')
  if (!strip || !cell) return
  const end = cell.offsetLeft + cell.offsetWidth
  if (end > strip.clientWidth) strip.scrollLeft = end - strip.clientWidth / 2
  if (isMended) cell.querySelector('textarea')?.focus({ preventScroll: true })
}
