// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { verificationMessages } from '@probity/verify'
import { type ReactNode, useId } from 'react'
import { useWords } from '../i18n/language.ts'
import { plainText } from './plain-text.ts'
import { ShownView } from './shown-view.tsx'
import { type Finding, type Outcome, type Step, verdictOf, type Why } from './walk.ts'

type Props = { readonly finding: Finding; readonly onTrust: (() => void) | undefined }

/** What was found of one file: the verdict, each step as a sentence, and what the file says. */
export function FindingCard({ finding, onTrust }: Props): ReactNode {
  const { t } = useWords()
  const id = useId()
  const verdict = verdictOf(finding)
  return (
    <article className={`finding finding-${verdict}`} aria-labelledby={id}>
      <header>
        <div>
          <h3 id={id}>{plainText(finding.name)}</h3>
          <p className="quiet">{t(`check.kind.${finding.kind}`)}</p>
        </div>
        <strong className={`verdict verdict-${verdict}`}>
          <Sign outcome={verdict} />
          {t(`check.verdict.${verdict}`)}
        </strong>
      </header>
      <ol className="check-steps">
        {finding.steps.map((step) => (
          <StepLine key={`${step.says} ${JSON.stringify(step.facts)}`} step={step} />
        ))}
      </ol>
      {onTrust && (
        <button type="button" className="small-button" onClick={onTrust}>
          {t('check.trust')}
        </button>
      )}
      {finding.shown.map((shown) => (
        <ShownView key={shown.kind} shown={shown} />
      ))}
    </article>
  )
}

function StepLine({ step }: { step: Step }): ReactNode {
  const { t } = useWords()
  const { says, facts, outcome } = step
  const plain = Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, typeof fact === 'string' ? plainText(fact) : fact]),
  )
  return (
    <li className={`check-step check-step-${outcome}`}>
      <Sign outcome={outcome} />
      <div>
        <span className="only-read">{t(`check.outcome.${outcome}`)}</span>
        {step.outcome === 'invalid' ? (
          <>
            <p>{t('check.doesNotHold', { what: t(`check.asks.${step.says}`) })}</p>
            <Reason why={step.why} />
          </>
        ) : (
          <p>{t(`check.step.${says}`, plain)}</p>
        )}
      </div>
    </li>
  )
}

function Reason({ why: { code, where } }: { why: Why }): ReactNode {
  const { t, language } = useWords()
  return (
    <p className="check-why">
      {verificationMessages[code][language]} <code>{code}</code>
      {where !== undefined && <span> {t('check.where', { where: plainText(where) })}</span>}
    </p>
  )
}

export function Sign({ outcome }: { outcome: Outcome }): ReactNode {
  return (
    <svg
      className={`sign-${outcome}`}
      width="18"
      height="18"
      viewBox="0 0 18 18"
      aria-hidden="true"
      focusable="false"
    >
      <circle cx="9" cy="9" r="8" />
      {outcome === 'valid' && <path d="M5 9.4l2.8 2.8L13 6.4" />}
      {outcome === 'invalid' && <path d="M6 6l6 6m0-6l-6 6" />}
      {outcome === 'open' && <path d="M9 5v4.6M9 12.4v.6" />}
      {outcome === 'note' && <path d="M9 5v.6M9 8.2V13" />}
    </svg>
  )
}
