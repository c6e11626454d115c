// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  decodeBase64,
  encodeBase64,
  type Receipt,
  type VerifiedHistory,
  type VerifiedReport,
} from '@probity/verify'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/language.ts'
import { ConsistencyWalk } from '../proof/consistency-walk.tsx'
import { Fingerprint } from '../proof/fingerprint.tsx'
import { InclusionWalk } from '../proof/inclusion-walk.tsx'
import { showNumber } from '../report/show-value.ts'
import { plainText, textOfBytes } from './plain-text.ts'
import { SectionView } from './section-view.tsx'
import type { Shown } from './walk.ts'

/** What a proven file says, folded away: the verdict comes first. */
export function ShownView({ shown }: { shown: Shown }): ReactNode {
  const { t } = useWords()
  return (
    <details className="shown" open={shown.kind === 'path' || shown.kind === 'past'}>
      <summary>{t(`check.shown.${shown.kind}`)}</summary>
      <Content shown={shown} />
    </details>
  )
}

function Content({ shown }: { shown: Shown }): ReactNode {
  switch (shown.kind) {
    case 'receipt':
      return <ReceiptView receipt={shown.receipt} />
    case 'checkpoint':
      return <Fingerprint hash={shown.checkpoint.root} isWhole />
    case 'report':
      return <ReportView report={shown.report} />
    case 'history':
      return <HistoryView history={shown.history} />
    case 'text':
      return <pre>{textOfBytes(shown.bytes) ?? encodeBase64(shown.bytes)}</pre>
    case 'path':
      return <InclusionWalk steps={shown.steps} signed={shown.steps.root.hash} unit={shown.unit} />
    case 'past':
      return (
        <ConsistencyWalk
          isOlderSigned
          steps={shown.steps}
          signed={{ older: shown.steps.olderRoot.hash, newer: shown.steps.newerRoot.hash }}
        />
      )
  }
}

function Rows({ rows }: { rows: readonly (readonly [title: string, value: ReactNode])[] }): ReactNode {
  return (
    <dl className="facts-table">
      {rows.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const counted = ['rows', 'accepted', 'corrected', 'unchanged', 'withdrawn', 'faulty'] as const
const named = ['node', 'batch', 'furnisher', 'type', 'catalogue', 'profile', 'received', 'completed'] as const

function ReceiptView({ receipt }: { receipt: Receipt }): ReactNode {
  const { t, language } = useWords()
  return (
    <Rows
      rows={[
        ...named.map((key) => [t(`check.receipt.${key}`), receipt[key] ?? '–'] as const),
        [t('check.receipt.ticks'), receipt.tickFrom === null ? '–' : `${receipt.tickFrom}–${receipt.tickTo}`],
        ...counted.map((key) => [t(`check.receipt.${key}`), showNumber(receipt[key], language)] as const),
        ['SHA-256', <code key="sha">{receipt.fileSha256}</code>],
        [t('proof.root'), <Fingerprint key="root" hash={decodeBase64(receipt.root)} isWhole />],
      ]}
    />
  )
}

function ReportView({ report: { seal, sections } }: { report: VerifiedReport }): ReactNode {
  const { t } = useWords()
  return (
    <>
      <Rows
        rows={[
          [t('check.receipt.node'), seal.node],
          [
            t('check.report.number'),
            seal.report === 'public-page' ? t('check.report.unnumbered') : seal.report,
          ],
          [t('check.report.composed'), seal.composed],
          [t('check.report.asOf'), seal.asOf],
          [t('check.receipt.ticks'), seal.tick],
          [t('check.report.catalogue'), seal.catalogue],
          [t('check.report.view'), seal.view],
        ]}
      />
      {[...sections].sort(byWhatIsAskedFirst).map(({ name, content }) => (
        <SectionView key={name} name={name} content={content} />
      ))}
    </>
  )
}

/** Who, then what of them; how the page was read comes last. */
function byWhatIsAskedFirst(one: { name: string }, other: { name: string }): number {
  const placeOf = ({ name }: { name: string }) => (name === 'subject' ? 0 : name === 'page' ? 2 : 1)
  return placeOf(one) - placeOf(other)
}

function HistoryView({ history: { key, items } }: { history: VerifiedHistory }): ReactNode {
  const { t } = useWords()
  return (
    <>
      <Rows rows={[[t('check.shown.historyKey'), <Fingerprint key="key" hash={key} isWhole />]]} />
      <p className="quiet">{t('check.shown.historyKeyNote')}</p>
      <ol className="history-items">
        {items
          .map((item, at) => ({ item, place: at + 1 }))
          .map(({ item, place }) => (
            <li key={place}>
              {item === null ? (
                <em>{t('check.shown.erased')}</em>
              ) : (
                <pre>{plainText(JSON.stringify(item, null, 2))}</pre>
              )}
            </li>
          ))}
      </ol>
    </>
  )
}
