// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Button } from 'antd'
import { type ReactNode, useId } from 'react'
import type { FileColumn, RowFault, RowFindings } from '../api/contract.ts'
import { useWords } from '../i18n/language.ts'
import { Trouble } from '../states/trouble.tsx'
import type { Mend, Mending } from './mending.ts'
import { RowStrip } from './row-strip.tsx'

type Props = {
  readonly found: RowFindings
  readonly columns: readonly FileColumn[] | null
  readonly mending: Mending
}

/** One row: what is wrong, the row in its own layout with the faulty cells marked, and mending it in place. */
export function FaultRow({ found, columns, mending }: Props): ReactNode {
  const { t } = useWords()
  const id = useId()
  const mend = mending.rows.get(found.row)
  const cells = fitted(found.cells, columns)
  const mayMend = cells !== null && found.state === 'waiting'
  return (
    <li className="fault-row" data-row={found.row}>
      <div className="fault-row-head">
        <h3>{t('desk.faults.row', { row: found.row })}</h3>
        {found.state !== null && found.state !== 'waiting' && (
          <span className={`desk-tag settled-${found.state}`}>
            {t(`desk.quarantineState.${found.state}`)}
          </span>
        )}
      </div>
      <FaultLines faults={found.faults} />
      {found.offered.map((one) => (
        <p key={`${one.scheme} ${one.value}`} className="fault-offered">
          {t('desk.faults.offered')} <span className="number">{one.value}</span>{' '}
          <span className="quiet">{t('desk.faults.offeredNote')}</span>
        </p>
      ))}
      <RowBody found={found} columns={columns} cells={mend?.cells ?? cells} mending={mending} id={id} />
      {mayMend && !mend && (
        <Button onClick={() => mending.change(found.row, cells)}>{t('desk.mend.start')}</Button>
      )}
      {mend && <MendVerdict row={found.row} mend={mend} mending={mending} />}
    </li>
  )
}

function RowBody({
  found,
  columns,
  cells,
  mending,
  id,
}: Props & { cells: readonly string[] | null; id: string }): ReactNode {
  const { t } = useWords()
  const mend = mending.rows.get(found.row)
  if (found.raw === null) return <p className="quiet">{t('desk.faults.removed')}</p>
  if (!columns || !cells) {
    return (
      <>
        <p className="quiet">{t('desk.faults.whole')}</p>
        <pre className="row-raw">{found.raw}</pre>
      </>
    )
  }
  const over = (found.cells?.length ?? 0) - columns.length
  return (
    <>
      {over > 0 && <p className="quiet">{t('desk.faults.tooMany', { count: over })}</p>}
      {over < 0 && <p className="quiet">{t('desk.faults.tooFew', { count: -over })}</p>}
      <RowStrip
        id={id}
        row={found.row}
        columns={columns}
        cells={cells}
        faults={mend?.faults ?? found.faults}
        onChange={mend && ((next) => mending.change(found.row, next))}
      />
    </>
  )
}

export function FaultLines({ faults }: { faults: readonly RowFault[] }): ReactNode {
  const { say } = useWords()
  return (
    <ul className="fault-lines">
      {faults.map((fault) => (
        <li key={`${fault.code} ${fault.field ?? ''}`}>
          <span className="fault-column">{fault.column}</span>
          <span>
            {say(fault.says)} {fault.hint && <span className="quiet">{say(fault.hint)}</span>}{' '}
            <code>{fault.rule ? `${fault.code} · ${fault.rule}` : fault.code}</code>
          </span>
        </li>
      ))}
    </ul>
  )
}

function MendVerdict({ row, mend, mending }: { row: number; mend: Mend; mending: Mending }): ReactNode {
  const { t } = useWords()
  const { checking } = mending
  const isReady = mend.faults?.length === 0
  return (
    <div className="mend-verdict">
      <div className="mend-acts">
        <Button
          type={isReady ? 'default' : 'primary'}
          loading={checking.isBusy}
          onClick={() => void mending.check(row)}
        >
          {t(checking.isBusy ? 'desk.mend.checking' : 'desk.mend.check')}
        </Button>
        <button type="button" className="link-button" onClick={() => mending.drop(row)}>
          {t('desk.mend.stop')}
        </button>
      </div>
      <div role="status">
        {mend.faults === null && <p className="quiet">{t('desk.mend.changed')}</p>}
        {isReady && <p className="mend-ready">{t('desk.mend.ready')}</p>}
        {mend.faults !== null && !isReady && (
          <>
            <p>{t('desk.mend.still')}</p>
            <FaultLines faults={mend.faults} />
          </>
        )}
      </div>
      {checking.error && <Trouble error={checking.error} />}
    </div>
  )
}

/** As many cells as there are columns: filled at the end, or cut; the page tells of both. */
function fitted(
  cells: readonly string[] | null,
  columns: readonly FileColumn[] | null,
): readonly string[] | null {
  if (!cells || !columns) return null
  return columns.map((_, i) => cells[i] ?? '')
}
